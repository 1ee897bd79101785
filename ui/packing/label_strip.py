"""The labels of the packs that a station fills: are they printed here, how many, and what hinders it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from desktop.errors import PackmarkError
from desktop.operations.label_supply import LabelJob, label_job
from desktop.products.job import JobState
from desktop.texts import Text, say
from ui.kit import column, row
from ui.packing.places import Place
from ui.running_jobs import WantedLabels
from ui.style import GRID
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.wording import JOB_STATES, Mark, number
from ui.workplace import Workplace

_TICK_MS = 200
_PRINTS = "packing/prints"


class LabelStrip(QFrame):
    """Shows the last closed pack, and runs the print job of the station's labels on demand.

    Attributes:
        wanted: what the station asks for its labels, whichever job prints them.

    Signals:
        started: the labels are printed here from now on, each when its tray is full.
        another_wanted: one more label, in place of one that is lost or damaged.
    """

    started = Signal()
    another_wanted = Signal()

    def __init__(self, work: Workplace, place: Place) -> None:
        super().__init__()
        self._work = work
        self._place = place
        self._job_id: int | None = None
        self._trouble: Text | None = None
        self._to_do: Text | None = None
        self._missing: Text | None = None
        self._may_start = False
        self.wanted: WantedLabels = work.running.labels_of(lambda: self._job_id)
        kit = work.kit
        self.badge = StateBadge(kit.language)
        self._told = kit.label(role="muted", wrap=True)
        self.start = kit.button(say("Print labels here"), self._start, icon_name="printer")
        self.another = kit.button(say("Another label"), self.another_wanted.emit, icon_name="redo")
        self.open_job = kit.button(
            say("Open the job"), lambda: work.go("jobs", self._job_id), "quiet", icon_name="jobs"
        )
        self.closed = CodeButton(work.language, work.messages, points=13)
        last = row(kit.label(say("Last closed"), "muted"), self.closed, 1, self.badge, spacing=GRID)
        labels = row(self._told, self.start, self.another, self.open_job, spacing=GRID)
        labels.setStretch(0, 1)
        layout = column(last, labels, spacing=GRID)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.show_closed("")
        self.tick()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        work.running.changed.connect(self._changed)
        work.running.failed.connect(self._failed)

    def find_job(self, *, begin: bool = False) -> None:
        """Find the job that prints the labels; ``begin`` it if that was so before on this computer."""
        plant, order_id, level = self._work.plant, self._place.order.id, self._place.station.level
        self._work.background.run(
            lambda _report: label_job(plant, order_id, level),
            receiver=self,
            done=lambda found: self._show_job(found, begin=begin),
        )

    def show_closed(self, code: str) -> None:
        """Show the pack that was closed last; empty: none."""
        self.closed.show_code(code)

    def show_missing(self, why: Text | None) -> None:
        """Show why the station gets no label, wherever they are printed; None: it gets one, or needs none."""
        if why != self._missing:
            self._missing = why
            self.tick()

    def told(self) -> str:
        """Return what is told of the labels."""
        return self._told.text()

    def tick(self) -> None:
        """Show how the job is now."""
        job_id = self._job_id
        runs = job_id is not None and self._work.running.is_running(job_id)
        self.start.setVisible(self._may_start and not runs)
        self.another.setVisible(runs)
        self.open_job.setVisible(job_id is not None)
        state, told = self._state(job_id, runs=runs)
        self.badge.show_state(*state)
        self._work.language.word(self._told, told)

    def _state(self, job_id: int | None, *, runs: bool) -> tuple[tuple[Mark, Text], Text]:
        progress = None if job_id is None else self._work.running.progress(job_id)
        if runs:
            printed = 0 if progress is None else progress.printed
            told = say("A label is printed when the tray is full; {n} so far.", n=number(printed))
            return (Mark.RUNNING, say("Printing labels")), told
        for mark, hindered in (
            (Mark.ATTENTION, self._to_do),
            (Mark.STOPPED, self._trouble),
            (Mark.ATTENTION, self._missing),
        ):
            if hindered is not None:
                return (mark, say("No labels are printed")), hindered
        if job_id is None:
            ready = say("No labels are left to print here: take the next one that lies ready.")
            return (Mark.IDLE, say("Labels lie ready")), ready
        if progress is not None:
            mark, word = JOB_STATES[progress.state]
            told = say("The job of these labels does not print: {state}.", state=word)
            return (
                Mark.ATTENTION if progress.state is JobState.RUNNING else mark,
                say("No labels are printed"),
            ), told
        told = say("Take the next label that lies ready, or have each printed when its tray is full.")
        return (Mark.IDLE, say("Labels lie ready")), told

    def _show_job(self, found: LabelJob | None, *, begin: bool) -> None:
        job_id, self._to_do = (None, None) if found is None else (found.id, found.to_do)
        self._may_start = found is not None and found.may_start
        if job_id != self._job_id:
            self._trouble = None
        self._job_id = job_id
        self.tick()
        if begin and self._may_start and self._printed_before():
            self._start()

    def _key(self) -> str:
        return f"{_PRINTS}/{self._place.station.id}"

    def _printed_before(self) -> bool:
        return str(self._work.settings.value(self._key(), "false")) == "true"

    def _start(self) -> None:
        if self._job_id is not None:
            self._work.settings.setValue(self._key(), "true")
            self._trouble = None
            self._work.running.start(self._job_id, on_demand=True)
            self.started.emit()

    def _changed(self, job_id: int) -> None:
        if job_id == self._job_id:
            self.tick()
            if not self._work.running.is_running(job_id):
                self.find_job()

    def _failed(self, job_id: int, error: object) -> None:
        assert isinstance(error, PackmarkError)
        if job_id == self._job_id:
            self._trouble = error.text
            self.tick()
