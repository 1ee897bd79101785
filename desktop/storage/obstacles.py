"""What stands against the release of a batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from desktop.products.aql import AqlPlan
from desktop.products.job import Job
from desktop.products.quality import GradeRecord, Obstacle, Obstruction, Verdict, verdict_of
from desktop.storage import due_samples, jobs, product_versions, quality, sampling
from desktop.storage.counts import job_counts
from desktop.storage.due_samples import PRINTS_NO_MORE
from desktop.texts import Text, say, say_count


def of_batch(connection: Connection, batch_id: int) -> tuple[Obstacle, ...]:
    """Return what stands against the release of a batch, each with what to do; by job."""
    own = [job for job in reversed(jobs.list_all(connection)) if job.batch_id == batch_id]
    found: list[Obstacle] = []
    printed = False
    for job in own:
        out = sampling.last_label(connection, job.id)
        printed = printed or out > 0
        found += _of_printing(connection, job)
        if out:
            asked = product_versions.least_grade(connection, job)
            records = [as_asked(one, asked) for one in quality.of_jobs(connection, (job.id,))]
            found += _of_samples(connection, job)
            found += _of_grades(connection, job, records, out)
    if not printed:
        found.append(
            Obstacle(
                Obstruction.NOTHING_GRADED,
                say("No label of this batch was printed: there is nothing to release."),
            )
        )
    return tuple(found)


def as_asked(record: GradeRecord, asked: float) -> GradeRecord:
    """Return a record as it is worth where the plant asks for ``asked`` at least, however it was judged."""
    if record.minimum >= asked:
        return record
    verdict = verdict_of(record.grade, asked, calibrated=record.calibrated, faults=record.faults)
    return replace(record, minimum=asked, verdict=verdict)


def unsettled(records: Sequence[GradeRecord], verdict: Verdict) -> tuple[GradeRecord, ...]:
    """Return the records of a job with a verdict that no later measurement of the same symbol settles.

    A failed one is settled by a repeat of it that passed. One that was not measurable is settled by any later
    measurement of the same sample or label that was: if that failed, it stands here for itself.
    """
    heirs: dict[int, list[GradeRecord]] = {}
    for one in records:
        if one.repeat_of is not None:
            heirs.setdefault(one.repeat_of, []).append(one)
    return tuple(one for one in records if one.verdict is verdict and not _is_settled(one, records, heirs))


def _is_settled(
    record: GradeRecord, records: Sequence[GradeRecord], heirs: dict[int, list[GradeRecord]]
) -> bool:
    repeats = heirs.get(record.id, [])
    if any(one.verdict is Verdict.PASSED or _is_settled(one, records, heirs) for one in repeats):
        return True
    if record.verdict is Verdict.FAILED:
        return False
    return any(
        one.id > record.id
        and one.verdict is not Verdict.NOT_MEASURABLE
        and one.symbology == record.symbology
        and _same(one, record)
        for one in records
    )


def _same(one: GradeRecord, other: GradeRecord) -> bool:
    if one.number is not None and one.number == other.number:
        return True
    return bool(one.code) and one.code == other.code


def _of_printing(connection: Connection, job: Job) -> Iterator[Obstacle]:
    if job.state not in PRINTS_NO_MORE:
        yield Obstacle(
            Obstruction.JOB_OPEN,
            say("Job {job} is not finished: print it to its end, or give it up and close it.", job=job.id),
            job.id,
        )
    unknown = job_counts(connection, job.id).unknown
    if unknown:
        yield Obstacle(
            Obstruction.UNKNOWN_CODES,
            say_count(
                "Job {job} has {n} unknown code: settle it by the last good label.",
                "Job {job} has {n} unknown codes: settle them by the last good label.",
                n=unknown,
                job=job.id,
            ),
            job.id,
        )


def _of_samples(connection: Connection, job: Job) -> Iterator[Obstacle]:
    due = due_samples.labels_of_jobs(connection, (job,))[job.id]
    if due:
        yield Obstacle(
            Obstruction.SAMPLES_DUE,
            say_count(
                "Job {job}: {n} sample is due, at label {labels}. Grade it, or say why not.",
                "Job {job}: {n} samples are due, at labels {labels}. Grade them, or say why not.",
                n=len(due),
                job=job.id,
                labels=", ".join(str(label) for _, label in due[:10]) + (" ..." if len(due) > 10 else ""),
            ),
            job.id,
        )


def _of_grades(
    connection: Connection, job: Job, records: Sequence[GradeRecord], printed: int
) -> Iterator[Obstacle]:
    if not any(one.verdict is not Verdict.NOT_MEASURABLE for one in records):
        yield Obstacle(
            Obstruction.NOTHING_GRADED,
            say("Nothing of job {job} was graded: grade at least one label.", job=job.id),
            job.id,
        )
    for one in unsettled(records, Verdict.FAILED):
        yield Obstacle(Obstruction.FAILED, _failed(one), job.id)
    for one in unsettled(records, Verdict.NOT_MEASURABLE):
        yield Obstacle(
            Obstruction.NOT_MEASURABLE,
            say(
                "Grade {id} ({symbology}, {where}) says nothing: {why} Measure it again.",
                id=one.id,
                symbology=one.symbology,
                where=_where(one),
                why=one.not_measurable[0] if one.not_measurable else say("It is not calibrated."),
            ),
            job.id,
        )
    yield from _of_aql(connection, job, records, printed)


def _of_aql(
    connection: Connection, job: Job, records: Sequence[GradeRecord], printed: int
) -> Iterator[Obstacle]:
    plan = sampling.plan_of(connection, job.id)
    if not isinstance(plan, AqlPlan):
        return
    failed = Counter(
        one.number if one.number is not None else f"extra {one.code}"
        for one in records
        if one.verdict is Verdict.FAILED
    )
    reject = plan.sample(printed).reject
    if len(failed) >= reject:
        yield Obstacle(
            Obstruction.NOT_ACCEPTABLE,
            say(
                "Job {job}: {count} samples failed, and by AQL {aql} % it is not acceptable from {reject} "
                "on. Take its labels out, or sort them all; no repeat changes that.",
                job=job.id,
                count=len(failed),
                aql=f"{plan.aql:g}",
                reject=reject,
            ),
            job.id,
        )


def _failed(one: GradeRecord) -> Text:
    why = (
        one.faults[0]
        if one.faults
        else say(
            "grade {grade}, needed {minimum}.", grade=f"{one.grade or 0:.1f}", minimum=f"{one.minimum:.1f}"
        )
    )
    return say(
        "Grade {id} ({symbology}, {where}) failed: {why} Find the cause, then repeat the measurement with a "
        "reason.",
        id=one.id,
        symbology=one.symbology,
        where=_where(one),
        why=why,
    )


def _where(one: GradeRecord) -> Text:
    if one.label is not None:
        return say("label {number}", number=one.label)
    if one.number is not None:
        return say("sample at label {number}", number=one.number)
    return say("no label of the job")
