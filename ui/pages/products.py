"""Products: what the plant packs, its pack levels and codes, and its batches."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.operations import batches, codes, products, sample_plant
from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.texts import say
from ui.kit import column, row
from ui.pages.imports import Imports
from ui.pages.page import Page
from ui.pages.product_detail import ProductDetail
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.widgets.work_strip import WorkStrip
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the page shows."""

    products: tuple[ProductRow, ...]
    pool: tuple[PoolLevel, ...]
    batches: tuple[BatchRow, ...]


class ProductsPage(Page):
    """A list of products, and beside it the chosen one."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.PRODUCTS, Kind.CODES, Kind.BATCHES})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._catalogue = Catalogue((), (), ())
        self._wanted: int | None = None
        self.strip = WorkStrip(kit)
        self.imports = Imports(work, self.strip, self)
        self.import_products = kit.button(
            say("Import products.xml"), self.imports.ask_products, icon_name="import"
        )
        self.import_codes = kit.button(say("Import code files"), self.imports.ask_codes, icon_name="import")
        self.table: Table[ProductRow] = Table(
            work,
            say("Products"),
            (
                Column(say("Product"), lambda item: item.product.name, wide=True),
                Column(say("Strength"), lambda item: item.product.spec),
            ),
        )
        self.table.chosen.connect(self._show_product)
        self.detail = ProductDetail(work)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        left = kit.card(self.table)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([368, 800])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self._make_empty())
        title = kit.label(say("Products"), "title")
        self._tools = row(self.import_products, self.import_codes)
        self.lay_out(row(title, 1, self._tools), self.strip, column(self._stack))
        self.setAcceptDrops(True)
        self.shortcut("Ctrl+I", say("Import products.xml"), self.import_products)
        self.shortcut("Ctrl+Shift+I", say("Import code files"), self.import_codes)
        self.shortcut("Ctrl+N", say("New batch"), self.detail.new_batch)

    def refresh(self) -> None:
        """Read the catalogue anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word the detail anew."""
        self.detail.reword()

    def show_what(self, what: object) -> None:
        """Show a product by its id; ``"import"`` asks for a products.xml."""
        if what == "import":
            self.imports.ask_products()
        elif isinstance(what, int):
            self._wanted = what
            self._choose()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import files that are dropped here."""
        self.imports.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        bring = kit.button(
            say("Import products.xml"), self.imports.ask_products, "primary", icon_name="import"
        )
        self.load_sample = kit.button(say("Load the sample plant"), self._load_sample)
        return EmptyPage(
            kit,
            "products",
            say("No products yet"),
            say(
                "Here stand the products of your plant with their pack levels, code prefixes, batches and "
                "codes. The traceability platform gives you a products.xml: import it here, or drop it on "
                "this page."
            ),
            bring,
            self.load_sample,
        )

    def _load_sample(self) -> None:
        plant = self.work.plant
        task = self.work.background.run(
            lambda _report: sample_plant.load(plant),
            receiver=self,
            done=self.work.announce,
            ended=self.strip.end,
        )
        self.strip.begin(say("Loading the sample plant"), task)

    def _show(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._stack.setCurrentIndex(0 if catalogue.products else 1)
        self.import_products.setVisible(bool(catalogue.products))
        self.import_codes.setVisible(bool(catalogue.products))
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


def _read(plant: Plant) -> Catalogue:
    return Catalogue(products.list_products(plant), codes.pool_levels(plant), batches.list_batches(plant))
