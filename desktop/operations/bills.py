"""Bills (核注核销): packs are scanned as they come into the warehouse and as they leave it.

A pack comes in once its relation is exported, is scanned in by somebody who did not pack it, and goes out
only if it is in. What a person scans is the outermost pack: what is in it goes along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.exchange.bills_xml import bill_csv, bill_xml, file_name
from desktop.exchange.new_file import write_new
from desktop.operations import steps
from desktop.operations.bill_gates import fault_of_state, refuse_pack
from desktop.operations.job_codes import reason_given
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.operations.steps import Step
from desktop.packing.bills import Bill, BillKind, BillLine, BillState, Comparison, compare, kept_as
from desktop.storage import bills as stored
from desktop.storage import kept_files, packs
from desktop.storage.bills import StoredBill
from desktop.storage.kept_files import FileKind, NewKeptFile, PackCounts
from desktop.storage.store import Change
from desktop.texts import ENGLISH, say

__all__ = [
    "BillStatus",
    "StoredBill",
    "close",
    "compare_scan",
    "export",
    "find",
    "list_bills",
    "new_bill",
    "profile_of",
    "scan",
    "status",
    "take_off",
]

CHANGED = Changes.of(Kind.CODES)
_MOST_TOLD = 20
"""Packs that a refusal lists by their codes."""


@dataclass(frozen=True, slots=True)
class BillStatus:
    """A bill with what is on it.

    Attributes:
        lines: packs in the order of scanning.
        missing: codes of filled largest packs of the same orders that are not in the warehouse yet; told for
            a warehouse-in from production only.
    """

    stored: StoredBill
    lines: tuple[BillLine, ...]
    missing: tuple[str, ...]


def new_bill(
    plant: Plant, kind: BillKind, number: str, values: Mapping[str, str], *, special: bool = False
) -> tuple[StoredBill, Changes]:
    """Open a bill.

    Raises:
        InputError: fields are missing, unknown or no dates.
        Refused: there is a bill of that number.
    """
    made = Bill.build(kind, number, values, special=special)
    with plant.store.change(plant.actor, "bill.open", f"bill {made.number}") as change:
        bill_id = stored.insert(change, made)
        change.new = {"kind": kind.value, "special": special, **dict(made.values)}
        return stored.get(change.connection, bill_id), CHANGED


def find(plant: Plant, number: str) -> StoredBill:
    """Return the bill of that number. InputError: there is none."""
    with plant.store.read() as connection:
        found = stored.by_number(connection, number.strip())
    if found is None:
        raise InputError(say("There is no bill {number}.", number=number.strip()))
    return found


def list_bills(plant: Plant) -> tuple[StoredBill, ...]:
    """Return all bills, the newest first."""
    with plant.store.read() as connection:
        return stored.list_all(connection)


def status(plant: Plant, bill_id: int) -> BillStatus:
    """Return a bill with what is on it. InputError: there is none."""
    with plant.store.read() as connection:
        found = stored.get(connection, bill_id)
        missing = stored.missing_packs(connection, bill_id) if _from_production(found) else ()
        return BillStatus(found, stored.lines(connection, bill_id), missing)


def scan(plant: Plant, bill_id: int, text: str) -> tuple[BillLine, Changes]:
    """Put the pack with a scanned or typed code on a bill. It is on the disk when this returns.

    Raises:
        InputError: there is no such bill, or the text is no code.
        Refused: the bill is closed, or the pack may not go on it; the sentence says what is missing.
    """
    code = scanned_code(text)
    _require_steps(plant, bill_id, code)
    with plant.store.change(plant.actor, "bill.scan", f"bill {bill_id}") as change:
        found = _open(change, bill_id)
        pack = stored.known(change.connection, code)
        stored.lock_pack(change, pack.id)
        refuse_pack(change, found.bill, pack, plant.actor)
        stored.add(change, bill_id, pack.id)
        change.subject = f"bill {found.bill.number}"
        change.new = {"code": code}
        return BillLine(code, pack.level, change.at, plant.actor), CHANGED


def _require_steps(plant: Plant, bill_id: int, code: str) -> None:
    """Refuse a pack from production whose order is not as far as that."""
    with plant.store.read() as connection:
        if not _from_production(stored.get(connection, bill_id)):
            return
        order = stored.order_of(connection, stored.known(connection, code).id)
    if order is None:
        raise Refused(say("{code} was never scanned on a line: pack it first.", code=code))
    steps.require(plant, order, Step.WAREHOUSED)


def take_off(plant: Plant, bill_id: int, text: str, reason: str) -> Changes:
    """Take a pack off a bill that is open still.

    Raises:
        InputError: the text is no code, or no reason is given.
        Refused: the bill is closed, or the pack is not on it.
    """
    code, words = scanned_code(text), reason_given(reason)
    with plant.store.change(plant.actor, "bill.take off", f"bill {bill_id}", reason=words) as change:
        found = _open(change, bill_id)
        pack = packs.by_value(change.connection, code)
        if pack is None or not stored.remove(change, bill_id, pack.id):
            raise Refused(say("{code} is not on bill {number}.", code=code, number=found.bill.number))
        change.subject = f"bill {found.bill.number}"
        change.old = {"code": code}
    return CHANGED


def compare_scan(plant: Plant, bill_id: int, texts: tuple[str, ...]) -> Comparison:
    """Compare an independent scan of goods with a bill; nothing is changed.

    For a warehouse-in from production what should be there is what was packed: all filled largest packs of
    the orders on the bill. For any other it is what is on the bill.

    Raises:
        InputError: there is no such bill, or a text is no code.
    """
    found_codes = tuple(scanned_code(text) for text in texts)
    with plant.store.read() as connection:
        found = stored.get(connection, bill_id)
        on_bill = tuple(line.code for line in stored.lines(connection, bill_id))
        orders = stored.orders_of(connection, bill_id)
        packed = tuple(code for order in orders for code in stored.largest_packs(connection, order))
    return compare(packed if _from_production(found) else on_bill, found_codes)


def close(plant: Plant, bill_id: int, reason: str = "") -> tuple[BillStatus, Changes]:
    """Close a bill and keep its XML and its table; nothing on it changes any more.

    Raises:
        InputError: there is no such bill.
        Refused: it is closed, nothing is on it, a pack on it was given up since, or packs are missing and no
            reason is given.
    """
    with plant.store.change(plant.actor, "bill.close", f"bill {bill_id}", reason=reason.strip()) as change:
        found = _open(change, bill_id)
        lines = stored.lines(change.connection, bill_id)
        if not lines:
            raise Refused(say("Nothing was scanned for bill {number} yet.", number=found.bill.number))
        _require_sound(change, found.bill, lines)
        missing = stored.missing_packs(change.connection, bill_id) if _from_production(found) else ()
        if missing and not reason.strip():
            raise Refused(
                say(
                    "{count} packs of the same orders were packed and are not in the warehouse. Look for "
                    "them, or close the bill with a reason:",
                    count=len(missing),
                ),
                [say("{code} is missing.", code=code) for code in missing[:_MOST_TOLD]],
            )
        stored.set_state(change, bill_id, BillState.CLOSED)
        _keep_files(change, bill_id, found.bill, lines)
        change.subject = f"bill {found.bill.number}"
        change.new = {**(change.new or {}), "packs": len(lines), "missing": len(missing)}
    return status(plant, bill_id), CHANGED


def export(plant: Plant, bill_id: int, folder: Path) -> tuple[Path, ...]:
    """Write the files of a closed bill into a folder, byte for byte as they were kept.

    Raises:
        InputError: there is no such bill.
        Refused: it is open still, or the folder has files of these names.
        StorageError: they cannot be written.
    """
    with plant.store.read() as connection:
        found = stored.get(connection, bill_id)
        if found.state is not BillState.CLOSED:
            raise Refused(
                say("Bill {number} is open still: close it, then export it.", number=found.bill.number)
            )
        order = stored.orders_of(connection, bill_id)[0]
        files = {
            file.name: kept_files.content(connection, file.id)
            for file in kept_files.of_order(connection, order, FileKind.BILL)
            if file.profile == profile_of(found.bill)
        }
    for name, content in files.items():
        write_new(folder / name, content)
    return tuple(folder / name for name in files)


def _open(change: Change, bill_id: int) -> StoredBill:
    found = stored.get(change.connection, bill_id, to_change=True)
    if found.state is not BillState.OPEN:
        raise Refused(say("Bill {number} is closed: nothing on it changes.", number=found.bill.number))
    return found


def _require_sound(change: Change, bill: Bill, lines: tuple[BillLine, ...]) -> None:
    """Refuse to close over packs that are no longer what they were when they were scanned."""
    found = packs.by_values(change.connection, [line.code for line in lines])
    faults = [fault for one in found if (fault := fault_of_state(bill, one)) is not None]
    if faults:
        raise Refused(
            say(
                "Since they were scanned for bill {number}, packs on it have changed. Take them off the "
                "bill:",
                number=bill.number,
            ),
            faults[:_MOST_TOLD],
        )


def _keep_files(change: Change, bill_id: int, bill: Bill, lines: tuple[BillLine, ...]) -> None:
    """Keep the files with each order that has packs on the bill, so that each order tells where it went."""
    name, counts = file_name(bill), PackCounts(all=len(lines))
    files = (
        NewKeptFile.of(FileKind.BILL, f"{name}.xml", bill_xml(bill, lines), counts, profile_of(bill)),
        NewKeptFile.of(
            FileKind.BILL, f"{name}.csv", bill_csv(bill, lines, ENGLISH), counts, profile_of(bill)
        ),
    )
    for order in stored.orders_of(change.connection, bill_id):
        kept_files.insert(change, order, files, kept_files.last_event(change.connection, order))


def profile_of(bill: Bill) -> str:
    """Return what marks the kept files of a bill among those of its orders."""
    return kept_as(bill.number)


def _from_production(found: StoredBill) -> bool:
    return found.bill.kind is BillKind.PRODUCE_IN
