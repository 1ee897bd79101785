"""One product: what it is, how it is packed, how many codes are left, and its batches."""

from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.products import ProductRow
from desktop.products.packing import Packing
from desktop.products.product import PackLevel
from desktop.texts import Text, say, say_count
from ui.dialogs.complete_product import CompleteProduct
from ui.dialogs.new_batch import NewBatch
from ui.kit import column, facts, row, scrolling
from ui.tables import Column, Table
from ui.wording import Mark, day, level_name
from ui.workplace import Workplace

LevelRow = tuple[PackLevel, PoolLevel | None]


class ProductDetail(QWidget):
    """Shows one product; nothing until one is chosen."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._item: ProductRow | None = None
        kit = work.kit
        self._name = kit.label(role="title", wrap=True)
        self._ratio = kit.label(role="muted", wrap=True)
        self._values = {name: QLabel() for name in ("spec", "pack", "approval", "type", "gtin", "life")}
        self.complete = kit.button(say("Complete …"), self._complete)
        self.new_batch = kit.button(say("New batch"), self._new_batch, "primary", icon_name="add")
        names = {
            "spec": say("Strength and form"),
            "pack": say("Package"),
            "approval": say("Approval number"),
            "type": say("Type number"),
            "gtin": say("GTIN of the unit"),
            "life": say("Shelf life"),
        }
        grid = facts(
            *((kit.label(names[key], "muted"), value) for key, value in self._values.items()), columns=2
        )
        self.levels = self._make_levels()
        self.batches = self._make_batches()
        head = row(self._name, self.complete)
        head.setStretch(0, 1)
        about = kit.card(head, grid)
        packs = row(kit.label(say("Pack levels and codes"), "heading"), self._ratio)
        packs.setStretch(1, 1)
        packing = kit.card(packs, self.levels)
        lots = kit.card(row(kit.label(say("Batches"), "heading"), 1, self.new_batch), self.batches)
        content = QWidget()
        content.setLayout(column(about, packing, lots, 1))
        self._area: QScrollArea = scrolling(content)
        self.setLayout(column(self._area))
        self._area.hide()

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
        self.batches.put(batches, same=lambda one, other: one.id == other.id)
        self.batches.fit_height()
        self._area.show()
        self.reword()

    def reword(self) -> None:
        """Word the facts in the present language."""
        if self._item is None:
            return
        product = self._item.product
        gtin = product.level(1).gtin
        months = product.shelf_life_months
        unknown = say("not known yet")
        shown: dict[str, str | Text] = {
            "spec": " · ".join(part for part in (product.spec, product.form) if part),
            "pack": product.package_spec,
            "approval": product.authorized_no,
            "type": product.type_no,
            "gtin": gtin.as_14 if gtin else unknown,
            "life": say_count("{n} month", "{n} months", n=months) if months else unknown,
        }
        word = self._work.language
        for key, value in shown.items():
            self._values[key].setText(word(value) if isinstance(value, Text) else value or "\N{EN DASH}")
        self._ratio.setText(word(Packing.of(product.levels).sentence))
        self._work.language.word(self.complete, say("Change …") if gtin and months else say("Complete …"))

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
            Column(say("Prefix"), lambda item: item[0].prefix, code=True),
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
        return Table(self._work, say("Batches"), columns, tools=False)

    def _complete(self) -> None:
        if self._item is not None:
            CompleteProduct(self._work, self._item, self).ask()

    def _new_batch(self) -> None:
        if self._item is None:
            return
        if (
            self._item.product.shelf_life_months is None
            and not CompleteProduct(self._work, self._item, self).ask()
        ):
            return
        NewBatch(self._work, self._item, self).ask()


def _count(level: PoolLevel, name: str) -> int:
    counts = level.counts
    return counts.printed + counts.verified if name == "printed" else int(getattr(counts, name))
