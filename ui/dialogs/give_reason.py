"""Things of QA that are done with a reason: held, released, waived, measured again."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class GiveReason(Dialog):
    """Says what will happen, asks why, and does it.

    Attributes:
        given: the reason, once it is accepted.
    """

    def __init__(
        self,
        work: Workplace,
        title: Text,
        told: Text,
        action: Text,
        act: Callable[[str], Changes] | None,
        parent: QWidget | None,
        *,
        needed: bool = True,
        hint: Text | None = None,
    ) -> None:
        """Make it.

        Args:
            work: where.
            title: what is done.
            told: what it means.
            action: the word on the button.
            act: does it with the reason, away from the window; None: the dialog only asks.
            parent: window behind it.
            needed: nothing is done without a reason.
            hint: where the reason stands afterwards; None: with the batch and in the audit trail.
        """
        super().__init__(work, title, parent)
        kit = work.kit
        self.given = ""
        self._act, self._needed = act, needed
        self.reason = kit.field()
        name = say("Reason") if needed else say("Note (may stay empty)")
        stands = hint or say("It stands in the history of the batch and in the audit trail.")
        self.do = kit.button(action, self._do, "primary")
        self.do.setDefault(True)
        self.reason.textChanged.connect(lambda _text: self._look())
        self.lay_out(
            kit.label(told, wrap=True),
            FormField(kit, name, self.reason, stands),
            buttons=(kit.button(say("Cancel"), self.reject), self.do),
        )
        self.setMinimumWidth(64 * GRID)
        self.reason.setFocus()
        self._look()

    def _look(self) -> None:
        self.do.setEnabled(bool(self.reason.text().strip()) or not self._needed)

    def _do(self) -> None:
        reason = self.given = self.reason.text().strip()
        act = self._act
        if act is None:
            self.accept()
            return
        self.do.setEnabled(False)
        self.work.background.run(
            lambda _report: act(reason),
            receiver=self,
            done=self._done,
            failed=self._failed,
            ended=self._look,
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
