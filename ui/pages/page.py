"""What all pages have in common: they read anew when something they show has changed."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.changes import Changes, Kind
from desktop.texts import Text
from ui.kit import Item, column
from ui.style import GRID
from ui.workplace import Workplace


class Page(QWidget):
    """A page of the main window.

    Attributes:
        kinds: the kinds of changes after which the page reads anew.
        shortcuts: keys and what they do here, for the sheet that F1 opens.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work
        self.shortcuts: list[tuple[str, Text]] = []
        self._stale = True
        work.changed.connect(self._note)
        work.language.changed.connect(self.reword)

    def refresh(self) -> None:
        """Read what the page shows, in the background, and show it."""

    def reword(self) -> None:
        """Word again what ``Language.word`` does not keep."""

    def show_what(self, what: object) -> None:
        """Show what somebody wants to see on this page."""

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def lay_out(self, *items: Item) -> None:
        """Put the parts of the page below each other, with the margins of all pages."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.addLayout(column(*items))

    def shortcut(self, keys: str, what: Text, button: QAbstractButton) -> None:
        """Let ``keys`` press ``button`` while this page is shown."""
        self.shortcuts.append((keys, what))
        made = QShortcut(QKeySequence(keys), self)
        made.activated.connect(lambda: _press(button))

    def key(self, keys: str, act: Callable[[], object]) -> None:
        """Let ``keys`` do something while this page is shown."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def outdate(self) -> None:
        """Read anew, now or when the page is shown next."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _note(self, changes: Changes) -> None:
        if changes.kinds & self.kinds:
            self.outdate()


def _press(button: QAbstractButton) -> None:
    if button.isEnabled() and button.isVisible():
        button.setFocus()
        button.animateClick()


Shortcuts = Sequence[tuple[str, Text]]
