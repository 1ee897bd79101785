"""Writes any table as CSV, XLSX or JSON, row by row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.errors import Refused
from desktop.exchange.csv_writer import csv_bytes
from desktop.texts import say

MOST_XLSX_ROWS = 1_048_575
"""Rows below the headings that a sheet of Excel holds."""

_LONGEST_TITLE = 31
"""Characters of the name of a sheet in Excel."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can hold."""

Row = Sequence[str | int | None]


class TableFormat(StrEnum):
    """What a table is written as; the value is the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def table_bytes(how: TableFormat, title: str, headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a table.

    CSV is UTF-8 with a byte order mark. XLSX holds texts only, so that no digit of a code is lost. JSON is a
    list of objects whose keys are the headings.

    Args:
        how: the format.
        title: name of the sheet of a workbook.
        headings: of the columns; for JSON each must differ.
        rows: of values; None is an empty cell, and null in JSON.

    Raises:
        Refused: a workbook cannot hold so many rows.
    """
    match how:
        case TableFormat.CSV:
            return csv_bytes(headings, rows)
        case TableFormat.XLSX:
            return xlsx_bytes(Sheet(title, headings, rows))
        case TableFormat.JSON:
            return json_bytes(headings, rows)


def json_bytes(headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a list of objects, one a line."""
    lines = (
        json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False, separators=(",", ":"))
        for row in rows
    )
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Row]


def xlsx_bytes(*sheets: Sheet) -> bytes:
    """Write a workbook with text cells only, so that no digit is lost when it is opened and saved.

    The same sheets are the same bytes at any time, so that a file can be known again.

    Raises:
        Refused: a sheet cannot hold so many rows.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (start-up: most programs never see a workbook)
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    for sheet in sheets:
        page = workbook.create_sheet(sheet.title[:_LONGEST_TITLE])
        try:
            _fill(page, sheet)
        finally:
            page.close()
    workbook.properties.created = workbook.properties.modified = datetime(*_NO_TIME, tzinfo=UTC)
    content = BytesIO()
    ExcelWriter(workbook, _Archive(content, "w", ZIP_DEFLATED)).save()
    return content.getvalue()


class _Archive(ZipFile):
    """An archive whose parts bear no time."""

    def open(self, name: str | ZipInfo, *more: Any, **options: Any) -> IO[bytes]:
        """Open a part of it; whatever is written got its time from the clock before."""
        if isinstance(name, ZipInfo):
            name.date_time = _NO_TIME
        return super().open(name, *more, **options)


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    def text_cell(value: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(page, value=value)
        cell.data_type = "s"  # else a value that begins with = would become a formula
        cell.number_format = "@"
        return cell

    page.freeze_panes = "A2"
    for number, heading in enumerate(sheet.headings, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(12, min(40, 2 * len(heading)))
    bold = Font(bold=True)
    top = [text_cell(heading) for heading in sheet.headings]
    for cell in top:
        cell.font = bold
    page.append(top)
    for row in _not_too_many(sheet.rows):
        page.append([None if value is None else text_cell(str(value)) for value in row])


def _not_too_many(rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_XLSX_ROWS:
            raise Refused(
                say(
                    "A sheet of Excel holds {most} rows, and there are more: export CSV or JSON instead.",
                    most=MOST_XLSX_ROWS,
                )
            )
        yield row
