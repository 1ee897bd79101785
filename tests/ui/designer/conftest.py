"""A small design in a window of its own, worked as a person does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import BoxElement, LineElement, SymbolElement, TextElement
from desktop.labels.primitives import Symbology
from desktop.operations import designs
from ui.designer.designer import Designer
from ui.workplace import Workplace

DESIGN = LabelDesign(
    "small",
    Title("Small", "小"),
    50.0,
    30.0,
    (
        TextElement("title", 5.0, 2.0, 20.0, 4.0, "Title", 3.0),
        BoxElement("box", 5.0, 10.0, 10.0, 8.0, 0.5, filled=True),
        BoxElement("twin", 25.0, 20.0, 10.0, 8.0, 0.5, filled=True),
        LineElement("line", 5.0, 26.0, 15.0, 0.5),
        SymbolElement("symbol", 40.0, 5.0, Symbology.DATA_MATRIX, "PACKMARK", 0.25),
    ),
)


class Hand:
    """A person's hand on the mouse; places in mm of the label."""

    def __init__(self, designer: Designer) -> None:
        self.canvas = designer.canvas

    def pixel(self, x_mm: float, y_mm: float) -> QPoint:
        return self.canvas.pixel_of(x_mm, y_mm).toPoint()

    def click(
        self, x_mm: float, y_mm: float, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, held, self.pixel(x_mm, y_mm))

    def double_click(self, x_mm: float, y_mm: float) -> None:
        QTest.mouseDClick(self.canvas, Qt.MouseButton.LeftButton, pos=self.pixel(x_mm, y_mm))

    def press(
        self, x_mm: float, y_mm: float, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, held, self.pixel(x_mm, y_mm))

    def move(self, x_mm: float, y_mm: float) -> None:
        QTest.mouseMove(self.canvas, self.pixel(x_mm, y_mm))

    def release(
        self, x_mm: float, y_mm: float, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, held, self.pixel(x_mm, y_mm))

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press, move in three steps, release."""
        self.press(*start, held)
        for part in (0.4, 0.8, 1.0):
            x, y = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            self._moved(QPointF(self.pixel(x, y)), held)
        self.release(*end, held)

    def _moved(self, pixel: QPointF, held: Qt.KeyboardModifier) -> None:
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            pixel,
            QPointF(self.canvas.mapToGlobal(pixel.toPoint())),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            held,
        )
        self.canvas.mouseMoveEvent(event)


@pytest.fixture
def designer(qtbot: QtBot, work: Workplace) -> Iterator[Designer]:
    """The designer on a draft with a text, two boxes, a line and a symbol, at 12 dots/mm."""
    draft, _ = designs.new_draft(work.plant, DESIGN)
    made = Designer(work, draft)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.canvas.setFocus()
    # Only dots draw edges to them unless a test says otherwise.
    for name in ("snap_objects", "snap_guides", "snap_grid"):
        made.aids.switch(name, on=False)
    yield made
    qtbot.waitUntil(lambda: not work.background.busy)


@pytest.fixture
def hand(designer: Designer) -> Hand:
    """The hand on that designer's canvas."""
    return Hand(designer)
