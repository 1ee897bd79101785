"""The conditions of grading: scale, aperture, light and calibration, and what was measured with them."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QLabel

from desktop.grading.aperture import APERTURES, RETAIL_MM
from desktop.grading.formal import aperture_reference
from desktop.grading.model import Calibration, SymbolGrade
from desktop.operations import grading
from desktop.operations.grading import Graded, GradingRequest
from desktop.texts import Text, joined, say
from ui.kit import Kit, column, facts, row
from ui.style import GRID
from ui.wording import length

_MOST_DPI = 12_000
_FIELD_PX = 17 * GRID
_LEAST_X, _MOST_X = 0.0, 5.0


class Conditions(QFrame):
    """Shows and sets the conditions of grading.

    Signals:
        changed: something was set; the picture is to be graded again.
        again_wanted: the picture is to be graded again, though nothing was set.
        calibrate_wanted: the person wants to measure a card.
        record_wanted: the person wants to open a calibration record.
        left: the person grades without calibration from now on.
    """

    changed = Signal()
    again_wanted = Signal()
    calibrate_wanted = Signal()
    record_wanted = Signal()
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.calibration: Calibration | None = None
        self.setProperty("role", "card")
        self.x_mm = QDoubleSpinBox()
        self.x_mm.setDecimals(3)
        self.x_mm.setSingleStep(0.01)
        self.x_mm.setRange(_LEAST_X, _MOST_X)
        self.x_mm.setSuffix(" mm")
        self.x_mm.lineEdit().setTextMargins(GRID, 0, 0, 0)
        kit.language.word(self.x_mm, say("as measured"), "setSpecialValueText")
        self.dpi = kit.spin_box(0, _MOST_DPI, 0)
        kit.language.word(self.dpi, say("as the file says"), "setSpecialValueText")
        self.aperture, self.light = QComboBox(), QComboBox()
        for chooser in (self.aperture, self.light):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill()
        self.calibrate = kit.button(say("Measure a card …"), self.calibrate_wanted.emit, "quiet")
        self.open_record = kit.button(say("Open record …"), self.record_wanted.emit, "quiet")
        self.no_card = kit.button(say("Without"), self._leave, "quiet")
        self.no_card.hide()
        self.again = kit.button(say("Grade again"), self.again_wanted.emit, "quiet", icon_name="refresh")
        self.measured = kit.label(role="muted", wrap=True)
        self._lay_out()
        for field in (self.x_mm, self.dpi):
            field.editingFinished.connect(self._note)
        for chooser in (self.aperture, self.light):
            chooser.currentIndexChanged.connect(self._note)
        self._last = self.request()
        kit.language.changed.connect(self._fill)

    def request(self) -> GradingRequest:
        """Return how pictures are to be graded."""
        return GradingRequest(
            all_editions=True,
            x_mm=self.x_mm.value() or None,
            dpi=float(self.dpi.value()) or None,
            aperture_mm=self.aperture.currentData(),
            linear=self.light.currentData(),
            calibration=self.calibration,
        )

    def set_calibration(self, calibration: Calibration | None) -> None:
        """Calibrate by a record; None: contrast is only relative."""
        self.calibration = calibration
        self.no_card.setVisible(calibration is not None)
        self._note()

    def _leave(self) -> None:
        self.left.emit()
        self.set_calibration(None)

    def show_conditions(self, found: Graded, symbol: SymbolGrade) -> None:
        """Show what a symbol was measured with."""
        image = found.image
        rows, columns = image.reflectance.shape
        parts = [] if image.calibration else [say("Uncalibrated: contrast is only relative.")]
        parts.append(
            say(
                "{file}: {width} x {height} pixels, {bits} bit.",
                file=found.path.name,
                width=columns,
                height=rows,
                bits=image.bits,
            )
        )
        if image.px_per_mm is not None:
            parts.append(say("{dpi} dpi.", dpi=round(image.px_per_mm * 25.4)))
        parts.append(_module(symbol))
        if symbol.aperture_mm is not None:
            parts.append(
                say(
                    "Aperture {reference} ({mm} mm), light 660 nm.",
                    reference=aperture_reference(symbol.aperture_mm),
                    mm=length(symbol.aperture_mm),
                )
            )
        parts += grading.remarks(image)
        self._kit.language.word(
            self.measured, say("{told}", told=joined(tuple(parts), self._kit.language.code))
        )

    def _lay_out(self) -> None:
        kit = self._kit
        names = (
            (say("X-dimension"), self.x_mm),
            (say("dpi"), self.dpi),
            (say("Aperture"), self.aperture),
            (say("Curve"), self.light),
        )
        pairs = []
        for text, field in names:
            label: QLabel = kit.label(text, "muted")
            label.setBuddy(field)
            field.setMinimumWidth(_FIELD_PX)
            kit.language.word(field, text, "setAccessibleName")
            pairs.append((label, field))
        grid = facts(*pairs)
        grid.setVerticalSpacing(GRID // 2)
        buttons = column(
            row(self.calibrate, self.open_record, 1, spacing=0), row(self.no_card, 1, spacing=0), spacing=0
        )
        head = row(kit.label(say("Conditions"), "heading"), 1, self.again)
        layout = column(head, self.measured, buttons, grid, 1, spacing=GRID // 2)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.setLayout(layout)

    def _fill(self) -> None:
        """Word the choices, and keep what is chosen."""
        word = self._kit.language
        apertures: list[tuple[Text, object]] = [(say("by the X-dimension"), None)]
        diameters = sorted({*(one.diameter for one in APERTURES), RETAIL_MM})
        for diameter in diameters:
            text = say("{reference} ({mm} mm)", reference=aperture_reference(diameter), mm=length(diameter))
            apertures.append((text, diameter))
        curves: list[tuple[Text, object]] = [
            (say("as the file says"), None),
            (say("linear (camera)"), True),
            (say("sRGB (scanner)"), False),
        ]
        for chooser, choices in ((self.aperture, apertures), (self.light, curves)):
            chosen = max(0, chooser.currentIndex())
            chooser.blockSignals(True)
            chooser.clear()
            for text, value in choices:
                chooser.addItem(word(text), value)
            chooser.setCurrentIndex(chosen)
            chooser.blockSignals(False)

    def _note(self) -> None:
        request = self.request()
        if request != self._last:
            self._last = request
            self.changed.emit()


def _module(symbol: SymbolGrade) -> Text:
    pixels = f"{symbol.module_px:.1f}"
    if symbol.module_mm is None:
        return say("X is {pixels} pixels.", pixels=pixels)
    return say("X is {mm} mm, {pixels} pixels.", mm=length(round(symbol.module_mm, 3)), pixels=pixels)


def of_sample(request: GradingRequest, sample: GradingRequest) -> GradingRequest:
    """Return how the sample scan is graded: as set, by its own calibration and curve."""
    return replace(request, calibration=sample.calibration, linear=sample.linear)
