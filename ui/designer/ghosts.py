"""Layers that are shown but not printed, such as a traced old label: pale, below what is printed."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.labels.document import LabelDesign
from desktop.labels.elements import Element
from desktop.labels.layout import Values
from desktop.units import Resolution
from ui.designer.screen import Screen
from ui.designer.until_landed import LiveLabel
from ui.designer.viewport import Viewport

_SHARE = 0.4


class Ghosts:
    """Draws what is not printed."""

    def __init__(self) -> None:
        self._screen = Screen()
        self._elements: tuple[Element, ...] = ()
        self._live: LiveLabel | None = None

    def show(self, design: LabelDesign, resolution: Resolution, values: Values) -> None:
        """Take over the layers of a design that are shown but not printed."""
        layers = {layer.name for layer in design.layers if layer.shown and not layer.printed}
        elements = tuple(item for item in design.elements if item.layer in layers)
        if not elements and not self._elements:
            return
        self._elements = elements
        if self._live is None or self._live.resolution != resolution:
            self._live = LiveLabel(resolution)
        printed = tuple(replace(layer, printed=True) for layer in design.layers)
        alone = replace(design, elements=elements, layers=printed)
        shown = self._live.show(alone, values)
        dots = resolution.dots
        self._screen.show(alone, dots(design.width_mm), dots(design.height_mm), shown.primitives)

    def paint(self, painter: QPainter, view: Viewport, room: QRectF) -> None:
        """Draw them palely over the label."""
        if self._elements:
            painter.save()
            painter.setOpacity(_SHARE)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            self._screen.paint(painter, view, room)
            painter.restore()
