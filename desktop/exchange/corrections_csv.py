"""Corrections of relations that the platform has already: codes replaced, packs bound and unbound.

The platform knows three single corrections (public interfaces of it replace a code, bind a pack and unbind
one); a person enters them from two tables, replacements first. What happened in between does not matter
there, so the tables hold what came of it all.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from desktop.exchange.csv_writer import csv_bytes
from desktop.packing.model import EventKind, PackEvent, PlaceChange

UNBIND = "unbind"
BIND = "bind"


@dataclass(frozen=True, slots=True)
class Binding:
    """A pack that lies in another place than before.

    Attributes:
        pack: id of the code that it had before; ``code``: of the one that it has now.
        before, now: ids of the codes that its parents have now; None: it lay, or lies, in no pack.
    """

    pack: int
    code: int
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What became of packs, by the ids of their codes.

    Attributes:
        replaced: old code and the one that stands in its place.
        moved: packs that lie elsewhere.
    """

    replaced: tuple[tuple[int, int], ...]
    moved: tuple[Binding, ...]

    @property
    def ids(self) -> frozenset[int]:
        """All codes that are named."""
        named = {one for pair in self.replaced for one in pair}
        for row in self.moved:
            named |= {row.pack, row.code} | {one for one in (row.before, row.now) if one is not None}
        return frozenset(named)

    def known(self, ids: Collection[int]) -> "Corrections":
        """Leave out what the platform cannot undo, as of old codes it knows ``ids`` only."""
        return Corrections(
            tuple(pair for pair in self.replaced if pair[0] in ids),
            tuple(
                row if row.pack in ids else Binding(row.pack, row.code, None, row.now)
                for row in self.moved
                if row.pack in ids or row.now is not None
            ),
        )


def corrections_of(events: Iterable[PackEvent], relabelled: Collection[int] = ()) -> Corrections:
    """Return what came of events.

    Args:
        events: of one order, in their order.
        relabelled: numbers of earlier events that gave a pack a new code; they may be taken back now.
    """
    names = _Names()
    new_labels = set(relabelled)
    first: dict[int, int | None] = {}
    last: dict[int, int | None] = {}
    for event in events:
        decision = event.decision
        old, new = decision.code_id, decision.other_id
        if decision.kind is EventKind.RELABELLED and new is not None:
            new_labels.add(event.number)
            names.replace(old, new)
        elif event.undoes in new_labels and new is not None:
            names.replace(new, old)
        else:
            for change in decision.changes:
                if isinstance(change, PlaceChange):
                    pack = names.first(change.id)
                    first.setdefault(pack, names.first_or_none(change.old.parent_id))
                    last[pack] = names.first_or_none(change.new.parent_id)
    return Corrections(
        names.replaced,
        tuple(
            Binding(pack, names.now(pack), names.now_or_none(was), names.now_or_none(last[pack]))
            for pack, was in first.items()
            if was != last[pack]
        ),
    )


class _Names:
    """Which code each pack had first, and which it has now. A new label leaves a pack and its place as is."""

    def __init__(self) -> None:
        self._now: dict[int, int] = {}
        self._first: dict[int, int] = {}

    def replace(self, old: int, new: int) -> None:
        pack = self._first.pop(old, old)
        self._now[pack] = new
        self._first[new] = pack

    def first(self, code: int) -> int:
        return self._first.get(code, code)

    def now(self, pack: int) -> int:
        return self._now.get(pack, pack)

    def first_or_none(self, code: int | None) -> int | None:
        return None if code is None else self.first(code)

    def now_or_none(self, pack: int | None) -> int | None:
        return None if pack is None else self.now(pack)

    @property
    def replaced(self) -> tuple[tuple[int, int], ...]:
        return tuple((pack, code) for pack, code in self._now.items() if pack != code)


def replacements_csv(corrections: Corrections, codes: Mapping[int, str]) -> bytes:
    """Write the table of replaced codes: old_code, new_code."""
    rows = [(codes[old], codes[new]) for old, new in corrections.replaced]
    return csv_bytes(("old_code", "new_code"), rows)


def bindings_csv(corrections: Corrections, codes: Mapping[int, str]) -> bytes:
    """Write the table of packs that are unbound and bound, all unbinding first: parent, child, action."""
    moved = corrections.moved
    rows = [(codes[row.before], codes[row.code], UNBIND) for row in moved if row.before is not None]
    rows += [(codes[row.now], codes[row.code], BIND) for row in moved if row.now is not None]
    return csv_bytes(("parent", "child", "action"), rows)
