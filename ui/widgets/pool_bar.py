"""What became of the codes of a level: one bar, a colour for each kind, and the mark of the alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.products.code_pool import CodeCounts
from desktop.texts import Text, say
from ui.style import Colours, colours_now, mixed
from ui.wording import number

_HEIGHT = 14
_MARK = 7


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of codes in a bar."""

    name: Text
    count: int
    colour: str
    strength: float = 1.0
    """How much of the colour, 0 to 1; the rest is the ground."""


def shares(counts: CodeCounts) -> tuple[Share, ...]:
    """Sort the counts of a level into what a person wants to tell apart."""
    used = counts.printed + counts.verified + counts.packed + counts.sampled
    lost = counts.void + counts.spoiled
    return (
        Share(say("available"), counts.available, "accent"),
        Share(say("allocated"), counts.allocated, "accent", 0.45),
        Share(say("printed"), used, "done", 0.75),
        Share(say("unknown"), counts.unknown, "unknown"),
        Share(say("void"), lost, "stopped", 0.8),
        Share(say("returned"), counts.returned, "idle", 0.7),
    )


class PoolBar(QWidget):
    """A stacked bar; a small triangle below it marks the alarm threshold of the available codes."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: Sequence[Share] = ()
        self._threshold = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: CodeCounts, threshold: int = 0) -> None:
        """Show the codes of a level; ``threshold`` available codes are too few."""
        self._shares = shares(counts)
        self._threshold = threshold
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of bar and mark."""
        return QSize(160, _HEIGHT + _MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(0, 0, self.width(), _HEIGHT)
        shape = QPainterPath()
        shape.addRoundedRect(room, _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(shape)
        painter.fillRect(room, QColor(colours.border))
        total = sum(share.count for share in self._shares)
        left = 0.0
        for share in self._shares:
            width = room.width() * share.count / total if total else 0.0
            if share.count:
                painter.fillRect(QRectF(left, 0, max(2.0, width), _HEIGHT), share_colour(share, colours))
            left += width
        painter.setClipping(False)
        if total and 0 < self._threshold <= total:
            _paint_mark(painter, room.width() * self._threshold / total, QColor(colours.text))
        painter.end()


def share_colour(share: Share, colours: Colours) -> QColor:
    """Return the colour of a share."""
    return mixed(str(getattr(colours, share.colour)), colours.surface, share.strength)


def share_words(counts: CodeCounts) -> list[tuple[Share, str]]:
    """Return the shares that are not empty with their numbers, for a legend."""
    return [(share, number(share.count)) for share in shares(counts) if share.count]


def _paint_mark(painter: QPainter, x: float, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(x, _HEIGHT), QPointF(x - 4, _HEIGHT + _MARK), QPointF(x + 4, _HEIGHT + _MARK)])
    )
    painter.setPen(QPen(colour, 1))
    painter.drawLine(QPointF(x, 0), QPointF(x, _HEIGHT))
    painter.setPen(Qt.PenStyle.NoPen)
