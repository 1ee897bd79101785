"""A state as colour, shape and word: the one place where the six marks are drawn."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.texts import Text
from ui.language import Language
from ui.style import Colours, colours_now, mixed
from ui.wording import Mark

_SIZE = 16


def mark_colour(mark: Mark, colours: Colours) -> str:
    """Return the colour of ``mark``."""
    return str(getattr(colours, mark.value))


def paint_mark(painter: QPainter, mark: Mark, colour: str, room: QRectF) -> None:
    """Draw the shape of ``mark`` into ``room``: triangle, tick, !, square, ? or dash."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.topLeft())
    painter.scale(room.width() / _SIZE, room.height() / _SIZE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    pen = QPen(QColor(colour), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if mark is Mark.RUNNING:
        painter.drawPolygon(QPolygonF([QPointF(3, 1.5), QPointF(14.5, 8), QPointF(3, 14.5)]))
    elif mark is Mark.STOPPED:
        painter.drawRoundedRect(QRectF(2, 2, 12, 12), 1.5, 1.5)
    elif mark is Mark.DONE:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(2, 8.5), QPointF(6.2, 12.7), QPointF(14, 3.5)]))
    elif mark is Mark.IDLE:
        painter.setPen(pen)
        painter.drawLine(QPointF(3, 8), QPointF(13, 8))
    else:
        path = QPainterPath()
        path.addEllipse(QRectF(0.5, 0.5, 15, 15))
        painter.drawPath(path)
        _paint_sign(painter, "!" if mark is Mark.ATTENTION else "?")
    painter.restore()


def _paint_sign(painter: QPainter, sign: str) -> None:
    light = painter.brush().color().lightness() > 150
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#10161c" if light else "#ffffff"))
    painter.drawText(QRectF(0, 0, _SIZE, _SIZE), Qt.AlignmentFlag.AlignCenter, sign)


def mark_icon(mark: Mark, colours: Colours) -> QIcon:
    """Return the shape of ``mark`` as an icon for lists and tables."""
    scale = 3
    picture = QPixmap(_SIZE * scale, _SIZE * scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_mark(painter, mark, mark_colour(mark, colours), QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # else Qt tints the mark of a chosen row
    return icon


class StateBadge(QWidget):
    """A rounded badge with the shape and the word of a state.

    Attributes:
        mark: the mark that is shown.
    """

    def __init__(self, language: Language, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = Mark.IDLE
        self._language = language
        self._scale = 2 if large else 1
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, mark: Mark, word: Text) -> None:
        """Show ``mark`` and ``word``."""
        self.mark = mark
        self._language.word(self, word, "set_word")

    def set_word(self, word: str) -> None:
        """Show ``word`` beside the mark; for ``Language``."""
        self._word = word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def word(self) -> str:
        """Return the word that is shown."""
        return self._word

    def sizeHint(self) -> QSize:
        """Return the room of mark and word."""
        scale = self._scale
        metrics = self._metrics_font()
        return QSize(
            (12 + _SIZE + 8 + 12) * scale + self._text_width(metrics),
            max(28 * scale, self.fontMetrics().height() + 8),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        colours = colours_now()
        colour = mark_colour(self.mark, colours)
        scale = self._scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour, colours.surface, 0.14))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        side = _SIZE * scale
        paint_mark(painter, self.mark, colour, QRectF(12 * scale, (self.height() - side) / 2, side, side))
        painter.setPen(QColor(colour))
        painter.setFont(self._metrics_font())
        left = (12 + _SIZE + 8) * scale
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word)
        painter.end()

    def _metrics_font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        if self._scale > 1:
            font.setPointSizeF(font.pointSizeF() * 1.8)
        return font

    def _text_width(self, font: QFont) -> int:

        return QFontMetrics(font).horizontalAdvance(self._word)
