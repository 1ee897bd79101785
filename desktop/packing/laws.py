"""What is true of every tree of packs at every moment, whatever was done to it.

Rules say what a person may do; laws say what must hold when it is done. They are checked after each event in
the same transaction, so that a rule that forgets something, two stations at once, or the taking back of an
event behind which others followed cannot leave an unlawful tree.
"""

from collections.abc import Sequence

from desktop.errors import Refused
from desktop.packing.model import Order, Pack, PackFlag, StateChange
from desktop.packing.refusals import of_batches, pack_word
from desktop.products.code_pool import MOVES, TAKE_BACKS, CodeState, state_name
from desktop.texts import Text, say

_HOLDING = frozenset({CodeState.VERIFIED, CodeState.PACKED})
"""States of a pack that may hold others."""


def flag_of(order: Order, level: int, children: Sequence[Pack]) -> PackFlag | None:
    """Tell how a pack of ``level`` is filled, by what lies in it; None if nothing does.

    Partial is a pack that itself holds fewer packs than its ratio says; that one of them is partial is told
    by that one's flag. Mixed is a pack that holds anything, at whatever depth, of another batch than the
    order's, whose lot stands on its label.
    """
    if not children:
        return None
    mixed = any(of_batches(child) != {order.batch_id} for child in children)
    partial = len(children) < order.room(level)
    return PackFlag(PackFlag.MIXED * mixed + PackFlag.PARTIAL * partial)


def check(order: Order, parent: Pack, children: Sequence[Pack]) -> None:
    """Check a pack that was touched, and what lies in it, as they are when an event is done.

    To be called for each parent that a place named before or after, and for each pack whose state or place
    changed (with no children if it holds none).

    Raises:
        Refused: a law is broken; the sentence names it. Nothing of the event may stay.
    """
    _check_stands(order, parent, len(children))
    if not children:
        return
    if parent.level == 1 or parent.state not in _HOLDING:
        raise _broken(
            parent,
            say(
                "it is {pack}, {state}, and cannot hold packs",
                pack=pack_word(parent.level),
                state=state_name(parent.state),
            ),
        )
    for child in children:
        _check_child(order, parent, child)
    _check_places(parent, children, order.room(parent.level))


def check_tray(tray: Sequence[Pack]) -> None:
    """Check the tray of a station: packs of one level, each in a place of its own.

    To be called for each tray that a place named afterwards.

    Raises:
        Refused: it holds what does not go into one parent.
    """
    levels = sorted({pack.level for pack in tray})
    if len(levels) > 1:
        raise _broken(
            tray[-1],
            say(
                "the tray would hold {one} and {other}", one=pack_word(levels[0]), other=pack_word(levels[-1])
            ),
        )
    places = [pack.place.place for pack in tray]
    if len(set(places)) < len(places):
        raise _broken(tray[-1], say("two packs would have one place in the tray"))


def check_step(change: StateChange, *, taking_back: bool) -> None:
    """Check one step in the life of a code. One that only says what is (old = new) is none, and lawful.

    Args:
        change: the step.
        taking_back: whether the event takes another back; only then it may go back.

    Raises:
        Refused: codes do not go that way.
    """
    step = (change.old, change.new)
    if change.old is change.new or step in MOVES or (taking_back and step in TAKE_BACKS):
        return
    raise Refused(
        say(
            "A code that is {old} does not become {new} here. Nothing was changed; look the code up.",
            old=state_name(change.old),
            new=state_name(change.new),
        )
    )


def _check_child(order: Order, parent: Pack, child: Pack) -> None:
    if child.level != parent.level - 1:
        raise _broken(
            parent,
            say(
                "{child} in it is {found}, expected {expected}",
                child=child.code,
                found=pack_word(child.level),
                expected=pack_word(parent.level - 1),
            ),
        )
    if child.product_id != order.product_id or parent.product_id != order.product_id:
        raise _broken(parent, say("{child} in it is of another product", child=child.code))
    if child.place.parent_id != parent.id:
        raise _broken(parent, say("{child} lies somewhere else", child=child.code))
    _check_stands(order, child, child.children)


def _check_places(parent: Pack, children: Sequence[Pack], room: int) -> None:
    if len(children) > room:
        raise _broken(
            parent, say("it would hold {found} packs, at most {room}", found=len(children), room=room)
        )
    taken: set[int] = set()
    for child in children:
        place = child.place.place
        if place is None or not 1 <= place <= room:
            raise _broken(
                parent, say("place {place} is none of its places 1 to {room}", place=place, room=room)
            )
        if place in taken:
            raise _broken(parent, say("two packs have its place {place}", place=place))
        taken.add(place)


def _check_stands(order: Order, pack: Pack, children: int) -> None:
    """A pack's state and place agree with each other and with what it holds."""
    state, place = pack.state, pack.place
    lying = place.parent_id is not None or place.tray is not None
    if place.parent_id is not None and place.tray is not None:
        raise _broken(pack, say("it lies in a pack and in a tray at once"))
    if lying and pack.level > 1 and not children:
        raise _broken(pack, say("it is empty, and an empty pack lies in no other and in no tray"))
    if place.tray is not None and state is not CodeState.VERIFIED:
        raise _broken(pack, say("it lies in a tray and is {state}", state=state_name(state)))
    packed = place.parent_id is not None or (pack.level == order.top and children > 0)
    if packed != (state is CodeState.PACKED):
        raise _broken(
            pack,
            say(
                "it is {state}, but only what lies in a pack or is a filled pack of the largest level is "
                "packed, and all of that is",
                state=state_name(state),
            ),
        )


def _broken(pack: Pack, law: Text) -> Refused:
    return Refused(
        say(
            "{code}: {law}. So it is not done and nothing was changed; look the code up to see where it is.",
            code=pack.code,
            law=law,
        )
    )
