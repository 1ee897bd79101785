"""How far up and down the bars of a linear symbol go: the decoder tells only where it could read them."""

from dataclasses import replace

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Found, Point

_ALIKE = 0.6
"""Correlation with the bars where they were read, from which a line still crosses the same bars."""
_SOFT = 10
"""Pixels that a patch must be wide to tell a direction."""
_NEAR = 0.94
"""Cosine of the angle, 20 degrees, by which a reading line lies askew over the bars at most."""
_GAP = 0.08
"""Widths of the symbol that damage may hide the bars for."""
_BLOCK = 32
"""Lines that are looked at together."""
_FARTHEST = 1.0
"""Widths of the symbol above and below its middle where bars are looked for."""


def whole_bars(grey: NDArray[numpy.uint8], found: Found) -> Found:
    """Return ``found`` with corners at the ends of its bars."""
    corners = numpy.array(found.corners)
    left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    along = right - left
    width = float(numpy.hypot(*along))
    height = float(numpy.hypot(*(corners[3] + corners[2] - corners[0] - corners[1]) / 2))
    if width < 20:
        return found
    # Rows that were read may cross the bars obliquely: what counts is how far they go across.
    across = _across(grey, corners, along / width)
    along = across * float(along @ across)
    right = left + along
    width = float(numpy.hypot(*along))
    down = numpy.array((-across[1], across[0]))
    offsets = numpy.arange(-_FARTHEST * width, _FARTHEST * width + 0.5, 1.0)
    bars = numpy.median(
        _lines(grey, left, along, down, offsets[numpy.abs(offsets) <= max(1.0, 0.4 * height)]), axis=0
    )
    middle = len(offsets) // 2
    top, bottom = (
        _reach(grey, (left, along, down), bars - bars.mean(), side, _GAP * width)
        for side in (offsets[middle::-1], offsets[middle:])
    )
    ends = (left - top * down, right - top * down, right + bottom * down, left + bottom * down)
    upper_left, upper_right, lower_right, lower_left = (_point(end) for end in ends)
    return replace(found, corners=(upper_left, upper_right, lower_right, lower_left))


def _across(
    grey: NDArray[numpy.uint8], corners: NDArray[numpy.float64], reading: NDArray[numpy.float64]
) -> NDArray[numpy.float64]:
    """Return the direction square to the bars: that of the steepest change, near the reading direction."""
    left, top = numpy.maximum(corners.min(axis=0).astype(int), 0)
    right, bottom = corners.max(axis=0).astype(int) + 2
    part = grey[top:bottom, left:right].astype(numpy.float64)
    if min(part.shape) < 2 * _SOFT:
        return reading
    down, east = numpy.gradient(_softened(part))
    angle = 0.5 * numpy.arctan2(2 * float((east * down).sum()), float((east**2 - down**2).sum()))
    steepest = numpy.array((numpy.cos(angle), numpy.sin(angle)))
    steepest = steepest if float(steepest @ reading) > 0 else -steepest
    return steepest if float(steepest @ reading) > _NEAR else reading


def _softened(part: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Blur: the gradient of a sharp oblique edge leans towards the rows and columns of pixels."""
    for _ in range(3):
        part = (part[1:-2] + part[2:-1] + part[3:]) / 3
        part = (part[:, 1:-2] + part[:, 2:-1] + part[:, 3:]) / 3
    return part


def _point(place: NDArray[numpy.float64]) -> Point:
    return float(place[0]), float(place[1])


def _lines(
    grey: NDArray[numpy.uint8],
    start: NDArray[numpy.float64],
    along: NDArray[numpy.float64],
    down: NDArray[numpy.float64],
    offsets: NDArray[numpy.float64],
) -> NDArray[numpy.float32]:
    """Sample lines across the bars, one an offset; outside the picture they are black."""
    parts = numpy.linspace(0, 1, int(numpy.hypot(*along)) + 1)
    x = numpy.rint(start[0] + parts * along[0] + offsets[:, None] * down[0]).astype(numpy.intp)
    y = numpy.rint(start[1] + parts * along[1] + offsets[:, None] * down[1]).astype(numpy.intp)
    inside = (x >= 0) & (y >= 0) & (x < grey.shape[1]) & (y < grey.shape[0])
    sampled = grey[numpy.clip(y, 0, grey.shape[0] - 1), numpy.clip(x, 0, grey.shape[1] - 1)]
    return numpy.where(inside, sampled, 0).astype(numpy.float32)


def _alike(lines: NDArray[numpy.float32], bars: NDArray[numpy.float32]) -> NDArray[numpy.bool_]:
    lines = lines - lines.mean(axis=1, keepdims=True)
    length = numpy.sqrt((lines**2).sum(axis=1) * (bars**2).sum())
    return numpy.asarray(lines @ bars >= _ALIKE * numpy.maximum(length, 1e-6))


def _reach(
    grey: NDArray[numpy.uint8],
    across: tuple[NDArray[numpy.float64], NDArray[numpy.float64], NDArray[numpy.float64]],
    bars: NDArray[numpy.float32],
    offsets: NDArray[numpy.float64],
    gap: float,
) -> int:
    """Go along the bars to the last line that looks like them, over gaps no longer than ``gap``."""
    last = 0
    for first in range(0, len(offsets), _BLOCK):
        alike = _alike(_lines(grey, *across, offsets[first : first + _BLOCK]), bars)
        for place in (first + numpy.flatnonzero(alike)).tolist():
            if place - last > gap:
                return last
            last = place
        if first + _BLOCK - last > gap:
            return last
    return last
