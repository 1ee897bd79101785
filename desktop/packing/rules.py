"""What may be done with packs: each action is decided here, from what is known of them, not applied.

A decision changes nothing. It lists what was and what is to be, so that it applies only if nothing happened
in between, and can be taken back exactly. Reasons, persons and reviewers are no matter of these rules:
whoever calls them has asked for these before.
"""

from collections.abc import Sequence

from desktop.packing.model import (
    LOOSE,
    STOPS,
    Change,
    Decision,
    EventKind,
    Order,
    Pack,
    PackEvent,
    Place,
    PlaceChange,
    StateChange,
)
from desktop.packing.refusals import (
    ScanRefused,
    Why,
    pack_word,
    require_batch,
    require_count,
    require_empty,
    require_filled,
    require_good,
    require_in_parent,
    require_label_of_batch,
    require_loose,
    require_not_last,
    require_other,
    require_same_tray,
    room_in,
)
from desktop.packing.steps import all_out, into, out, read
from desktop.packing.tray import free_place
from desktop.products.code_pool import CodeState
from desktop.texts import say, say_count


def collect(
    order: Order, pack: Pack, tray: Sequence[Pack], station: int, level: int, *, mixed_approved: bool = False
) -> Decision:
    """Take a scanned pack into the tray of a station.

    Args:
        order: that the line packs.
        pack: that was scanned.
        tray: what lies in the tray.
        station: whose tray it is.
        level: of the packs that the station fills, from 2; it takes packs of the level below.
        mixed_approved: whether a reviewer approved that this tray mixes batches.

    Raises:
        ScanRefused: it is not to be packed here.
    """
    require_good(order, pack, level - 1)
    require_loose(pack)
    require_filled(pack)
    require_batch(order, pack, mixed_approved=mixed_approved)
    require_same_tray(order, tray, level)
    place = free_place(tray, order.room(level))
    if place is None:
        raise ScanRefused(
            Why.FULL,
            say_count(
                "The tray is full with {n} pack: scan the code of {parent} before {code}.",
                "The tray is full with {n} packs: scan the code of {parent} before {code}.",
                n=len(tray),
                parent=pack_word(level),
                code=pack.code,
            ),
        )
    changes = (*read(pack), PlaceChange(pack.id, pack.place, Place(tray=station, place=place)))
    return Decision(EventKind.COLLECTED, pack.id, None, changes)


def pack_into(
    order: Order,
    parent: Pack,
    tray: Sequence[Pack],
    *,
    station: int,
    partial: bool = False,
    mixed_approved: bool = False,
) -> Decision:
    """Put what the tray holds into a parent whose label was scanned or just printed.

    Args:
        order: that the line packs.
        parent: good, loose and empty.
        tray: what lies in the tray.
        station: whose tray it is.
        partial: whether fewer packs than the ratio says are wanted, for a reason that was given.
        mixed_approved: whether a reviewer approved that batches are mixed.

    Raises:
        ScanRefused: the parent or the tray is not as it must be.
    """
    if not tray:
        raise ScanRefused(
            Why.NOT_FULL,
            say("The tray is empty: scan what goes into {code} before its own code.", code=parent.code),
        )
    require_good(order, parent, tray[0].level + 1)
    require_empty(parent)
    require_loose(parent)
    require_label_of_batch(order, parent)
    for pack in tray:
        require_good(order, pack, parent.level - 1)
        require_batch(order, pack, mixed_approved=mixed_approved)
    require_count(order, parent, tray, partial=partial)
    changes: list[Change] = [*read(parent)]
    for number, pack in enumerate(sorted(tray, key=_by_place), start=1):
        old = Place(tray=station, place=pack.place.place)
        changes.append(PlaceChange(pack.id, old, Place(parent_id=parent.id, place=number)))
        changes += read(pack)
        changes.append(StateChange(pack.id, CodeState.VERIFIED, CodeState.PACKED))
    if parent.level == order.top:
        changes.append(StateChange(parent.id, CodeState.VERIFIED, CodeState.PACKED))
    return Decision(EventKind.PACKED, parent.id, None, tuple(changes))


def remove(order: Order, pack: Pack, siblings: Sequence[Pack]) -> Decision:
    """Take a pack out of its parent; it stays good. ``siblings``: what lies in that parent.

    Raises:
        ScanRefused: it is in none, or the last in it.
    """
    require_good(order, pack, pack.level)
    parent = require_in_parent(pack)
    require_not_last(pack, siblings)
    return Decision(EventKind.REMOVED, pack.id, parent, out(pack, CodeState.VERIFIED))


def sample(
    order: Order, pack: Pack, contents: Sequence[Pack], siblings: Sequence[Pack] | None = None
) -> Decision:
    """Take a pack with all that is in it for testing, wherever it lies.

    Args:
        order: that it belongs to.
        pack: that is taken.
        contents: what is in it, at all depths.
        siblings: what lies in its parent; without it, emptying the parent is left to the laws.

    Raises:
        ScanRefused: it is not good any more, or the last in its parent.
    """
    return _away(order, pack, contents, siblings, EventKind.SAMPLED, CodeState.SAMPLED)


def scrap(
    order: Order, pack: Pack, contents: Sequence[Pack], siblings: Sequence[Pack] | None = None
) -> Decision:
    """Destroy a pack with all that is in it, wherever it lies. Arguments and refusals as of ``sample``."""
    return _away(order, pack, contents, siblings, EventKind.SCRAPPED, CodeState.SPOILED)


def scrap_loose(order: Order, pack: Pack, contents: Sequence[Pack], level: int) -> Decision:
    """Destroy one of many packs of a level, of which nobody looks at each: only what lies nowhere.

    Raises:
        ScanRefused: it is of another level or batch, not good any more, or lies in a pack or in a tray.
    """
    require_good(order, pack, level)
    require_label_of_batch(order, pack)
    require_loose(pack)
    return scrap(order, pack, contents)


def unreadable(
    order: Order, pack: Pack, contents: Sequence[Pack], siblings: Sequence[Pack] | None = None
) -> Decision:
    """Give up a code that was typed since no scanner reads it; what its pack holds is good and comes loose.

    Arguments and refusals as of ``sample``. Where the pack shall keep its contents, ``relabel`` it instead.
    """
    require_good(order, pack, pack.level)
    if siblings is not None and pack.place.parent_id is not None:
        require_not_last(pack, siblings)
    freed = all_out((one for one in contents if one.place.parent_id == pack.id), CodeState.VERIFIED)
    changes = (*freed, *out(pack, CodeState.SPOILED))
    return Decision(EventKind.UNREADABLE, pack.id, pack.place.parent_id, changes)


def top_up(
    order: Order, pack: Pack, parent: Pack, siblings: Sequence[Pack], *, mixed_approved: bool = False
) -> Decision:
    """Put a loose pack into a parent that has room. ``siblings``: what lies in that parent.

    Raises:
        ScanRefused: the pack may not go there, or there is no room.
    """
    require_good(order, pack, parent.level - 1)
    require_loose(pack)
    require_filled(pack)
    require_batch(order, pack, mixed_approved=mixed_approved)
    there = room_in(order, parent, siblings)
    return Decision(EventKind.TOPPED_UP, pack.id, parent.id, into(pack, there))


def replace(
    order: Order, old: Pack, new: Pack, contents_of_old: Sequence[Pack], *, mixed_approved: bool = False
) -> Decision:
    """Put a loose pack in the place of one in a parent; the old one is destroyed with all that is in it.

    Raises:
        ScanRefused: the old one is in no parent, or the new one may not take its place.
    """
    require_other(old, new)
    require_good(order, old, old.level)
    parent = require_in_parent(old)
    require_good(order, new, old.level)
    require_loose(new)
    require_filled(new)
    require_batch(order, new, mixed_approved=mixed_approved)
    changes = (
        *all_out(contents_of_old, CodeState.SPOILED),
        *out(old, CodeState.SPOILED),
        *into(new, Place(parent_id=parent, place=old.place.place)),
    )
    return Decision(EventKind.REPLACED, old.id, new.id, changes)


def relabel(order: Order, old: Pack, new: Pack, children: Sequence[Pack]) -> Decision:
    """Give a pack a new code for a damaged one: it keeps its place and what is in it.

    Args:
        order: that it belongs to.
        old: the damaged code; spoiled afterwards.
        new: the code of the new label: printed for the same level and batch, on no pack yet.
        children: what lies directly in the pack.

    Raises:
        ScanRefused: one of the two codes is not as it must be.
    """
    require_other(old, new)
    require_good(order, old, old.level)
    require_good(order, new, old.level)
    require_empty(new)
    require_loose(new)
    if new.batch_id != old.batch_id:
        raise ScanRefused(
            Why.WRONG_BATCH,
            say(
                "The label {new} bears another batch than {old}, whose place it shall take. Print one for "
                "the same batch.",
                new=new.code,
                old=old.code,
            ),
        )
    changes: list[Change] = [
        *out(old, CodeState.SPOILED),
        *read(new),
        PlaceChange(new.id, LOOSE, old.place),
        # Also where nothing changes it is said what is: taking this back must fail once the new code went on.
        StateChange(
            new.id,
            CodeState.VERIFIED,
            CodeState.PACKED if old.state is CodeState.PACKED else CodeState.VERIFIED,
        ),
    ]
    changes += [
        PlaceChange(child.id, child.place, Place(parent_id=new.id, place=child.place.place))
        for child in children
    ]
    return Decision(EventKind.RELABELLED, old.id, new.id, tuple(changes))


def take_apart(order: Order, parent: Pack, children: Sequence[Pack]) -> Decision:
    """Take everything out of a pack: its packs are good and loose, its own label is destroyed.

    Raises:
        ScanRefused: it holds nothing, or lies in another pack or in a tray.
    """
    require_good(order, parent, parent.level)
    if parent.level == 1 or not children:
        raise ScanRefused(
            Why.NOT_FILLED,
            say("{code} holds no packs, so there is nothing to take apart.", code=parent.code),
        )
    if parent.place.tray is not None:
        require_loose(parent)
    if parent.place.parent_id is not None:
        raise ScanRefused(
            Why.WRONG_STATE,
            say(
                "{code} is itself in {parent}, place {place}. Take it out of there, then take it apart.",
                code=parent.code,
                parent=parent.parent_code,
                place=parent.place.place,
            ),
        )
    changes = (*all_out(children, CodeState.VERIFIED), *out(parent, CodeState.SPOILED))
    return Decision(EventKind.TAKEN_APART, parent.id, None, changes)


def move(
    order: Order,
    pack: Pack,
    parent: Pack,
    siblings_there: Sequence[Pack],
    siblings_here: Sequence[Pack],
    *,
    mixed_approved: bool = False,
) -> Decision:
    """Move a pack from its parent into another that has room.

    Args:
        order: that it belongs to.
        pack: lies in a parent.
        parent: where it shall go.
        siblings_there: what lies in the new parent.
        siblings_here: what lies in the present one.
        mixed_approved: whether a reviewer approved that the new parent mixes batches.

    Raises:
        ScanRefused: it may not go there, or would leave its present parent empty.
    """
    require_good(order, pack, parent.level - 1)
    here = require_in_parent(pack)
    if here == parent.id:
        raise ScanRefused(
            Why.SAME,
            say(
                "{code} is in {parent} already. Scan the pack that it shall go into.",
                code=pack.code,
                parent=parent.code,
            ),
        )
    require_not_last(pack, siblings_here)
    require_batch(order, pack, mixed_approved=mixed_approved)
    there = room_in(order, parent, siblings_there)
    return Decision(EventKind.MOVED, pack.id, parent.id, (PlaceChange(pack.id, pack.place, there),))


def take_back(event: PackEvent) -> Decision:
    """Undo an event: the same changes the other way round, if everything is still as it left it.

    An event is taken back once at most; whoever keeps the events sees to that.

    Raises:
        ScanRefused: the event is itself a taking back, or of a station and no pack.
    """
    done = event.decision
    if done.kind in STOPS:
        raise ScanRefused(
            Why.WRONG_STATE,
            say(
                "Event {number} is of a station whose labels slipped, and is not taken back: put it right at "
                "the station and resume there.",
                number=event.number,
            ),
        )
    if done.kind is EventKind.TAKEN_BACK:
        raise ScanRefused(
            Why.WRONG_STATE,
            say(
                "Event {number} took another one back, and is not taken back itself. Do again what it undid.",
                number=event.number,
            ),
        )
    return Decision(EventKind.TAKEN_BACK, done.code_id, done.other_id, done.inverse)


def _away(
    order: Order,
    pack: Pack,
    contents: Sequence[Pack],
    siblings: Sequence[Pack] | None,
    kind: EventKind,
    state: CodeState,
) -> Decision:
    require_good(order, pack, pack.level)
    if siblings is not None and pack.place.parent_id is not None:
        require_not_last(pack, siblings)
    changes = (*all_out(contents, state), *out(pack, state))
    return Decision(kind, pack.id, pack.place.parent_id, changes)


def _by_place(pack: Pack) -> int:
    return pack.place.place or 0
