"""The jobs that run in this program now: started, watched and ended from the windows."""

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.changes import Changes, Kind
from desktop.devices import Picture
from desktop.errors import PackmarkError
from desktop.operations import jobs
from desktop.operations.plant import Plant
from desktop.products.job import JobProgress, JobState
from ui.background import Background

Wish = Callable[[jobs.RunningJob], None]
"""What a person asks of a running job."""


class _Run:
    """One job on its thread. ``running`` is None until its devices are connected.

    It is kept when the job has ended, so that its last label can still be shown.
    """

    def __init__(self, *, on_demand: bool) -> None:
        self.alive = True
        self.on_demand = on_demand
        self.wanted = 0
        """Labels that were asked for before it was connected."""
        self.running: jobs.RunningJob | None = None
        self.lock = threading.Lock()
        self.picture: tuple[Picture, str] | None = None
        self.asked: list[Wish] = []

    def see(self, picture: Picture, code: str) -> None:
        """Keep the newest picture; called on the job's thread."""
        with self.lock:
            self.picture = (picture, code)

    def opened(self, running: jobs.RunningJob) -> None:
        """Take over the connected job and what a person asked of it meanwhile."""
        with self.lock:
            self.running = running
            asked = tuple(self.asked)
            if self.wanted:
                running.permit(self.wanted)
        for wish in asked:
            wish(running)

    def ask(self, wish: Wish) -> None:
        """Ask something of the job, at once or as soon as it is connected."""
        with self.lock:
            running = self.running
            if running is None:
                self.asked.append(wish)
        if running is not None:
            wish(running)

    @property
    def permitted(self) -> int:
        """How many labels were asked for and have not left yet."""
        with self.lock:
            return self.wanted if self.running is None else self.running.permitted

    def permit(self, count: int) -> None:
        """Let so many more labels leave, at once or as soon as it is connected."""
        with self.lock:
            if self.running is None:
                self.wanted += count
                return
        self.running.permit(count)


class WantedLabels:
    """The labels of a job that leave when they are asked for; a ``LabelsOnDemand`` that outlives its runs.

    While the job does not run, nothing is asked: whoever starts it asks anew for what is needed then. Any
    thread may call it.
    """

    def __init__(self, runs: Callable[[], _Run | None]) -> None:
        self._runs = runs

    @property
    def permitted(self) -> int:
        """How many labels were asked for and have not left yet."""
        run = self._asked()
        return 0 if run is None else run.permitted

    def permit(self, count: int = 1) -> None:
        """Let so many more labels leave."""
        run = self._asked()
        if run is not None:
            run.permit(count)

    def _asked(self) -> _Run | None:
        run = self._runs()
        return run if run is not None and run.alive and run.on_demand else None


class RunningJobs(QObject):
    """Starts jobs on threads and keeps them until they end.

    Signals:
        changed: (job id) a job started or ended.
        failed: (job id, PackmarkError) a job could not start or go on.
        stored: (Changes) what ending jobs changed in the store.
    """

    changed = Signal(int)
    failed = Signal(int, object)
    stored = Signal(object)

    def __init__(self, plant: Plant, background: Background) -> None:
        super().__init__()
        self._plant = plant
        self._background = background
        self._runs: dict[int, _Run] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The jobs that run now."""
        return tuple(job_id for job_id, run in self._runs.items() if run.alive)

    def start(self, job_id: int, *, on_demand: bool = False) -> None:
        """Start or resume a job; nothing happens if it runs already.

        Args:
            job_id: which.
            on_demand: its labels leave only as ``labels_of`` asks for them.
        """
        if self.is_running(job_id):
            return
        run = self._runs[job_id] = _Run(on_demand=on_demand)

        def work(report: object) -> JobState:
            running = jobs.open_job(self._plant, job_id, run.see, on_demand=on_demand)
            run.opened(running)
            return running.run()

        self._background.run(
            work,
            receiver=self,
            done=lambda state: None,
            failed=partial(self._fail, job_id),
            ended=partial(self._end, job_id),
        )
        self.changed.emit(job_id)

    def pause(self, job_id: int) -> None:
        """Ask a running job to send nothing more and end as paused."""
        self._ask(job_id, jobs.RunningJob.pause)

    def stop(self, job_id: int) -> None:
        """Ask a running job to end at once."""
        self._ask(job_id, jobs.RunningJob.stop)

    def abort(self, job_id: int) -> None:
        """Ask a running job to end at once and for good."""
        self._ask(job_id, jobs.RunningJob.abort)

    def pause_at(self, job_id: int, number: int | None) -> None:
        """Ask a running job to send nothing behind label ``number`` and pause then; None: go on."""
        self._ask(job_id, lambda running: running.pause_at(number))

    def _ask(self, job_id: int, wish: Wish) -> None:
        if self.is_running(job_id):
            self._runs[job_id].ask(wish)

    def pause_all(self) -> None:
        """Ask every running job to pause, before the program closes."""
        for job_id in self.ids:
            self.pause(job_id)

    def is_running(self, job_id: int) -> bool:
        """Tell whether the job runs in this program."""
        run = self._runs.get(job_id)
        return run is not None and run.alive

    def labels_of(self, job: Callable[[], int | None]) -> WantedLabels:
        """Return what asks for labels of the job that ``job`` names then, whenever it runs on demand."""

        def run() -> _Run | None:
            job_id = job()
            return None if job_id is None else self._runs.get(job_id)

        return WantedLabels(run)

    def progress(self, job_id: int) -> JobProgress | None:
        """Return how far a job is, or was when it ended; None while it connects or if it never ran here."""
        run = self._runs.get(job_id)
        return None if run is None or run.running is None else run.running.progress()

    def picture(self, job_id: int) -> tuple[Picture, str] | None:
        """Return the newest picture of a job's camera and the code it belongs to."""
        run = self._runs.get(job_id)
        if run is None:
            return None
        with run.lock:
            return run.picture

    def _fail(self, job_id: int, error: PackmarkError) -> None:
        self.failed.emit(job_id, error)

    def _end(self, job_id: int) -> None:
        self._runs[job_id].alive = False
        self.stored.emit(Changes.of(Kind.JOBS, Kind.CODES))
        self.changed.emit(job_id)
