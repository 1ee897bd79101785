"""A message where the eye is: a coloured strip with a sentence and, below it, the places."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QWidget

from desktop.errors import PackmarkError
from desktop.texts import Text, say, say_count
from ui.kit import Kit, column, row
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_icon
from ui.wording import Mark, Offer

_DETAILS_PX = 168


class Notice(QFrame):
    """A strip that tells one thing, hidden while there is nothing to tell.

    Signals:
        dismissed: the person has read it.
    """

    dismissed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = kit.language
        self._mark = Mark.IDLE
        self._details: tuple[Text, ...] = ()
        self.setProperty("role", "notice")
        self._icon = QLabel()
        self._text = kit.label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = kit.button(say("Copy"), self.copy, "quiet", icon_name="copy")
        self._act: Callable[[], object] = lambda: None
        self.action = kit.button(say("Explain"), self._do)
        self.close_button = kit.button(say("Dismiss"), self._dismiss, "quiet", icon_name="close")
        self._list = QPlainTextEdit()
        self._list.setReadOnly(True)
        self._list.setMaximumHeight(_DETAILS_PX)
        head = row(self._icon, self._text, self.action, self._copy, self.close_button, spacing=GRID)
        head.setStretch(1, 1)
        head.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self._icon.setContentsMargins(0, GRID, 0, 0)
        layout = column(head, self._list, spacing=GRID)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self.setLayout(layout)
        self._language.changed.connect(self._word_details)
        self.hide()

    def tell(
        self, mark: Mark, text: Text, details: tuple[Text, ...] = (), offer: Offer | None = None
    ) -> None:
        """Show a message in place of the one before; ``offer`` puts a button beside it."""
        self.action.setVisible(offer is not None)
        if offer is not None:
            self._language.word(self.action, offer.text)
            self._act = offer.act
        self._mark = mark
        self._details = details
        if len(details) > 1:
            text = say_count(
                "{sentence} ({n} place)", "{sentence} ({n} places)", n=len(details), sentence=text
            )
        self._language.word(self._text, text)
        self._word_details()
        self._list.setVisible(bool(details))
        self._copy.setVisible(bool(details))
        self.setProperty("mark", mark.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw_mark()
        self.show()

    def trouble(self, error: PackmarkError) -> None:
        """Show a trouble with all its places."""
        self.tell(Mark.STOPPED, error.text, error.details)

    def _do(self) -> None:
        self._act()

    def sentence(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()

    def copy(self) -> None:
        """Put the whole message on the clipboard."""
        lines = (self._text.text(), self._list.toPlainText())
        QGuiApplication.clipboard().setText("\n".join(line for line in lines if line))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the mark anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()

    def _draw_mark(self) -> None:
        self._icon.setPixmap(mark_icon(self._mark, colours_now()).pixmap(20, 20))

    def _word_details(self) -> None:
        self._list.setPlainText("\n".join(self._language(detail) for detail in self._details))
