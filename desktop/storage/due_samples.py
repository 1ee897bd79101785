"""The labels that must be graded and were not yet: what the plan of a job asks for, less what was done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desktop.products.job import Job, JobState
from desktop.products.quality import DRUG_CODE_MINIMUM, BatchStatus, Occasion, Verdict, due_labels
from desktop.storage import batches, jobs, product_versions, products, quality, sampling
from desktop.storage.line_places import Place, places

PRINTS_NO_MORE = frozenset({JobState.DONE, JobState.ABORTED, JobState.CLOSED})


@dataclass(frozen=True, slots=True)
class DueSample:
    """A label that must be graded.

    Attributes:
        line: name of the line on which the job's printer stands, or empty.
        printer: name of the printer, or its address where it has none.
        number: of the label. If it is gone, the next good one is taken in its place.
        since: when the label came out, None if the journal does not say it.
        needed: the least grade that passes.
    """

    job_id: int
    batch_id: int
    product: str
    lot: str
    line: str
    printer: str
    occasion: Occasion
    number: int
    since: datetime | None
    needed: float = DRUG_CODE_MINIMUM


def of_jobs(connection: Connection, wanted: Collection[Job]) -> tuple[DueSample, ...]:
    """Return the labels of some jobs that must be graded now, by job and number.

    A sample whose grade could not be measured is due still.
    """
    stand = places(connection)
    due = labels_of_jobs(connection, wanted)
    found: list[DueSample] = []
    for job in sorted(wanted, key=lambda one: one.id):
        left = due.get(job.id)
        if left:
            found += _told(connection, job, left, stand.get(job.printer, Place("", job.printer)))
    return tuple(found)


def labels_of_jobs(
    connection: Connection, wanted: Collection[Job]
) -> Mapping[int, Sequence[tuple[Occasion, int]]]:
    """Return the numbers of the same labels by job, without looking up when each came out.

    A job of a million labels has hundreds that are due, and to date each of them takes long.
    """
    ids = [job.id for job in wanted]
    settled = {(one.job_id, one.number) for one in sampling.waived(connection, ids)}
    settled |= {
        (one.job_id or 0, one.number or 0)
        for one in quality.of_jobs(connection, ids)
        if one.verdict is not Verdict.NOT_MEASURABLE
    }
    rolls = sampling.roll_changes(connection, ids)
    return {
        job.id: [
            one
            for one in due_labels(
                sampling.plan_of(connection, job.id),
                sampling.last_label(connection, job.id),
                job.count,
                rolls.get(job.id, ()),
                ended=job.state in PRINTS_NO_MORE,
            )
            if (job.id, one[1]) not in settled
        ]
        for job in wanted
    }


def of_plant(connection: Connection) -> tuple[DueSample, ...]:
    """Return the labels that must be graded of all jobs whose batch is not released.

    Closed jobs of which nothing was ever graded are left out: they may be older than this work. Their batch
    cannot be released without it all the same.
    """
    graded = quality.graded_jobs(connection)
    decided = quality.statuses(connection)
    return of_jobs(
        connection,
        [
            job
            for job in jobs.list_all(connection)
            if decided.get(job.batch_id) is not BatchStatus.RELEASED
            and (job.state is not JobState.CLOSED or job.id in graded)
        ],
    )


def _told(
    connection: Connection, job: Job, labels: Collection[tuple[Occasion, int]], place: Place
) -> list[DueSample]:
    product = products.get(connection, job.product_id).product.name
    lot = batches.get(connection, job.batch_id).batch.lot
    since = sampling.printed_at(connection, job.id, [number for _, number in labels])
    needed = max(DRUG_CODE_MINIMUM, product_versions.least_grade(connection, job))
    return [
        DueSample(
            job.id,
            job.batch_id,
            product,
            lot,
            place.line,
            place.printer,
            occasion,
            number,
            since.get(number),
            needed,
        )
        for occasion, number in labels
    ]
