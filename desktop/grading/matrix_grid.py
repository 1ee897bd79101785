"""The grid of a DataMatrix symbol, from its finder pattern and clock tracks alone.

As ISO/IEC 16022:2006 (reference decode) asks: the solid lines and the outer edges of the clock tracks are
the frame, the clock tracks give the columns and rows. Data modules have no say: a grid that follows them
hides how far they are from where they belong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.matrix_frame import Frame
from desktop.grading.matrix_layout import LAYOUTS, Layout
from desktop.grading.model import Floats
from desktop.grading.sampling import Doubles, sampled

_PER_MODULE = 16
_CANDIDATES = 4


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


@dataclass(frozen=True, eq=False, slots=True)
class _Track:
    """Centres of the modules along one clock track, in sides, its growth in sides, and how whole it is."""

    centres: Doubles
    growth: float
    regular: float


def grids(picture: Floats, frame: Frame, middle: float) -> Iterator[Grid]:
    """Lay the grids of the sizes that the clock tracks may be of, the likeliest first.

    Args:
        picture: reflectance.
        frame: of the symbol.
        middle: reflectance between light and dark.
    """
    inked = numpy.asarray(frame.sign * (middle - picture), dtype=numpy.float32)
    likely = sorted(LAYOUTS, key=lambda layout: _unlikelihood(inked, frame, layout))
    for layout in likely[:_CANDIDATES]:
        yield _grid(inked, frame, layout)


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
        rising, falling = _crossings(values, modules)
        missing += abs(len(rising) + len(falling) - (modules - 1))
        centres = values.reshape(modules, _PER_MODULE)[:, _PER_MODULE // 4 : -_PER_MODULE // 4].mean(axis=1)
        wave = numpy.where(numpy.arange(modules) % 2 == 0, 1.0, -1.0)
        likeness += float((centres * wave).mean() / (numpy.abs(values).mean() + 1e-6))
    return missing - 4 * likeness


def _along(inked: Floats, frame: Frame, at: float, spread: float, modules: int, *, upright: bool) -> Doubles:
    """Sample a clock track, averaged over the middle half of its modules.

    An upright track runs from below to above, so that either begins with a module of the finder's colour.
    """
    along = (numpy.arange(modules * _PER_MODULE) + 0.5) / (modules * _PER_MODULE)
    across = at + numpy.linspace(-spread, spread, 5)
    if upright:
        x, y = frame.places(across[:, None], 1 - along[None, :])
    else:
        x, y = frame.places(along[None, :], across[:, None])
    return numpy.asarray(sampled(inked, x, y).mean(axis=0))


def _levelled(values: Doubles) -> Doubles:
    """Take off the middle between the light and the dark close by, where there are both."""
    reach = int(1.25 * _PER_MODULE)
    windows = numpy.lib.stride_tricks.sliding_window_view(
        numpy.pad(values, reach, mode="edge"), 2 * reach + 1
    )
    high, low = windows.max(axis=1), windows.min(axis=1)
    both = high - low > 0.4 * (values.max() - values.min())
    return numpy.where(both, values - (high + low) / 2, values)


def _crossings(values: Doubles, modules: int) -> tuple[Doubles, Doubles]:
    """Return where a track goes into the finder's colour and out of it, in sides."""
    levelled = _levelled(values)
    before, behind = levelled[:-1], levelled[1:]
    changes = (before <= 0) != (behind <= 0)
    at = numpy.flatnonzero(changes)
    places = (at + 0.5 + before[at] / (before[at] - behind[at])) / (modules * _PER_MODULE)
    inner = (places > 0.4 / modules) & (places < 1 - 0.4 / modules)
    rises = behind[at] > 0
    return places[inner & rises], places[inner & ~rises]


def _track(values: Doubles, modules: int) -> _Track:
    """Find the module centres along a clock track, whatever it has grown and whichever edges it lacks."""
    edges = _edges(_crossings(values, modules), modules)
    known = numpy.flatnonzero(~numpy.isnan(edges))
    if len(known) < 2:
        return _Track((numpy.arange(modules) + 0.5) / modules, 0.0, 0.0)
    widths = numpy.diff(edges)
    inked, bare = widths[2::2], widths[1::2]
    growth = 0.0
    if not (numpy.isnan(inked).all() or numpy.isnan(bare).all()):
        growth = float(numpy.nanmean(inked) - numpy.nanmean(bare)) / 2
    number = numpy.arange(modules + 1)
    edges += numpy.where(number % 2 == 0, growth / 2, -growth / 2)
    # The outline is that of grown modules at either end.
    edges[0], edges[-1] = growth / 2, 1 - growth / 2
    regular = len(known) / (modules - 1)
    there = ~numpy.isnan(edges)
    edges = numpy.interp(number, number[there], edges[there])
    return _Track((edges[:-1] + edges[1:]) / 2, growth, regular)


def _edges(crossings: tuple[Doubles, Doubles], modules: int) -> Doubles:
    """Tell which crossing is which edge of the track: NaN where there is none, and for both ends."""
    rising, falling = crossings
    edges = numpy.full(modules + 1, numpy.nan)
    merged = numpy.sort(numpy.concatenate(crossings))
    if len(merged) == modules - 1 and len(falling) - len(rising) in {0, 1} and merged[0] in falling:
        edges[1:-1] = merged
        return edges
    pitch, last, behind = 1 / modules, 0.0, 0
    for number in range(1, modules):
        kind = falling if number % 2 else rising
        if not len(kind):
            continue
        expected = last + (number - behind) * pitch
        # From the last edge that was found: a grid that bulges is far from a uniform one.
        nearest = float(kind[numpy.abs(kind - expected).argmin()])
        if abs(nearest - expected) < 0.4 * pitch and nearest > last:
            edges[number], last, behind = nearest, nearest, number
    return edges


def _grid(inked: Floats, frame: Frame, layout: Layout) -> Grid:
    rows, columns = layout.rows, layout.columns
    first = _track(_along(inked, frame, 1 - 0.5 / columns, 0.25 / columns, rows, upright=True), rows)
    down = 1 - first.centres[::-1]
    tops = [
        _track(_along(inked, frame, float(down[row]), 0.25 / rows, columns, upright=False), columns)
        for row in range(0, rows, layout.region_rows)
    ]
    across = tops[0].centres
    sides = [
        _track(_along(inked, frame, float(across[column]), 0.25 / columns, rows, upright=True), rows)
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
