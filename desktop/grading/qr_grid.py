"""The grid of a QR Code, from its finder, timing and alignment patterns alone (ISO/IEC 18004:2015, 12).

The timing patterns give the columns and rows, the finder patterns their ends, and the alignment patterns how
far the grid is bent between them. Data modules have no say: a grid that follows them hides how far they are
from where they belong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats
from desktop.grading.qr_finders import (
    ALIGNMENT_PATTERN,
    FINDER_PATTERN,
    Finder,
    Finders,
    centred,
    crossings,
    nearest_edges,
)
from desktop.grading.qr_layout import (
    FINDER,
    QUIET,
    TIMING,
    VERSIONS,
    alignment_centres,
    alignment_places,
    rings,
    side_of,
)
from desktop.grading.sampling import Doubles, sampled

Kind = TypeVar("Kind", bound=numpy.generic)

_FINE = 16
_CANDIDATES = 3
_AS_REGULAR = 0.6
"""Share of the best one's timing edges that another version must have to be tried: wrong ones have few."""
_NEAR = 0.6
"""How far an edge of a timing pattern may be from its place, in modules."""
_SEARCHED = 3.0
"""How far from its place an alignment pattern is looked for, in modules."""
_LEAST_LIKE = 0.6
_PENALTY = 0.05
"""By how much a place must look more like an alignment pattern for each module that it is farther off."""
_CORE = FINDER / 2


@dataclass(frozen=True, eq=False, slots=True)
class QrGrid:
    """Where the modules of a symbol lie.

    Attributes:
        version: of the symbol.
        x, y: module centres in the picture, four of quiet zone on each side included.
        growth: of dark in the direction of rows and of columns (x, y), in modules.
        regular: share of the edges of the timing patterns that were found where they belong.
    """

    version: int
    x: Doubles
    y: Doubles
    growth: tuple[float, float]
    regular: float

    @property
    def pitch(self) -> tuple[float, float]:
        """Mean distance of neighbouring centres along rows and along columns, in pixels."""
        x, y = self.inner(self.x), self.inner(self.y)
        across = numpy.hypot(numpy.diff(x, axis=1), numpy.diff(y, axis=1)).mean()
        down = numpy.hypot(numpy.diff(x, axis=0), numpy.diff(y, axis=0)).mean()
        return float(across), float(down)

    @property
    def is_mirrored(self) -> bool:
        """Whether rows go down on the wrong side of the columns: seen through glass, or printed so."""
        across_x, across_y = self.x[0, -1] - self.x[0, 0], self.y[0, -1] - self.y[0, 0]
        down_x, down_y = self.x[-1, 0] - self.x[0, 0], self.y[-1, 0] - self.y[0, 0]
        return bool(across_x * down_y < across_y * down_x)

    def mirrored(self) -> "QrGrid":
        """Return the grid by which a mirrored symbol is read: rows and columns exchanged."""
        return QrGrid(self.version, self.x.T, self.y.T, self.growth[::-1], self.regular)

    @staticmethod
    def inner(whole: NDArray[Kind], ring: int = 0) -> NDArray[Kind]:
        """Cut an array down to the modules of the symbol and ``ring`` of its quiet zone."""
        cut = slice(QUIET - ring, whole.shape[0] - QUIET + ring)
        return whole[cut, cut]


@dataclass(frozen=True, eq=False, slots=True)
class _Line:
    """A timing pattern: centres of its modules and quiet zones, its growth, and how whole it is."""

    centres: Doubles
    growth: float
    found: int


def qr_grids(inked: Floats, finders: Finders) -> Iterator[QrGrid]:
    """Lay the grids of the versions that the finder patterns may be of, the likeliest first.

    Args:
        inked: above 0 where the picture is as dark as the symbol.
        finders: of the symbol.
    """
    likely = sorted(VERSIONS, key=lambda version: abs(side_of(version) - FINDER - finders.modules))
    laid = [_grid(inked, finders, version) for version in likely[:_CANDIDATES]]
    laid.sort(key=lambda grid: -grid.regular)
    yield from (grid for grid in laid if grid.regular >= _AS_REGULAR * laid[0].regular)


def _grid(inked: Floats, finders: Finders, version: int) -> QrGrid:
    side = side_of(version)
    first = finders.upper_left
    top = _line(inked, first, finders.upper_right, side, upright=False)
    left = _line(inked, first, finders.lower_left, side, upright=True)
    corner = (top.centres[QUIET + TIMING] + left.centres[QUIET + TIMING]) / 2
    places = top.centres[None, :, :] + left.centres[:, None, :] - corner
    places = places + _bend(inked, places, version)
    regular = (top.found + left.found) / (2 * len(_timing_edges(side)))
    return QrGrid(version, places[..., 0], places[..., 1], (top.growth, left.growth), regular)


def _timing_edges(side: int) -> Doubles:
    """Edges of a timing pattern, in modules; dark begins at the first of them, and so on in turn."""
    return numpy.arange(FINDER + 1, side - FINDER, dtype=numpy.float64)


def _line(inked: Floats, first: Finder, second: Finder, side: int, *, upright: bool) -> _Line:
    """Find the module centres along one timing pattern and the finder patterns at its ends."""
    beside = (first.across, second.across) if upright else (first.down, second.down)
    start, end = first.centre, second.centre
    unit = (end - start) / (side - FINDER)
    scales = [
        float(numpy.hypot(*one) / numpy.hypot(*unit))
        for one in ((first.down, second.down) if upright else (first.across, second.across))
    ]
    shift = TIMING + 0.5 - _CORE
    ends = start + shift * beside[0], end + shift * beside[1]
    timing = _edges_along(inked, ends, side, beside[0], 0.25, level=True)
    edges = _timing_edges(side)
    met = nearest_edges(timing, edges, _NEAR)
    growth = _growth(met)
    met += numpy.where(numpy.arange(len(edges)) % 2 == 0, growth / 2, -growth / 2)
    core = _edges_along(inked, (start, end), side, beside[0], 0.8)
    knots, values = [edges], [met]
    for centre in (_CORE, side - _CORE):
        knots.append(centre + numpy.arange(-_CORE, _CORE + 1))
        values.append(_finder_edges(core, centre))
    # The quiet zones go on as the finder patterns end.
    knots.append(numpy.array([-QUIET, side + QUIET], dtype=numpy.float64))
    values.append(
        numpy.array([_CORE - (QUIET + _CORE) * scales[0], side - _CORE + (QUIET + _CORE) * scales[1]])
    )
    at = _interpolated(numpy.concatenate(knots), numpy.concatenate(values), side)
    base = start + shift * beside[0]
    along = (end + shift * beside[1] - base) / (side - FINDER)
    centres = base + (at - _CORE)[:, None] * along
    return _Line(centres, growth, int((~numpy.isnan(met)).sum()))


def _finder_edges(met: tuple[Doubles, Doubles], centre: float) -> Doubles:
    """Return where the edges of all modules of a finder pattern are: even, or evenly narrower to one end.

    Its rings are thin: blur moves each of their edges by something else, but those left and right alike. A
    curve through all of them takes that out, and what dark has grown too.
    """
    edges = numpy.array(FINDER_PATTERN.edges)
    seen = nearest_edges(met, centre + edges, _NEAR)
    sides = numpy.where(numpy.arange(len(edges)) % 2 == 0, -0.5, 0.5)
    there = ~numpy.isnan(seen)
    whole = numpy.arange(-_CORE, _CORE + 1)
    if there.sum() < len(edges) - 1:
        return numpy.full(len(whole), numpy.nan)
    terms = numpy.column_stack([numpy.ones(len(edges)), edges, edges**2, sides])[there]
    off, scale, bow, _ = numpy.linalg.lstsq(terms, seen[there], rcond=None)[0]
    return numpy.asarray(off + scale * whole + bow * whole**2)


def _interpolated(knots: Doubles, values: Doubles, side: int) -> Doubles:
    there = ~numpy.isnan(values)
    knots, values = knots[there], values[there]
    order = knots.argsort()
    at = numpy.arange(-QUIET, side + QUIET) + 0.5
    return numpy.asarray(numpy.interp(at, knots[order], values[order]))


def _edges_along(
    inked: Floats,
    ends: tuple[Doubles, Doubles],
    side: int,
    aside: Doubles,
    breadth: float,
    *,
    level: bool = False,
) -> tuple[Doubles, Doubles]:
    """Where dark begins and ends along a line through two finder patterns, in modules from the outer edge."""
    places = numpy.linspace(-1.0, side + 1.0, (side + 2) * _FINE + 1)
    along = (ends[1] - ends[0]) / (side - FINDER)
    lines = numpy.linspace(-breadth, breadth, 7)
    points = ends[0] + (places - _CORE)[None, :, None] * along + lines[:, None, None] * aside
    values = sampled(inked, points[..., 0], points[..., 1]).mean(axis=0)
    return crossings(_levelled(values) if level else values, places)


def _levelled(values: Doubles) -> Doubles:
    """Take off the middle between the light and the dark close by, where there are both."""
    reach = int(1.25 * _FINE)
    padded = numpy.pad(values, reach, mode="edge")
    windows = numpy.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    high, low = windows.max(axis=1), windows.min(axis=1)
    both = high - low > 0.4 * (values.max() - values.min())
    return numpy.where(both, values - (high + low) / 2, values)


def _growth(met: Doubles) -> float:
    """Return by how much dark modules are too wide: half of what they are wider than light ones."""
    widths = numpy.diff(met)
    dark, light = widths[::2], widths[1::2]
    if numpy.isnan(dark).all() or numpy.isnan(light).all():
        return 0.0
    return float(numpy.nanmean(dark) - numpy.nanmean(light)) / 2


def _bend(inked: Floats, places: Doubles, version: int) -> Doubles:
    """Return by how many pixels the alignment patterns lie beside the grid, for each of its modules.

    Between them it is bilinear; at the finder patterns nothing is bent.
    """
    mesh = alignment_places(version)
    if not mesh:
        return numpy.zeros(2)
    off = numpy.full((len(mesh), len(mesh), 2), numpy.nan)
    off[0, 0] = off[0, -1] = off[-1, 0] = 0.0
    index = {place: number for number, place in enumerate(mesh)}
    for row, column in alignment_centres(version):
        found = _alignment(inked, places, row + QUIET, column + QUIET)
        if found is not None:
            off[index[row], index[column]] = found - places[row + QUIET, column + QUIET]
    weights = _weights(mesh, side_of(version))
    return numpy.asarray(numpy.einsum("ri,ijk,cj->rck", weights, _filled(off), weights))


def _filled(off: Doubles) -> Doubles:
    """Take what was not found from its neighbours: as if the field had no bend of its own there."""
    for i, j in numpy.argwhere(numpy.isnan(off[..., 0])):
        if i and j:
            off[i, j] = off[i - 1, j] + off[i, j - 1] - off[i - 1, j - 1]
        else:
            off[i, j] = off[i, j - 1] if j else off[i - 1, j]
    return off


def _weights(mesh: tuple[int, ...], side: int) -> Doubles:
    """Weights of the mesh lines for each module: straight between them and on beyond the last."""
    at = numpy.clip(numpy.arange(-QUIET, side + QUIET), mesh[0], None)
    left = numpy.clip(numpy.searchsorted(mesh, at, side="right") - 1, 0, len(mesh) - 2)
    lines = numpy.array(mesh)
    share = (at - lines[left]) / (lines[left + 1] - lines[left])
    weights = numpy.zeros((len(at), len(mesh)))
    number = numpy.arange(len(at))
    weights[number, left], weights[number, left + 1] = 1 - share, share
    return weights


def _alignment(inked: Floats, places: Doubles, row: int, column: int) -> Doubles | None:
    """Find the centre of one alignment pattern near its place."""
    centre = places[row, column]
    across = (places[row, column + 2] - places[row, column - 2]) / 4
    down = (places[row + 2, column] - places[row - 2, column]) / 4
    shifts = numpy.arange(-_SEARCHED, _SEARCHED + 0.1, 0.5)
    reach = numpy.arange(-2, 3)
    u = shifts[None, :, None, None] + reach[None, None, None, :]
    v = shifts[:, None, None, None] + reach[None, None, :, None]
    points = centre + u[..., None] * across + v[..., None] * down
    values = sampled(inked, points[..., 0], points[..., 1])
    wanted = numpy.where(rings(2), 1.0, -1.0)
    like = (values * wanted).sum(axis=(2, 3)) / (numpy.abs(values).sum(axis=(2, 3)) + 1e-9)
    near = like - _PENALTY * numpy.hypot(shifts[:, None], shifts[None, :])
    down_by, right_by = numpy.unravel_index(near.argmax(), near.shape)
    if like[down_by, right_by] < _LEAST_LIKE:
        return None
    moved = centre + shifts[right_by] * across + shifts[down_by] * down
    found = centred(-inked, ALIGNMENT_PATTERN, moved, across, down)
    return None if found is None else found.centre
