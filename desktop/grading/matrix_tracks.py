"""Where the modules of one clock track of a DataMatrix symbol begin and end, in parts of the symbol's side.

An edge is first met where the track crosses the middle between light and dark, which tells edges apart; its
place then follows from the areas of light and dark between the centres of its two modules. That place stays
when pixels cut an edge anywhere, and when a lens smears it.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.sampling import Doubles

PER_MODULE = 40
"""Samples along a track to a module: no fewer than pixels, else areas are told by too few of them."""
_LEAST_STEP = 0.2
"""Of the track's range: two neighbouring modules that differ less have no edge that could be weighed."""
_FEWEST_OF_TREND = 5
"""Edges that a trend of the widths is taken from."""


@dataclass(frozen=True, eq=False, slots=True)
class Track:
    """Centres of the modules along one clock track, in sides, its growth in sides, and how whole it is."""

    centres: Doubles
    growth: float
    regular: float


def crossings(values: Doubles, modules: int) -> tuple[Doubles, Doubles]:
    """Return where a track goes into the finder's colour and out of it, in sides."""
    rising, falling = (at / len(values) for at in crossed_at(_levelled(values)))
    first, last = 0.4 / modules, 1 - 0.4 / modules
    return rising[(rising > first) & (rising < last)], falling[(falling > first) & (falling < last)]


def crossed_at(values: Doubles) -> tuple[Doubles, Doubles]:
    """Return where a line of samples rises above 0 and where it falls below it, in samples."""
    before, behind = values[:-1], values[1:]
    at = numpy.flatnonzero((before <= 0) != (behind <= 0))
    places = at + 0.5 + before[at] / (before[at] - behind[at])
    rises = behind[at] > 0
    return places[rises], places[~rises]


def track_of(values: Doubles, modules: int) -> Track:
    """Find the module centres along a clock track, whatever it has grown and whichever edges it lacks.

    Args:
        values: ``PER_MODULE`` samples a module, above 0 where the picture has the finder's colour.
        modules: along the track; the first has the finder's colour, the last has not.
    """
    edges = _edges(crossings(values, modules), modules)
    known = numpy.flatnonzero(~numpy.isnan(edges))
    if len(known) < 2:
        return Track((numpy.arange(modules) + 0.5) / modules, 0.0, 0.0)
    edges = _weighed(values, edges)
    growth = _growth(edges)
    number = numpy.arange(modules + 1)
    edges += numpy.where(number % 2 == 0, growth / 2, -growth / 2)
    # The outline is that of grown modules at either end.
    edges[0], edges[-1] = growth / 2, 1 - growth / 2
    regular = len(known) / (modules - 1)
    there = ~numpy.isnan(edges)
    edges = numpy.interp(number, number[there], edges[there])
    return Track(_centred(edges, numpy.flatnonzero(there[1:-1]) + 1), growth, regular)


def _centred(edges: Doubles, known: NDArray[numpy.intp]) -> Doubles:
    """Return the centres between edges; the outer edges are put where the trend of the inner ones goes on.

    How far a symbol's outermost modules reach outwards says nothing about where their centres are: on a grid
    that bows, they may be drawn as wide as the pitch goes on there or with half a nominal module outside.
    The trend (a pitch that changes evenly: edges on a parabola) is right for both.

    Args:
        edges: in sides, both ends included.
        known: numbers of the inner edges that were found, not filled in.
    """
    ends = [0, len(edges) - 1]
    if len(known) >= _FEWEST_OF_TREND:
        edges = edges.copy()
        edges[ends] = numpy.polyval(numpy.polyfit(known, edges[known], 2), ends)
    return (edges[:-1] + edges[1:]) / 2


def _levelled(values: Doubles) -> Doubles:
    """Take off the middle between the light and the dark close by, where there are both."""
    reach = int(1.25 * PER_MODULE)
    windows = numpy.lib.stride_tricks.sliding_window_view(
        numpy.pad(values, reach, mode="edge"), 2 * reach + 1
    )
    high, low = windows.max(axis=1), windows.min(axis=1)
    both = high - low > 0.4 * (values.max() - values.min())
    return numpy.where(both, values - (high + low) / 2, values)


def _edges(crossed: tuple[Doubles, Doubles], modules: int) -> Doubles:
    """Tell which crossing is which edge of the track: NaN where there is none, and for both ends."""
    rising, falling = crossed
    edges = numpy.full(modules + 1, numpy.nan)
    merged = numpy.sort(numpy.concatenate(crossed))
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


def _weighed(values: Doubles, edges: Doubles) -> Doubles:
    """Move each edge to where the areas of light and dark between its modules' centres put it."""
    bounds = edges.copy()
    bounds[0], bounds[-1] = 0.0, 1.0
    centres = (bounds[:-1] + bounds[1:]) / 2
    first, last = centres[:-1], centres[1:]
    before, behind = _level(values, first), _level(values, last)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        area = _area(values, last) - _area(values, first)
        places = (area - behind * last + before * first) / (before - behind)
        sound = numpy.abs(before - behind) > _LEAST_STEP * numpy.ptp(values)
        sound &= (places > first) & (places < last)
    moved = edges.copy()
    moved[1:-1] = numpy.where(sound, places, edges[1:-1])
    return moved


def _area(values: Doubles, at: Doubles) -> Doubles:
    """Return the area under a track from its beginning to places, in sides."""
    sums = numpy.concatenate(([0.0], numpy.cumsum(values))) / len(values)
    return numpy.interp(at, numpy.arange(len(values) + 1) / len(values), sums)


def _level(values: Doubles, at: Doubles) -> Doubles:
    """Return the mean of a track around places."""
    reach = 1.0 / len(values)
    return numpy.asarray((_area(values, at + reach) - _area(values, at - reach)) / (2 * reach))


def _growth(edges: Doubles) -> float:
    """Return by how much modules of the finder's colour are wider than their neighbours on both sides.

    Half of the difference; a pitch that changes along the track is no growth.
    """
    widths = numpy.diff(edges)
    if len(widths) < 3:
        return 0.0
    more = (widths[1:-1] - (widths[:-2] + widths[2:]) / 2) / 2
    more[::2] *= -1
    known = more[~numpy.isnan(more)]
    return float(known.mean()) if len(known) else 0.0
