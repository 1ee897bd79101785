"""What happens to single labels beside the printer: spoiled, taken as a sample, a roll changed.

Line leads do this all the time, also while the job runs. A running job holds the claim on itself, so none
is needed here: each move is guarded by the state that it starts from, writers of one journal wait for each
other (``desktop.storage.seals.hold_journal``), and a runner lets stand what a person said of a label.
"""

from enum import StrEnum

from desktop.changes import Changes, Kind
from desktop.operations import jobs
from desktop.operations.job_codes import code_of_job, reason_given, refuse_unless
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.products.code_pool import CodeState
from desktop.storage import codes, sampling
from desktop.storage import jobs as stored
from desktop.storage.job_codes import GOOD, ON_PACKS, look_up
from desktop.storage.pack_places import refuse_packed
from desktop.storage.seals import hold_journal
from desktop.texts import Text, say


class Happening(StrEnum):
    """What may be noted of a job without any code being moved."""

    ROLL_CHANGED = "roll changed"
    RIBBON_CHANGED = "ribbon changed"
    GIVEN_UP = "given up"
    """A person ends the running job for good; the job's own record follows when it has ended."""
    OTHER = "other"


_SAYS_ENOUGH = (Happening.ROLL_CHANGED, Happening.RIBBON_CHANGED)


def spoil(plant: Plant, job_id: int, code: str, reason: str) -> tuple[JobRow, Changes]:
    """Take a label out: its code is spoiled, and the label must be destroyed. The job may be running.

    Args:
        plant: where.
        job_id: whose label.
        code: scanned from the label, or typed.
        reason: what is wrong with it.

    Raises:
        InputError: the text is no code, or no reason is given.
        Refused: the code is not one of this job, or was not printed, or has left already.
    """
    needed = say("a label that was printed, or whose printing is unknown")
    told = say("Taken out by hand: {reason}", reason=reason_given(reason))
    return _take_out(plant, job_id, code, (CodeState.SPOILED, (*GOOD, CodeState.UNKNOWN)), needed, told)


def sample(plant: Plant, job_id: int, code: str, reason: str) -> tuple[JobRow, Changes]:
    """Take a pack as a sample: its code is used up. The job may be running.

    Args:
        plant: where.
        job_id: whose label.
        code: scanned from the label, or typed.
        reason: what the sample is for.

    Raises:
        InputError: the text is no code, or no reason is given.
        Refused: the code is not one of this job, was not printed, or its printing is unknown.
    """
    needed = say("a label that was printed")
    told = say("Taken as a sample: {reason}", reason=reason_given(reason))
    return _take_out(plant, job_id, code, (CodeState.SAMPLED, GOOD), needed, told)


def note(plant: Plant, job_id: int, kind: Happening, text: str) -> Changes:
    """Write into the audit trail what happened at the printer of a job; no code is moved.

    Args:
        plant: where.
        job_id: which job.
        kind: what happened.
        text: more about it, such as the number of the new roll; a new roll or ribbon needs none.

    Raises:
        InputError: there is no such job, or nothing is said of what happened.
    """
    words = "" if not text.strip() and kind in _SAYS_ENOUGH else reason_given(text)
    with plant.store.change(plant.actor, "job.note", f"job {job_id}", reason=words) as change:
        stored.get(change.connection, job_id)
        last = codes.first_and_last(change.connection, job_id, ON_PACKS)
        change.new = {"what": kind.value, "last_label": None if last is None else last[1].ordinal}
        if kind is Happening.ROLL_CHANGED:
            sampling.roll_changed(change, job_id, sampling.before_next(change.connection, job_id), words)
    return Changes.of(Kind.JOBS, Kind.QUALITY)


def _take_out(
    plant: Plant,
    job_id: int,
    scanned: str,
    move: tuple[CodeState, tuple[CodeState, ...]],
    needed: Text,
    told: Text,
) -> tuple[JobRow, Changes]:
    target, sources = move
    value = scanned_code(scanned)
    action, subject = f"label.{target.value}", f"job {job_id}"
    with plant.store.change(plant.actor, action, subject, reason=str(told), journal_of=job_id) as change:
        hold_journal(change.connection, job_id)  # before the state is read: it is still true when it moves
        found = code_of_job(look_up(change.connection, job_id, value))
        refuse_packed(change.connection, found.id, found.value)
        refuse_unless(found, sources, needed)
        assert found.ordinal is not None
        codes.move(change, job_id, found.state, target, first=found.ordinal, last=found.ordinal, reason=told)
        change.old = {"code": found.value, "state": found.state.value}
        change.new = {"code": found.value, "label": found.ordinal, "state": target.value}
    return jobs.job(plant, job_id), Changes.of(Kind.JOBS, Kind.CODES)
