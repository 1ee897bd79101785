"""Which columns of a verifier's table hold what: chosen by a person, beside the rows themselves."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.operations.verifier_files import Column, Sheet, VerifierMapping, column_title
from desktop.texts import say
from ui.kit import column, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_ACROSS = 5
_LINE_PX = 40 * GRID
_LONGEST = 60
"""Characters of a row by which the line of headings is chosen."""


class ResultColumns(QWidget):
    """Shows the first rows of a table; for each thing that is asked for its heading is chosen.

    Attributes:
        choices: by what is asked for, the headings to choose from.
        line: the row that holds the headings.

    Signals:
        changed: the person chose another heading or line.
        open_wanted: a mapping is to be opened.
        save_wanted: what is chosen is to be kept as a file.
    """

    changed = Signal()
    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._sheet: Sheet | None = None
        self._chosen: dict[Column, str] = {}
        self._line: int | None = None
        self.line = QComboBox()
        self.line.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setMinimumWidth(_LINE_PX)
        self.line.activated.connect(self._choose_line)
        self.open = kit.button(say("Open a mapping …"), self.open_wanted.emit, "quiet", icon_name="import")
        self.save = kit.button(say("Save the mapping …"), self.save_wanted.emit, "quiet", icon_name="export")
        head = row(
            FormField(kit, say("The headings stand in line"), self.line), self.open, self.save, spacing=GRID
        )
        head.setStretch(0, 1)
        for button in (self.open, self.save):
            head.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        self.choices: dict[Column, QComboBox] = {}
        for place, what in enumerate(Column):
            made = self.choices[what] = QComboBox()
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            made.activated.connect(partial(self._choose, what))
            grid.addWidget(FormField(kit, column_title(what), made), place // _ACROSS, place % _ACROSS)
        for across in range(_ACROSS):
            grid.setColumnStretch(across, 1)
        self.rows = QTableWidget()
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setTabKeyNavigation(False)
        work.language.word(self.rows, say("Rows of the file"), "setAccessibleName")
        layout = column(head, grid, self.rows, spacing=GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        work.language.changed.connect(self._show)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a table and what is understood of it."""
        self._sheet = sheet
        self._show()

    def chosen(self) -> dict[Column, str]:
        """Return the headings that the person chose; an empty one: no column holds it."""
        return dict(self._chosen)

    def heading_line(self) -> int | None:
        """Return the line of headings that the person chose; None: the program finds it."""
        return self._line

    def use(self, mapping: VerifierMapping) -> None:
        """Choose what an opened mapping says."""
        self._chosen, self._line = mapping.headings, None
        self.changed.emit()

    def mapping(self, name: str, device: str, symbology: str) -> VerifierMapping:
        """Return all that is understood now, as a mapping to keep. InputError: it has no name."""
        shown = {what: str(choice.currentData() or "") for what, choice in self.choices.items()}
        kept = tuple((what, text) for what, text in shown.items() if text or what in self._chosen)
        return VerifierMapping(name, kept, device, symbology)

    def _choose(self, what: Column, _index: int) -> None:
        heading = str(self.choices[what].currentData())
        for other, choice in self.choices.items():
            if heading and other is not what and choice.currentData() == heading:
                self._chosen[other] = ""  # a heading means one thing: it is moved
        self._chosen[what] = heading
        self.changed.emit()

    def _choose_line(self, _index: int) -> None:
        self._line = self.line.currentData()
        self._chosen = {}
        self.changed.emit()

    def _show(self) -> None:
        if self._sheet is None:
            return
        self._show_lines(self._sheet)
        self._show_choices(self._sheet)
        self._show_rows(self._sheet)

    def _show_lines(self, sheet: Sheet) -> None:
        self.line.clear()
        for line, values in sheet.lines:
            self.line.addItem(f"{line}:  {', '.join(values)[:_LONGEST]}", line)
        self.line.setCurrentIndex(self.line.findData(sheet.heading_line))

    def _show_choices(self, sheet: Sheet) -> None:
        headings = tuple(dict.fromkeys(text for text in sheet.headings if text))
        understood = dict(sheet.columns)
        nothing = self._work.language(say("– in no column –"))
        for what, choice in self.choices.items():
            choice.clear()
            choice.addItem(nothing, "")
            for text in headings:
                choice.addItem(text, text)
            place = understood.get(what)
            choice.setCurrentIndex(0 if place is None else choice.findData(sheet.headings[place]))

    def _show_rows(self, sheet: Sheet) -> None:
        below = [(line, values) for line, values in sheet.lines if line > sheet.heading_line]
        understood = {place: what for what, place in sheet.columns}
        word = self._work.language
        self.rows.setColumnCount(len(sheet.headings))
        self.rows.setRowCount(len(below))
        for place, heading in enumerate(sheet.headings):
            held = understood.get(place)
            told = heading if held is None else f"{heading}\n= {word(column_title(held))}"
            self.rows.setHorizontalHeaderItem(place, QTableWidgetItem(told))
        for number, (line, values) in enumerate(below):
            self.rows.setVerticalHeaderItem(number, QTableWidgetItem(str(line)))
            for place in range(len(sheet.headings)):
                text = values[place] if place < len(values) else ""
                self.rows.setItem(number, place, QTableWidgetItem(text))
        self.rows.resizeColumnsToContents()
