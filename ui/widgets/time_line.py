"""What happened, from the first event to the last, as a line of dots."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.operations.trace import CodeEvent
from desktop.texts import Text, say
from ui.kit import Kit, box, column, emptied, row
from ui.style import GRID, colours_now
from ui.wording import moment

_DOT = 5
_LANE = 3 * GRID


class TimeLine(QWidget):
    """Events below each other: when, what, who, and on which device."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)

    def show_events(self, events: Sequence[CodeEvent]) -> None:
        """Show ``events``, the oldest first."""
        emptied(self._lines)
        last = len(events) - 1
        for place, event in enumerate(events):
            self._lines.addWidget(self._line(event, first=place == 0, last=place == last))

    def _line(self, event: CodeEvent, *, first: bool, last: bool) -> QWidget:
        when = self._kit.label(role="muted")
        when.setText(moment(event.at))
        what = self._kit.label(event.what, "heading", wrap=True)
        who = self._kit.label(_who(event), "muted", wrap=True)
        texts = column(what, row(when, who, spacing=2 * GRID), spacing=2)
        texts.setContentsMargins(0, 0, 0, 2 * GRID)
        texts.itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # it is the row above
        line = row(_Lane(first=first, last=last), box(texts), spacing=GRID)
        line.setStretch(1, 1)
        return box(line)


def _who(event: CodeEvent) -> Text:
    if event.device:
        return say("{actor} · {device}", actor=event.actor, device=event.device)
    return say("{actor}", actor=event.actor)


class _Lane(QWidget):
    """The dot of one event and the line to its neighbours."""

    def __init__(self, *, first: bool, last: bool) -> None:
        super().__init__()
        self._first, self._last = first, last
        self.setFixedWidth(_LANE)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = self.width() / 2, 10.0
        painter.setPen(QPen(QColor(colours.border), 2))
        if not self._first:
            painter.drawLine(QPointF(x, 0), QPointF(x, y))
        if not self._last:
            painter.drawLine(QPointF(x, y), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
        painter.end()
