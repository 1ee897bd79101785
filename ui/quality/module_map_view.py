"""The modules of a matrix symbol, each coloured by the grade of its modulation."""

import numpy
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.grading.model import Edition, ModuleMap, Name, Point, SymbolGrade
from desktop.grading.thresholds import row_of
from desktop.texts import say
from ui.language import Language
from ui.quality.grade_words import module_colours
from ui.quality.profile_places import parameter_of
from ui.style import GRID, Colours, colours_now

_LEAST = QSize(300, 180)
_NUMBER_FROM_PX = 10
"""Side of a module from which its grade is written into it."""
_CORNER_FROM_PX = 8
_LEGEND_PX = 112
_TOLD_PX = 26


class ModuleMapView(QWidget):
    """Draws the modules with one ring of quiet zone; the arrow keys and the pointer choose one.

    Signals:
        pointed: (x, y) place of the module under the pointer, in the picture.
    """

    pointed = Signal(float, float)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._map: ModuleMap | None = None
        self._grades: NDArray[numpy.float64] = numpy.zeros((0, 0))
        self._worst: tuple[int, int] | None = None
        self._told: tuple[int, int] | None = None
        self._place: tuple[int, int] | None = None
        self._picture: tuple[tuple[int, bool], QPixmap] | None = None
        self.setMinimumSize(_LEAST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        language.word(self, say("Map of the modules"), "setAccessibleName")
        language.changed.connect(self.update)

    def show_symbol(self, symbol: SymbolGrade | None) -> None:
        """Draw the modules of a symbol."""
        self._map = symbol.modules if symbol else None
        self._picture = self._told = self._place = self._worst = None
        if symbol is not None and symbol.modules is not None:
            self._grades = grades_of(symbol.modules, symbol.edition)
            uniformity = parameter_of(symbol.parameters, Name.CU)
            if uniformity is not None and uniformity.places:
                self._worst = self._nearest(uniformity.places[0])
        self.update()

    def point_at(self, place: Point | None) -> None:
        """Point at the module that is nearest to a place of the picture."""
        self._place = None if place is None or self._map is None else self._nearest(place)
        self.update()

    def told(self) -> str:
        """Return what is told of the module under the pointer, or else of the worst one."""
        at = self._told or self._place or self._worst
        if at is None or self._map is None:
            return ""
        row, column = at
        modulation = float(self._map.modulation[row, column])
        words = say(
            "Row {row}, column {column}: modulation {modulation} %, grade {grade}; {colour} {reflectance} %",
            row=row - 1,
            column=column - 1,
            modulation=f"{abs(modulation):.0f}",
            grade=f"{self._grades[row, column]:.1f}",
            colour=say("dark") if self._map.dark[row, column] else say("light"),
            reflectance=f"{float(self._map.reflectance[row, column]):.0f}",
        )
        if modulation < 0:
            words = say("{module}; it has the wrong colour", module=words)
        if at == self._worst and self._told is None and self._place is None:
            words = say("Worst module. {module}", module=words)
        return self._language(words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the module under the pointer."""
        self._tell(self._at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point at the module in the picture, too."""
        self._tell(self._at(event.position()))
        if self._told is not None and self._map is not None:
            self._place = self._told
            self.pointed.emit(float(self._map.x[self._told]), float(self._map.y[self._told]))

    def leaveEvent(self, _event: object) -> None:
        """Tell of the worst module again."""
        self._tell(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from module to module."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key not in steps or self._map is None:
            super().keyPressEvent(event)
            return
        row, column = self._told or self._place or self._worst or (1, 1)
        rows, columns = self._grades.shape
        down, right = steps[key]
        self._tell((min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the map, its legend, and what is told of one module."""
        painter = QPainter(self)
        colours = colours_now()
        painter.fillRect(self.rect(), QColor(colours.surface))
        if self._map is not None:
            side = self._side()
            look = (side, colours.dark)
            if self._picture is None or self._picture[0] != look:
                self._picture = (look, self._drawn(side, colours))
            painter.drawPixmap(self._room().topLeft(), self._picture[1])
            self._paint_frames(painter, side, colours)
            self._paint_legend(painter, colours)
            painter.setPen(QColor(colours.text))
            told = QRectF(GRID, self.height() - _TOLD_PX, self.width() - 2 * GRID, _TOLD_PX)
            painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, self.told())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _tell(self, at: tuple[int, int] | None) -> None:
        if at != self._told:
            self._told = at
            self.update()

    def _nearest(self, place: Point) -> tuple[int, int] | None:
        if self._map is None:
            return None
        far = (self._map.x - place[0]) ** 2 + (self._map.y - place[1]) ** 2
        row, column = numpy.unravel_index(int(far.argmin()), far.shape)
        return int(row), int(column)

    def _side(self) -> int:
        rows, columns = self._grades.shape
        wide, high = self.width() - _LEGEND_PX - 2 * GRID, self.height() - _TOLD_PX - GRID
        return int(max(2, min(wide // max(1, columns), high // max(1, rows))))

    def _room(self) -> QRectF:
        rows, columns = self._grades.shape
        side = self._side()
        left = max(GRID, (self.width() - _LEGEND_PX - columns * side) // 2)
        top = max(GRID // 2, (self.height() - _TOLD_PX - rows * side) // 2)
        return QRectF(left, top, columns * side, rows * side)

    def _cell(self, at: tuple[int, int]) -> QRectF:
        side, room = self._side(), self._room()
        return QRectF(room.x() + at[1] * side, room.y() + at[0] * side, side, side)

    def _at(self, point: QPointF) -> tuple[int, int] | None:
        room = self._room()
        if not room.contains(point) or self._map is None:
            return None
        inner = (point - room.topLeft()) / self._side()
        rows, columns = self._grades.shape
        return min(int(inner.y()), rows - 1), min(int(inner.x()), columns - 1)

    def _drawn(self, side: int, colours: Colours) -> QPixmap:
        """Draw all modules once; a picture with one pixel a module is enlarged."""
        rows, columns = self._grades.shape
        whole = numpy.clip(numpy.floor(self._grades + 1e-9), 0, 4).astype(numpy.intp)
        tints = [QColor(colour) for colour in module_colours(colours)]
        table = numpy.array([[tint.red(), tint.green(), tint.blue()] for tint in tints], numpy.uint8)
        pixels = numpy.ascontiguousarray(table[whole])
        image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(columns * side * ratio), round(rows * side * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        painter.drawImage(QRectF(0, 0, columns * side, rows * side), image)
        if side >= 6:
            painter.setPen(QPen(QColor(colours.surface), 1))
            painter.drawLines([QLineF(n * side, 0, n * side, rows * side) for n in range(columns + 1)])
            painter.drawLines([QLineF(0, n * side, columns * side, n * side) for n in range(rows + 1)])
        if side >= _CORNER_FROM_PX:
            self._mark_dark(painter, side, colours)
        if side >= _NUMBER_FROM_PX:
            _write_grades(painter, whole, side, tints)
        self._cross_out(painter, side, colours)
        painter.end()
        return picture

    def _mark_dark(self, painter: QPainter, side: int, colours: Colours) -> None:
        """Cut a corner of modules that should be dark, so that the symbol is known again."""
        assert self._map is not None, "there is a map to draw"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.text))
        part = side / 3
        for row, column in numpy.argwhere(self._map.dark).tolist():
            x, y = column * side, row * side
            painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x + part, y), QPointF(x, y + part)]))

    def _cross_out(self, painter: QPainter, side: int, colours: Colours) -> None:
        """Cross out modules of the wrong colour."""
        assert self._map is not None, "there is a map to draw"
        painter.setPen(QPen(QColor(colours.text), 1.5))
        for row, column in numpy.argwhere(self._map.modulation < 0).tolist():
            x, y = column * side, row * side
            painter.drawLine(QLineF(x + 1, y + 1, x + side - 1, y + side - 1))
            painter.drawLine(QLineF(x + side - 1, y + 1, x + 1, y + side - 1))

    def _paint_frames(self, painter: QPainter, side: int, colours: Colours) -> None:
        """Frame the symbol without its quiet zone, the worst module, and those that are pointed at."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.idle), 1, Qt.PenStyle.DashLine))
        painter.drawRect(self._room().adjusted(side, side, -side, -side))
        for at, colour, width in (
            (self._worst, colours.stopped, 2.5),
            (self._place, colours.running, 2.5),
            (self._told, colours.text, 1.5),
        ):
            if at is not None:
                painter.setPen(QPen(QColor(colour), width))
                painter.drawRect(self._cell(at).adjusted(-1, -1, 1, 1))

    def _paint_legend(self, painter: QPainter, colours: Colours) -> None:
        left, top = self.width() - _LEGEND_PX, 2 * GRID
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPoint(left, top), self._language(say("Grade")))
        for line, grade in enumerate((4, 3, 2, 1, 0)):
            y = top + GRID + line * 22
            painter.fillRect(QRectF(left, y, 18, 18), QColor(module_colours(colours)[grade]))
            painter.setPen(QColor(colours.text))
            share = float(numpy.mean(numpy.floor(self._grades + 1e-9) == grade)) * 100
            painter.drawText(
                QRectF(left + 24, y, _LEGEND_PX - 24, 18),
                Qt.AlignmentFlag.AlignVCenter,
                f"{grade}   {share:.0f} %",
            )
        y = top + GRID + 5 * 22
        painter.setPen(QPen(QColor(colours.stopped), 2.5))
        painter.drawRect(QRectF(left + 1, y + 2, 15, 15))
        painter.setPen(QColor(colours.text))
        room = QRectF(left + 24, y, _LEGEND_PX - 24, 20)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._language(say("worst")))
        y += 22
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.text))
        painter.drawPolygon(
            QPolygonF([QPointF(left, y + 2), QPointF(left + 9, y + 2), QPointF(left, y + 11)])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(colours.text))
        room = QRectF(left + 24, y, _LEGEND_PX - 24, 18)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._language(say("dark")))


def grades_of(modules: ModuleMap, edition: Edition) -> NDArray[numpy.float64]:
    """Return the grade of each module by its modulation; one of the wrong colour has grade 0."""
    nodes = row_of(edition, Name.MOD).nodes
    values = numpy.array([value for value, _ in reversed(nodes)])
    grades = numpy.array([0.0, *(grade for _, grade in reversed(nodes))])
    return numpy.asarray(grades[numpy.searchsorted(values, modules.modulation, side="right")])


def _write_grades(painter: QPainter, whole: NDArray[numpy.intp], side: int, tints: list[QColor]) -> None:
    font = QFont(painter.font())
    font.setPixelSize(min(12, side - 3))
    painter.setFont(font)
    for (row, column), grade in numpy.ndenumerate(whole):
        tint = tints[int(grade)]
        painter.setPen(QColor("#101820" if tint.lightness() > 120 else "#ffffff"))
        room = QRectF(column * side, row * side, side, side)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(grade))
