"""How the grades of one sample become rows: what they belong to, what a repeat may be, the batch's hold."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.errors import InputError, Refused
from desktop.products.code_pool import CodeState
from desktop.products.job import Job
from desktop.products.quality import BatchStatus, GradeRecord, Occasion, Verdict
from desktop.storage import codes, jobs, quality
from desktop.storage.store import Change
from desktop.texts import say

_TAKEN_OUT = frozenset({CodeState.SPOILED, CodeState.VOID, CodeState.SAMPLED})
"""Another label may be measured in the place of one that is gone."""


def put(change: Change, rows: Sequence[tuple[GradeRecord, bytes]]) -> tuple[GradeRecord, ...]:
    """Store the symbols of one sample with their pictures, and hold the batch if one of them failed.

    Args:
        change: what this belongs to; its audit record is filled in.
        rows: of one label; all with the same job, occasion, number and ``repeat_of``.

    Raises:
        InputError: there is no such job or record, or the number and the occasion do not go together.
        Refused: the label was graded for another sample, or a repeat measures another label or symbol.
    """
    first = rows[0][0]
    job = None if first.job_id is None else jobs.get(change.connection, first.job_id)
    if job is not None:
        quality.lock(change, job.batch_id)
    if first.repeat_of is not None:
        rows = _repeating(change, quality.get(change.connection, first.repeat_of), rows)
    else:
        _refuse_number(first, job)
        if job is not None:
            _refuse_other_samples(change, job, rows)
    if job is not None:
        rows = [
            (replace(row, printer=job.printer, design_revision_id=job.design_revision_id), png)
            for row, png in rows
        ]
    stored = tuple(quality.insert(change, row, png) for row, png in rows)
    change.new = {"grades": [_told(change, row) for row in stored]}
    if job is not None and any(row.verdict is Verdict.FAILED for row in stored):
        _hold(change, job, stored)
    return stored


def _told(change: Change, row: GradeRecord) -> dict[str, object]:
    return {
        "id": row.id,
        "code": row.code,
        "number": row.number,
        "occasion": row.occasion.value,
        "grade": row.grade,
        "verdict": row.verdict.value,
        "repeat_of": row.repeat_of,
        "sha256": quality.digest_of(change.connection, row.id),
    }


def _refuse_number(row: GradeRecord, job: Job | None) -> None:
    extra = row.occasion is Occasion.EXTRA
    fits = row.number is None if extra else job is not None and 1 <= (row.number or 0) <= job.count
    if not fits:
        raise InputError(
            say(
                "A sample that was due has a job and the number of its label, an extra one has none; found "
                "{occasion}, label {number}.",
                occasion=row.occasion.value,
                number=row.number if row.number is not None else "-",
            )
        )


def _refuse_other_samples(change: Change, job: Job, rows: Sequence[tuple[GradeRecord, bytes]]) -> None:
    """One label is one sample: else a single good one could stand for all."""
    new = rows[0][0]
    if new.number is None:
        return
    seen = {row.code for row, _ in rows if row.code}
    for before in quality.of_jobs(change.connection, (job.id,)):
        if before.code in seen and before.number not in {None, new.number}:
            raise Refused(
                say(
                    "The label {code} was graded for the sample at label {before} already: take another "
                    "label for the one at {number}.",
                    code=before.code,
                    before=before.number,
                    number=new.number,
                )
            )


def _repeating(
    change: Change, original: GradeRecord, rows: Sequence[tuple[GradeRecord, bytes]]
) -> list[tuple[GradeRecord, bytes]]:
    """Return the rows as repeats, each of the record of the same symbology of the same sample."""
    first = rows[0][0]
    if original.job_id != first.job_id:
        raise Refused(
            say(
                "Grade {id} is of job {found}, not of job {job}: repeat it there.",
                id=original.id,
                found=original.job_id or "-",
                job=first.job_id or "-",
            )
        )
    _refuse_other_label(change, original, rows)
    left = [original, *(one for one in _same_sample(change, original) if one.id != original.id)]
    repeats: list[tuple[GradeRecord, bytes]] = []
    for row, png in rows:
        match = next((one for one in left if one.symbology == row.symbology), None)
        if match is not None:
            left.remove(match)
        repeats.append(
            (
                replace(
                    row,
                    occasion=original.occasion,
                    number=original.number,
                    repeat_of=None if match is None else match.id,
                ),
                png,
            )
        )
    if original in left:
        raise Refused(
            say(
                "Grade {id} is of a {symbology} symbol, and no such symbol was measured: measure the whole "
                "label again.",
                id=original.id,
                symbology=original.symbology,
            )
        )
    return repeats


def _same_sample(change: Change, original: GradeRecord) -> list[GradeRecord]:
    """Return what was recorded with a record: the symbols of the same picture."""
    if original.job_id is None or not original.picture_sha256:
        return [original]
    return [
        one
        for one in quality.of_jobs(change.connection, (original.job_id,))
        if (one.at, one.picture_sha256) == (original.at, original.picture_sha256)
    ]


def _refuse_other_label(
    change: Change, original: GradeRecord, rows: Sequence[tuple[GradeRecord, bytes]]
) -> None:
    seen = {row.code for row, _ in rows if row.code}
    if not original.code or original.code in seen:
        return
    before = codes.by_value(change.connection, original.code)
    if before is not None and before.job_id == original.job_id and before.state not in _TAKEN_OUT:
        raise Refused(
            say(
                "Grade {id} is of label {code}; measured was {found}. Measure the same label again, or take "
                "it out as damaged and measure another one in its place.",
                id=original.id,
                code=original.code,
                found=", ".join(sorted(seen)) or "-",
            )
        )


def _hold(change: Change, job: Job, rows: Sequence[GradeRecord]) -> None:
    if quality.status_of(change.connection, job.batch_id) is BatchStatus.HELD:
        return
    failed = next(row for row in rows if row.verdict is Verdict.FAILED)
    reason = say(
        "Grade {id} of job {job} failed: {why}",
        id=failed.id,
        job=job.id,
        why=failed.faults[0]
        if failed.faults
        else say(
            "grade {grade}, needed {minimum}.",
            grade=f"{failed.grade or 0:.1f}",
            minimum=f"{failed.minimum:.1f}",
        ),
    )
    quality.set_status(change, job.batch_id, BatchStatus.HELD, reason)
