"""Recognises what a hand scanner types, and takes it out of fields that it does not belong into.

A scanner acts as a keyboard: it types a code much faster than a person and ends it with Enter. Fields
that take codes are marked by ``takes_scans``; anywhere else the scan is taken out again, the Enter is kept
from pressing a button, and what was scanned is offered to be explained.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox, QWidget
from shiboken6 import isValid

_TAKES = "takes scans"
_APART_S = 0.05
"""Scanners type a character every 1 to 30 ms; nobody types eight of them 50 ms apart."""
_LEAST = 8
"""Shorter ones are typed by people; the shortest code is a GTIN-8."""
_EXPLAIN = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)
GROUP_SEPARATOR = "\x1d"
_SHOWN_SEPARATOR = "\N{SYMBOL FOR GROUP SEPARATOR}"


def takes_scans(widget: QWidget) -> None:
    """Mark a field as one into which codes are scanned."""
    widget.setProperty(_TAKES, True)


class Pace:
    """Tells from the time between keys whether a scanner types or a person."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._typed = ""
        self._last = float("-inf")

    def key(self, text: str) -> bool:
        """Note a typed character; tell whether it begins a new burst."""
        begins = not self._quick() or not self._typed
        self._typed = text if begins else self._typed + text
        return begins

    def end(self) -> str:
        """Note the Enter; return what was scanned before it, or nothing if a person typed."""
        typed, self._typed = self._typed, ""
        return typed if self._quick() and len(typed) >= _LEAST else ""

    def forget(self) -> None:
        """Begin anew."""
        self._typed = ""

    def _quick(self) -> bool:
        now = self._now()
        quick = now - self._last < _APART_S
        self._last = now
        return quick


class CodeField(QLineEdit):
    """A field for any code: it keeps the group separator of a scan, which other fields lose."""

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        takes_scans(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show a group separator as its symbol."""
        if event.text() == GROUP_SEPARATOR:
            self.insert(_SHOWN_SEPARATOR)
            return
        super().keyPressEvent(event)

    def code(self) -> str:
        """Return what was scanned or typed."""
        return self.text().replace(_SHOWN_SEPARATOR, GROUP_SEPARATOR)

    def show_code(self, code: str) -> None:
        """Put a code into the field."""
        self.setText(code.replace(GROUP_SEPARATOR, _SHOWN_SEPARATOR))


class ScanWatch(QObject):
    """Watches the keys that reach the widget with the focus.

    Signals:
        scanned: (text) a scan came where none belongs.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._pace = Pace(now)
        self._watched: QWidget | None = None
        self._before = ""
        self._watching = True
        _application().focusChanged.connect(self._move)
        self._move(None, QApplication.focusWidget())

    def close(self) -> None:
        """Watch no more; a window may be closed twice."""
        if self._watching:
            self._watching = False
            _application().focusChanged.disconnect(self._move)
            self._move(None, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Collect quick keys; swallow the Enter that ends a scan which does not belong here."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.keyCombination() == _EXPLAIN:
            event.ignore()  # a field would take it as "go to the end of the line"
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            scan = self._pace.end()
            return bool(scan) and isinstance(watched, QWidget) and self._take(watched, scan)
        text = event.text()
        # Shift and its kin have no text; they come between the characters of a scan.
        if text and (text.isprintable() or text == GROUP_SEPARATOR) and self._pace.key(text):
            self._before = _content(watched)
        return False

    def _take(self, watched: QWidget, scan: str) -> bool:
        if watched.property(_TAKES):
            return False
        _restore(watched, self._before)
        self.scanned.emit(scan)
        return True

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new
        self._pace.forget()
        if new is not None:
            new.installEventFilter(self)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _content(widget: QObject) -> str:
    match widget:
        case QLineEdit():
            return widget.text()
        case QComboBox():
            return widget.currentText()
        case QSpinBox():
            return str(widget.value())
    return ""


def _restore(widget: QWidget, content: str) -> None:
    match widget:
        case QLineEdit():
            widget.setText(content)
        case QComboBox() if widget.isEditable():
            widget.setEditText(content)
        case QSpinBox():
            widget.setValue(int(content))
        case _:
            pass
