"""A table in a text file with commas, semicolons or tabs between its values."""

import csv
import io
from dataclasses import dataclass

from desktop.errors import InputError
from desktop.exchange.cells import EMPTY, Cell, CellKind, Row
from desktop.exchange.incoming import HEAD_SIZE, decode, refuse_other_kinds
from desktop.texts import say

_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The rows that hold something. ``encoding``: ``"utf-8-sig"``, ``"utf-8"`` or ``"gb18030"``."""

    rows: tuple[Row, ...]
    encoding: str


def read_csv(data: bytes, name: str, *, max_rows: int) -> CsvTable:
    """Read a CSV file as Excel and others write it.

    Args:
        data: the file.
        name: how to call it.
        max_rows: rows that are read at most.

    Raises:
        InputError: it is no text, neither UTF-8 nor GB18030, its quotation marks do not match, or it has
            too many rows.
    """
    refuse_other_kinds(data[:HEAD_SIZE], name, say("a table (CSV or XLSX)"))
    text, encoding = decode(data, name)
    separator, body = _separator(text)
    rows: list[Row] = []
    first = 1 if body is text else 2
    lines = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    try:
        for values in lines:
            row = tuple(Cell(CellKind.TEXT, value) if value.strip() else EMPTY for value in values)
            if all(cell is EMPTY for cell in row):
                continue
            if len(rows) == max_rows:
                raise InputError(say("{name} has more than {most} rows: split it.", name=name, most=max_rows))
            rows.append(Row(lines.line_num + first - 1, row))
    except csv.Error as error:
        raise InputError(
            say(
                "{name}: the quotation marks of line {line} do not match; its values cannot be told apart.",
                name=name,
                line=lines.line_num + first - 1,
            )
        ) from error
    return CsvTable(tuple(rows), encoding)


def _separator(text: str) -> tuple[str, str]:
    """Return the sign between values, and the text behind a ``sep=;`` line that Excel understands."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    return max(_SEPARATORS, key=first.count), text
