"""Four corners of something in a picture: which way round, how long, what lies inside."""

from math import hypot

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Point

Corners = tuple[Point, Point, Point, Point]


def centre(corners: Corners) -> Point:
    """Return the mean of the corners."""
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def clockwise(corners: Corners) -> bool:
    """Tell whether corners go round clockwise, y pointing down.

    >>> clockwise(((0, 0), (1, 0), (1, 1), (0, 1)))
    True
    """
    return signed_area(corners) > 0


def signed_area(corners: Corners) -> float:
    """Return the area, positive for clockwise corners."""
    turned = (*corners[1:], corners[0])
    pairs = zip(corners, turned, strict=True)
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairs) / 2


def contains(corners: Corners, point: Point) -> bool:
    """Tell whether a convex quadrilateral, either way round, contains a point.

    >>> contains(((0, 0), (2, 0), (2, 2), (0, 2)), (1, 1)), contains(((0, 0), (2, 0), (2, 2), (0, 2)), (3, 1))
    (True, False)
    """
    px, py = point
    turned = (*corners[1:], corners[0])
    sides = [
        (other_x - x) * (py - y) - (other_y - y) * (px - x)
        for (x, y), (other_x, other_y) in zip(corners, turned, strict=True)
    ]
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def covers(
    corners: Corners, x: NDArray[numpy.float64], y: NDArray[numpy.float64], beyond: float = 0.0
) -> NDArray[numpy.bool_]:
    """Tell which places lie in a convex quadrilateral, or up to ``beyond`` pixels beside its sides.

    >>> x, y = numpy.array([1.0, 2.5, 4.0]), numpy.array([1.0])
    >>> covers(((0, 0), (2, 0), (2, 2), (0, 2)), x, y, beyond=1.0).tolist()
    [True, True, False]
    """
    turn = 1 if clockwise(corners) else -1
    within = numpy.ones(numpy.broadcast_shapes(x.shape, y.shape), numpy.bool_)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        within &= turn * side >= -beyond * hypot(bx - ax, by - ay)
    return within


def overlap(one: Corners, other: Corners) -> float:
    """Return about what part of the smaller one lies in the other: the share of 81 points spread in it."""
    small, large = sorted((one, other), key=lambda corners: abs(signed_area(corners)))
    steps = [(step + 0.5) / 9 for step in range(9)]
    return sum(contains(large, at(small, u, v)) for u in steps for v in steps) / 81


def at(corners: Corners, u: float, v: float) -> Point:
    """Return the place at parts ``u`` (to the right) and ``v`` (down), beyond 0..1 too."""
    weights = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, corners, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, corners, strict=True)),
    )


def width_of(corners: Corners) -> float:
    """Return the mean length of the upper and the lower side."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return (hypot(bx - ax, by - ay) + hypot(cx - dx, cy - dy)) / 2
