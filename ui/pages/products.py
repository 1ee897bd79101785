"""Products: what the plant packs, how complete and filed each is, its packing, batches and versions."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.operations import batches, codes, product_exchange, products, sample_plant
from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.products.filing import gate
from desktop.texts import say, say_count
from ui.kit import column, row
from ui.pages.page import Page
from ui.pages.product_detail import ProductDetail
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark
from ui.workplace import Workplace

_KINDS = say("Product files (*.xml *.csv *.xlsx)")
_KINDS_OF_FILE = ("xml", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the page shows."""

    products: tuple[ProductRow, ...]
    pool: tuple[PoolLevel, ...]
    batches: tuple[BatchRow, ...]


class ProductsPage(Page):
    """A list of products, and beside it the chosen one."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.PRODUCTS, Kind.CODES, Kind.BATCHES, Kind.JOBS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._catalogue = Catalogue((), (), ())
        self._wanted: int | None = None
        self.strip = WorkStrip(kit)
        self.prefixes = kit.button(say("Company prefixes …"), self._prefixes)
        self.export = kit.button(say("Export"), lambda: None, icon_name="export")
        self._menu = QMenu(self)
        for ending in _KINDS_OF_FILE:
            action = self._menu.addAction(ending.upper())
            action.triggered.connect(lambda _checked, ending=ending: self._export(ending))
        self._menu.addSeparator()
        self.devices = self._menu.addAction("")
        self.devices.triggered.connect(lambda _checked: self._export_devices())
        kit.language.word(self.devices, say("Devices for UDID …"))
        self.export.setMenu(self._menu)
        self.import_products = kit.button(say("Import …"), self.ask_products, icon_name="import")
        self.new_product = kit.button(say("New product"), self._new_product, icon_name="add")
        self.table: Table[ProductRow] = Table(work, say("Products"), _columns())
        self.table.export.hide()  # products are exported whole, by the button of the page
        self.table.chosen.connect(self._show_product)
        self.detail = ProductDetail(work)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(kit.card(self.table))
        split.addWidget(self.detail)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([320, 830])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self._make_empty())
        title = kit.label(say("Products"), "title")
        self._tools = (self.prefixes, self.export, self.import_products, self.new_product)
        self.lay_out(row(title, 1, *self._tools, spacing=GRID), self.strip, column(self._stack))
        self.setAcceptDrops(True)
        self.shortcut("Ctrl+N", say("New product"), self.new_product)
        self.shortcut("Ctrl+I", say("Import products"), self.import_products)
        self.shortcut("Ctrl+B", say("New batch"), self.detail.new_batch)
        self.shortcut("F2", say("Edit the product"), self.detail.edit)

    def refresh(self) -> None:
        """Read the catalogue anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word the detail anew."""
        self.detail.reword()

    def show_what(self, what: object) -> None:
        """Show a product by its id; ``"import"`` asks for a file of products."""
        if what == "import":
            self.ask_products()
        elif isinstance(what, int):
            self._wanted = what
            self._choose()

    def ask_products(self) -> None:
        """Ask for a file of products and import it."""
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(self, word(say("Import products")), "", word(_KINDS))
        if name:
            self.take([Path(name)])

    def take(self, paths: list[Path]) -> None:
        """Import files: those of products one after the other, then the codes, which belong to products."""
        from ui.dialogs.import_codes import ImportCodes  # noqa: PLC0415 (start-up)
        from ui.dialogs.import_products import ImportProducts  # noqa: PLC0415 (start-up)

        of_codes = [path for path in paths if path.suffix.lower().removeprefix(".") not in _KINDS_OF_FILE]
        for path in paths:
            if path not in of_codes:
                ImportProducts(self.work, path, self).ask()
        if of_codes:
            ImportCodes(self.work, of_codes, self).ask()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import files that are dropped here."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # Later, so that the program that the files came from is not kept waiting by our dialog.
        QTimer.singleShot(0, self, lambda: self.take(paths))

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        bring = kit.button(say("Import products"), self.ask_products, "primary", icon_name="import")
        new = kit.button(say("New product"), self._new_product, icon_name="add")
        self.load_sample = kit.button(say("Load the sample plant"), self._load_sample)
        return EmptyPage(
            kit,
            "products",
            say("No products yet"),
            say(
                "Here stand the products of your plant with their pack levels, code prefixes, GTINs, filing "
                "and batches. The traceability platform gives you a products.xml: import it here, or a CSV "
                "or XLSX table, or drop it on this page."
            ),
            bring,
            new,
            self.load_sample,
        )

    def _load_sample(self) -> None:
        plant, language = self.work.plant, self.work.language.code
        task = self.work.background.run(
            lambda _report: sample_plant.load_with_line(plant, language),
            receiver=self,
            done=self.work.announce,
            ended=self.strip.end,
        )
        self.strip.begin(say("Loading the sample plant"), task)

    def _show(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._stack.setCurrentIndex(0 if catalogue.products else 1)
        for button in self._tools:
            button.setVisible(bool(catalogue.products))
        self.table.put(catalogue.products, same=lambda one, other: one.id == other.id)
        if self.table.chosen_row() is None and catalogue.products:
            self.table.choose(lambda _item: True)
        self._choose()
        chosen = self.table.chosen_row()
        if chosen is not None:
            self._show_product(chosen)

    def _choose(self) -> None:
        if self._wanted is not None and self._catalogue.products:
            wanted = self._wanted
            self._wanted = None
            self.table.choose(lambda item: item.id == wanted)

    def _show_product(self, item: ProductRow) -> None:
        self.detail.show_product(
            item,
            tuple(level for level in self._catalogue.pool if level.product_id == item.id),
            tuple(batch for batch in self._catalogue.batches if batch.product_id == item.id),
        )

    def _new_product(self) -> None:
        from ui.dialogs.edit_product import EditProduct  # noqa: PLC0415 (start-up)

        dialog = EditProduct(self.work, None, self)
        if dialog.ask() and dialog.stored is not None:
            self.show_what(dialog.stored.id)

    def _prefixes(self) -> None:
        from ui.dialogs.licensed_prefixes import LicensedPrefixes  # noqa: PLC0415 (start-up)

        LicensedPrefixes(self.work, self).ask()

    def _export_devices(self) -> None:
        from ui.dialogs.export_udid import ExportUdid  # noqa: PLC0415 (start-up)

        ExportUdid(self.work, self).ask()

    def _export(self, ending: str) -> None:
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Export products")), f"products.{ending}", f"{ending.upper()} (*.{ending})"
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() != f".{ending}":
            path = path.with_name(f"{path.name}.{ending}")
        plant, code = self.work.plant, word.code
        self.work.background.run(
            lambda _report: _export(plant, path, code),
            receiver=self,
            done=lambda n: self.work.messages.done(
                say_count(
                    "{n} product was exported to {path}.",
                    "{n} products were exported to {path}.",
                    n=n,
                    path=path,
                )
            ),
        )


def _read(plant: Plant) -> Catalogue:
    return Catalogue(products.list_products(plant), codes.pool_levels(plant), batches.list_batches(plant))


def _export(plant: Plant, path: Path, language: str) -> int:
    # The person has agreed to overwrite in the file dialog.
    path.unlink(missing_ok=True)
    return product_exchange.export_products(plant, path, language=language)


def _columns() -> tuple[Column[ProductRow], ...]:
    return (
        Column(say("Product"), lambda item: item.product.name, mark=_mark, wide=True),
        Column(say("Strength"), lambda item: item.product.spec, width=128),
    )


def _mark(item: ProductRow) -> Mark:
    """Say by the mark whether a job may print the product."""
    if item.product.specimen:
        return Mark.IDLE
    return Mark.DONE if gate(item.product, item.details, item.filing) is None else Mark.STOPPED
