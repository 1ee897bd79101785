"""What helps to lay elements: the grid, and what draws dragged edges to it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QSettings, Signal

from desktop.units import Resolution

GRID_CHOICES_MM = (0.5, 1.0, 2.0, 5.0)
GRID_CHOICES_DOTS = (1, 4, 8, 12)


@dataclass(frozen=True, slots=True)
class GridStep:
    """Distance of the grid's lines, in millimetres or in dots."""

    length: float
    in_dots: bool = False

    def dots(self, resolution: Resolution) -> float:
        """Return it in dots."""
        return self.length if self.in_dots else self.length * resolution.dots_per_mm


class Aids(QObject):
    """The aids that a person has switched on; kept for the next design.

    Signals:
        changed: one was switched.
    """

    changed = Signal()
    names = ("grid", "snap_grid", "snap_guides", "snap_objects", "snap_dots", "zones", "findings", "loupe")
    _OFF_AT_FIRST = frozenset({"grid", "snap_grid", "loupe"})

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._on = {
            name: str(settings.value(f"designer/{name}", str(name not in self._OFF_AT_FIRST))) == "True"
            for name in self.names
        }
        self.step = GridStep(1.0)

    def on(self, name: str) -> bool:
        """Tell whether an aid is switched on."""
        return self._on[name]

    def switch(self, name: str, *, on: bool) -> None:
        """Switch an aid on or off."""
        if self._on[name] != on:
            self._on[name] = on
            self._settings.setValue(f"designer/{name}", str(on))
            self.changed.emit()

    def choose_step(self, step: GridStep) -> None:
        """Choose the distance of the grid's lines, and show it."""
        self.step = step
        self._on["grid"] = True
        self.changed.emit()
