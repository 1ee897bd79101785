"""One job for the line lead: read at arm's length, worked in gloves."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.changes import Changes
from desktop.operations import job_files, jobs
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.products.job import JobProgress, JobState
from desktop.texts import say
from ui.kit import column, row, scrolling
from ui.messages import ask
from ui.pages.job_board import JobBoard
from ui.pages.settle_panel import SettlePanel
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.wording import JOB_STATES, Mark, number
from ui.workplace import Workplace

_REFRESH_MS = 200
_STARTABLE = (JobState.READY, JobState.PAUSED, JobState.STOPPED, JobState.RUNNING)


class JobView(QWidget):
    """Shows and works one job.

    Signals:
        left: the person goes back to the list.
    """

    left = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id: int | None = None
        self._item: JobRow | None = None
        kit = work.kit
        back = kit.button(say("All jobs"), self.left.emit, "quiet", icon_name="back")
        self._title = kit.label(role="heading")
        self.report = kit.button(say("Batch report (PDF)"), self._report, icon_name="report")
        self.board = JobBoard(work)
        self.fault = Notice(kit)
        self.settle = SettlePanel(work)
        self.start = kit.button(say("Start"), self._start, "touch-primary", icon_name="start")
        self.pause = kit.button(say("Pause"), self._pause, "touch", icon_name="pause")
        self.finish = kit.button(say("Finish …"), self._finish, "touch", icon_name="stop")
        head = row(back, self._title, 1, self.report)
        buttons = row(self.start, self.pause, self.finish, spacing=3 * GRID)
        for place in range(3):
            buttons.setStretch(place, 1)
        content = QWidget()
        self._parts = column(self.board, self.fault, self.settle, 0)
        content.setLayout(self._parts)
        self.setLayout(column(head, scrolling(content), buttons))
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        work.running.failed.connect(self._show_failure)

    def heading(self) -> str:
        """Return the heading that is shown."""
        return self._title.text()

    def show_job(self, job_id: int) -> None:
        """Show another job."""
        if job_id != self._job_id:
            self._item = None
            self.board.clear()
        self._job_id = job_id
        self.fault.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the job anew."""
        if self._job_id is None:
            return
        plant, job_id = self._work.plant, self._job_id
        self._work.background.run(
            lambda _report: _read(plant, job_id), receiver=self, done=lambda read: self._show(*read)
        )

    def reword(self) -> None:
        """Word the job in the present language."""
        if self._item is not None:
            self._show_state()

    def _show(self, item: JobRow, unknown: tuple[str, ...]) -> None:
        if item.job.id != self._job_id:
            return
        self._item = item
        shown = () if self._runs() else unknown
        self.settle.show_unknown(item.job.id, shown)
        self._make_room(urgent=bool(shown))
        self._show_state()

    def _make_room(self, *, urgent: bool) -> None:
        """Let the board take the room, or what is to be settled."""
        self.board.show_last(visible=not urgent)
        self._parts.setStretch(0, 0 if urgent else 1)
        self._parts.setStretch(3, 1 if urgent else 0)

    def _runs(self) -> bool:
        return self._job_id is not None and self._work.running.is_running(self._job_id)

    def _tick(self) -> None:
        if self.isVisible() and self._item is not None and self._runs():
            self._show_progress()

    def _show_progress(self) -> None:
        assert self._item is not None
        job = self._item.job
        progress = self._work.running.progress(job.id)
        if progress is None:
            self.board.show_state(Mark.RUNNING, say("Connecting …"))
            return
        self.board.show_state(*JOB_STATES[JobState.RUNNING])
        self.board.show_progress(progress)
        self._show_picture(job.id)

    def _show_picture(self, job_id: int) -> None:
        picture = self._work.running.picture(job_id)
        if picture is not None:
            self.board.show_picture(*picture)

    def _show_state(self) -> None:
        assert self._item is not None
        item, job, runs = self._item, self._item.job, self._runs()
        word = self._work.language.word
        word(self._title, say("Job {id} · {printer}", id=job.id, printer=job.printer))
        self.board.show_item(item)
        interrupted = job.state is JobState.RUNNING and not runs
        if runs:
            self._show_progress()
        else:
            state = (Mark.ATTENTION, say("Interrupted")) if interrupted else JOB_STATES[job.state]
            self.board.show_state(*state)
            last = self._work.running.progress(job.id)
            self.board.show_progress(_at_rest(item, last.last_code if last else ""))
            self._show_picture(job.id)
        startable = not runs and job.state in _STARTABLE
        self.start.setEnabled(startable)
        word(self.start, say("Start") if job.state is JobState.READY else say("Resume"))
        self.pause.setEnabled(runs)
        self.finish.setEnabled(runs or (job.state is not JobState.CLOSED and not interrupted))
        word(self.finish, say("Stop") if runs else say("Finish …"))
        self.report.setEnabled(not runs)
        self._show_fault(interrupted=interrupted, runs=runs)

    def _show_fault(self, *, interrupted: bool, runs: bool) -> None:
        assert self._item is not None
        job = self._item.job
        if runs:
            return  # starting has hidden the old fault; a new one may have come since this was read
        if job.state is JobState.STOPPED:
            reason = self._item.reason or say("no reason was recorded")
            self.fault.tell(Mark.STOPPED, reason)
        elif interrupted:
            self.fault.tell(
                Mark.ATTENTION,
                say(
                    "This job was interrupted while it printed. Resume sorts out what the printer did; "
                    "no code is printed twice."
                ),
            )

    def _show_failure(self, job_id: int, error: object) -> None:
        if job_id == self._job_id:
            self.fault.trouble(error)  # type: ignore[arg-type]  # what the signal carries
        else:
            self._work.messages.trouble(error)  # type: ignore[arg-type]  # what the signal carries

    def _start(self) -> None:
        if self._job_id is not None:
            self.fault.hide()
            self._work.messages.clear()
            self._work.running.start(self._job_id)
            self._show_state()

    def _pause(self) -> None:
        if self._job_id is not None:
            self.pause.setEnabled(False)
            self._work.running.pause(self._job_id)

    def _finish(self) -> None:
        if self._item is None:
            return
        if self._runs():
            self.finish.setEnabled(False)
            self._work.running.stop(self._item.job.id)
        elif self._sure(self._item):
            plant, job_id = self._work.plant, self._item.job.id
            self._work.background.run(
                lambda _report: jobs.close_job(plant, job_id),
                receiver=self,
                done=self._closed,
                failed=self.fault.trouble,
            )

    def _sure(self, item: JobRow) -> bool:
        return ask(
            self,
            self._work.language,
            say("Finish the job"),
            say(
                "Close job {id}? {n} unused codes go back to the pool. Afterwards nothing changes any more.",
                id=item.job.id,
                n=number(item.counts.allocated),
            ),
            say("Close the job"),
            say("Keep it open"),
        )

    def _closed(self, result: tuple[JobRow, Changes]) -> None:
        self._work.messages.done(say("Job {id} is closed.", id=result[0].job.id))
        self._work.announce(result[1])

    def _report(self) -> None:
        if self._item is None:
            return
        word = self._work.language
        title = word(say("Save the batch report"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"report-{self._item.lot}.pdf", "PDF (*.pdf)")
        if not name:
            return
        plant, job_id, path, code = self._work.plant, self._item.job.id, Path(name), word.code
        self._work.background.run(
            lambda _report: _write_report(plant, job_id, path, code),
            receiver=self,
            done=lambda _done: self._work.messages.done(say("The report was written to {path}.", path=path)),
        )


def _read(plant: Plant, job_id: int) -> tuple[JobRow, tuple[str, ...]]:
    return jobs.job(plant, job_id), jobs.unknown_codes(plant, job_id)


def _write_report(plant: Plant, job_id: int, path: Path, language: str) -> None:
    # The person has agreed to overwrite in the file dialog.
    path.unlink(missing_ok=True)
    job_files.batch_report(plant, job_id, path, language)


def _at_rest(item: JobRow, last_code: str) -> JobProgress:
    """Say how far a job is that does not run."""
    counts = item.counts
    return JobProgress(
        item.job.id,
        item.job.state,
        item.job.count,
        counts.printed + counts.verified,
        counts.verified,
        0,
        counts.unknown,
        last_code,
        0.0,
        None,
    )
