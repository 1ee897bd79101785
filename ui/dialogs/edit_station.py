"""A station of a line: what prints there, with which label, at which pack level, and what reads it back."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.changes import Changes
from desktop.devices import DeviceKind
from desktop.errors import PackmarkError
from desktop.operations import labels, lines, printers, station_checks
from desktop.operations.labels import TemplateRow
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow
from desktop.products.lines import MOST_LEVELS, Line, Station
from desktop.texts import say
from ui.device_words import KINDS
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.widgets.coder_fields import CoderFields
from ui.widgets.form import FormField
from ui.wording import level_name
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Choices:
    printers: tuple[PrinterRow, ...]
    kinds: Mapping[int, DeviceKind]
    labels: tuple[TemplateRow, ...]


class EditStation(Dialog):
    """Changes a station, or adds one at the end of ``line`` if ``item`` is None."""

    def __init__(self, work: Workplace, line: Line, item: Station | None, parent: QWidget) -> None:
        title = say("Add a station") if item is None else say("Edit the station")
        super().__init__(work, title, parent)
        kit = work.kit
        self._line = line
        self._item = item
        self._choices = _Choices((), {}, ())
        self.name = kit.field(say("Case labelling"))
        self.level, self.printer, self.label = QComboBox(), QComboBox(), QComboBox()
        for level in range(1, MOST_LEVELS + 1):
            self.level.addItem(work.language(level_name(level)), level)
        self.camera = kit.field(say("none: labels are not read back"))
        self.try_camera = kit.button(say("Try it"), self._try_camera)
        self.coder = CoderFields(kit)
        self.coder.asked.connect(self._ask_coder)
        self.name_field = FormField(kit, say("Name of the station"), self.name)
        self.printer_field = FormField(kit, say("Printer or coder"), self.printer)
        self.camera_field = FormField(
            kit,
            say("Camera that reads each label back"),
            self.camera,
            say("Its address, such as tcp://192.0.2.9:9200."),
            beside=self.try_camera,
        )
        self.scanner = kit.field(say("none: packs are scanned as if typed"))
        self.try_scanner = kit.button(say("Check it …"), self._try_scanner)
        self.scanner_field = FormField(
            kit,
            say("Scanner that reads the packs"),
            self.scanner,
            say("Its address, such as scan+tcp://192.0.2.9:2001; empty for one that types like a keyboard."),
            beside=self.try_scanner,
        )
        self._coder_card = kit.card(
            kit.label(say("What the coder is told"), "heading"), self.coder, spacing=GRID
        )
        self._coder_card.hide()
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        self.store.setEnabled(False)
        self._lay_out()
        self.name.textChanged.connect(lambda _text: self.name_field.trouble(None))
        self.camera.textChanged.connect(self._camera_typed)
        self.scanner.textChanged.connect(lambda _text: self.scanner_field.trouble(None))
        self.printer.currentIndexChanged.connect(lambda _index: self._printer_changed())
        self.label.currentIndexChanged.connect(lambda _index: self._label_changed())
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def _lay_out(self) -> None:
        kit = self.work.kit
        line = kit.label(role="muted")
        line.setText(self._line.name)
        what = row(
            self.name_field,
            FormField(kit, say("Pack level"), self.level),
            self.printer_field,
            FormField(kit, say("Label design"), self.label),
        )
        for place, share in enumerate((4, 2, 4, 5)):
            what.setStretch(place, share)
        readers = row(self.camera_field, self.scanner_field)
        readers.setStretch(0, 1)
        readers.setStretch(1, 1)
        self.lay_out(
            line,
            what,
            self._coder_card,
            readers,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.setMinimumWidth(128 * GRID)

    def _show(self, choices: _Choices) -> None:
        self._choices = choices
        word = self.work.language
        self.printer.addItem(word(say("none yet")), None)
        for printer in choices.printers:
            self.printer.addItem(printer.name, printer.id)
        self.label.addItem(word(say("chosen with each job")), "")
        for template in choices.labels:
            self.label.addItem(template.design.title.in_language(word.code), template.name)
        if self._item is not None:
            station = self._item
            self.name.setText(station.name)
            self.level.setCurrentIndex(station.level - 1)
            self.printer.setCurrentIndex(max(0, self.printer.findData(station.printer_id)))
            self.label.setCurrentIndex(max(0, self.label.findData(station.label)))
            self.camera.setText(station.camera)
            self.scanner.setText(station.scanner)
            self.coder.show_order(station.coder)
        self._printer_changed()
        self._label_changed()
        self.store.setEnabled(True)
        self.grow()

    def _chosen_printer(self) -> PrinterRow | None:
        chosen = self.printer.currentData()
        return next((item for item in self._choices.printers if item.id == chosen), None)

    def _is_coder(self) -> bool:
        printer = self._chosen_printer()
        return printer is not None and self._choices.kinds[printer.id] is DeviceKind.CODER

    def _printer_changed(self) -> None:
        printer = self._chosen_printer()
        self._coder_card.setVisible(self._is_coder())
        if printer is None:
            hint = say("Nothing is printed here until one is chosen.")
        else:
            kind = KINDS[self._choices.kinds[printer.id]]
            hint = say("{kind} at {address}", kind=kind, address=printer.address)
        self.printer_field.show_hint(hint)
        self.grow()

    def _label_changed(self) -> None:
        name = self.label.currentData()
        for template in self._choices.labels:
            if template.name == name:
                self.coder.show_values(labels.specimen_values(template.design))
                return
        if self._choices.labels:
            self.coder.show_values(labels.specimen_values(self._choices.labels[0].design))

    def _ask_coder(self) -> None:
        printer = self._chosen_printer()
        if printer is None:
            return
        plant, address = self.work.plant, printer.address
        self.coder.ask_coder.setEnabled(False)
        self.coder.job_field.show_hint(say("Asking …"))
        self.work.background.run(
            lambda _report: station_checks.coder_jobs(plant, address),
            receiver=self,
            done=self._show_coder_jobs,
            failed=lambda error: self.coder.job_field.trouble(error.text),
            ended=lambda: self.coder.ask_coder.setEnabled(True),
        )

    def _show_coder_jobs(self, jobs: Mapping[str, tuple[str, ...]]) -> None:
        self.coder.show_known(jobs)
        names = ", ".join(jobs) or "–"
        self.coder.job_field.show_hint(say("The coder holds: {jobs}.", jobs=names))
        self.grow()

    def _camera_typed(self) -> None:
        self.try_camera.setEnabled(bool(self.camera.text().strip()))
        self.camera_field.trouble(None)

    def _try_camera(self) -> None:
        plant, address = self.work.plant, self.camera.text().strip()
        self.try_camera.setEnabled(False)
        self.camera_field.show_hint(say("Asking …"))
        self.work.background.run(
            lambda _report: station_checks.try_camera(plant, address),
            receiver=self,
            done=lambda _done: self.camera_field.show_hint(say("It answers.")),
            failed=lambda error: self.camera_field.trouble(error.text),
            ended=lambda: self.try_camera.setEnabled(True),
        )

    def _try_scanner(self) -> None:
        from ui.dialogs.scanner_check import ScannerCheck  # noqa: PLC0415 (start-up)
        from ui.dialogs.wedge_check import WedgeCheck  # noqa: PLC0415 (start-up)

        address = self.scanner.text().strip()
        if not address:
            WedgeCheck(self.work, self).ask()
            return
        try:
            spelled = self.work.plant.devices.scanner_spelled(address)
        except PackmarkError as error:
            self.scanner_field.trouble(error.text)
            self.grow()
            return
        ScannerCheck(self.work, spelled, self).ask()

    def _draft(self) -> StationDraft:
        return StationDraft(
            id=None if self._item is None else self._item.id,
            line_id=self._line.id,
            name=self.name.text().strip(),
            level=int(self.level.currentData()),
            printer_id=self.printer.currentData(),
            label=str(self.label.currentData()),
            camera=self.camera.text().strip(),
            coder=self.coder.order() if self._is_coder() else None,
            scanner=self.scanner.text().strip(),
        )

    def _store(self) -> None:
        if not self.name.text().strip():
            self.name_field.trouble(say("Give the station a name, such as what is done there."))
            self.name.setFocus()
            return
        plant = self.work.plant
        try:
            draft = self._draft()
        except PackmarkError as error:
            self.notice.trouble(error)
            return
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: lines.save_station(plant, draft),
            receiver=self,
            done=self._done,
            failed=self._refused,
            ended=lambda: self.store.setEnabled(True),
        )

    def _refused(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, result: tuple[object, Changes]) -> None:
        self.work.announce(result[1])
        self.accept()


def _read(plant: Plant) -> _Choices:
    known = printers.list_printers(plant)
    return _Choices(
        known,
        {item.id: printers.kind_of(plant, item.address) for item in known},
        labels.list_templates(plant),
    )
