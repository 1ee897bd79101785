"""A printer or coder of the plant: its name, its address, and what it is told beside its labels."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.devices import AS_SET, DARKNESS, SPEEDS_IPS, DeviceKind, PrinterSettings
from desktop.errors import InputError, PackmarkError
from desktop.operations import printers
from desktop.operations.printers import PrinterRow
from desktop.texts import Text, say
from ui.asking import ask_beside
from ui.device_words import KINDS
from ui.dialogs.dialog import Dialog
from ui.kit import Item, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.settings_fields import offset_field, or_as_set, told
from ui.wording import moment
from ui.workplace import Workplace

_TYPING_MS = 200
_ADDRESSES = say(
    "tcp://address:9100, usb://serial number, zipher://address:port, queue://name, demo://zebra …"
)


class EditPrinter(Dialog):
    """Changes a printer, or sets up a new one if ``item`` is None.

    Attributes:
        stored: the printer, once it is stored.
    """

    def __init__(self, work: Workplace, item: PrinterRow | None, parent: QWidget) -> None:
        title = say("Set up a printer") if item is None else say("Edit the printer")
        super().__init__(work, title, parent)
        kit = work.kit
        self._item = item
        self.stored: PrinterRow | None = None
        settings = AS_SET if item is None else item.settings
        self.name = kit.field()
        self.address = kit.field()
        self.name_field = FormField(kit, say("Name"), self.name, say("What it is called in this plant."))
        self.ask_device = kit.button(say("Ask it"), self._ask, icon_name="search")
        self.address_field = FormField(kit, say("Address"), self.address, _ADDRESSES, beside=self.ask_device)
        self.offset_x = offset_field(settings.offset_x_mm)
        self.offset_y = offset_field(settings.offset_y_mm)
        self.darkness = or_as_set(kit, DARKNESS, settings.darkness)
        self.speed = or_as_set(kit, SPEEDS_IPS, settings.speed_ips)
        self._settings = self._make_settings(item)
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        cancel = kit.button(say("Cancel"), self.reject)
        self.lay_out(self.name_field, self.address_field, self._settings, buttons=(cancel, self.store))
        self.setMinimumWidth(84 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._check_address)
        self.address.textChanged.connect(self._address_changed)
        self.name.textChanged.connect(lambda _text: self.name_field.trouble(None))
        if item is not None:
            self.name.setText(item.name)
            self.address.setText(item.address)
        self._check_address()

    def _make_settings(self, item: PrinterRow | None) -> QWidget:
        kit = self.work.kit
        fields = (
            FormField(kit, say("Shift to the right, mm"), self.offset_x, say("Below 0: to the left.")),
            FormField(kit, say("Shift down, mm"), self.offset_y, say("Below 0: up.")),
            FormField(kit, say("Darkness, 0 to 30"), self.darkness),
            FormField(kit, say("Speed, inches a second"), self.speed),
        )
        line = row(*fields)
        for place in range(len(fields)):
            line.setStretch(place, 1)
        parts: list[Item] = [kit.label(say("What the printer is told beside its labels"), "heading"), line]
        if item is not None:
            parts.append(kit.label(_calibration(item), "muted", wrap=True))
        return kit.card(*parts, spacing=GRID)

    def settings(self) -> PrinterSettings:
        """Return the settings as entered; of a device that takes none, as they were."""
        before = AS_SET if self._item is None else self._item.settings
        if not self._settings.isVisibleTo(self):
            return before
        return PrinterSettings(
            self.offset_x.value(),
            self.offset_y.value(),
            told(self.darkness),
            told(self.speed),
            before.scale_x,
            before.scale_y,
        )

    def _address_changed(self) -> None:
        self.address_field.show_hint(_ADDRESSES)
        self._timer.start()

    def _check_address(self) -> bool:
        self._timer.stop()
        address = self.address.text().strip()
        self.ask_device.setEnabled(False)
        if not address:
            return False
        try:
            kind = printers.kind_of(self.work.plant, address)
        except InputError as error:
            self.address_field.trouble(error.text)
            self._settings.hide()
            return False
        self.address_field.show_hint(KINDS[kind])
        self._settings.setVisible(kind is DeviceKind.LABEL_PRINTER)
        self.ask_device.setEnabled(kind is not DeviceKind.QUEUE)
        self.grow()
        return True

    def _ask(self) -> None:
        ask_beside(self.work, self, self.address.text().strip(), self.address_field, self.ask_device)

    def _store(self) -> None:
        name, address = self.name.text().strip(), self.address.text().strip()
        if not name:
            self.name_field.trouble(say("Give it a name by which people here know it."))
            self.name.setFocus()
            return
        if not self._check_address():
            if not address:
                self.address_field.trouble(say("Without an address it cannot be reached."))
            self.address.setFocus()
            return
        plant, item, settings = self.work.plant, self._item, self.settings()
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: (
                printers.add_printer(plant, name, address, settings)
                if item is None
                else printers.change_printer(plant, item.id, name, address, settings)
            ),
            receiver=self,
            done=self._done,
            failed=self._refused,
            ended=lambda: self.store.setEnabled(True),
        )

    def _refused(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, result: tuple[PrinterRow, Changes]) -> None:
        self.stored, changes = result
        self.work.announce(changes)
        self.accept()


def _calibration(item: PrinterRow) -> Text:
    if item.calibrated_at is None:
        return say("Never calibrated by a scanned ruler card.")
    return say(
        "Calibrated by a ruler card on {time} by {person}: {x} of the true length across the feed, {y} along "
        "it.",
        time=moment(item.calibrated_at),
        person=item.calibrated_by,
        x=f"{item.settings.scale_x:.4f}",
        y=f"{item.settings.scale_y:.4f}",
    )
