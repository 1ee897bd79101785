"""The outline of a DataMatrix symbol: four straight lines along the outer edges of its finder pattern."""

from dataclasses import dataclass
from typing import Self

import numpy

from desktop.grading.model import Floats, Point
from desktop.grading.sampling import Doubles, sampled

Corners = tuple[Point, Point, Point, Point]

_REACHES = (0.03, 0.06, 0.10)
"""How far from the given outline an edge is looked for, in sides."""
_SCANS = 150
_GUESSES = 200
_STEP = 0.5
_WHOLE = 1.8
_LEAST_SOLID = 0.6
_LEAST_CLOCK = 0.2


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """The outline, as a map from the unit square (u to the right, v down, as the symbol is read).

    Attributes:
        corners: outer corners, clockwise from the upper left.
        sign: 1 where the finder pattern is dark on light, -1 where it is light on dark.
        matrix: of the projection.
    """

    corners: Corners
    sign: int
    matrix: Doubles

    @classmethod
    def through(cls, corners: Corners, sign: int) -> Self:
        """Build the projection that takes the unit square's corners to these."""
        rows, wanted = [], []
        for (u, v), (x, y) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), corners, strict=True):
            rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
            wanted += [x, y]
        solved = numpy.linalg.solve(numpy.array(rows, dtype=numpy.float64), numpy.array(wanted))
        return cls(corners, sign, numpy.append(solved, 1.0).reshape(3, 3))

    @property
    def is_mirrored(self) -> bool:
        """Whether its corners run counter-clockwise."""
        (ax, ay), (bx, by), (cx, cy), _ = self.corners
        return (bx - ax) * (cy - by) < (by - ay) * (cx - bx)

    def mirrored(self) -> Self:
        """Return the frame by which a mirrored symbol is read: its solid lines stay below and on the left."""
        upper_left, upper_right, lower_right, lower_left = self.corners
        return self.through((lower_right, upper_right, upper_left, lower_left), self.sign)

    def places(self, u: Doubles, v: Doubles) -> tuple[Doubles, Doubles]:
        """Return where places of the unit square lie in the picture: x and y."""
        return _projected(self.matrix, u, v)

    def inside(self, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
        """Return where places of the picture lie in the unit square: u and v."""
        back: Doubles = numpy.linalg.inv(self.matrix).astype(numpy.float64)
        return _projected(back, x, y)


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight edge: two points of it, and the share of the scans across it that it was met on."""

    start: Point
    end: Point
    share: float


def _projected(matrix: Doubles, u: Doubles, v: Doubles) -> tuple[Doubles, Doubles]:
    u, v = numpy.broadcast_arrays(u, v)
    below = matrix[2, 0] * u + matrix[2, 1] * v + matrix[2, 2]
    return (
        (matrix[0, 0] * u + matrix[0, 1] * v + matrix[0, 2]) / below,
        (matrix[1, 0] * u + matrix[1, 1] * v + matrix[1, 2]) / below,
    )


def threshold_within(picture: Floats, corners: Corners) -> float:
    """Return the middle between the light and the dark of a symbol."""
    x, y = numpy.array(corners).T
    height, width = picture.shape
    top, bottom = max(0, int(y.min())), min(height, int(y.max()) + 2)
    left, right = max(0, int(x.min())), min(width, int(x.max()) + 2)
    inside = picture[top:bottom, left:right]
    if inside.size == 0:
        return 50.0
    low, high = numpy.percentile(inside, (3, 97))
    return float(low + high) / 2


def find_frame(picture: Floats, corners: Corners) -> Frame | None:
    """Find the outline of a symbol near the corners that a decoder or a search gave.

    Which two sides are the solid ones, and whether they are dark, is taken from the picture.

    Returns:
        None where no two neighbouring sides are solid.
    """
    middle = threshold_within(picture, corners)
    whole: list[tuple[float, int, list[Edge]]] = []
    for reach in _REACHES:
        for sign in (1, -1):
            edges = _outline(sign * (middle - picture), corners, reach)
            if edges is not None:
                whole.append((_solidity(edges), sign, edges))
        if any(solidity > _WHOLE for solidity, _, _ in whole):
            break
    if not whole:
        return None
    # Farther reaches are for worse corners: they must be clearly better to be taken.
    _, sign, edges = max(whole, key=lambda one: round(one[0], 1))
    fine = _outline(sign * (middle - picture), meeting(edges), 0.03)
    if fine is not None and _solidity(fine) >= _solidity(edges) - 0.1:
        edges = fine
    turn = _turn(edges)
    if min(edges[(2 + turn) % 4].share, edges[(3 + turn) % 4].share) < _LEAST_SOLID:
        return None
    met = meeting(edges)
    return Frame.through((met[turn], met[(turn + 1) % 4], met[(turn + 2) % 4], met[(turn + 3) % 4]), sign)


def _solidity(edges: list[Edge]) -> float:
    turn = _turn(edges)
    return edges[(2 + turn) % 4].share + edges[(3 + turn) % 4].share


def _turn(edges: list[Edge]) -> int:
    """By how many sides the given corners must be turned for the solid ones to be below and on the left."""
    shares = [edge.share for edge in edges]
    return max(range(4), key=lambda turn: shares[(turn + 2) % 4] + shares[(turn + 3) % 4])


def _outline(inked: Floats, corners: Corners, reach: float) -> list[Edge] | None:
    """Fit the edges of all sides; ``inked`` is above 0 where the picture has the finder's colour."""
    edges = []
    for side in range(4):
        edge = _edge(inked, corners[side], corners[(side + 1) % 4], reach)
        if edge is None:
            return None
        edges.append(edge)
    return edges


def _edge(inked: Floats, start: Point, end: Point, reach: float) -> Edge | None:
    """Fit the outermost straight edge along a side: where scans from outside first meet the colour."""
    first, along = numpy.array(start), numpy.array(end) - numpy.array(start)
    length = float(numpy.hypot(*along))
    if length < 8:
        return None
    inwards = numpy.array((-along[1], along[0])) / length
    depths = numpy.arange(-reach * length - 1, reach * length + 1, _STEP)
    shares = numpy.linspace(0.0, 1.0, _SCANS)
    places = first[None, None, :] + shares[:, None, None] * along + depths[None, :, None] * inwards
    inside = sampled(inked, places[..., 0], places[..., 1])
    rising = (inside[:, :-1] <= 0) & (inside[:, 1:] > 0)
    met = rising.any(axis=1) & (inside[:, 0] <= 0)
    if met.sum() < _LEAST_CLOCK * _SCANS:
        return None
    scans = numpy.flatnonzero(met)
    at = rising[scans].argmax(axis=1)
    before, behind = inside[scans, at], inside[scans, at + 1]
    met_at = depths[at] + _STEP * before / (before - behind)
    line, inliers = _line(shares[scans], met_at, max(0.75, 0.004 * length))
    if inliers < _LEAST_CLOCK * _SCANS:
        return None
    (x0, y0), (x1, y1) = first + line[1] * inwards, first + along + (line[0] + line[1]) * inwards
    return Edge((float(x0), float(y0)), (float(x1), float(y1)), inliers / _SCANS)


def _line(at: Doubles, depth: Doubles, tolerance: float) -> tuple[Doubles, int]:
    """Fit slope and height of the line that most points agree with; the same points give the same line."""
    dice = numpy.random.default_rng(len(at))
    first, second = dice.integers(0, len(at), (2, _GUESSES))
    apart = numpy.abs(at[second] - at[first]) > 0.2
    first, second = first[apart], second[apart]
    if not len(first):
        return numpy.zeros(2), 0
    slopes = (depth[second] - depth[first]) / (at[second] - at[first])
    heights = depth[first] - slopes * at[first]
    near = numpy.abs(slopes[:, None] * at + heights[:, None] - depth) < tolerance
    best = near[near.sum(axis=1).argmax()]
    line = numpy.polyfit(at[best], depth[best], 1) if best.sum() > 2 else numpy.zeros(2)
    again = numpy.abs(numpy.polyval(line, at) - depth) < tolerance
    if again.sum() > 2:
        line = numpy.polyfit(at[again], depth[again], 1)
    return numpy.asarray(line), int(again.sum())


def meeting(edges: list[Edge]) -> Corners:
    """Return the corners of four sides: each where a side meets the one before it."""
    first, second, third, fourth = (_crossing(edges[side - 1], edges[side]) for side in range(4))
    return first, second, third, fourth


def _crossing(first: Edge, second: Edge) -> Point:
    start, along = numpy.array(first.start), numpy.array(first.end) - numpy.array(first.start)
    other = numpy.array(second.end) - numpy.array(second.start)
    turned = along[0] * other[1] - along[1] * other[0]
    if abs(turned) < 1e-9:
        return first.end
    gap = numpy.array(second.start) - start
    x, y = start + along * (gap[0] * other[1] - gap[1] * other[0]) / turned
    return float(x), float(y)
