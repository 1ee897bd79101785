"""What a symbol says: text with fields, for GS1 symbologies an element string that is built row by row."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.labels.element_data import parse_symbol_data
from desktop.labels.elements import SymbolElement
from desktop.labels.primitives import Symbology
from desktop.texts import say
from ui.designer.panels.editors import common
from ui.designer.panels.field_text import FieldText
from ui.designer.session import DesignSession
from ui.dialogs.element_string import ElementStringDialog
from ui.kit import column, row
from ui.workplace import Workplace


class SymbolDataEdit(QWidget):
    """The data as text with fields, and the builder of element strings.

    Signals:
        edited: (str) the data that the person wants.
    """

    edited = Signal(object)

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__()
        self._work = work
        self._session = session
        self._symbology = Symbology.CODE_128
        self.text = FieldText(work.kit, say("Data"), self._reading)
        self.text.edited.connect(self.edited.emit)
        self.build = work.kit.button(say("Elements …"), self._build, "quiet", icon_name="edit")
        self.tools = QWidget()
        self.tools.setLayout(row(self.build, self.text.tools, spacing=0))
        self.setFocusProxy(self.text)
        self.setLayout(column(self.text))

    def measure(self, elements: Sequence[SymbolElement]) -> None:
        """Say which symbols are edited, and what fills their fields."""
        symbology = common([element.symbology for element in elements])
        self._symbology = symbology or elements[0].symbology
        self.build.setVisible(symbology is not None and symbology.gs1)
        self.text.measure(self._session.design, self._session.values)

    def put(self, values: Sequence[object]) -> None:
        """Show the data that all have."""
        self.text.put(values)

    def _reading(self, text: str, values: Mapping[str, str]) -> str:
        data = parse_symbol_data(self._symbology, text)
        data.word(values)  # each value must be one that its AI takes
        return "".join(data.hri(values))

    def _build(self) -> None:
        text = self.text.field.toPlainText()
        dialog = ElementStringDialog(self._work, self._session, self._symbology, text, self.window())
        if dialog.ask():
            self.edited.emit(dialog.data())
