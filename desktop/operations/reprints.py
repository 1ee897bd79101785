"""Reprints: a second label with the same code, in place of one that was destroyed.

It is the only way in which a code is printed twice, so everything about it is narrow: a right, a reason, the
word that the first label is destroyed, few times a code, the job's own printer, and one label. While the
printer has not answered the code is unknown; if it never does, every label with it must be destroyed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from desktop.changes import Changes, Kind
from desktop.devices import DeviceKind, Printer
from desktop.errors import DeviceError, Refused
from desktop.labels.layout import LabelPlan
from desktop.operations import printers, rights
from desktop.operations.job_codes import code_of_job, reason_given, refuse_unless
from desktop.operations.plant import Plant
from desktop.operations.printer_claims import claim_printer
from desktop.operations.rights import Right
from desktop.operations.running import RESOLUTION_MARK, plan_of
from desktop.operations.scanned import scanned_code
from desktop.operations.single_label import make_ready, print_one
from desktop.products.job import Job, JobState, label_values
from desktop.storage import jobs as stored
from desktop.storage import reprints
from desktop.storage.claims import Claimed, claim
from desktop.storage.codes import StoredCode
from desktop.storage.job_codes import GOOD, look_up
from desktop.storage.pack_places import refuse_packed
from desktop.storage.reprints import ReprintRow
from desktop.texts import Text, say
from desktop.units import Resolution

__all__ = ["MOST_REPRINTS", "ReprintRow", "of_job", "reprint"]

MOST_REPRINTS: Final = 3
"""Of one code. A label that is spoiled more often than that shows a fault of the line, and each reprint is
one more chance of two labels with one code: the pack gets a new code then."""


CHANGED: Final = Changes.of(Kind.JOBS, Kind.CODES)
"""What a reprint changes, also one that fails."""


def of_job(plant: Plant, job_id: int) -> tuple[ReprintRow, ...]:
    """Return the reprints of a job, the oldest first. InputError if there is no such job."""
    with plant.store.read() as connection:
        stored.get(connection, job_id)
        return reprints.of_job(connection, job_id)


def reprint(
    plant: Plant, job_id: int, code: str, reason: str, *, destroyed: bool
) -> tuple[ReprintRow, Changes]:
    """Print one label of a job once more, with the same code.

    Args:
        plant: where.
        job_id: whose label; the job does not run.
        code: the digits, scanned before the label was destroyed, or typed.
        reason: why; it stands with the code for ever.
        destroyed: the person says that the label in whose place it comes is destroyed.

    Returns:
        The reprint; ``outcome`` is "printed" by the printer's own word.

    Raises:
        InputError: the text is no code, or no reason is given.
        Refused: the person may not, the label is not destroyed, the code is not a printed one of this
            job, was reprinted too often, the job runs or is closed, or prints on a coder.
        DeviceError: the printer cannot print (nothing was changed), or its answer never came: then the
            code is spoiled, and the sentence says what to do.
    """
    rights.require(plant, Right.REPRINT)
    words = reason_given(reason)
    if not destroyed:
        raise Refused(
            say(
                "Destroy the old label first, then confirm that it is destroyed: two labels with one code "
                "must never exist."
            )
        )
    with claim(plant.store, Claimed.job(job_id)):
        job = _job_to_reprint(plant, job_id)
        with claim_printer(plant, job.printer):
            target = _target(plant, job_id, code)
            with _connected(plant, job) as (printer, plan):
                label = plan.fill(label_values(target.value, target.ordinal or 0))
                counted = make_ready(printer, plan, plant.clock)
                row = _begin(plant, target, words, job.printer)
                doubt = print_one(printer, label, target.value, counted, plant.clock)
            return _end(plant, target, row, doubt), CHANGED


def _job_to_reprint(plant: Plant, job_id: int) -> Job:
    with plant.store.read() as connection:
        job = stored.get(connection, job_id)
    if job.state is JobState.CLOSED:
        raise Refused(say("Job {job} is closed: nothing more is printed for it.", job=job_id))
    if plant.devices.kind(job.printer) is not DeviceKind.LABEL_PRINTER:
        raise Refused(
            say(
                "Job {job} prints with a coder on the packs themselves: a mark is not printed again. Take "
                "the pack out as damaged; its contents get a new pack with the next code of the job.",
                job=job_id,
            )
        )
    return job


def _target(plant: Plant, job_id: int, scanned: str) -> StoredCode:
    value = scanned_code(scanned)
    _spoil_interrupted(plant, job_id)
    with plant.store.read() as connection:
        found = code_of_job(look_up(connection, job_id, value))
        refuse_packed(connection, found.id, found.value)
        before = reprints.count_of(connection, found.id)
    refuse_unless(found, GOOD, say("a label that was printed"))
    if before >= MOST_REPRINTS:
        raise Refused(
            say(
                "{code} was reprinted {count} times already, and no code is reprinted more often. Take the "
                "label out as damaged; the pack gets a new code.",
                code=found.value,
                count=before,
            )
        )
    return found


def _spoil_interrupted(plant: Plant, job_id: int) -> None:
    """A reprint that the program did not live to see the end of is settled before the next one."""
    if any(not row.outcome for row in of_job(plant, job_id)):
        with plant.store.change(plant.actor, "reprint.unknown", f"job {job_id}") as change:
            change.new = {"codes": reprints.spoil_unanswered(change, job_id)}


@contextmanager
def _connected(plant: Plant, job: Job) -> Iterator[tuple[Printer, LabelPlan]]:
    printer = plant.devices.printer(job.printer, printers.settings_of(plant, job.printer))
    try:
        now = printer.identify().dots_per_mm
        with plant.store.read() as connection:
            before = stored.marks(connection, job.id).get(RESOLUTION_MARK, now)
        if before != now:
            raise Refused(
                say(
                    "Job {job} was printed at {before} dots/mm, but this printer has {now} dots/mm and would "
                    "print another label. Connect a printer of {before} dots/mm; nothing was sent.",
                    job=job.id,
                    before=before,
                    now=now,
                )
            )
        yield printer, plan_of(plant, job, Resolution(now))
    finally:
        printer.close()


def _begin(plant: Plant, target: StoredCode, reason: str, device: str) -> ReprintRow:
    with plant.store.change(plant.actor, "reprint", f"job {target.job_id}", reason=reason) as change:
        row = reprints.begin(change, target, reason, device, MOST_REPRINTS)
        change.old = {"code": target.value, "state": target.state.value}
        change.new = {"code": target.value, "label": row.label, "reprint": row.number, "printer": device}
    return row


def _end(plant: Plant, target: StoredCode, row: ReprintRow, doubt: Text | None) -> ReprintRow:
    outcome = reprints.PRINTED if doubt is None else reprints.UNKNOWN
    told = _told(row, doubt)
    action = f"reprint.{outcome}"
    with plant.store.change(plant.actor, action, f"job {row.job_id}", reason=str(told)) as change:
        reprints.end(change, target, row.number, outcome, told)
        change.new = {"code": row.code, "reprint": row.number, "outcome": outcome}
    if doubt is not None:
        raise DeviceError(told)
    return replace(row, outcome=outcome)


def _told(row: ReprintRow, doubt: Text | None) -> Text:
    if doubt is None:
        return say("Reprint {number} of {most} is printed.", number=row.number, most=MOST_REPRINTS)
    return say(
        "{doubt} Nobody knows whether reprint {number} came out: code {code} is spoiled. Destroy every label "
        "with it, and give the pack a new code.",
        doubt=doubt,
        number=row.number,
        code=row.code,
    )
