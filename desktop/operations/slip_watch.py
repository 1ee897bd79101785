"""Watches at a fixed scanner whether labels and packs slipped against each other: ``desktop.packing.slip``.

The print order is that of the journal. A label that was spoiled, sampled or given up, or that another station
has taken, will not come, and is told to the watch as soon as it is missed.
"""

from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.packing.model import LOOSE, Order, Pack
from desktop.packing.slip import Slip, SlipWatch
from desktop.products.lines import Station
from desktop.storage import pack_labels


class LineWatch:
    """Follows the labels of each print job past one scanner. One thread at a time."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._watches: dict[int, SlipWatch] = {}
        self._furthest: dict[int, int] = {}
        self._missed: dict[int, set[int]] = {}

    def passed(self, pack: Pack) -> Slip | None:
        """Take note of a label at the scanner; return the slip that it proves.

        Args:
            pack: what was known of it when it was scanned. A good one that lay nowhere had been taken out
                of where it was, or was not taken before: no other pack bears its label.
        """
        with self._plant.store.read() as connection:
            label = pack_labels.in_print(connection, pack.id)
            if label is None:
                return None
            missed = self._note(label)
            gone = pack_labels.gone(connection, label.job_id, sorted(missed))
        watch = self._watches.setdefault(label.job_id, SlipWatch())
        for number in gone:
            watch.gone(number)
            missed.discard(number)
        return watch.passed(label.number, loose=pack.is_good and pack.place == LOOSE)

    def resume(self, order: Order, station: Station, slip: Slip, reason: str, reviewer: Reviewer) -> None:
        """Begin anew behind a slip that was put right; it stands in the audit trail."""
        with self._plant.store.change(
            self._plant.actor, "pack.slip", f"work order {order.id}", reason=reason
        ) as change:
            change.new = {
                "station": station.name,
                "kind": slip.kind.value,
                "scan": slip.at,
                "by": slip.by,
                "expected": slip.expected,
                "found": slip.found,
                "reviewer": reviewer.name,
            }
        self._watches.clear()
        self._furthest.clear()
        self._missed.clear()

    def _note(self, label: pack_labels.Label) -> set[int]:
        """Return the numbers of a job that should have come before this label and did not."""
        missed = self._missed.setdefault(label.job_id, set())
        before = self._furthest.get(label.job_id, label.number - 1)
        missed.update(range(before + 1, label.number))
        missed.discard(label.number)
        self._furthest[label.job_id] = max(before, label.number)
        return missed
