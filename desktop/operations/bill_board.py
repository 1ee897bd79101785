"""Bills as people look at them: lists, sums, what packs hold, and who must look where a scan differs."""

from dataclasses import dataclass

from desktop.changes import Changes
from desktop.errors import Refused
from desktop.operations import bills
from desktop.operations.bills import StoredBill
from desktop.operations.plant import Plant
from desktop.packing.bills import BillKind, BillLine, BillState, Comparison
from desktop.packing.refusals import pack_word
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import bill_contents, kept_files, packs
from desktop.storage import bills as stored
from desktop.storage.bill_contents import Holding
from desktop.storage.kept_files import FileKind, KeptFile
from desktop.texts import Text, say

__all__ = [
    "BillBoard",
    "BillRow",
    "BillSum",
    "Difference",
    "Holding",
    "ListedPack",
    "SecondScan",
    "board",
    "listed",
    "overview",
    "second_scan",
    "sums",
]


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill in the list of bills, with the number of packs that were scanned for it."""

    stored: StoredBill
    packs: int


@dataclass(frozen=True, slots=True)
class ListedPack:
    """A pack on a bill, with what it holds."""

    line: BillLine
    holding: Holding


@dataclass(frozen=True, slots=True)
class BillSum:
    """Packs of one product and level on a bill; ``units``: smallest packs that go along with them."""

    product: str
    level: int
    packs: int
    units: int


@dataclass(frozen=True, slots=True)
class BillBoard:
    """All that is told of one bill.

    Attributes:
        packs: in the order of scanning.
        missing: see ``desktop.operations.bills.BillStatus``.
        files: its kept files, once it is closed.
    """

    stored: StoredBill
    packs: tuple[ListedPack, ...]
    missing: tuple[str, ...]
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One pack that a second scan did not find as it should be, and who looks for it."""

    code: str
    told: Text


@dataclass(frozen=True, slots=True)
class SecondScan:
    """What an independent scan found, each difference told; none: everything agrees."""

    compared: Comparison
    differences: tuple[Difference, ...]


def overview(plant: Plant) -> tuple[BillRow, ...]:
    """Return all bills, the newest first."""
    with plant.store.read() as connection:
        counts = bill_contents.pack_counts(connection)
        return tuple(BillRow(one, counts.get(one.id, 0)) for one in stored.list_all(connection))


def board(plant: Plant, bill_id: int) -> BillBoard:
    """Return a bill with all that is told of it. InputError: there is none."""
    status = bills.status(plant, bill_id)
    with plant.store.read() as connection:
        holdings = bill_contents.holdings(connection, bill_id)
        files: tuple[KeptFile, ...] = ()
        if status.stored.state is BillState.CLOSED:
            order = stored.orders_of(connection, bill_id)[0]
            kept = kept_files.of_order(connection, order, FileKind.BILL)
            files = tuple(one for one in kept if one.profile == bills.profile_of(status.stored.bill))
    listed_packs = tuple(
        ListedPack(line, holdings[line.code]) for line in status.lines if line.code in holdings
    )
    return BillBoard(status.stored, listed_packs, status.missing, files)


def listed(plant: Plant, bill_id: int, line: BillLine) -> ListedPack | None:
    """Return what a pack that was just scanned for a bill holds; None: it was taken off meanwhile."""
    with plant.store.read() as connection:
        found = bill_contents.holdings(connection, bill_id, (line.code,)).get(line.code)
    return None if found is None else ListedPack(line, found)


def sums(found: tuple[ListedPack, ...]) -> tuple[BillSum, ...]:
    """Count packs by product and level, the largest level of each product first."""
    counted: dict[tuple[str, int], tuple[int, int]] = {}
    for one in found:
        key = one.holding.product, one.line.level
        count, units = counted.get(key, (0, 0))
        counted[key] = count + 1, units + one.holding.units
    return tuple(
        BillSum(name, level, *counted[name, level])
        for name, level in sorted(counted, key=lambda key: (key[0], -key[1]))
    )


def second_scan(plant: Plant, bill_id: int, texts: tuple[str, ...]) -> tuple[SecondScan, Changes]:
    """Compare an independent scan of the goods with what should be there, and put the result on record.

    Raises:
        InputError: there is no such bill, or a text is no code.
        Refused: nothing was scanned for the bill, or goods from production are scanned by who packed them.
    """
    compared = bills.compare_scan(plant, bill_id, texts)
    with plant.store.change(plant.actor, "bill.compare", f"bill {bill_id}") as change:
        found = stored.get(change.connection, bill_id)
        orders = stored.orders_of(change.connection, bill_id)
        if not orders:
            raise Refused(say("Nothing was scanned for bill {number} yet.", number=found.bill.number))
        if found.bill.kind is BillKind.PRODUCE_IN:
            for order in orders:
                _refuse_packer(plant.actor, stored.packers(change.connection, order))
        change.subject = f"bill {found.bill.number}"
        change.new = {
            "found": len(texts),
            "missing": len(compared.missing),
            "surplus": len(compared.surplus),
            "doubled": len(compared.doubled),
        }
    return SecondScan(compared, _differences(plant, found, compared)), bills.CHANGED


def _refuse_packer(person: str, packers: frozenset[str]) -> None:
    if person in packers:
        raise Refused(
            say(
                "{person} packed goods of this bill: somebody else does the second scan, so that what one "
                "person overlooked another finds.",
                person=person,
            )
        )


def _differences(plant: Plant, found: StoredBill, compared: Comparison) -> tuple[Difference, ...]:
    told = [Difference(code, _missing(plant, found, code)) for code in compared.missing]
    told += [Difference(code, _surplus(plant, found, code)) for code in compared.surplus]
    told += [
        Difference(code, say("Found more than once: QA looks whether one label stands on two packs."))
        for code in compared.doubled
    ]
    return tuple(told)


def _missing(plant: Plant, found: StoredBill, code: str) -> Text:
    with plant.store.read() as connection:
        last = bill_contents.handled(connection, code)
    if last is None or found.bill.kind is not BillKind.PRODUCE_IN:
        return say(
            "Not found, but on the bill: {by}, who opened it, looks for the pack, or takes it off the bill.",
            by=found.by,
        )
    return say(
        "Not found. {by} packed it for order {order} on {at}: both of you look for the pack.",
        by=last.by,
        order=last.order,
        at=f"{last.at.astimezone():%Y-%m-%d %H:%M}",
    )


def _surplus(plant: Plant, found: StoredBill, code: str) -> Text:
    with plant.store.read() as connection:
        pack = packs.by_value(connection, code)
        last = bill_contents.handled(connection, code)
    if pack is None:
        return say("Not a code of this plant: QA keeps the pack and looks where its label comes from.")
    if pack.parent_code:
        return say(
            "It should lie in {parent}: open that pack and look. If it is whole, one label stands on two "
            "packs.",
            parent=pack.parent_code,
        )
    if pack.state not in {CodeState.PACKED, CodeState.VERIFIED}:
        return say(
            "It is {pack} that is {state}: QA takes it out of the warehouse.",
            pack=pack_word(pack.level),
            state=state_name(pack.state),
        )
    if last is not None and found.bill.kind is BillKind.PRODUCE_IN:
        return say(
            "It is {pack} of order {order} and not expected: {by}, who handled it last, looks where it "
            "belongs.",
            pack=pack_word(pack.level),
            order=last.order,
            by=last.by,
        )
    return say(
        "It is {pack} that is not on this bill: {by}, who opened the bill, puts it on, or takes it away.",
        pack=pack_word(pack.level),
        by=found.by,
    )
