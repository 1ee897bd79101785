"""Straight light lines through what should be dark, and dark ones through what should be light."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.sampling import Doubles
from desktop.grading.symbol_sheet import Bools, Sheet

_MOST_POINTS = 4_000
_NARROW = 0.6
"""Modules to each side of a line that belong to it when its share of all voids is told."""
_CORE = 0.2
"""Modules to each side of a line within which it must have the wrong colour."""
_LEAST_COVERED = 0.6
_LEAST_SEEN = 2.0
"""Modules of what should have one colour that a line must cross: less may be a speck."""
_MOST_LINES = 3
_COARSE = 1.0
"""Degrees from one angle that is tried to the next; the best is then fitted."""
_TIMES = 3


@dataclass(frozen=True, slots=True)
class Streak:
    """A straight line of the wrong colour through a symbol, from end to end.

    Attributes:
        angle: degrees from the direction of the bars (linear) or of the columns (matrix), -90 to 90.
        at: where it crosses the middle of the symbol: modules from the left side, or from the top if it
            runs nearer to the reading direction.
        width: in modules; within narrow bars no more than their insides are seen.
        covered: share of its way that has the wrong colour.
        ends: both ends, in modules from the upper left corner.
    """

    angle: float
    at: float
    width: float
    covered: float
    ends: tuple[tuple[float, float], tuple[float, float]]


def find_streaks(sheet: Sheet, flawed: Bools, whole: Bools) -> tuple[tuple[Streak, ...], float]:
    """Find the lines of the wrong colour in a symbol.

    Args:
        sheet: the symbol.
        flawed: what has the wrong colour.
        whole: what should have the right one.

    Returns:
        The lines, and which share of the whole is flawed besides them.
    """
    found = []
    left = flawed.copy()
    for _ in range(_MOST_LINES):
        streak, explained = _strongest(sheet, left, whole)
        if streak is None:
            break
        found.append(streak)
        left &= ~explained
    return tuple(found), float(left.sum() / whole.sum())


def _strongest(sheet: Sheet, flawed: Bools, whole: Bools) -> tuple[Streak | None, Bools]:
    rows, columns = numpy.nonzero(flawed)
    if len(rows) < 2 * sheet.steps[0]:
        return None, flawed
    stride = max(1, len(rows) // _MOST_POINTS)
    x = numpy.asarray((columns[::stride] + 0.5) / sheet.steps[0], numpy.float64)
    y = numpy.asarray((rows[::stride] + 0.5) / sheet.steps[1], numpy.float64)
    angle = _best_angle(x, y, numpy.arange(-90.0, 90.0, _COARSE))
    offset = _offset(x, y, angle)
    for _ in range(_TIMES):
        angle, offset = _fitted(x, y, angle, offset)
    distance = _distance(sheet, angle, offset)
    return _streak(sheet, (flawed, whole), angle, offset, distance), flawed & (numpy.abs(distance) <= _NARROW)


def _fitted(x: Doubles, y: Doubles, angle: float, offset: float) -> tuple[float, float]:
    """Return the line from which the points near a line are least far."""
    across, down = _normal(angle)
    near = numpy.abs(across * x + down * y - offset) <= _NARROW
    if int(near.sum()) < 2:
        return angle, offset
    middle = float(x[near].mean()), float(y[near].mean())
    east, south = x[near] - middle[0], y[near] - middle[1]
    turn = 0.5 * numpy.arctan2(2 * float(east @ south), float(south @ south) - float(east @ east))
    across, down = _normal(float(numpy.rad2deg(turn)))
    return float(numpy.rad2deg(turn)), across * middle[0] + down * middle[1]


def _normal(angle: float) -> tuple[float, float]:
    radians = numpy.deg2rad(angle)
    return float(numpy.cos(radians)), float(-numpy.sin(radians))


def _best_angle(x: Doubles, y: Doubles, angles: Doubles) -> float:
    """Return the angle of the line that holds the most points."""
    radians = numpy.deg2rad(angles)[:, None]
    places = numpy.cos(radians) * x - numpy.sin(radians) * y
    bins = numpy.floor((places - places.min()) / (2 * _CORE)).astype(numpy.int64)
    width = int(bins.max()) + 2
    rows = numpy.arange(len(angles))[:, None] * width
    counts = numpy.bincount((bins + rows).ravel(), minlength=len(angles) * width).reshape(len(angles), width)
    pairs = counts[:, 1:] + counts[:, :-1]
    return float(angles[int(pairs.max(axis=1).argmax())])


def _offset(x: Doubles, y: Doubles, angle: float) -> float:
    across, down = _normal(angle)
    places = numpy.sort(across * x + down * y)
    behind = numpy.searchsorted(places, places + 2 * _CORE, side="right")
    first = int((behind - numpy.arange(len(places))).argmax())
    return float(places[first : behind[first]].mean())


def _distance(sheet: Sheet, angle: float, offset: float) -> Doubles:
    rows, columns = sheet.values.shape
    across, down = _normal(angle)
    x = (numpy.arange(columns) + 0.5) / sheet.steps[0]
    y = (numpy.arange(rows) + 0.5) / sheet.steps[1]
    return numpy.asarray(across * x[None, :] + down * y[:, None] - offset)


def _streak(
    sheet: Sheet, masks: tuple[Bools, Bools], angle: float, offset: float, distance: Doubles
) -> Streak | None:
    flawed, whole = masks
    # At least a row of steps: a line is thinner than the insides of bars that it lies in.
    core = max(_CORE, 0.6 / min(sheet.steps))
    on_line = whole & (numpy.abs(distance) <= core)
    along = _along(sheet, angle)
    way, wrong = along[on_line], along[on_line & flawed]
    if not len(wrong):
        return None
    fine = min(sheet.steps)
    seen = len(numpy.unique(numpy.floor(way * fine))) / fine
    covered = len(numpy.unique(numpy.floor(wrong * fine))) / fine / seen
    from_end_to_end = float(numpy.ptp(wrong)) >= _LEAST_COVERED * float(numpy.ptp(way))
    if covered < _LEAST_COVERED or seen < _LEAST_SEEN or not from_end_to_end:
        return None
    ends = tuple(_ends(sheet, angle, offset))
    area = (flawed & (numpy.abs(distance) <= 2 * _NARROW)).sum() / (sheet.steps[0] * sheet.steps[1])
    width, height = sheet.size
    across, down = _normal(angle)
    steep = abs(angle) <= 45
    at = (offset - down * height / 2) / across if steep else (offset - across * width / 2) / down
    return Streak(angle, at, float(area) / seen, covered, (ends[0], ends[1]))


def _along(sheet: Sheet, angle: float) -> Doubles:
    rows, columns = sheet.values.shape
    across, down = _normal(angle)
    x = (numpy.arange(columns) + 0.5) / sheet.steps[0]
    y = (numpy.arange(rows) + 0.5) / sheet.steps[1]
    return numpy.asarray(-down * x[None, :] + across * y[:, None])


def _ends(sheet: Sheet, angle: float, offset: float) -> Iterator[tuple[float, float]]:
    """Yield where a line enters and leaves the symbol."""
    width, height = sheet.size
    across, down = _normal(angle)
    middle = numpy.array((across * offset, down * offset))
    way = numpy.array((-down, across))
    first, last = -numpy.inf, numpy.inf
    for place, step, most in zip(middle, way, (width, height), strict=True):
        if abs(step) > 1e-9:
            low, high = sorted((-place / step, (most - place) / step))
            first, last = max(first, low), min(last, high)
    for part in (first, last):
        x, y = middle + part * way
        yield float(x), float(y)
