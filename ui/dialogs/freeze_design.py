"""Freezing a draft: from then on jobs can be ordered with this revision, and it never changes."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.operations import designs
from desktop.operations.designs import RevisionRow
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class FreezeDesign(Dialog):
    """Asks why, and freezes.

    Attributes:
        revision: what the draft was frozen as; None until then.
    """

    def __init__(self, work: Workplace, draft_id: int, name: str, parent: QWidget) -> None:
        super().__init__(work, say("Freeze a revision"), parent)
        kit = work.kit
        self._draft_id = draft_id
        self.revision: RevisionRow | None = None
        what = kit.label(
            say(
                "“{name}” as it is now becomes a revision that never changes: jobs are ordered with it. "
                "The draft can be drawn on.",
                name=name,
            ),
            wrap=True,
        )
        self.reason = kit.field()
        field = FormField(kit, say("What is new, or who asked for it"), self.reason)
        self.freeze = kit.button(say("Freeze"), self._freeze, "primary")
        self.freeze.setDefault(True)
        self.lay_out(what, field, buttons=(kit.button(say("Cancel"), self.reject), self.freeze))
        self.setMinimumWidth(56 * GRID)

    def _freeze(self) -> None:
        plant, draft_id, reason = self.work.plant, self._draft_id, self.reason.text()
        self.freeze.setEnabled(False)
        self.work.background.run(
            lambda _report: designs.freeze(plant, draft_id, reason),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.freeze.setEnabled(True),
        )

    def _done(self, frozen: tuple[RevisionRow, Changes]) -> None:
        self.revision, changes = frozen
        self.work.announce(changes)
        self.accept()
