"""How a job ends, and the sentence that says why."""

from dataclasses import dataclass

from desktop.ports import JobJournal
from desktop.products.job import JobState
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class Ending:
    """How the job ends once nothing is in flight, or when ``deadline`` (monotonic seconds) has passed.

    ``held``: the device prints nothing more, so that what is in flight need not be waited for.
    """

    state: JobState
    reason: Text | None
    deadline: float
    held: bool


def both(first: Text | None, second: Text | None) -> Text | None:
    """Put two reasons behind each other; either may be missing."""
    if first is None or second is None:
        return first or second
    return say("{first} {second}", first=first, second=second)


def shortfall(journal: JobJournal, *, read_back: bool) -> Text | None:
    """Say why a job whose codes are used up has fewer good labels than were ordered; None if it has not.

    Args:
        journal: of the job.
        read_back: only labels that were read back are good.
    """
    tally = journal.tally()
    wanted = journal.job.count
    unread = tally.printed if read_back else 0
    good = tally.good - unread
    if good >= wanted:
        return None
    return say(
        "{good} of {wanted} labels are good; {unread} were printed but not read back, {spoiled} are spoiled, "
        "{unknown} are unknown.",
        good=good,
        wanted=wanted,
        unread=unread,
        spoiled=tally.spoiled,
        unknown=tally.unknown,
    )
