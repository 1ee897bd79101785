"""One job for the line lead: read at arm's length, worked in gloves."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import PackmarkError
from desktop.operations import (
    fates,
    first_articles,
    job_files,
    jobs,
    sampling,
    stops,
    trace,
    work_orders,
)
from desktop.operations.fates import Fates
from desktop.operations.jobs import JobRow
from desktop.operations.labels import Preview
from desktop.operations.plant import Plant
from desktop.operations.stops import Stop
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from desktop.products.job import JobProgress, JobState
from desktop.texts import Text, say, say_count
from ui.dialogs.finish_job import FinishJob
from ui.dialogs.problem import ProblemDialog
from ui.kit import column, row, scrolling
from ui.pages.fault_panel import FaultPanel
from ui.pages.first_article_panel import FirstArticlePanel
from ui.pages.job_board import JobBoard
from ui.quality.taking import ShowSamples
from ui.style import GRID, colours_now, mixed
from ui.widgets.state_badge import mark_colour
from ui.wording import JOB_STATES, Mark
from ui.workplace import Workplace

_REFRESH_MS = 200
_STARTABLE = (JobState.READY, JobState.PAUSED, JobState.STOPPED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class _Read:
    """A job as it stands in the store."""

    item: JobRow
    fates: Fates
    stops: tuple[Stop, ...]
    """Each to be settled."""
    first_label: str | None
    """Code of the first label that waits to be confirmed."""
    picture: Preview | None
    """Of that label."""
    due: int
    """Labels that must be graded."""
    order: OrderRow | None
    """On its line now, and this is a job of it."""


class JobView(QWidget):
    """Shows and works one job; the whole ground is tinted by its state.

    Signals:
        left: the person goes back to the list.
    """

    left = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id: int | None = None
        self._read: _Read | None = None
        self._failure: PackmarkError | None = None
        kit = work.kit
        back = kit.button(say("All jobs"), self.left.emit, "quiet", icon_name="back")
        self._title = kit.label(role="heading")
        self.report = kit.button(say("Batch report (PDF)"), self._report, "quiet", icon_name="report")
        self.samples = kit.button(say("Samples due"), self._grade, icon_name="quality")
        self.samples.hide()
        self.order = kit.button(say("Work order"), self._to_order, "quiet", icon_name="orders")
        self.order.hide()
        self.board = JobBoard(work)
        self.fault = FaultPanel(work)
        self.settle = self.fault.settle
        self.first_article = FirstArticlePanel(work)
        self.start = kit.button(say("Start"), self._start, "touch-primary", icon_name="start")
        self.pause = kit.button(say("Pause"), self._pause, "touch-primary", icon_name="pause")
        self.problem = kit.button(say("Problem"), self._problem, "touch", icon_name="problem")
        self.finish = kit.button(say("Finish …"), self._finish, "touch", icon_name="stop")
        head = row(back, self._title, 1, self.samples, self.order, self.report)
        buttons = row(self.start, self.pause, self.problem, self.finish, spacing=3 * GRID)
        for place in range(4):
            buttons.setStretch(place, 1)
        content = QWidget()
        self._parts = column(self.board, self.fault, self.first_article, 0)
        content.setLayout(self._parts)
        layout = column(head, scrolling(content), buttons)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        work.running.failed.connect(self._show_failure)

    def heading(self) -> str:
        """Return the heading that is shown."""
        return self._title.text()

    def heading_tip(self) -> str:
        """Return what is told over the heading: the address of the printer."""
        return self._title.toolTip()

    def show_job(self, job_id: int) -> None:
        """Show another job."""
        if job_id != self._job_id:
            self._read = None
            self._failure = None
            self.board.clear()
        self._job_id = job_id
        self.fault.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the job anew."""
        if self._job_id is None:
            return
        plant, job_id = self._work.plant, self._job_id
        self._work.background.run(lambda _report: _read(plant, job_id), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word the job in the present language."""
        if self._read is not None:
            self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc go back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint the ground by the state."""
        colours = colours_now()
        colour = mark_colour(self.board.mark(), colours)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(mixed(colour, colours.surface, 0.12))
        painter.setPen(mixed(colour, colours.surface, 0.55))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        painter.end()

    def _show(self, read: _Read) -> None:
        if read.item.job.id != self._job_id:
            return
        self._read = read
        self._show_state()

    def _make_room(self, *, urgent: bool) -> None:
        """Let the board take the room, or what is to be settled."""
        self.board.make_room(urgent=urgent)
        self._parts.setStretch(0, 0 if urgent else 1)
        lists, waits = self.fault.lists_fates(), not self.first_article.isHidden()
        for place, takes in enumerate((lists, waits, not lists and not waits), start=1):
            self._parts.setStretch(place, 1 if urgent and takes else 0)

    def _runs(self) -> bool:
        return self._job_id is not None and self._work.running.is_running(self._job_id)

    def _tick(self) -> None:
        if self.isVisible() and self._read is not None and self._runs():
            self._show_progress(self._read.item)

    def _set_state(self, mark: Mark, word: Text) -> None:
        if mark is not self.board.mark():
            self.update()
        self.board.show_state(mark, word)

    def _show_progress(self, item: JobRow) -> None:
        progress = self._work.running.progress(item.job.id)
        if progress is None:
            self._set_state(Mark.RUNNING, say("Connecting …"))
            return
        self._set_state(*JOB_STATES[JobState.RUNNING])
        self.board.show_progress(progress)
        self._show_picture(item.job.id)

    def _show_picture(self, job_id: int) -> None:
        picture = self._work.running.picture(job_id)
        if picture is not None:
            self.board.show_picture(*picture)

    def _show_state(self) -> None:
        assert self._read is not None
        item, job, runs = self._read.item, self._read.item.job, self._runs()
        word = self._work.language.word
        word(self._title, say("Job {id} · {printer}", id=job.id, printer=item.printer))
        self._title.setToolTip(job.printer)
        self.board.show_item(item)
        interrupted = job.state is JobState.RUNNING and not runs
        if runs:
            self._show_progress(item)
        else:
            state = (Mark.ATTENTION, say("Interrupted")) if interrupted else JOB_STATES[job.state]
            self._set_state(*state)
            safe = self._read.fates.safe
            self.board.show_progress(_at_rest(item, safe[-1].code if safe else ""))
            self._show_picture(job.id)
        waits = self._read.first_label is not None and not runs
        self.start.setVisible(not runs)
        self.start.setEnabled(not runs and job.state in _STARTABLE and not waits)
        word(self.start, say("Start") if job.state is JobState.READY else say("Resume"))
        self.pause.setVisible(runs)
        self.pause.setEnabled(runs)
        self.problem.setEnabled(job.state is not JobState.CLOSED)
        self.finish.setEnabled(job.state is not JobState.CLOSED)
        self.report.setEnabled(not runs)
        self.samples.setVisible(self._read.due > 0)
        word(
            self.samples,
            say_count("{n} sample due: grade it", "{n} samples due: grade them", n=self._read.due),
        )
        order = self._read.order
        self.order.setVisible(order is not None)
        if order is not None:
            word(self.order, say("Work order {number}", number=order.number))
        self._show_what_is_open(self._read, interrupted=interrupted, runs=runs)

    def _show_what_is_open(self, read: _Read, *, interrupted: bool, runs: bool) -> None:
        """Show the fault, what is unknown, or the first label that waits; nothing while the job runs."""
        waits = read.first_label is not None and not runs
        self.first_article.show_waiting(
            read.item.job.id,
            read.first_label if waits else None,
            read.picture if waits else None,
            on_demand=read.order is not None and read.item.job.level > 1,
        )
        told = None if runs else self._fault_to_tell(read.item, interrupted=interrupted)
        if self._failure is not None and not runs:
            self.fault.trouble(self._failure)
        elif told is not None:
            self.fault.tell(*told, advise=read.item.job.state is JobState.STOPPED)
        else:
            self.fault.hide()
        sent = read.fates.counts.issued != read.fates.counts.allocated
        self.fault.show_fates(read.item.job.id, read.fates if told is not None and sent else None, read.stops)
        self._make_room(urgent=waits or told is not None or (self._failure is not None and not runs))

    def _fault_to_tell(self, item: JobRow, *, interrupted: bool) -> tuple[Mark, Text] | None:
        state, reason = item.job.state, item.reason
        if interrupted:
            return Mark.ATTENTION, say(
                "This job was interrupted while it printed. Resume sorts out what the printer did; "
                "no code is printed twice."
            )
        if state in {JobState.STOPPED, JobState.ABORTED}:
            return Mark.STOPPED, reason or say("no reason was recorded")
        if item.counts.unknown:
            unknown = say_count("{n} label is unknown", "{n} labels are unknown", n=item.counts.unknown)
            return Mark.UNKNOWN, reason or unknown
        if state is JobState.DONE and reason is not None:
            return Mark.ATTENTION, reason
        return None

    def _show_failure(self, job_id: int, error: object) -> None:
        assert isinstance(error, PackmarkError)
        if job_id == self._job_id:
            self._failure = error
            self.fault.trouble(error)
        else:
            self._work.messages.trouble(error)

    def _start(self) -> None:
        if self._job_id is not None:
            self._failure = None
            self._work.messages.clear()
            self._work.running.start(self._job_id)
            self._show_state()

    def _pause(self) -> None:
        if self._job_id is not None:
            self.pause.setEnabled(False)
            self._work.running.pause(self._job_id)

    def _problem(self) -> None:
        if self._read is not None:
            ProblemDialog(self._work, self._read.item, self).ask()

    def _finish(self) -> None:
        if self._read is not None:
            FinishJob(self._work, self._read.item, self).ask()

    def _to_order(self) -> None:
        if self._read is not None and self._read.order is not None:
            self._work.go("orders", self._read.order.id)

    def _grade(self) -> None:
        self._work.go("quality", ShowSamples(self._job_id))

    def _report(self) -> None:
        if self._read is None:
            return
        word, item = self._work.language, self._read.item
        title = word(say("Save the batch report"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"report-{item.lot}.pdf", "PDF (*.pdf)")
        if not name:
            return
        plant, job_id, path, code = self._work.plant, item.job.id, Path(name), word.code
        self._work.background.run(
            lambda _report: _write_report(plant, job_id, path, code),
            receiver=self,
            done=lambda _done: self._work.messages.done(say("The report was written to {path}.", path=path)),
        )


def _read(plant: Plant, job_id: int) -> _Read:
    first = first_articles.waiting(plant, job_id)
    picture = None if first is None else trace.trace(plant, first).label
    on_lines = work_orders.list_orders(plant, (OrderState.RUNNING, OrderState.CLOSING))
    return _Read(
        jobs.job(plant, job_id),
        fates.fates(plant, job_id),
        stops.open_stops(plant, job_id),
        first,
        picture,
        len(sampling.due(plant, job_id)),
        next((one for one in on_lines if job_id in {of.job_id for of in one.jobs}), None),
    )


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
        counts.good,
        counts.verified,
        0,
        counts.unknown,
        last_code,
        0.0,
        None,
    )
