"""A new work order: what is packed, how much, on which line, and what is asked before it runs."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import codes, lines, order_planning, products
from desktop.operations.codes import PoolLevel
from desktop.operations.lines import LineRow
from desktop.operations.order_planning import OrderDraft
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.operations.work_orders import OrderRow
from desktop.products.code_plan import MOST_UNITS
from desktop.products.filing import gate
from desktop.products.lines import LONGEST_NAME
from desktop.products.packing import Packing
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.orders.day_field import DayField
from ui.orders.level_plan import LevelPlan
from ui.orders.terms import TermsFields
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_UNITS = 10_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from."""

    products: tuple[ProductRow, ...]
    lines: tuple[LineRow, ...]
    pool: tuple[PoolLevel, ...]


class NewOrder(Dialog):
    """Plans an order; lot and expiry come later, entered twice and blind.

    Attributes:
        planned: the order, once it is planned.
    """

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("New work order"), parent)
        kit = work.kit
        self.planned: OrderRow | None = None
        self._choices = Choices((), (), ())
        self.number = kit.field(say("WO-2026-0001"))
        self.number.setMaxLength(LONGEST_NAME)
        self.product, self.line = QComboBox(), QComboBox()
        self.units = kit.spin_box(1, MOST_UNITS, _UNITS)
        self.number_field = FormField(kit, say("Number of the order"), self.number)
        self.product_field = FormField(kit, say("Product"), self.product)
        self.line_field = FormField(kit, say("Packing line"), self.line)
        self.day = DayField(kit, say("Planned for (may stay empty)"))
        self.levels = LevelPlan(work)
        self._sums = kit.label(wrap=True)
        self.terms = TermsFields(work)
        self.plan = kit.button(say("Plan the order"), self._plan, "primary")
        self.plan.setDefault(True)
        self._lay_out()
        self.number.textChanged.connect(lambda _text: self._typed())
        self.product.currentIndexChanged.connect(lambda _place: self._product_changed())
        self.units.valueChanged.connect(lambda _value: self._reckon())
        self.levels.changed.connect(self._reckon)
        self.plan.setEnabled(False)
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def _lay_out(self) -> None:
        kit = self.work.kit
        first = row(self.number_field, self.day)
        first.setStretch(0, 1)
        first.setStretch(1, 1)
        third = row(self.line_field, FormField(kit, say("Units, the smallest packs"), self.units))
        third.setStretch(0, 1)
        third.setStretch(1, 1)
        hint = kit.label(
            say("Lot and expiry are entered afterwards, twice, by people who do not see each other's entry."),
            "muted",
            wrap=True,
        )
        left = box(column(first, self.product_field, third, self.levels, self._sums, 1, hint))
        right = box(column(kit.label(say("Asked before it runs"), "heading"), self.terms, spacing=GRID))
        left.setMinimumWidth(76 * GRID)
        right.setMinimumWidth(50 * GRID)
        body = row(left, right, spacing=4 * GRID)
        body.setStretch(0, 1)
        self.lay_out(body, buttons=(kit.button(say("Cancel"), self.reject), self.plan))
        self.number.setFocus()

    def _show(self, choices: Choices) -> None:
        self._choices = choices
        for item in choices.products:
            self.product.addItem(f"{item.product.name} {item.product.spec}".strip(), item)
        for line in choices.lines:
            self.line.addItem(line.line.name, line.line.id)
        if not choices.lines:
            self.line_field.trouble(say("There is no line yet: add one on the page Packing lines."))
        if not choices.products:
            self.product_field.trouble(say("There is no product yet: import it on the page Products."))
        self._allow()

    def _product(self) -> ProductRow | None:
        found = self.product.currentData()
        return found if isinstance(found, ProductRow) else None

    def _product_changed(self) -> None:
        item = self._product()
        if item is None:
            return
        self.levels.show_levels([one for one in self._choices.pool if one.product_id == item.id])
        closed = gate(item.product, item.details, item.filing)
        self.product_field.trouble(closed)
        self._reckon()
        self._allow()
        self.grow()

    def _reckon(self) -> None:
        item = self._product()
        if item is None:
            return
        needs = self.levels.plan(Packing.of(item.product.levels), self.units.value())
        told = [need.last_pack for need in needs if need.last_pack is not None]
        if self.levels.missing(needs):
            told.append(say("The pool has too few codes: the order can be planned, and waits for them."))
        self._sums.setText("\n".join(map(self.work.language, told)))

    def _typed(self) -> None:
        self.number_field.trouble(None)
        self._allow()

    def _allow(self) -> None:
        ready = self._product() is not None and self.line.count() > 0
        self.plan.setEnabled(ready and bool(self.number.text().strip()))

    def _plan(self) -> None:
        item = self._product()
        assert item is not None
        try:
            day = self.day.day()
        except PackmarkError:
            return  # told below the field
        terms = self.terms.terms()
        draft = OrderDraft(
            number=self.number.text().strip(),
            product_id=item.id,
            line_id=int(self.line.currentData()),
            units=self.units.value(),
            spare_percent=self.levels.spare(),
            not_printed=self.levels.elsewhere(),
            first_article=terms.first_article,
            clearance=terms.clearance,
            reviewed=terms.reviewed,
            two_people=terms.two_people,
            planned_for=day,
        )
        plant = self.work.plant
        self.plan.setEnabled(False)
        self.work.background.run(
            lambda _report: order_planning.plan_order(plant, draft),
            receiver=self,
            done=self._done,
            failed=self._refused,
            ended=self._allow,
        )

    def _refused(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, result: tuple[OrderRow, Changes]) -> None:
        self.planned, changes = result
        self.work.announce(changes)
        self.accept()


def _read(plant: Plant) -> Choices:
    return Choices(products.list_products(plant), lines.list_lines(plant), codes.pool_levels(plant))
