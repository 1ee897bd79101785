"""Settles unknown codes by the last good label of the run that left them.

Labels leave the printer in the order of sending, but only within one run: a label that was lost with the
connection stays lost, however many labels of later runs follow it on the roll. So each stop left a stretch
of unknown codes, and only a label of that stretch, or the last one before it, tells what became of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, func, select

from desktop.errors import Refused
from desktop.products.code_pool import CodeState
from desktop.storage import fates
from desktop.storage.fates import Fate
from desktop.storage.moves import move
from desktop.storage.store import Change
from desktop.storage.tables import code, reprint
from desktop.texts import Text, say

OUT_OF_THE_PRINTER = (
    CodeState.PRINTED,
    CodeState.VERIFIED,
    CodeState.PACKED,
    CodeState.SPOILED,
    CodeState.SAMPLED,
)
_ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Labels in a row that one stop left unknown; ``before``: number of the last known one, or 0."""

    labels: tuple[Fate, ...]
    before: int

    @property
    def first(self) -> int:
        """Number of its first label."""
        return self.labels[0].number

    @property
    def last(self) -> int:
        """Number of its last label."""
        return self.labels[-1].number

    def holds(self, number: int) -> bool:
        """Tell whether label ``number`` is one of them."""
        return self.first <= number <= self.last


def stretches(connection: Connection, job_id: int) -> tuple[Stretch, ...]:
    """Return what the stops of a job left unknown, in the order of its labels.

    What is in flight is one more stop: of a job that runs no more, nobody knows what became of it. The
    labels of reprints without an answer belong to no stop.
    """
    reprinted = _reprinted(connection, job_id)
    states = (CodeState.SENT, CodeState.UNKNOWN)
    left = [
        label
        for label in fates.last_in(connection, job_id, states, _ALL)
        if label.state is CodeState.SENT or label.number not in reprinted
    ]
    cuts = [place for place in range(1, len(left)) if _apart(left[place - 1], left[place])]
    return tuple(
        Stretch(
            tuple(left[start:end]),
            max(
                _known_before(connection, job_id, left[start].number),
                *(number for number in reprinted if number < left[start].number),
                0,
            ),
        )
        for start, end in pairwise([0, *cuts, len(left)])
        if start < end
    )


def _reprinted(connection: Connection, job_id: int) -> set[int]:
    """Return the numbers of the labels with a reprint that has no answer."""
    open_ones = select(code.c.ordinal).join_from(reprint, code, reprint.c.code_id == code.c.id)
    return set(connection.scalars(open_ones.where(reprint.c.job_id == job_id, reprint.c.outcome == "")))


def _apart(early: Fate, late: Fate) -> bool:
    """Tell whether two labels were left by different stops."""
    if late.number != early.number + 1 or late.state is not early.state:
        return True
    return late.state is CodeState.UNKNOWN and late.since != early.since


def settle(
    change: Change, job_id: int, last_good: int, reason: Text, missing: Sequence[int] = ()
) -> tuple[int, int]:
    """Settle what one stop left: up to and with ``last_good`` it is printed, behind it void.

    A label that is the last known one before several stops settles the earliest of them.

    What was in flight when a runner died is unknown too: whoever settles holds the claim on the job
    (``claims.claim``), so no runner waits for it any more.

    Args:
        change: what this belongs to.
        job_id: whose codes.
        last_good: number of the last good label of that run.
        reason: why, for each code's journal.
        missing: numbers of labels before it that are cut off or not there; they are void.

    Returns:
        How many are now printed, and how many void.

    Raises:
        Refused: nothing is unknown, or that label tells nothing of what is; the sentence says which would.
    """
    move(change, job_id, CodeState.SENT, CodeState.UNKNOWN, reason=reason)
    left = stretches(change.connection, job_id)
    stretch = next((one for one in left if one.holds(last_good)), None) or next(
        (one for one in left if one.before == last_good), None
    )
    if stretch is None:
        raise Refused(_tells_nothing(job_id, last_good, left))
    lost = [number for number in missing if not stretch.first <= number < last_good]
    if lost:
        raise Refused(
            say(
                "Label {number} is not one of those before label {last} that this stop left unknown.",
                number=lost[0],
                last=last_good,
            )
        )
    void = sum(_void(change, job_id, number, number, reason) for number in missing)
    printed = move(
        change,
        job_id,
        CodeState.UNKNOWN,
        CodeState.PRINTED,
        first=stretch.first,
        last=min(stretch.last, last_good),
        reason=reason,
    )
    return printed, void + _void(change, job_id, max(stretch.first, last_good + 1), stretch.last, reason)


def _void(change: Change, job_id: int, first: int, last: int, reason: Text) -> int:
    return move(change, job_id, CodeState.UNKNOWN, CodeState.VOID, first=first, last=last, reason=reason)


def _known_before(connection: Connection, job_id: int, number: int) -> int:
    found = connection.scalar(
        select(func.max(code.c.ordinal)).where(
            code.c.job_id == job_id, code.c.ordinal < number, code.c.state.in_(OUT_OF_THE_PRINTER)
        )
    )
    return found or 0


def _tells_nothing(job_id: int, last_good: int, left: tuple[Stretch, ...]) -> Text:
    if not left:
        return say("Nothing of job {job} is unknown.", job=job_id)
    stretch = left[0]
    if stretch.before:
        return say(
            "Label {number} does not tell what became of labels {first} to {last}: each stop is settled by "
            "the last good label before it. Scan one of labels {first} to {last} if one of them is there, "
            "else label {before}.",
            number=last_good,
            first=stretch.first,
            last=stretch.last,
            before=stretch.before,
        )
    return say(
        "Label {number} does not tell what became of labels {first} to {last}: each stop is settled by "
        "the last good label before it. Scan one of labels {first} to {last}.",
        number=last_good,
        first=stretch.first,
        last=stretch.last,
    )
