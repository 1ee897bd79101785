"""Fixed pattern damage of QR Code, and its format and version information (ISO/IEC 18004:2015, annex G).

Segments: A1, A2, A3 are the corners (upper left, upper right, lower left) with separators and quiet zone, B1
and B2 the timing patterns (row, column), C the alignment patterns.
"""

from collections.abc import Callable, Iterator

import numpy

from desktop.grading.fixed_pattern import Ring, resting_on, segment
from desktop.grading.model import Edition, Name, Parameter, Point
from desktop.grading.overlay import WHOLE_LEVELS, best_level, levels_of
from desktop.grading.qr_layout import (
    FINDER,
    QUIET,
    TIMING,
    Bools,
    alignment_centres,
    format_places,
    side_of,
    version_places,
)
from desktop.grading.thresholds import FAIL, Row, grade_of

Levels = tuple[float, ...]

FORMAT, VERSION = "FormatInfo", "VersionInfo"
"""Two parameters of their own, graded beside the fixed pattern (Beckhoff, TcVnCodeGradesQR)."""
_CORNER = 15
"""Modules of quiet zone along either outer side of a corner, four deep: with the finder pattern 168."""
_NEIGHBOURS = 5
_MOST_WRONG = 2
"""In any five neighbouring timing modules at most two may be wrong: remembered of annex G."""
_MEMORY = "remembered of ISO/IEC 18004 annex G; the segments are those of Common Vision Blox (GradeResultQr)"


def _nodes(*limits: float) -> tuple[tuple[float, float], ...]:
    return tuple(zip(limits, WHOLE_LEVELS, strict=True))


_CORNERS = Row(_nodes(0, 1, 2, 3), _MEMORY + ": modules", sure=False)
_TIMING = Row(_nodes(0, 7, 11, 14), _MEMORY + ": percent", sure=False)
_ALIGNMENT = Row(_nodes(0, 10, 20, 30), _MEMORY + ": percent of all their modules", sure=False)
_INFORMATION = Row(_nodes(0, 1, 2, 3), _MEMORY + ": modules of one copy", sure=False)


def qr_fixed_pattern(modules: Ring, version: int, edition: Edition) -> tuple[Parameter, ...]:
    """Grade all segments, their average (AG), the whole (FPD: the lowest of these), format and version."""
    levels = levels_of(edition) if edition is Edition.ISO_29158_2020 else WHOLE_LEVELS
    segments = [_segment(modules, levels, *one) for one in _segments(version)]
    grades = [FAIL if one.grade is None else one.grade for one in segments]
    average = sum(grades) / len(grades)
    together = resting_on(segments, Parameter(Name.AG, average, grade_of(edition, Name.AG, average)))
    whole = min(*grades, grade_of(edition, Name.AG, average))
    information = [_information(modules, levels, FORMAT, format_places(version))]
    if version >= 7:
        information.append(_information(modules, levels, VERSION, version_places(version)))
    return (*segments, together, resting_on(segments, Parameter(Name.FPD, None, whole)), *information)


def _segments(version: int) -> Iterator[tuple[str, Bools, Row]]:
    """Name, modules and limits of each segment."""
    side = side_of(version)
    whole = side + 2 * QUIET
    outer = slice(0, _CORNER)
    corner = numpy.zeros((whole, whole), numpy.bool_)
    corner[:QUIET, outer] = corner[outer, :QUIET] = True
    corner[QUIET : QUIET + FINDER + 1, QUIET : QUIET + FINDER + 1] = True
    yield "A1", corner, _CORNERS
    yield "A2", corner[:, ::-1], _CORNERS
    yield "A3", corner[::-1, :], _CORNERS
    row = numpy.zeros((whole, whole), numpy.bool_)
    row[QUIET + TIMING, QUIET + FINDER + 1 : whole - QUIET - FINDER - 1] = True
    yield "B1", row, _TIMING
    yield "B2", row.T, _TIMING
    if version > 1:
        alignment = numpy.zeros((whole, whole), numpy.bool_)
        for down, across in alignment_centres(version):
            top, left = down + QUIET - 2, across + QUIET - 2
            alignment[top : top + 5, left : left + 5] = True
        yield "C", alignment, _ALIGNMENT


def _segment(modules: Ring, levels: Levels, name: str, place: Bools, row: Row) -> Parameter:
    """Grade one segment by the overlay: the value is how much is wrong, in percent of its modules."""
    grades, wrong = modules.grades[place], modules.wrong[place]
    grade = best_level(grades, levels, _worth(name, row))
    places = tuple(
        (float(x), float(y)) for x, y in zip(modules.x[place][wrong], modules.y[place][wrong], strict=True)
    )
    return segment(name, 100 * float(wrong.mean()), grade, places, sure=row.sure)


def _worth(name: str, row: Row) -> Callable[[Bools], float]:
    def timing(bad: Bools) -> float:
        near = numpy.lib.stride_tricks.sliding_window_view(bad, _NEIGHBOURS).sum(axis=1)
        return FAIL if near.max() > _MOST_WRONG else _reached(row, 100 * float(bad.mean()))

    if row is _TIMING:
        return timing
    if row is _ALIGNMENT:
        return lambda bad: _reached(row, 100 * float(bad.mean()))
    return lambda bad: _reached(row, float(bad.sum()))


def _reached(row: Row, value: float) -> float:
    return next((grade for node, grade in row.nodes if value <= node), FAIL)


def _information(
    modules: Ring, levels: Levels, name: str, copies: tuple[list[tuple[int, int]], ...]
) -> Parameter:
    """Grade both copies and take their mean, rounded down: half a grade more is not known to be meant."""
    grades, shares, faults = [], [], list[Point]()
    for copy in copies:
        place = tuple(numpy.array(copy).T + QUIET)
        wrong = modules.wrong[place]
        grades.append(best_level(modules.grades[place], levels, _worth(name, _INFORMATION)))
        shares.append(float(wrong.mean()))
        at = zip(modules.x[place][wrong], modules.y[place][wrong], strict=True)
        faults += [(float(x), float(y)) for x, y in at]
    value, grade = 100 * sum(shares) / len(shares), float(sum(grades) // len(grades))
    return segment(name, value, grade, tuple(faults), sure=_INFORMATION.sure)
