"""Products from and to files: products.xml, CSV and XLSX; previewed first, then all or nothing."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.errors import InputError, PackmarkError, Refused
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.new_file import write_new
from desktop.exchange.problems import NAMED
from desktop.exchange.products_table import Mend, ProductsTable, SheetProblem, TableRow, read_products_table
from desktop.exchange.products_table_writer import products_csv, products_xlsx
from desktop.exchange.products_xml import read_products, read_products_bytes
from desktop.exchange.products_xml_writer import products_xml
from desktop.operations import product_saving
from desktop.operations.plant import Plant
from desktop.operations.product_rows import list_products
from desktop.operations.product_saving import Saved
from desktop.products.details import NO_DETAILS, Details
from desktop.products.merging import merged
from desktop.products.packing import Packing, Reading
from desktop.products.product import Product
from desktop.products.version import Master, differences
from desktop.storage import products as stored
from desktop.storage.store import Change
from desktop.texts import Text, say, say_count

__all__ = [
    "Action",
    "Mend",
    "PreviewRow",
    "ProductsImported",
    "ProductsPreview",
    "SheetProblem",
    "action_title",
    "export_products",
    "import_products",
    "preview_products",
]


class Action(StrEnum):
    """What an import does with a product of the file."""

    ADD = "add"
    COMPLETE = "complete"
    """Known; only fields that were empty are filled in."""
    REVISE = "revise"
    """Known with other data."""
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One product of the file. ``line`` 0: products.xml, which has no rows."""

    line: int
    product: Product | None
    details: Details
    action: Action
    sentence: Text | None
    """The pack ratio in words, to be confirmed by a person; for a refused one, why."""


@dataclass(frozen=True, slots=True)
class ProductsPreview:
    """What an import would do. Nothing was changed."""

    name: str
    sha256: str
    kind: str
    """``"xml"``, ``"csv"`` or ``"xlsx"``."""
    encoding: str
    """Of a CSV file: ``"utf-8-sig"``, ``"utf-8"`` or ``"gb18030"``; else empty."""
    rows: tuple[PreviewRow, ...]
    problems: tuple[SheetProblem, ...]
    """The first hundred; ``problem_count`` counts all."""
    problem_count: int

    def count(self, action: Action) -> int:
        """Return how many products the import would do this with."""
        return sum(row.action is action for row in self.rows)

    @property
    def mends(self) -> tuple[Mend, ...]:
        """All mends that are offered."""
        return tuple(problem.mend for problem in self.problems if problem.mend is not None)

    @property
    def importable(self) -> bool:
        """Tell whether an import would succeed, products with other data set aside."""
        blocked = any(problem.blocking for problem in self.problems)
        return bool(self.rows) and not blocked and self.count(Action.REFUSED) == 0


@dataclass(frozen=True, slots=True)
class ProductsImported:
    """What an import did."""

    added: int
    unchanged: int
    changes: Changes
    completed: int = 0
    revised: int = 0


def preview_products(
    plant: Plant, path: Path, *, reading: Reading = Reading.CUMULATIVE, mends: Collection[Mend] = ()
) -> ProductsPreview:
    """Say what an import would do with each product: the import itself, taken back.

    Args:
        plant: where.
        path: products.xml, CSV or XLSX, told apart by content.
        reading: what the numbers of the pack ratios count.
        mends: what the person accepted of the mends offered before.

    Raises:
        InputError: the file is none of these, or cannot be read at all.
    """
    table = _read(path, reading, mends)
    with plant.store.trial(plant.actor) as change:
        rows = tuple(_previewed(change, row) for row in table.rows)
    return ProductsPreview(
        table.name,
        table.sha256,
        table.kind,
        table.encoding,
        rows,
        table.problems[:NAMED],
        len(table.problems),
    )


def import_products(
    plant: Plant,
    path: Path,
    *,
    reading: Reading = Reading.CUMULATIVE,
    mends: Collection[Mend] = (),
    revise: bool = False,
    expected_sha256: str | None = None,
    reason: str = "",
) -> ProductsImported:
    """Import products.xml, a CSV or an XLSX table: all of it or nothing.

    What a file leaves empty stays as the plant has it; what the plant has left empty is filled in.

    Args:
        plant: where.
        path: the file.
        reading: what the numbers of the pack ratios count.
        mends: damaged cells that a person lets be put right.
        revise: whether a known product with other data is revised; else the import is refused.
        expected_sha256: of the file that was previewed, so that no other is imported.
        reason: why; goes on record with every version that this makes.

    Raises:
        InputError: the file is none of these, or lines of it are wrong (each is named).
        Refused: it contradicts a product that is already known, or another file stands there now.
    """
    table = _read(path, reading, mends)
    if expected_sha256 is not None and table.sha256 != expected_sha256:
        raise Refused(say("{name} has changed since it was previewed: look at it again.", name=path.name))
    _refuse_problems(table)
    done: dict[Action, list[str]] = {action: [] for action in Action}
    with plant.store.change(plant.actor, "products.import", path.name, reason=reason or path.name) as change:
        for row in table.rows:
            assert row.master is not None, "a row without a product has a problem, which was refused"
            try:
                action = _apply(change, row.master, revise=revise)
            except PackmarkError as error:
                raise _at_line(row.line, error) from error
            done[action].append(row.master.product.type_no)
        change.new = {
            "sha256": table.sha256,
            "added": done[Action.ADD],
            "completed": done[Action.COMPLETE],
            "revised": done[Action.REVISE],
            "unchanged": len(done[Action.UNCHANGED]),
            "mended": [{"line": mend.line, "column": mend.column, "to": mend.proposed} for mend in mends],
        }
    return ProductsImported(
        len(done[Action.ADD]),
        len(done[Action.UNCHANGED]),
        Changes.of(Kind.PRODUCTS),
        len(done[Action.COMPLETE]),
        len(done[Action.REVISE]),
    )


def export_products(
    plant: Plant, path: Path, *, product_ids: Collection[int] | None = None, language: str = "en"
) -> int:
    """Write products to a new file and return how many.

    Args:
        plant: where.
        path: ends in .xml (what the platform knows), .csv or .xlsx (everything).
        product_ids: which; None: all.
        language: of the headings; every language is read again.

    Raises:
        InputError: the ending is another, or there is nothing to write.
        Refused: the file exists, or products.xml cannot hold a product.
    """
    rows = [row for row in list_products(plant) if product_ids is None or row.id in product_ids]
    if not rows:
        raise InputError(say("There is no product to export."))
    masters = [row.master for row in rows]
    match path.suffix.lower():
        case ".xml":
            content = products_xml([row.product for row in rows])
        case ".csv":
            content = products_csv(masters, language)
        case ".xlsx":
            content = products_xlsx(masters, language)
        case ending:
            raise InputError(
                say("Products are exported to .xml, .csv or .xlsx, not to “{ending}”.", ending=ending)
            )
    write_new(path, content)
    return len(rows)


def action_title(action: Action) -> Text:
    """Return the word for what an import does with a product."""
    return {
        Action.ADD: say("new"),
        Action.COMPLETE: say("is completed"),
        Action.REVISE: say("differs"),
        Action.UNCHANGED: say("known"),
        Action.REFUSED: say("refused"),
    }[action]


def _read(path: Path, reading: Reading, mends: Collection[Mend]) -> ProductsTable:
    with open_incoming(path) as stream:
        head = read_some(stream, 1024, path.name)
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return read_products_table(path, reading=reading, mends=mends)
    data = read_products_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        products = read_products(data, reading)
    except InputError as error:
        wrong = tuple(SheetProblem(0, "", "", text) for text in error.details or (error.text,))
        return ProductsTable(path.name, "xml", "", sha256, (), wrong)
    rows = tuple(TableRow(0, Master(product)) for product in products)
    return ProductsTable(path.name, "xml", "", sha256, rows, ())


def _refuse_problems(table: ProductsTable) -> None:
    blocking = [problem.sentence for problem in table.problems if problem.blocking]
    if len(blocking) == 1:
        raise InputError(say("{name}: {problem}", name=table.name, problem=blocking[0]))
    if blocking:
        raise InputError(
            say_count(
                "{name} has {n} problem; nothing of it was taken.",
                "{name} has {n} problems; nothing of it was taken.",
                n=len(blocking),
                name=table.name,
            ),
            blocking[:NAMED],
        )
    if not table.rows:
        raise InputError(say("{name} holds no product.", name=table.name))


def _previewed(change: Change, row: TableRow) -> PreviewRow:
    if row.master is None:
        return PreviewRow(row.line, None, NO_DETAILS, Action.REFUSED, None)
    product, details = row.master.product, row.master.details
    try:
        action = _apply(change, row.master, revise=True)
    except PackmarkError as error:
        return PreviewRow(row.line, product, details, Action.REFUSED, error.text)
    return PreviewRow(row.line, product, details, action, Packing.of(product.levels).sentence)


def _apply(change: Change, incoming: Master, *, revise: bool) -> Action:
    known = stored.by_type_no(change.connection, incoming.product.type_no)
    if known is None:
        product_saving.add(change, incoming)
        return Action.ADD
    newest = product_saving.newest_master(change, known.id)
    wanted = merged(newest, incoming)
    differing = differences(newest, wanted)
    if not differing:
        return Action.UNCHANGED
    completes = all(not row.old for row in differing)
    if not completes and not revise:
        raise Refused(
            say(
                "Product {type_no} ({name}) is already known with other data. What was printed cannot be "
                "changed; compare the file with the product's page.",
                type_no=incoming.product.type_no,
                name=incoming.product.name,
            )
        )
    done = product_saving.save(change, known.id, wanted)
    assert done.what is not Saved.UNCHANGED, "differences were found above"
    return Action.COMPLETE if completes else Action.REVISE


def _at_line(line: int, error: PackmarkError) -> PackmarkError:
    if not line:
        return error
    return type(error)(say("Line {line}: {problem}", line=line, problem=error.text), error.details)
