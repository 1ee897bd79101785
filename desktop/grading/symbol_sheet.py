"""A symbol laid flat: its picture in steps of its modules, and where in it there should be dark and light.

What is printed wrongly shows as dark parts that are light and light parts that are dark. The edges of bars
and modules are left out: there every print is grey.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import GradingImage, ModuleMap, Point, SymbolGrade
from desktop.grading.sampling import Doubles, sampled

Bools = NDArray[numpy.bool_]

_FINEST, _COARSEST = 12, 6
"""Steps to a module: a burnt dot of a head with 8 dots/mm is a quarter of a module of 0.5 mm."""
_MOST_ROWS = 400
_BORDER = 0.28
"""Modules at each side of an edge that belong to neither side."""
_ENDS = 2.0
"""Modules at both ends of bars that are left out."""
_DEPTH = 0.25
"""Share of the contrast by which a place must be too light or too dark: beyond what the light or the noise of
a picture does, and no less than what costs a grade (ERN of 15 % and more, through an aperture)."""
_STEEP = 98
"""Percent of the steps that are less steep than the middles of edges."""
_SOFT = 0.28
"""Modules. Cameras that are in focus have 0.16 to 0.25 (measured on the reference images)."""
_SLIVER = 0.55
"""Modules: nothing so narrow was meant, for narrow elements are one module wide. Growth that leaves less of
them leaves nothing that could be read."""


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """A symbol laid flat, without its quiet zone; rows run down, columns in reading direction.

    Attributes:
        x, y: where each step lies in the picture.
        steps: to a module, along columns and along rows.
        dark, light: insides of what should be dark and light.
        void: parts of ``dark`` that are too light.
        spot: parts of ``light`` that are too dark.
        levels: reflectance of dark and of light, in percent.
        values: reflectance in percent.
    """

    x: Doubles
    y: Doubles
    steps: tuple[float, float]
    dark: Bools
    light: Bools
    void: Bools
    spot: Bools
    levels: tuple[float, float]
    values: Doubles

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in modules."""
        rows, columns = self.values.shape
        return columns / self.steps[0], rows / self.steps[1]

    @property
    def softness(self) -> float:
        """How far edges are spread, as the standard deviation of a Gaussian in modules.

        A step S that is spread by s has the slope S / (s sqrt(2 pi)) in its middle.
        """
        slopes = numpy.percentile(numpy.abs(numpy.diff(self.values, axis=1)), _STEEP, axis=1)
        steepest = float(numpy.median(slopes)) / (self.levels[1] - self.levels[0])
        return 1 / (max(steepest, 1e-6) * float(numpy.sqrt(2 * numpy.pi)) * self.steps[0])

    @property
    def soft(self) -> bool:
        """Whether edges are so soft that lines and voids cannot be told from them."""
        return self.softness > _SOFT

    def place(self, across: float, down: float) -> Point:
        """Return where a place, in modules from the upper left corner, lies in the picture."""
        rows, columns = self.values.shape
        column = min(columns - 1, max(0, int(across * self.steps[0])))
        row = min(rows - 1, max(0, int(down * self.steps[1])))
        return float(self.x[row, column]), float(self.y[row, column])


def sheet_of(symbol: SymbolGrade, image: GradingImage) -> Sheet | None:
    """Lay a symbol flat.

    Returns:
        None where its modules were not measured, or dark and light cannot be told apart.
    """
    if symbol.module_px <= 0:
        return None
    fine = float(min(_FINEST, max(_COARSEST, round(symbol.module_px))))
    if symbol.modules is not None:
        return _of_matrix(symbol.modules, image, fine)
    return _of_bars(symbol, image, fine) if symbol.scans else None


def _of_matrix(modules: ModuleMap, image: GradingImage, fine: float) -> Sheet | None:
    rows, columns = (count - 2 for count in modules.x.shape)
    down, across = _weights(rows, int(fine)), _weights(columns, int(fine))
    x, y = (down @ numpy.asarray(places, numpy.float64) @ across.T for places in (modules.x, modules.y))
    dark = modules.dark[1:-1, 1:-1].repeat(int(fine), 0).repeat(int(fine), 1)
    border = round(_BORDER * fine)
    return _judged(image, (x, y), (fine, fine), _eroded(dark, border, border), _eroded(~dark, border, border))


def _weights(count: int, fine: int) -> Doubles:
    """Return the weights that make ``fine`` places a module of the centres of modules and their ring."""
    places = (numpy.arange(count * fine) + 0.5) / fine + 0.5
    shares = 1 - numpy.abs(places[:, None] - numpy.arange(count + 2)[None, :])
    return numpy.asarray(numpy.maximum(0.0, shares), numpy.float64)


def _of_bars(symbol: SymbolGrade, image: GradingImage, fine: float) -> Sheet | None:
    first, second, third, fourth = (numpy.array(corner) for corner in symbol.corners)
    wide = float(numpy.hypot(*(second - first))) / symbol.module_px
    high = float(numpy.hypot(*(fourth - first))) / symbol.module_px
    columns = max(8, round(wide * fine))
    rows = max(8, min(_MOST_ROWS, round(high * fine)))
    u = ((numpy.arange(columns) + 0.5) / columns)[None, :, None]
    v = ((numpy.arange(rows) + 0.5) / rows)[:, None, None]
    places = (1 - v) * (first + u * (second - first)) + v * (fourth + u * (third - fourth))
    steps = (columns / wide, rows / high)
    x, y = places[:, :, 0], places[:, :, 1]
    dark = _bars(sampled(image.reflectance, x, y), steps[0])
    border = round(_BORDER * steps[0])
    within = numpy.zeros((rows, 1), dtype=bool)
    # Where bars end is neither straight nor sharp, and no scan comes there.
    within[round(_ENDS * steps[1]) : rows - round(_ENDS * steps[1])] = True
    inside, between = (_eroded(mask[None, :], 0, border) & within for mask in (dark, ~dark))
    return _judged(image, (x, y), steps, inside, between)


def _bars(values: Doubles, steps: float) -> Bools:
    """Tell which columns are bars, as most rows show them; slivers belong to what is around them."""
    column = numpy.median(values, axis=0)
    dark = column < (float(column.min()) + float(column.max())) / 2
    while True:
        turns = numpy.flatnonzero(dark[1:] != dark[:-1]) + 1
        if len(turns) < 3:
            return dark
        runs = numpy.diff(turns)
        # The narrowest first: a bar that a line parts in two slivers is one bar again without the line.
        narrowest = int(runs.argmin())
        if runs[narrowest] >= _SLIVER * steps:
            return dark
        dark[turns[narrowest] : turns[narrowest + 1]] ^= True


def _eroded(mask: Bools, down: int, across: int) -> Bools:
    """Take a border off what is marked, and off the sheet."""
    for axis, reach in ((0, down), (1, across)):
        padded = numpy.pad(mask, [(reach, reach) if one == axis else (0, 0) for one in (0, 1)])
        windows = numpy.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis)
        mask = numpy.asarray(windows.all(axis=-1))
    return mask


def _judged(
    image: GradingImage,
    places: tuple[Doubles, Doubles],
    steps: tuple[float, float],
    dark: Bools,
    light: Bools,
) -> Sheet | None:
    values = sampled(image.reflectance, *places)
    if not dark.any() or not light.any():
        return None
    low, high = float(numpy.median(values[dark])), float(numpy.median(values[light]))
    depth = _DEPTH * (high - low)
    if depth <= 0:
        return None
    void, spot = dark & (values > low + depth), light & (values < high - depth)
    return Sheet(*places, steps, dark, light, void, spot, (low, high), values)
