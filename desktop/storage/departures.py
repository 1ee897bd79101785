"""Packs that are on bills are not worked on: what has left the plant is no longer here to be packed.

Which bill a pack was on last says where it is: itself, in a larger pack, or before it was taken out of one.
"""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection

from desktop.packing.bills import RULES, BillState, kind_name
from desktop.packing.model import Decision, EventKind, Pack, PlaceChange
from desktop.packing.refusals import ScanRefused, Why
from desktop.storage import bills, packs
from desktop.storage.bills import StoredBill
from desktop.texts import Text, say

_TAKES_OUT: Final = frozenset({EventKind.SAMPLED, EventKind.SCRAPPED, EventKind.REMOVED})
"""What is still put on record of a pack that left by itself, as a sample or to be destroyed, while its parent
is here: that it lies no longer in there."""
_BY_THEMSELVES: Final = frozenset(rule.kind for rule in RULES if rule.from_packs)


def last_bill(connection: Connection, pack: Pack) -> StoredBill | None:
    """Return the bill a pack was on last: itself, in a larger pack, or before it was taken out of one."""
    last = bills.last_of(connection, _with_parents(connection, pack))
    if last is not None or pack.place.parent_id is not None:
        return last
    former = bills.taken_out_of(connection, pack.id)
    if former is None:
        return None
    parent = packs.by_id(connection, former.parent_id)
    return bills.last_of(connection, _with_parents(connection, parent), before=former.at)


def require_here(connection: Connection, decision: Decision) -> None:
    """Refuse to change packs that have left, or that are on a bill which is open.

    Args:
        connection: of the transaction that would change them.
        decision: what would change. What lies in trays was asked for when it came there, and goes on no bill.

    Raises:
        ScanRefused: the first of them; the sentence names its bill.
    """
    if not bills.exist(connection):
        return
    touched = {one.id: one for one in packs.by_ids(connection, _ids(decision)) if one.place.tray is None}
    _require_contents(connection, touched, decision)
    for pack in touched.values():
        if pack.place.parent_id in touched:
            continue  # where its parent is, it is too
        last = last_bill(connection, pack)
        fault = None if last is None else _fault(pack, last)
        if fault is not None:
            raise ScanRefused(Why.WRONG_STATE, fault)


def _require_contents(connection: Connection, touched: dict[int, Pack], decision: Decision) -> None:
    """Refuse packs that left by themselves out of a parent that is here."""
    for code_id, last in bills.own_last(connection, _inside(touched.values(), touched)).items():
        is_record = decision.kind in _TAKES_OUT and decision.code_id == code_id
        fault = _fault(touched[code_id], last)
        if fault is not None and not (is_record and last.bill.kind in _BY_THEMSELVES):
            raise ScanRefused(Why.WRONG_STATE, fault)


def _inside(found: Iterable[Pack], touched: Collection[int]) -> list[int]:
    return [one.id for one in found if one.place.parent_id in touched]


def _fault(pack: Pack, last: StoredBill) -> Text | None:
    if last.state is BillState.OPEN:
        return say(
            "{code} is on bill {number} ({kind}), which is open: take it off there first, or close the bill.",
            code=pack.code,
            number=last.bill.number,
            kind=kind_name(last.bill.kind),
        )
    if last.bill.rule.incoming:
        return None
    return say(
        "{code} has left on bill {number} ({kind}), {at} by {by}, so nothing is done with it here. If it "
        "comes back, scan it on a bill for returned goods first.",
        code=pack.code,
        number=last.bill.number,
        kind=kind_name(last.bill.kind),
        at=f"{last.at:%Y-%m-%d %H:%M}",
        by=last.by,
    )


def _ids(decision: Decision) -> frozenset[int]:
    found = {change.id for change in decision.changes}
    for change in decision.changes:
        if isinstance(change, PlaceChange):
            found |= {one.parent_id for one in (change.old, change.new) if one.parent_id is not None}
    return frozenset(found)


def _with_parents(connection: Connection, pack: Pack) -> tuple[int, ...]:
    found = [pack]
    while (parent := found[-1].place.parent_id) is not None:
        found.append(packs.by_id(connection, parent))
    return tuple(one.id for one in found)
