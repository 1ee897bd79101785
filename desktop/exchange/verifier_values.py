"""Grades and moments as verifiers write them. What can be read in two ways is not read."""

import re
from datetime import UTC, datetime

from desktop.errors import InputError
from desktop.grading.formal import letter
from desktop.texts import say

_LETTERS = {"A": 3.5, "B": 2.5, "C": 1.5, "D": 0.5, "F": 0.0}
"""The least grade of each letter (AIM, Layman's Guide, 2002): a letter alone promises no more."""
_GRADE = re.compile(r"([ABCDF])?[\s(/]*([0-4](?:[.,][0-9]{1,2})?)?[\s(/)]*([ABCDF])?[\s)]*", re.IGNORECASE)
_FORMAL = re.compile(
    r"(?:DPM)?([0-4](?:[.,][0-9]{1,2})?)/[0-9]{1,2}(?:-[0-9]{1,2})?/[0-9A-Z]{1,4}(?:/\S{1,40})?"
)
_MOMENTS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y%m%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
)
"""Day and month in an order that nobody can mistake; ``03/04/2026`` is no such order."""


def grade_from(text: str) -> float:
    """Read a grade: ``3.2``, ``3,2``, ``B (3.2)``, ``3.2 (B)`` or a letter, which is worth its least.

    Raises:
        InputError: it is no grade from 4.0 to 0.0, or letter and number do not agree.

    >>> grade_from("3,2"), grade_from("C"), grade_from("B (2.8)")
    (3.2, 1.5, 2.8)
    """
    found = _GRADE.fullmatch(text.strip())
    before, number, after = found.groups() if found is not None else (None, None, None)
    name = (before or after or "").upper()
    if (before and after) or not (name or number):
        raise _no_grade(text)
    if not number:
        return _LETTERS[name]
    grade = float(number.replace(",", "."))
    if grade > 4:
        raise _no_grade(text)
    if name and letter(grade) != name:
        raise InputError(
            say(
                "letter and number of the grade “{found}” do not agree: {grade} is {letter}",
                found=text[:60],
                grade=f"{grade:g}",
                letter=letter(grade),
            )
        )
    return grade


def formal_from(text: str) -> tuple[float, str]:
    """Read a formal grade such as ``3.2/06/660``: its number, and all of it with a decimal point.

    Raises:
        InputError: it is none.

    >>> formal_from("3,2/06/660")
    (3.2, '3.2/06/660')
    """
    written = text.strip()
    found = _FORMAL.fullmatch(written)
    if found is None:
        raise InputError(
            say("“{found}” is no formal grade; expected one such as 3.2/06/660", found=text[:60])
        )
    grade = grade_from(found.group(1))
    return grade, written.replace(",", ".")


def moment_from(text: str) -> datetime | None:
    """Read day and time, taken as this computer's time; None where it cannot be read in one way only."""
    written = text.strip()
    try:
        found = datetime.fromisoformat(written) if "T" in written else None
    except ValueError:
        found = None
    for form in _MOMENTS:
        if found is None:
            try:
                found = datetime.strptime(written, form)  # noqa: DTZ007 (a zone is put to it below)
            except ValueError:
                continue
    if found is None or not 2000 <= found.year <= 2100:
        return None
    return found.astimezone(UTC)


def _no_grade(text: str) -> InputError:
    return InputError(
        say("“{found}” is no grade; expected 4.0 to 0.0, a letter A to F, or both", found=text[:60])
    )
