"""The head of a work order: its number and state, and what it packs where."""

from PySide6.QtWidgets import QWidget

from desktop.operations.work_orders import OrderRow
from desktop.texts import say
from ui.kit import column, row
from ui.orders.order_words import lot_of, order_state, planned_day, units_of
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import day, moment
from ui.workplace import Workplace

_DOT = " · "


class OrderHead(QWidget):
    """Two lines: what it is called and how far it is; what, how much, where and when."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._order: OrderRow | None = None
        self.number = kit.label(role="title")
        self.badge = StateBadge(kit.language)
        self.facts = kit.label(wrap=True)
        self._by = kit.label(role="muted", wrap=True)
        self.line = kit.button(say("Open the line"), self._open_line, "quiet", icon_name="lines")
        first = row(self.number, self.badge, 1, self.line)
        self.setLayout(column(first, self.facts, self._by, spacing=GRID // 2))
        work.language.changed.connect(self._show)

    def show_order(self, order: OrderRow | None) -> None:
        """Show another order, or the same one anew."""
        self._order = order
        self._show()

    def _show(self) -> None:
        order, word = self._order, self._work.language
        self.setVisible(order is not None)
        if order is None:
            return
        self.number.setText(order.number)
        self.badge.show_state(*order_state(order))
        lot = lot_of(order)
        if order.batch is not None:
            lot = word(say("lot {lot}, expiry {expiry}", lot=lot, expiry=day(order.batch.expiry)))
        ratio = ":".join(map(str, order.packing.children))
        packs = word(say("{units}, packed {ratio}", units=units_of(order), ratio=ratio))
        told = (order.product, lot, packs, order.line)
        self.facts.setText(_DOT.join(one for one in told if one != "\N{EN DASH}"))
        by = say("planned by {person}, {time}", person=order.created_by, time=moment(order.created_at))
        planned = planned_day(order)
        runs = word(say("to run on {day}", day=planned)) if planned else ""
        last = (word(one) for one in order.last_packs)
        self._by.setText(_DOT.join(one for one in (runs, word(by), *last) if one))

    def _open_line(self) -> None:
        if self._order is not None:
            self._work.go("lines", self._order.line_id)
