"""The picture of a tray: one cell a pack, its state as colour, shape and, where there is room, word."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.packing.tray import Cell, TrayPlace, columns_of
from desktop.texts import Text, say
from ui.language import Language
from ui.style import GRID, Colours, body_points, colours_now, mixed, monospaced
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import Mark, code_grouped

_WIDEST: Final = 2.2
"""A cell is at most so many times as wide as high."""
_LARGEST_PX: Final = 40 * GRID
_WORD_ROOM: Final = 58
"""Pixels that a cell must be wide and high to carry its word."""
_NUMBER_ROOM: Final = 26
_LEGEND: Final = 4 * GRID


class CellState(StrEnum):
    """How a cell looks: as the tray has it, or wrong if what was scanned for it was refused."""

    FILLED = "filled"
    NEXT = "next"
    MISSING = "missing"
    DOUBLED = "doubled"
    EMPTY = "empty"
    WRONG = "wrong"


LOOKS: Final[dict[CellState, tuple[Mark, Text]]] = {
    CellState.FILLED: (Mark.DONE, say("filled")),
    CellState.NEXT: (Mark.RUNNING, say("next")),
    CellState.EMPTY: (Mark.IDLE, say("empty")),
    CellState.DOUBLED: (Mark.ATTENTION, say("doubled")),
    CellState.MISSING: (Mark.UNKNOWN, say("missing")),
    CellState.WRONG: (Mark.STOPPED, say("wrong")),
}
"""Mark and word of each state, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What is drawn.

    Attributes:
        places: as ``desktop.packing.tray.picture`` gives them.
        last: the code of the last scan, marked where it lies; empty: none.
        wrong: whether the last scan was refused, so that nothing went where the next pack goes.
    """

    places: tuple[TrayPlace, ...]
    last: str = ""
    wrong: bool = False

    def state(self, place: TrayPlace) -> CellState:
        """Return how a place looks."""
        if self.wrong and place.cell is Cell.NEXT:
            return CellState.WRONG
        return CellState(place.cell.value)

    def states(self) -> Counter[CellState]:
        """Count the places by how they look."""
        return Counter(self.state(one) for one in self.places)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the places are drawn, in pixels."""

    columns: int
    left: float
    top: float
    wide: float
    high: float

    def cell(self, place: int) -> QRectF:
        line, column = divmod(place - 1, self.columns)
        cell = QRectF(self.left + column * self.wide, self.top + line * self.high, self.wide, self.high)
        gap = 2 if min(self.wide, self.high) < 40 else 4
        return cell.adjusted(gap, gap, -gap, -gap)


class TrayView(QWidget):
    """Draws a tray of up to some hundred places, with a legend that names every state that is there."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._tray = Tray(())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(40 * GRID, 22 * GRID)
        self.setMouseTracking(True)

    @property
    def tray(self) -> Tray:
        """What is drawn."""
        return self._tray

    def show_tray(self, tray: Tray) -> None:
        """Draw another tray."""
        if tray != self._tray:
            self._tray = tray
            self.setAccessibleName(self.legend())
            self.update()

    def legend(self) -> str:
        """Return each state that is there, with how many places have it."""
        counted = self._tray.states()
        return " · ".join(
            f"{counted[state]} {self._language(word)}"
            for state, (_mark, word) in LOOKS.items()
            if counted[state]
        )

    def cell_at(self, place: int) -> QRectF:
        """Return where place ``place``, from 1, is drawn."""
        return self._grid().cell(place)

    def _grid(self) -> "_Grid":
        count = max(1, len(self._tray.places))  # none are known before the station is opened
        columns = columns_of(count)
        rows = -(-count // columns)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -_LEGEND)
        high = min(room.height() / rows, _LARGEST_PX)
        wide = min(room.width() / columns, high * _WIDEST)
        high = min(high, wide)
        left = (room.width() - wide * columns) / 2
        top = (room.height() - high * rows) / 2
        return _Grid(columns, left, top, wide, high)

    def sizeHint(self) -> QSize:
        """Return the room of a tray that is easily read."""
        return QSize(72 * GRID, 40 * GRID)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the tip tell of the place that the pointer is on."""
        self.setToolTip(self.told_at(event.position().x(), event.position().y()))

    def told_at(self, x: float, y: float) -> str:
        """Return what is said of the place at a point of the picture; empty where none is."""
        grid = self._grid()
        for one in self._tray.places:
            if grid.cell(one.place).contains(x, y):
                state = LOOKS[self._tray.state(one)][1]
                if one.code:
                    code = code_grouped(one.code)
                    return self._language(
                        say("Place {n}: {code}, {state}", n=one.place, code=code, state=state)
                    )
                return self._language(say("Place {n}: {state}", n=one.place, state=state))
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw cells and legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_now()
        grid = self._grid()
        for one in self._tray.places:
            self._paint_cell(painter, colours, one, grid.cell(one.place))
        self._paint_legend(painter, colours)
        painter.end()

    def _paint_cell(self, painter: QPainter, colours: Colours, one: TrayPlace, cell: QRectF) -> None:
        state = self._tray.state(one)
        mark, word = LOOKS[state]
        colour = mark_colour(mark, colours)
        last = bool(self._tray.last) and one.code == self._tray.last
        empty = state is CellState.EMPTY
        painter.setBrush(QColor(colours.sunken) if empty else mixed(colour, colours.surface, 0.2))
        line = Qt.PenStyle.DashLine if empty else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colours.border if empty else colour), 1.2, line))
        painter.drawRoundedRect(cell, 5, 5)
        if last:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.text), 3))
            painter.drawRoundedRect(cell.adjusted(-0.5, -0.5, 0.5, 0.5), 5, 5)
        wordy = min(cell.width(), cell.height()) >= _WORD_ROOM
        side = min(cell.height() * (0.3 if wordy else 0.5), cell.width() * 0.5, 40)
        middle = cell.center().y() - (cell.height() * 0.14 if wordy else 0)
        paint_mark(painter, mark, colour, QRectF(cell.center().x() - side / 2, middle - side / 2, side, side))
        self._paint_words(painter, colours, one, cell, self._language(word) if wordy else "")

    def _paint_words(
        self, painter: QPainter, colours: Colours, one: TrayPlace, cell: QRectF, word: str
    ) -> None:
        inner = cell.adjusted(5, 3, -5, -3)
        font = self.font()
        font.setPointSizeF(body_points() * (1 if word else 0.8))
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        roomy = cell.height() >= _NUMBER_ROOM and cell.width() >= 1.5 * cell.height()
        if word or roomy:
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(one.place))
        if not word:
            return
        painter.setPen(QColor(colours.text))
        shown = word
        if one.code and cell.width() > 12 * GRID:
            painter.setFont(monospaced())
            shown = f"{word} {one.code[-4:]}"
            if painter.fontMetrics().horizontalAdvance(shown) > inner.width():
                painter.setFont(font)
                shown = word
        painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, shown)

    def _paint_legend(self, painter: QPainter, colours: Colours) -> None:
        counted = self._tray.states()
        font = self.font()
        font.setPointSizeF(body_points() * 1.2)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        said = [
            (mark, f"{counted[state]} {self._language(word)}")
            for state, (mark, word) in LOOKS.items()
            if counted[state]
        ]
        width = sum(metrics.horizontalAdvance(words) + 5 * GRID for _mark, words in said) - 2 * GRID
        left, top = (self.width() - width) / 2, self.height() - _LEGEND + GRID
        for mark, words in said:
            paint_mark(painter, mark, mark_colour(mark, colours), QRectF(left, top + 3, 16, 16))
            painter.setPen(QColor(colours.text))
            far = metrics.horizontalAdvance(words)
            painter.drawText(
                QRectF(left + 22, top, far + 4, 22),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                words,
            )
            left += far + 5 * GRID


def tray_of(places: Sequence[TrayPlace], last: str = "", *, refused: bool = False) -> Tray:
    """Make the picture after a scan.

    Args:
        places: of the tray.
        last: the code that was scanned.
        refused: whether it was not taken. One that lies in the tray already is doubled, not wrong.
    """
    known = any(one.code == last for one in places if last)
    return Tray(tuple(places), last if known else "", refused and not known)
