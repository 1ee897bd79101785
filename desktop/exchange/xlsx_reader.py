"""The first sheet of an Excel workbook, read as the hostile file that it may be.

What could do harm is refused before it is unpacked: the archive's own directory says how large its
parts are, and the unpacking never goes beyond that. Formulas are shown, never trusted; links to other
files, macros and pictures are not looked at. openpyxl reads its XML with defusedxml.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import SEEK_END
from typing import Any, BinaryIO

from desktop.errors import InputError
from desktop.exchange.cells import EMPTY, Cell, CellKind, Row
from desktop.texts import say

MAX_PARTS = 1_000
"""Files in the archive. A workbook of Excel has some ten, and one or two more for each sheet."""

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts together, unpacked: a million rows with a code each need less than half."""

MAX_RATIO = 200
"""How many times larger than the file its parts may be; workbooks with tables reach 5 to 20."""

MAX_SIDE_PART = 16 * 1024 * 1024
"""Bytes of a part that is neither a sheet nor the texts of the sheets: it is held in memory whole."""

MAX_COLUMNS = 200

MAX_CELLS = 40_000_000
"""Cells of all rows, empty ones included: some bytes can ask for a row of sixteen thousand."""

_LAST_ROW = 1_048_576
"""Excel has no more."""

MAX_CELL = 1_000
"""Characters in one cell. What is longer is no value of a table of ours."""

_STREAMED = ("xl/worksheets/", "xl/sharedStrings")
_NEEDED = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")
_BLOCK = 1 << 20


def is_workbook(head: bytes) -> bool:
    """Tell whether a file that begins with these bytes may be an .xlsx workbook."""
    return head.startswith(b"PK\x03\x04")


def read_workbook(stream: BinaryIO, name: str, *, max_rows: int) -> Iterator[Row]:
    """Yield the rows of the first sheet that hold something, one after the other.

    Args:
        stream: the file, able to seek.
        name: how to call it.
        max_rows: rows that are read at most.

    Raises:
        InputError: it is no workbook, encrypted, damaged, too large, or holds what no workbook needs.
    """
    _refuse_harm(stream, name)
    stream.seek(0)
    import openpyxl  # noqa: PLC0415 (start-up: most programs never see a workbook)

    try:
        workbook = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
    except Exception as error:
        raise _damaged(name) from error
    with closing(workbook):
        if not workbook.worksheets:
            raise InputError(say("{name} holds no sheet with a table.", name=name))
        sheet = workbook.worksheets[0]
        # What a file says of its own size is not believed: one cell in the last row can say a million.
        sheet.reset_dimensions()
        for row in _rows(iter(sheet.iter_rows()), name):
            if row.line > max_rows:
                raise InputError(say("{name} has more than {most} rows: split it.", name=name, most=max_rows))
            yield row


def _rows(rows: Iterator[Sequence[Any]], name: str) -> Iterator[Row]:
    line = seen = 0
    while True:
        try:
            cells = next(rows, None)
        except Exception as error:
            raise _damaged(name) from error
        if cells is None:
            return
        line += 1
        seen += len(cells)
        if seen > MAX_CELLS or line > _LAST_ROW:
            raise _damaged(name)
        row = tuple(_cell(cell.value, cell.data_type, name, line) for cell in cells)
        if any(cell is not EMPTY for cell in row[MAX_COLUMNS:]):
            raise InputError(
                say(
                    "{name}: line {line} has more than {most} columns.",
                    name=name,
                    line=line,
                    most=MAX_COLUMNS,
                )
            )
        if any(cell is not EMPTY for cell in row):
            yield Row(line, row[:MAX_COLUMNS])


def _refuse_harm(stream: BinaryIO, name: str) -> None:
    from openpyxl.xml import DEFUSEDXML  # noqa: PLC0415 (start-up)

    assert DEFUSEDXML, "openpyxl must read XML with defusedxml, which is one of our dependencies"
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            stream.seek(0, SEEK_END)
            _refuse_size(parts, stream.tell(), name)
            _refuse_other_archives(parts, name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_markup(archive, part, name)
    except InputError:
        raise
    except Exception as error:  # zipfile and what unpacks for it raise many kinds
        raise _damaged(name) from error


def _refuse_size(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    side = [part.file_size for part in parts if not part.filename.startswith(_STREAMED)]
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * packed
        or max(side, default=0) > MAX_SIDE_PART
    ):
        raise InputError(
            say(
                "{name} is packed so that it would grow beyond what a table needs ({found} MB unpacked); it "
                "is refused unread. Copy the table into a new workbook.",
                name=name,
                found=unpacked // 1024 // 1024,
            )
        )


def _refuse_other_archives(parts: list[zipfile.ZipInfo], name: str) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise InputError(
            say("{name} is protected by a password: save it without one and try again.", name=name)
        )
    if not {part.filename for part in parts} >= _NEEDED:
        raise InputError(
            say("{name} is a ZIP archive, but no Excel workbook (.xlsx): unpack it first.", name=name)
        )


def _refuse_markup(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse DOCTYPE and entities in any part, and encodings in which they could hide."""
    with archive.open(part) as stream:
        head = stream.read(4)
        if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"\0" in head:
            raise _damaged(name)
        tail = head
        while block := stream.read(_BLOCK):
            window = tail + block
            if any(sign in window for sign in _MARKUP):
                raise InputError(
                    say(
                        "{name} holds a DOCTYPE or an entity, which no workbook needs; it is refused unread.",
                        name=name,
                    )
                )
            tail = window[-16:]


def _damaged(name: str) -> InputError:
    return InputError(
        say(
            "{name} is a damaged Excel workbook, or none: open it in Excel, save it as .xlsx and try again.",
            name=name,
        )
    )


def _cell(value: object, data_type: str, name: str, line: int) -> Cell:
    if value is None or value == "":
        return EMPTY
    if data_type == "f":
        return Cell(CellKind.FORMULA, str(value)[:MAX_CELL])
    if isinstance(value, str) and data_type != "e":
        if len(value) > MAX_CELL:
            raise InputError(
                say(
                    "{name}: a cell in line {line} holds more than {most} characters.",
                    name=name,
                    line=line,
                    most=MAX_CELL,
                )
            )
        return Cell(CellKind.TEXT, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(CellKind.NUMBER, _number(value))
    if isinstance(value, date | datetime | time | timedelta):
        return Cell(CellKind.MOMENT, str(value))
    return Cell(CellKind.OTHER, str(value)[:MAX_CELL])


def _number(value: float) -> str:
    """Write a number out in full, as it stands in the file: never with an exponent."""
    if isinstance(value, int):
        # So many digits only a hostile file has; turning them into text takes long.
        return str(value) if abs(value) < 10**100 else repr(float("inf"))
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number) >= 10**100:
        return repr(value)
    return f"{number:f}".removesuffix(".0")
