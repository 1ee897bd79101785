"""What the label itself is: its name, size, colours, the printers it is for, and what people must know."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.labels.document import LabelDesign, Title
from desktop.texts import Text, say
from desktop.units import PRINTER_RESOLUTIONS
from ui.designer.panels.editors import ColourEdit, LineEdit
from ui.designer.panels.lengths import LengthEdit, heading
from ui.designer.panels.rows import Row
from ui.designer.session import DesignSession
from ui.kit import box, column, row
from ui.style import GRID
from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.designer.panels.panel import Panel

_NOTE_LINES = 3


class DesignForm(QWidget):
    """Edits the attributes of the design."""

    def __init__(self, work: Workplace, session: DesignSession, panel: "Panel") -> None:
        super().__init__()
        self._work = work
        self._session = session
        self._panel = panel
        kit = work.kit
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        self.rows: dict[str, Row] = {}
        self._getters: dict[str, Callable[[LabelDesign], object]] = {}
        layout.addWidget(Row(kit, None, heading(kit, modules=False)))
        for name, title, editor in (
            ("width_mm", say("Width"), LengthEdit(kit, say("Width"))),
            ("height_mm", say("Height"), LengthEdit(kit, say("Height"))),
            ("title.en", say("English title"), LineEdit(kit, say("English title"), live=True)),
            ("title.zh", say("Chinese title"), LineEdit(kit, say("Chinese title"), live=True)),
            ("stock", say("Label material"), ColourEdit(kit, say("Colour of the label material"))),
            ("ink", say("Ink"), ColourEdit(kit, say("Colour of the ink"))),
        ):
            layout.addWidget(self._row(name, title, editor))
        self.resolutions = {dots: QCheckBox() for dots in PRINTER_RESOLUTIONS}
        for dots, check in self.resolutions.items():
            work.language.word(check, say("{n}", n=dots))
            work.language.word(check, say("Meant for printers of {n} dots/mm", n=dots), "setAccessibleName")
            check.clicked.connect(lambda _on: self._set_resolutions())
        self.meant_for = kit.label(role="muted", wrap=True)
        printers = QWidget()
        printers.setLayout(
            column(row(*self.resolutions.values(), 1, spacing=GRID), self.meant_for, spacing=0)
        )
        layout.addWidget(Row(kit, say("Printers (dots/mm)"), printers))
        self.notes = {"en": QPlainTextEdit(), "zh": QPlainTextEdit()}
        for code, field, title in (
            ("en", self.notes["en"], say("Notes in English")),
            ("zh", self.notes["zh"], say("Notes in Chinese")),
        ):
            field.setTabChangesFocus(True)
            field.setProperty("role", "dense")
            field.setFixedHeight(_NOTE_LINES * field.fontMetrics().lineSpacing() + 14)
            work.language.word(field, title, "setAccessibleName")
            field.textChanged.connect(lambda code=code: self._set_notes(code))
            layout.addWidget(box(column(kit.label(title, "muted"), field, spacing=2)))
        layout.addStretch(1)

    def refresh(self) -> None:
        """Show the design."""
        design = self._session.design
        for name, row_ in self.rows.items():
            if isinstance(row_.editor, LengthEdit):
                row_.editor.measure(self._session.resolution)
            row_.editor.put([_get(design, name)])
        for dots, check in self.resolutions.items():
            check.setChecked(dots in design.resolutions)
        self._work.language.word(
            self.meant_for, None if design.resolutions else say("None chosen: meant for all.")
        )
        self.meant_for.setVisible(not design.resolutions)
        for code, field in self.notes.items():
            text = str(getattr(design.notes, code))
            if field.toPlainText() != text:
                field.blockSignals(True)
                field.setPlainText(text)
                field.blockSignals(False)

    def _row(self, name: str, title: Text, editor: Any) -> Row:
        made = Row(self._work.kit, title, editor)
        self.rows[name] = made
        editor.edited.connect(lambda value: self._edit(name, title, value))
        return made

    def _edit(self, name: str, title: Text, value: object) -> None:
        step = say("{attribute} of the label", attribute=title)
        refused = self._panel.change(step, lambda design: _with(design, name, value), f"label {name}")
        self.rows[name].trouble(refused)

    def _set_resolutions(self) -> None:
        chosen = tuple(dots for dots, check in self.resolutions.items() if check.isChecked())
        self._panel.attempt(
            say("Printers that the label is meant for"), lambda design: replace(design, resolutions=chosen)
        )

    def _set_notes(self, code: str) -> None:
        # A note is one paragraph: line feeds cannot be kept in it.
        text = self.notes[code].toPlainText().replace("\n", " ")
        self._panel.attempt(
            say("Notes"),
            lambda design: replace(design, notes=_in(design.notes, code, text)),
            f"notes {code}",
        )


def _get(design: LabelDesign, name: str) -> object:
    first, _, code = name.partition(".")
    found = getattr(design, first)
    return getattr(found, code) if code else found


def _with(design: LabelDesign, name: str, value: object) -> LabelDesign:
    first, _, code = name.partition(".")
    if code:
        value = _in(design.title, code, str(value))
    changes: dict[str, Any] = {first: value}
    return replace(design, **changes)


def _in(title: Title, code: str, text: str) -> Title:
    return replace(title, en=text) if code == "en" else replace(title, zh=text)
