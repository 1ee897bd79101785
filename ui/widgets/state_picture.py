"""The life of a code as a small picture: where it has been, where it is, and where it may still go."""

from collections.abc import Collection
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.products.code_pool import MOVES, CodeState, state_name
from desktop.texts import say
from ui.language import Language
from ui.style import Colours, colours_now, mixed
from ui.widgets.state_badge import mark_colour
from ui.wording import CODE_STATES

_BOX = QSize(104, 34)
_GAP_X, _GAP_Y = 34, 38
_PLACES: dict[CodeState, tuple[int, int]] = {
    CodeState.AVAILABLE: (0, 0),
    CodeState.ALLOCATED: (1, 0),
    CodeState.SENT: (2, 0),
    CodeState.PRINTED: (3, 0),
    CodeState.VERIFIED: (4, 0),
    CodeState.PACKED: (5, 0),
    CodeState.RETURNED: (0, 1),
    CodeState.VOID: (1, 1),
    CodeState.UNKNOWN: (2, 1),
    CodeState.SPOILED: (3, 1),
    CodeState.SAMPLED: (4, 1),
}
_ACROSS, _DOWN = 6, 2


@dataclass(frozen=True, slots=True)
class _Look:
    """How a box or an arrow is drawn."""

    line: QColor
    ground: QColor
    words: QColor
    width: float


class StatePicture(QWidget):
    """Draws all states and moves; what is behind the code is filled, what lies ahead is outlined."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._now: CodeState | None = None
        self._been: frozenset[CodeState] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        language.changed.connect(self._reword)

    def show_life(self, now: CodeState, been: Collection[CodeState]) -> None:
        """Show that a code is ``now`` here and has ``been`` there."""
        self._now = now
        self._been = frozenset(been)
        self._reword()

    def ahead(self) -> frozenset[CodeState]:
        """Return the states that may follow."""
        return frozenset(target for source, target in MOVES if source is self._now)

    def sizeHint(self) -> QSize:
        """Return the room of all states."""
        return QSize(
            _ACROSS * _BOX.width() + (_ACROSS - 1) * _GAP_X, _DOWN * _BOX.height() + (_DOWN - 1) * _GAP_Y + 4
        )

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which all words still stand."""
        return QSize(_ACROSS * 92 + (_ACROSS - 1) * 20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw moves, then states."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        moves = sorted(MOVES, key=lambda move: (move[0] is self._now, move))
        for source, target in moves:
            self._paint_move(painter, source, target, colours)
        for state in _PLACES:
            self._paint_state(painter, state, colours)
        painter.end()

    def _room(self, state: CodeState) -> QRectF:
        across, down = _PLACES[state]
        full = min(self.width(), self.sizeHint().width() + 120)
        gap = min(_GAP_X, max(16.0, (full - _ACROSS * _BOX.width()) / (_ACROSS - 1)))
        width = (full - (_ACROSS - 1) * gap) / _ACROSS
        return QRectF(across * (width + gap), 2 + down * (_BOX.height() + _GAP_Y), width, _BOX.height())

    def _paint_state(self, painter: QPainter, state: CodeState, colours: Colours) -> None:
        mark, _ = CODE_STATES[state]
        room = self._room(state)
        look = _Look(QColor(colours.border), QColor(colours.surface), QColor(colours.muted), 1.0)
        if state is self._now:
            tint = mark_colour(mark, colours)
            look = _Look(QColor(tint), QColor(tint), QColor(colours.surface), 1.5)
        elif state in self.ahead():
            look = _Look(QColor(colours.accent), QColor(colours.surface), QColor(colours.accent), 1.6)
        elif state in self._been:
            look = _Look(
                QColor(colours.border), mixed(colours.done, colours.surface, 0.14), QColor(colours.text), 1.0
            )
        painter.setPen(QPen(look.line, look.width))
        painter.setBrush(look.ground)
        painter.drawRoundedRect(room, 6, 6)
        font = QFont(self.font())
        font.setBold(state is self._now)
        painter.setFont(font)
        painter.setPen(look.words)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._language(state_name(state)))

    def _paint_move(self, painter: QPainter, source: CodeState, target: CodeState, colours: Colours) -> None:
        start, end = _ends(self._room(source), self._room(target))
        if (target, source) in MOVES:  # there and back: two arrows beside each other
            start, end = _aside(start, end, 4.0)
        tint, width = QColor(colours.border), 1.2
        if source is self._now:
            tint, width = QColor(colours.accent), 1.8
        elif source in self._been and (target in self._been or target is self._now):
            tint, width = QColor(colours.idle), 1.4
        painter.setPen(QPen(tint, width))
        painter.drawLine(start, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(_head(start, end))

    def _reword(self) -> None:
        self.setAccessibleName(self._language(say("Life of the code")))
        self.update()


def _ends(source: QRectF, target: QRectF) -> tuple[QPointF, QPointF]:
    """Return where an arrow leaves one box and reaches the other."""
    if abs(source.top() - target.top()) < 1:
        if source.left() < target.left():
            return (
                QPointF(source.right(), source.center().y()),
                QPointF(target.left(), target.center().y()),
            )
        return QPointF(source.left(), source.center().y()), QPointF(target.right(), target.center().y())
    shift = 0.0
    if abs(source.left() - target.left()) > 1:
        shift = (source.width() * 0.28) * (1 if target.left() > source.left() else -1)
    if source.top() < target.top():
        return (
            QPointF(source.center().x() + shift, source.bottom()),
            QPointF(target.center().x() - shift, target.top()),
        )
    return (
        QPointF(source.center().x() + shift, source.top()),
        QPointF(target.center().x() - shift, target.bottom()),
    )


def _aside(start: QPointF, end: QPointF, by: float) -> tuple[QPointF, QPointF]:
    length = hypot(end.x() - start.x(), end.y() - start.y()) or 1.0
    shift = QPointF(-(end.y() - start.y()) / length * by, (end.x() - start.x()) / length * by)
    return start + shift, end + shift


def _head(start: QPointF, end: QPointF, size: float = 7.0) -> QPolygonF:
    angle = atan2(end.y() - start.y(), end.x() - start.x())
    return QPolygonF(
        [
            end,
            *(
                QPointF(end.x() + size * cos(angle + turn), end.y() + size * sin(angle + turn))
                for turn in (pi * 0.86, -pi * 0.86)
            ),
        ]
    )
