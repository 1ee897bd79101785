"""The first article: one label is printed, looked at and scanned before a job prints the others.

The engine prints exactly one label while it is due, and then pauses; here a person says what it is worth.
"""

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations import jobs
from desktop.operations.first_label import waiting
from desktop.operations.job_codes import code_of_job, reason_given
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.products.code_pool import CodeState
from desktop.products.job import FirstArticle
from desktop.storage import codes, job_codes
from desktop.storage import jobs as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.codes import StoredCode
from desktop.storage.store import Change
from desktop.texts import say

__all__ = ["confirm", "reject", "waiting"]


def confirm(plant: Plant, job_id: int, scanned: str) -> tuple[JobRow, Changes]:
    """Confirm the first label of a job by scanning it: the others may be printed.

    Args:
        plant: where.
        job_id: whose.
        scanned: what the label says.

    Raises:
        InputError: the text is no code.
        Refused: no first label waits, more than one was printed, another label was scanned (what was
            expected and what was read is told), or the job runs.
    """
    value = scanned_code(scanned)
    with (
        claim(plant.store, Claimed.job(job_id)),
        plant.store.change(plant.actor, "job.first_article", f"job {job_id}") as change,
    ):
        expected = _the_first(change, job_id)
        found = code_of_job(job_codes.look_up(change.connection, job_id, value))
        if found.value != expected.value:
            raise Refused(
                say(
                    "The first label is {expected}, but {found} was scanned (label {number} of this job). "
                    "Scan the first label, or reject it.",
                    expected=expected.value,
                    found=found.value,
                    number=found.ordinal or 0,
                )
            )
        stored.set_first_article(change, job_id, FirstArticle.PASSED)
        change.new = {**(change.new or {}), "code": expected.value}
    return jobs.job(plant, job_id), Changes.of(Kind.JOBS)


def reject(plant: Plant, job_id: int, reason: str) -> tuple[JobRow, Changes]:
    """Reject the first label of a job: it must be destroyed, and the next start prints another one.

    Raises:
        InputError: no reason is given.
        Refused: no first label waits, or the job runs.
    """
    told = say("Rejected as the first label: {reason}", reason=reason_given(reason))
    with (
        claim(plant.store, Claimed.job(job_id)),
        plant.store.change(
            plant.actor, "job.first_article_rejected", f"job {job_id}", reason=str(told)
        ) as change,
    ):
        found = _the_first(change, job_id)
        assert found.ordinal is not None
        codes.move(
            change,
            job_id,
            found.state,
            CodeState.SPOILED,
            first=found.ordinal,
            last=found.ordinal,
            reason=told,
        )
        change.new = {"code": found.value, "state": CodeState.SPOILED.value}
    return jobs.job(plant, job_id), Changes.of(Kind.JOBS, Kind.CODES)


def _the_first(change: Change, job_id: int) -> StoredCode:
    """Return the one label that waits to be confirmed."""
    state = stored.get(change.connection, job_id).first_article
    if state is FirstArticle.NOT_ASKED:
        raise Refused(say("No first label was asked for with job {job}.", job=job_id))
    if state is FirstArticle.PASSED:
        raise Refused(say("The first label of job {job} is confirmed already.", job=job_id))
    printed = job_codes.good(change.connection, job_id)
    if not printed:
        raise Refused(
            say("No first label of job {job} is there yet: start the job, it prints one.", job=job_id)
        )
    if len(printed) > 1:
        raise Refused(
            say(
                "{count} labels of job {job} were printed, but none is confirmed: take out all but one of "
                "them as damaged, then scan that one.",
                count=len(printed),
                job=job_id,
            )
        )
    return printed[0]
