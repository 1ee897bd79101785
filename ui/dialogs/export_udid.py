"""Exporting devices for the national UDI database: which products, in which format, what is still empty."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget, QListWidgetItem, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.exchange.new_file import write_new
from desktop.operations import products, udid_export
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.operations.udid_export import UdidFile, UdidFormat
from desktop.products.schemes import CodeScheme
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import Mark
from ui.workplace import Workplace

_LIST_PX = 28 * GRID
_FORMATS: dict[UdidFormat, Text] = {
    UdidFormat.XLSX: say("Excel workbook, as its web pages take it"),
    UdidFormat.XML: say("XML, as its interface takes it"),
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that was written, and what the operation changed."""

    file: UdidFile
    folder: Path
    changes: Changes


class ExportUdid(Dialog):
    """Ticks devices, writes them into a folder, and tells which required fields are empty yet."""

    def __init__(self, work: Workplace, parent: QWidget | None) -> None:
        super().__init__(work, say("Export devices for UDID"), parent)
        kit = work.kit
        self.devices = QListWidget()
        self.devices.setMinimumHeight(_LIST_PX)
        self.devices.itemChanged.connect(lambda _item: self._enable())
        self.format = QComboBox()
        for how, title in _FORMATS.items():
            self.format.addItem(work.language(title), how.value)
        self._none = kit.label(
            say(
                "No product carries a UDI yet: choose the code scheme UDI in the master data of a medical "
                "device first."
            ),
            wrap=True,
        )
        self._none.hide()
        self.go = kit.button(say("Export …"), self._ask, "primary", icon_name="export")
        self.go.setDefault(True)
        told = kit.label(
            say(
                "Each device is written with its packing list, as its master data say now. The file is kept: "
                "as long as nothing changes, the very same bytes come again."
            ),
            "muted",
            wrap=True,
        )
        self._devices_field = FormField(kit, say("Medical devices"), self.devices)
        self._devices_field.hide()
        self.lay_out(
            told,
            self._devices_field,
            self._none,
            FormField(kit, say("Format"), self.format),
            buttons=(kit.button(say("Close"), self.reject), self.go),
        )
        self.setMinimumWidth(76 * GRID)
        self._enable()
        plant = work.plant
        work.background.run(
            lambda _report: products.list_products(plant), receiver=self, done=self._show_products
        )

    def chosen(self) -> tuple[int, ...]:
        """Return the ids of the products that are ticked."""
        items = [self.devices.item(line) for line in range(self.devices.count())]
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def write(self, folder: Path) -> None:
        """Write the devices that are ticked into a folder."""
        plant, chosen = self.work.plant, self.chosen()
        how = UdidFormat(str(self.format.currentData()))
        self.go.setEnabled(False)
        self.work.background.run(
            lambda _report: _write(plant, chosen, how, folder),
            receiver=self,
            done=self._tell,
            failed=self._fail,
            ended=self._enable,
        )

    def _show_products(self, rows: tuple[ProductRow, ...]) -> None:
        found = [row for row in rows if CodeScheme.UDI in row.details.schemes]
        for row in found:
            item = QListWidgetItem(f"{row.product.name} {row.product.spec}".strip(), self.devices)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self._none.setVisible(not found)
        self._devices_field.setVisible(bool(found))
        self.grow()
        self._enable()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.chosen()))

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.work.language(say("Folder for the file")))
        if name:
            self.write(Path(name))

    def _tell(self, written: _Written) -> None:
        self.work.announce(written.changes)
        gaps = tuple(
            say(
                "Still empty in {di}: {fields}.",
                di=device.di,
                fields=", ".join(row.title for row in device.gaps),
            )
            for device in written.file.devices
            if device.gaps
        )
        path = str(written.folder / written.file.name)
        if gaps:
            told = say_count(
                "{path} is written; {n} device lacks required fields, which UDID asks for.",
                "{path} is written; {n} devices lack required fields, which UDID asks for.",
                n=len(gaps),
                path=path,
            )
            self.notice.tell(Mark.ATTENTION, told, gaps)
        else:
            self.notice.tell(Mark.DONE, say("Written: {path}", path=path))
        self.grow()

    def _fail(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()


def _write(plant: Plant, ids: tuple[int, ...], how: UdidFormat, folder: Path) -> _Written:
    file, changes = udid_export.export_udid(plant, ids, how)
    write_new(folder / file.name, file.content)
    return _Written(file, folder, changes)
