"""A packing line that is not there: a label printer for each pack level, and packs as hands put them.

It stands for what is physically so. It knows no database and asks none: a label came out of a printer or it
did not, a pack lies in a box or it does not. What a program believes can be compared with ``truth``.
"""

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from desktop.operations.line_floor import Cleared
from desktop.operations.line_truth import Truth
from printers.closing import Closing
from printers.emulators.faults import Faults
from printers.emulators.scanner import ScannerEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zebra_machine import PhysicalLabel

_QUIET_S: Final = 0.03
_SCANNED: Final = 2
"""Level of the station with a scanner on the network: units pass it on a conveyor."""


@dataclass(slots=True, eq=False)
class _Box:
    """A pack: the label on it, and what lies in its places. A unit has no places."""

    code: str
    level: int
    places: dict[int, "_Box"] = field(default_factory=dict)
    inside: "_Box | None" = None

    def all(self) -> Iterator["_Box"]:
        """Itself and everything in it."""
        yield self
        for place in sorted(self.places):
            yield from self.places[place].all()


class Packs:
    """Packs as hands have put them. A mistake of the hands is a ``KeyError`` or ``ValueError``."""

    def __init__(self) -> None:
        self._boxes: dict[str, _Box] = {}
        self._trays: dict[int, list[_Box]] = {}
        self._scrapped: list[str] = []
        self._sampled: list[str] = []

    def arrive(self, level: int, code: str) -> None:
        """A label is stuck on a new pack, which lies loose."""
        if code in self._boxes:
            raise ValueError(f"two packs with the label {code}")
        self._boxes[code] = _Box(code, level)

    def into_tray(self, code: str) -> None:
        """Lay a loose pack into the tray of the packs of its level."""
        box = self._loose(code)
        self._trays.setdefault(box.level, []).append(box)

    def out_of_tray(self, code: str) -> None:
        """Take a pack out of the tray again."""
        box = self._boxes[code]
        self._trays[box.level].remove(box)

    def close(self, parent: str) -> None:
        """Lay what the tray below a pack holds into it, in that order."""
        box = self._boxes[parent]
        tray = self._trays.pop(box.level - 1)
        if box.places:
            raise ValueError(f"{parent} holds packs already")
        for place, child in enumerate(tray, start=1):
            self._lay(child, box, place)

    def take_out(self, code: str) -> int:
        """Take a pack out of its box; it lies loose. Returns the place that is free now."""
        box = self._boxes[code]
        parent = box.inside
        if parent is None:
            raise ValueError(f"{code} is in no box")
        place = next(number for number, one in parent.places.items() if one is box)
        del parent.places[place]
        box.inside = None
        return place

    def put_in(self, code: str, parent: str, place: int | None = None) -> None:
        """Lay a loose pack into a free place of a box; None: the first."""
        box = self._boxes[parent]
        first_free = next(number for number in count(1) if number not in box.places)
        self._lay(self._loose(code), box, place or first_free)

    def relabel(self, old: str, new: str) -> None:
        """Stick another label over a damaged one: the pack stays what and where it is."""
        blank = self._loose(new)
        box = self._boxes.pop(old)
        if blank.places or blank.level != box.level:
            raise ValueError(f"the label {new} is no blank one for {old}")
        box.code = new
        self._boxes[new] = box
        self._scrapped.append(old)

    def take_apart(self, parent: str) -> tuple[str, ...]:
        """Take everything out of a loose box and destroy it. Returns what lies loose now."""
        box = self._loose(parent)
        children = [box.places[place] for place in sorted(box.places)]
        for child in children:
            child.inside = None
        box.places.clear()
        self.scrap(parent)
        return tuple(child.code for child in children)

    def scrap(self, code: str) -> None:
        """Destroy a pack with all that is in it."""
        self._scrapped.extend(self._gone(code))

    def sample(self, code: str) -> None:
        """Carry a pack with all that is in it to the laboratory."""
        self._sampled.extend(self._gone(code))

    def tray(self, level: int) -> tuple[str, ...]:
        """What lies in the tray of the packs of ``level``."""
        return tuple(box.code for box in self._trays.get(level, ()))

    def holds(self, parent: str) -> tuple[str, ...]:
        """What lies in a box, by place."""
        box = self._boxes[parent]
        return tuple(box.places[place].code for place in sorted(box.places))

    def inside(self, code: str) -> str | None:
        """The box in which a pack lies, None for none."""
        box = self._boxes[code].inside
        return None if box is None else box.code

    def contents(self, code: str) -> tuple[str, ...]:
        """A pack itself and all that is in it."""
        return tuple(box.code for box in self._boxes[code].all())

    def carry_away(self) -> Truth:
        """Bring everything but loose units away, and empty the bin. Returns what is gone."""
        filled = [box for box in self._boxes.values() if box.places]
        if any(self._trays.values()):
            raise ValueError("something lies in a tray")
        gone = Truth(
            {box.code: self.holds(box.code) for box in filled},
            (),
            tuple(self._scrapped),
            tuple(self._sampled),
        )
        for box in filled:
            for one in box.all():
                self._boxes.pop(one.code, None)
        self._scrapped.clear()
        self._sampled.clear()
        return gone

    def truth(self) -> Truth:
        """Everything as it is."""
        boxes = self._boxes.values()
        return Truth(
            {box.code: self.holds(box.code) for box in boxes if box.places},
            [box.code for box in boxes if box.inside is None and not box.places],
            tuple(self._scrapped),
            tuple(self._sampled),
        )

    def _loose(self, code: str) -> _Box:
        box = self._boxes[code]
        if box.inside is not None or box in self._trays.get(box.level, ()):
            raise ValueError(f"{code} does not lie loose")
        return box

    def _lay(self, box: _Box, parent: _Box, place: int) -> None:
        if box.level != parent.level - 1 or place in parent.places:
            raise ValueError(f"{box.code} does not fit into place {place} of {parent.code}")
        parent.places[place] = box
        box.inside = parent

    def _gone(self, code: str) -> list[str]:
        """Take a pack off the line with all that is in it."""
        box = self._boxes[code]
        if box.inside is not None:
            self.take_out(code)
        elif box in self._trays.get(box.level, ()):
            self.out_of_tray(code)
        gone = [one.code for one in box.all()]
        for each in gone:
            del self._boxes[each]
        return gone


class EmulatedLine(Closing):
    """A label printer for each pack level, the rolls that come out of them, a scanner, and the packs.

    Attributes:
        packs: what is physically so; for one thread.
        printers: the printer of level 1 first.
    """

    def __init__(self, levels: int, print_ms: float = 0.0) -> None:
        self.packs = Packs()
        with ExitStack() as opened:
            self.printers: Sequence[ZebraEmulator] = tuple(
                opened.enter_context(ZebraEmulator(unique_id=f"LINE-{level}", print_ms=print_ms))
                for level in range(1, levels + 1)
            )
            self._opened = opened.pop_all()
        self._rolls = tuple(_Roll() for _ in self.printers)
        self._scanners = {_SCANNED: self._opened.enter_context(ScannerEmulator(identifier="]C1"))}
        for printer, roll in zip(self.printers, self._rolls, strict=True):
            printer.machine.listen(roll.grow)

    def addresses(self) -> tuple[str, ...]:
        """Where the printers are, level 1 first."""
        return tuple(printer.address for printer in self.printers)

    def scanners(self) -> Mapping[int, str]:
        """Where the scanners stand, by the level of their station."""
        return {level: scanner.address for level, scanner in self._scanners.items()}

    def show(self, level: int, code: str, reads: int = 1) -> None:
        """Hold a pack before the scanner of the station of ``level``; 0 or 2 ``reads`` are faults of it."""
        scanner = self._scanners[level]
        scanner.faults.silent, scanner.faults.doubled = not reads, reads > 1
        scanner.scan(code)

    def faults(self, level: int) -> Faults:
        """What is wrong with the printer of a level; set an attribute to make it so."""
        return self.printers[level - 1].faults

    def next_label(self, level: int, timeout_s: float) -> str | None:
        """Pull the next whole label off the roll and stick it on a pack; None if none comes out in time.

        Labels that were torn in printing are thrown away.
        """
        code = self._rolls[level - 1].pull(timeout_s)
        if code is not None:
            self.packs.arrive(level, code)
        return code

    def last_whole(self, level: int) -> str | None:
        """The last whole label that came out of a printer, which a person can scan; None for none yet."""
        return self._rolls[level - 1].last

    def came_out(self, level: int) -> frozenset[str]:
        """All whole labels that ever came out of a printer."""
        return self._rolls[level - 1].whole()

    def disturb(self, level: int, fault: str, labels: int) -> None:
        """Let a fault of ``Faults`` begin after so many labels more."""
        setattr(self.faults(level), fault, labels)

    def repair(self, level: int) -> None:
        """A person puts everything at a printer right, and waits until nothing more comes out by itself."""
        faults = self.faults(level)
        fresh = Faults()
        for name in Faults.__dataclass_fields__:
            if name != "changed" and getattr(faults, name) != getattr(fresh, name):
                setattr(faults, name, getattr(fresh, name))
        printer = self.printers[level - 1]
        while True:
            before = printer.odometer
            printer.wait_printed(before + 1, _QUIET_S)
            if printer.odometer == before:
                return

    def clear(self) -> Cleared:
        """Carry away what an order leaves behind, empty the bin, and put in new rolls. Loose packs stay."""
        came_out = frozenset[str]().union(*(roll.change() for roll in self._rolls))
        return Cleared(self.packs.carry_away(), came_out)

    def close(self) -> None:
        """Switch everything off. May be called twice."""
        self._opened.close()


class _Roll:
    """The labels that came out of a printer, in that order."""

    def __init__(self) -> None:
        self._there = threading.Condition()
        self._labels: deque[str] = deque()
        self._whole: list[str] = []

    @property
    def last(self) -> str | None:
        with self._there:
            return self._whole[-1] if self._whole else None

    def grow(self, label: PhysicalLabel) -> None:
        """Take a label as it comes out, on the printer's thread."""
        if label.complete:
            with self._there:
                self._labels.append(label.field_data[0][-20:])
                self._whole.append(self._labels[-1])
                self._there.notify_all()

    def pull(self, timeout_s: float) -> str | None:
        with self._there:
            self._there.wait_for(lambda: self._labels, timeout_s)
            return self._labels.popleft() if self._labels else None

    def change(self) -> frozenset[str]:
        """Put in a new roll; return the whole labels of the old one."""
        with self._there:
            before = frozenset(self._whole)
            self._labels.clear()
            self._whole.clear()
            return before

    def whole(self) -> frozenset[str]:
        with self._there:
            return frozenset(self._whole)
