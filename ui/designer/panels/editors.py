"""Editors of one attribute: they show it for all selected elements and tell which value is wanted."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QColorDialog, QComboBox, QWidget

from desktop.texts import Text, say
from ui.designer.panels.lengths import number_of
from ui.kit import Button, Kit, row, segments
from ui.style import GRID
from ui.wording import length

T = TypeVar("T")
Choices = Sequence[tuple[object, Text]]


def common(values: Sequence[T]) -> T | None:
    """Return the value that all have; None where they differ."""
    return values[0] if all(value == values[0] for value in values) else None


class ChoiceEdit(QWidget):
    """Few choices, each a button. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text, choices: Choices) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[object, Button] = {}
        for value, text in choices:
            button = kit.button(text, lambda value=value: self.edited.emit(value), "narrow-segment")  # type: ignore[misc]
            button.setCheckable(True)
            kit.language.word(button, say("{name}: {value}", name=name, value=text), "setAccessibleName")
            self._group.addButton(button)
            self.buttons[value] = button
        self.setLayout(row(segments(*self.buttons.values()), 1))

    def put(self, values: Sequence[object]) -> None:
        """Check the button of the value that all have."""
        wanted = common(values)
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            button.setChecked(value == wanted)
        self._group.setExclusive(True)


class ListEdit(QComboBox):
    """Many choices, in a list. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text, choices: Choices) -> None:
        super().__init__()
        self._kit = kit
        self._choices: tuple[tuple[object, Text], ...] = ()
        self.setProperty("role", "dense")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        kit.language.word(self, name, "setAccessibleName")
        self.offer(choices)
        self.activated.connect(lambda line: self.edited.emit(self._choices[line][0]))
        kit.language.changed.connect(self._fill)

    def offer(self, choices: Choices) -> None:
        """Offer other choices."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._fill()

    def put(self, values: Sequence[object]) -> None:
        """Show the value that all have."""
        wanted = common(values)
        places = [line for line, (value, _) in enumerate(self._choices) if value == wanted]
        self.setCurrentIndex(places[0] if places else -1)
        self.setPlaceholderText("" if places else "…")

    def _fill(self) -> None:
        line = self.currentIndex()
        self.clear()
        self.addItems([self._kit.language(text) for _, text in self._choices])
        self.setCurrentIndex(line)


class FlagEdit(QCheckBox):
    """Yes or no. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text) -> None:
        super().__init__()
        kit.language.word(self, name)
        self.clicked.connect(self.edited.emit)

    def put(self, values: Sequence[object]) -> None:
        """Check it where all are yes; where they differ it is half checked."""
        wanted = common(values)
        self.setTristate(wanted is None)
        self.setCheckState(
            Qt.CheckState.PartiallyChecked
            if wanted is None
            else Qt.CheckState.Checked
            if wanted
            else Qt.CheckState.Unchecked
        )


class NumberEdit(QWidget):
    """A number that is no length. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text) -> None:
        super().__init__()
        self.field = kit.field()
        self.field.setProperty("role", "dense")
        self.field.setFixedWidth(9 * GRID)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        kit.language.word(self.field, name, "setAccessibleName")
        self.field.textEdited.connect(self._typed)
        self.setFocusProxy(self.field)
        self.setLayout(row(self.field, 1))

    def put(self, values: Sequence[object]) -> None:
        """Show the number that all have."""
        wanted = common(values)
        text = length(wanted) if isinstance(wanted, int | float) else ""
        if not (self.field.hasFocus() and number_of(self.field.text()) == number_of(text)):
            self.field.setText(text)

    def _typed(self, text: str) -> None:
        number = number_of(text)
        if number is not None:
            self.edited.emit(number)


class LineEdit(QWidget):
    """A short text, edited when it is entered or left. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text, *, live: bool = False) -> None:
        super().__init__()
        self._shown = ""
        self.field = kit.field()
        self.field.setProperty("role", "dense")
        kit.language.word(self.field, name, "setAccessibleName")
        if live:
            self.field.textEdited.connect(self._tell)
        else:
            self.field.editingFinished.connect(lambda: self._tell(self.field.text()))
        self.setFocusProxy(self.field)
        self.setLayout(row(self.field))

    def put(self, values: Sequence[object]) -> None:
        """Show the text that all have."""
        wanted = common(values)
        self._shown = str(wanted) if wanted is not None else ""
        self.field.setPlaceholderText("…" if wanted is None else "")
        if self.field.text() != self._shown:
            self.field.setText(self._shown)

    def _tell(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            self.edited.emit(text)


class ColourEdit(QWidget):
    """A colour, by its name such as #ffffff or from a dialog. Signals: edited (object)."""

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text) -> None:
        super().__init__()
        self._kit = kit
        self._name = name
        self.field = LineEdit(kit, name)
        self.field.edited.connect(lambda text: self.edited.emit(str(text).lower()))
        self.sample = kit.button(say("Choose a colour"), self._choose)
        kit.language.word(self.sample, None)
        kit.language.word(self.sample, say("{name}: choose a colour", name=name), "setAccessibleName")
        self.sample.setFixedWidth(5 * GRID)
        self.setFocusProxy(self.field)
        self.setLayout(row(self.sample, self.field, spacing=GRID))

    def put(self, values: Sequence[object]) -> None:
        """Show the colour that all have."""
        wanted = common(values)
        self.field.put(values)
        self.sample.setStyleSheet(f"background: {wanted};" if wanted else "")

    def _choose(self) -> None:
        before = QColor(self.field.field.text())
        chosen = QColorDialog.getColor(before, self, self._kit.language(self._name))
        if chosen.isValid():
            self.edited.emit(chosen.name())
