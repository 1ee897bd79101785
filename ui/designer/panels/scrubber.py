"""Goes through records one by one: a slider, the record before and after, and where it stands in its file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from desktop.exchange.label_records import Record
from desktop.texts import say
from ui.designer.panels.tool_buttons import tool_button
from ui.kit import Kit, column, row
from ui.wording import number


class RecordScrubber(QWidget):
    """Shows which of several records fills the label.

    Signals:
        moved: (int) the person went to the record of that place, from 0.
    """

    moved = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._records: Sequence[Record] = ()
        self.before = tool_button(kit, "back", say("Record before"), lambda: self._step(-1))
        self.after = tool_button(kit, "forward", say("Next record"), lambda: self._step(1))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        kit.language.word(self.slider, say("Record"), "setAccessibleName")
        self.slider.valueChanged.connect(self._move)
        self.place = kit.label(role="muted")
        line = row(self.before, self.slider, self.after, spacing=4)
        line.setStretch(1, 1)
        self.setLayout(column(line, self.place, spacing=2))

    def put(self, records: Sequence[Record]) -> None:
        """Go through ``records`` from the first."""
        self._records = records
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(records) - 1))
        self.slider.setPageStep(max(1, len(records) // 20))
        self.slider.setValue(0)
        self.slider.blockSignals(False)
        self._tell()

    def at(self) -> int:
        """Return the place of the record that fills the label, from 0."""
        return self.slider.value()

    def _step(self, way: int) -> None:
        self.slider.setValue(self.slider.value() + way)

    def _move(self, place: int) -> None:
        self._tell()
        self.moved.emit(place)

    def _tell(self) -> None:
        at, count = self.slider.value(), len(self._records)
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at < count - 1)
        told = None
        if count:
            told = say(
                "Record {place} of {count}, line {line} of the file",
                place=number(at + 1),
                count=number(count),
                line=self._records[at].line,
            )
        self._kit.language.word(self.place, told)
