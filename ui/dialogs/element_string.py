"""Builds the element string of a GS1 symbol, row by row: an AI, and its value as text with fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QMenu, QVBoxLayout, QWidget

from desktop.codes.gs1 import Severity
from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.faults import said_of
from desktop.codes.gs1.source import shown as shown_data
from desktop.codes.gs1.table import identifiers
from desktop.errors import InputError
from desktop.labels.element_data import SymbolData, parse_symbol_data
from desktop.labels.field_titles import field_title
from desktop.labels.fields import FIELDS, FieldKind, parse_fields
from desktop.labels.primitives import Symbology
from desktop.labels.worst_case import worst_case
from desktop.symbols.encoder import encode, smallest
from desktop.texts import Text, say
from ui.designer.panels.field_names import all_fields
from ui.designer.panels.tool_buttons import tool_button
from ui.designer.session import DesignSession
from ui.dialogs.dialog import Dialog
from ui.kit import Kit, box, column, row, scrolling
from ui.style import GRID, set_role
from ui.workplace import Workplace

_USUAL = {
    "00": "{sscc}",
    "01": "{gtin}",
    "02": "{content_gtin}",
    "10": "{lot}",
    "11": "{made:%y%m%d}",
    "17": "{expiry:%y%m%d}",
    "21": "{serial}",
    "37": "{content_count}",
    "91": "{crypto_key}",
    "92": "{crypto_sign}",
}
"""What an AI is usually filled with."""
VARYING = frozenset(rule.name for rule in FIELDS if rule.varies)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row as it was typed."""

    ai: str
    text: str


class ElementRow(QWidget):
    """One element: its AI, its value, and what is wrong with it.

    Signals:
        edited: the value changed.
        asked: (int) the person wants it moved up (-1) or down (1), or taken out (0).
    """

    edited = Signal()
    asked = Signal(int)

    def __init__(self, kit: Kit, session: DesignSession, ai: str, text: str) -> None:
        super().__init__()
        self._kit = kit
        self._session = session
        self.ai = ai
        title = kit.label(ai_title(ai), "heading")
        title.setFixedWidth(24 * GRID)
        title.setWordWrap(True)
        self.value = kit.field()
        self.value.setText(text)
        kit.language.word(self.value, say("Value of ({ai})", ai=ai), "setAccessibleName")
        self.value.textChanged.connect(lambda _text: self.edited.emit())
        self.fields = kit.button(say("Field …"), self._open_menu, "quiet", icon_name="add")
        self.up = tool_button(kit, "arrow-up", say("({ai}) up", ai=ai), lambda: self.asked.emit(-1))
        self.down = tool_button(kit, "arrow-down", say("({ai}) down", ai=ai), lambda: self.asked.emit(1))
        self.out = tool_button(kit, "close", say("Take ({ai}) out", ai=ai), lambda: self.asked.emit(0))
        self.told = kit.label(role="muted", wrap=True)
        head = row(title, self.value, self.fields, self.up, self.down, self.out, spacing=GRID)
        head.setStretch(1, 1)
        below = row(self.told)
        below.setContentsMargins(25 * GRID, 0, 0, 0)
        self.setLayout(column(head, below, spacing=2))
        self.setFocusProxy(self.value)

    def check(self) -> bool:
        """Check the value as it is filled now; tell what is wrong, and return whether it is right."""
        fault: Text | None = None
        words = ""
        try:
            words = parse_fields(self.value.text()).word(self._session.values)
        except InputError as error:
            fault = error.text
        else:
            identifier = identifiers()[self.ai]
            problems = [one for one in value_problems(identifier, words) if one.severity is Severity.ERROR]
            fault = said_of(identifier, problems[0].text) if problems else None
        set_role(self.told, "field-error" if fault else "muted")
        self._kit.language.word(self.told, fault or say("Reads: {words}", words=words))
        return fault is None

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for name, kind in all_fields(self._session.design):
            text = f"{{{name}:%y%m%d}}" if kind is FieldKind.DATE else f"{{{name}}}"
            words = self._kit.language(say("{title}  {field}", title=field_title(name), field=text))
            menu.addAction(words).triggered.connect(lambda _checked, text=text: self.value.insert(text))
        menu.exec(self.fields.mapToGlobal(QPoint(0, self.fields.height())))
        menu.deleteLater()


class ElementStringDialog(Dialog):
    """The builder."""

    def __init__(
        self, work: Workplace, session: DesignSession, symbology: Symbology, data: str, parent: QWidget
    ) -> None:
        super().__init__(work, say("Element string"), parent)
        kit = work.kit
        self._session = session
        self._symbology = symbology
        self.rows: list[ElementRow] = []
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._lines.addStretch(1)
        self.choice = _identifier_list()
        work.language.word(self.choice, say("Application identifier to add"), "setAccessibleName")
        typed = self.choice.lineEdit()
        assert typed is not None
        work.language.word(typed, say("Number or title, such as 17 or USE BY"), "setPlaceholderText")
        self.choice.activated.connect(lambda _line: self.add_chosen())
        self.add = kit.button(say("Add"), self.add_chosen, icon_name="add")
        self.says = kit.code_label(wrap=True)
        self.needs = kit.label(role="muted", wrap=True)
        self.take = kit.button(say("Take over"), self.accept, "primary")
        self.take.setDefault(True)
        rows = scrolling(box(self._lines))
        rows.setMinimumHeight(26 * GRID)
        adding = row(kit.label(say("Add an element"), "muted"), self.choice, self.add, spacing=GRID)
        adding.setStretch(1, 1)
        self.lay_out(
            adding,
            rows,
            kit.card(kit.label(say("What the symbol says"), "muted"), self.says, self.needs, spacing=4),
            buttons=(kit.button(say("Cancel"), self.reject), self.take),
        )
        self.setMinimumWidth(104 * GRID)
        for wanted in _taken_apart(symbology, data):
            self._append(wanted)
        self._judge()

    def data(self) -> str:
        """Return the data as text with fields."""
        return "".join(f"({one.ai}){one.value.text()}" for one in self.rows)

    def add_chosen(self) -> None:
        """Add the element that is chosen in the list."""
        ai = self._chosen()
        if ai is None:
            return
        self._append(_Wanted(ai, _USUAL.get(ai, "")))
        self.choice.setCurrentIndex(-1)
        self.choice.clearEditText()
        self.rows[-1].value.setFocus()
        self._judge()

    def _chosen(self) -> str | None:
        text = self.choice.currentText().strip()
        first = text.removeprefix("(").partition(")")[0].partition(" ")[0]
        if first in identifiers():
            return first
        titles = [ai for ai, one in identifiers().items() if text and text.casefold() == one.title.casefold()]
        return titles[0] if titles else None

    def _append(self, wanted: _Wanted) -> None:
        made = ElementRow(self.work.kit, self._session, wanted.ai, wanted.text)
        made.edited.connect(self._judge)
        made.asked.connect(lambda way, made=made: self._move(made, way))
        self.rows.append(made)
        self._lines.insertWidget(len(self.rows) - 1, made)

    def _move(self, which: ElementRow, way: int) -> None:
        place = self.rows.index(which)
        if way == 0:
            self.rows.remove(which)
            self._lines.removeWidget(which)
            which.hide()
            which.deleteLater()
        elif 0 <= place + way < len(self.rows):
            self.rows.insert(place + way, self.rows.pop(place))
            self._lines.insertWidget(place + way, which)
            which.setFocus()
        self._judge()

    def _judge(self) -> None:
        """Check all rows, and show what comes of them."""
        right = [one.check() for one in self.rows]  # each of them, so that each tells its fault
        fault: Text | None = None
        shown = ""
        data: SymbolData | None = None
        if not self.rows:
            fault = say("An element string needs at least one element.")
        elif all(right):
            try:
                data = parse_symbol_data(self._symbology, self.data())
                raw = data.word(self._session.values)
                shown = "".join(data.hri(self._session.values)) + "\n" + shown_data(raw)
            except InputError as error:
                fault = error.text
        self.says.setText(shown)
        said = fault or (self._worst(data) if data is not None else None)
        set_role(self.needs, "field-error" if fault else "muted")
        self.work.language.word(self.needs, said)
        self.take.setEnabled(bool(self.rows) and fault is None and data is not None)

    def _worst(self, data: SymbolData) -> Text:
        """Say what the longest values of a job would need."""
        design, shown = self._session.design, self._session.values
        shared = {name: value for name, value in shown.items() if name not in VARYING}
        values = {**shown, **worst_case(design, shared)}
        try:
            raw = data.word(values)
            if self._symbology.linear:
                encode(self._symbology, raw)
                return say("With the longest values it has {n} characters.", n=len(raw))
            size = smallest(self._symbology, raw)
        except InputError as error:
            return say("With the longest values: {reason}", reason=error.text)
        return say(
            "With the longest values it has {n} characters and needs a symbol of {size} modules.",
            n=len(raw),
            size=str(size),
        )


def ai_title(ai: str) -> Text:
    """Word an AI with its GS1 data title."""
    return say("({ai}) {title}", ai=ai, title=identifiers()[ai].title)


def _identifier_list() -> QComboBox:
    """Make a list of all AIs that finds them by number or title."""
    made = QComboBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems([str(ai_title(ai)) for ai in sorted(identifiers())])
    made.setCurrentIndex(-1)
    completer = QCompleter(made.model(), made)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    made.setCompleter(completer)
    return made


def _taken_apart(symbology: Symbology, data: str) -> Sequence[_Wanted]:
    """Return the rows of what is there already; nothing of what is no element string."""
    try:
        found = parse_symbol_data(symbology, data)
    except InputError:
        return ()
    texts = ("".join(_written(part) for part in text.parts) for text in found.texts)
    return (
        tuple(_Wanted(ai, text) for ai, text in zip(found.ais, texts, strict=True) if ai in identifiers())
        if found.ais
        else ()
    )


def _written(part: object) -> str:
    written = getattr(part, "written", None)
    return str(written) if written is not None else str(part).replace("{", "{{").replace("}", "}}")
