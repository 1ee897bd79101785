"""The gates of an order below each other: number, name, what is so, its state, and the button that helps."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.texts import Text
from ui.kit import Button, Kit
from ui.style import GRID, set_role
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark

_NUMBER, _TITLE, _TEXT, _BADGE, _BUTTON = range(5)
_BADGE_PX, _BUTTON_PX = 16 * GRID, 19 * GRID
"""So wide, whatever they show, that nothing moves from order to order."""


class GateView(QWidget):
    """A table of gates; rows are made once and filled anew."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(_TEXT, 1)
        self._grid.setColumnMinimumWidth(_BADGE, _BADGE_PX)
        self._grid.setColumnMinimumWidth(_BUTTON, _BUTTON_PX)
        self._rows: list[GateLine] = []

    def add(self, title: Text, act: Callable[[], object]) -> "GateLine":
        """Add a gate whose button calls ``act``."""
        made = GateLine(self._kit, len(self._rows) + 1, title, act)
        line = 2 * len(self._rows)
        if line:
            between = QFrame()
            between.setProperty("role", "line")
            self._grid.addWidget(between, line - 1, 0, 1, _BUTTON + 1)
        for place, cell in (
            (_NUMBER, made.number),
            (_TITLE, made.title),
            (_TEXT, made.text),
            (_BADGE, made.badge),
            (_BUTTON, made.button),
        ):
            self._grid.addWidget(cell, line, place, Qt.AlignmentFlag.AlignVCenter)
        self._rows.append(made)
        return made


class GateLine:
    """The widgets of one gate.

    Attributes:
        badge: its state as colour, shape and word.
        button: what helps; hidden where nothing is to be done.
    """

    def __init__(self, kit: Kit, place: int, title: Text, act: Callable[[], object]) -> None:
        self._kit = kit
        self.number = kit.label(role="step")
        self.number.setText(str(place))
        self.title = kit.label(title, "heading")
        self.text = kit.label(wrap=True)
        self.badge = StateBadge(kit.language)
        self.button = Button()
        self.button.clicked.connect(lambda _checked: act())
        self.button.hide()

    def show_gate(self, mark: Mark, word: Text, sentence: str, action: Text | None, *, now: bool) -> None:
        """Show how it is.

        Args:
            mark: of its state.
            word: of its state.
            sentence: what is so, and what to do.
            action: the word of the button; None: there is nothing to do.
            now: whether it is the first that is closed.
        """
        set_role(self.number, "step-done" if mark is Mark.DONE else "step-now" if now else "step")
        self.badge.show_state(mark, word)
        self.text.setText(sentence)
        self.button.setVisible(action is not None)
        if action is not None:
            self._kit.language.word(self.button, action)
            set_role(self.button, "primary" if now else "")
