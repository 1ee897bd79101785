"""The fields in which a printer's settings are entered."""

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from desktop.devices import MOST_OFFSET_MM
from desktop.texts import say
from ui.kit import Kit
from ui.style import GRID


def offset_field(value: float) -> QDoubleSpinBox:
    """Make a field for an offset in mm."""
    made = QDoubleSpinBox()
    made.setRange(-MOST_OFFSET_MM, MOST_OFFSET_MM)
    made.setDecimals(2)
    made.setSingleStep(0.1)
    made.lineEdit().setTextMargins(GRID, 0, 0, 0)
    made.setValue(value)
    return made


def or_as_set(kit: Kit, values: range, value: int | None) -> QSpinBox:
    """Make a field in which the least value means that nothing is told."""
    made = kit.spin_box(values[0] - 1, values[-1], values[0] - 1 if value is None else value)
    kit.language.word(made, say("as set at the printer"), "setSpecialValueText")
    return made


def told(field: QSpinBox) -> int | None:
    """Return what is entered in such a field; None: nothing is told."""
    return None if field.value() == field.minimum() else field.value()
