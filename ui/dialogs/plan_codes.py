"""How many codes a production needs on each level, and reserving them."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from desktop.operations import pool, products
from desktop.operations.plant import Plant
from desktop.operations.pool import CodePlan, CodesAllocated, PlanRow
from desktop.operations.products import ProductRow
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.wording import Mark, level_name
from ui.workplace import Workplace

_MOST_UNITS = 100_000_000
_UNITS = 1_000
_SPARE = 2.0
_TYPING_MS = 150


class PlanCodes(Dialog):
    """Plans while typing; what is planned can be reserved under a purpose."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("Plan codes for a production"), parent)
        kit = work.kit
        self._asked = 0
        self.plan: CodePlan | None = None
        self.product = QComboBox()
        self.units = kit.spin_box(1, _MOST_UNITS, _UNITS)
        self.spare = QDoubleSpinBox()
        self.spare.setRange(0, 100)
        self.spare.setDecimals(1)
        self.spare.setSuffix(" %")
        self.spare.setValue(_SPARE)
        self.spare.lineEdit().setTextMargins(GRID, 0, 0, 0)
        self.table: Table[PlanRow] = Table(work, say("Codes needed"), _columns(), tools=False)
        self._sentence = kit.label(wrap=True)
        self.purpose = kit.field(say("For example: batch 20261103, pre-printed cartons"))
        self.reserve = kit.button(say("Reserve these codes"), self._reserve, "primary")
        self.purpose.textChanged.connect(lambda _text: self._enable())
        fields = row(
            FormField(kit, say("Product"), self.product),
            FormField(kit, say("Smallest packs to make"), self.units),
            FormField(kit, say("Spare codes"), self.spare),
        )
        fields.setStretch(0, 2)
        self.lay_out(
            fields,
            self.table,
            self._sentence,
            FormField(
                kit,
                say("Purpose of a reservation"),
                self.purpose,
                say("Reserved codes are kept from all jobs until the reservation is released."),
            ),
            buttons=(kit.button(say("Close"), self.reject), self.reserve),
        )
        self.setMinimumWidth(112 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._plan)
        self.units.valueChanged.connect(lambda _value: self._timer.start())
        self.spare.valueChanged.connect(lambda _value: self._timer.start())
        self.product.currentIndexChanged.connect(lambda _index: self._plan())
        self._enable()
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show_products)

    def _show_products(self, rows: tuple[ProductRow, ...]) -> None:
        for item in rows:
            self.product.addItem(f"{item.product.name} {item.product.spec}".strip(), item.id)

    def _plan(self) -> None:
        if self.product.currentData() is None:
            return
        self._asked += 1
        asked, plant, product_id = self._asked, self.work.plant, int(self.product.currentData())
        units, spare = self.units.value(), self.spare.value()
        self.work.background.run(
            lambda _report: pool.plan_codes(plant, product_id, units, spare),
            receiver=self,
            done=lambda plan: self._show(asked, plan),
            failed=self.notice.trouble,
        )

    def _show(self, asked: int, plan: CodePlan) -> None:
        if asked != self._asked:
            return
        self.notice.hide()
        self.plan = plan
        self.table.put(plan.rows)
        self.table.fit_height()
        self.work.language.word(self._sentence, plan.sentence)
        self._enable()

    def _enable(self) -> None:
        enough = self.plan is not None and self.plan.enough
        self.reserve.setEnabled(enough and bool(self.purpose.text().strip()))

    def _reserve(self) -> None:
        plan = self.plan
        if plan is None:
            return
        plant, purpose = self.work.plant, self.purpose.text().strip()
        counts = {item.level: item.total for item in plan.rows if item.total}
        self.reserve.setEnabled(False)
        self.work.background.run(
            lambda _report: pool.allocate(plant, plan.product_id, counts, purpose),
            receiver=self,
            done=self._reserved,
            failed=self.notice.trouble,
            ended=self._enable,
        )

    def _reserved(self, result: CodesAllocated) -> None:
        self.work.announce(result.changes)
        self.work.messages.done(say("The codes are reserved for “{purpose}”.", purpose=self.purpose.text()))
        self.accept()


def _read(plant: Plant) -> tuple[ProductRow, ...]:
    return products.list_products(plant)


def _columns() -> tuple[Column[PlanRow], ...]:
    return (
        Column(
            say("Level"),
            lambda item: level_name(item.level),
            mark=lambda item: Mark.STOPPED if item.missing else Mark.DONE,
        ),
        Column(say("Packs"), lambda item: item.needed),
        Column(say("Spare"), lambda item: item.spare),
        Column(say("Codes"), lambda item: item.total),
        Column(say("Available"), lambda item: item.available),
        Column(say("Missing"), lambda item: item.missing),
        Column(say("Last pack"), lambda item: item.last_pack or say("all are full"), wide=True),
    )
