"""What a scan names: a pack that the plant knows, and what is told of one that is not taken."""

from desktop.packing.model import Order, Pack
from desktop.packing.refusals import ScanRefused, Why, pack_word, unknown_code
from desktop.packing.scan import code_of
from desktop.storage.packing import StoredBook
from desktop.texts import say

_TELLS_SINCE = frozenset({Why.ALREADY_PACKED, Why.IN_TRAY, Why.REJECTED})
"""Refusals of a pack to which something was done before."""


def scanned_pack(book: StoredBook, text: str) -> Pack:
    """Return the pack that a scan or a typed code names.

    Raises:
        ScanRefused: it is no code, or one that no file brought to this plant.
    """
    code = code_of(text)
    pack = book.pack(code)
    if pack is None:
        raise _of_known_product(book, unknown_code(code), code)
    return pack


def told_since(book: StoredBook, refusal: ScanRefused, pack: Pack, order: Order) -> ScanRefused:
    """Add of which product the pack is, or when and by whom it came to where it is, if packing brought it."""
    if refusal.product_id is not None:
        theirs, ours = book.product_name(refusal.product_id), book.product_name(order.product_id)
        return refusal.adding(
            say("It belongs to {product}; this order packs {own}.", product=theirs, own=ours)
        )
    if refusal.why not in _TELLS_SINCE:
        return refusal
    events = book.events_of_code(pack.id)
    if not events:
        return refusal
    last = events[-1]
    return refusal.since(f"{last.at.astimezone():%Y-%m-%d %H:%M:%S}", last.actor)


def _of_known_product(book: StoredBook, refusal: ScanRefused, code: str) -> ScanRefused:
    """Add whose codes begin as an unknown one does."""
    owner = book.owner_of(code)
    if owner is None:
        return refusal
    name, level = owner
    return refusal.adding(
        say("Codes of {product}, {pack}, begin like this.", product=name, pack=pack_word(level))
    )
