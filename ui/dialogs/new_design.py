"""A new label design: its name and size, empty or from a template."""

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from desktop.changes import Changes
from desktop.errors import InputError
from desktop.labels.document import MOST_HEIGHT_MM, MOST_WIDTH_MM, LabelDesign, Title
from desktop.operations import designs
from desktop.operations.designs import Draft
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_LEAST_MM = 5.0
_USUAL = ((50.0, 30.0), (40.0, 25.0), (60.0, 40.0), (70.0, 50.0), (100.0, 70.0), (100.0, 150.0))
"""Sizes of label stock that are sold everywhere."""


class NewDesign(Dialog):
    """Begins a draft.

    Attributes:
        draft: what was begun; None until then.
    """

    def __init__(self, work: Workplace, template: LabelDesign | None, parent: QWidget) -> None:
        super().__init__(work, say("New label design"), parent)
        kit = work.kit
        self.draft: Draft | None = None
        self._template = template
        self.name = kit.field()
        self.name_field = FormField(
            kit, say("Name"), self.name, say("Jobs and commands call the design by it.")
        )
        self.begin = QComboBox()
        self.begin.addItem(work.language(say("An empty label")), None)
        if template is not None:
            self.begin.addItem(template.title.in_language(work.language.code) or template.name, template)
        self.begin.currentIndexChanged.connect(lambda _line: self._show_size())
        self.usual = QComboBox()
        for width, height in _USUAL:
            size = say("{width} × {height} mm", width=f"{width:g}", height=f"{height:g}")
            self.usual.addItem(work.language(size), (width, height))
        self.usual.addItem(work.language(say("Another size")), None)
        self.usual.currentIndexChanged.connect(lambda _line: self._take_usual())
        self.width_mm = self._length(MOST_WIDTH_MM, _USUAL[0][0])
        self.height_mm = self._length(MOST_HEIGHT_MM, _USUAL[0][1])
        self.sizes = QWidget()
        self.sizes.setLayout(
            row(
                FormField(kit, say("Label stock"), self.usual),
                FormField(kit, say("Width in mm"), self.width_mm),
                FormField(kit, say("Height in mm"), self.height_mm),
            )
        )
        self.draw = kit.button(say("Draw it"), self._begin, "primary")
        self.draw.setDefault(True)
        self.lay_out(
            self.name_field,
            FormField(kit, say("Begin with"), self.begin),
            self.sizes,
            buttons=(kit.button(say("Cancel"), self.reject), self.draw),
        )
        self.begin.setCurrentIndex(self.begin.count() - 1)
        self._show_size()
        self.setMinimumWidth(64 * GRID)

    def _length(self, most: float, value: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(_LEAST_MM, most)
        box.setDecimals(2)
        box.setValue(value)
        box.valueChanged.connect(lambda _value: self._note_other_size())
        return box

    def _take_usual(self) -> None:
        size = self.usual.currentData()
        if size is not None:
            for box, value in zip((self.width_mm, self.height_mm), size, strict=True):
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)

    def _note_other_size(self) -> None:
        size = (self.width_mm.value(), self.height_mm.value())
        known = next((line for line, usual in enumerate(_USUAL) if usual == size), len(_USUAL))
        self.usual.blockSignals(True)
        self.usual.setCurrentIndex(known)
        self.usual.blockSignals(False)

    def _show_size(self) -> None:
        template = self.begin.currentData()
        self.sizes.setVisible(template is None)

    def _design(self) -> LabelDesign:
        name = self.name.text().strip()
        title = Title(name, name)
        template = self.begin.currentData()
        if isinstance(template, LabelDesign):
            return replace(template, name=name, title=title)
        return LabelDesign(name, title, self.width_mm.value(), self.height_mm.value(), ())

    def _begin(self) -> None:
        try:
            design = self._design()
        except InputError as error:
            self.name_field.trouble(error.text)
            self.name.setFocus()
            return
        plant = self.work.plant
        self.draw.setEnabled(False)
        self.work.background.run(
            lambda _report: designs.new_draft(plant, design),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.draw.setEnabled(True),
        )

    def _done(self, made: tuple[Draft, Changes]) -> None:
        self.draft, changes = made
        self.work.announce(changes)
        self.accept()
