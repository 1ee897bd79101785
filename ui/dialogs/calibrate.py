"""Calibrates a printer: print a ruler card, open its scan, take over what was measured."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLabel, QLayout, QWidget

from desktop.changes import Changes
from desktop.devices import DARKNESS, SPEEDS_IPS, DeviceKind, PrinterSettings
from desktop.errors import InputError, PackmarkError
from desktop.labels.ruler_card import CARD_MM
from desktop.operations import calibration, printers
from desktop.operations.printers import PrinterRow
from desktop.reading.card_scan import CardScan
from desktop.reading.ruler_card import Measured, edge_not_seen
from desktop.texts import Text, say
from desktop.units import PRINTER_RESOLUTIONS
from ui.dialogs.dialog import Dialog
from ui.kit import Kit, column, row
from ui.style import GRID
from ui.widgets.scan_view import ScanView
from ui.widgets.settings_fields import offset_field, or_as_set, told
from ui.wording import Mark
from ui.workplace import Workplace

_WIDTH_PX = 1180
_SIDE_PX = 500
_CARD_SIDES = (30, 220)


class Calibrate(Dialog):
    """Measures one printer that was set up.

    Attributes:
        stored: the printer, once its new settings are stored.
        measured: what the last scan says.
    """

    def __init__(self, work: Workplace, item: PrinterRow, parent: QWidget | None = None) -> None:
        super().__init__(work, say("Calibrate with a ruler card"), parent)
        kit = work.kit
        self._item = item
        self._scan: Path | None = None
        self.stored: PrinterRow | None = None
        self.measured: Measured | None = None
        self.card_width, self.card_height = (kit.spin_box(*_CARD_SIDES, round(side)) for side in CARD_MM)
        self.dots_per_mm = QComboBox()
        self.print_card = kit.button(say("Print the card"), self._print_card, icon_name="printer")
        self.open_scan = kit.button(say("Open the scan …"), self._choose, icon_name="import")
        self.dpi = kit.spin_box(0, 4800, 0)
        work.language.word(self.dpi, say("as the file says"), "setSpecialValueText")
        self.dpi.editingFinished.connect(self._measure_again)
        self.view = ScanView(work.language, say("Drop the scan of the card here (PNG, TIFF or JPEG)"))
        self.view.dropped.connect(self.load)
        self.told = kit.label(role="muted", wrap=True)
        self.offset_x, self.offset_y = (
            offset_field(value) for value in (item.settings.offset_x_mm, item.settings.offset_y_mm)
        )
        self.darkness = or_as_set(kit, DARKNESS, item.settings.darkness)
        self.speed = or_as_set(kit, SPEEDS_IPS, item.settings.speed_ips)
        self._scales = kit.label(), kit.label()
        self.use = kit.button(say("Use these"), self._use, "primary")
        self.use.setEnabled(False)
        body = row(column(self._card_step(), self._scan_step(), self.view, spacing=GRID), self._results())
        body.setStretch(0, 1)
        self.lay_out(
            kit.label(say("{name} at {address}", name=item.name, address=item.address), "muted"),
            body,
            buttons=(kit.button(say("Cancel"), self.reject), self.use),
        )
        self.setMinimumWidth(_WIDTH_PX)
        self._show_scales(item.settings)

    def load(self, path: Path) -> None:
        """Measure the scan in a file."""
        self._scan = path
        self.open_scan.setEnabled(False)
        self.notice.hide()
        self.work.language.word(self.told, say("Measuring {file} …", file=path.name))
        dpi = self.dpi.value() or None
        self.work.background.run(
            lambda _report: calibration.measure(path, dpi),
            receiver=self,
            done=self._show,
            failed=self._fail,
            ended=lambda: self.open_scan.setEnabled(True),
        )

    def settings(self) -> PrinterSettings:
        """Return the settings as they stand in the fields."""
        before = self._item.settings
        if self.measured is not None:
            before = calibration.measured_settings(before, self.measured)
        return PrinterSettings(
            self.offset_x.value(),
            self.offset_y.value(),
            told(self.darkness),
            told(self.speed),
            before.scale_x,
            before.scale_y,
        )

    def _card_step(self) -> QLayout:
        kit = self.work.kit
        items: list[QWidget | int] = [
            _plain(kit, "1", "step-now"),
            kit.label(say("Labels in it, mm")),
            self.card_width,
            _plain(kit, "x"),
            self.card_height,
        ]
        if self.work.plant.devices.kind(self._item.address) is DeviceKind.QUEUE:
            for dots in PRINTER_RESOLUTIONS:
                self.dots_per_mm.addItem(f"{dots} dots/mm", dots)
            self.dots_per_mm.setCurrentIndex(PRINTER_RESOLUTIONS.index(12))
            items.append(self.dots_per_mm)
        for field, name in (
            (self.card_width, say("Width of the card in mm")),
            (self.card_height, say("Height of the card in mm")),
            (self.dpi, say("Resolution of the scan in dpi")),
        ):
            self.work.language.word(field, name, "setAccessibleName")
        return row(*items, self.print_card, 1, spacing=GRID)

    def _scan_step(self) -> QLayout:
        kit = self.work.kit
        how = say(
            "Peel the card off, lay it on the scanner under black paper, scan with 600 dpi. It may be turned."
        )
        open_it = row(
            _plain(kit, "2", "step-now"),
            self.open_scan,
            _plain(kit, "dpi"),
            self.dpi,
            1,
            spacing=GRID,
        )
        return column(open_it, kit.label(how, "muted", wrap=True), spacing=GRID)

    def _results(self) -> QWidget:
        kit, before = self.work.kit, self._item.settings
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, heading in enumerate((None, say("Until now"), say("From now on"))):
            grid.addWidget(kit.label(heading, "muted"), 0, place)
        lines: tuple[tuple[Text, str | Text, QWidget], ...] = (
            (say("Scale across the feed"), _scale(before.scale_x), self._scales[0]),
            (say("Scale along the feed"), _scale(before.scale_y), self._scales[1]),
            (say("Shift to the right, mm"), f"{before.offset_x_mm:.2f}", self.offset_x),
            (say("Shift down, mm"), f"{before.offset_y_mm:.2f}", self.offset_y),
            (say("Darkness"), _or_as_set(before.darkness), self.darkness),
            (say("Speed, inches a second"), _or_as_set(before.speed_ips), self.speed),
        )
        for line, (name, old, new) in enumerate(lines, start=1):
            label = kit.label(name)
            label.setBuddy(new)
            grid.addWidget(label, line, 0)
            grid.addWidget(_value(kit.label(old) if isinstance(old, Text) else _plain(kit, old)), line, 1)
            grid.addWidget(new, line, 2)
        card = kit.card(kit.label(say("What is measured"), "heading"), grid, self.told, 1)
        card.setFixedWidth(_SIDE_PX)
        return card

    def _print_card(self) -> None:
        plant, address = self.work.plant, self._item.address
        width, height = float(self.card_width.value()), float(self.card_height.value())
        dots = self.dots_per_mm.currentData()

        def work(_report: object) -> None:
            calibration.print_card(plant, address, width_mm=width, height_mm=height, dots_per_mm=dots)

        self.notice.hide()
        self.print_card.setEnabled(False)
        self.work.background.run(
            work,
            receiver=self,
            done=lambda _done: self.notice.tell(Mark.DONE, say("The card was sent to the printer.")),
            failed=self.notice.trouble,
            ended=lambda: self.print_card.setEnabled(True),
        )

    def _choose(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(
            self,
            word(say("Scan of the ruler card")),
            "",
            word(say("Scans (*.png *.tif *.tiff *.jpg *.jpeg)")),
        )
        if name:
            self.load(Path(name))

    def _measure_again(self) -> None:
        if self._scan is not None and self.open_scan.isEnabled():
            self.load(self._scan)

    def _show(self, scan: CardScan) -> None:
        self.view.show_scan(scan.png, scan.marks)
        measured = scan.measured
        try:
            settings = calibration.measured_settings(self._item.settings, measured)
        except InputError as error:
            self._fail(error)
            return
        self.measured = measured
        self.offset_x.setValue(settings.offset_x_mm)
        self.offset_y.setValue(settings.offset_y_mm)
        self._show_scales(settings)
        found = say(
            "{n} marks, sure to ± {percent} %; the card lies {angle}° askew in the scan.",
            n=measured.marks_found,
            percent=f"{measured.uncertainty * 100:.3f}",
            angle=f"{measured.skew_deg:.2f}",
        )
        if None in {measured.offset_x_mm, measured.offset_y_mm}:
            found = say("{found}\n{more}", found=found, more=edge_not_seen())
        self.work.language.word(self.told, found)
        self.use.setEnabled(True)
        self.grow()

    def _fail(self, error: PackmarkError) -> None:
        self.measured = None
        self.use.setEnabled(False)
        self.work.language.word(self.told, None)
        self.notice.trouble(error)

    def _show_scales(self, settings: PrinterSettings) -> None:
        for label, scale in zip(self._scales, (settings.scale_x, settings.scale_y), strict=True):
            label.setText(_scale(scale))

    def _use(self) -> None:
        plant, printer_id, settings = self.work.plant, self._item.id, self.settings()
        self.use.setEnabled(False)
        self.work.background.run(
            lambda _report: printers.calibrate(plant, printer_id, settings),
            receiver=self,
            done=self._stored,
            failed=self.notice.trouble,
            ended=lambda: self.use.setEnabled(True),
        )

    def _stored(self, result: tuple[PrinterRow, Changes]) -> None:
        self.stored = result[0]
        self.work.announce(result[1])
        self.accept()


def _scale(value: float) -> str:
    return f"{value * 100:.2f} %"


def _or_as_set(value: int | None) -> str | Text:
    return say("as set") if value is None else str(value)


def _plain(kit: Kit, words: str, role: str = "") -> QLabel:
    """Make a label of what is the same in every language."""
    made = kit.label(role=role)
    made.setText(words)
    return made


def _value(label: QLabel) -> QLabel:
    label.setMinimumWidth(8 * GRID)
    return label
