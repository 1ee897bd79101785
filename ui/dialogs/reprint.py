"""Printing a label once more, in place of one that was destroyed."""

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import reprints
from desktop.operations.reprints import MOST_REPRINTS, ReprintRow
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import Mark
from ui.workplace import Workplace


class ReprintLabel(Dialog):
    """Asks for the code, the reason and the word that the old label is destroyed, then prints one label."""

    def __init__(self, work: Workplace, job_id: int, code: str, reason: str, parent: QWidget) -> None:
        super().__init__(work, say("Print a label again"), parent)
        kit = work.kit
        self._job_id = job_id
        self.code = CodeField()
        self.code.show_code(code)
        self.reason = kit.field()
        self.reason.setText(reason)
        self.is_destroyed = QCheckBox()
        work.language.word(self.is_destroyed, say("The old label is destroyed"))
        self.is_destroyed.toggled.connect(lambda _on: self._look())
        self.print = kit.button(say("Print it again"), self._print, "primary", icon_name="printer")
        self.lay_out(
            kit.label(
                say(
                    "One label with the same code comes out of the job's own printer. A code is reprinted "
                    "{most} times at most, and each reprint stands in the batch report.",
                    most=MOST_REPRINTS,
                ),
                wrap=True,
            ),
            FormField(kit, say("Code of the label"), self.code),
            FormField(kit, say("Why"), self.reason),
            self.is_destroyed,
            buttons=(kit.button(say("Cancel"), self.reject), self.print),
        )
        self.code.textChanged.connect(lambda _text: self._look())
        self.reason.textChanged.connect(lambda _text: self._look())
        self.setMinimumWidth(64 * GRID)
        if work.running.is_running(job_id):
            self.notice.tell(
                Mark.ATTENTION,
                say("Pause the job first: a label is printed again only while the job does not print."),
            )
        self._look()

    def _look(self) -> None:
        filled = bool(self.code.code().strip() and self.reason.text().strip())
        runs = self.work.running.is_running(self._job_id)
        self.print.setEnabled(filled and self.is_destroyed.isChecked() and not runs)

    def _print(self) -> None:
        plant, job_id = self.work.plant, self._job_id
        code, reason = self.code.code(), self.reason.text()
        self.print.setEnabled(False)
        self.work.background.run(
            lambda _report: reprints.reprint(plant, job_id, code, reason, destroyed=True),
            receiver=self,
            done=self._done,
            failed=self._failed,
            ended=self._look,
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()
        self.work.announce(reprints.CHANGED)

    def _done(self, result: tuple[ReprintRow, Changes]) -> None:
        row, changes = result
        self.work.messages.done(
            say(
                "Code {code} is printed again: reprint {number} of {most}.",
                code=row.code,
                number=row.number,
                most=MOST_REPRINTS,
            )
        )
        self.work.announce(changes)
        self.accept()
