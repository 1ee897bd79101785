"""A form: each field with its name above and its trouble below, where the eye is."""

from PySide6.QtWidgets import QLabel, QWidget

from desktop.texts import Text
from ui.kit import Kit, column, row
from ui.style import GRID


class FormField(QWidget):
    """A named field with room for a hint or a trouble below it."""

    def __init__(
        self,
        kit: Kit,
        name: Text,
        editor: QWidget,
        hint: Text | None = None,
        *,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._kit = kit
        self._hint = hint
        label = kit.label(name, "muted")
        label.setBuddy(editor)
        kit.language.word(editor, name, "setAccessibleName")
        self._name = label
        self._below: QLabel = kit.label(hint, "muted", wrap=True)
        line = row(editor, spacing=GRID) if beside is None else row(editor, beside, spacing=GRID)
        line.setStretch(0, 1)
        self.setLayout(column(label, line, self._below, 1, spacing=4))
        self._below.setVisible(hint is not None)

    def below(self) -> str:
        """Return what stands below the field, hint or trouble."""
        return self._below.text()

    def show_name(self, name: Text) -> None:
        """Give the field another name."""
        self._kit.language.word(self._name, name)

    def show_hint(self, hint: Text) -> None:
        """Show another hint below the field."""
        self._hint = hint
        self.trouble(None)

    def trouble(self, text: Text | None) -> None:
        """Show what is wrong with the field; None: nothing."""
        shown = text or self._hint
        self._below.setProperty("role", "field-error" if text else "muted")
        self._below.style().unpolish(self._below)
        self._below.style().polish(self._below)
        if shown is not None:
            self._kit.language.word(self._below, shown)
        self._below.setVisible(shown is not None)
