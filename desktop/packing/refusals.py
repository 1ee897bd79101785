"""Why a pack is not taken, in one sentence: what was expected, what came, where it is, what to do.

The rows are those of bad inputs that a packing line must stop at: a code of another product, level or batch,
one that is packed, rejected, unknown or not printed, two codes at once, the product's bar code.
"""

from collections.abc import Sequence
from enum import StrEnum

from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.errors import Refused
from desktop.packing.model import Order, Pack, Place
from desktop.packing.tray import free_place
from desktop.products.code_pool import CodeState, state_name
from desktop.texts import Text, say, say_count


class Why(StrEnum):
    """The kind of a refusal: chooses sound, colour and picture."""

    WRONG_LEVEL = "wrong level"
    WRONG_PRODUCT = "wrong product"
    WRONG_BATCH = "wrong batch"
    ALREADY_PACKED = "already packed"
    IN_TRAY = "in the tray"
    REJECTED = "rejected"
    UNKNOWN_CODE = "unknown code"
    NOT_PRINTED = "not printed"
    FULL = "full"
    NOT_FILLED = "not filled"
    """A pack that should hold packs holds none."""
    NOT_FULL = "not full"
    SAME = "same"
    """One pack was named for both, or read twice."""
    PRODUCT_BAR_CODE = "product bar code"
    TWO_CODES = "two codes"
    NOT_A_CODE = "not a code"
    WRONG_STATE = "wrong state"
    """What is asked for is not done with a pack that is where this one is."""


class ScanRefused(Refused):
    """A scan or an exception was not taken; nothing has changed.

    Attributes:
        why: its kind.
        product_id: the other product that the pack is of, where that is why.
    """

    def __init__(
        self, why: Why, text: Text, details: Sequence[Text] = (), product_id: int | None = None
    ) -> None:
        super().__init__(text, details)
        self.why, self.product_id = why, product_id

    def adding(self, told: Text) -> "ScanRefused":
        """Return the refusal with one more sentence."""
        return ScanRefused(self.why, self.text, (*self.details, told), self.product_id)

    def since(self, when: str, who: str) -> "ScanRefused":
        """Return the refusal with when and by whom the pack came to where it is."""
        return self.adding(say("That was done on {when} by {who}.", when=when, who=who))


def pack_word(level: int) -> Text:
    """Name one pack of a level: a unit, a bundle, a case, a pallet.

    >>> str(pack_word(2))
    'a bundle'
    """
    return (
        say("a unit"),
        say("a bundle"),
        say("a case"),
        say("a pallet"),
        say("a pack of level 5"),
    )[level - 1]


def unknown_code(code: str) -> ScanRefused:
    """Refuse a code that no imported file held."""
    return ScanRefused(
        Why.UNKNOWN_CODE,
        say(
            "{code} is not among the codes of this plant: no file with it was imported. Put the pack aside "
            "and look where its label comes from.",
            code=code,
        ),
    )


def require_product(order: Order, pack: Pack) -> None:
    """Refuse a pack of another product; nobody may approve that.

    Raises:
        ScanRefused: it is of another product.
    """
    if pack.product_id != order.product_id:
        raise ScanRefused(
            Why.WRONG_PRODUCT,
            say(
                "{code} is of another product: its first seven digits are {prefix}. Different products are "
                "never packed together; take it off the line and look where it comes from.",
                code=pack.code,
                prefix=pack.code[:PREFIX_LENGTH],
            ),
            product_id=pack.product_id,
        )


def require_level(pack: Pack, level: int) -> None:
    """Refuse a pack of another level than the one that is asked for.

    Raises:
        ScanRefused: it is of another level.
    """
    if pack.level != level:
        raise ScanRefused(
            Why.WRONG_LEVEL,
            say(
                "{code} is the code of {found}; scan the code of {expected}.",
                code=pack.code,
                found=pack_word(pack.level),
                expected=pack_word(level),
            ),
        )


def require_printed(pack: Pack) -> None:
    """Refuse a code that is on no good label.

    Raises:
        ScanRefused: it was not printed, was given up, or nobody knows.
    """
    state = pack.state
    if state in {CodeState.AVAILABLE, CodeState.ALLOCATED, CodeState.SENT}:
        raise ScanRefused(
            Why.NOT_PRINTED,
            say(
                "{code} is {state}: no printer has said that its label is printed. Put the pack aside and "
                "look where the label comes from.",
                code=pack.code,
                state=state_name(state),
            ),
        )
    if state is CodeState.UNKNOWN:
        raise ScanRefused(
            Why.WRONG_STATE,
            say(
                "After a fault nobody knows whether {code} was printed once. Put the pack aside and settle "
                "its print job by the last good label.",
                code=pack.code,
            ),
        )
    if state not in {CodeState.PRINTED, CodeState.VERIFIED, CodeState.PACKED}:
        raise ScanRefused(
            Why.REJECTED,
            say(
                "{code} is {state} and never used again. Take the pack off the line and destroy its label.",
                code=pack.code,
                state=state_name(state),
            ),
        )


def require_batch(order: Order, pack: Pack, *, mixed_approved: bool) -> None:
    """Refuse a pack of another batch, unless a reviewer approved that batches are mixed.

    Raises:
        ScanRefused: it is of another batch, or holds packs of one.
    """
    if not mixed_approved and of_batches(pack) != {order.batch_id}:
        raise ScanRefused(
            Why.WRONG_BATCH,
            say(
                "{code} is of another batch than this order, or holds packs of one. Take it off the line; "
                "where batches are to be mixed, a reviewer approves it first.",
                code=pack.code,
            ),
        )


def require_label_of_batch(order: Order, pack: Pack) -> None:
    """Refuse a label to be filled that bears another lot than the order's.

    Raises:
        ScanRefused: it does.
    """
    if pack.batch_id != order.batch_id:
        raise ScanRefused(
            Why.WRONG_BATCH,
            say(
                "The label {code} bears another batch than this order. Scan a label that was printed for "
                "this order.",
                code=pack.code,
            ),
        )


def of_batches(pack: Pack) -> frozenset[int | None]:
    """Return the batches that go along with a pack: its own, or those of what is in it."""
    return frozenset(pack.batches) if pack.batches else frozenset({pack.batch_id})


def require_loose(pack: Pack) -> None:
    """Refuse a pack that lies in another, in a tray, or is a filled one of the largest level.

    Raises:
        ScanRefused: it does; the sentence says where.
    """
    if pack.place.tray is not None:
        raise ScanRefused(
            Why.IN_TRAY,
            say(
                "{code} was scanned before: it lies in the tray, place {place}. Scan the next pack, or take "
                "that scan back first.",
                code=pack.code,
                place=pack.place.place,
            ),
        )
    if pack.place.parent_id is not None:
        raise ScanRefused(
            Why.ALREADY_PACKED,
            say(
                "{code} is already packed: it is in {parent}, place {place}. If both packs are here, one "
                "label stands on two of them: put them aside. Otherwise take it out of {parent} first.",
                code=pack.code,
                parent=pack.parent_code,
                place=pack.place.place,
            ),
        )
    if pack.state is CodeState.PACKED:
        raise ScanRefused(
            Why.ALREADY_PACKED,
            say("{code} is already packed: it is filled and goes into no other pack.", code=pack.code),
        )


def require_filled(pack: Pack) -> None:
    """Refuse a larger pack that holds nothing.

    Raises:
        ScanRefused: it is empty.
    """
    if pack.level > 1 and not pack.children:
        raise ScanRefused(
            Why.NOT_FILLED,
            say(
                "{code} is the code of {pack} that holds nothing yet. Fill it first: scan what is in it, "
                "then its own code.",
                code=pack.code,
                pack=pack_word(pack.level),
            ),
        )


def require_empty(pack: Pack) -> None:
    """Refuse a label that stands on a filled pack.

    Raises:
        ScanRefused: it holds packs.
    """
    if pack.children:
        raise ScanRefused(
            Why.ALREADY_PACKED,
            say_count(
                "{code} is already packed: it holds {n} pack. Scan a label that is not used yet.",
                "{code} is already packed: it holds {n} packs. Scan a label that is not used yet.",
                n=pack.children,
                code=pack.code,
            ),
        )


def require_other(one: Pack, other: Pack) -> None:
    """Refuse one pack in two parts of an exception.

    Raises:
        ScanRefused: both are the same.
    """
    if one.id == other.id:
        raise ScanRefused(
            Why.SAME, say("{code} was scanned for both. Scan two different codes.", code=one.code)
        )


def require_in_parent(pack: Pack) -> int:
    """Return in what a pack lies.

    Raises:
        ScanRefused: it lies in no other pack.
    """
    if pack.place.parent_id is None:
        raise ScanRefused(
            Why.WRONG_STATE,
            say("{code} is in no other pack, so it cannot be taken out of one.", code=pack.code),
        )
    return pack.place.parent_id


def require_not_last(pack: Pack, siblings: Sequence[Pack]) -> None:
    """Refuse to empty a parent pack by pack.

    Args:
        pack: lies in a parent.
        siblings: what lies in that parent, the pack itself included or not.

    Raises:
        ScanRefused: nothing would be left in it.
    """
    if all(one.id == pack.id for one in siblings):
        raise ScanRefused(
            Why.WRONG_STATE,
            say(
                "{code} is the last pack in {parent}, which would be empty. Take {parent} apart first.",
                code=pack.code,
                parent=pack.parent_code,
            ),
        )


def require_good(order: Order, pack: Pack, level: int) -> None:
    """Refuse a pack of another product or level, or without a good label.

    Raises:
        ScanRefused: it is one.
    """
    require_product(order, pack)
    require_level(pack, level)
    require_printed(pack)


def require_same_tray(order: Order, tray: Sequence[Pack], level: int) -> None:
    """Refuse to go on with a tray that was begun for another level or product.

    Raises:
        ScanRefused: it was.
    """
    for one in tray:
        if one.level != level - 1 or one.product_id != order.product_id:
            raise ScanRefused(
                Why.WRONG_STATE,
                say(
                    "The tray still holds {code}, {found}, that was scanned for something else. Take that "
                    "scan back first.",
                    code=one.code,
                    found=pack_word(one.level),
                ),
            )


def require_count(order: Order, parent: Pack, tray: Sequence[Pack], *, partial: bool) -> None:
    """Refuse to fill a parent above its ratio, or below it unless that is wanted.

    Raises:
        ScanRefused: the tray does not hold as many as it should.
    """
    room = order.room(parent.level)
    if len(tray) > room:
        raise ScanRefused(
            Why.FULL,
            say(
                "{found} packs lie in the tray, but {code} holds {room}. Take the last scans back.",
                found=len(tray),
                code=parent.code,
                room=room,
            ),
        )
    if len(tray) < room and not partial:
        raise ScanRefused(
            Why.NOT_FULL,
            say(
                "{found} of {room} packs lie in the tray. Scan the missing ones before {code}, or close it "
                "as a partial pack with a reason.",
                found=len(tray),
                room=room,
                code=parent.code,
            ),
        )


def room_in(order: Order, parent: Pack, siblings: Sequence[Pack]) -> Place:
    """Return the place in a filled parent where one more pack goes.

    Raises:
        ScanRefused: the parent is not good, empty or full.
    """
    require_good(order, parent, parent.level)
    require_filled(parent)
    place = free_place(siblings, order.room(parent.level))
    if place is None:
        raise ScanRefused(
            Why.FULL,
            say(
                "{code} is full: it holds {room} packs, and no more go into it. Scan one that has room.",
                code=parent.code,
                room=order.room(parent.level),
            ),
        )
    return Place(parent_id=parent.id, place=place)
