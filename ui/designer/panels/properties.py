"""The property panel: every attribute of what is selected, or of the design where nothing is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.labels import edits
from desktop.labels.document import LabelDesign
from desktop.labels.edits import Frame
from desktop.labels.elements import CodeBlock, Element, SymbolElement
from desktop.labels.primitives import Symbology
from desktop.texts import Text, say, say_count
from ui.designer.panels.attributes import Attribute, Edit, kind_name, shared_attributes
from ui.designer.panels.design_form import DesignForm
from ui.designer.panels.editors import ChoiceEdit, FlagEdit, LineEdit, ListEdit, NumberEdit
from ui.designer.panels.field_text import FieldText
from ui.designer.panels.lengths import LengthEdit, heading
from ui.designer.panels.module_choice import ModuleEdit, printed_dots
from ui.designer.panels.panel import Panel
from ui.designer.panels.rows import Row
from ui.designer.panels.symbol_data import SymbolDataEdit
from ui.designer.pointing import symbols_of
from ui.designer.session import DesignSession
from ui.kit import column, scrolling
from ui.style import GRID
from ui.workplace import Workplace

GROUND = say("Ground layer")
_WIDTH = 43 * GRID
"""Name, and the length in mm, dots and modules, beside a scroll bar."""


class PropertyPanel(Panel):
    """Shows the attributes of the selection; typing changes them at once."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self._signature: tuple[object, ...] = ()
        self.rows: dict[str, Row] = {}
        self._elements: tuple[Element, ...] = ()
        self.title = kit.label(role="heading", wrap=True)
        self.locked = kit.label(
            say("This layer is locked; unlock it under Layers to change what lies on it."), "muted", wrap=True
        )
        self.name = LineEdit(kit, say("Name of the element"))
        self.name.edited.connect(self._rename)
        self._form = QWidget()
        self._lines = QVBoxLayout(self._form)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GRID // 2)
        self.design_form = DesignForm(work, session, self)
        self._stack = QStackedWidget()
        element_page = QWidget()
        element_page.setLayout(column(self.name, self.locked, self._form, 1, spacing=GRID))
        for page in (self.design_form, element_page):
            self._stack.addWidget(scrolling(page))
        self.setMinimumWidth(_WIDTH)
        self.lay_out(self.title, self._stack)

    def refresh(self) -> None:
        """Show the selection."""
        chosen = set(self.session.selection)
        self._elements = tuple(one for one in self.session.design.elements if one.name in chosen)
        self._stack.setCurrentIndex(1 if self._elements else 0)
        word = self.work.language
        if not self._elements:
            word.word(self.title, say("The label"))
            self.design_form.refresh()
            return
        first = self._elements[0]
        n = len(self._elements)
        word.word(self.title, kind_name(first) if n == 1 else say_count("{n} element", "{n} elements", n=n))
        self.name.setVisible(n == 1)
        self.name.put([first.name])
        shared = shared_attributes(self._elements)
        signature = tuple((row.name, row.edit, row.title) for row in shared)
        if signature != self._signature:
            self._signature = signature
            self._build(shared)
        free = all(self.session.may_change(one.name) for one in self._elements)
        self.locked.setVisible(not free)
        self.name.setEnabled(free)
        for name, row in self.rows.items():
            row.editor.setEnabled(free or name == "layer")
            self._show(row)

    def _build(self, shared: tuple[Attribute, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        modules = any(row.edit is Edit.MODULE for row in shared)
        self.rows = {}
        kit = self.work.kit
        self._lines.addWidget(Row(kit, None, heading(kit, modules=modules)))
        for attribute in shared:
            editor = self._editor(attribute, modules=modules)
            wide = attribute.edit in {Edit.FIELDS, Edit.DATA}
            named = None if attribute.edit is Edit.FLAG else attribute.title  # a check box says its name
            row = Row(kit, named, editor, wide=wide)
            row.attribute = attribute
            self.rows[attribute.name] = row
            editor.edited.connect(lambda value, row=row: self._edit(row, value))
            self._lines.addWidget(row)

    def _editor(self, attribute: Attribute, *, modules: bool) -> Any:
        """Make the editor of an attribute; all of them have ``edited`` and ``put``."""
        kit, title = self.work.kit, attribute.title
        choices = attribute.choices(self._elements[0])
        match attribute.edit:
            case Edit.LENGTH:
                return LengthEdit(kit, title, modules=modules)
            case Edit.MODULE:
                return ModuleEdit(kit, title)
            case Edit.CHOICE:
                return ChoiceEdit(kit, title, choices)
            case Edit.LIST | Edit.LAYER:
                return ListEdit(kit, title, choices)
            case Edit.FLAG:
                return FlagEdit(kit, title)
            case Edit.NUMBER:
                return NumberEdit(kit, title)
            case Edit.FIELDS:
                return FieldText(kit, title)
            case Edit.DATA:
                return SymbolDataEdit(self.work, self.session)

    def _show(self, row: Row) -> None:
        """Show the values of an attribute."""
        session, editor = self.session, row.editor
        assert row.attribute is not None
        first = self._elements[0]
        match editor:
            case LengthEdit():
                editor.measure(session.resolution, self._module_dots())
            case ModuleEdit():
                assert isinstance(first, CodeBlock | SymbolElement)
                editor.judge(first, session.resolution)
            case FieldText():
                editor.measure(session.design, session.values)
            case SymbolDataEdit():
                editor.measure([one for one in self._elements if isinstance(one, SymbolElement)])
            case ListEdit() if row.attribute.edit is Edit.LAYER:
                layers = [(layer.name, say("{name}", name=layer.name)) for layer in session.design.layers]
                editor.offer([("", GROUND), *layers])
            case ListEdit():
                editor.offer(row.attribute.choices(first))
        editor.put([getattr(one, row.attribute.name) for one in self._elements])

    def _module_dots(self) -> int:
        first = self._elements[0]
        return (
            printed_dots(first, self.session.resolution)
            if isinstance(first, CodeBlock | SymbolElement)
            else 0
        )

    def _edit(self, row: Row, value: object) -> None:
        attribute = row.attribute
        assert attribute is not None
        names = tuple(one.name for one in self._elements)
        what = say("{attribute} of {what}", attribute=attribute.title, what=self._what())

        def make(design: LabelDesign) -> LabelDesign:
            if attribute.name == "turn":
                return _turned(design, names, value, self._frames(), symbols_of(self.session))
            if attribute.name == "symbology":
                return _other_symbology(design, names, value)
            return edits.with_attribute(design, names, attribute.name, value)

        row.trouble(self.change(what, make, f"{attribute.name} of {names}"))

    def _what(self) -> Text:
        n = len(self._elements)
        if n == 1:
            return say("“{name}”", name=self._elements[0].name)
        return say_count("{n} element", "{n} elements", n=n)

    def _rename(self, wanted: object) -> None:
        old, new = self._elements[0].name, str(wanted)
        title = say("Rename “{old}” to “{new}”", old=old, new=new)
        if self.attempt(title, lambda design: edits.renamed(design, old, new)):
            self.session.select((new,))
        else:
            self.name.put([old])

    def _frames(self) -> Mapping[str, Frame]:
        return frames_of(self.session)


def frames_of(session: DesignSession) -> dict[str, Frame]:
    """Return the room of each element in millimetres, as it is laid out."""
    mm = session.resolution.mm
    return {
        name: Frame(mm(area.x), mm(area.y), mm(area.width), mm(area.height))
        for name, area in session.preview.extents.items()
    }


def _turned(
    design: LabelDesign,
    names: tuple[str, ...],
    wanted: object,
    frames: Mapping[str, Frame],
    symbols: Mapping[str, Frame],
) -> LabelDesign:
    """Turn each element about its own middle until it is turned as ``wanted``."""
    for name in names:
        now = getattr(edits.element(design, name), "turn", 0)
        quarters = (int(str(int(wanted))) - int(now)) // 90 % 4  # type: ignore[call-overload]
        if name in frames:
            design = edits.turned(design, (name,), frames, quarters, symbols)
        else:  # what cannot be drawn has no room yet
            design = edits.with_attribute(design, (name,), "turn", wanted)
    return design


def _other_symbology(design: LabelDesign, names: tuple[str, ...], wanted: object) -> LabelDesign:
    """Change the symbology; size and rule table of the one before mean nothing to the other.

    Raises:
        InputError: the data are written for the other kind of symbology.
    """
    symbology = Symbology(str(wanted))
    for name in names:
        before = edits.element(design, name)
        assert isinstance(before, SymbolElement)
        data = before.data
        if symbology.gs1 and not before.symbology.gs1:
            data = "(01){gtin}"
        elif before.symbology.gs1 and not symbology.gs1:
            data = "{gtin}"
        made = replace(before, symbology=symbology, data=data, size="", specification="")
        design = edits.replaced(design, name, made)
    return design


__all__ = ["GROUND", "PropertyPanel", "frames_of"]
