"""Products as rows of a table (CSV or XLSX): read with everything that is wrong, and what could be mended."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from desktop.codes.characters import are_digits
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.exchange.cells import EMPTY, Cell, CellKind, Row
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.excel_damage import damage_of
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.products_columns import NEEDED, RATIO, Column, columns, known_headings
from desktop.exchange.xlsx_reader import is_workbook, read_workbook
from desktop.products.details import Details
from desktop.products.fields import DETAIL_FIELDS
from desktop.products.packing import Packing, Reading
from desktop.products.product import MAX_LEVELS, PackLevel, Product
from desktop.products.version import PLATFORM_FIELDS, Master
from desktop.texts import LANGUAGES, Text, say

MAX_SIZE = 64 * 1024 * 1024
"""Bytes of the file."""

MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Mend:
    """A damaged cell and what it was; it is put right only if a person gives this back."""

    line: int
    column: str
    """The heading as it stands in the file."""
    found: str
    proposed: str
    why: Text = field(compare=False)


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Something wrong in a file. ``line`` 0: the file as a whole; ``column`` empty: the whole line.

    ``blocking``: nothing is imported while it is there; else it is a remark.
    """

    line: int
    column: str
    found: str
    text: Text
    mend: Mend | None = None
    blocking: bool = True

    @property
    def sentence(self) -> Text:
        """The problem with its place."""
        if self.line and self.column:
            return say(
                "Line {line}, {column}: {problem}", line=self.line, column=self.column, problem=self.text
            )
        return say("Line {line}: {problem}", line=self.line, problem=self.text) if self.line else self.text


@dataclass(frozen=True, slots=True)
class TableRow:
    """A product with the line where it stands; None: problems of that line say why there is none."""

    line: int
    master: Master | None


@dataclass(frozen=True, slots=True)
class ProductsTable:
    """A table of products. ``kind``: ``"csv"`` or ``"xlsx"``; ``encoding``: of a CSV file."""

    name: str
    kind: str
    encoding: str
    sha256: str
    rows: tuple[TableRow, ...]
    problems: tuple[SheetProblem, ...]


def read_products_table(
    path: Path, *, reading: Reading = Reading.CUMULATIVE, mends: Collection[Mend] = ()
) -> ProductsTable:
    """Read a table of products.

    Args:
        path: a CSV file or an Excel workbook (.xlsx), told apart by its content.
        reading: what the numbers of its pack ratios count.
        mends: what a person accepted of the mends that an earlier reading offered.

    Raises:
        InputError: the file cannot be read as a table, or a needed column is missing.
        StorageError: the disk failed.
    """
    with open_incoming(path) as stream:
        data = read_some(stream, MAX_SIZE + 1, path.name)
    if len(data) > MAX_SIZE:
        raise InputError(
            say("{name} is larger than {most} MB: split it.", name=path.name, most=MAX_SIZE // 1024 // 1024)
        )
    if is_workbook(data):
        kind, encoding = "xlsx", ""
        rows = tuple(read_workbook(BytesIO(data), path.name, max_rows=MAX_ROWS))
    else:
        table = read_csv(data, path.name, max_rows=MAX_ROWS)
        kind, encoding, rows = "csv", table.encoding, table.rows
    if not rows:
        raise InputError(say("{name} holds no product.", name=path.name))
    reader = _Reader(path.name, rows[0], reading, mends)
    products = tuple(TableRow(row.line, reader.master(row)) for row in rows[1:])
    reader.tell_repeated(products)
    return ProductsTable(
        path.name, kind, encoding, hashlib.sha256(data).hexdigest(), products, tuple(reader.problems)
    )


class _Reader:
    """Reads row by row; what is wrong goes to ``problems``."""

    def __init__(self, name: str, headings: Row, reading: Reading, mends: Collection[Mend]) -> None:
        self.problems: list[SheetProblem] = []
        self._reading = reading
        self._mends = frozenset(mends)
        self._columns: list[tuple[Column, str] | None] = []
        self._name = name
        self._take_headings(headings)

    def master(self, row: Row) -> Master | None:
        """Return the product of one row, or None if something is wrong with it."""
        before = sum(problem.blocking for problem in self.problems)
        values = dict(self._values(row))
        if sum(problem.blocking for problem in self.problems) > before:
            return None
        try:
            return Master(self._product(values), _details(values))
        except InputError as error:
            self.problems.append(SheetProblem(row.line, "", "", error.text))
            return None

    def tell_repeated(self, rows: Collection[TableRow]) -> None:
        """Add a problem for each type number, prefix and GTIN that stands in two lines."""
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            if row.master is None:
                continue
            for kind, key in _keys(row.master.product):
                earlier = seen.setdefault((kind, key), row.line)
                if earlier != row.line:
                    text = say("{key} stands in line {earlier} already.", key=key, earlier=earlier)
                    self.problems.append(SheetProblem(row.line, "", key, text))

    def _take_headings(self, headings: Row) -> None:
        known, by_key = known_headings(), {column.key: column for column in columns()}
        taken: set[str] = set()
        for cell in headings.cells:
            heading = cell.text.strip().lstrip("\ufeff")
            key = known.get(heading.casefold())
            if key is None or key in taken:
                self._columns.append(None)
                if heading:
                    text = (
                        say("this column is not known; it is passed over.")
                        if key is None
                        else say("this column stands here twice; the second is passed over.")
                    )
                    self.problems.append(SheetProblem(headings.line, heading, heading, text, blocking=False))
                continue
            taken.add(key)
            self._columns.append((by_key[key], heading))
        missing = [by_key[key] for key in NEEDED if key not in taken]
        if missing:
            wanted = ", ".join(
                f"{column.title.in_language(LANGUAGES[0])} / {column.title.in_language(LANGUAGES[1])}"
                for column in missing
            )
            raise InputError(
                say(
                    "{name}: no column with the heading {missing} in its first line. Export a product table "
                    "here to see all headings.",
                    name=self._name,
                    missing=wanted,
                )
            )

    def _values(self, row: Row) -> Iterator[tuple[str, str]]:
        for index, cell in enumerate(row.cells):
            place = self._columns[index] if index < len(self._columns) else None
            if place is not None:
                yield place[0].key, self._value(row.line, *place, cell)
            elif cell is not EMPTY and index >= len(self._columns):
                text = say("stands behind the last heading; it is passed over.")
                self.problems.append(SheetProblem(row.line, "", cell.text, text, blocking=False))

    def _value(self, line: int, column: Column, heading: str, cell: Cell) -> str:
        unquoted = _without_guard(cell)
        damage = damage_of(unquoted, column.kind)
        if damage is None:
            return unquoted.text.strip()
        mend = None
        if damage.mended is not None:
            mend = Mend(line, heading, cell.text, damage.mended, damage.why)
            if mend in self._mends:
                return damage.mended
        self.problems.append(
            SheetProblem(line, heading, cell.text, damage.why, mend, blocking=damage.blocking)
        )
        return unquoted.text.strip()

    def _product(self, values: dict[str, str]) -> Product:
        months = values.get("shelf_life_months", "")
        return Product(
            **{key: values.get(key, "") for key in PLATFORM_FIELDS},
            levels=self._levels(values),
            shelf_life_months=_whole(months) if months else None,
        )

    def _levels(self, values: dict[str, str]) -> tuple[PackLevel, ...]:
        packing = Packing.parse(values.get(RATIO, ""), self._reading)
        count = len(packing.children)
        for number in range(count + 1, MAX_LEVELS + 1):
            if values.get(f"level_{number}.prefix") or values.get(f"level_{number}.gtin"):
                raise InputError(
                    say(
                        "pack ratio {ratio} has {expected} levels, but a prefix or GTIN is given for level "
                        "{found}.",
                        ratio=values[RATIO],
                        expected=count,
                        found=number,
                    )
                )
        return tuple(
            PackLevel(
                number,
                values.get(f"level_{number}.prefix", ""),
                children,
                Gtin(gtin) if (gtin := values.get(f"level_{number}.gtin", "")) else None,
            )
            for number, children in enumerate(packing.children, start=1)
        )


def _without_guard(cell: Cell) -> Cell:
    """Take off the apostrophe that our own CSV files put before what Excel would compute."""
    if cell.kind is CellKind.TEXT and cell.text[:1] == "'" and cell.text[1:2] in set("=+-@'"):
        return Cell(cell.kind, cell.text[1:])
    return cell


def _whole(text: str) -> int:
    if not are_digits(text) or len(text) > 4:
        raise InputError(say("shelf life “{found}”, expected a whole number of months.", found=text))
    return int(text)


def _details(values: dict[str, str]) -> Details:
    return Details.build({row.key: values[row.key] for row in DETAIL_FIELDS if row.key in values})


def _keys(product: Product) -> Iterator[tuple[str, str]]:
    yield "type_no", product.type_no
    for level in product.levels:
        if level.prefix:
            yield "prefix", level.prefix
        if level.gtin is not None:
            yield "gtin", level.gtin.as_14
