"""Writes tables as CSV files that Excel opens without computing anything in them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_COMPUTED = tuple("=+-@'")
"""What Excel would compute at the beginning of a value, and the sign that keeps it from doing so."""


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """Write a CSV file in UTF-8 with a byte order mark, without which Excel garbles Chinese.

    A text that Excel would take for a formula gets an apostrophe before it; numbers stay as they are.

    Args:
        headings: of the columns.
        rows: of values; None is an empty cell.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(defused(heading) for heading in headings)
    for row in rows:
        writer.writerow(defused(value) if isinstance(value, str) else value for value in row)
    return text.getvalue().encode("utf-8-sig")


def defused(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("0106901234567892")
    ("'=1+1", '0106901234567892')
    """
    return f"'{value}" if value.startswith(_COMPUTED) else value
