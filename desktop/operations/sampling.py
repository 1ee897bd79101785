"""Which labels must be graded: the plan of a job, what is due, new rolls, what is not graded after all."""

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations import label_events
from desktop.operations.job_codes import reason_given
from desktop.operations.label_events import Happening
from desktop.operations.plant import Plant
from desktop.products.quality import BatchStatus, Occasion, Plan, occasion_name
from desktop.storage import batches, due_samples, jobs, quality
from desktop.storage import sampling as stored
from desktop.storage.due_samples import DueSample
from desktop.storage.sampling import Waived
from desktop.texts import say

__all__ = [
    "DueSample",
    "Waived",
    "due",
    "plan_of",
    "roll_changed",
    "set_plan",
    "waive",
    "waived",
    "waived_of_batch",
]


def plan_of(plant: Plant, job_id: int | None = None) -> Plan:
    """Return the sampling plan of a job; None: of all jobs without one of their own.

    Raises:
        InputError: there is no such job.
    """
    with plant.store.read() as connection:
        if job_id is not None:
            jobs.get(connection, job_id)
        return stored.plan_of(connection, job_id)


def set_plan(plant: Plant, job_id: int | None, plan: Plan) -> Changes:
    """Give a job a sampling plan; None: all jobs without one of their own. What was graded stays graded.

    Raises:
        InputError: there is no such job.
        Refused: its batch is released.
    """
    subject = "all jobs" if job_id is None else f"job {job_id}"
    with plant.store.change(plant.actor, "quality.plan", subject) as change:
        if job_id is not None:
            batch_id = jobs.get(change.connection, job_id).batch_id
            quality.lock(change, batch_id)
            if quality.status_of(change.connection, batch_id) is BatchStatus.RELEASED:
                raise Refused(
                    say(
                        "Lot {lot} is released: its samples are what they were. Hold it first.",
                        lot=batches.get(change.connection, batch_id).batch.lot,
                    )
                )
        stored.set_plan(change, job_id, plan)
    return Changes.of(Kind.QUALITY)


def due(plant: Plant, job_id: int | None = None) -> tuple[DueSample, ...]:
    """Return the labels that must be graded now, by job and number.

    Args:
        plant: where.
        job_id: of one job; None: of all whose batch is not released. Closed jobs of which nothing was ever
            graded are left out then: they may be older than this work.

    Raises:
        InputError: there is no such job.
    """
    with plant.store.read() as connection:
        if job_id is None:
            return due_samples.of_plant(connection)
        return due_samples.of_jobs(connection, (jobs.get(connection, job_id),))


def roll_changed(plant: Plant, job_id: int, text: str = "") -> Changes:
    """Note that the roll was changed behind the last label: the next ones are due.

    Raises:
        InputError: there is no such job.
    """
    return label_events.note(plant, job_id, Happening.ROLL_CHANGED, text)


def waive(plant: Plant, job_id: int, occasion: Occasion, number: int, reason: str) -> Changes:
    """Decide that a sample is not graded; it stands in the history of the batch and counts as not graded.

    Args:
        plant: where.
        job_id: of the sample.
        occasion: as ``due`` names it.
        number: of the label at which it is due.
        reason: why.

    Raises:
        InputError: there is no such job, or no reason is given.
        Refused: this sample is not due.
    """
    words = reason_given(reason)
    with plant.store.change(plant.actor, "quality.waive", f"job {job_id}", reason=words) as change:
        waiting = due_samples.of_jobs(change.connection, (jobs.get(change.connection, job_id),))
        if (occasion, number) not in {(one.occasion, one.number) for one in waiting}:
            raise Refused(
                say(
                    "No sample of job {job} is due at label {number} ({occasion}); due are: {known}.",
                    job=job_id,
                    number=number,
                    occasion=occasion_name(occasion),
                    known=", ".join(str(one.number) for one in waiting[:20]) or "0",
                )
            )
        stored.waive(change, job_id, occasion, number, words)
        change.new = {"occasion": occasion.value, "number": number}
    return Changes.of(Kind.QUALITY)


def waived(plant: Plant, job_id: int) -> tuple[Waived, ...]:
    """Return the samples of a job that are not graded, the oldest first. InputError: there is no such job."""
    with plant.store.read() as connection:
        jobs.get(connection, job_id)
        return stored.waived(connection, (job_id,))


def waived_of_batch(plant: Plant, batch_id: int) -> tuple[Waived, ...]:
    """Return the samples of all jobs of a batch that are not graded, the oldest first."""
    with plant.store.read() as connection:
        own = [job.id for job in jobs.list_all(connection) if job.batch_id == batch_id]
        return stored.waived(connection, own)
