"""One product: what it is, how complete its data are, how it is packed, its batches and its versions."""

from PySide6.QtWidgets import QMenu, QWidget

from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.products import ProductRow
from desktop.products.filing import FilingStatus, filing_title, gate
from desktop.products.packing import Packing, Reading
from desktop.products.product import PackLevel
from desktop.texts import Text, say, say_count
from ui.dialogs.complete_product import CompleteProduct
from ui.dialogs.new_batch import NewBatch
from ui.kit import Button, box, column, facts, row, scrolling
from ui.pages.product_fields import ProductFields
from ui.pages.product_versions import ProductVersions
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.meter import Meter
from ui.widgets.pack_drawing import PackDrawing
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, day, level_name
from ui.workplace import Workplace

LevelRow = tuple[PackLevel, PoolLevel | None]
PACKING, BATCHES, FIELDS, VERSIONS = range(4)
_FILING_MARKS = {
    FilingStatus.NONE: Mark.STOPPED,
    FilingStatus.SUBMITTED: Mark.ATTENTION,
    FilingStatus.PASSED: Mark.DONE,
}


class ProductDetail(QWidget):
    """Shows one product; nothing until one is chosen."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._item: ProductRow | None = None
        kit = work.kit
        self._name = kit.label(role="title", wrap=True)
        self._about = kit.label(role="muted", wrap=True)
        self.filing = StateBadge(kit.language)
        self.meter = Meter(kit)
        self._gate = kit.label(role="field-error", wrap=True)
        self.set_filing = kit.button(say("Filing …"), self._set_filing)
        self.edit = kit.button(say("Edit …"), self._edit, icon_name="edit")
        self.new_batch = kit.button(say("New batch"), self._new_batch, "primary", icon_name="add")
        self.more = kit.button(say("More"), lambda: None)
        self._menu = QMenu(self)
        self.change_di = self._menu.addAction("")
        self.change_di.triggered.connect(lambda _checked: self._change_di())
        self.retire = self._menu.addAction("")
        self.retire.triggered.connect(lambda _checked: self._retire())
        kit.language.word(self.change_di, say("UDI-DI: what changed? …"))
        kit.language.word(self.retire, say("Retire or relaunch a GTIN …"))
        self.more.setMenu(self._menu)
        self.levels = self._make_levels()
        self.batches = self._make_batches()
        self.fields = ProductFields(work)
        self.fields.wanted.connect(self._edit)
        self.versions = ProductVersions(work)
        self.tabs = Tabs(kit)
        self.tabs.add(say("Packing and codes"), self._make_packing())
        self.tabs.add(say("Batches"), kit.card(self.batches))
        self.tabs.add(say("Master data"), self.fields)
        self.tabs.add(say("Versions"), self.versions)
        self._whole = box(column(self._make_head(), self.tabs))
        layout = self._whole.layout()
        assert layout is not None
        self.setLayout(column(self._whole))
        self._whole.hide()

    def show_product(
        self, item: ProductRow, pool: tuple[PoolLevel, ...], batches: tuple[BatchRow, ...]
    ) -> None:
        """Show ``item`` with its pool and batches."""
        self._item = item
        product = item.product
        self._name.setText(product.name)
        by_level = {level.level: level for level in pool}
        self.levels.put([(level, by_level.get(level.level)) for level in product.levels])
        self.levels.fit_height()
        self.drawing.show_levels(product.levels)
        self.batches.put(batches, same=lambda one, other: one.id == other.id)
        self.fields.show_product(item)
        self.versions.show_product(item)
        self._whole.show()
        self.reword()

    def item(self) -> ProductRow | None:
        """Return the product that is shown."""
        return self._item

    def reword(self) -> None:
        """Word the facts in the present language."""
        item = self._item
        if item is None:
            return
        word = self._work.language
        product, filing = item.product, item.filing
        months = product.shelf_life_months
        parts: list[str | Text] = [product.spec, product.form, product.package_spec, product.authorized_no]
        if months:
            parts.append(say_count("{n} month", "{n} months", n=months))
        if item.version > 1:
            parts.append(say("version {n}", n=item.version))
        shown = dict.fromkeys(word(part) if isinstance(part, Text) else part for part in parts if part)
        self._about.setText(" · ".join(shown))
        if product.specimen:
            self.filing.show_state(Mark.IDLE, say("Specimen, needs no filing"))
        else:
            status = say("Filing: {status}", status=filing_title(filing.status))
            self.filing.show_state(_FILING_MARKS[filing.status], status)
        closed = gate(product, item.details, filing)
        self._gate.setVisible(closed is not None)
        word.word(self._gate, closed)
        self.set_filing.setVisible(not product.specimen)
        meter = item.completeness
        self.meter.show_share(meter.done, meter.of, meter.missing)
        packing = Packing.of(product.levels)
        word.word(self._ratio, packing.sentence)
        word.word(self._cumulative, _reading(packing, Reading.CUMULATIVE))
        word.word(self._nested, _reading(packing, Reading.NESTED))
        self.fields.reword()
        self.versions.reword()

    def _make_head(self) -> QWidget:
        kit = self._work.kit
        names = row(self._name, self.filing)
        names.setStretch(0, 1)
        buttons = row(self.meter, 1, self.more, self.set_filing, self.edit, self.new_batch, spacing=GRID)
        buttons.setStretch(0, 3)
        return kit.card(names, self._about, self._gate, buttons, spacing=GRID)

    def _make_packing(self) -> QWidget:
        kit = self._work.kit
        self.drawing = PackDrawing(kit.language)
        self._ratio = kit.label(role="heading", wrap=True)
        self._cumulative = kit.label(wrap=True)
        self._nested = kit.label(wrap=True)
        readings = facts(
            (kit.label(say("Platform's ratio, cumulative"), "muted"), self._cumulative),
            (kit.label(say("Platform's ratio, nested"), "muted"), self._nested),
        )
        drawn = kit.card(self._ratio, self.drawing, readings, spacing=GRID + GRID // 2)
        content = QWidget()
        content.setLayout(column(drawn, kit.card(self.levels), 1))
        return scrolling(content)

    def _make_levels(self) -> Table[LevelRow]:
        def count(name: str) -> Column[LevelRow]:
            titles = {
                "available": say("Available"),
                "allocated": say("Allocated"),
                "printed": say("Printed"),
                "unknown": say("Unknown"),
                "void": say("Void"),
            }
            return Column(titles[name], lambda item: 0 if item[1] is None else _count(item[1], name))

        columns: tuple[Column[LevelRow], ...] = (
            Column(say("Level"), lambda item: level_name(item[0].level), wide=True),
            Column(say("Prefix"), lambda item: item[0].prefix or "\N{EN DASH}", code=True),
            Column(
                say("GTIN"),
                lambda item: item[0].gtin.as_14 if item[0].gtin else "\N{EN DASH}",
                code=True,
            ),
            count("available"),
            count("allocated"),
            count("printed"),
            count("unknown"),
            count("void"),
        )
        return Table(self._work, say("Pack levels"), columns, tools=False)

    def _make_batches(self) -> Table[BatchRow]:
        columns: tuple[Column[BatchRow], ...] = (
            Column(say("Lot"), lambda item: item.batch.lot, code=True),
            Column(say("Produced"), lambda item: day(item.batch.made)),
            Column(say("Expiry"), lambda item: day(item.batch.expiry)),
            Column(
                say("Kind"),
                lambda item: say("Specimen") if item.batch.specimen else say("Merchandise"),
                mark=lambda item: Mark.ATTENTION if item.batch.specimen else Mark.DONE,
                wide=True,
            ),
        )
        return Table(self._work, say("Batches"), columns)

    def _edit(self, section: str = "") -> None:
        from ui.dialogs.edit_product import EditProduct  # noqa: PLC0415 (start-up)

        if self._item is not None:
            dialog = EditProduct(self._work, self._item, self)
            if section:
                dialog.show_group(section)
            dialog.ask()

    def _set_filing(self) -> None:
        from ui.dialogs.set_filing import SetFiling  # noqa: PLC0415 (start-up)

        if self._item is not None:
            SetFiling(self._work, self._item, self).ask()

    def _change_di(self) -> None:
        from ui.dialogs.di_change import DiChangeDialog  # noqa: PLC0415 (start-up)

        if self._item is not None:
            DiChangeDialog(self._work, self._item, self).ask()

    def _retire(self) -> None:
        from ui.dialogs.retire_gtin import RetireGtin  # noqa: PLC0415 (start-up)

        if self._item is not None:
            RetireGtin(self._work, self._item, self).ask()

    def _new_batch(self) -> None:
        if self._item is None:
            return
        if (
            self._item.product.shelf_life_months is None
            and not CompleteProduct(self._work, self._item, self).ask()
        ):
            return
        if NewBatch(self._work, self._item, self).ask():
            self.tabs.choose(BATCHES)

    def buttons(self) -> tuple[Button, ...]:
        """Return the first-level actions."""
        return self.set_filing, self.edit, self.new_batch


def _reading(packing: Packing, reading: Reading) -> Text:
    if reading is Reading.CUMULATIVE:
        return say("{ratio}: each number counts packs in one largest pack", ratio=packing.ratio(reading))
    return say("{ratio}: each number counts packs in the next larger one", ratio=packing.ratio(reading))


def _count(level: PoolLevel, name: str) -> int:
    counts = level.counts
    return counts.good if name == "printed" else int(getattr(counts, name))
