"""One design that is being worked on: what canvas and panels share, and how they hear of each other."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.labels.document import LabelDesign, Lock
from desktop.labels.history import History
from desktop.labels.layout import Values
from desktop.labels.live import LiveLabel, Shown
from desktop.labels.primitives import Area
from desktop.operations.label_rules import udid_findings
from desktop.operations.label_values import SPECIMEN_MARK
from desktop.products.details import NO_DETAILS, Details
from desktop.texts import Text
from desktop.units import Resolution


class DesignSession(QObject):
    """The design, its history, what of it is selected, and how it looks at one printer resolution.

    Attributes:
        history: every step since the design was opened, also those that were undone.
        preview: the label as the printer would set it, with findings, zones and extents.
        selection: names of the selected elements, in the order in which they were selected.
        values: what fills the fields of the label that is shown.
        details: of the product that the values are of; none where they are of no product.
        resolution: of the printer that the label is shown for.
        role: as whom the person works: who draws labels is a packaging engineer.
        dragging: a gesture is under way: ``shown`` comes with every move of the pointer, and what is slow
            to draw waits until it comes once more at the gesture's end.

    Signals:
        shown: ``preview`` is new: the design, the values or the resolution changed.
        selected: ``selection`` is new.
        stepped: ``history`` has a new step, or another step of it is shown.
        revealed: (Area) a place in dots that the person wants to see.
    """

    shown = Signal()
    selected = Signal()
    stepped = Signal()
    revealed = Signal(object)

    def __init__(
        self,
        history: History,
        resolution: Resolution,
        values: Values | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.history = history
        self.resolution = resolution
        self.values: Values = history.current.sample_values if values is None else values
        self.role = Lock.ENGINEER
        self.selection: tuple[str, ...] = ()
        self.dragging = False
        self._proposed: LabelDesign | None = None
        self._own_values = values is None
        self._live = LiveLabel(resolution)
        self.details = NO_DETAILS
        self.preview: Shown = self._laid_out()

    @property
    def design(self) -> LabelDesign:
        """The design as it is shown: the present one, or what a gesture makes of it just now."""
        return self._proposed or self.history.current

    def edit(self, title: Text, design: LabelDesign, merge: str = "") -> None:
        """Take ``design`` for the present one, as a step of the history called ``title``.

        Args:
            title: what was done, such as "Move".
            design: the whole design after it.
            merge: steps that follow each other with the same key that is not empty are one.
        """
        self.dragging, self._proposed = False, None
        if design == self.history.current:
            self._show()
            return
        self.history.do(title, design, merge)
        self._step()

    def propose(self, design: LabelDesign) -> None:
        """Show what a gesture would make of the design; no step of the history until ``settle``."""
        self.dragging, self._proposed = True, design
        self._show()

    def settle(self, title: Text) -> None:
        """Take what was proposed last for the present design, as one step called ``title``."""
        if self._proposed is not None:
            self.edit(title, self._proposed)

    def withdraw(self) -> None:
        """Forget what was proposed."""
        if self._proposed is not None:
            self.dragging, self._proposed = False, None
            self._show()

    def select(self, names: Iterable[str]) -> None:
        """Select elements by name; names that there are not are passed over."""
        known = {element.name for element in self.design.elements}
        selection = tuple(dict.fromkeys(name for name in names if name in known))
        if selection != self.selection:
            self.selection = selection
            self.selected.emit()

    def undo(self) -> None:
        """Go one step back, if there is one."""
        self.go_to(self.history.place - 1)

    def redo(self) -> None:
        """Go one step on, if there is one."""
        self.go_to(self.history.place + 1)

    def go_to(self, index: int) -> None:
        """Show the design as it was after step ``index`` of the history."""
        self.dragging, self._proposed = False, None
        if 0 <= index < len(self.history.steps) and index != self.history.place:
            self.history.go_to(index)
            self._step()

    def set_values(self, values: Values | None, details: Details = NO_DETAILS) -> None:
        """Fill the label with ``values``; None: with the design's own sample.

        ``details``: of the product that they are of; a device's label is held against UDID by them, and the
        grades to expect against what the plant asks for.
        """
        self._own_values = values is None
        self.details = details
        self.values = self.design.sample_values if values is None else values
        self._show()

    def set_resolution(self, resolution: Resolution) -> None:
        """Show the label for another printer."""
        self.resolution = resolution
        self._live = LiveLabel(resolution)
        self._show()

    def reveal(self, area: Area) -> None:
        """Show a place of the label on the canvas."""
        self.revealed.emit(area)

    def may_change(self, name: str) -> bool:
        """Tell whether the layer of an element leaves it free to be moved and changed."""
        layer = self.design.layer_of(next(item for item in self.design.elements if item.name == name))
        return layer is None or (layer.shown and layer.lock in {Lock.NONE, self.role})

    def _step(self) -> None:
        if self._own_values:
            self.values = self.design.sample_values
        self._show()
        self.stepped.emit()
        self.select(self.selection)

    def _show(self) -> None:
        self.preview = self._laid_out()
        self.shown.emit()

    def _laid_out(self) -> Shown:
        # What is drawn here is no merchandise, and says so unless the values decide otherwise.
        shown = self._live.show(self.design, {"specimen": SPECIMEN_MARK, **self.values})
        against_udid = udid_findings(self.design, self.details, self.values)
        return replace(shown, findings=against_udid + shown.findings) if against_udid else shown
