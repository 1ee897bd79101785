"""The set-up of an order: each gate with what it lacks and the button that helps; then the start."""

from functools import partial

from PySide6.QtCore import Signal

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import order_gates, work_orders
from desktop.operations.order_gates import Gate, Readiness
from desktop.operations.work_orders import NOT_STARTED, OrderRow
from desktop.packing.order import OrderState
from desktop.texts import Text, joined, say, say_count
from ui.kit import Button, box, column, emptied, row, scrolling
from ui.orders.gate_view import GateLine, GateView
from ui.orders.gate_words import ROWS, GateRow, first_article, row_state, sentences
from ui.orders.order_tab import OrderTab
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.wording import level_name
from ui.workplace import Workplace

_ACTIONS: dict[Gate, Text] = {
    Gate.ENTRY: say("Enter lot and expiry"),
    Gate.FILING: say("Open the product"),
    Gate.VERSION: say("Take the order out"),
    Gate.RELEASE: say("Open the batch"),
    Gate.CODES: say("Import codes"),
    Gate.STATION: say("Open the line"),
    Gate.LINE: say("Show that order"),
    Gate.JOBS: say("Open the job"),
    Gate.CLEARANCE: say("Clear the line"),
}


class SetupTab(OrderTab):
    """Shows what hinders an order and starts it.

    Attributes:
        start: the big button.
        withdraw: takes the order out, with a reason.
        lines: what is shown of each gate, in their order; the last is the first article.

    Signals:
        order_wanted: (number) the person wants to see another order.
    """

    order_wanted = Signal(str)

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._order: OrderRow | None = None
        self._ready: Readiness | None = None
        self._asked = 0
        self._starting = False
        self._done = False
        gates = GateView(kit)
        self.lines: list[GateLine] = [gates.add(gate.title, partial(self._help, gate)) for gate in ROWS]
        self.first_article = gates.add(say("First article"), self._open_due_job)
        self._buttons: list[Button] = []
        self._job_room = row(spacing=GRID)
        self._jobs = box(row(kit.label(say("Print jobs"), "heading"), self._job_room, 1))
        self.start = kit.button(say("Start"), self.start_order, "touch-primary", icon_name="start")
        self.pack = kit.button(say("Pack"), self._pack, "touch-primary", icon_name="forward")
        self.withdraw = kit.button(say("Take the order out …"), self.withdraw_order, "quiet")
        self._left = kit.label(role="heading", wrap=True)
        self.notice = Notice(kit)
        foot = row(self.withdraw, self._left, self.start, self.pack)
        foot.setStretch(1, 1)
        area = scrolling(box(column(gates, self._jobs, 1)))
        layout = column(kit.card(area), self.notice, foot, spacing=GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        work.language.changed.connect(self._show)
        self._show()

    def show_order(self, order: OrderRow | None) -> None:
        """Show the set-up of ``order``, read anew."""
        if order is None or self._order is None or order.id != self._order.id:
            self._ready = None
            self.notice.hide()
        self._order = order
        self._asked += 1
        self._show()
        if order is None:
            return
        asked, plant, order_id = self._asked, self.work.plant, order.id
        self.work.background.run(
            lambda _report: order_gates.readiness(plant, order_id),
            receiver=self,
            done=lambda ready: self._take(asked, ready),
            failed=lambda error: self._gone(asked, error),
        )

    def start_order(self) -> None:
        """Start the order that is shown."""
        order = self._order
        if order is None:
            return
        plant, order_id = self.work.plant, order.id
        self._starting = True
        self.notice.hide()
        self._show()
        self.work.background.run(
            lambda _report: order_gates.start(plant, order_id),
            receiver=self,
            done=self._started,
            failed=self.notice.trouble,
            ended=self._ended,
        )

    def withdraw_order(self) -> None:
        """Ask why, and take the order out."""
        from ui.dialogs.give_reason import GiveReason  # noqa: PLC0415 (start-up)

        order = self._order
        if order is None:
            return
        plant, order_id = self.work.plant, order.id
        GiveReason(
            self.work,
            say("Take order {number} out", number=order.number),
            say("It was not started: nothing was printed or packed for it. Its number may be used again."),
            say("Take it out"),
            lambda reason: work_orders.withdraw(plant, order_id, reason),
            self,
        ).ask()

    def job_buttons(self) -> tuple[Button, ...]:
        """Return the buttons that open the print jobs of the order."""
        return tuple(self._buttons)

    def _take(self, asked: int, ready: Readiness) -> None:
        if asked == self._asked:
            self._ready = ready
            self._show()
            self._lead()

    def _gone(self, asked: int, error: PackmarkError) -> None:
        if asked == self._asked:
            self.notice.trouble(error)

    def _started(self, result: tuple[OrderRow, Changes]) -> None:
        order, changes = result
        self._done = True
        self.work.messages.done(say("Order {number} has {line} now.", number=order.number, line=order.line))
        self.work.announce(changes)

    def _ended(self) -> None:
        self._starting = False
        self._show()

    def _show(self) -> None:
        order, ready = self._order, self._ready
        waiting = order is not None and order.state in NOT_STARTED
        self.withdraw.setVisible(waiting)
        self.start.setVisible(waiting)
        self.start.setEnabled(ready is not None and not ready.obstacles and not self._starting)
        self.pack.setVisible(order is not None and order.state is OrderState.RUNNING)
        if order is None or ready is None:
            self.work.language.word(self._left, None)
            return
        self._show_gates(order, ready)
        self._show_jobs(order)
        self.work.language.word(self._left, self._what_is_left(order, ready))

    def _lead(self) -> None:
        """Give the focus to what comes next, once a person has done what came before."""
        steps = (*(line.button for line in (*self.lines, self.first_article)), self.start, self.pack)
        shown = [one for one in steps if one.isVisibleTo(self) and one.isEnabled()]
        if self._done and shown:
            shown[0].setFocus()
        self._done = False

    def _show_gates(self, order: OrderRow, ready: Readiness) -> None:
        code = self.work.language.code
        first = next((gate for gate in ROWS if ready.closed & set(gate.gates)), None)
        for gate, line in zip(ROWS, self.lines, strict=True):
            mark, word = row_state(gate, ready)
            said = joined(sentences(gate, order, ready), code)
            line.show_gate(mark, word, said, self._action(gate, order, ready), now=gate is first)
        mark, word, told = first_article(order, ready)
        action = say("Open the job") if ready.first_due else None
        self.first_article.show_gate(mark, word, self.work.language(told), action, now=action is not None)

    def _action(self, gate: GateRow, order: OrderRow, ready: Readiness) -> Text | None:
        closed = next((one for one in gate.gates if one in ready.closed), None)
        if closed is None:
            return None
        if closed is Gate.ENTRY and order.entered_by:
            return say("Enter them again")
        if closed is Gate.CLEARANCE and Gate.LINE in ready.closed:
            return None  # the line is cleared once the order before is closed
        return _ACTIONS[closed]

    def _show_jobs(self, order: OrderRow) -> None:
        emptied(self._job_room)
        self._jobs.setVisible(bool(order.jobs))
        self._buttons = [
            self._job_button(say("{level}: job {id}", level=level_name(job.level), id=job.job_id), job.job_id)
            for job in order.jobs
        ]
        for button in self._buttons:
            self._job_room.addWidget(button)

    def _job_button(self, name: Text, job_id: int) -> Button:
        return self.work.kit.button(name, lambda: self.work.go("jobs", job_id), "quiet")

    def _what_is_left(self, order: OrderRow, ready: Readiness) -> Text | None:
        if order.state is OrderState.RUNNING:
            return say("It has the line: its labels are printed by its jobs, its packs are packed.")
        if order.state not in NOT_STARTED:
            return None
        left = sum(bool(ready.closed & set(gate.gates)) for gate in ROWS)
        if left:
            return say_count("{n} gate is still closed.", "{n} gates are still closed.", n=left)
        return say("All gates are open: the order can start.")

    def _help(self, gate: GateRow) -> None:
        order, ready = self._order, self._ready
        if order is None or ready is None:
            return
        match next((one for one in gate.gates if one in ready.closed), None):
            case Gate.ENTRY:
                self._enter(order)
            case Gate.CLEARANCE:
                self._clear(order)
            case Gate.VERSION:
                self.withdraw_order()
            case Gate.RELEASE if order.batch_id is not None:
                self._open_batch(order.batch_id)
            case Gate.LINE:
                self.order_wanted.emit(ready.occupied_by[0])
            case Gate() as elsewhere:
                self._open_page(elsewhere, order, ready)

    def _open_page(self, gate: Gate, order: OrderRow, ready: Readiness) -> None:
        """Lead to the page where a gate is opened."""
        match gate:
            case Gate.FILING:
                self.work.go("products", order.product_id)
            case Gate.CODES:
                self.work.go("codes", "import")
            case Gate.STATION:
                self.work.go("lines", order.line_id)
            case Gate.JOBS:
                self.work.go("jobs", ready.strays[0])

    def _enter(self, order: OrderRow) -> None:
        from ui.dialogs.enter_lot import EnterLot  # noqa: PLC0415 (start-up)

        self._done = EnterLot(self.work, order, self).ask()

    def _clear(self, order: OrderRow) -> None:
        from ui.dialogs.clear_line import ClearLine  # noqa: PLC0415 (start-up)

        self._done = ClearLine(self.work, order, self).ask()

    def _open_batch(self, batch_id: int) -> None:
        from ui.quality.taking import ShowBatch  # noqa: PLC0415 (start-up)

        self.work.go("quality", ShowBatch(batch_id))

    def _open_due_job(self) -> None:
        if self._ready is not None and self._ready.first_due:
            self.work.go("jobs", self._ready.first_due[0].job_id)

    def _pack(self) -> None:
        if self._order is not None:
            self.work.go("packing", self._order.id)
