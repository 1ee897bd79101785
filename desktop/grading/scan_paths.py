"""Where a linear symbol lies in its picture, to a part of a pixel, and the paths that scan it.

A decoder's corners tell where to look, no more: the ends of the bars are found again from the bars
themselves, and the height is as far up and down as the rows look like the row in the middle. Scan paths cross
the bars at right angles, at any rotation.
"""

from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.grading.model import Floats, Found, Point
from desktop.texts import say

Doubles = NDArray[numpy.float64]

SCANS = 10
"""Scan paths of a symbol (ISO/IEC 15416:2016, "Number of scans"; GB/T 14258-2003)."""

BAND = (0.1, 0.9)
"""The inspection band, in parts of the bar height (ISO/IEC 15416, "Inspection band")."""

_COLUMNS = 480
"""Samples of a row when rows are compared; ten times as many as a code of ten characters has elements."""
_ALIKE = 0.75
"""Correlation from which a row belongs to the same bars as the middle one."""
_GAP = 0.12
"""How much of the height found so far may look different (a spot, a scratch) before the bars have ended."""
_ROWS = 41
_BLOCK = 64
"""Rows that are looked at together."""
_SEARCH = 0.04
"""How far from the corner that the decoder gave the outer edge of a bar may lie, in parts of the length."""


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """The place of a symbol: two unit vectors and, along the bars, the lines on which it begins and ends.

    Attributes:
        origin: a point in the middle of the symbol, in pixels.
        along: unit vector in reading direction, across the bars.
        down: unit vector along the bars, from the top of the symbol as it is read.
        begin, end: each (place, slope): where first and last bar begin and end, along ``along`` from the
            origin, as a line over the place along ``down``.
        top, bottom: ends of the bars along ``down`` from the origin.
    """

    origin: Doubles
    along: Doubles
    down: Doubles
    begin: tuple[float, float]
    end: tuple[float, float]
    top: float
    bottom: float

    @property
    def length(self) -> float:
        """Pixels from the first bar to the end of the last, in the middle of the height."""
        middle = (self.top + self.bottom) / 2
        return self.end[0] - self.begin[0] + (self.end[1] - self.begin[1]) * middle

    def at(self, height: Doubles, part: Doubles) -> tuple[Doubles, Doubles]:
        """Return picture coordinates: ``height`` along the bars, ``part`` of the way from begin to end."""
        begin = self.begin[0] + self.begin[1] * height
        across = self.end[0] + self.end[1] * height - begin
        # Summed up row by row first: only the last step is taken for every place.
        x, y = (self.origin[n] + begin * self.along[n] + height * self.down[n] for n in (0, 1))
        return x + across * self.along[0] * part, y + across * self.along[1] * part

    def scan_heights(self) -> Doubles:
        """Return the places of the ten scan paths along ``down``: the middles of ten slices of the band."""
        parts = BAND[0] + (BAND[1] - BAND[0]) * (numpy.arange(SCANS) + 0.5) / SCANS
        return self.top + (self.bottom - self.top) * parts

    def point(self, height: float, part: float) -> Point:
        """Return one place in the picture."""
        x, y = self.at(numpy.array(height), numpy.array(part))
        return float(x), float(y)

    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Return the corners of the bars, clockwise from the upper left as the symbol is read."""
        return (
            self.point(self.top, 0.0),
            self.point(self.top, 1.0),
            self.point(self.bottom, 1.0),
            self.point(self.bottom, 0.0),
        )

    def between(self, first: float, last: float) -> "Frame":
        """Return the frame of what lies from one part of the way to another, such as from -0.01 to 1."""
        far, slant = self.end[0] - self.begin[0], self.end[1] - self.begin[1]
        return replace(
            self,
            begin=(self.begin[0] + far * first, self.begin[1] + slant * first),
            end=(self.begin[0] + far * last, self.begin[1] + slant * last),
        )

    def turned(self) -> "Frame":
        """Return the same symbol read from the other end."""
        return replace(
            self,
            along=-self.along,
            down=-self.down,
            begin=(-self.end[0], self.end[1]),
            end=(-self.begin[0], self.begin[1]),
            top=-self.bottom,
            bottom=-self.top,
        )


def sampled(picture: Floats, x: Doubles, y: Doubles) -> Floats:
    """Read a picture between its pixels (bilinear); outside it goes on as its border."""
    if x.ndim > 2:  # a part at a time stays within the processor's cache
        return numpy.stack([sampled(picture, *part) for part in zip(x, y, strict=True)])
    rows, columns = picture.shape
    x = numpy.clip(x, 0, columns - 1.001)
    y = numpy.clip(y, 0, rows - 1.001)
    left, upper = x.astype(numpy.intp), y.astype(numpy.intp)
    right_part = (x - left).astype(numpy.float32)
    lower_part = (y - upper).astype(numpy.float32)
    flat, first = picture.reshape(-1), upper * columns + left
    # All places lie within: "clip" saves the search for one that does not, half of the time.
    near, right, lower, across = (
        flat[ahead:].take(first, mode="clip") for ahead in (0, 1, columns, columns + 1)
    )
    near += (right - near) * right_part
    lower += (across - lower) * right_part
    return numpy.asarray(near + (lower - near) * lower_part)


def inside(picture: Floats, x: Doubles, y: Doubles) -> NDArray[numpy.bool_]:
    """Tell which places lie in the picture."""
    rows, columns = picture.shape
    return numpy.asarray((x > -0.5) & (y > -0.5) & (x < columns - 0.5) & (y < rows - 0.5))


def find_frame(picture: Floats, found: Found) -> Frame:
    """Find the bars of a symbol from the corners that a decoder gave.

    Raises:
        InputError: there are no bars at these corners.
    """
    frame = _first_frame(found)
    frame = _fitted(picture, _squared(_fitted(picture, frame)))
    # The height shows how far the slope of the ends can be trusted, and a better slope shows the height.
    frame = _fitted(picture, _squared(_fitted(picture, _grown(picture, frame))))
    return _grown(picture, frame)


def _first_frame(found: Found) -> Frame:
    upper_left, upper_right, lower_right, lower_left = (
        numpy.array(corner, dtype=numpy.float64) for corner in found.corners
    )
    along = (upper_right + lower_right - upper_left - lower_left) / 2
    length = float(numpy.hypot(*along))
    if length < 20:
        raise InputError(
            say(
                "The symbol at {x}, {y} is {length} pixels long: too small to be measured.",
                x=round(float(upper_left[0])),
                y=round(float(upper_left[1])),
                length=round(length),
            )
        )
    along = along / length
    down = (lower_left + lower_right - upper_left - upper_right) / 2
    height = float(numpy.hypot(*down))
    square = numpy.array((-along[1], along[0]))
    # A decoder that read one row gives a quadrangle without height; bars are then taken as upright.
    down = down / height if height >= 8 and abs(float(down @ along)) < 0.7 * height else square
    if float(down @ square) < 0:  # a mirrored symbol is not read by any decoder here
        down = -down
    half = max(height, 8.0) / 2
    origin = (upper_left + upper_right + lower_right + lower_left) / 4
    return Frame(origin, along, down, (-length / 2, 0.0), (length / 2, 0.0), -half, half)


def _squared(frame: Frame) -> Frame:
    """Turn the frame so that it crosses the bars at right angles."""
    slope = (frame.begin[1] + frame.end[1]) / 2
    down = frame.down + slope * frame.along
    down = down / numpy.hypot(*down)
    along = numpy.array((down[1], -down[0]))
    if float(along @ frame.along) < 0:
        along = -along
    reach = float(frame.along @ along)
    return replace(
        frame,
        along=along,
        down=down,
        begin=(frame.begin[0] * reach, 0.0),
        end=(frame.end[0] * reach, 0.0),
    )


def _fitted(picture: Floats, frame: Frame) -> Frame:
    """Lay lines through the outer edges of the first and the last bar."""
    margin = 0.15 * (frame.bottom - frame.top)
    heights = numpy.linspace(frame.top + margin, frame.bottom - margin, _ROWS)
    step = 0.5 / frame.length
    parts = numpy.arange(-_SEARCH, 1 + _SEARCH, step)
    rows = sampled(picture, *frame.at(heights[:, None], parts[None, :]))
    threshold = float(numpy.percentile(rows, (5, 95)).sum()) / 2
    begin = _line(heights, _crossings(rows, threshold, parts, 0.0), frame)
    end = _line(heights, _crossings(rows, threshold, parts, 1.0), frame)
    return replace(frame, begin=begin, end=end)


def _crossings(rows: Floats, threshold: float, parts: Doubles, expected: float) -> Doubles:
    """Return of each row the outer edge of a bar nearest to where it is expected, nan where there is none."""
    near = numpy.abs(parts - expected) <= 1.1 * _SEARCH
    rows, parts = rows[:, near], parts[near]
    light = rows >= threshold
    turns = light[:, :-1] & ~light[:, 1:] if expected == 0 else ~light[:, :-1] & light[:, 1:]
    distance = numpy.where(turns, numpy.abs(parts[:-1] - expected)[None, :], numpy.inf)
    nearest = distance.argmin(axis=1)
    row = numpy.arange(len(rows))
    before, after = rows[row, nearest], rows[row, nearest + 1]
    with numpy.errstate(divide="ignore", invalid="ignore"):
        share = (threshold - before) / (after - before)
    place = parts[nearest] + share * (parts[1] - parts[0])
    good = distance[row, nearest] <= _SEARCH
    return numpy.where(good, place, numpy.nan)


def _line(heights: Doubles, places: Doubles, frame: Frame) -> tuple[float, float]:
    """Lay a line through most of the places: the median of the slopes between halves, then of the rest."""
    begin, end = frame.begin, frame.end
    first = begin[0] + begin[1] * heights
    across = first + (end[0] + end[1] * heights - first) * places
    good = numpy.isfinite(across)
    if good.sum() < _ROWS // 3:
        raise InputError(
            say(
                "No bars stand where the symbol at {x}, {y} was found.",
                x=round(float(frame.origin[0])),
                y=round(float(frame.origin[1])),
            )
        )
    heights, across = heights[good], across[good]
    apart = heights[None, :] - heights[:, None]
    far = apart > (heights[-1] - heights[0]) / 3
    slope = float(numpy.median((across[None, :] - across[:, None])[far] / apart[far]))
    return float(numpy.median(across - slope * heights)), slope


def _grown(picture: Floats, frame: Frame) -> Frame:
    """Find the height: as far as rows look like the rows in the middle."""
    height = frame.bottom - frame.top
    core = numpy.linspace(frame.top + 0.3 * height, frame.bottom - 0.3 * height, 15)
    rows, _ = _rows(picture, frame, core)
    model: Floats = numpy.median(rows, axis=0)
    model -= model.mean()
    middle = (frame.top + frame.bottom) / 2
    step = max(1.0, frame.length / 400)
    most = int(min(1.5 * frame.length + height, float(sum(picture.shape))) / step) + 1
    steps = numpy.arange(most, dtype=numpy.float64)
    top, bottom = (
        middle + way * _followed(picture, frame, model, middle + way * steps) for way in (-step, step)
    )
    return replace(frame, top=top, bottom=max(bottom, top + 2 * step))


def _rows(picture: Floats, frame: Frame, heights: Doubles) -> tuple[Floats, int]:
    """Read a row at each height; return how many lie in the picture, up to the first that does not."""
    parts = (numpy.arange(_COLUMNS) + 0.5) / _COLUMNS
    x, y = frame.at(heights[:, None], parts[None, :])
    within = numpy.asarray(inside(picture, x[:, ::60], y[:, ::60]).all(axis=1))
    return sampled(picture, x, y), len(within) if within.all() else int(within.argmin())


def _followed(picture: Floats, frame: Frame, model: Floats, heights: Doubles) -> int:
    """Return how many rows look like the model from the first height on."""
    alike = numpy.zeros(0, numpy.bool_)
    for first in range(0, len(heights), _BLOCK):
        rows, count = _rows(picture, frame, heights[first : first + _BLOCK])
        rows = rows[:count] - rows[:count].mean(axis=1, keepdims=True)
        size = numpy.sqrt((rows * rows).sum(axis=1) * (model * model).sum())
        alike = numpy.append(alike, (rows @ model) / numpy.maximum(size, 1e-6) > _ALIKE)
        # Where even an alike row would come too late, none further on is worth a look.
        if count < _BLOCK or _run(numpy.append(alike, True)) < len(alike):
            break
    return _run(alike)


def _run(alike: NDArray[numpy.bool_]) -> int:
    """Return how many rows belong together from the first on, over gaps that are short."""
    places = numpy.flatnonzero(alike)
    if not len(places):
        return 0
    gaps = numpy.diff(places)
    long = numpy.flatnonzero(gaps > numpy.maximum(3, _GAP * places[1:]))
    return int(places[long[0]] if len(long) else places[-1])
