"""Whether a pack may go on a bill: each refusal says what is missing, or where the pack is."""

from desktop.errors import Refused
from desktop.packing.bills import Bill, BillKind, BillState, kind_name
from desktop.packing.model import Pack
from desktop.products.code_pool import CodeState, state_name
from desktop.products.quality import BatchStatus
from desktop.storage import batches, bills, packs, quality
from desktop.storage.bills import StoredBill
from desktop.storage.departures import last_bill
from desktop.storage.store import Change
from desktop.texts import Text, say

_GOOD = frozenset({CodeState.PACKED, CodeState.VERIFIED})
_OF_TESTS = frozenset({*_GOOD, CodeState.SAMPLED, CodeState.SPOILED})
"""States of packs that may be sampled or destroyed out of the warehouse: before or after it is on record."""


def refuse_pack(change: Change, bill: Bill, pack: Pack, person: str) -> None:
    """Refuse a pack that may not go on a bill now.

    Args:
        change: in which it would go on it.
        bill: the bill.
        pack: with the code that was scanned.
        person: who scans.

    Raises:
        Refused: the first thing that is missing.
    """
    fault = fault_of_state(bill, pack) or _fault_of_bills(change, bill, pack)
    if fault is None and bill.kind is BillKind.PRODUCE_IN:
        fault = _fault_of_person(change, pack, person)
    if fault is None and bill.rule.released:
        fault = _fault_of_release(change, pack)
    if fault is not None:
        raise Refused(fault)


def fault_of_state(bill: Bill, pack: Pack) -> Text | None:
    """Tell why a pack may not stand on a bill for what it is itself; None: it may."""
    if pack.state not in (_OF_TESTS if bill.rule.from_packs else _GOOD):
        return say("{code} is {state}: it cannot go on a bill.", code=pack.code, state=state_name(pack.state))
    if pack.place.tray is not None:
        return say("{code} lies in the tray of a station: pack it first.", code=pack.code)
    if pack.parent_code and not bill.rule.from_packs:
        return say(
            "{code} lies in pack {parent}: scan that, or take it out on the packing page first.",
            code=pack.code,
            parent=pack.parent_code,
        )
    if bill.kind is BillKind.PRODUCE_IN and pack.state is not CodeState.PACKED:
        return say(
            "{code} is not packed: fill its pack and put it into the larger one first, or scan the largest "
            "pack.",
            code=pack.code,
        )
    return None


def _fault_of_bills(change: Change, bill: Bill, pack: Pack) -> Text | None:
    last = last_bill(change.connection, pack)
    if last is not None and last.state is BillState.OPEN:
        return say(
            "{code} is on bill {number} ({kind}) already, which is open: close that first.",
            code=pack.code,
            number=last.bill.number,
            kind=kind_name(last.bill.kind),
        )
    if bill.rule.incoming:
        return _fault_of_coming(pack, last, bill)
    return _fault_of_going(pack, last) or _fault_of_contents(change, pack)


def _fault_of_coming(pack: Pack, last: StoredBill | None, bill: Bill) -> Text | None:
    if last is None:
        if bill.kind is BillKind.PRODUCE_IN:
            return None
        return say("{code} never left this plant: it cannot come back.", code=pack.code)
    if last.bill.rule.incoming:
        return say(
            "{code} is in the warehouse already: bill {number}, {at} by {by}.",
            code=pack.code,
            number=last.bill.number,
            at=f"{last.at:%Y-%m-%d %H:%M}",
            by=last.by,
        )
    if bill.kind is BillKind.PRODUCE_IN:
        return say(
            "{code} left on bill {number}: it comes back as returned goods, not from production.",
            code=pack.code,
            number=last.bill.number,
        )
    return None


def _fault_of_going(pack: Pack, last: StoredBill | None) -> Text | None:
    if last is None:
        return say(
            "{code} is not in the warehouse: scan it on a bill of the kind “{kind}” first.",
            code=pack.code,
            kind=kind_name(BillKind.PRODUCE_IN),
        )
    if not last.bill.rule.incoming:
        return say(
            "{code} has left already: bill {number} ({kind}), {at} by {by}.",
            code=pack.code,
            number=last.bill.number,
            kind=kind_name(last.bill.kind),
            at=f"{last.at:%Y-%m-%d %H:%M}",
            by=last.by,
        )
    return None


def _fault_of_contents(change: Change, pack: Pack) -> Text | None:
    """Tell of a pack that left by itself and was never taken out of what leaves now."""
    inside = [one.id for one in packs.contents(change.connection, pack.id)]
    last = bills.last_of(change.connection, inside) if inside else None
    if last is None or last.bill.rule.incoming:
        return None
    return say(
        "A pack in {code} left already on bill {number} ({kind}): take it out on the packing page first.",
        code=pack.code,
        number=last.bill.number,
        kind=kind_name(last.bill.kind),
    )


def _fault_of_person(change: Change, pack: Pack, person: str) -> Text | None:
    order = bills.order_of(change.connection, pack.id)
    if order is None or person not in bills.packers(change.connection, order):
        return None
    return say(
        "{person} packed this order: somebody else scans its packs into the warehouse, so that what one "
        "person overlooked another finds.",
        person=person,
    )


def _fault_of_release(change: Change, pack: Pack) -> Text | None:
    wanted = pack.batches or (frozenset() if pack.batch_id is None else frozenset({pack.batch_id}))
    for batch_id in sorted(wanted):
        if quality.status_of(change.connection, batch_id) is not BatchStatus.RELEASED:
            lot = batches.get(change.connection, batch_id).batch.lot
            return say(
                "Lot {lot} is not released: QA releases it under Quality before {code} may leave.",
                lot=lot,
                code=pack.code,
            )
    return None
