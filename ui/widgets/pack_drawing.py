"""How a product is packed, drawn: the largest pack at the left, what is in it beside it, down to the unit."""

from dataclasses import dataclass
from math import ceil, sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.products.packing import counted_packs
from desktop.products.product import PackLevel
from desktop.texts import Text, say
from ui.language import Language
from ui.style import GRID, Colours, colours_now, mixed, monospaced
from ui.wording import level_name

_BOX = 112
_DEPTH = 12
_GAP_LEAST = 28
_COLUMN = 124
_TEXT_LINES = 4
_MOST_CELLS = 60
"""Beyond it a grid says nothing more; the number beside it does."""


@dataclass(frozen=True, slots=True)
class _Pack:
    """One level as it is drawn."""

    level: PackLevel
    inside: int
    """Packs of the next lower level in it; 0: it is the unit."""


class PackDrawing(QWidget):
    """Draws the pack levels of a product with their counts, prefixes and GTINs."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._packs: tuple[_Pack, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        language.changed.connect(self._reword)

    def show_levels(self, levels: tuple[PackLevel, ...]) -> None:
        """Draw ``levels``, level 1 first; empty draws nothing."""
        down = levels[::-1]
        self._packs = tuple(_Pack(level, level.children if level.level > 1 else 0) for level in down)
        self._reword()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room of all packs beside each other."""
        count = max(2, len(self._packs))
        line = self.fontMetrics().height() + 2
        return QSize(
            count * _COLUMN + (count - 1) * _GAP_LEAST, _DEPTH + _BOX + GRID + _TEXT_LINES * line + GRID
        )

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def sentences(self) -> tuple[str, ...]:
        """Return what stands below each pack, the largest first."""
        return tuple("\n".join(self._lines(pack)) for pack in self._packs)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the packs."""
        if not self._packs:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_now()
        count = len(self._packs)
        gap = min(9 * GRID, max(_GAP_LEAST, (self.width() - count * _COLUMN) / max(1, count - 1)))
        left = 0.0
        for place, pack in enumerate(self._packs):
            box = QRectF(left, _DEPTH, _BOX - _DEPTH, _BOX)
            first = self._paint_pack(painter, pack, box, colours)
            if place < count - 1:
                self._paint_lens(painter, first, left + _COLUMN + gap, colours)
            self._paint_words(painter, pack, left, box.bottom() + GRID, colours)
            left += _COLUMN + gap
        painter.end()

    def _paint_pack(self, painter: QPainter, pack: _Pack, box: QRectF, colours: Colours) -> QRectF:
        """Draw one pack; return the place of the inner pack that is looked into."""
        coded = bool(pack.level.prefix or pack.level.gtin)
        edge = QColor(colours.accent if coded else colours.idle)
        for polygon, share in (
            (_top(box), 0.10),
            (_side(box), 0.22),
        ):
            painter.setPen(QPen(edge, 1.4))
            painter.setBrush(mixed(edge.name(), colours.surface, share))
            painter.drawPolygon(polygon)
        painter.setBrush(mixed(edge.name(), colours.surface, 0.05))
        painter.drawRect(box)
        if pack.inside:
            return self._paint_inside(painter, pack.inside, box, colours)
        _paint_bars(painter, box, QColor(colours.text))
        return box

    def _paint_inside(self, painter: QPainter, count: int, box: QRectF, colours: Colours) -> QRectF:
        shown = min(count, _MOST_CELLS)
        across, down = _rows_of(shown)
        room = box.adjusted(8, 8, -8, -8)
        step_x, step_y = room.width() / across, room.height() / down
        space = 4.0 if across < 6 else 2.0
        first = QRectF()
        for number in range(shown):
            line, place = divmod(number, across)
            cell = QRectF(
                room.left() + place * step_x + space / 2,
                room.top() + line * step_y + space / 2,
                step_x - space,
                step_y - space,
            )
            looked_into = number == across - 1
            if looked_into:
                first = cell
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(
                QColor(colours.accent) if looked_into else mixed(colours.accent, colours.surface, 0.30)
            )
            painter.drawRoundedRect(cell, 2, 2)
        return first

    def _paint_lens(self, painter: QPainter, cell: QRectF, next_left: float, colours: Colours) -> None:
        """Lines that lead from one inner pack to its drawing at the right."""
        pen = QPen(QColor(colours.accent), 1.2, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(cell.topRight(), QPointF(next_left - 4, _DEPTH + 2))
        painter.drawLine(cell.bottomRight(), QPointF(next_left - 4, _DEPTH + _BOX - 2))

    def _paint_words(self, painter: QPainter, pack: _Pack, left: float, top: float, colours: Colours) -> None:
        heading = QFont(self.font())
        heading.setBold(True)
        code = monospaced(self.font().pointSizeF() - 1)
        fonts = (heading, self.font(), code, code)
        tints = (colours.text, colours.muted, colours.text, colours.text)
        line = self.fontMetrics().height() + 2
        for place, words in enumerate(self._lines(pack)):
            painter.setFont(fonts[place])
            painter.setPen(QColor(tints[place]))
            room = QRectF(left, top + place * line, _COLUMN + _GAP_LEAST - 4, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _lines(self, pack: _Pack) -> list[str]:
        word = self._language
        level = pack.level
        holds = counted_packs(level.level - 1, pack.inside) if pack.inside else say("smallest sales pack")
        lines = [word(level_name(level.level)), word(holds)]
        lines += [level.prefix] if level.prefix else []
        lines += [level.gtin.as_14] if level.gtin else []
        if len(lines) == 2:
            lines.append(word(say("not coded")))
        return lines

    def _reword(self) -> None:
        spoken: list[str] = [" ".join(self._lines(pack)) for pack in self._packs]
        self.setAccessibleName(self._language(_NAME))
        self.setAccessibleDescription("; ".join(spoken))
        self.update()


_NAME: Text = say("Pack hierarchy")


def _rows_of(count: int) -> tuple[int, int]:
    """Return how many packs stand beside and above each other: full rows where that looks right."""
    for across in range(round(sqrt(count)), 0, -1):
        if count % across == 0 and count // across <= 3 * across:
            return across, count // across
    across = ceil(sqrt(count))
    return across, ceil(count / across)


def _top(box: QRectF) -> QPolygonF:
    shift = QPointF(_DEPTH, -_DEPTH)
    return QPolygonF([box.topLeft(), box.topLeft() + shift, box.topRight() + shift, box.topRight()])


def _side(box: QRectF) -> QPolygonF:
    shift = QPointF(_DEPTH, -_DEPTH)
    return QPolygonF([box.topRight(), box.topRight() + shift, box.bottomRight() + shift, box.bottomRight()])


def _paint_bars(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A hint of a symbol on the smallest pack."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    left = box.left() + 18.0
    for number, width in enumerate((3, 1, 2, 1, 1, 3, 1, 2, 2, 1, 3, 1, 1, 2)):
        if number % 2 == 0:
            painter.drawRect(QRectF(left, box.center().y() - 16, width * 2.6, 32))
        left += width * 2.6
