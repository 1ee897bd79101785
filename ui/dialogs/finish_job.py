"""The ways in which a job ends, from the mildest to the last, each with what it means."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.operations import jobs
from desktop.operations.jobs import JobRow
from desktop.products.job import JobState
from desktop.texts import Text, say
from ui.dialogs.abort import AbortJob
from ui.dialogs.dialog import Dialog
from ui.dialogs.pause_at import PauseAt
from ui.kit import Button, box, row
from ui.messages import ask
from ui.style import GRID
from ui.wording import Mark, number
from ui.workplace import Workplace

_BUTTON_PX = 34 * GRID
_GIVE_UP_FROM = (JobState.READY, JobState.RUNNING, JobState.PAUSED, JobState.STOPPED)


class FinishJob(Dialog):
    """Offers what can be done now; what cannot says why by being told beside it."""

    def __init__(self, work: Workplace, item: JobRow, parent: QWidget) -> None:
        super().__init__(work, say("Finish job {id}", id=item.job.id), parent)
        self._item = item
        job, runs = item.job, work.running.is_running(item.job.id)
        self.pause_at, pausing = self._way(
            say("Pause behind a label …"),
            say("It goes on to that label, then waits: for the end of a roll, a case or a shift."),
            self._pause_at,
        )
        self.stop, stopping = self._way(
            say("Stop now"),
            say("It ends within a second. What the printer has not confirmed by then is unknown."),
            self._stop,
        )
        self.close_job, closing = self._way(
            say("Close the job"),
            say(
                "{n} unused codes go back to the pool. Afterwards nothing changes any more.",
                n=number(item.counts.allocated),
            )
            if not item.counts.unknown
            else say("First settle what is unknown: scan the last good label on the line."),
            self._close,
        )
        self.abort, aborting = self._way(
            say("Give the job up …"), say("Nothing more is printed for it, ever."), self._abort
        )
        pausing.setVisible(runs)
        stopping.setVisible(runs)
        closing.setVisible(not runs and job.state is not JobState.CLOSED)
        self.close_job.setEnabled(not item.counts.unknown)
        aborting.setVisible(job.state in _GIVE_UP_FROM)
        self.lay_out(
            pausing, stopping, closing, aborting, buttons=(work.kit.button(say("Cancel"), self.reject),)
        )
        self.setMinimumWidth(88 * GRID)

    def _way(self, name: Text, meaning: Text, act: Callable[[], object]) -> tuple[Button, QWidget]:
        kit = self.work.kit
        button = kit.button(name, act, "picture")
        button.setFixedWidth(_BUTTON_PX)
        line = row(button, kit.label(meaning, wrap=True), spacing=2 * GRID)
        line.setStretch(1, 1)
        return button, box(line)

    def _pause_at(self) -> None:
        progress = self.work.running.progress(self._item.job.id)
        if progress is None:
            self.notice.tell(Mark.ATTENTION, say("The job is still connecting. Try again in a moment."))
        elif PauseAt(self.work, progress, self).ask():
            self.accept()

    def _stop(self) -> None:
        self.work.running.stop(self._item.job.id)
        self.accept()

    def _abort(self) -> None:
        if AbortJob(self.work, self._item, self).ask():
            self.accept()

    def _close(self) -> None:
        if not ask(
            self,
            self.work.language,
            say("Finish the job"),
            say(
                "Close job {id}? {n} unused codes go back to the pool. Afterwards nothing changes any more.",
                id=self._item.job.id,
                n=number(self._item.counts.allocated),
            ),
            say("Close the job"),
            say("Keep it open"),
        ):
            return
        plant, job_id = self.work.plant, self._item.job.id
        self.close_job.setEnabled(False)
        self.work.background.run(
            lambda _report: jobs.close_job(plant, job_id),
            receiver=self,
            done=self._closed,
            failed=self.notice.trouble,
            ended=lambda: self.close_job.setEnabled(True),
        )

    def _closed(self, result: tuple[JobRow, Changes]) -> None:
        self.work.messages.done(say("Job {id} is closed.", id=result[0].job.id))
        self.work.announce(result[1])
        self.accept()
