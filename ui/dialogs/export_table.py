"""Exporting all codes of an order as a table: which columns, what the receiver calls them, which format."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.exchange.mapping_profiles import (
    MappedColumn,
    MappingProfile,
    PackField,
    field_title,
    standard,
)
from desktop.exchange.new_file import not_written, write_new
from desktop.exchange.small_json import read_small
from desktop.exchange.table_writer import TableFormat
from desktop.operations import table_export
from desktop.operations.kept_files import KeptFile
from desktop.operations.work_orders import OrderRow
from desktop.texts import Text, say
from ui.dialogs.export_dialog import ExportDialog
from ui.kit import row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_FORMATS: dict[TableFormat, Text] = {
    TableFormat.CSV: say("CSV (UTF-8)"),
    TableFormat.XLSX: say("Excel workbook (XLSX)"),
    TableFormat.JSON: say("JSON"),
}
_JSON = "JSON (*.json)"
_HEADING = 1
_LIST_PX = 40 * GRID


class ExportTable(ExportDialog):
    """Edits a mapping, which can be kept as a file, and exports by it.

    Attributes:
        columns: one line a field: ticked where it is a column, its heading beside it.
        written: what was exported, once the dialog is accepted.
    """

    def __init__(self, work: Workplace, order: OrderRow, parent: QWidget | None) -> None:
        super().__init__(work, say("Export a table of all codes"), parent)
        kit = work.kit
        self.written: KeptFile | None = None
        self._order = order
        self.name = kit.field()
        self.format = QComboBox()
        for how, name in _FORMATS.items():
            self.format.addItem(work.language(name), how.value)
        self.columns = QTableWidget(0, 2)
        self._set_up_columns()
        self.up = kit.button(say("Move up"), lambda: self._move(-1), icon_name="arrow-up")
        self.down = kit.button(say("Move down"), lambda: self._move(1), icon_name="arrow-down")
        self.load = kit.button(say("Open a mapping …"), self._open, icon_name="import")
        self.save = kit.button(say("Save the mapping …"), self._save, icon_name="export")
        head = row(FormField(kit, say("Receiver"), self.name), FormField(kit, say("Format"), self.format))
        head.setStretch(0, 1)
        told = kit.label(
            say("Tick the columns, write what the receiver calls them, and bring them into order."),
            "muted",
            wrap=True,
        )
        self.lay_out(
            head,
            told,
            self.columns,
            row(self.up, self.down, 1, self.load, self.save, spacing=GRID),
            self.strip,
            buttons=(self.leave, self.go),
        )
        self.setMinimumWidth(92 * GRID)
        titles = {field: work.language(field_title(field)) for field in PackField}
        self.show_mapping(standard(titles))

    def show_mapping(self, mapping: MappingProfile) -> None:
        """Show a mapping; the fields it leaves out stand below, without a tick."""
        self.name.setText(mapping.name)
        self.format.setCurrentIndex(self.format.findData(mapping.format.value))
        # A field may stand in several columns.
        used = [(one.field, one.heading, True) for one in mapping.columns]
        named = {one.field for one in mapping.columns}
        word = self.work.language
        rest = [(field, word(field_title(field)), False) for field in PackField if field not in named]
        self.columns.setRowCount(0)
        for field, heading, on in (*used, *rest):
            self._add(field, heading, on=on)
        self.columns.setCurrentCell(0, 0)

    def mapping(self) -> MappingProfile:
        """Return the mapping that is shown.

        Raises:
            InputError: it has no name or no column, or a heading is none.
        """
        lines = range(self.columns.rowCount())
        found = tuple(
            MappedColumn(self._field(line), self._cell(line, _HEADING).text().strip())
            for line in lines
            if self._cell(line, 0).checkState() is Qt.CheckState.Checked
        )
        return MappingProfile(self.name.text().strip(), found, TableFormat(str(self.format.currentData())))

    def export(self) -> None:
        """Write and keep the table."""
        mapping = self.mapping()
        plant, order_id = self.work.plant, self._order.id
        self.write(
            lambda report: table_export.export_table(plant, order_id, mapping, report=report), self._take
        )

    def take_mapping(self, path: Path) -> None:
        """Read a mapping from a file and show it."""
        try:
            self.show_mapping(MappingProfile.parse(read_small(path)))
        except PackmarkError as error:
            self._fail(error)

    def keep_mapping(self, path: Path) -> None:
        """Write the mapping into a file; the person has agreed to overwrite."""
        try:
            content = self.mapping().as_json()
            path.unlink(missing_ok=True)
            write_new(path, content)
        except OSError as error:
            self._fail(not_written(path, error))
        except PackmarkError as error:
            self._fail(error)

    def _take(self, done: tuple[KeptFile, Changes]) -> None:
        self.written = done[0]

    def _set_up_columns(self) -> None:
        table, word = self.columns, self.work.language
        word.word(table, say("Columns"), "setAccessibleName")
        table.setHorizontalHeaderLabels([word(say("Column")), word(say("Heading"))])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setColumnWidth(0, 46 * GRID)
        table.setMinimumHeight(_LIST_PX)

    def _add(self, field: PackField, heading: str, *, on: bool) -> None:
        line = self.columns.rowCount()
        self.columns.insertRow(line)
        named = QTableWidgetItem(self.work.language(field_title(field)))
        named.setData(Qt.ItemDataRole.UserRole, field.value)
        named.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        )
        named.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.columns.setItem(line, 0, named)
        self.columns.setItem(line, _HEADING, QTableWidgetItem(heading))

    def _field(self, line: int) -> PackField:
        return PackField(str(self._cell(line, 0).data(Qt.ItemDataRole.UserRole)))

    def _cell(self, line: int, place: int) -> QTableWidgetItem:
        found = self.columns.item(line, place)
        assert found is not None
        return found

    def _move(self, way: int) -> None:
        line = self.columns.currentRow()
        other = line + way
        if line < 0 or not 0 <= other < self.columns.rowCount():
            return
        for place in (0, _HEADING):
            one, two = self.columns.takeItem(line, place), self.columns.takeItem(other, place)
            self.columns.setItem(line, place, two)
            self.columns.setItem(other, place, one)
        self.columns.setCurrentCell(other, self.columns.currentColumn())

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.work.language(say("Mapping")), "", _JSON)
        if name:
            self.take_mapping(Path(name))

    def _save(self) -> None:
        title = self.work.language(say("Mapping"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"{self.name.text()}.json", _JSON)
        if name:
            self.keep_mapping(Path(name))
