"""Work orders in a table: CSV, XLSX or JSON, with whatever headings an ERP gives its columns."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.cells import EMPTY, Cell, CellKind, Row
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.excel_damage import damage_of
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.order_profile import DAYS, NEEDED, OrderField, OrderProfile, field_title
from desktop.exchange.problems import Problems
from desktop.exchange.xlsx_reader import is_workbook, read_workbook
from desktop.products.fields import Kind
from desktop.texts import LANGUAGES, Text, say

MAX_SIZE = 16 * 1024 * 1024
MAX_ROWS = 5_000
"""No standard's numbers: a plant plans some dozens of orders at a time."""

_EXPONENT = re.compile(r"\d+(\.\d+)?[eE]\+\d+")
_DAY = re.compile(r"(\d{4})([-/.年]?)(\d{1,2})([-/.月]?)(\d{1,2})日?")
_MIDNIGHT = " 00:00:00"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order as a table says it; empty or None where it says nothing. ``line``: in the file, from 1."""

    line: int
    number: str
    product: str
    units: int
    line_name: str
    lot: str
    expiry: date | None
    made: date | None
    planned_for: date | None


def read_orders(path: Path, profile: OrderProfile, problems: Problems) -> tuple[OrderLine, ...]:
    """Read a table of orders; what is wrong with single rows goes to ``problems``.

    Args:
        path: a CSV file, an Excel workbook (.xlsx) or JSON (a list of objects), told apart by content.
        profile: what its columns are called.
        problems: of this file.

    Raises:
        InputError: the file cannot be read as a table, holds no order, or a needed column is missing.
        StorageError: the disk failed.
    """
    with open_incoming(path) as stream:
        data = read_some(stream, MAX_SIZE + 1, path.name)
    if len(data) > MAX_SIZE:
        raise InputError(
            say("{name} is larger than {most} MB: split it.", name=path.name, most=MAX_SIZE // 1024 // 1024)
        )
    rows = _rows(data, path.name)
    if len(rows) < 2:
        raise InputError(say("{name} holds no order.", name=path.name))
    columns = _columns(rows[0], profile, path.name)
    return tuple(
        order for row in rows[1:] if (order := _Line(row, columns, profile, problems).order()) is not None
    )


def _rows(data: bytes, name: str) -> Sequence[Row]:
    if is_workbook(data):
        return tuple(read_workbook(BytesIO(data), name, max_rows=MAX_ROWS))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        return _json_rows(data, name)
    return read_csv(data, name, max_rows=MAX_ROWS).rows


def _json_rows(data: bytes, name: str) -> Sequence[Row]:
    """Lay a list of objects out as a table; objects are counted from 1, as they have no lines."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_list(name) from error
    if isinstance(document, dict) and len(document) == 1:
        document = next(iter(document.values()))
    if not isinstance(document, list) or not all(isinstance(one, dict) for one in document):
        raise _no_list(name)
    if len(document) > MAX_ROWS:
        raise InputError(say("{name} has more than {most} rows: split it.", name=name, most=MAX_ROWS))
    headings = list(dict.fromkeys(key for one in document for key in one))
    rows = [Row(1, tuple(Cell(CellKind.TEXT, heading) for heading in headings))]
    for number, one in enumerate(document, start=1):
        rows.append(Row(number, tuple(_json_cell(one.get(heading)) for heading in headings)))
    return rows


def _json_cell(value: object) -> Cell:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        return Cell(CellKind.TEXT, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(CellKind.NUMBER, str(value) if abs(value) < 10**40 else repr(float("inf")))
    return Cell(CellKind.OTHER, str(value)[:100])


def _no_list(name: str) -> InputError:
    return InputError(say("{name} is no list of orders in JSON.", name=name))


def _columns(headings: Row, profile: OrderProfile, name: str) -> Mapping[OrderField, int]:
    known = profile.headings()
    found: dict[OrderField, int] = {}
    for index, cell in enumerate(headings.cells):
        one = known.get(cell.text.strip().lstrip("\ufeff").casefold())
        if one is None:
            continue
        if one in found:
            raise InputError(
                say("{name}: two columns hold {field}; leave one.", name=name, field=field_title(one))
            )
        found[one] = index
    missing = [one for one in NEEDED if one not in found]
    if missing:
        raise InputError(
            say(
                "{name}: no column with the heading {missing} in its first line. Rename the columns, or "
                "write a profile that names them.",
                name=name,
                missing=", ".join(_named(one, profile) for one in missing),
            )
        )
    return found


def _named(one: OrderField, profile: OrderProfile) -> str:
    own = " / ".join(field_title(one).in_language(language) for language in LANGUAGES)
    return profile.columns.get(one, own)


class _Line:
    """Takes one row apart."""

    def __init__(
        self, row: Row, columns: Mapping[OrderField, int], profile: OrderProfile, problems: Problems
    ) -> None:
        self._row, self._columns, self._profile, self._problems = row, columns, profile, problems
        self._sound = True

    def order(self) -> OrderLine | None:
        """Return what the row says, or None if something is wrong with it."""
        texts = {one: self._text(one) for one in OrderField if one not in DAYS}
        days = {one: self._day(one) for one in DAYS}
        units = self._whole(texts[OrderField.UNITS])
        for one in NEEDED:
            if not texts[one]:
                self._wrong(one, say("nothing stands there."))
        if not self._sound:
            return None
        return OrderLine(
            line=self._row.line,
            number=texts[OrderField.NUMBER],
            product=texts[OrderField.PRODUCT],
            units=units,
            line_name=texts[OrderField.LINE],
            lot=texts[OrderField.LOT],
            expiry=days[OrderField.EXPIRY],
            made=days[OrderField.MADE],
            planned_for=days[OrderField.PLANNED_FOR],
        )

    def _cell(self, one: OrderField) -> Cell:
        index = self._columns.get(one)
        return EMPTY if index is None or index >= len(self._row.cells) else self._row.cells[index]

    def _text(self, one: OrderField) -> str:
        cell = self._cell(one)
        # Lots may look like 12E5; only what a spreadsheet writes has the plus.
        kind = Kind.PREFIX if _EXPONENT.fullmatch(cell.text.strip()) else Kind.TEXT
        damage = damage_of(cell, kind)
        if damage is not None and damage.blocking:
            self._wrong(one, damage.why)
        return cell.text.strip()

    def _whole(self, text: str) -> int:
        digits = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text
        if digits.isascii() and digits.isdigit() and len(digits) <= 12:
            return int(digits)
        if text:
            self._wrong(OrderField.UNITS, say("“{found}” is no whole number.", found=text[:100]))
        return 0

    def _day(self, one: OrderField) -> date | None:
        cell = self._cell(one)
        if cell.kind in {CellKind.FORMULA, CellKind.OTHER}:
            self._text(one)
            return None
        text = cell.text.strip().removesuffix(_MIDNIGHT)
        if not text:
            return None
        try:
            if self._profile.days and cell.kind is not CellKind.MOMENT:
                return datetime.strptime(text, self._profile.day_format).date()  # noqa: DTZ007 (a day)
            found = _DAY.fullmatch(text)
            if found is not None and (found[2] or len(found[3] + found[5]) == 4):
                return date(int(found[1]), int(found[3]), int(found[5]))
        except ValueError:
            pass
        self._wrong(
            one,
            say(
                "“{found}” is no day: expected one like {example}.",
                found=text[:100],
                example=self._profile.days or "2026-01-31",
            ),
        )
        return None

    def _wrong(self, one: OrderField, why: Text) -> None:
        self._sound = False
        self._problems.add(
            say(
                "Line {line}, {column}: {problem}",
                line=self._row.line,
                column=self._profile.columns.get(one, field_title(one)),
                problem=why,
            )
        )
