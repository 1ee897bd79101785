"""The designer as a page: what is drawn goes into files, and is frozen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.errors import PackmarkError
from desktop.labels.layout import Values
from desktop.operations import designs, labels
from desktop.operations.designs import Draft
from desktop.operations.labels import Preview
from desktop.texts import Text, say
from ui.designer.designer import Designer
from ui.pages.label_files import LabelFiles
from ui.wording import Mark
from ui.workplace import Workplace


class DesignerPage(Designer):
    """A designer that can leave files and revisions behind."""

    def __init__(self, work: Workplace, draft: Draft) -> None:
        super().__init__(work, draft)
        self._files = LabelFiles(work, self, self._shown)
        self.formats = self._files.formats
        self._files.menu.addSeparator()
        self.freeze = self._files.menu.addAction("")
        self.freeze.triggered.connect(lambda _checked: self.freeze_revision())
        work.language.word(self.freeze, say("Freeze a revision …"))
        self.save_as.setMenu(self._files.menu)
        for keys, act in (("Ctrl+S", self.autosave.save), ("Ctrl+Shift+S", self.freeze_revision)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)
        work.closing.connect(self.close_design)

    @property
    def shortcuts(self) -> list[tuple[str, Text]]:
        """Keys and what they do here."""
        return [
            *super().shortcuts,
            ("Ctrl+S", say("Save now (what is drawn is saved by itself, too)")),
            ("Ctrl+Shift+S", say("Freeze a revision …")),
        ]

    def close_design(self) -> int:
        """Save, give the draft back, and return its number."""
        try:
            self.save_now()
            designs.close_draft(self.work.plant, self.autosave.draft.id)
        except PackmarkError as error:
            self.work.messages.trouble(error)
        return self.autosave.draft.id

    def freeze_revision(self) -> None:
        """Ask why, and freeze what is drawn."""
        from ui.dialogs.freeze_design import FreezeDesign  # noqa: PLC0415 (start-up)

        self.save_now()
        draft = self.autosave.draft
        dialog = FreezeDesign(self.work, draft.id, draft.name, self)
        if dialog.ask() and dialog.revision is not None:
            frozen = self.autosave.reload()
            self.session.edit(say("Freeze a revision"), frozen.design)
            self.work.messages.tell(
                Mark.DONE,
                say("“{name}” is frozen as r{revision}.", name=draft.name, revision=dialog.revision.revision),
            )

    def _shown(self) -> tuple[Preview | None, Values | None]:
        session = self.session
        try:
            return labels.preview(session.design, session.resolution, session.values), session.values
        except PackmarkError as error:
            self.work.messages.trouble(error)
            return None, None
