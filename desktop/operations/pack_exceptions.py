"""Exceptions of packing: each is asked for with a reason, confirmed by a second person, and put on record.

None is ever erased: what was wrong is taken back by a further event, which leaves all as it was before.
"""

from desktop.changes import Changes
from desktop.errors import InputError
from desktop.operations.pack_decisions import Asked, decided
from desktop.operations.pack_orders import SETTLING, grounds, order_in
from desktop.operations.packing import CHANGED
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.packing import rules
from desktop.packing.model import EventKind, PackEvent
from desktop.storage.packing import StoredBook
from desktop.texts import say

__all__ = [
    "Asked",
    "do",
    "move",
    "relabel",
    "remove",
    "replace",
    "sample",
    "scrap",
    "take_apart",
    "take_back",
    "top_up",
    "unreadable",
]

Done = tuple[PackEvent, Changes]
"""What stands on record now, and what it changed."""


def sample(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take a pack with all that is in it for testing, wherever it lies.

    Args:
        plant: where, and who acts.
        order_id: that it belongs to, running or being closed.
        code: scanned or typed.
        reason: why; it stands with the event for ever.
        reviewer: who confirmed it.
        station_id: at which station; None: at none.

    Raises:
        InputError: no reason is given, or the text is no code.
        Refused: the rules of packing forbid it, the order is not open, or the reviewer is who acts.
    """
    return do(
        plant,
        order_id,
        Asked(EventKind.SAMPLED, code),
        reason=reason,
        reviewer=reviewer,
        station_id=station_id,
    )


def scrap(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Destroy a pack with all that is in it, wherever it lies. Arguments and errors as of ``sample``."""
    return do(
        plant,
        order_id,
        Asked(EventKind.SCRAPPED, code),
        reason=reason,
        reviewer=reviewer,
        station_id=station_id,
    )


def unreadable(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Give up a typed code that no scanner reads; what its pack holds comes loose. Else as ``sample``."""
    return do(
        plant,
        order_id,
        Asked(EventKind.UNREADABLE, code),
        reason=reason,
        reviewer=reviewer,
        station_id=station_id,
    )


def remove(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take a good pack out of its parent; it is loose then. Arguments and errors as of ``sample``."""
    asked = Asked(EventKind.REMOVED, code)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def take_apart(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take everything out of a pack: good and loose; its own label is destroyed. Else as ``sample``."""
    asked = Asked(EventKind.TAKEN_APART, code)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def relabel(
    plant: Plant,
    order_id: int,
    old: str,
    new: str,
    *,
    reason: str,
    reviewer: Reviewer,
    station_id: int | None = None,
) -> Done:
    """Give a pack a new label for a damaged one: place and contents stay. Else as ``sample``.

    Args:
        plant: where.
        order_id: that it belongs to.
        old: the damaged code, typed if need be; spoiled afterwards.
        new: scanned from the new label, which is printed and on no pack yet.
        reason: why.
        reviewer: who confirmed it.
        station_id: at which station.
    """
    asked = Asked(EventKind.RELABELLED, old, new)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def replace(
    plant: Plant,
    order_id: int,
    old: str,
    new: str,
    *,
    reason: str,
    reviewer: Reviewer,
    mixed: bool = False,
    station_id: int | None = None,
) -> Done:
    """Put a loose pack in the place of one in a parent; the old one is destroyed. Else as ``sample``.

    Args:
        plant: where.
        order_id: that they belong to.
        old: lies in a parent.
        new: good and loose.
        reason: why.
        reviewer: who confirmed it.
        mixed: whether the reviewer approved that batches are mixed.
        station_id: at which station.
    """
    asked = Asked(EventKind.REPLACED, old, new, mixed)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def top_up(
    plant: Plant,
    order_id: int,
    code: str,
    parent: str,
    *,
    reason: str,
    reviewer: Reviewer,
    mixed: bool = False,
    station_id: int | None = None,
) -> Done:
    """Put a loose pack into a parent that has room. Arguments and errors as of ``move``."""
    asked = Asked(EventKind.TOPPED_UP, code, parent, mixed)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def move(
    plant: Plant,
    order_id: int,
    code: str,
    parent: str,
    *,
    reason: str,
    reviewer: Reviewer,
    mixed: bool = False,
    station_id: int | None = None,
) -> Done:
    """Move a pack from its parent into another that has room. Else as ``sample``.

    Args:
        plant: where.
        order_id: that they belong to.
        code: of the pack.
        parent: of the pack that it goes into.
        reason: why.
        reviewer: who confirmed it.
        mixed: whether the reviewer approved that batches are mixed.
        station_id: at which station.
    """
    asked = Asked(EventKind.MOVED, code, parent, mixed)
    return do(plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id)


def take_back(
    plant: Plant, order_id: int, event: int, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take an event back: everything is as it was before it, if nothing has happened to its packs since.

    Args:
        plant: where.
        order_id: whose event it is.
        event: its number.
        reason: why.
        reviewer: who confirmed it.
        station_id: at which station.

    Raises:
        InputError: there is no such event in this order, or no reason is given.
        Refused: it was taken back already, is itself a taking back, or its packs have gone on.
    """
    words = grounds(plant, reason, reviewer)
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        found = book.event(event)
        if found.order_id != order_id:
            raise InputError(say("Event {number} belongs to another order.", number=event))
        done = book.apply(
            order,
            rules.take_back(found),
            station_id=station_id,
            actor=plant.actor,
            reviewer=reviewer.name,
            reason=words,
            undoes=event,
        )
    return done, CHANGED


def do(
    plant: Plant,
    order_id: int,
    asked: Asked,
    *,
    reason: str,
    reviewer: Reviewer,
    station_id: int | None = None,
) -> Done:
    """Do whichever exception is asked for; all above but ``take_back`` are this. Else as ``sample``."""
    words = grounds(plant, reason, reviewer)
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        done = book.apply(
            order,
            decided(book, order, asked),
            station_id=station_id,
            actor=plant.actor,
            reviewer=reviewer.name,
            reason=words,
        )
    return done, CHANGED
