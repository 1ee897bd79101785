"""What a scan names: a pack that the plant knows, and what is told of one that is not taken."""

from desktop.packing.model import Pack
from desktop.packing.refusals import ScanRefused, Why, unknown_code
from desktop.packing.scan import code_of
from desktop.storage.packing import StoredBook

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
        raise unknown_code(code)
    return pack


def told_since(book: StoredBook, refusal: ScanRefused, pack: Pack) -> ScanRefused:
    """Add when and by whom the pack came to where it is, if packing brought it there."""
    if refusal.why not in _TELLS_SINCE:
        return refusal
    events = book.events_of_code(pack.id)
    if not events:
        return refusal
    last = events[-1]
    return refusal.since(f"{last.at.astimezone():%Y-%m-%d %H:%M:%S}", last.actor)
