"""A length in millimetres, in dots of the printer and in modules of its symbol, side by side."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.texts import Text, say
from desktop.units import Resolution
from ui.kit import Kit, row
from ui.style import GRID
from ui.wording import length

_MANY_DOTS = 10
_WIDTH_PX = 58

Converter = Callable[[float], float | None]
"""From the number in a field to millimetres; None where it means nothing."""


class LengthEdit(QWidget):
    """Two or three fields that say the same length; typing in one changes the others.

    The arrow keys step by one dot, with Shift by ten.

    Signals:
        edited: (float) the length in mm that the person wants.
    """

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text, *, modules: bool = False) -> None:
        super().__init__()
        self._resolution = Resolution(12)
        self._module_dots = 0
        self._mm: float | None = None
        self.mm = self._field(kit, say("{name} in mm", name=name))
        self.dots = self._field(kit, say("{name} in dots", name=name))
        self.modules = self._field(kit, say("{name} in modules", name=name))
        self._has_modules = modules
        self.mm.textEdited.connect(lambda text: self._typed(text, self._from_mm))
        self.dots.textEdited.connect(lambda text: self._typed(text, self._from_dots))
        self.modules.textEdited.connect(lambda text: self._typed(text, self._from_modules))
        self.setFocusProxy(self.mm)
        self.setLayout(row(self.mm, self.dots, self.modules, 1, spacing=4))
        self.modules.setVisible(modules)  # only now: shown without a parent it would be a window

    def _field(self, kit: Kit, name: Text) -> QLineEdit:
        field = kit.field()
        field.setFixedWidth(_WIDTH_PX)
        field.setProperty("role", "dense")
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        kit.language.word(field, name, "setAccessibleName")
        kit.language.word(field, name, "setToolTip")
        field.installEventFilter(self)
        return field

    def measure(self, resolution: Resolution, module_dots: int = 0) -> None:
        """Say what a dot is, and how many of them a module has (0: there are no modules)."""
        self._resolution = resolution
        self._module_dots = module_dots
        self.modules.setVisible(self._has_modules and module_dots > 0)
        self._show(None)

    def put(self, values: Sequence[float]) -> None:
        """Show a length; of several that differ, none."""
        first = values[0]
        self._mm = first if all(abs(value - first) < 1e-9 for value in values) else None
        self._show(None)

    def value(self) -> float | None:
        """Return the length that is shown, in mm; None where several differ."""
        return self._mm

    def step(self, dots: int) -> None:
        """Make it longer or shorter by whole dots, from the nearest whole dot."""
        if self._mm is None:
            return
        self._mm = self._resolution.mm(self._resolution.dots(self._mm) + dots)
        self._show(None)
        self.edited.emit(self._mm)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step by arrow keys; leave no half-typed number behind."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            sign = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if sign:
                many = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(sign * (_MANY_DOTS if many else 1))
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._show(None)
        return super().eventFilter(watched, event)

    def _typed(self, text: str, convert: Converter) -> None:
        number = number_of(text)
        if number is None:
            return
        mm = convert(number)
        if mm is None:
            return
        self._mm = mm
        sender = self.sender()
        self._show(sender if isinstance(sender, QLineEdit) else None)
        self.edited.emit(mm)

    def _from_mm(self, number: float) -> float:
        return number

    def _from_dots(self, number: float) -> float:
        return self._resolution.mm(round(number))

    def _from_modules(self, number: float) -> float | None:
        return number * self._module_dots / self._resolution.dots_per_mm if self._module_dots else None

    def _show(self, but: QLineEdit | None) -> None:
        mm = self._mm
        for field in (self.mm, self.dots, self.modules):
            field.setPlaceholderText("…" if mm is None else "")
        if mm is None:
            shown = ("", "", "")
        else:
            dots = self._resolution.dots(mm)
            modules = f"{dots / self._module_dots:.1f}".removesuffix(".0") if self._module_dots else ""
            shown = (length(mm), str(dots), modules)
        for field, text in zip((self.mm, self.dots, self.modules), shown, strict=True):
            # What is being typed is left as it is: "2." on the way to "2.5".
            typing = field.hasFocus() and number_of(field.text()) == number_of(text)
            if field is not but and not typing and field.text() != text:
                field.setText(text)


def number_of(text: str) -> float | None:
    """Read a number as people type it, with a full stop or a comma; None if it is none.

    >>> number_of(" 2,5 "), number_of("-"), number_of("nan")
    (2.5, None, None)
    """
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None  # NaN fails this too


def heading(kit: Kit, *, modules: bool) -> QWidget:
    """Return the line that says above the fields which is which."""
    labels = [kit.label(say("mm"), "muted"), kit.label(say("dots"), "muted"), kit.label(say("X"), "muted")]
    for label in labels:
        label.setFixedWidth(_WIDTH_PX)
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
    widget = QWidget()
    layout = row(*labels, 1, spacing=4)
    layout.setContentsMargins(0, GRID // 2, 0, 0)
    widget.setLayout(layout)
    labels[2].setVisible(modules)
    return widget
