"""Many packs destroyed at once: labels that never came on a pack, packs left over at the end of a batch.

Nobody looks at each of them, so only what lies nowhere is taken: nothing in a pack, nothing in a tray. Each
is an event of its own, as if it had been scrapped alone, and is taken back alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from desktop.changes import Changes
from desktop.errors import InputError, Refused
from desktop.exchange.csv_reader import read_csv
from desktop.exchange.incoming import open_incoming, read_some
from desktop.operations.pack_codes import scanned_pack, told_since
from desktop.operations.pack_orders import SETTLING, grounds, order_in
from desktop.operations.packing import CHANGED
from desktop.operations.plant import Plant, Report
from desktop.operations.reviewers import Reviewer
from desktop.packing import rules
from desktop.packing.model import Decision, Order, Pack, PackEvent
from desktop.packing.reconciliation import Listing
from desktop.packing.refusals import ScanRefused
from desktop.packing.scan import code_of
from desktop.storage import order_sums, work_orders
from desktop.storage.order_sums import START, ListedPack
from desktop.storage.packing import StoredBook
from desktop.texts import Text, say

DESTROYABLE: Final = frozenset({Listing.MISSING, Listing.VERIFIED, Listing.LOOSE, Listing.EMPTY})
"""Lists of packs with a good label that may lie nowhere."""

_AT_A_TIME: Final = 200
"""Packs of one transaction: the scans of a line wait about a third of a second for it."""
_LARGEST: Final = 64 * 2**20
_MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class NotDestroyed:
    """A code that was refused, and is as it was. ``code``: as it was given."""

    code: str
    refusal: Refused

    @property
    def sentence(self) -> Text:
        """Why, with all that is known of it."""
        told = self.refusal.text
        for detail in self.refusal.details:
            told = say("{what} {to_do}", what=told, to_do=detail)
        return told


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What became of many codes.

    Attributes:
        events: one for each that is destroyed, in the order of the codes.
        refused: those that are not.
        left: those that were not come to, since it was cancelled.
    """

    events: tuple[PackEvent, ...]
    refused: tuple[NotDestroyed, ...]
    left: tuple[str, ...]


def destroyable(
    plant: Plant, order_id: int, level: int, listing: Listing, digits: str = ""
) -> tuple[ListedPack, ...]:
    """Return the whole list behind a number. Arguments and errors as of ``reconciliation.listed``."""
    found: list[ListedPack] = []
    after = START
    wanted = "".join(digits.split())
    with plant.store.read() as connection:
        work_orders.get(connection, order_id)
        while page := order_sums.listed(connection, order_id, level, listing, after, digits=wanted):
            found += page
            after = page[-1].key
    return tuple(found)


def codes_in(path: Path) -> tuple[str, ...]:
    """Return the codes of a text or CSV file: what stands first in each line, but for a heading.

    Raises:
        InputError: it is not there, or no such file.
        StorageError: it cannot be read to its end.
    """
    with open_incoming(path) as stream:
        data = read_some(stream, _LARGEST + 1, path.name)
    if len(data) > _LARGEST:
        raise InputError(say("{name} has more than {most} rows: split it.", name=path.name, most=_MOST_ROWS))
    firsts = [row.cells[0].text.strip() for row in read_csv(data, path.name, max_rows=_MOST_ROWS).rows]
    if firsts and not any(sign.isdigit() for sign in firsts[0]):
        firsts = firsts[1:]
    return tuple(firsts)


def destroy(
    plant: Plant,
    order_id: int,
    level: int,
    codes: Sequence[str],
    *,
    reason: str,
    reviewer: Reviewer,
    station_id: int | None = None,
    report: Report | None = None,
) -> tuple[Destroyed, Changes]:
    """Destroy many packs of one level, each with all that is in it.

    Args:
        plant: where, and who acts.
        order_id: that printed them, running or being closed.
        level: of all of them.
        codes: scanned, typed or listed; one that is there twice counts once.
        reason: why; it stands with each event for ever.
        reviewer: who confirmed all of it.
        station_id: at which station; None: at none.
        report: called with the share that is done; False ends it, and what is done by then stays.

    Raises:
        InputError: no reason is given, or there is no such order.
        Refused: the order is not open, or the reviewer is who acts.
        StorageError: the database or the disk does not take it; what was reported stays done.
    """
    words = grounds(plant, reason, reviewer)
    order = order_in(plant, order_id, SETTLING)
    wanted = tuple(dict.fromkeys(codes))
    events: list[PackEvent] = []
    refused: list[NotDestroyed] = []
    done = 0
    with StoredBook(plant.store) as book:
        while done < len(wanted) and (report is None or report(done / len(wanted))):
            some = wanted[done : done + _AT_A_TIME]
            packs = _known(book, some, refused)
            answers = book.apply_each(
                order,
                tuple(packs),
                partial(_decided, order, level),
                station_id=station_id,
                actor=plant.actor,
                reviewer=reviewer.name,
                reason=words,
            )
            for (code, pack), answer in zip(packs.values(), answers, strict=True):
                if isinstance(answer, PackEvent):
                    events.append(answer)
                else:
                    refused.append(NotDestroyed(code, _told(book, answer, pack, order)))
            done += len(some)
    return Destroyed(tuple(events), tuple(refused), wanted[done:]), CHANGED


def _known(
    book: StoredBook, codes: Sequence[str], refused: list[NotDestroyed]
) -> dict[int, tuple[str, Pack]]:
    """Return the packs of codes by id, each with what named it; add what names none to ``refused``."""
    digits: dict[str, str] = {}
    for code in codes:
        try:
            digits.setdefault(code_of(code), code)
        except ScanRefused as refusal:
            refused.append(NotDestroyed(code, refusal))
    found = {pack.code: pack for pack in book.packs(tuple(digits))}
    for value in (one for one in digits if one not in found):
        try:
            scanned_pack(book, value)
        except ScanRefused as refusal:
            refused.append(NotDestroyed(digits[value], refusal))
    return {pack.id: (digits[value], pack) for value, pack in found.items()}


def _decided(order: Order, level: int, pack: Pack, contents: Sequence[Pack]) -> Decision:
    return rules.scrap_loose(order, pack, contents, level)


def _told(book: StoredBook, refusal: Refused, pack: Pack, order: Order) -> Refused:
    return told_since(book, refusal, pack, order) if isinstance(refusal, ScanRefused) else refusal
