"""Where codes come from at the warehouse desk: a hand scanner, the keyboard, or a scanner of a line."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from desktop.operations import lines
from desktop.operations.plant import Plant
from desktop.texts import Text, say
from ui.kit import column, row
from ui.scanner_feed import ScannerFeed
from ui.scans import GROUP_SEPARATOR, CodeField
from ui.style import GRID
from ui.wording import Mark
from ui.workplace import Workplace

SCANNER: Final = "warehouse/scanner"
"""The setting that remembers the scanner of this desk; empty: a hand scanner."""
_BY_HAND: Final = say("Hand scanner or keyboard")
_FIELD_PT = 16
_BEGIN: Final = frozenset({GROUP_SEPARATOR, "]", "("})
"""What a scan may begin with besides a letter or a digit."""


class ScanInput(QWidget):
    """A field for codes and, where stations have network scanners, the choice of one.

    Signals:
        scanned: (text) something was scanned, or typed and ended by Enter.
    """

    scanned = Signal(str)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._feed: ScannerFeed | None = None
        self.field = CodeField()
        self.field.setStyleSheet(f"font-size: {_FIELD_PT}pt; min-height: {5 * GRID}px;")
        work.language.word(self.field, say("Scan or type a code, 20 digits"), "setPlaceholderText")
        work.language.word(self.field, say("Code"), "setAccessibleName")
        self.field.returnPressed.connect(self._enter)
        self.button = kit.button(say("Take it"), self._enter, "primary")
        self.source = QComboBox()
        work.language.word(self.source, say("Scanner"), "setAccessibleName")
        self.source.activated.connect(lambda _place: self._choose())
        self._told = kit.label(role="muted")
        self._sources = row(kit.label(say("Scanner"), "muted"), self.source, self._told, 1, spacing=GRID)
        line = row(self.field, self.button, spacing=GRID)
        line.setStretch(0, 1)
        self._line = QWidget()
        self._line.setLayout(self._sources)
        self._line.hide()
        self.setLayout(column(line, self._line, spacing=GRID))
        self.setFocusProxy(self.field)
        work.language.changed.connect(self._reword)

    def catch(self, *widgets: QWidget) -> None:
        """Take what a hand scanner types while one of ``widgets`` has the focus, too."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the first character of a scan to the field, which has the focus from then on."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (event.text().isalnum() or event.text() in _BEGIN)
        ):
            self.field.setFocus()
            QApplication.sendEvent(self.field, event)
            return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """Take scans from now on; the field has the focus."""
        self.field.setFocus()
        plant = self._work.plant
        self._work.background.run(
            lambda _report: scanners_of(plant), receiver=self, done=self._offer_scanners
        )

    def end(self) -> None:
        """Take no more scans from a network scanner."""
        if self._feed is not None:
            self._feed.stop()
            self._feed.deleteLater()
            self._feed = None
        self._work.language.word(self._told, None)

    def _enter(self) -> None:
        text = self.field.code().strip()
        self.field.clear()
        self.field.setFocus()
        if text:
            self.scanned.emit(text)

    def _offer_scanners(self, found: tuple[tuple[str, str], ...]) -> None:
        self.source.clear()
        self.source.addItem(self._work.language(_BY_HAND), "")
        for name, address in found:
            self.source.addItem(name, address)
        remembered = str(self._work.settings.value(SCANNER, ""))
        self.source.setCurrentIndex(max(0, self.source.findData(remembered)))
        self._line.setVisible(bool(found))
        self._listen()

    def _reword(self) -> None:
        if self.source.count():
            self.source.setItemText(0, self._work.language(_BY_HAND))

    def _choose(self) -> None:
        self._work.settings.setValue(SCANNER, self.source.currentData())
        self._listen()
        self.field.setFocus()

    def _listen(self) -> None:
        self.end()
        address = str(self.source.currentData() or "")
        if address:
            self._feed = ScannerFeed(self._work, address)
            self._feed.scanned.connect(lambda text, _at: self.scanned.emit(text))
            self._feed.told.connect(self._tell)
            self._feed.start()

    def _tell(self, text: Text, mark: Mark) -> None:
        self._told.setProperty("role", "field-error" if mark is Mark.STOPPED else "muted")
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._work.language.word(self._told, text)


def scanners_of(plant: Plant) -> tuple[tuple[str, str], ...]:
    """Return the network scanners of all lines, name and address, each address once."""
    found: dict[str, str] = {}
    for view in lines.overview(plant):
        for one in view.stations:
            if one.station.scanner:
                found.setdefault(one.station.scanner, f"{view.line.name} · {one.station.name}")
    return tuple((name, address) for address, name in found.items())
