"""Takes every key that a scanner types, as the computer delivers it, input method included."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.scans import GROUP_SEPARATOR, takes_scans
from ui.shown_controls import shown_controls
from ui.style import monospaced

_SILENCE_MS = 700
"""A reading is over when no key came for so long; its end proves nothing, as a doubled reading has two."""
_LEAST = 4
"""Keys of one reading after which Tab is its end, and no longer a person who goes on to the next field."""


class KeyCatcher(QLineEdit):
    """Shows and collects what is typed while it has the focus; nothing in it can be edited or pasted.

    Signals:
        caught: (text, composed) one reading, with its ends; whether an input method took keys of it.
    """

    caught = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._preedit = ""
        self._composed = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SILENCE_MS)
        self._silence.timeout.connect(self.finish)
        self.setFont(monospaced())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        takes_scans(self)

    def typed(self) -> str:
        """Return what has been typed since the last reading."""
        return self._typed

    def finish(self) -> None:
        """End the reading that is under way, if there is one."""
        self._silence.stop()
        typed, composed = self._typed + self._preedit, self._composed
        self._typed, self._preedit, self._composed = "", "", False
        self.clear()
        if typed or composed:
            self.caught.emit(typed, composed)

    def event(self, event: QEvent) -> bool:
        """Keep keys of a reading from shortcuts and from moving the focus."""
        if isinstance(event, QKeyEvent) and self._belongs(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key."""
        text = _text_of(event)
        if text:
            self._add(text)
        event.setAccepted(bool(text))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method made of keys; that it had any is what matters."""
        self._preedit = event.preeditString()
        self._composed = self._composed or bool(self._preedit or event.commitString())
        self._add(event.commitString())
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End the reading; the rest of it goes elsewhere."""
        super().focusOutEvent(event)
        self.finish()

    def _belongs(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return len(self._typed) >= _LEAST
        return bool(_text_of(event))

    def _add(self, text: str) -> None:
        self._typed += text
        self.setText(shown_controls(self._typed + self._preedit))
        self._silence.start()


def _text_of(event: QKeyEvent) -> str:
    """Return what a key types; nothing for keys that type nothing, and for Escape, which closes windows."""
    if event.key() == Qt.Key.Key_Escape:
        return ""
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if control and event.key() == Qt.Key.Key_BracketRight:
        return GROUP_SEPARATOR  # some systems tell the keys and not what they type
    if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12:
        return f"<F{event.key() - Qt.Key.Key_F1 + 1}>"
    text = event.text()
    if control and text != GROUP_SEPARATOR:
        return ""
    return text
