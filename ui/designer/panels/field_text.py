"""A text with fields: typed, fields put in from a menu, and how it reads with the values that are shown."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from desktop.errors import InputError
from desktop.labels.document import LabelDesign
from desktop.labels.field_titles import field_title
from desktop.labels.fields import GRAMMAR, FieldKind, parse_fields
from desktop.texts import Text, say
from ui.designer.panels.editors import common
from ui.designer.panels.field_names import DATE_FORMATS, all_fields
from ui.kit import Kit, column, row
from ui.style import set_role

Reading = Callable[[str, Mapping[str, str]], str]
"""How a text reads when its fields are filled; InputError where it cannot be."""
_LINES = 2
_BREAK = "\N{ZERO WIDTH SPACE}"


class FieldText(QWidget):
    """A small text field with a menu of fields below it, and how the text reads.

    Signals:
        edited: (str) the text that the person wants.
    """

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text, reading: Reading | None = None) -> None:
        super().__init__()
        self._kit = kit
        self._reading: Reading = reading or (lambda text, values: parse_fields(text).word(values))
        self._values: Mapping[str, str] = {}
        self._shown = ""
        self._fields: tuple[tuple[str, FieldKind], ...] = ()
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setProperty("role", "dense")
        self.field.setFixedHeight(_LINES * self.field.fontMetrics().lineSpacing() + 14)
        kit.language.word(self.field, name, "setAccessibleName")
        self.field.textChanged.connect(self._typed)
        self.insert = kit.button(say("Field …"), self._open_menu, "quiet", icon_name="add")
        self.reads = kit.label(role="muted", wrap=True)
        self.setFocusProxy(self.field)
        self.tools = QWidget()
        self.tools.setLayout(row(self.insert, spacing=0))
        self.setLayout(column(self.field, self.reads, spacing=2))

    def measure(self, design: LabelDesign, values: Mapping[str, str]) -> None:
        """Say which fields there are, and what fills them."""
        self._fields = all_fields(design)
        self._values = values
        self._read()

    def put(self, values: Sequence[object]) -> None:
        """Show the text that all have."""
        wanted = common(values)
        text = str(wanted) if wanted is not None else ""
        self.field.setPlaceholderText("…" if wanted is None else "")
        if text != self.field.toPlainText():
            self._shown = text
            self.field.setPlainText(text)
        self._read()

    def put_in(self, name: str, date_format: str = "") -> None:
        """Put a field in where the cursor is."""
        self.field.insertPlainText(f"{{{name}:{date_format}}}" if date_format else f"{{{name}}}")
        self.field.setFocus()

    def menu(self) -> QMenu:
        """Make the menu of fields; dates have a menu of formats."""
        made = QMenu(self)
        for name, kind in self._fields:
            title = self._kit.language(say("{title}  {field}", title=field_title(name), field=f"{{{name}}}"))
            if kind is not FieldKind.DATE:
                made.addAction(title).triggered.connect(lambda _checked, name=name: self.put_in(name))
                continue
            formats = made.addMenu(title)
            for date_format in DATE_FORMATS:
                sample = self._sample(name, date_format)
                formats.addAction(sample).triggered.connect(
                    lambda _checked, name=name, date_format=date_format: self.put_in(name, date_format)
                )
        made.addSeparator()
        how = made.addMenu(self._kit.language(say("How fields are written")))
        for example, meaning in GRAMMAR:
            told = say("{example}   {meaning}", example=example, meaning=meaning)
            how.addAction(self._kit.language(told)).setEnabled(False)
        return made

    def _sample(self, name: str, date_format: str) -> str:
        values = {name: self._values.get(name) or "2027-03-31"}
        try:
            return parse_fields(f"{{{name}:{date_format}}}").word(values)
        except InputError:  # the value is no date: what the format looks like is shown all the same
            return parse_fields(f"{{{name}:{date_format}}}").word({name: "2027-03-31"})

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self.insert.mapToGlobal(QPoint(0, self.insert.height())))
        menu.deleteLater()

    def _typed(self) -> None:
        text = self.field.toPlainText()
        if text != self._shown:
            self._shown = text
            self._read()
            self.edited.emit(text)

    def _read(self) -> None:
        """Show how the text reads, or what is wrong with it."""
        text = self.field.toPlainText()
        said: Text | None = None
        wrong = False
        try:
            words = self._reading(text, self._values) if text else ""
            if words and words != text:
                # Long data have no blanks to break a line at; an element is a good place.
                said = say("Reads: {words}", words=words.replace("(", f"{_BREAK}("))
        except InputError as error:
            said, wrong = error.text, True
        set_role(self.reads, "field-error" if wrong else "muted")
        self._kit.language.word(self.reads, said)
        self.reads.setVisible(said is not None)
