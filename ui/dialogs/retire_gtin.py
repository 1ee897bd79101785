"""A GTIN that is given up is never used again; the one exception is the unchanged relaunch."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.changes import Changes
from desktop.operations import product_rules
from desktop.operations.plant import Plant
from desktop.operations.product_rules import RetiredGtin
from desktop.operations.products import ProductRow
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.wording import level_name, moment
from ui.workplace import Workplace


class RetireGtin(Dialog):
    """Retires a GTIN of the product, or takes a retired one of it up again, with a reason."""

    def __init__(self, work: Workplace, item: ProductRow, parent: QWidget) -> None:
        super().__init__(work, say("Retire or relaunch a GTIN"), parent)
        kit = work.kit
        self._item = item
        explained = kit.label(
            say(
                "A retired GTIN is never given to anything else. Only the same product may carry it again, "
                "if it comes back unchanged (GS1 China, UDI-DI allocation rule 8)."
            ),
            wrap=True,
        )
        self.level = QComboBox()
        for level in item.product.levels:
            if level.gtin is not None:
                text = say("{level} · {gtin}", level=level_name(level.level), gtin=level.gtin.as_14)
                self.level.addItem(work.language(text), level.level)
        self.reason = kit.field(say("Why, for the audit trail"))
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.table: Table[RetiredGtin] = Table(work, say("Retired GTINs"), _columns(), tools=False)
        self.table.chosen.connect(lambda _item: self._enable())
        self.retire = kit.button(say("Retire for good"), self._retire)
        self.relaunch = kit.button(say("Relaunch unchanged"), self._relaunch)
        fields = row(
            FormField(kit, say("GTIN of a pack level"), self.level),
            FormField(kit, say("Reason"), self.reason),
        )
        fields.setStretch(0, 2)
        fields.setStretch(1, 3)
        self.lay_out(
            explained,
            fields,
            kit.label(say("Retired GTINs of this product"), "heading"),
            self.table,
            buttons=(self.retire, self.relaunch, kit.button(say("Close"), self.reject)),
        )
        self.resize(100 * GRID, 60 * GRID)
        self._enable()
        self._read()

    def _read(self) -> None:
        plant, product_id = self.work.plant, self._item.id
        self.work.background.run(
            lambda _report: _of_product(plant, product_id), receiver=self, done=self._show
        )

    def _show(self, rows: tuple[RetiredGtin, ...]) -> None:
        self.table.put(rows)
        self._enable()

    def _enable(self) -> None:
        said = bool(self.reason.text().strip())
        self.retire.setEnabled(said and self.level.count() > 0)
        self.relaunch.setEnabled(said and self.table.chosen_row() is not None)

    def _retire(self) -> None:
        plant, product_id, reason = self.work.plant, self._item.id, self.reason.text().strip()
        level = int(self.level.currentData())
        self.work.background.run(
            lambda _report: product_rules.retire_gtin(plant, product_id, level, reason=reason),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
        )

    def _relaunch(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is None:
            return
        plant, product_id, reason = self.work.plant, self._item.id, self.reason.text().strip()
        self.work.background.run(
            lambda _report: product_rules.relaunch_gtin(
                plant, product_id, chosen.level, chosen.gtin.value, reason=reason
            ),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()


def _of_product(plant: Plant, product_id: int) -> tuple[RetiredGtin, ...]:
    return tuple(item for item in product_rules.retired_gtins(plant) if item.product_id == product_id)


def _columns() -> tuple[Column[RetiredGtin], ...]:
    return (
        Column(say("GTIN"), lambda item: item.gtin.as_14, code=True),
        Column(say("Level"), lambda item: level_name(item.level)),
        Column(say("Retired at"), lambda item: moment(item.retired_at)),
        Column(say("By"), lambda item: item.retired_by),
        Column(say("Reason"), lambda item: item.reason, wide=True),
    )
