"""Tables of values for labels (CSV or XLSX): one row a label, the fields' names at the head.

Nothing is guessed: a value that is none of its field, or that a spreadsheet damaged, is told with row and
column and stays as it was found, so that the label shows it as the finding that it is. Only dates are
brought to the one form that fields have.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.cells import EMPTY, Cell, CellKind, Row
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.excel_damage import damage_of
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.products_table import SheetProblem
from desktop.exchange.xlsx_reader import is_workbook, read_workbook
from desktop.labels.field_titles import headings
from desktop.labels.field_values import check_value
from desktop.labels.fields import FIELDS, FieldKind, FieldRule, OwnField
from desktop.products.fields import Kind
from desktop.texts import Text, say

MAX_SIZE = 64 * 1024 * 1024
"""Bytes of the file."""

MAX_ROWS = 100_000
"""Rows with values, the head not counted."""

MAX_PROBLEMS = 1_000
"""So many are told; the rest is counted."""

_DAMAGE_KINDS = {FieldKind.GTIN: Kind.GTIN, FieldKind.NUMBER: Kind.NUMBER}
"""Other numbers are texts to the finder of damage: 20 digits may well end in zeros."""

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)
_MIDNIGHT = " 00:00:00"


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one label. ``line``: where they stand in the file, from 1."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Records:
    """A table of records.

    Attributes:
        file_name: what the file is called.
        names: the fields that it has columns for, in their order.
        rows: its records.
        problems: what is wrong, the first ``MAX_PROBLEMS``.
        problem_count: how much is wrong in all.
    """

    file_name: str
    names: tuple[str, ...]
    rows: tuple[Record, ...]
    problems: tuple[SheetProblem, ...]
    problem_count: int


def read_records(path: Path, own_fields: Iterable[OwnField] = ()) -> Records:
    """Read a table of records.

    Args:
        path: a CSV file (UTF-8 or GB18030) or an Excel workbook (.xlsx), told apart by its content.
        own_fields: fields of the design besides those that every plant has.

    Raises:
        InputError: the file cannot be read as a table, has too many rows, or no column is a field.
        StorageError: the disk failed.
    """
    with open_incoming(path) as stream:
        data = read_some(stream, MAX_SIZE + 1, path.name)
    if len(data) > MAX_SIZE:
        raise InputError(
            say("{name} is larger than {most} MB: split it.", name=path.name, most=MAX_SIZE // 1024 // 1024)
        )
    rows = _rows(data, path.name)
    head = next(rows, None)
    if head is None:
        raise InputError(say("{name} holds no records.", name=path.name))
    reader = _Reader(path.name, head, (*FIELDS, *own_fields))
    records = tuple(reader.record(row) for row in rows)
    return Records(path.name, reader.names, records, tuple(reader.problems), reader.problem_count)


def _rows(data: bytes, name: str) -> Iterator[Row]:
    if is_workbook(data):
        return read_workbook(BytesIO(data), name, max_rows=MAX_ROWS + 1)
    return iter(read_csv(data, name, max_rows=MAX_ROWS + 1).rows)


class _Reader:
    """Reads row by row; what is wrong goes to ``problems``."""

    def __init__(self, name: str, head: Row, rules: Collection[FieldRule | OwnField]) -> None:
        self.problems: list[SheetProblem] = []
        self.problem_count = 0
        self._judged: dict[str, tuple[Cell, str, Text | None]] = {}
        self._columns = self._known_columns(head, rules)
        self.names = tuple(rule.name for rule, _ in filter(None, self._columns))
        if not self.names:
            raise InputError(
                say(
                    "{name}: no heading of the first line is the name of a field; expected some of {known}.",
                    name=name,
                    known=", ".join(rule.name for rule in rules),
                )
            )

    def record(self, row: Row) -> Record:
        """Return the values of one row; an empty cell is no value."""
        values: dict[str, str] = {}
        for place, cell in zip(self._columns, row.cells, strict=False):
            if place is not None and cell is not EMPTY:
                values[place[0].name] = self._value(row.line, *place, cell)
        for cell in row.cells[len(self._columns) :]:
            if cell is not EMPTY:
                text = say("stands behind the last heading; it is passed over.")
                self._tell(SheetProblem(row.line, "", cell.text, text, blocking=False))
        return Record(row.line, values)

    def _known_columns(
        self, head: Row, rules: Collection[FieldRule | OwnField]
    ) -> Sequence[tuple[FieldRule | OwnField, str] | None]:
        by_name = {rule.name: rule for rule in rules}
        known = headings()
        columns: list[tuple[FieldRule | OwnField, str] | None] = []
        taken: set[str] = set()
        for cell in head.cells:
            heading = cell.text.strip().lstrip("\ufeff")
            plain = heading.casefold().strip("{}")
            rule = by_name.get(plain) or by_name.get(known.get(plain, ""))
            if rule is None or rule.name in taken:
                columns.append(None)
                if heading:
                    self._tell(_passed_over(head.line, heading, known=rule is not None))
                continue
            taken.add(rule.name)
            columns.append((rule, heading))
        return columns

    def _value(self, line: int, rule: FieldRule | OwnField, heading: str, cell: Cell) -> str:
        # Most columns say the same on all rows of a batch, and need not be judged again.
        known = self._judged.get(rule.name)
        if known is None or known[0] != cell:
            known = self._judged[rule.name] = (cell, *_judged(rule, cell))
        _, text, fault = known
        if fault is not None:
            self._tell(SheetProblem(line, heading, cell.text, fault))
        return text

    def _tell(self, problem: SheetProblem) -> None:
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)


def _judged(rule: FieldRule | OwnField, cell: Cell) -> tuple[str, Text | None]:
    """Return the value of a cell and what is wrong with it."""
    text = cell.text.strip()
    if rule.kind is FieldKind.DATE and cell.kind in {CellKind.TEXT, CellKind.NUMBER, CellKind.MOMENT}:
        text = _day(text)
        return text, check_value(rule, text)
    damage = damage_of(cell, _DAMAGE_KINDS.get(rule.kind, Kind.TEXT))
    return text, check_value(rule, text) if damage is None else damage.why


def _passed_over(line: int, heading: str, *, known: bool) -> SheetProblem:
    text: Text = (
        say("this column stands here twice; the second is passed over.")
        if known
        else say("this column is not known; it is passed over.")
    )
    return SheetProblem(line, heading, heading, text, blocking=False)


def _day(text: str) -> str:
    """Bring a date as people and Excel write it, year first, to the form of fields; else leave it."""
    found = _DAY.fullmatch(text.removesuffix(_MIDNIGHT))
    if found is None:
        return text
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    return f"{year}-{month:0>2}-{day:0>2}"
