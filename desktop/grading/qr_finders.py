"""The three finder patterns of a QR Code, to parts of a pixel (ISO/IEC 18004:2015, reference decode, 12)."""

from dataclasses import dataclass

import numpy

from desktop.grading.matrix_frame import Corners, Frame
from desktop.grading.model import Floats
from desktop.grading.qr_layout import FINDER, VERSIONS, rings, side_of
from desktop.grading.sampling import Doubles, sampled

_FINE = 16
"""Samples to a module."""
_NEAR = (0.9, 0.6, 0.6)
"""How far from its place an edge may be in each round, in modules; the next one of its kind is two away."""
_LEAST_LIKE = 0.3


@dataclass(frozen=True, slots=True)
class Pattern:
    """A core in rings, as a line through its core meets it.

    Attributes:
        edges: in modules from the centre, from the left; dark begins at the first, and so on in turn.
        breadth: how far from the centre lines meet the same edges, in modules.
        least: how many edges must be met.
    """

    edges: tuple[float, ...]
    breadth: float
    least: int


FINDER_PATTERN = Pattern((-3.5, -2.5, -1.5, 1.5, 2.5, 3.5), 0.8, 4)
ALIGNMENT_PATTERN = Pattern((-1.5, -0.5, 0.5, 1.5), 0.3, 4)
"""Of the picture with dark and light exchanged: its light ring. The dark one outside may touch data."""


@dataclass(frozen=True, eq=False, slots=True)
class Finder:
    """One finder pattern.

    Attributes:
        centre: in the picture.
        across, down: one module along a row and along a column there, as vectors in pixels.
        growth: of dark along rows and columns, in modules.
    """

    centre: Doubles
    across: Doubles
    down: Doubles
    growth: tuple[float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Finders:
    """The finder patterns of a symbol: upper left, upper right, lower left."""

    upper_left: Finder
    upper_right: Finder
    lower_left: Finder

    @property
    def modules(self) -> float:
        """Modules from centre to centre, the mean of both sides: 14 in version 1."""
        across = self.upper_right.centre - self.upper_left.centre
        down = self.lower_left.centre - self.upper_left.centre
        wide = _length(self.upper_left.across) + _length(self.upper_right.across)
        high = _length(self.upper_left.down) + _length(self.lower_left.down)
        return _length(across) / wide + _length(down) / high


def find_finders(inked: Floats, corners: Corners) -> Finders | None:
    """Find the finder patterns near the corners that a decoder gave, clockwise from the upper left.

    Args:
        inked: above 0 where the picture is as dark as the symbol.
        corners: of the symbol, within about a module; any of them may be the one without a finder pattern.

    Returns:
        None where three finder patterns cannot be made out.
    """
    try:
        frames = [Frame.through(_turned(corners, turn), 1) for turn in range(4)]
    except numpy.linalg.LinAlgError:
        return None  # the corners are on one line: no square is seen so
    likeness = numpy.array([_likeness(inked, frame) for frame in frames])
    turn, index = (int(one) for one in numpy.unravel_index(likeness.argmax(), likeness.shape))
    if likeness[turn, index] < _LEAST_LIKE:
        return None
    version = VERSIONS[index]
    frame, side = frames[turn], side_of(version)
    far = side - FINDER / 2
    found = [
        _refined(inked, frame, column / side, row / side, side)
        for column, row in ((3.5, 3.5), (far, 3.5), (3.5, far))
    ]
    first, second, third = found
    if first is None or second is None or third is None:
        return None
    return Finders(first, second, third)


def _length(vector: Doubles) -> float:
    return float(numpy.hypot(*vector))


def _turned(corners: Corners, turn: int) -> Corners:
    first, second, third, fourth = corners[turn:] + corners[:turn]
    return first, second, third, fourth


def _likeness(inked: Floats, frame: Frame) -> Doubles:
    """How much the places of finder patterns look like such, for each version: 1 at most, the worst one."""
    wanted = numpy.where(numpy.pad(rings(3), 1), 1.0, -1.0)
    steps = numpy.arange(-1, FINDER + 1) + 0.5
    sides = numpy.array([side_of(version) for version in VERSIONS])[:, None]
    far = sides - FINDER
    u = numpy.concatenate([steps + 0 * sides, steps + far, steps + 0 * sides], axis=1) / sides
    v = numpy.concatenate([steps + 0 * sides, steps + 0 * sides, steps + far], axis=1) / sides
    shape = (len(sides), 3, len(steps))
    x, y = frame.places(u.reshape(shape)[:, :, None, :], v.reshape(shape)[:, :, :, None])
    values = sampled(inked, x, y)
    alike = (values * wanted).sum(axis=(2, 3)) / (numpy.abs(values).sum(axis=(2, 3)) + 1e-9)
    return numpy.asarray(alike.min(axis=1))


def _refined(inked: Floats, frame: Frame, u: float, v: float, side: int) -> Finder | None:
    half = 0.5 / side
    x, y = frame.places(numpy.array([u - half, u + half, u, u]), numpy.array([v, v, v - half, v + half]))
    across = numpy.array([x[1] - x[0], y[1] - y[0]])
    down = numpy.array([x[3] - x[2], y[3] - y[2]])
    centre = numpy.array([(x[0] + x[1]) / 2, (y[0] + y[1]) / 2])
    return centred(inked, FINDER_PATTERN, centre, across, down)


def centred(
    inked: Floats, pattern: Pattern, centre: Doubles, across: Doubles, down: Doubles
) -> Finder | None:
    """Centre a pattern on the edges of its core and rings, and measure its module.

    Args:
        inked: above 0 where the picture is as dark as the symbol.
        pattern: which.
        centre: within a module or so.
        across: one module along a row, as a vector in pixels.
        down: the same along a column.

    Returns:
        None where too few edges are met.
    """
    growth = (0.0, 0.0)
    for near in _NEAR:
        along_row = _measured(inked, pattern, centre, (across, down), near)
        along_column = _measured(inked, pattern, centre, (down, across), near)
        if along_row is None or along_column is None:
            return None
        centre = centre + along_row[0] * across + along_column[0] * down
        across, down = across * along_row[1], down * along_column[1]
        growth = along_row[2], along_column[2]
    return Finder(centre, across, down, growth)


def _measured(
    inked: Floats, pattern: Pattern, centre: Doubles, axes: tuple[Doubles, Doubles], near: float
) -> tuple[float, float, float] | None:
    """Return by how many modules the centre is off, how much larger a module is, and the growth of dark."""
    reach = pattern.edges[-1] + 1.5
    places = numpy.linspace(-reach, reach, int(2 * reach * _FINE) + 1)
    lines = numpy.linspace(-pattern.breadth, pattern.breadth, 7)
    points = centre + places[None, :, None] * axes[0] + lines[:, None, None] * axes[1]
    values = sampled(inked, points[..., 0], points[..., 1]).mean(axis=0)
    edges = numpy.array(pattern.edges)
    met = nearest_edges(crossings(values, places), edges, near)
    there = ~numpy.isnan(met)
    if there.sum() < pattern.least:
        return None
    # Dark that grows moves the edges where it begins backwards, those where it ends forwards.
    sides = numpy.where(numpy.arange(len(edges)) % 2 == 0, -0.5, 0.5)
    terms = numpy.column_stack([numpy.ones(len(edges)), edges, sides])[there]
    off, scale, growth = numpy.linalg.lstsq(terms, met[there], rcond=None)[0]
    if not 0.5 < scale < 2:
        return None
    return float(off), float(scale), float(growth / scale)


def nearest_edges(met: tuple[Doubles, Doubles], edges: Doubles, near: float) -> Doubles:
    """Return for each edge the place that is nearest to it; dark begins at the first, and so on in turn.

    Args:
        met: where dark begins, and where it ends.
        edges: where edges are expected.
        near: how far off they may be; NaN where there is none.
    """
    found = numpy.full(len(edges), numpy.nan)
    for kind, first in zip(met, (0, 1), strict=True):
        if len(kind):
            apart = kind[None, :] - edges[first::2, None]
            best = numpy.take_along_axis(apart, numpy.abs(apart).argmin(axis=1)[:, None], axis=1)[:, 0]
            found[first::2] = numpy.where(numpy.abs(best) < near, edges[first::2] + best, numpy.nan)
    return found


def crossings(values: Doubles, places: Doubles) -> tuple[Doubles, Doubles]:
    """Return where values rise above 0 and where they fall below, between the places that they stand at."""
    before, behind = values[:-1], values[1:]
    at = numpy.flatnonzero((before <= 0) != (behind <= 0))
    share = before[at] / (before[at] - behind[at])
    met = places[at] + share * (places[at + 1] - places[at])
    rises = behind[at] > 0
    return met[rises], met[~rises]
