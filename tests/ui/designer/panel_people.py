"""What a person does at the panels of the designer."""

from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.labels.document import LabelDesign, Layer, Lock, Title
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Element,
    HriPlace,
    LineElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.history import History
from desktop.labels.primitives import Symbology
from desktop.units import Resolution
from ui.designer.panels.panel import Panel
from ui.designer.session import DesignSession

E = TypeVar("E", bound=Element)

ELEMENTS: tuple[Element, ...] = (
    TextElement("lot", 2.0, 2.0, 20.0, 4.0, "生产批号 {lot}", 2.5),
    TextElement("title", 2.0, 8.0, 20.0, 4.0, "{product}", 3.0, layer="texts"),
    SymbolElement(
        "symbol",
        40.0,
        4.0,
        Symbology.GS1_DATA_MATRIX,
        "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}",
        0.5,
        hri=HriPlace.NONE,
    ),
    CodeBlock("block", 2.0, 20.0, "{code}", 0.25, 10.0, "药品追溯码", 2.5, "1-6-9-4", 2.5),
    LineElement("line", 2.0, 14.0, 20.0, 0.25, group="frame"),
    BoxElement("box", 30.0, 4.0, 5.0, 5.0, 0.25, group="frame"),
)
SAMPLE = (
    ("code", "81234561234567891234"),
    ("gtin", "06932833600109"),
    ("lot", "L02707"),
    ("expiry", "2030-01-31"),
    ("serial", "81250531278265838370"),
    ("product", "蒙脱石散"),
)
DESIGN = LabelDesign(
    "carton",
    Title("Carton", "纸盒"),
    80.0,
    45.0,
    ELEMENTS,
    sample=SAMPLE,
    layers=(Layer("texts"), Layer("locked", lock=Lock.ALL)),
)


def session_of(design: LabelDesign = DESIGN, dots_per_mm: int = 12) -> DesignSession:
    """A session as the designer opens it."""
    return DesignSession(History(design), Resolution(dots_per_mm))


def shown(qtbot: QtBot, panel: Panel, width: int = 360, height: int = 900) -> None:
    """Show a panel in a window of its own, active as the designer would be."""
    qtbot.addWidget(panel)
    panel.resize(width, height)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.follow()


def element(session: DesignSession, kind: type[E], name: str) -> E:
    """Return an element of the design as it is now."""
    (found,) = [one for one in session.design.elements if one.name == name]
    assert isinstance(found, kind)
    return found


def without(name: str) -> LabelDesign:
    """The design without one of its elements."""
    return replace(DESIGN, elements=tuple(one for one in ELEMENTS if one.name != name))


def type_over(qtbot: QtBot, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Click into a field, select all of it and type ``text``."""
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    QTest.keyClicks(field, text)


def press(button: QAbstractButton) -> None:
    """Press a button with the mouse, as far as it can be pressed."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click_at(widget: QWidget, x: float, y: float) -> None:
    """Click at a place that is given as parts of the widget's width and height."""
    place = QPoint(round(x * widget.width()), round(y * widget.height()))
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def editor(panel: Any, attribute: str) -> Any:
    """Return the editor of an attribute in the property panel, as it is seen."""
    panel.follow()
    QApplication.processEvents()  # new editors are laid out
    found = panel.rows[attribute].editor
    assert found.isVisible()
    return found


def steps(session: DesignSession) -> list[str]:
    """Return the names of the steps of the history."""
    return [str(step.title) for step in session.history.steps]
