"""Work orders from the files of an ERP: all of a file or nothing, and every faulty row told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from desktop.changes import Changes
from desktop.errors import InputError, Refused
from desktop.exchange.order_profile import STANDARD, OrderProfile, read_profile
from desktop.exchange.order_table import OrderLine, read_orders
from desktop.exchange.problems import Problems
from desktop.operations import order_planning, work_orders
from desktop.operations.order_planning import OrderDraft
from desktop.operations.plant import Plant
from desktop.operations.product_rows import find_product
from desktop.operations.work_orders import CHANGED, OrderRow
from desktop.storage import lines
from desktop.storage import work_orders as stored
from desktop.storage.work_orders import NewOrder
from desktop.texts import Text, say

__all__ = [
    "STANDARD",
    "Imported",
    "OrderProfile",
    "OrderTerms",
    "OrdersPreview",
    "PreviewedAs",
    "PreviewedOrder",
    "import_orders",
    "preview_orders",
    "read_profile",
]


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """What holds for all orders of a file, as no ERP says it; see ``OrderDraft``.

    Attributes:
        line: name of the line where a row names none; empty: the only line of the plant.
    """

    line: str = ""
    spare_percent: float = order_planning.SPARE_PERCENT
    first_article: bool = True
    clearance: tuple[str, ...] = ()
    reviewed: bool = True
    two_people: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``known``: numbers of orders that were planned before, with the same content."""

    planned: tuple[OrderRow, ...]
    known: tuple[str, ...]


class PreviewedAs(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    """It is planned."""
    KNOWN = "known"
    """It was planned before with the same content, and stays as it is."""
    FAULTY = "faulty"
    """Something is wrong with it, so nothing of the file is taken."""


@dataclass(frozen=True, slots=True)
class PreviewedOrder:
    """A row of a file before anything is planned; it hides lot and expiry, which are entered blind.

    Attributes:
        line: in the file, from 1.
        number, product, units, line_name, planned_for: as the file says.
        outcome: what an import would do with it.
    """

    line: int
    number: str
    product: str
    units: int
    line_name: str
    planned_for: date | None
    outcome: PreviewedAs


@dataclass(frozen=True, slots=True)
class OrdersPreview:
    """What an import would do.

    Attributes:
        rows: those that could be read.
        problems: what is wrong, the first hundred; where a row could not be read it is told only here.
        problem_count: all of them.
    """

    rows: tuple[PreviewedOrder, ...]
    problems: tuple[Text, ...]
    problem_count: int

    @property
    def new(self) -> int:
        """How many orders would be planned."""
        return sum(one.outcome is PreviewedAs.NEW for one in self.rows)


def preview_orders(
    plant: Plant, path: Path, profile: OrderProfile = STANDARD, terms: OrderTerms | None = None
) -> OrdersPreview:
    """Return what ``import_orders`` would do with a file, and all that is wrong with it.

    Raises:
        InputError: the file is no table of orders.
        StorageError: the disk failed.
    """
    problems = Problems(path.name)
    rows = read_orders(path, profile, problems)
    reader = _Reader(plant, terms or OrderTerms(), problems)
    previewed = tuple(
        PreviewedOrder(
            row.line,
            row.number,
            row.product,
            row.units,
            row.line_name or (terms.line if terms else ""),
            row.planned_for,
            reader.preview(row),
        )
        for row in rows
    )
    return OrdersPreview(previewed, problems.told, problems.total)


def import_orders(
    plant: Plant, path: Path, profile: OrderProfile = STANDARD, terms: OrderTerms | None = None
) -> tuple[Imported, Changes]:
    """Plan the orders of a file; their lot and expiry are the first of two entries.

    Args:
        plant: where.
        path: CSV, XLSX or JSON.
        profile: what its columns are called.
        terms: what holds for all of them.

    Raises:
        InputError: the file is no table of orders; or rows are faulty, each of which is named, and nothing
            was taken.
        StorageError: the disk failed.
    """
    problems = Problems(path.name)
    rows = read_orders(path, profile, problems)
    reader = _Reader(plant, terms or OrderTerms(), problems)
    new = tuple(reader.new_orders(rows))
    problems.refuse_if_any()
    ids = []
    with plant.store.change(plant.actor, "order.import", path.name) as change:
        told = []
        for one in new:
            ids.append(order_planning.insert(change, one))
            told.append({"order": ids[-1], **(change.new or {})})
        change.subject = path.name
        change.new = {"orders": told, "known": reader.known}
    return Imported(tuple(work_orders.order(plant, one) for one in ids), tuple(reader.known)), CHANGED


class _Reader:
    """Turns lines of a table into orders; what is wrong with one goes to ``problems``."""

    def __init__(self, plant: Plant, terms: OrderTerms, problems: Problems) -> None:
        self.known: list[str] = []
        self._plant, self._terms, self._problems = plant, terms, problems
        self._seen: dict[str, int] = {}
        with plant.store.read() as connection:
            self._lines = {line.name: line.id for line in lines.list_lines(connection)}

    def new_orders(self, rows: tuple[OrderLine, ...]) -> Iterator[NewOrder]:
        """Yield the orders that are not known yet."""
        for row in rows:
            try:
                new = self._new_order(row)
            except InputError as error:
                self._tell(row, error)
                continue
            if new is not None:
                yield new

    def preview(self, row: OrderLine) -> PreviewedAs:
        """Return what would become of a row."""
        try:
            return PreviewedAs.KNOWN if self._new_order(row) is None else PreviewedAs.NEW
        except InputError as error:
            self._tell(row, error)
            return PreviewedAs.FAULTY

    def _tell(self, row: OrderLine, error: InputError) -> None:
        self._problems.add(say("Line {line}: {problem}", line=row.line, problem=error.text))

    def _new_order(self, row: OrderLine) -> NewOrder | None:
        earlier = self._seen.setdefault(row.number, row.line)
        if earlier != row.line:
            raise InputError(
                say("order {number} stands in line {earlier} already.", number=row.number, earlier=earlier)
            )
        product_id = find_product(self._plant, row.product).id
        line_id = self._line_id(row.line_name or self._terms.line)
        if self._is_known(row, product_id, line_id):
            self.known.append(row.number)
            return None
        return order_planning.checked(
            self._plant,
            OrderDraft(
                number=row.number,
                product_id=product_id,
                line_id=line_id,
                units=row.units,
                lot=row.lot,
                expiry=row.expiry,
                made=row.made,
                spare_percent=self._terms.spare_percent,
                first_article=self._terms.first_article,
                clearance=self._terms.clearance,
                reviewed=self._terms.reviewed,
                two_people=self._terms.two_people,
                planned_for=row.planned_for,
            ),
        )

    def _is_known(self, row: OrderLine, product_id: int, line_id: int) -> bool:
        with self._plant.store.read() as connection:
            known = stored.by_number(connection, row.number)
        if known is None:
            return False
        if (known.product_id, known.line_id, known.units) != (product_id, line_id, row.units):
            raise Refused(
                say(
                    "order {number} is known with another product, line or number of packs: take the known "
                    "one out first, or give this one another number.",
                    number=row.number,
                )
            )
        return True

    def _line_id(self, name: str) -> int:
        if not name and len(self._lines) == 1:
            return next(iter(self._lines.values()))
        found = self._lines.get(name)
        if found is None:
            raise InputError(
                say(
                    "there is no line called {found}; the plant has: {known}.",
                    found=repr(name[:130]),
                    known=", ".join(self._lines) or "-",
                )
            )
        return found
