"""Labels of larger packs, printed one by one at the moment when a tray is full."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from desktop.errors import Refused
from desktop.jobs.runner import ENDED
from desktop.operations import first_label
from desktop.operations.jobs import state_name
from desktop.operations.plant import Plant
from desktop.operations.running import RunningJob, open_job
from desktop.products.job import FirstArticle, Job, JobState
from desktop.storage import jobs as stored_jobs
from desktop.storage import lines as stored_lines
from desktop.storage import pack_labels, work_orders
from desktop.texts import Text, from_json, say


class LabelsOnDemand(Protocol):
    """The print job of a station's own labels; ``desktop.operations.running.RunningJob`` is one."""

    @property
    def permitted(self) -> int:
        """How many labels were asked for and have not left yet."""
        ...

    def permit(self, count: int = 1) -> None:
        """Let so many more labels leave."""
        ...


class LabelSupply:
    """Asks the print job of a station for labels, each once, whatever was cut off in between."""

    def __init__(self, plant: Plant, order_id: int, level: int, labels: LabelsOnDemand) -> None:
        self._plant = plant
        self._labels = labels
        self._order_id = order_id
        self._level = level

    def ask(self) -> None:
        """Have one label printed, unless one waits already, such as from before a crash."""
        if self._labels.permitted:
            return
        with self._plant.store.read() as connection:
            linked = work_orders.jobs_of(connection, self._order_id)
            ours = [one.job_id for one in linked if one.level == self._level]
            waiting = pack_labels.unused(connection, ours)
        if not waiting:
            self._labels.permit()

    def trouble(self, *, full: bool) -> Text | None:
        """Return why no label is printed; None: one is, or lies ready, or none is needed.

        Args:
            full: whether a tray waits for its label.
        """
        with self._plant.store.read() as connection:
            linked = work_orders.jobs_of(connection, self._order_id)
            found = [stored_jobs.get(connection, one.job_id) for one in linked if one.level == self._level]
            stopped = next((one for one in found if one.state is JobState.STOPPED), None)
            if stopped is not None:
                return _stopped(stopped)
            if not full or not found or pack_labels.unused(connection, [one.id for one in found]):
                return None  # packs without print jobs get labels that are made elsewhere
        return _none_to_come(found, asked=self._labels.permitted > 0)

    def ask_again(self) -> None:
        """Have one more label printed, in place of one that is lost or damaged."""
        self._labels.permit()


def _stopped(job: Job) -> Text:
    return say(
        "Print job {job} of these labels has stopped: {reason}",
        job=job.id,
        reason=from_json(job.reason) if job.reason else state_name(job.state),
    )


def _none_to_come(found: list[Job], *, asked: bool) -> Text | None:
    """Return why no label will come out of print jobs that have not stopped, and have none lying ready."""
    if any(one.state is JobState.RUNNING for one in found):
        return None
    waiting = next((one for one in found if one.state not in ENDED), None)
    if waiting is None:
        return say(
            "All labels that the order has for these packs are printed, and none lies ready: order further "
            "labels."
        )
    if asked:
        return None  # it is being started, and the label leaves then
    return say(
        "Print job {job} of these labels is {state} and prints nothing: start it, and the label of the full "
        "tray comes.",
        job=waiting.id,
        state=state_name(waiting.state),
    )


@contextmanager
def printing(plant: Plant, order_id: int, station_id: int) -> Iterator[RunningJob]:
    """Run the print job of a station's packs while the block runs: each label leaves when it is asked for.

    Raises:
        Refused: the order has no print job of this level with labels left, or it cannot run now.
        DeviceError: the printer cannot be reached.
        StorageError: the journal could not be written while it ran.
    """
    job = _open(plant, order_id, station_id)
    with ThreadPoolExecutor(1, thread_name_prefix="labels on demand") as pool:
        run = pool.submit(job.run)
        try:
            yield job
        finally:
            job.pause()
        run.result()


def unfinished_job(plant: Plant, order_id: int, level: int) -> int | None:
    """Return the first print job of an order's packs of a level that has labels left; None: there is none."""
    with plant.store.read() as connection:
        linked = [one.job_id for one in work_orders.jobs_of(connection, order_id) if one.level == level]
        return next((one for one in linked if stored_jobs.get(connection, one).state not in ENDED), None)


@dataclass(frozen=True, slots=True)
class LabelJob:
    """The print job of a station's own labels.

    Attributes:
        to_do: what a person does before labels can be printed at the station, unless it prints there already;
            None: nothing, the job only has to be started.
        may_start: whether it would start: no first label waits.
    """

    id: int
    to_do: Text | None
    may_start: bool


def label_job(plant: Plant, order_id: int, level: int) -> LabelJob | None:
    """Return the job of ``unfinished_job`` with what hinders it; None: there is none."""
    job_id = unfinished_job(plant, order_id, level)
    if job_id is None:
        return None
    with plant.store.read() as connection:
        found = stored_jobs.get(connection, job_id)
    first = first_label.waiting(plant, job_id)
    return LabelJob(job_id, _to_do(found, first), may_start=first is None)


def _to_do(found: Job, first: str | None) -> Text | None:
    if first is not None:
        return say(
            "The first label, {code}, is printed: open the job, look at the label and scan it to confirm it. "
            "Then labels are printed here.",
            code=first,
        )
    if found.state is JobState.STOPPED:
        return _stopped(found)
    if found.state is JobState.RUNNING:
        return say(
            "Print job {job} prints at another computer, or was cut off while it printed: open the job and "
            "look.",
            job=found.id,
        )
    if found.first_article is FirstArticle.DUE:
        return say(
            "The first label is looked at before the others are printed: open the job, print it, and scan it "
            "to confirm it."
        )
    return None


def _open(plant: Plant, order_id: int, station_id: int) -> RunningJob:
    with plant.store.read() as connection:
        level = stored_lines.get_station(connection, station_id).level
    waiting = unfinished_job(plant, order_id, level)
    if waiting is None:
        raise Refused(
            say("The order has no print job of level {level} with labels left to print.", level=level)
        )
    return open_job(plant, waiting, on_demand=True)
