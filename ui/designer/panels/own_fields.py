"""Fields that a design has besides those of every plant: added with kind and length, and taken out again."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels.document import LabelDesign
from desktop.labels.fields import FieldKind, OwnField
from desktop.texts import Text, say
from ui.designer.panels.editors import ListEdit
from ui.designer.panels.tool_buttons import tool_button
from ui.kit import column, row
from ui.style import GRID, set_role

if TYPE_CHECKING:
    from ui.designer.panels.panel import Panel

KINDS: tuple[tuple[FieldKind, Text], ...] = (
    (FieldKind.TEXT, say("Any text")),
    (FieldKind.DATE, say("Date")),
    (FieldKind.NUMBER, say("Number")),
    (FieldKind.GTIN, say("GTIN")),
    (FieldKind.SSCC, say("SSCC")),
    (FieldKind.GLN, say("GLN")),
    (FieldKind.LOT, say("Lot")),
    (FieldKind.SERIAL, say("Serial number")),
    (FieldKind.DRUG_CODE, say("Drug code")),
    (FieldKind.GS1_TEXT, say("Text for GS1 symbols")),
)
_LONGEST = 60


class OwnFields(QWidget):
    """The list of own fields, and a line to add one."""

    def __init__(self, panel: "Panel") -> None:
        super().__init__()
        self._panel = panel
        self._shown: tuple[OwnField, ...] | None = None
        kit = panel.work.kit
        self.name = kit.field(say("new_field"))
        self.name.setProperty("role", "dense")
        kit.language.word(self.name, say("Name of the new field"), "setAccessibleName")
        self.kind = ListEdit(kit, say("Kind of the new field"), KINDS)
        self.kind.setCurrentIndex(0)
        self.add = tool_button(kit, "add", say("Add the field"), self._add)
        self.name.returnPressed.connect(self._add)
        self.told = kit.label(role="field-error", wrap=True)
        self.told.hide()
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        adding = row(self.name, self.kind, self.add, spacing=4)
        adding.setStretch(0, 1)
        self.setLayout(
            column(
                kit.label(say("Fields of this design"), "heading"),
                self._lines,
                adding,
                self.told,
                spacing=GRID,
            )
        )

    def refresh(self) -> None:
        """Show the own fields of the design."""
        fields = self._panel.session.design.own_fields
        if fields == self._shown:
            return
        self._shown = fields
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        kit = self._panel.work.kit
        titles = dict(KINDS)
        for field in fields:
            named = kit.label(say("{field}  {kind}", field=f"{{{field.name}}}", kind=titles[field.kind]))
            out = tool_button(
                kit,
                "close",
                say("Take out the field {field}", field=f"{{{field.name}}}"),
                partial(self._take_out, field),
            )
            line = QWidget()
            line.setLayout(row(named, 1, out, spacing=4))
            self._lines.addWidget(line)

    def _add(self) -> None:
        name, kind = self.name.text().strip(), KINDS[max(0, self.kind.currentIndex())][0]

        def make(design: LabelDesign) -> LabelDesign:
            return replace(design, own_fields=(*design.own_fields, OwnField(name, kind, _LONGEST)))

        refused = self._panel.change(say("New field {field}", field=f"{{{name}}}"), make)
        self._tell(refused)
        if refused is None:
            self.name.clear()

    def _take_out(self, field: OwnField) -> None:
        def make(design: LabelDesign) -> LabelDesign:
            return replace(
                design,
                own_fields=tuple(one for one in design.own_fields if one != field),
                sample=tuple(pair for pair in design.sample if pair[0] != field.name),
            )

        self._tell(self._panel.change(say("Take out the field {field}", field=f"{{{field.name}}}"), make))

    def _tell(self, text: Text | None) -> None:
        set_role(self.told, "field-error")
        self._panel.work.language.word(self.told, text)
        self.told.setVisible(text is not None)
