"""A station of a line as a tile: who prints there, what, how far it is, and what a person can do now."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.operations.jobs import JobRow
from desktop.operations.lines import StationView
from desktop.products.job import JobProgress, JobState
from desktop.texts import Text, say
from ui.kit import column, row
from ui.pages.job_words import ENDED, pace, the_others
from ui.style import GRID
from ui.widgets.label_view import Dots, LabelView
from ui.widgets.level_bar import LevelBar
from ui.widgets.state_badge import StateBadge
from ui.wording import JOB_STATES, Mark, level_name, number
from ui.workplace import Workplace

_PICTURE_PX = (12 * GRID, 8 * GRID)
_TROUBLED = (Mark.STOPPED, Mark.UNKNOWN)


@dataclass(frozen=True, slots=True)
class TileState:
    """What a tile shows and offers.

    Attributes:
        start: the job can be started or resumed from here.
        look: the job must be looked at first.
        why: the printer must be looked at first.
        order: there is nothing to be done but to order a job.
        choose: it has no printer yet.
    """

    mark: Mark
    word: Text
    start: bool = False
    look: bool = False
    why: bool = False
    order: bool = False
    choose: bool = False


def tile_state(
    view: StationView, *, runs: bool, connected: bool, printer: tuple[Mark, Text] | None = None
) -> TileState:
    """Work out the state of a station.

    Args:
        view: the station with its job.
        runs: the job runs in this program.
        connected: its printer is connected.
        printer: what the printer said of itself when it was asked last, if it was.
    """
    if view.printer is None:
        return TileState(Mark.IDLE, say("No printer yet"), choose=True)
    if runs:
        word = JOB_STATES[JobState.RUNNING][1] if connected else say("Connecting …")
        return TileState(Mark.RUNNING, word)
    urgent = _of_job(view.job)
    if urgent is None and printer is not None and printer[0] in _TROUBLED:
        return TileState(*printer, start=_waits(view.job), why=True)
    return urgent or _calm(view.job)


def _of_job(job: JobRow | None) -> TileState | None:
    """Return the state of a job that a person must look at before anything else."""
    if job is None:
        return None
    if job.job.state is JobState.RUNNING:
        return TileState(Mark.ATTENTION, say("Interrupted"), look=True)
    if job.job.state is JobState.STOPPED:
        return TileState(*JOB_STATES[JobState.STOPPED], look=True)
    if job.counts.unknown:
        return TileState(Mark.UNKNOWN, say("Labels unknown"), look=True)
    return None


def _calm(job: JobRow | None) -> TileState:
    if job is None:
        return TileState(Mark.IDLE, say("Idle"), order=True)
    return TileState(*JOB_STATES[job.job.state], start=_waits(job), order=not _waits(job))


def _waits(job: JobRow | None) -> bool:
    return job is not None and job.job.state not in ENDED


class StationTile(QFrame):
    """One station; ``tick`` shows how far a running job has come.

    Attributes:
        start: starts or resumes its job.
        help: leads to what has stopped it.

    Signals:
        order_wanted: a job is to be ordered for this station.
        help_wanted: the person asks why it is not printing; no job is stopped here.
        choice_wanted: a printer is to be chosen for this station.
    """

    order_wanted = Signal()
    help_wanted = Signal()
    choice_wanted = Signal()

    def __init__(self, work: Workplace, view: StationView, *, line: str = "", picture: bool = True) -> None:
        super().__init__()
        self._work = work
        self._view = view
        self._line = line
        self._reported: tuple[Mark, Text] | None = None
        self._state: TileState | None = None
        kit = work.kit
        self.setProperty("role", "card")
        self.badge = StateBadge(kit.language)
        self._level = kit.label(role="muted")
        self._name = kit.label(role="heading", wrap=True)
        self._printer = kit.label(role="muted", wrap=True)
        self._job = kit.label(role="muted", wrap=True)
        self._done = kit.label(role="number")
        self._bar = LevelBar()
        self._speed = kit.label(role="muted", wrap=True)
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.picture = LabelView()
        self.picture.setFixedSize(*_PICTURE_PX)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture.setVisible(False)
        self._with_picture = picture
        self.start = kit.button(say("Start"), self._start, "primary", icon_name="start")
        self.help = kit.button(say("What now?"), self._help)
        self.order = kit.button(say("New job"), self.order_wanted.emit, icon_name="add")
        self.choose = kit.button(say("Choose a printer"), self.choice_wanted.emit, icon_name="printer")
        self.pause = kit.button(say("Pause"), self._pause, icon_name="pause")
        self.open_button = kit.button(say("Open"), self._open, "quiet")
        self.tools = row(spacing=GRID)
        names = column(self._name, self._printer, self._job, 1, spacing=4)
        head = row(names, self.picture)
        head.setStretch(0, 1)
        actions = row(
            self.help,
            self.start,
            self.pause,
            self.order,
            self.choose,
            self.open_button,
            1,
            self.tools,
            spacing=GRID,
        )
        figures = row(self._done, self._speed)
        figures.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.addLayout(
            column(
                row(self.badge, 1, self._level),
                head,
                1,
                figures,
                self._bar,
                actions,
                spacing=GRID,
            )
        )
        self.show_view(view)

    @property
    def view(self) -> StationView:
        """What is shown."""
        return self._view

    def show_view(self, view: StationView) -> None:
        """Show the station as it is now."""
        self._view = view
        self._state = None
        word = self._work.language.word
        station, printer, job = view.station, view.printer, view.job
        word(self._level, level_name(station.level))
        self._name.setText(f"{self._line} · {station.name}" if self._line else station.name)
        word(self._printer, None if printer is None else say("{printer}", printer=printer.name))
        self._printer.setVisible(printer is not None and self._with_picture)
        word(self._job, None if job is None else _named(job))
        self._job.setVisible(job is not None)
        for widget in (self._done, self._bar, self._speed):
            widget.setVisible(job is not None)
        self.tick()

    def show_picture(self, dots: Dots | None) -> None:
        """Show the label that is printed here."""
        self.picture.setVisible(self._with_picture and dots is not None)
        if dots is not None:
            self.picture.show_dots(dots, 0)

    def show_reported(self, reported: tuple[Mark, Text] | None) -> None:
        """Show what the printer said of itself, where no job says more."""
        self._reported = reported
        self.tick()

    def tick(self) -> None:
        """Show the present state."""
        job = self._view.job
        runs = job is not None and self._work.running.is_running(job.job.id)
        progress = self._work.running.progress(job.job.id) if job is not None and runs else None
        self._show_state(
            tile_state(self._view, runs=runs, connected=progress is not None, printer=self._reported),
            runs=runs,
        )
        if job is not None:
            self._show_progress(job, progress)

    def state_word(self) -> str:
        """Return the word of the state that is shown."""
        return self.badge.word()

    def done(self) -> str:
        """Return how far the job is, as shown."""
        return self._done.text()

    def told(self) -> str:
        """Return what is told of the job: how fast it is, or what became of its other labels."""
        return self._speed.text()

    def _show_state(self, state: TileState, *, runs: bool) -> None:
        if state == self._state:
            return
        self._state = state
        self.badge.show_state(state.mark, state.word)
        job = self._view.job
        resumes = job is not None and job.job.state is not JobState.READY
        self._work.language.word(self.start, say("Resume") if resumes else say("Start"))
        self.start.setVisible(state.start)
        self.help.setVisible(state.look or state.why)
        self.order.setVisible(state.order)
        self.choose.setVisible(state.choose)
        self.pause.setVisible(runs)
        self.pause.setEnabled(runs)
        self.open_button.setVisible(job is not None)

    def _show_progress(self, job: JobRow, progress: JobProgress | None) -> None:
        word = self._work.language.word
        counts, wanted = job.counts, job.job.count
        done = counts.good if progress is None else progress.printed
        word(self._done, say("{done} / {wanted}", done=number(done), wanted=number(wanted)))
        mark = self.badge.mark
        self._bar.show_level(done / wanted, Mark.RUNNING if mark is Mark.IDLE else mark)
        unknown = counts.unknown if progress is None else progress.unknown
        told = the_others(job) if progress is None else pace(progress)
        if unknown and (progress is not None or told is None):
            told = say("{n} unknown", n=number(unknown))
        word(self._speed, told)

    def _start(self) -> None:
        if self._view.job is not None:
            self._work.messages.clear()
            self._work.running.start(self._view.job.job.id)
            self.tick()

    def _pause(self) -> None:
        if self._view.job is not None:
            self.pause.setEnabled(False)
            self._work.running.pause(self._view.job.job.id)

    def _help(self) -> None:
        if self._state is not None and self._state.why:
            self.help_wanted.emit()
        else:
            self._open()

    def waiting_job(self) -> int | None:
        """Return the job that is to be printed here, if one waits."""
        job = self._view.job
        return job.job.id if job is not None and _waits(job) else None

    def _open(self) -> None:
        if self._view.job is not None:
            self._work.go("jobs", self._view.job.job.id)


def _named(job: JobRow) -> Text:
    return say("Job {id} · lot {lot} · {product}", id=job.job.id, lot=job.lot, product=job.product)
