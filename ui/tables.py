"""Long lists: sorted by a click, searched while typing, exported as CSV.

Rows are plain values; a ``Column`` says how one of them is shown. Sorting and searching work on Python
lists and not through a proxy that would ask for each cell, so that a million rows stay quick.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.errors import StorageError
from desktop.texts import Text, say
from ui.kit import box, column, row
from ui.style import GRID, LIGHT, Colours, monospaced
from ui.widgets.state_badge import mark_icon
from ui.wording import Mark
from ui.workplace import Workplace

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Shown = str | int | Text


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table.

    Attributes:
        title: its heading.
        value: what a row shows here; numbers are set to the right and sorted as numbers.
        mark: the mark drawn before the value.
        code: set in the monospaced face.
        wide: takes the room that is left.
        width: in pixels, for texts that may be cut; 0: as wide as its contents.
        tip: what is told over a cell, and found by the search; None: the whole of a text that may be cut.
    """

    title: Text
    value: Callable[[R], Shown]
    mark: Callable[[R], Mark] | None = None
    code: bool = False
    wide: bool = False
    width: int = 0
    tip: Callable[[R], str] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows as a Qt model, in the order and selection that the person asked for."""

    def __init__(self, columns: Sequence[Column[R]], word: Callable[[Text], str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._word = word
        self._all: list[R] = []
        self._lower: list[str] = []
        self._shown: list[R] = []
        self._numbers: tuple[Column[R], ...] = ()
        self._search = ""
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._icons: dict[Mark, QIcon] = {}
        self._code_font = QFont()
        self.dress(LIGHT)

    def dress(self, colours: Colours) -> None:
        """Draw the marks in ``colours``."""
        self._icons = {mark: mark_icon(mark, colours) for mark in Mark}
        self._code_font = monospaced()

    def put(self, rows: Sequence[R]) -> None:
        """Show ``rows`` in place of all before."""
        self._all = list(rows)
        self.reword()

    def reword(self) -> None:
        """Show the same rows in the present language."""
        self._lower = [
            "\n".join(
                f"{self._text(column, row)}\n{column.tip(row) if column.tip else ''}"
                for column in self._columns
            ).casefold()
            for row in self._all
        ]
        # Where some rows have no number, the others still stand below each other.
        self._numbers = tuple(
            column for column in self._columns if any(isinstance(column.value(row), int) for row in self._all)
        )
        self._choose()

    def search(self, text: str) -> None:
        """Show only rows that contain every word of ``text``."""
        self._search = text.casefold()
        self._choose()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; -1 is the order in which the rows came."""
        self._sorted = (column, order) if column >= 0 else None
        self._choose()

    def row_at(self, number: int) -> R:
        """Return the row that is shown in line ``number``."""
        return self._shown[number]

    def rows(self) -> tuple[R, ...]:
        """Return the rows that are shown, in their order."""
        return tuple(self._shown)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature; immutable)
        """Count the rows that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature; immutable)
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer the view for one cell."""
        column, row = self._columns[index.column()], self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            shown = self._text(column, row)
            return f"{shown:,}".replace(",", "\N{NO-BREAK SPACE}") if isinstance(shown, int) else shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(column, row)
        if role == Qt.ItemDataRole.DecorationRole and column.mark is not None:
            return self._icons[column.mark(row)]
        if role == Qt.ItemDataRole.FontRole and column.code:
            return self._code_font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._is_number(column) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Answer the view for one heading."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._word(self._columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self._is_number(self._columns[section])
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def write_csv(self, path: Path) -> None:
        """Write what is shown to ``path``, with a mark by which spreadsheets know UTF-8."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([self._word(column.title) for column in self._columns])
            for row in self._shown:
                writer.writerow([_harmless(self._text(column, row)) for column in self._columns])

    def _text(self, column: Column[R], row: R) -> str | int:
        shown = column.value(row)
        return self._word(shown) if isinstance(shown, Text) else shown

    def _tip(self, column: Column[R], row: R) -> str | None:
        if column.tip is not None:
            return column.tip(row)
        return str(self._text(column, row)) if column.wide or column.width else None

    def _is_number(self, column: Column[R]) -> bool:
        return column in self._numbers

    def _choose(self) -> None:
        self.beginResetModel()
        words = self._search.split()
        rows = [
            row
            for row, lower in zip(self._all, self._lower, strict=True)
            if all(word in lower for word in words)
        ]
        if self._sorted is not None:
            column = self._columns[self._sorted[0]]
            descending = self._sorted[1] == Qt.SortOrder.DescendingOrder
            rows.sort(key=lambda row: _sort_key(self._text(column, row)), reverse=descending)
        self._shown = rows
        self.endResetModel()


def _sort_key(shown: str | int) -> tuple[int, int, str]:
    return (0, shown, "") if isinstance(shown, int) else (1, 0, shown.casefold())


def _harmless(shown: str | int) -> str | int:
    """Keep a spreadsheet from taking a text for a formula."""
    if isinstance(shown, str) and shown[:1] in {"=", "+", "-", "@", "\t"}:
        return "'" + shown
    return shown


class _View(QTableView):
    """A table view in which Enter opens a row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.activated.emit(index)
            return
        super().keyPressEvent(event)


class Table(QWidget, Generic[R]):
    """A table with a search field and a CSV export.

    Signals:
        chosen: (row) the person moved to another row.
        opened: (row) the person opened a row by Enter or a double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, work: Workplace, name: Text, columns: Sequence[Column[R]], *, tools: bool = True
    ) -> None:
        super().__init__()
        self._work = work
        self.model = RowsModel(columns, work.language)
        self.model.dress(work.style.colours)
        self.view = _View()
        self.view.setModel(self.model)
        self._set_up_view(columns)
        work.language.word(self.view, name, "setAccessibleName")
        self.search = work.kit.field(say("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(36 * GRID)
        self.search.setMinimumWidth(22 * GRID)
        self.search.textChanged.connect(self.model.search)
        self.export = work.kit.button(say("Export CSV"), self._export, "quiet", icon_name="export")
        head = row(self.search, 1, self.export)
        head.setStretch(0, 2)
        self._tools = box(head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column(self._tools, self.view, spacing=GRID))
        self._tools.setVisible(tools)  # only now: shown without a parent it would be a window
        work.language.changed.connect(self._reword)
        work.style.changed.connect(self._dress)

    def put(self, rows: Sequence[R], same: Callable[[R, R], bool] | None = None) -> None:
        """Show ``rows``; keep the chosen row where ``same`` finds it again."""
        before = self.chosen_row()
        self.model.put(rows)
        if before is not None and same is not None:
            self.choose(lambda candidate: same(candidate, before))

    def chosen_row(self) -> R | None:
        """Return the row that the person is on."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def choose(self, wanted: Callable[[R], bool]) -> None:
        """Move to the first row that is ``wanted``."""
        for line, candidate in enumerate(self.model.rows()):
            if wanted(candidate):
                self.view.selectRow(line)
                return

    def fit_height(self, most: int = 8) -> None:
        """Make the table as high as its rows, but show no more than ``most`` of them at once."""
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = min(max(1, self.model.rowCount()), most)
        heights = lines * self.view.verticalHeader().defaultSectionSize()
        self.view.setFixedHeight(heights + self.view.horizontalHeader().sizeHint().height() + GRID)

    def _set_up_view(self, columns: Sequence[Column[R]]) -> None:
        view = self.view
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(5 * GRID)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(7 * GRID)
        header.setStretchLastSection(not any(col.wide for col in columns))
        for number, col in enumerate(columns):
            mode = QHeaderView.ResizeMode.ResizeToContents
            if col.wide:
                mode = QHeaderView.ResizeMode.Stretch
            elif col.width:
                mode = QHeaderView.ResizeMode.Interactive
                header.resizeSection(number, col.width)
            header.setSectionResizeMode(number, mode)
        header.setResizeContentsPrecision(200)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        view.setSortingEnabled(True)
        view.activated.connect(lambda index: self.opened.emit(self.model.row_at(index.row())))
        view.selectionModel().currentRowChanged.connect(self._tell_chosen)

    def _tell_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.row_at(index.row()))

    def _reword(self) -> None:
        before = self.chosen_row()
        self.model.reword()
        if before is not None:
            self.choose(lambda candidate: candidate is before)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)

    def _dress(self) -> None:
        self.model.dress(self._work.style.colours)
        self.view.viewport().update()

    def _export(self) -> None:
        title = self._work.language(say("Export CSV"))
        name, _ = QFileDialog.getSaveFileName(self, title, "packmark.csv", "CSV (*.csv)")
        if not name:
            return
        try:
            self.model.write_csv(Path(name))
        except OSError as error:
            self._work.messages.trouble(
                StorageError(
                    say(
                        "The table could not be written to {path}: {reason}.",
                        path=name,
                        reason=error.strerror or error.__class__.__name__,
                    )
                )
            )
            return
        self._work.messages.done(say("Exported to {path}.", path=name))
