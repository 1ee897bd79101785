"""Measures the designer with its real widgets: ``python -m tests.benchmarks.designer``.

A label of 200 elements, 12 of them symbols, with every panel and live findings. Bars: a drag step within
16 ms (95th percentile), a property change to the fresh picture at 24 dots/mm within 50 ms, opening within
300 ms. A step is measured from the pointer's move to the painted window.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop.app import open_plant
from desktop.labels import edits
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import BoxElement, Element, LineElement, SymbolElement, TextElement
from desktop.labels.primitives import Symbology
from desktop.operations import designs
from desktop.operations.designs import Draft
from desktop.operations.plant import Plant
from desktop.texts import say
from ui.designer.designer import Designer
from ui.workplace import Workplace

_STEPS = 120
_COLUMNS, _LINES = 12, 15


def crowded() -> LabelDesign:
    """Return a design of 200 elements: texts with fields, boxes, lines and 12 symbols."""
    elements: list[Element] = []
    for number in range(12):
        x, y = 4.0 + 12.0 * (number % 6), 4.0 + 62.0 * (number // 6)
        elements.append(
            SymbolElement(
                f"symbol {number}",
                x,
                y,
                Symbology.GS1_DATA_MATRIX,
                "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}",
                0.25,
            )
        )
    for number in range(188):
        x, y = 2.0 + 6.3 * (number % _COLUMNS), 14.0 + 3.0 * (number // _COLUMNS)
        kind = number % 4
        name = f"element {number}"
        if kind == 0:
            elements.append(BoxElement(name, x, y, 5.0, 2.0, 0.2))
        elif kind == 1:
            elements.append(LineElement(name, x, y, 5.0, 0.2))
        else:
            elements.append(TextElement(name, x, y, 5.5, 2.4, f"{{spec}} {number}", 1.4))
    sample = (
        ("gtin", "06932833600109"),
        ("expiry", "2030-01-31"),
        ("lot", "L02707"),
        ("spec", "3 g"),
        ("serial", "89999011000000011756"),
    )
    return LabelDesign("crowded", Title("Crowded", "拥挤"), 80.0, 80.0, tuple(elements), sample)


class Bench:
    """A designer that is worked without a hand."""

    def __init__(self, work: Workplace, app: QApplication, draft: Draft) -> None:
        self.app = app
        self.designer = Designer(work, draft)
        self.designer.resize(1366, 768)
        self.designer.show()
        app.processEvents()

    def mouse(self, kind: QEvent.Type, x_mm: float, y_mm: float) -> None:
        """Send one event of the mouse to the canvas and let everything be painted."""
        canvas = self.designer.canvas
        pixel = canvas.pixel_of(x_mm, y_mm)
        moving = kind is QEvent.Type.MouseMove
        event = QMouseEvent(
            kind,
            pixel,
            QPointF(canvas.mapToGlobal(pixel.toPoint())),
            Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.app.sendEvent(canvas, event)
        self.app.processEvents()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> list[float]:
        """Drag over the label and return the time of each step in ms."""
        self.mouse(QEvent.Type.MouseButtonPress, *start)
        times = []
        for step in range(1, _STEPS + 1):
            x = start[0] + (end[0] - start[0]) * step / _STEPS
            y = start[1] + (end[1] - start[1]) * step / _STEPS
            times.append(_timed(partial(self.mouse, QEvent.Type.MouseMove, x, y)))
        self.mouse(QEvent.Type.MouseButtonRelease, *end)
        return times

    def change(self, number: int) -> float:
        """Change a property and return the time to the fresh picture in ms."""
        session = self.designer.session

        def act() -> None:
            size = 1.5 + 0.1 * (number % 5)
            session.edit(say("Size"), edits.with_attribute(session.design, ("element 2",), "size_mm", size))
            self.designer.canvas.repaint()

        return _timed(act)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _tell(what: str, times: list[float]) -> None:
    ranked = sorted(times)
    high = ranked[int(len(ranked) * 0.95)]
    print(f"{what}: median {statistics.median(times):.1f} ms, 95th percentile {high:.1f} ms")


def _measure(plant: Plant, app: QApplication, folder: Path) -> None:
    work = Workplace(app, plant, QSettings(str(folder / "look.ini"), QSettings.Format.IniFormat))
    made, _ = designs.new_draft(plant, replace(crowded(), title=Title("Crowded", "拥挤")))
    Bench(work, app, made).designer.close()  # typefaces and style sheets are loaded once a day
    opened = [_timed(lambda: Bench(work, app, designs.open_draft(plant, made.id))) for _ in range(5)]
    _tell("opening a design of 200 elements", opened)
    bench = Bench(work, app, designs.open_draft(plant, made.id))
    for dots in (12, 24):
        bench.designer.choose_resolution(dots)
        bench.designer.canvas.fit()
        app.processEvents()
        there = bench.drag((8.0, 8.0), (70.0, 50.0))
        back = bench.drag((70.0, 50.0), (8.0, 8.0))
        _tell(f"drag step of a symbol among 200 elements at {dots} dots/mm", there + back)
    _tell("property change to picture at 24 dots/mm", [bench.change(number) for number in range(40)])
    bench.designer.save_now()
    work.close()


def main() -> None:
    """Print all figures."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as plant:
            _measure(plant, app, folder)


if __name__ == "__main__":
    main()
