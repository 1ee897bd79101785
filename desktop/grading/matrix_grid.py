"""The grid of a DataMatrix symbol, from its finder pattern and clock tracks alone.

As ISO/IEC 16022:2006 (reference decode) asks: the solid lines and the outer edges of the clock tracks are
the frame, the clock tracks give the columns and rows. Data modules have no say: a grid that follows them
hides how far they are from where they belong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist

import numpy

from desktop.grading.matrix_frame import Frame
from desktop.grading.matrix_layout import EXTENDED_LAYOUTS, LAYOUTS, Layout
from desktop.grading.matrix_outline import settled
from desktop.grading.matrix_tracks import PER_MODULE, crossings, track_of
from desktop.grading.model import Floats
from desktop.grading.sampling import Doubles, sampled

_CANDIDATES = 4
_STRETCHED = 1.4
"""By how much a symbol may be stretched: far more than any that has a grade (ISO/IEC 15415: 12 %)."""


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """Where the modules of a symbol lie.

    Attributes:
        layout: its size.
        frame: its outline.
        x, y: module centres in the picture, one ring of quiet zone included: rows + 2 by columns + 2.
        growth: of the finder's colour in the direction of rows and of columns (x, y), in modules.
        regular: share of the clock track edges that were found where they belong.
    """

    layout: Layout
    frame: Frame
    x: Doubles
    y: Doubles
    growth: tuple[float, float]
    regular: float

    @property
    def pitch(self) -> tuple[float, float]:
        """Mean distance of neighbouring centres along rows and along columns, in pixels."""
        x, y = self.x[1:-1, 1:-1], self.y[1:-1, 1:-1]
        across = numpy.hypot(numpy.diff(x, axis=1), numpy.diff(y, axis=1)).mean()
        down = numpy.hypot(numpy.diff(x, axis=0), numpy.diff(y, axis=0)).mean()
        return float(across), float(down)


def grids(picture: Floats, frame: Frame, middle: float) -> Iterator[Grid]:
    """Lay the grids of the sizes that the clock tracks may be of, the likeliest first.

    Args:
        picture: reflectance.
        frame: of the symbol.
        middle: reflectance between light and dark.
    """
    inked = numpy.asarray(frame.sign * (middle - picture), dtype=numpy.float32)
    known = (*LAYOUTS, *EXTENDED_LAYOUTS)
    alike = [layout for layout in known if _is_alike(frame, layout)] or known
    likely = sorted(alike, key=lambda layout: _unlikelihood(inked, frame, layout))
    for layout in likely[:_CANDIDATES]:
        rough = _grid(inked, frame, layout)
        yield _grid(inked, settled(inked, frame, rough.x, rough.y), layout)


def _is_alike(frame: Frame, layout: Layout) -> bool:
    """Tell whether a size has roughly the proportions of an outline."""
    upper_left, upper_right, _, lower_left = frame.corners
    proportion = dist(upper_left, upper_right) / max(1.0, dist(upper_left, lower_left))
    return 1 / _STRETCHED < proportion * layout.rows / layout.columns < _STRETCHED


def _unlikelihood(inked: Floats, frame: Frame, layout: Layout) -> float:
    """By how many edges the outer clock tracks differ from a size's, and how little they look like it."""
    missing, likeness = 0.0, 0.0
    for values, modules in (
        (
            _along(inked, frame, 0.5 / layout.rows, 0.25 / layout.rows, layout.columns, upright=False),
            layout.columns,
        ),
        (
            _along(inked, frame, 1 - 0.5 / layout.columns, 0.25 / layout.columns, layout.rows, upright=True),
            layout.rows,
        ),
    ):
        rising, falling = crossings(values, modules)
        missing += abs(len(rising) + len(falling) - (modules - 1))
        centres = values.reshape(modules, PER_MODULE)[:, PER_MODULE // 4 : -PER_MODULE // 4].mean(axis=1)
        wave = numpy.where(numpy.arange(modules) % 2 == 0, 1.0, -1.0)
        likeness += float((centres * wave).mean() / (numpy.abs(values).mean() + 1e-6))
    return missing - 4 * likeness


def _along(inked: Floats, frame: Frame, at: float, spread: float, modules: int, *, upright: bool) -> Doubles:
    """Sample a clock track, averaged over the middle half of its modules.

    An upright track runs from below to above, so that either begins with a module of the finder's colour.
    """
    along = (numpy.arange(modules * PER_MODULE) + 0.5) / (modules * PER_MODULE)
    across = at + numpy.linspace(-spread, spread, 5)
    if upright:
        x, y = frame.places(across[:, None], 1 - along[None, :])
    else:
        x, y = frame.places(along[None, :], across[:, None])
    return numpy.asarray(sampled(inked, x, y).mean(axis=0))


def _grid(inked: Floats, frame: Frame, layout: Layout) -> Grid:
    rows, columns = layout.rows, layout.columns
    first = track_of(_along(inked, frame, 1 - 0.5 / columns, 0.25 / columns, rows, upright=True), rows)
    down = 1 - first.centres[::-1]
    tops = [
        track_of(_along(inked, frame, float(down[row]), 0.25 / rows, columns, upright=False), columns)
        for row in range(0, rows, layout.region_rows)
    ]
    across = tops[0].centres
    sides = [
        track_of(_along(inked, frame, float(across[column]), 0.25 / columns, rows, upright=True), rows)
        for column in range(layout.region_columns - 1, columns, layout.region_columns)
    ]
    u = _between(numpy.array([track.centres for track in tops]), down, down[:: layout.region_rows])
    heights = numpy.array([1 - track.centres[::-1] for track in sides])
    v = _between(heights, across, across[layout.region_columns - 1 :: layout.region_columns]).T
    x, y = frame.places(_ringed(u, down_first=False), _ringed(v, down_first=True))
    growth = (
        float(numpy.mean([track.growth for track in tops])) * columns,
        float(numpy.mean([track.growth for track in sides])) * rows,
    )
    regular = min(tops[0].regular, sides[-1].regular)
    return Grid(layout, frame, x, y, growth, regular)


def _between(tracks: Doubles, at: Doubles, tracks_at: Doubles) -> Doubles:
    """Spread the places along a few tracks over all rows, straight from track to track."""
    found = [numpy.interp(at, tracks_at, tracks[:, number]) for number in range(tracks.shape[1])]
    return numpy.array(found).T


def _ringed(places: Doubles, *, down_first: bool) -> Doubles:
    """Add the ring of quiet zone: one mean pitch outside in the direction that the places run in."""
    axis = 0 if down_first else 1
    padded = numpy.pad(places, 1, mode="edge")
    pitch = (padded.max(axis=axis) - padded.min(axis=axis)) / (places.shape[axis] - 1)
    if down_first:
        padded[0] -= pitch
        padded[-1] += pitch
    else:
        padded[:, 0] -= pitch
        padded[:, -1] += pitch
    return padded
