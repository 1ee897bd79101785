"""Fixed pattern damage of DataMatrix: finder, quiet zones, clock tracks (ISO/IEC 16022:2006, annex M).

Segments have the names of Cognex: LLS and BLS are the solid lines left and below; LQZ, BQZ, TQZ and RQZ
the quiet zones; TCT and RCT the clock tracks above and on the right; TTR and RTR the transition ratios there.
Borders between regions carry their region in front: ULQ, URQ, LLQ, LRQ of four, else its row and column.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy

from desktop.grading.editions import decimal
from desktop.grading.matrix_layout import Bools, Layout
from desktop.grading.model import Edition, Name, Parameter, Point
from desktop.grading.overlay import WHOLE_LEVELS, best_level, levels_of
from desktop.grading.sampling import Doubles
from desktop.grading.thresholds import grade_of, one_decimal, row_of
from desktop.texts import say

_NEIGHBOURS = 5
_MOST_WRONG = 2
"""In any five neighbouring clock modules at most two may be wrong: remembered of annex M."""
_QUADRANTS = {(0, 0): "ULQ", (0, 1): "URQ", (1, 0): "LLQ", (1, 1): "LRQ"}


@dataclass(frozen=True, eq=False, slots=True)
class Ring:
    """What is known of each module, quiet zone included: one module of DataMatrix, four of QR Code.

    Attributes:
        grades: of its modulation; 0 where its colour is wrong.
        wrong: whether its colour is wrong.
        x, y: its place.
    """

    grades: Doubles
    wrong: Bools
    x: Doubles
    y: Doubles


@dataclass(frozen=True, slots=True)
class _Border:
    """The clock track of one region, and the quiet zone or solid line that it lies against.

    All are slices of a ring: rows, columns.
    """

    region: str
    side: str
    outer: bool
    track: tuple[slice, slice]
    against: tuple[slice, slice]


def fixed_pattern_damage(ring: Ring, layout: Layout, edition: Edition) -> tuple[Parameter, ...]:
    """Grade all segments, their average (AG) and the whole (FPD: the lowest of all).

    Args:
        ring: what is known of each module.
        layout: of the symbol.
        edition: whole grades, or decimals, of which the average is taken as they are told.
    """
    segments = [_share(name, ring, place, edition) for name, place in _solid_lines(layout)]
    clocks: list[Parameter] = []
    for border in _borders(layout):
        clocks += _border(ring, border, edition)
    worst = min(_grade(one) for one in clocks)
    average = (sum(_grade(one) for one in segments) + worst) / 5
    if decimal(edition):
        average = one_decimal(average)
    outer = _outer_ones(segments, clocks)
    together = resting_on(outer, Parameter(Name.AG, average, grade_of(edition, Name.AG, average)))
    whole = min(_grade(one) for one in (*segments, *clocks, together))
    return (*outer, together, resting_on(outer, Parameter(Name.FPD, None, whole)))


def resting_on(segments: Iterable[Parameter], whole: Parameter) -> Parameter:
    """Return what is graded by segments: as provisional as they are."""
    if not any(one.provisional for one in segments):
        return whole
    note = say("It follows from segments whose limits are not confirmed by the text of the standard.")
    return replace(whole, note=note, provisional=True)


def segment(name: str, value: float, grade: float, places: tuple[Point, ...], *, sure: bool) -> Parameter:
    """Return one segment; where a limit that is not sure may have decided its grade, it says so.

    Args:
        name: of the segment.
        value: in percent.
        grade: by its limits.
        places: where it is damaged.
        sure: whether the limits are confirmed by the text of the standard.
    """
    if sure or (grade == WHOLE_LEVELS[0] and value == 0):
        return Parameter(name, value, grade, places)
    note = say("The limits of this part of the fixed pattern are not confirmed by the text of the standard.")
    return Parameter(name, value, grade, places, note, provisional=True)


def _grade(parameter: Parameter) -> float:
    return 0.0 if parameter.grade is None else parameter.grade


def _outer_ones(segments: list[Parameter], clocks: list[Parameter]) -> tuple[Parameter, ...]:
    """One row for each name: the worst of the regions that share it."""
    worst: dict[str, Parameter] = {}
    for one in (*segments, *clocks):
        known = worst.get(one.name)
        if known is None or (_grade(one), -(one.value or 0)) < (_grade(known), -(known.value or 0)):
            worst[one.name] = one
    return tuple(worst.values())


def _solid_lines(layout: Layout) -> Iterator[tuple[str, tuple[slice, slice]]]:
    """The solid lines and their quiet zones, in places of the ring (1 more than the module's)."""
    rows, columns = layout.rows, layout.columns
    everything = slice(None)
    yield "LLS", (slice(1, rows + 1), slice(1, 2))
    yield "BLS", (slice(rows, rows + 1), slice(1, columns + 1))
    yield "LQZ", (everything, slice(0, 1))
    yield "BQZ", (slice(rows + 1, rows + 2), everything)


def _borders(layout: Layout) -> Iterator[_Border]:
    high, wide = layout.region_rows, layout.region_columns
    for row in range(layout.down):
        for column in range(layout.across):
            region = _region(row, column, layout)
            top, left = 1 + row * high, 1 + column * wide
            down, over = slice(top, top + high), slice(left, left + wide)
            yield _Border(region, "T", row == 0, (slice(top, top + 1), over), (slice(top - 1, top), over))
            last = left + wide - 1
            outer = column == layout.across - 1
            yield _Border(
                region, "R", outer, (down, slice(last, last + 1)), (down, slice(last + 1, last + 2))
            )


def _region(row: int, column: int, layout: Layout) -> str:
    if layout.down <= 2 and layout.across <= 2:
        return _QUADRANTS[row, column]
    return f"{row + 1}.{column + 1}."


def _share(name: str, ring: Ring, place: tuple[slice, slice], edition: Edition) -> Parameter:
    """Grade a line by the share of its modules that are wrong."""
    base = name[-3:]
    grades, wrong = ring.grades[place].ravel(), ring.wrong[place].ravel()
    grade = best_level(
        grades, levels_of(edition), lambda bad: grade_of(edition, base, 100 * float(bad.mean()))
    )
    return _segment(name, 100 * float(wrong.mean()), grade, _places(ring, place, wrong), edition)


def _border(ring: Ring, border: _Border, edition: Edition) -> Iterator[Parameter]:
    """Grade one clock track: its own damage, its neighbour's, and the transitions of both."""
    front = "" if border.outer else border.region
    yield _share(f"{front}{border.side}QZ", ring, border.against, edition)
    yield _clock(f"{front}{border.side}CT", ring, border.track, edition)
    yield _transitions(f"{front}{border.side}TR", ring, border, edition)


def _clock(name: str, ring: Ring, place: tuple[slice, slice], edition: Edition) -> Parameter:
    grades, wrong = ring.grades[place].ravel(), ring.wrong[place].ravel()

    def worth(bad: Bools) -> float:
        near = numpy.lib.stride_tricks.sliding_window_view(bad, _NEIGHBOURS).sum(axis=1)
        return 0.0 if near.max() > _MOST_WRONG else grade_of(edition, name[-3:], 100 * float(bad.mean()))

    grade = best_level(grades, levels_of(edition), worth)
    return _segment(name, 100 * float(wrong.mean()), grade, _places(ring, place, wrong), edition)


def _transitions(name: str, ring: Ring, border: _Border, edition: Edition) -> Parameter:
    """Transition ratio: max(0, Ts - 1) / Tc, over the whole side of a region, as its clock track is printed.

    So a clock track of 16 with one module missing has 13 transitions: one verifier's 1 / 13 = 8 %.
    """
    lines = [ring.grades[place].ravel() for place in (border.track, border.against)]
    faults = [ring.wrong[place].ravel() for place in (border.track, border.against)]

    def ratio(track: Bools, line: Bools) -> float:
        clock = track ^ (numpy.arange(len(track)) % 2 == 0)
        there, here = int((clock[1:] != clock[:-1]).sum()), int((line[1:] != line[:-1]).sum())
        return 100 * max(0, here - 1) / max(1, there)

    length = len(lines[0])

    def worth(bad: Bools) -> float:
        return grade_of(edition, name[-3:], ratio(bad[:length], bad[length:]))

    grade = best_level(numpy.concatenate(lines), levels_of(edition), worth)
    return _segment(
        name,
        ratio(*faults),
        grade,
        _places(ring, border.against, ring.wrong[border.against].ravel()),
        edition,
    )


def _places(ring: Ring, place: tuple[slice, slice], wrong: Bools) -> tuple[Point, ...]:
    x, y = ring.x[place].ravel()[wrong], ring.y[place].ravel()[wrong]
    return tuple((float(a), float(b)) for a, b in zip(x, y, strict=True))


def _segment(name: str, value: float, grade: float, places: tuple[Point, ...], edition: Edition) -> Parameter:
    return segment(name, value, grade, places, sure=row_of(edition, name[-3:]).sure)
