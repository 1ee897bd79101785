"""The name of a packing line, new or changed."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import lines
from desktop.products.lines import LONGEST_NAME, Line
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class NameLine(Dialog):
    """Adds a line, or renames ``line``."""

    def __init__(self, work: Workplace, line: Line | None, parent: QWidget) -> None:
        title = say("Add a line") if line is None else say("Rename the line")
        super().__init__(work, title, parent)
        kit = work.kit
        self._line = line
        self.name = kit.field(say("Line 1"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name_field = FormField(
            kit, say("Name of the line"), self.name, say("As people here call it, such as Line 1.")
        )
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        self.lay_out(self.name_field, buttons=(kit.button(say("Cancel"), self.reject), self.store))
        self.setMinimumWidth(56 * GRID)
        self.name.textChanged.connect(lambda _text: self.name_field.trouble(None))
        if line is not None:
            self.name.setText(line.name)
            self.name.selectAll()

    def _store(self) -> None:
        plant, line, name = self.work.plant, self._line, self.name.text().strip()
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: (
                lines.add_line(plant, name)[1] if line is None else lines.rename_line(plant, line.id, name)
            ),
            receiver=self,
            done=self._done,
            failed=self._refused,
            ended=lambda: self.store.setEnabled(True),
        )

    def _refused(self, error: PackmarkError) -> None:
        self.name_field.trouble(error.text)
        self.name.setFocus()
        self.grow()

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
