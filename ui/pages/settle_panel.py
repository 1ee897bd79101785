"""Settling what is unknown: a field for the last good label on the line."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import jobs
from desktop.operations.jobs import JobRow
from desktop.texts import Text, say
from ui.kit import column
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class SettlePanel(QWidget):
    """Shown only while a job has unknown codes and does not run."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id = 0
        kit = work.kit
        self.code = CodeField()
        work.language.word(self.code, say("Scan or type 20 digits"), "setPlaceholderText")
        self.code.returnPressed.connect(self._settle)
        self.button = kit.button(say("Settle"), self._settle, "primary")
        self._field = FormField(
            kit,
            say("Scan the last good label on the line"),
            self.code,
            say(
                "The labels up to it count as printed, those behind it become void. Destroy any void label "
                "that you find."
            ),
            beside=self.button,
        )
        self.setLayout(column(self._field, spacing=GRID))
        self.hide()

    def show_job(self, job_id: int, *, unknown: bool) -> None:
        """Show the field for a job that has unknown codes."""
        if job_id != self._job_id:
            self.code.clear()
            self._field.trouble(None)
        self._job_id = job_id
        self.setVisible(unknown)

    def trouble(self) -> str:
        """Return what is told below the field."""
        return self._field.below()

    def _settle(self) -> None:
        plant, job_id, text = self._work.plant, self._job_id, self.code.code().strip()
        if not text:
            self._field.trouble(say("Scan the last good label on the line first."))
            return
        self.button.setEnabled(False)
        self._work.background.run(
            lambda _report: jobs.settle(plant, job_id, text),
            receiver=self,
            done=self._settled,
            failed=self._refused,
            ended=lambda: self.button.setEnabled(True),
        )

    def _refused(self, error: PackmarkError) -> None:
        self._field.trouble(error.text)
        self.code.selectAll()
        self.code.setFocus()

    def _settled(self, result: tuple[JobRow, Changes]) -> None:
        item, changes = result
        self.code.clear()
        self._field.trouble(None)
        self._work.messages.done(_outcome(item))
        self._work.announce(changes)


def _outcome(item: JobRow) -> Text:
    return say(
        "Settled: {printed} labels of job {id} are printed, {void} are void.",
        printed=item.counts.printed + item.counts.verified,
        void=item.counts.void,
        id=item.job.id,
    )
