"""What a coder is told: one of the jobs that it holds, and a text for each of that job's fields."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QMenu, QWidget

from desktop.errors import InputError
from desktop.labels.fields import parse_fields
from desktop.products.job import CoderOrder
from desktop.texts import Text, say
from ui.kit import Button, Kit, box, column, emptied, row
from ui.style import GRID
from ui.widgets.fitted_area import FittedArea
from ui.widgets.form import FormField

_LINES_PX = 15 * GRID
"""In a low window two fields are seen, and the others by scrolling."""

FIELDS: tuple[tuple[str, Text], ...] = (
    ("{code}", say("Drug traceability code")),
    ("{serial}", say("Serial number")),
    ("{number}", say("Number of the label, counted from 1")),
    ("{lot}", say("Lot")),
    ("{made:%y%m%d}", say("Production date, as in element strings")),
    ("{made:%Y-%m-%d}", say("Production date, written out")),
    ("{expiry:%y%m%d}", say("Expiry, as in element strings")),
    ("{expiry:%Y-%m-%d}", say("Expiry, written out")),
    ("{gtin}", say("GTIN")),
    ("{product}", say("Product")),
    ("{spec}", say("Strength")),
)
"""What is offered for a coder's field, and what it is."""


class _Line:
    """One field of the coder and the text that fills it."""

    def __init__(self, kit: Kit, name: str, text: str) -> None:
        self.name = QLineEdit(name)
        kit.language.word(self.name, say("Field in the coder"), "setAccessibleName")
        self.text = QLineEdit(text)
        self.text.setMinimumWidth(20 * GRID)
        kit.language.word(self.text, say("Filled with"), "setAccessibleName")
        self.fields = Button("", "add")
        kit.language.word(self.fields, say("Insert a field"), "setToolTip")
        kit.language.word(self.fields, say("Insert a field"), "setAccessibleName")
        self.example = kit.label(role="muted")
        self.remove = Button("quiet", "close")
        kit.language.word(self.remove, say("Take this field out"), "setToolTip")
        kit.language.word(self.remove, say("Take this field out"), "setAccessibleName")


class CoderFields(QWidget):
    """Edits a ``CoderOrder``, with what each text would be on a real pack beside it.

    Signals:
        changed: something was typed.
        asked: the person wants the jobs and fields that the coder itself has.
    """

    changed = Signal()
    asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._values: Mapping[str, str] = {}
        self._known: Mapping[str, Sequence[str]] = {}
        self.lines: list[_Line] = []
        self.job = QComboBox()
        self.job.setEditable(True)
        self.ask_coder = kit.button(say("Ask the coder"), self.asked.emit, icon_name="search")
        self.job_field = FormField(
            kit, say("Job in the coder"), self.job, say("As the coder names it."), beside=self.ask_coder
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        for place, share in ((0, 3), (1, 5), (3, 4)):
            self._grid.setColumnStretch(place, share)
        self.add = kit.button(say("Add a field"), lambda: self.add_line("", ""), "quiet", icon_name="add")
        lines = FittedArea(box(self._grid), _LINES_PX)
        self.setLayout(column(self.job_field, lines, row(self.add, 1), spacing=GRID))
        self.job.currentTextChanged.connect(self._job_changed)
        kit.language.changed.connect(self._show_examples)
        self.show_order(None)

    def order(self) -> CoderOrder:
        """Return what is entered; lines without a name are left out."""
        named = ((line.name.text().strip(), line.text.text()) for line in self.lines)
        return CoderOrder(self.job.currentText().strip(), tuple(pair for pair in named if pair[0]))

    def show_order(self, order: CoderOrder | None) -> None:
        """Show an order; None: an empty one."""
        self.job.blockSignals(True)
        self.job.setCurrentText("" if order is None else order.job)
        self.job.blockSignals(False)
        self._put((("", "{code}"),) if order is None or not order.fields else order.fields)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Fill the examples with ``values``."""
        self._values = values
        self._show_examples()

    def show_known(self, jobs: Mapping[str, Sequence[str]]) -> None:
        """Offer the jobs of the coder with their fields."""
        self._known = jobs
        now = self.job.currentText()
        self.job.blockSignals(True)
        self.job.clear()
        self.job.addItems(list(jobs))
        self.job.setCurrentText(now or next(iter(jobs), ""))
        self.job.blockSignals(False)
        self._job_changed(self.job.currentText())

    def add_line(self, name: str, text: str) -> None:
        """Add one more field below the others."""
        self._put((*self._pairs(), (name, text)))
        self.lines[-1].name.setFocus()
        self.changed.emit()

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((line.name.text(), line.text.text()) for line in self.lines)

    def _put(self, pairs: Sequence[tuple[str, str]]) -> None:
        emptied(self._grid)
        for place, head in enumerate((say("Field in the coder"), say("Filled with"), None, say("Example"))):
            if head is not None:
                self._grid.addWidget(self._kit.label(head, "muted"), 0, place)
        self.lines = [_Line(self._kit, name, text) for name, text in pairs]
        for number, line in enumerate(self.lines):
            self._place(line, number)
        self._show_examples()

    def _place(self, line: _Line, number: int) -> None:
        line.fields.setMenu(self._menu(line.text))
        line.text.textChanged.connect(lambda _text: self._typed())
        line.name.textChanged.connect(lambda _text: self.changed.emit())
        line.remove.clicked.connect(lambda _checked: self._take_out(number))
        for place, widget in enumerate((line.name, line.text, line.fields, line.example, line.remove)):
            self._grid.addWidget(widget, number + 1, place)

    def _menu(self, target: QLineEdit) -> QMenu:
        menu = QMenu(self)
        for field, meaning in FIELDS:
            action = QAction(menu)
            shown = say("{meaning}  {field}", meaning=meaning, field=field)
            self._kit.language.word(action, shown)
            action.triggered.connect(_inserting(target, field))
            menu.addAction(action)
        return menu

    def _take_out(self, number: int) -> None:
        pairs = self._pairs()
        self._put(pairs[:number] + pairs[number + 1 :])
        self.changed.emit()

    def _typed(self) -> None:
        self._show_examples()
        self.changed.emit()

    def _job_changed(self, job: str) -> None:
        """Show the fields that the coder says its job has, with the texts that stood there before."""
        fields = self._known.get(job)
        if fields:
            before = dict(self._pairs())
            self._put([(name, before.get(name, _guess(name))) for name in fields])
        self.changed.emit()

    def _show_examples(self) -> None:
        for line in self.lines:
            text, fault = self._example(line.text.text())
            line.example.setText(self._kit.language(text) if isinstance(text, Text) else text)
            line.example.setToolTip(line.example.text())
            line.example.setProperty("role", "field-error" if fault else "muted")
            line.example.style().unpolish(line.example)
            line.example.style().polish(line.example)

    def _example(self, text: str) -> tuple[str | Text, bool]:
        try:
            parsed = parse_fields(text)
            unknown = sorted(parsed.names - self._values.keys())
            if unknown:
                return say("no job fills {field}", field=f"{{{unknown[0]}}}"), bool(self._values)
            return parsed.word(self._values), False
        except InputError as error:
            return error.text, True


def _inserting(target: QLineEdit, field: str) -> Callable[[], None]:
    return lambda: target.insert(field)


def _guess(name: str) -> str:
    """Propose what fills a field by what it is called; empty where its name says nothing."""
    known = {"code": "{code}", "lot": "{lot}", "batch": "{lot}", "exp": "{expiry:%y%m%d}"}
    known |= {"expiry": "{expiry:%y%m%d}", "mfg": "{made:%y%m%d}", "serial": "{serial}", "gtin": "{gtin}"}
    return known.get(name.strip().casefold(), "")
