"""Dates and times inside values: YYMMDD with day 00, and the century that is meant."""

import calendar
from datetime import date

from desktop.codes.characters import are_digits
from desktop.codes.gs1.faults import FaultCode, Problem
from desktop.texts import say

DATE_CHECKS = frozenset({"yymmd0", "yymmdd"})
"""Content checks of a date in six digits."""


def date_of(value: str, today: date) -> date:
    """Return the day that six digits YYMMDD mean; day 00 is the last day of the month.

    The century is the one that lies at most 49 years back and 50 ahead (GS1 General Specifications 7.12).

    >>> date_of("280200", date(2026, 1, 1)), date_of("990131", date(2026, 1, 1))
    (datetime.date(2028, 2, 29), datetime.date(1999, 1, 31))
    """
    year = int(value[:2]) + today.year // 100 * 100
    if year - today.year > 50:
        year -= 100
    elif year - today.year < -49:
        year += 100
    month, day = int(value[2:4]), int(value[4:6])
    return date(year, month, day or last_day(year, month))


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def date_problem(year: int, digits: str, at: int, *, day_may_be_00: bool) -> Problem | None:
    """Check a month and a day.

    Args:
        year: the year, for the 29th of February.
        digits: MMDD.
        at: where they start in the value.
        day_may_be_00: whether 00 may stand for a day that is not told.
    """
    month, day = int(digits[:2]), int(digits[2:])
    if not 1 <= month <= 12:
        return Problem(
            FaultCode.DATE,
            say("month {month} does not exist; expected 01 to 12.", month=digits[:2]),
            at,
            at + 2,
        )
    if day == 0 and day_may_be_00:
        return None
    last = last_day(year, month)
    if 1 <= day <= last:
        return None
    return Problem(
        FaultCode.DATE,
        say(
            "day {day} does not exist in {year}-{month}, which has {last} days.",
            day=digits[2:],
            year=year,
            month=digits[:2],
            last=last,
        ),
        at + 2,
        at + 4,
    )


def short_date(value: str, *, day_may_be_00: bool) -> Problem | None:
    """Check YYMMDD. Until 2049 the year 00 is 2000, and every fourth year has a 29th of February."""
    return date_problem(2000 + int(value[:2]), value[2:], 2, day_may_be_00=day_may_be_00)


def long_date(value: str) -> Problem | None:
    """Check YYYYMMDD."""
    year = int(value[:4])
    if year == 0:
        return Problem(FaultCode.DATE, say("year 0000 does not exist."), 0, 4)
    return date_problem(year, value[4:], 4, day_may_be_00=False)


def without_century(value: str) -> str | None:
    """Return YYMMDD for a date that was written with its century, or None if ``value`` is none.

    >>> without_century("20200131"), without_century("20201331"), without_century("200131")
    ('200131', None, None)
    """
    if len(value) != 8 or not are_digits(value) or value[:2] not in {"19", "20"}:
        return None
    return value[2:] if date_problem(int(value[:4]), value[4:], 4, day_may_be_00=True) is None else None


def hour(value: str) -> Problem | None:
    """Check HH."""
    if value <= "23":
        return None
    return Problem(FaultCode.TIME, say("hour {hour} does not exist; expected 00 to 23.", hour=value), 0, 2)


def sixtieth(value: str) -> Problem | None:
    """Check the minutes or seconds of a time."""
    if value <= "59":
        return None
    return Problem(FaultCode.TIME, say("{found} does not exist; expected 00 to 59.", found=value), 0, 2)


def hour_and_minute(value: str) -> Problem | None:
    """Check HHMM."""
    problem = hour(value[:2])
    if problem is not None:
        return problem
    problem = sixtieth(value[2:])
    return None if problem is None else Problem(problem.code, problem.text, 2, 4)
