"""Watches at a fixed scanner whether labels and packs slipped against each other: ``desktop.packing.slip``.

The print order is that of the journal. A label that was spoiled, sampled or given up, or that another station
has taken, will not come, and is told to the watch as soon as it is missed.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from desktop.operations.plant import Plant
from desktop.packing.model import LOOSE, Order, Pack
from desktop.packing.slip import BUFFER, PATIENCE, Slip, SlipWatch
from desktop.products.lines import Station
from desktop.storage import pack_labels
from desktop.storage.pack_labels import Label

_KNOWN: Final = 4 * (PATIENCE + BUFFER)
"""Scans that a watch is told of which begins anew: a gap that is still waited for, and a buffer before it."""


_Gone = Callable[[int, Sequence[int]], Iterable[int]]
"""Tells which labels of a print job will not come, of those with these numbers."""


@dataclass(slots=True)
class _Followed:
    """A print job past the scanner.

    Attributes:
        furthest: the label that came furthest in print order; None before the first.
        missed: labels before it that did not come.
    """

    watch: SlipWatch = field(default_factory=SlipWatch)
    furthest: int | None = None
    missed: set[int] = field(default_factory=set)

    def note(self, number: int) -> None:
        """Take note of what should have come before a label and did not."""
        furthest = number - 1 if self.furthest is None else self.furthest
        self.missed.update(range(furthest + 1, number))
        self.missed.discard(number)
        self.furthest = max(furthest, number)

    def gone(self, number: int) -> None:
        """Take note that a label which is missed will not come."""
        self.watch.gone(number)
        self.missed.discard(number)


class LineWatch:
    """Follows the labels of each print job past one scanner. One thread at a time."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._jobs: dict[int, _Followed] = {}
        self._passing: tuple[int, _Followed] | None = None

    def remember(self, order: Order, station: Station, after: int) -> None:
        """Take note of what passed before this watch began, behind event number ``after``."""
        with self._plant.store.read() as connection:
            labels = pack_labels.last_scanned(connection, order.id, station.id, after, _KNOWN)
            # What was taken twice had been taken out in between: it counts where it came in its turn.
            for label in dict.fromkeys(labels):
                self._pass(partial(pack_labels.gone, connection), label, loose=True)
                self.keep()

    def passed(self, pack: Pack) -> Slip | None:
        """Look at a label at the scanner; return the slip that it proves. ``keep`` when that is on record.

        Args:
            pack: what was known of it when it was scanned. A good one that lay nowhere had been taken out
                of where it was, or was not taken before: no other pack bears its label.
        """
        with self._plant.store.read() as connection:
            label = pack_labels.in_print(connection, pack.id)
            if label is None:
                return None
            gone = partial(pack_labels.gone, connection)
            return self._pass(gone, label, loose=pack.is_good and pack.place == LOOSE)

    def keep(self) -> None:
        """Take note of the label that was looked at last: it stays, whatever becomes of the next one."""
        if self._passing is not None:
            job_id, followed = self._passing
            self._jobs[job_id] = followed
            self._passing = None

    def begin_anew(self) -> None:
        """Begin behind a slip that was put right."""
        self._jobs.clear()
        self._passing = None

    def _pass(self, gone: _Gone, label: Label, *, loose: bool) -> Slip | None:
        followed = deepcopy(self._jobs.get(label.job_id, _Followed()))
        followed.note(label.number)
        for number in gone(label.job_id, sorted(followed.missed)):
            followed.gone(number)
        self._passing = label.job_id, followed
        return followed.watch.passed(label.number, loose=loose)
