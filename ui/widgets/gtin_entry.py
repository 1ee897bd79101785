"""A GTIN, scanned once or typed twice: its check digit does not see every swap of two neighbours."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.codes.gtin import Gtin, typed_twice
from desktop.errors import InputError
from desktop.texts import Text, say
from ui.kit import Kit, column
from ui.scans import Pace, takes_scans
from ui.style import set_role


class GtinEntry(QWidget):
    """One field; a second one opens below it once a person has typed the first by hand.

    Signals:
        changed: what stands in the fields changed.
    """

    changed = Signal()

    def __init__(self, kit: Kit, value: Gtin | None, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._kit = kit
        self._before = value.value if value else ""
        self._by_hand = False
        self._pace = Pace(now)
        self.field = QLineEdit(self._before)
        self.again = kit.field(say("Type it again, or scan it"))
        self._verdict = kit.label(role="muted", wrap=True)
        for field in (self.field, self.again):
            takes_scans(field)
            field.setMaxLength(20)
            field.textChanged.connect(lambda _text: self._judge())
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self.setLayout(column(self.field, self.again, self._verdict, spacing=4))
        self._judge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note whether keys come from a hand or from a scanner."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self._pace.end():
                    self._by_hand = False
                    self._judge()
                    return True  # the Enter of the scanner presses no button
            elif event.text().isprintable() and event.text():
                self._pace.key(event.text())
                self._by_hand = True
        return False

    def value(self) -> Gtin | None:
        """Return the GTIN; None: there is none.

        Raises:
            InputError: it is no GTIN, or it was typed and not yet typed again the same.
        """
        text = self.field.text().strip()
        if not text:
            return None
        if not self._needs_again():
            return Gtin.parse(text)
        if not self.again.text().strip():
            Gtin.parse(text)
            raise InputError(say("GTIN {gtin}: type it a second time, or scan it.", gtin=text))
        return typed_twice(text, self.again.text())

    def put(self, gtin: Gtin) -> None:
        """Fill in a GTIN that was computed."""
        self._by_hand = False
        self.again.clear()
        self.field.setText(gtin.value)

    def verdict(self) -> str:
        """Return what is told below the fields."""
        return self._verdict.text()

    def _needs_again(self) -> bool:
        return self._by_hand and self.field.text().strip() != self._before

    def _judge(self) -> None:
        fault: Text | None = None
        text = self.field.text().strip()
        well_formed = True
        try:
            Gtin.parse(text) if text else None
        except InputError as error:
            fault, well_formed = error.text, False
        asks = self._needs_again() and well_formed and bool(text)
        self.again.setVisible(asks)
        done: Text | None = None
        if asks and self.again.text():
            try:
                typed_twice(text, self.again.text())
                done = say("Both entries agree.")
            except InputError as error:
                fault = error.text if len(self.again.text().strip()) >= len(text) else None
        # While the number is still being typed it is not called wrong.
        if fault is not None and not well_formed and len(text) < 8:
            fault = None
        set_role(self._verdict, "field-error" if fault else "muted")
        self._kit.language.word(self._verdict, fault or done)
        self._verdict.setVisible((fault or done) is not None)
        self.changed.emit()
