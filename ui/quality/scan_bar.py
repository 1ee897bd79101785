"""The ten scans of a linear symbol as little grades, to step through."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.grading.formal import PASSES_FROM
from desktop.grading.model import Scan
from desktop.texts import say
from ui.kit import Kit, row
from ui.quality.grade_words import mark_of
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_colour

_HEIGHT = 40
_CELL_PX = 44


class ScanBar(QWidget):
    """Shows the grade of each scan; buttons, a click and the arrow keys choose one.

    Signals:
        chosen: (number) another scan was chosen, from 0.
    """

    chosen = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.bars = _Bars(kit)
        self.before = kit.button(say("Previous scan"), lambda: self.step(-1), "icon", icon_name="back")
        self.after = kit.button(say("Next scan"), lambda: self.step(1), "icon", icon_name="forward")
        for button, what in ((self.before, say("Previous scan")), (self.after, say("Next scan"))):
            kit.language.word(button, None)
            kit.language.word(button, what, "setToolTip")
            kit.language.word(button, what, "setAccessibleName")
            button.setFixedWidth(4 * GRID)
        self._told = kit.label(role="muted")
        layout = row(self.before, self.bars, self.after, self._told, 1, spacing=GRID // 2)
        self.setLayout(layout)
        self.bars.chosen.connect(self._choose)
        self.bars.stepped.connect(self.step)

    def show_scans(self, scans: Sequence[Scan], least: float = PASSES_FROM) -> None:
        """Show the scans of a symbol that needs the grade ``least``; the worst is chosen."""
        self.bars.scans, self.bars.least = tuple(scans), least
        self.bars.updateGeometry()
        worst = min(range(len(scans)), key=lambda number: scans[number].grade, default=0)
        self._choose(worst)

    def number(self) -> int:
        """Return which scan is chosen, from 0."""
        return self.bars.number

    def step(self, by: int) -> None:
        """Go to the scan before (-1) or after (1)."""
        number = self.bars.number + by
        if 0 <= number < len(self.bars.scans):
            self._choose(number)

    def _choose(self, number: int) -> None:
        self.bars.number = number
        self.bars.update()
        scans = self.bars.scans
        self.before.setEnabled(number > 0)
        self.after.setEnabled(number + 1 < len(scans))
        told = say("Scan {number} of {count}", number=number + 1, count=len(scans)) if scans else None
        self._kit.language.word(self._told, told)
        if scans:
            self.chosen.emit(number)


class _Bars(QWidget):
    chosen = Signal(int)
    stepped = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.scans: tuple[Scan, ...] = ()
        self.least = PASSES_FROM
        self.number = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        kit.language.word(self, say("Grades of the ten scans"), "setAccessibleName")

    def sizeHint(self) -> QSize:
        return QSize(_CELL_PX * max(1, len(self.scans)), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * max(1, len(self.scans)), _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().x() / max(1, self.width()) * max(1, len(self.scans)))
        if 0 <= number < len(self.scans):
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_now()
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        width = self.width() / max(1, len(self.scans))
        for number, scan in enumerate(self.scans):
            room = QRectF(number * width + 1.5, 1.5, width - 3, self.height() - 3)
            colour = QColor(mark_colour(mark_of(scan.grade, self.least), colours))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.sunken))
            painter.drawRoundedRect(room, 4, 4)
            high = (room.height() - 18) * scan.grade / 4
            painter.setBrush(colour)
            painter.drawRect(QRectF(room.x() + 6, room.bottom() - 3 - high, room.width() - 12, high + 1))
            painter.setPen(QColor(colours.text))
            top = QRectF(room.x(), room.y(), room.width(), 15)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, f"{scan.grade:g}")
            if number == self.number:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.accent), 2.5 if self.hasFocus() else 1.6))
                painter.drawRoundedRect(room, 4, 4)
        if not self.scans:
            painter.setPen(QColor(colours.idle))
            painter.drawLine(QPointF(0, self.height() / 2), QPointF(self.width(), self.height() / 2))
        painter.end()
