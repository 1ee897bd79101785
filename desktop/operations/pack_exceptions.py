"""Exceptions of packing: each is asked for with a reason, confirmed by a second person, and put on record.

None is ever erased: what was wrong is taken back by a further event, which leaves all as it was before.
"""

from collections.abc import Callable

from desktop.changes import Changes
from desktop.errors import InputError
from desktop.operations.pack_codes import scanned_pack, told_since
from desktop.operations.pack_orders import SETTLING, grounds, order_in
from desktop.operations.packing import CHANGED
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.packing import rules
from desktop.packing.model import Decision, Order, Pack, PackEvent
from desktop.packing.refusals import ScanRefused
from desktop.storage.packing import StoredBook
from desktop.texts import say

__all__ = [
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

_Decide = Callable[[StoredBook, Order, Pack], Decision]


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
    return _do(plant, order_id, code, reason, reviewer, station_id, _away(rules.sample))


def scrap(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Destroy a pack with all that is in it, wherever it lies. Arguments and errors as of ``sample``."""
    return _do(plant, order_id, code, reason, reviewer, station_id, _away(rules.scrap))


def unreadable(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Give up a typed code that no scanner reads; what its pack holds comes loose. Else as ``sample``."""
    return _do(plant, order_id, code, reason, reviewer, station_id, _away(rules.unreadable))


def remove(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take a good pack out of its parent; it is loose then. Arguments and errors as of ``sample``."""

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        return rules.remove(order, pack, _siblings(book, pack) or ())

    return _do(plant, order_id, code, reason, reviewer, station_id, decide)


def take_apart(
    plant: Plant, order_id: int, code: str, *, reason: str, reviewer: Reviewer, station_id: int | None = None
) -> Done:
    """Take everything out of a pack: good and loose; its own label is destroyed. Else as ``sample``."""

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        return rules.take_apart(order, pack, book.children(pack.id))

    return _do(plant, order_id, code, reason, reviewer, station_id, decide)


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

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        return rules.relabel(order, pack, scanned_pack(book, new), book.children(pack.id))

    return _do(plant, order_id, old, reason, reviewer, station_id, decide)


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

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        other = scanned_pack(book, new)
        return rules.replace(order, pack, other, book.contents(pack.id), mixed_approved=mixed)

    return _do(plant, order_id, old, reason, reviewer, station_id, decide)


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

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        into = scanned_pack(book, parent)
        return rules.top_up(order, pack, into, book.children(into.id), mixed_approved=mixed)

    return _do(plant, order_id, code, reason, reviewer, station_id, decide)


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

    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        into = scanned_pack(book, parent)
        there, here = book.children(into.id), _siblings(book, pack) or ()
        return rules.move(order, pack, into, there, here, mixed_approved=mixed)

    return _do(plant, order_id, code, reason, reviewer, station_id, decide)


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


def _do(
    plant: Plant,
    order_id: int,
    code: str,
    reason: str,
    reviewer: Reviewer,
    station_id: int | None,
    decide: _Decide,
) -> Done:
    words = grounds(plant, reason, reviewer)
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        pack = scanned_pack(book, code)
        try:
            decision = decide(book, order, pack)
        except ScanRefused as refusal:
            raise told_since(book, refusal, pack) from None
        done = book.apply(
            order,
            decision,
            station_id=station_id,
            actor=plant.actor,
            reviewer=reviewer.name,
            reason=words,
        )
    return done, CHANGED


def _away(rule: Callable[..., Decision]) -> _Decide:
    def decide(book: StoredBook, order: Order, pack: Pack) -> Decision:
        return rule(order, pack, book.contents(pack.id), _siblings(book, pack))

    return decide


def _siblings(book: StoredBook, pack: Pack) -> tuple[Pack, ...] | None:
    """Return what lies in the parent of a pack; None if it has none."""
    return None if pack.place.parent_id is None else book.children(pack.place.parent_id)
