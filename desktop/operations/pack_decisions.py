"""What an exception of packing would do: decided from what the book knows of the packs, not applied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop.operations.pack_codes import scanned_pack, told_since
from desktop.packing import rules
from desktop.packing.model import Decision, EventKind, Order, Pack
from desktop.packing.refusals import ScanRefused
from desktop.storage.packing import StoredBook


@dataclass(frozen=True, slots=True)
class Asked:
    """An exception that a person asks for.

    Attributes:
        kind: what is to happen; a scan, or the taking back of an event, is none.
        code: of the pack, scanned or typed.
        other: the second code of those that name two: the new label, the new pack, or the parent.
        mixed: whether the reviewer approves that batches are mixed.
    """

    kind: EventKind
    code: str
    other: str = ""
    mixed: bool = False


def decided(book: StoredBook, order: Order, asked: Asked) -> Decision:
    """Return what an exception does to the packs as they are now.

    Raises:
        ScanRefused: a text is no code of this plant, or the rules of packing forbid it.
    """
    pack = scanned_pack(book, asked.code)
    try:
        return _RULES[asked.kind](book, order, pack, asked)
    except ScanRefused as refusal:
        raise told_since(book, refusal, pack, order) from None


def _away(rule: Callable[..., Decision]) -> "_Rule":
    def decide(book: StoredBook, order: Order, pack: Pack, _asked: Asked) -> Decision:
        return rule(order, pack, book.contents(pack.id), _siblings(book, pack))

    return decide


def _remove(book: StoredBook, order: Order, pack: Pack, _asked: Asked) -> Decision:
    return rules.remove(order, pack, _siblings(book, pack) or ())


def _take_apart(book: StoredBook, order: Order, pack: Pack, _asked: Asked) -> Decision:
    return rules.take_apart(order, pack, book.children(pack.id))


def _relabel(book: StoredBook, order: Order, pack: Pack, asked: Asked) -> Decision:
    return rules.relabel(order, pack, scanned_pack(book, asked.other), book.children(pack.id))


def _replace(book: StoredBook, order: Order, pack: Pack, asked: Asked) -> Decision:
    other = scanned_pack(book, asked.other)
    return rules.replace(order, pack, other, book.contents(pack.id), mixed_approved=asked.mixed)


def _top_up(book: StoredBook, order: Order, pack: Pack, asked: Asked) -> Decision:
    into = scanned_pack(book, asked.other)
    return rules.top_up(order, pack, into, book.children(into.id), mixed_approved=asked.mixed)


def _move(book: StoredBook, order: Order, pack: Pack, asked: Asked) -> Decision:
    into = scanned_pack(book, asked.other)
    there, here = book.children(into.id), _siblings(book, pack) or ()
    return rules.move(order, pack, into, there, here, mixed_approved=asked.mixed)


def _siblings(book: StoredBook, pack: Pack) -> tuple[Pack, ...] | None:
    """Return what lies in the parent of a pack; None if it has none."""
    return None if pack.place.parent_id is None else book.children(pack.place.parent_id)


_Rule = Callable[[StoredBook, Order, Pack, Asked], Decision]
_RULES: Final[Mapping[EventKind, _Rule]] = MappingProxyType(
    {
        EventKind.SAMPLED: _away(rules.sample),
        EventKind.SCRAPPED: _away(rules.scrap),
        EventKind.UNREADABLE: _away(rules.unreadable),
        EventKind.REMOVED: _remove,
        EventKind.TAKEN_APART: _take_apart,
        EventKind.RELABELLED: _relabel,
        EventKind.REPLACED: _replace,
        EventKind.TOPPED_UP: _top_up,
        EventKind.MOVED: _move,
    }
)
