"""Buttons that arrange what is selected: aligned, distributed, before and behind, grouped."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.labels import edits
from desktop.labels.document import LabelDesign
from desktop.labels.edits import Order, Side
from desktop.labels.elements import Direction
from desktop.texts import Text, say
from ui.designer.panels.panel import Panel
from ui.designer.panels.properties import frames_of
from ui.designer.panels.tool_buttons import tool_button
from ui.designer.session import DesignSession
from ui.kit import Button, row
from ui.workplace import Workplace

SIDES: tuple[tuple[Side, str, Text], ...] = (
    (Side.LEFT, "align-left", say("Align left edges")),
    (Side.CENTER, "align-center", say("Centre across")),
    (Side.RIGHT, "align-right", say("Align right edges")),
    (Side.TOP, "align-top", say("Align upper edges")),
    (Side.MIDDLE, "align-middle", say("Centre in height")),
    (Side.BOTTOM, "align-bottom", say("Align lower edges")),
)
AXES: tuple[tuple[Direction, str, Text], ...] = (
    (Direction.HORIZONTAL, "distribute-across", say("Equal gaps across")),
    (Direction.VERTICAL, "distribute-down", say("Equal gaps in height")),
)
ORDERS: tuple[tuple[Order, str, Text], ...] = (
    (Order.FRONT, "order-front", say("Bring to the front")),
    (Order.FORWARD, "order-forward", say("Bring one step forward")),
    (Order.BACKWARD, "order-backward", say("Send one step backward")),
    (Order.BACK, "order-back", say("Send to the back")),
)
_LEAST_TO_DISTRIBUTE = 3

Arrange = Callable[[LabelDesign, tuple[str, ...]], LabelDesign]
"""What makes another design of a design and a selection in it."""


class AlignBar(Panel):
    """The buttons, in one line or two."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        self.buttons: dict[object, Button] = {}
        for side, icon, title in SIDES:
            self._button(side, icon, title, partial(_aligned, session, side))
        for axis, icon, title in AXES:
            self._button(axis, icon, title, partial(_distributed, session, axis))
        for order, icon, title in ORDERS:
            self._button(order, icon, title, partial(_raised, order))
        self._button("group", "group", say("Group"), edits.grouped)
        self._button("ungroup", "ungroup", say("Ungroup"), edits.ungrouped)
        keys: list[object] = [key for key, _, _ in (*SIDES, *AXES)]
        rest: list[object] = [*(key for key, _, _ in ORDERS), "group", "ungroup"]
        lines = [self._line([self.buttons[key] for key in part]) for part in (keys, rest)]
        self.lay_out(*lines)

    def refresh(self) -> None:
        """Switch off what means nothing for the selection."""
        chosen = self.session.selection
        free = bool(chosen) and all(self.session.may_change(name) for name in chosen)
        drawn = all(name in self.session.preview.extents for name in chosen)
        blocks = len(edits.blocks(self.session.design, chosen)) if chosen else 0
        for key, button in self.buttons.items():
            least = 1
            if isinstance(key, Direction):
                least = _LEAST_TO_DISTRIBUTE
            elif key == "group":
                least = 2
            placing = isinstance(key, Side | Direction)
            button.setEnabled(free and blocks >= least and (drawn or not placing))

    def _line(self, buttons: list[Button]) -> QWidget:
        line = QWidget()
        line.setLayout(row(*buttons, 1, spacing=0))
        return line

    def _button(self, key: object, icon: str, title: Text, make: Arrange) -> None:
        def act() -> None:
            names = self.session.selection
            self.attempt(title, lambda design: make(design, names))

        self.buttons[key] = tool_button(self.work.kit, icon, title, act)


def _aligned(session: DesignSession, side: Side, design: LabelDesign, names: tuple[str, ...]) -> LabelDesign:
    return edits.aligned(design, names, side, frames_of(session))


def _distributed(
    session: DesignSession, axis: Direction, design: LabelDesign, names: tuple[str, ...]
) -> LabelDesign:
    return edits.distributed(design, names, axis, frames_of(session))


def _raised(order: Order, design: LabelDesign, names: tuple[str, ...]) -> LabelDesign:
    return edits.raised(design, names, order)
