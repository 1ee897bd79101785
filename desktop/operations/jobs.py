"""Jobs: order, settle what is unknown, close, report. How a job runs is in ``running``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.jobs.runner import ENDED
from desktop.operations.job_orders import JobOrder, create_in, prepare
from desktop.operations.plant import Plant
from desktop.operations.running import RunningJob, open_job
from desktop.operations.scanned import scanned_code
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.products.code_pool import state_name as code_state_name
from desktop.products.job import Job, JobState
from desktop.storage import (
    batches,
    codes,
    printers,
    products,
    reprints,
)
from desktop.storage import jobs as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.store import Change
from desktop.texts import Text, from_json, say

__all__ = [
    "JobOrder",
    "JobRow",
    "RunningJob",
    "abort_job",
    "close_job",
    "create_job",
    "job",
    "list_jobs",
    "open_job",
    "settle",
    "state_name",
    "unknown_codes",
]

OUT_OF_THE_PRINTER = (
    CodeState.PRINTED,
    CodeState.VERIFIED,
    CodeState.PACKED,
    CodeState.SPOILED,
    CodeState.SAMPLED,
)
"""States of labels that exist."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the windows list it."""

    job: Job
    product: str
    lot: str
    counts: CodeCounts
    """Of this job's codes; codes that it gave back to the pool at its closing are no longer its own."""
    reason: Text | None
    """Why it stopped."""
    printer_name: str = ""
    """Of the printer that is set up with the job's address; empty: there is none."""

    @property
    def printer(self) -> str:
        """The printer as the plant named it, or its address."""
        return self.printer_name or self.job.printer


def create_job(plant: Plant, order: JobOrder) -> tuple[JobRow, Changes]:
    """Allocate codes and freeze the design revision for a print order.

    Raises:
        InputError: the product has no such level, the count is not positive, the design is none; the
            printer's kind does not suit the order, or what a coder is told is not well formed.
        Refused: the printer is a print queue; too few codes in the pool, the batch is another product's,
            the product's filing has not passed, its pack level carries no codes, or its first version
            takes effect later; the batch is released; the design was never frozen, has fields that a job
            cannot fill, or does not agree with UDID; a coder's field cannot be filled.
    """
    ready = prepare(plant, order)
    with plant.store.change(plant.actor, "job.create", "job") as change:
        created, told = create_in(change, ready)
        change.subject = f"job {created.id}"
        change.new = told
    return job(plant, created.id), Changes.of(Kind.JOBS, Kind.CODES, Kind.DESIGNS)


def job(plant: Plant, job_id: int) -> JobRow:
    """Return one job. InputError if there is none."""
    with plant.store.read() as connection:
        found = stored.get(connection, job_id)
        printer = printers.by_address(connection, found.printer)
        return JobRow(
            found,
            products.get(connection, found.product_id).product.name,
            batches.get(connection, found.batch_id).batch.lot,
            codes.job_counts(connection, job_id),
            from_json(found.reason) if found.reason else None,
            "" if printer is None else printer.name,
        )


def list_jobs(plant: Plant) -> tuple[JobRow, ...]:
    """Return all jobs, newest first."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        lots = {row.id: row.batch.lot for row in batches.list_all(connection)}
        counts: Mapping[int, CodeCounts] = codes.all_job_counts(connection)
        called = {one.address: one.name for one in printers.list_all(connection)}
        return tuple(
            JobRow(
                found,
                names[found.product_id],
                lots[found.batch_id],
                counts.get(found.id, CodeCounts()),
                from_json(found.reason) if found.reason else None,
                called.get(found.printer, ""),
            )
            for found in stored.list_all(connection)
        )


def unknown_codes(plant: Plant, job_id: int) -> tuple[str, ...]:
    """Return the codes of a job that are unknown, in the order in which their labels were sent.

    What is in flight counts as unknown: of a job that died, it is what must be settled.
    """
    with plant.store.read() as connection:
        states = (CodeState.SENT, CodeState.UNKNOWN)
        return tuple(code.value for code in codes.of_job(connection, job_id, states))


def settle(
    plant: Plant, job_id: int, last_good: str | None, missing: Sequence[str] = ()
) -> tuple[JobRow, Changes]:
    """Settle what a stop left unknown by the last good label before it.

    Labels leave the printer in the order of sending: the unknown codes of that stop up to and with
    ``last_good`` are printed, those behind it are void. If none of them is there, the last label before
    them voids them all; None: there is no label before them either.

    Args:
        plant: where.
        job_id: which.
        last_good: the code on that label, scanned or typed.
        missing: codes of labels before it that are cut off, as at the end of a roll, or not there; void too.

    Raises:
        InputError: the text is no code.
        Refused: the code is not one of this job or was never sent, it tells nothing of what is unknown,
            nothing is unknown, or the job runs.
    """
    code = None if last_good is None else scanned_code(last_good)
    with (
        claim(plant.store, Claimed.job(job_id)),
        plant.store.change(plant.actor, "job.settle", f"job {job_id}") as change,
    ):
        _refuse_in_a_coder(change, stored.get(change.connection, job_id))
        number = 0 if code is None else _number_of(change, job_id, code)
        lost = [_number_of(change, job_id, scanned_code(text)) for text in missing]
        given_up = reprints.spoil_unanswered(change, job_id)
        unknown = codes.job_counts(change.connection, job_id).unknown
        if not given_up and not unknown:
            raise Refused(say("Nothing of job {job} is unknown.", job=job_id))
        reason = (
            say("Settled: no label came out before the stop.")
            if code is None
            else say("Settled by the last good label {code}.", code=code)
        )
        printed, void = codes.settle(change, job_id, number, reason, lost) if unknown else (0, 0)
        spoiled = {"spoiled": given_up} if given_up else {}
        change.new = {
            "last_good": code,
            "missing": list(missing),
            "printed": printed,
            "void": void,
            **spoiled,
        }
    return job(plant, job_id), Changes.of(Kind.JOBS, Kind.CODES)


def _refuse_in_a_coder(change: Change, found: Job) -> None:
    """Leave it to the coder to say what became of the codes that it was given, as long as it may be asked."""
    if found.coder is None or found.state is JobState.ABORTED:
        return
    held = next(codes.of_job(change.connection, found.id, (CodeState.SENT,)), None)
    if held is not None:
        raise Refused(
            say(
                "Label {number} and those behind it were given to the coder {address}, which may still hold "
                "them: resume the job, and it is asked what it printed. If it is gone for good, empty it at "
                "its display, give the job up, then settle.",
                number=held.ordinal or 0,
                address=found.printer,
            )
        )


def _number_of(change: Change, job_id: int, code: str) -> int:
    """Return the number of a label of the job that left for the printer."""
    found = codes.by_value(change.connection, code)
    if found is None or found.job_id != job_id or found.ordinal is None:
        raise Refused(say("{code} is not a code of job {job}.", code=code, job=job_id))
    if found.state not in {*OUT_OF_THE_PRINTER, CodeState.SENT, CodeState.UNKNOWN}:
        raise Refused(
            say(
                "{code} never left for the printer (it is {state}); scan the last good label that came "
                "out before the stop.",
                code=code,
                state=code_state_name(found.state),
            )
        )
    return found.ordinal


def close_job(plant: Plant, job_id: int) -> tuple[JobRow, Changes]:
    """Close a job: unused codes go back to the pool, nothing changes any more.

    Raises:
        Refused: it is running or closed, or unknown codes are not settled.
    """
    with (
        claim(plant.store, Claimed.job(job_id)),
        plant.store.change(plant.actor, "job.close", f"job {job_id}", journal_of=job_id) as change,
    ):
        found = stored.get(change.connection, job_id)
        if found.state is JobState.CLOSED:
            raise Refused(say("Job {job} is closed already.", job=job_id))
        unknown = codes.job_counts(change.connection, job_id).unknown
        if unknown:
            raise Refused(
                say(
                    "Job {job} has {count} unknown codes: scan the last good label on the line "
                    "to settle them first.",
                    job=job_id,
                    count=unknown,
                )
            )
        codes.release(change, job_id)
        stored.set_state(change, job_id, JobState.CLOSED)
    return job(plant, job_id), Changes.of(Kind.JOBS, Kind.CODES)


def abort_job(plant: Plant, job_id: int, reason: str) -> tuple[JobRow, Changes]:
    """Give up a job that does not run: nothing more is printed for it, ever. It is settled and closed then.

    Raises:
        InputError: no reason is given.
        Refused: it runs, or has ended already.
    """
    if not reason.strip():
        raise InputError(say("Say why the job is given up."))
    with (
        claim(plant.store, Claimed.job(job_id)),
        plant.store.change(plant.actor, "job.abort", f"job {job_id}") as change,
    ):
        found = stored.get(change.connection, job_id)
        if found.state in ENDED:
            raise Refused(
                say("Job {job} has ended: it is {state}.", job=job_id, state=state_name(found.state))
            )
        change.reason = reason.strip()
        stored.set_state(change, job_id, JobState.ABORTED, say("Given up: {why}", why=reason.strip()))
    return job(plant, job_id), Changes.of(Kind.JOBS, Kind.CODES)


def state_name(state: JobState) -> Text:
    """Return the word for a job's state."""
    return {
        JobState.READY: say("ready"),
        JobState.RUNNING: say("running"),
        JobState.PAUSED: say("paused"),
        JobState.STOPPED: say("stopped"),
        JobState.DONE: say("done"),
        JobState.ABORTED: say("aborted"),
        JobState.CLOSED: say("closed"),
    }[state]
