"""What all panels of the designer have in common: they follow the session, and every edit is a step of it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import InputError
from desktop.labels.document import LabelDesign
from desktop.texts import Text
from ui.designer.session import DesignSession
from ui.kit import Item, column
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.workplace import Workplace

_FOLLOW_MS = 40
"""So long a panel waits before it shows a change: while something is dragged the canvas comes first."""


class Panel(QWidget):
    """A panel that shows a session.

    Attributes:
        notice: tells why an edit was refused.
    """

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__()
        self.work = work
        self.session = session
        self.notice = Notice(work.kit)
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.follow)
        for signal in (session.shown, session.selected, session.stepped, work.language.changed):
            signal.connect(self.outdate)

    def refresh(self) -> None:
        """Show the session as it is now."""
        raise NotImplementedError

    def lay_out(self, *items: Item) -> None:
        """Put the parts of the panel below each other, trouble first."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column(self.notice, *items, spacing=GRID))

    def outdate(self) -> None:
        """Show the session anew, in a moment, or when the panel is seen next."""
        self._stale = True
        # While something is dragged a panel waits until the pointer rests; else it follows at once.
        if self.isVisible() and (self.session.dragging or not self._soon.isActive()):
            self._soon.start()

    def follow(self) -> None:
        """Show the session anew now, if anything of it changed."""
        if self._stale:
            self._stale = False
            self._soon.stop()
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while the panel was hidden."""
        super().showEvent(event)
        self.follow()

    def change(self, title: Text, make: Callable[[LabelDesign], LabelDesign], merge: str = "") -> Text | None:
        """Do one step of the history; return why it was refused, or None.

        Args:
            title: the name of the step.
            make: makes the new design of the present one.
            merge: steps that follow each other with the same key are one, as while typing.
        """
        try:
            design = make(self.session.design)
        except InputError as error:
            return error.text
        self.notice.hide()
        self.session.edit(title, design, merge)
        return None

    def attempt(self, title: Text, make: Callable[[LabelDesign], LabelDesign], merge: str = "") -> bool:
        """Do one step and tell on top of the panel why it was refused; return whether it was done."""
        try:
            design = make(self.session.design)
        except InputError as error:
            self.notice.trouble(error)
            return False
        self.notice.hide()
        self.session.edit(title, design, merge)
        return True
