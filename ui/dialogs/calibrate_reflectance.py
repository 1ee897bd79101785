"""Calibrates reflectance: open a picture of a card, draw its two greys, type what the card states."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QButtonGroup, QDoubleSpinBox, QFileDialog, QWidget

from desktop.grading.model import Calibration
from desktop.grading.picture import open_picture
from desktop.operations import reflectance
from desktop.operations.plant import Cancelled, Report
from desktop.operations.reflectance import Grey
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import Button, column, row, segments
from ui.quality.area_view import AreaView
from ui.quality.display import Pyramid, pyramid_of
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_DARK, _LIGHT = "dark", "light"
_PERCENTS = {_DARK: 5.0, _LIGHT: 80.0}
_WIDTH_PX, _SIDE_PX, _PICTURE_PX = 1120, 392, 420


class CalibrateReflectance(Dialog):
    """Measures a reflectance card and keeps the record.

    Attributes:
        record: what was measured, once it is kept.
        path: the file that holds it.
    """

    def __init__(self, work: Workplace, parent: QWidget | None, linear: bool | None = None) -> None:
        super().__init__(work, say("Measure a reflectance card"), parent)
        kit = work.kit
        self.record: Calibration | None = None
        self.path: Path | None = None
        self._picture: Path | None = None
        self._linear = linear
        self.open_button = kit.button(say("Open picture of the card"), self._choose, icon_name="import")
        self.view = AreaView()
        self.view.setMinimumHeight(_PICTURE_PX)
        work.language.word(self.view, say("Picture of the card"), "setAccessibleName")
        self.view.drawn.connect(self._drawn)
        self.view.dropped.connect(self.load)
        self.card = kit.field(say("Name and serial number"))
        self.percents = {name: _percent(value) for name, value in _PERCENTS.items()}
        self.areas = {name: kit.field(say("left,top,width,height")) for name in _PERCENTS}
        self.targets = {name: self._target(name) for name in _PERCENTS}
        self.keep = kit.button(say("Measure and keep"), self._measure, "primary")
        for field in (self.card, *self.areas.values()):
            field.textChanged.connect(self._edited)
        side = self._side()
        body = row(column(row(self.open_button, 1), self.view, spacing=GRID), side, spacing=3 * GRID)
        body.setStretch(0, 1)
        how = say(
            "Take the card as you take the pictures to grade: the same device, the same light, the same "
            "exposure. Then drag a rectangle over each of its two greys."
        )
        cancel = kit.button(say("Cancel"), self.reject)
        self.lay_out(kit.label(how, "muted", wrap=True), body, buttons=(cancel, self.keep))
        self.setMinimumWidth(_WIDTH_PX)
        self._edited()

    def load(self, path: Path) -> None:
        """Open a picture of the card."""
        self.notice.hide()
        self.open_button.setEnabled(False)
        linear = self._linear

        def opened(report: Report) -> Pyramid | None:
            try:
                return pyramid_of(open_picture(path, linear=linear, go_on=partial(report, 0.0)))
            except Cancelled:
                return None  # who closed the dialog knows

        task = self.work.background.run(
            opened,
            receiver=self,
            done=lambda pyramid: self._show(path, pyramid),
            failed=self.notice.trouble,
            ended=lambda: self.open_button.setEnabled(True),
        )
        self.finished.connect(task.cancel)

    def _choose(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(
            self,
            word(say("Picture of the card")),
            "",
            word(say("Pictures (*.png *.tif *.tiff *.bmp *.jpg *.jpeg)")),
        )
        if name:
            self.load(Path(name))

    def _show(self, path: Path, pyramid: Pyramid | None) -> None:
        if pyramid is None:
            return
        self._picture = path
        self.view.show_picture(pyramid)
        self._edited()

    def _side(self) -> QWidget:
        kit = self.work.kit
        group = QButtonGroup(self)
        for button in self.targets.values():
            group.addButton(button)
        fields: list[QWidget] = [segments(*self.targets.values())]
        for name, words in ((_DARK, say("Darker grey")), (_LIGHT, say("Lighter grey"))):
            fields.append(FormField(kit, _reflectance_of(words), self.percents[name]))
            fields.append(FormField(kit, say("Its area in pixels"), self.areas[name]))
        card = kit.card(*fields, FormField(kit, say("Card"), self.card), 1, spacing=GRID)
        card.setFixedWidth(_SIDE_PX)
        return card

    def _target(self, name: str) -> Button:
        button = Button("segment")
        button.setCheckable(True)
        button.setChecked(name == _DARK)
        words = say("Draw the darker grey") if name == _DARK else say("Draw the lighter grey")
        self.work.language.word(button, words)
        button.clicked.connect(lambda _checked: self._edited())
        return button

    def _drawn(self, name: str, area: QRect) -> None:
        self.areas[name].setText(f"{area.x()},{area.y()},{area.width()},{area.height()}")
        if name == _DARK and not self.areas[_LIGHT].text():
            self.targets[_LIGHT].setChecked(True)
            self._edited()

    def _edited(self) -> None:
        """Show the areas as they stand in the fields."""
        shown: dict[str, tuple[QRect, str]] = {}
        for name, field in self.areas.items():
            parts = field.text().split(",")
            if len(parts) == 4 and all(part.strip().isdigit() for part in parts):
                words = say("Darker grey") if name == _DARK else say("Lighter grey")
                shown[name] = QRect(*(int(part) for part in parts)), self.work.language(words)
        target = _DARK if self.targets[_DARK].isChecked() else _LIGHT
        self.view.show_areas(shown, target)
        ready = self._picture is not None and bool(self.card.text().strip()) and len(shown) == len(self.areas)
        self.keep.setEnabled(ready)

    def _measure(self) -> None:
        if self._picture is None:
            return
        plant, picture, linear = self.work.plant, self._picture, self._linear
        typed = {name: (str(self.percents[name].value()), self.areas[name].text()) for name in _PERCENTS}
        card = self.card.text()

        def work(_report: object) -> tuple[Calibration, Path]:
            dark, light = (Grey.parse(*typed[name]) for name in (_DARK, _LIGHT))
            record = reflectance.measure_card(plant, picture, dark, light, card, linear=linear)
            path = plant.data_folder / f"reflectance-{plant.clock.now():%Y%m%d-%H%M%S}.json"
            reflectance.save(record, path)
            return record, path

        self.notice.hide()
        self.keep.setEnabled(False)
        self.work.background.run(
            work, receiver=self, done=self._kept, failed=self.notice.trouble, ended=self._edited
        )

    def _kept(self, result: tuple[Calibration, Path]) -> None:
        self.record, self.path = result
        self.accept()


def _percent(value: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(0, 100)
    field.setDecimals(1)
    field.setSuffix(" %")
    field.setValue(value)
    field.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return field


def _reflectance_of(grey: Text) -> Text:
    return say("{grey}: reflectance that the card states", grey=grey)
