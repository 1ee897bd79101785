"""A line of a form in a panel: name on the left, editor on the right, trouble below."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.texts import Text
from ui.designer.panels.attributes import Attribute
from ui.kit import Kit, column, row
from ui.style import GRID

NAME_PX = 13 * GRID


class Row(QWidget):
    """One editor with its name; a ``wide`` one stands below it, with its ``tools`` beside the name.

    Attributes:
        editor: what is edited in.
        attribute: which attribute it edits, if it is one of elements.
    """

    def __init__(self, kit: Kit, name: Text | None, editor: Any, *, wide: bool = False) -> None:
        super().__init__()
        self._kit = kit
        self.editor = editor
        self.attribute: Attribute | None = None
        label = kit.label(name, "muted", wrap=True)
        label.setBuddy(editor)
        self._trouble = kit.label(role="field-error", wrap=True)
        self._trouble.hide()
        if wide:
            self.setLayout(column(row(label, 1, editor.tools), editor, self._trouble, spacing=0))
            return
        label.setFixedWidth(NAME_PX)
        line = row(label, editor, spacing=GRID)
        line.setStretch(1, 1)
        line.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        label.setMinimumHeight(3 * GRID)
        self.setLayout(column(line, self._trouble, spacing=2))

    def trouble(self, text: Text | None) -> None:
        """Tell what is wrong with what was entered; None: nothing."""
        self._kit.language.word(self._trouble, text)
        self._trouble.setVisible(text is not None)

    def told(self) -> str:
        """Return the trouble that is shown."""
        return self._trouble.text()
