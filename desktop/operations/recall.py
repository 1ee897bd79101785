"""Recall: from a batch to all its cases, and every pack of it that may be out, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.new_file import exists_already, write_new
from desktop.operations.batches import BatchRow
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import batches, kept_files, pack_trace, products, recall, work_orders
from desktop.storage.kept_files import FileKind, FileOwner, KeptFile, NewKeptFile, PackCounts
from desktop.storage.pack_trace import PAGE, TreePack
from desktop.storage.recall import RecalledPack
from desktop.texts import Text, say

__all__ = ["Cases", "Outline", "RecallList", "cases", "outline", "write"]

_READING_SHARE = 0.9
"""Part of the time that reading the packs takes; the rest is compressing, keeping and writing the file."""
_TOLD_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Outline:
    """What a recall list of a batch would hold.

    Attributes:
        batch: of which.
        packs: how many may be out, of all levels, by state.
        orders: numbers of the work orders that packed the batch, the oldest first.
        largest: largest packs of these orders.
        mixed: largest packs of other orders in which packs of the batch lie.
    """

    batch: BatchRow
    packs: Mapping[CodeState, int]
    orders: tuple[str, ...]
    largest: int
    mixed: tuple[TreePack, ...]

    @property
    def all(self) -> int:
        """How many packs may be out, of all levels."""
        return sum(self.packs.values())


@dataclass(frozen=True, slots=True)
class Cases:
    """The largest packs that hold packs of a batch.

    Attributes:
        count: those of the batch's own orders.
        own: a page of them, in the order of their codes.
        mixed: those of other orders, in which packs of the batch lie among others.
        next: what the next page begins behind; None: this was the last.
    """

    count: int
    own: tuple[TreePack, ...]
    mixed: tuple[TreePack, ...]
    next: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class RecallList:
    """What a recall list that was written tells.

    Attributes:
        packs: in the list, of all levels.
        largest: different largest packs among those they lie in.
        kept: its bytes, with the batch and with the newest of its work orders, if it has one.
    """

    path: Path
    packs: int
    largest: int
    sha256: str
    kept: KeptFile
    changes: Changes


def cases(plant: Plant, batch_id: int, after: tuple[int, int] = (0, 0), limit: int = PAGE) -> Cases:
    """Return the largest packs that hold packs of a batch.

    Args:
        plant: where.
        batch_id: of the batch.
        after: ``Cases.next`` of the page before.
        limit: how many at most.

    Raises:
        InputError: there is no such batch.
    """
    with plant.store.read() as connection:
        batches.get(connection, batch_id)
        orders = pack_trace.orders_of_batch(connection, batch_id)
        found: list[TreePack] = []
        for order_id in orders:
            if order_id < after[0] or len(found) >= limit:
                continue
            behind = after[1] if order_id == after[0] else 0
            found += pack_trace.largest_of_order(connection, order_id, behind, limit - len(found))
        last = found[-1] if len(found) == limit else None
        return Cases(
            pack_trace.count_largest(connection, orders),
            tuple(found),
            pack_trace.mixed_elsewhere(connection, batch_id),
            None if last is None else (last.order_id or 0, last.id),
        )


def outline(plant: Plant, batch_id: int) -> Outline:
    """Return what a recall list of a batch would hold.

    Raises:
        InputError: there is no such batch.
    """
    with plant.store.read() as connection:
        found = batches.get(connection, batch_id)
        product = products.get(connection, found.product_id).product
        orders = pack_trace.orders_of_batch(connection, batch_id)
        return Outline(
            BatchRow(found.id, found.product_id, product.name, found.batch),
            recall.count_by_state(connection, batch_id),
            tuple(work_orders.get(connection, one).number for one in orders),
            pack_trace.count_largest(connection, orders),
            pack_trace.mixed_elsewhere(connection, batch_id),
        )


def write(plant: Plant, batch_id: int, path: Path, language: str, report: Report | None = None) -> RecallList:
    """Write every pack of a batch that may be out as CSV, and keep the file.

    Args:
        plant: where.
        batch_id: of the batch.
        path: of the new file.
        language: of its headings and states.
        report: told the fraction done; returns False to cancel.

    Raises:
        InputError: there is no such batch.
        Refused: the file exists.
        StorageError: it cannot be written.
        Cancelled: ``report`` said so; nothing was written or kept.
    """
    if path.exists():
        raise exists_already(path)
    with plant.store.read() as connection:
        lot = batches.get(connection, batch_id).batch.lot
        tally = _Tally(sum(recall.count_by_state(connection, batch_id).values()), report)
        headings = [one.in_language(language) for one in _HEADINGS]
        rows = _rows(tally.counted(recall.packs_of_batch(connection, batch_id)), lot, language)
        content = csv_bytes(headings, rows)
        orders = pack_trace.orders_of_batch(connection, batch_id)
        through = kept_files.last_event(connection, orders[-1]) if orders else 0
    counts = PackCounts(tally.packs, len(tally.largest), tally.smallest)
    new = NewKeptFile.of(FileKind.RECALL, path.name, content, counts)
    owner = FileOwner(orders[-1] if orders else None, batch_id)
    with plant.store.change(plant.actor, "recall.list", f"batch {batch_id}") as change:
        (kept,) = kept_files.insert(change, owner, (new,), through)
    write_new(path, content)
    return RecallList(path, tally.packs, len(tally.largest), new.sha256, kept, Changes.of(Kind.CODES))


_HEADINGS: tuple[Text, ...] = (
    say("Code"),
    say("Pack level"),
    say("Lot"),
    say("State"),
    say("In pack"),
    say("In largest pack"),
    say("Work order"),
    say("Bills"),
)


class _Tally:
    """Counts packs on their way into the file, and tells how far it is."""

    def __init__(self, expected: int, report: Report | None) -> None:
        self._expected = max(1, expected)
        self._report = report
        self.packs = 0
        self.smallest = 0
        self.largest: set[str] = set()

    def counted(self, found: Iterator[RecalledPack]) -> Iterator[RecalledPack]:
        for one in found:
            if self.packs % _TOLD_EVERY == 0:
                self._tell()
            self.packs += 1
            self.smallest += one.level == 1
            if one.largest:
                self.largest.add(one.largest)
            yield one

    def _tell(self) -> None:
        done = min(1.0, self.packs / self._expected) * _READING_SHARE
        if self._report is not None and not self._report(done):
            raise Cancelled(say("The list was not written: it was cancelled."))


def _rows(found: Iterator[RecalledPack], lot: str, language: str) -> Iterator[tuple[str | float, ...]]:
    states = {state: state_name(state).in_language(language) for state in CodeState}
    for one in found:
        yield (
            one.code,
            one.level,
            lot,
            states[one.state],
            one.parent,
            one.largest,
            one.order,
            " ".join(one.bills),
        )
