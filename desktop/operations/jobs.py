"""Jobs: create, run, pause, stop, settle what is unknown, close, report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes
from desktop.operations.plant import Plant
from desktop.ports import Picture
from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job, JobProgress
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What a person orders."""

    product_id: int
    batch_id: int
    level: int
    count: int
    label: str
    """Name of a template or design file."""
    printer: str
    camera: str | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the windows list it."""

    job: Job
    product: str
    lot: str
    counts: CodeCounts
    """Of this job's codes; ``available`` counts what it gave back at its closing: always 0 here."""
    reason: Text | None
    """Why it stopped."""


class RunningJob:
    """A job that a thread is running now. Its methods may be called from any thread."""

    def run(self) -> JobRow:
        """Run until the job is done, paused or stopped; call it on a thread of its own."""
        raise NotImplementedError

    def pause(self) -> None:
        """Ask it to send nothing more, wait for what is in flight, and end as paused."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask it to end at once: what the printer does not confirm within a second is unknown."""
        raise NotImplementedError

    def progress(self) -> JobProgress:
        """Return how far it is, from memory."""
        raise NotImplementedError


def create_job(plant: Plant, order: JobOrder) -> tuple[JobRow, Changes]:
    """Allocate codes and freeze the design revision for a print order.

    Raises:
        Refused: too few codes in the pool, findings forbid the label, printer's resolution unknown...
    """
    raise NotImplementedError


def open_job(plant: Plant, job_id: int, on_picture: Callable[[Picture, str], None] | None = None) -> RunningJob:
    """Connect its devices and prepare the job to run, be it new, paused, stopped or crashed.

    Args:
        plant: where.
        job_id: which.
        on_picture: called on the running thread with each label's picture and its code.
    """
    raise NotImplementedError


def job(plant: Plant, job_id: int) -> JobRow:
    """Return one job. InputError if there is none."""
    raise NotImplementedError


def list_jobs(plant: Plant) -> tuple[JobRow, ...]:
    """Return all jobs, newest first."""
    raise NotImplementedError


def settle(plant: Plant, job_id: int, last_good: str) -> tuple[JobRow, Changes]:
    """Settle unknown codes by the last good label on the line.

    Labels leave the printer in the order of sending: the unknown codes up to and with ``last_good``
    are printed, those behind it are void. A verified or printed ``last_good`` voids all unknown codes.

    Raises:
        Refused: the code is not one of this job, or was never sent.
    """
    raise NotImplementedError


def close_job(plant: Plant, job_id: int) -> tuple[JobRow, Changes]:
    """Close a job: unused codes go back to the pool, nothing changes any more.

    Raises:
        Refused: it is running, or unknown codes are not settled.
    """
    raise NotImplementedError


def batch_report(plant: Plant, job_id: int, path: Path, language: str) -> None:
    """Write the batch report as PDF: product, batch, reconciliation, first and last label, chain head."""
    raise NotImplementedError
