"""Line clearance: each point is looked at, ticked, and confirmed, by a second person where the order asks."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import clearance
from desktop.operations.plant import Plant
from desktop.operations.work_orders import CHANGED, OrderRow
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row, scrolling
from ui.style import GRID
from ui.widgets.second_person import Confirm, SecondPerson
from ui.wording import clock
from ui.workplace import Workplace

_POINTS_PX = 30 * GRID


class ClearLine(Dialog):
    """The checklist of an order.

    Attributes:
        points: a tick by point; those that are confirmed already are ticked and stay so.
    """

    def __init__(self, work: Workplace, order: OrderRow, parent: QWidget | None) -> None:
        super().__init__(work, say("Line clearance for order {number}", number=order.number), parent)
        kit = work.kit
        self._order = order
        self.points: dict[str, QCheckBox] = {}
        self.second = SecondPerson(work) if order.plan.reviewed else None
        self.confirm = kit.button(say("Confirm the ticked points"), self._confirm, "primary")
        self.confirm.setDefault(True)
        told = kit.label(
            say("Go to {line} and look. Tick only what you have found in order.", line=order.line),
            wrap=True,
        )
        done = {
            one.point: say(
                "{people}, {time}",
                people=" + ".join(name for name in (one.actor, one.reviewer) if name),
                time=clock(one.at),
            )
            for one in order.cleared
        }
        rows = [self._make_row(point, done.get(point)) for point in order.plan.clearance]
        area = scrolling(box(column(*rows, 1, spacing=GRID)))
        area.setMinimumHeight(min(_POINTS_PX, 7 * GRID * len(rows)))
        items: list[QWidget] = [told, area]
        if self.second is not None:
            self.second.changed.connect(self._allow)
            items.append(self.second)
        self.lay_out(*items, buttons=(kit.button(say("Close"), self.reject), self.confirm))
        self.setMinimumWidth(84 * GRID)
        self._allow()
        first = next((tick for tick in self.points.values() if tick.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def _make_row(self, point: str, cleared: Text | None) -> QWidget:
        kit = self.work.kit
        tick = self.points[point] = QCheckBox()
        tick.setAccessibleName(point)
        tick.setChecked(cleared is not None)
        tick.setEnabled(cleared is None)
        tick.toggled.connect(lambda _on: self._allow())
        name = _Point(tick, point)
        by = kit.label(cleared, "muted", wrap=True)
        by.setVisible(cleared is not None)
        line = row(tick, box(column(name, by, spacing=2)), spacing=GRID)
        line.setStretch(1, 1)
        return box(line)

    def _ticked(self) -> tuple[str, ...]:
        """Return the points that are ticked and not yet confirmed."""
        return tuple(point for point, tick in self.points.items() if tick.isEnabled() and tick.isChecked())

    def _allow(self) -> None:
        known = self.second is None or self.second.complete
        self.confirm.setEnabled(bool(self._ticked()) and known)

    def _confirm(self) -> None:
        plant, order_id, points = self.work.plant, self._order.id, self._ticked()
        proof = None if self.second is None else self.second.take()
        self.notice.hide()
        self.confirm.setEnabled(False)
        self.work.background.run(
            lambda _report: _clear(plant, order_id, points, proof),
            receiver=self,
            done=partial(self._done, len(points)),
            failed=self._refused,
            ended=self._allow,
        )

    def _refused(self, error: PackmarkError) -> None:
        self.work.announce(CHANGED)  # points before the refused one are confirmed
        self.notice.trouble(error)
        self.grow()

    def _done(self, count: int, changes: Changes) -> None:
        self.work.announce(changes)
        self.work.messages.done(
            say_count(
                "{n} point of the line clearance is confirmed.",
                "{n} points of the line clearance are confirmed.",
                n=count,
            )
        )
        self.accept()


class _Point(QLabel):
    """The words of a point; a click on them ticks it."""

    def __init__(self, tick: QCheckBox, point: str) -> None:
        super().__init__(point)
        self.setWordWrap(True)
        self._tick = tick

    def mousePressEvent(self, _event: object) -> None:
        """Tick, as a click on the box does."""
        if self._tick.isEnabled():
            self._tick.toggle()


def _clear(plant: Plant, order_id: int, points: tuple[str, ...], proof: Confirm | None) -> Changes:
    reviewer = None if proof is None else proof(plant)
    for point in points:
        clearance.clear(plant, order_id, point, reviewer)
    return CHANGED
