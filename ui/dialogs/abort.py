"""Giving a job up: asked once, with the reason, as nothing of it is printed any more."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.operations import jobs, label_events
from desktop.operations.jobs import JobRow
from desktop.operations.label_events import Happening
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class AbortJob(Dialog):
    """Gives a job up, be it running or not."""

    def __init__(self, work: Workplace, item: JobRow, parent: QWidget) -> None:
        super().__init__(work, say("Give up job {id}", id=item.job.id), parent)
        kit = work.kit
        self._job_id = item.job.id
        self.reason = kit.field()
        self._field = FormField(kit, say("Why"), self.reason, say("It stands in the audit trail."))
        self.give_up = kit.button(say("Give the job up"), self._give_up, "primary")
        cancel = kit.button(say("Keep it"), self.reject)
        self.lay_out(
            kit.label(
                say(
                    "Nothing more is printed for this job, ever. Labels that are printed stay good; what is "
                    "on its way is settled by the last good label; then the job is closed and its unused "
                    "codes go back to the pool."
                ),
                wrap=True,
            ),
            self._field,
            buttons=(cancel, self.give_up),
        )
        self.setMinimumWidth(64 * GRID)
        self.reason.setFocus()

    def _give_up(self) -> None:
        plant, job_id, reason = self.work.plant, self._job_id, self.reason.text().strip()
        if not reason:
            self._field.trouble(say("Say why the job is given up."))
            return
        self.give_up.setEnabled(False)
        runs = self.work.running.is_running(job_id)

        def act() -> Changes:
            if runs:
                return label_events.note(plant, job_id, Happening.GIVEN_UP, reason)
            return jobs.abort_job(plant, job_id, reason)[1]

        self.work.background.run(
            lambda _report: act(),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.give_up.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.running.abort(self._job_id)  # nothing happens to a job that does not run
        self.work.announce(changes)
        self.accept()
