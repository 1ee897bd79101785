"""Where and how a job prints: its label, its printer or coder, and the camera that reads it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.devices import DeviceKind
from desktop.errors import InputError
from desktop.operations import printers, station_checks
from desktop.operations.labels import TemplateRow
from desktop.operations.lines import StationView
from desktop.operations.station_checks import ask_device
from desktop.products.job import CoderOrder
from desktop.texts import Text, say
from ui.device_words import KINDS, described
from ui.kit import column
from ui.style import GRID
from ui.widgets.coder_fields import CoderFields
from ui.widgets.form import FormField
from ui.workplace import Workplace

_DEMO = "demo://"
_NEVER_SAYS = say(
    "A print queue never says which labels were printed, so labels with codes are not sent there. "
    "Connect the printer by network, USB or a serial line."
)


@dataclass(frozen=True, slots=True)
class KnownPrinter:
    """A printer that can be chosen; ``name`` is empty if it is known from earlier jobs only."""

    address: str
    name: str
    kind: DeviceKind


class JobTarget(QWidget):
    """Chooses label, printer, camera and what a coder is told.

    Signals:
        changed: something else is chosen.
    """

    changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._known: dict[str, KnownPrinter] = {}
        self._kind: DeviceKind | None = None
        kit = work.kit
        self.label, self.printer = QComboBox(), QComboBox()
        self.printer.setEditable(True)
        self.camera = kit.field(say("none: labels are not read back"))
        self.ask_printer = kit.button(say("Ask the printer"), self._ask)
        self.coder = CoderFields(kit)
        self.coder.asked.connect(self._ask_coder)
        self.label_field = FormField(kit, say("Label design"), self.label)
        self.printer_field = FormField(
            kit,
            say("Printer"),
            self.printer,
            say("tcp://address:9100, or demo://zebra to try."),
            beside=self.ask_printer,
        )
        self.camera_field = FormField(kit, say("Camera that reads each label back"), self.camera)
        self._coder_card = kit.card(
            kit.label(say("What the coder is told"), "heading"), self.coder, spacing=GRID
        )
        self._coder_card.hide()
        self.setLayout(column(self.printer_field, self.label_field, self.camera_field, self._coder_card, 1))
        self.setMinimumWidth(74 * GRID)
        self.printer.currentTextChanged.connect(self._printer_changed)
        self.label.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.camera.textChanged.connect(lambda _text: self.changed.emit())
        self.coder.changed.connect(self.changed)

    def put(self, known: Sequence[KnownPrinter], templates: Sequence[TemplateRow]) -> None:
        """Offer printers and labels; a print queue is shown and cannot be chosen."""
        self._known = {item.address: item for item in known}
        code = self._work.language.code
        for template in templates:
            self.label.addItem(template.design.title.in_language(code), template.name)
        usable = [item for item in known if item.kind is not DeviceKind.QUEUE]
        queues = [item for item in known if item.kind is DeviceKind.QUEUE]
        model = self.printer.model()
        assert isinstance(model, QStandardItemModel)
        for line, item in enumerate((*usable, *queues)):
            self.printer.addItem(item.address)
            self.printer.setItemData(line, item.name, Qt.ItemDataRole.ToolTipRole)
            if item.kind is DeviceKind.QUEUE:
                reason = self._work.language(
                    say("{address}: never says what was printed", address=item.address)
                )
                self.printer.setItemText(line, reason)
                self.printer.setItemData(line, self._work.language(_NEVER_SAYS), Qt.ItemDataRole.ToolTipRole)
                model.item(line).setEnabled(False)
        self._printer_changed(self.printer.currentText())

    def show_station(self, view: StationView) -> None:
        """Fill in what stands at a station; what it leaves open stays as it is."""
        station = view.station
        if view.printer is not None:
            self.printer.setCurrentText(view.printer.address)
        place = self.label.findData(station.label)
        if place >= 0:
            self.label.setCurrentIndex(place)
        self.camera.setText(station.camera)
        if station.coder is not None:
            self.coder.show_order(station.coder)

    def address(self) -> str:
        """Return the printer's address as entered."""
        return self.printer.currentText().strip()

    def label_name(self) -> str:
        """Return the name of the chosen label."""
        return str(self.label.currentData() or "")

    def coder_order(self) -> CoderOrder | None:
        """Return what a coder is told; None for a label printer."""
        return self.coder.order() if self._kind is DeviceKind.CODER else None

    def trouble(self) -> Text | None:
        """Say why no job can be ordered here, if it cannot."""
        if not self.address():
            return say("Choose a printer, or type its address.")
        if self._kind is DeviceKind.QUEUE:
            return _NEVER_SAYS
        return None

    def named(self) -> Text:
        """Say in one line where and how it prints."""
        known = self._known.get(self.address())
        printer = known.name if known is not None and known.name else self.address()
        camera = self.camera.text().strip()
        read_back = say("read back by a camera") if camera else say("not read back")
        return say(
            "{label} · on {printer} · {read_back}",
            label=self.label.currentText(),
            printer=printer or "–",
            read_back=read_back,
        )

    def _printer_changed(self, text: str) -> None:
        """A built-in printer has its own camera, and no other printer has that one."""
        address = text.strip()
        if address.startswith(_DEMO):
            self.camera.setText(address)
        elif self.camera.text().startswith(_DEMO):
            self.camera.clear()
        self._show_kind(address)
        self.changed.emit()

    def _show_kind(self, address: str) -> None:
        self._kind = None
        try:
            self._kind = printers.kind_of(self._work.plant, address)
        except InputError as error:
            # While it is typed it need not be one yet: the hint says how one looks.
            self.printer_field.show_hint(say("tcp://address:9100, or demo://zebra to try."))
            if address and "://" in address:
                self.printer_field.trouble(error.text)
        else:
            known = self._known.get(address)
            kind = KINDS[self._kind]
            named = (
                kind if known is None or not known.name else say("{name}, {kind}", name=known.name, kind=kind)
            )
            self.printer_field.show_hint(named)
            if self._kind is DeviceKind.QUEUE:
                self.printer_field.trouble(_NEVER_SAYS)
        self.ask_printer.setEnabled(self._kind not in {None, DeviceKind.QUEUE})
        self._coder_card.setVisible(self._kind is DeviceKind.CODER)

    def _ask(self) -> None:
        plant, address = self._work.plant, self.address()
        self.ask_printer.setEnabled(False)
        self._work.background.run(
            lambda _report: ask_device(plant, address),
            receiver=self,
            done=lambda report: self.printer_field.show_hint(described(report)),
            failed=lambda error: self.printer_field.trouble(error.text),
            ended=lambda: self.ask_printer.setEnabled(True),
        )

    def _ask_coder(self) -> None:
        plant, address = self._work.plant, self.address()
        self.coder.ask_coder.setEnabled(False)
        self.coder.job_field.show_hint(say("Asking …"))
        self._work.background.run(
            lambda _report: station_checks.coder_jobs(plant, address),
            receiver=self,
            done=self._show_coder_jobs,
            failed=lambda error: self.coder.job_field.trouble(error.text),
            ended=lambda: self.coder.ask_coder.setEnabled(True),
        )

    def _show_coder_jobs(self, jobs: Mapping[str, tuple[str, ...]]) -> None:
        self.coder.show_known(jobs)
        self.coder.job_field.show_hint(say("The coder holds: {jobs}.", jobs=", ".join(jobs) or "–"))
