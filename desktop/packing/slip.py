"""Finds where labels and packs slipped against each other.

At a roll change a printer may repeat what its buffer still held, or swallow a label. From there on every
pack bears another label than the line believes, though each label by itself is good. The order in which
labels were printed and the order in which they pass a fixed scanner show it:

* *repeated*: a number passes that passed a few labels ago, and then the line goes on;
* *skipped*: numbers are missing that nobody took away, and the line goes on behind them.

A number that was rejected, sampled or given up is told by ``gone`` and is missed by nobody. A pack that was
taken off the line and put back comes late, and closes its gap; one that passed long ago and is put on the
line again comes from no buffer. One that was taken out again, of the tray or of a pack that was taken apart,
passes once more as the only one with its label, however soon. None of these is a slip.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from desktop.errors import InputError
from desktop.texts import Text, say

BUFFER: Final = 5
"""How many labels back a printer may repeat: it never holds more in flight (law 2 of serialised printing)."""

PATIENCE: Final = 10
"""Labels that pass behind a gap after which what is missing will not come by itself any more. No standard's
number: a person who took a pack off the line has put it back by then, or recorded why not."""


class SlipKind(StrEnum):
    """What the printer did."""

    REPEATED = "repeated"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Slip:
    """Where it happened.

    Attributes:
        at: the number of the scan at which labels and packs part, from 1.
        by: how many packs later than it should each label comes from there on; below 0: earlier.
        expected: the place in print order of the label that should have come there.
        found: the place in print order of the label that came.
    """

    at: int
    by: int
    expected: int
    found: int

    @property
    def kind(self) -> SlipKind:
        """What the printer did."""
        return SlipKind.REPEATED if self.by > 0 else SlipKind.SKIPPED

    @property
    def sentence(self) -> Text:
        """What is told to the line, which must stop."""
        if self.kind is SlipKind.REPEATED:
            return say(
                "Stop the line: at scan {at} label {found} came a second time where label {expected} was "
                "due. The printer repeated its buffer; two packs bear the same code. Take both off and "
                "compare the packs from scan {at} on with their labels.",
                at=self.at,
                found=self.found,
                expected=self.expected,
            )
        return say(
            "Stop the line: at scan {at} label {found} came where label {expected} was due, and {expected} "
            "never followed. Labels missing: {missing}. Find them or record what became of them, and "
            "compare the packs from scan {at} on with their labels.",
            at=self.at,
            found=self.found,
            expected=self.expected,
            missing=-self.by,
        )


@dataclass(slots=True)
class _Gap:
    """Labels that did not come where they were due. ``behind``: later labels that passed since."""

    at: int
    found: int
    missing: set[int]
    behind: int = 0


class SlipWatch:
    """Follows the labels of one print job past one fixed scanner. Numbers are places in print order."""

    def __init__(self, *, patience: int = PATIENCE, buffer: int = BUFFER) -> None:
        if patience < 1 or buffer < 1:
            raise InputError(
                say(
                    "A slip watch needs patience and buffer of 1 or more, not {patience} and {buffer}.",
                    patience=patience,
                    buffer=buffer,
                )
            )
        self._patience = patience
        self._recent: deque[int] = deque(maxlen=buffer)
        self._gone: set[int] = set()
        self._gaps: list[_Gap] = []
        self._repeated: Slip | None = None
        self._due: int | None = None
        self._scans = 0

    def gone(self, number: int) -> None:
        """Take note that a label will not come: it was rejected, sampled, given up, or is in doubt."""
        if self._due is None or number >= self._due:
            self._gone.add(number)
        self._close(number)

    def passed(self, number: int, *, loose: bool = False) -> Slip | None:
        """Take note of the next label at the scanner; return the slip that this proves, None if none.

        Args:
            number: of the label.
            loose: whether the pack that is known by it lies nowhere: then this is that pack, and no second
                one with the same label.
        """
        self._scans += 1
        if self._due is None:
            self._due = number  # where the watch begins; what was before is not its matter
        due = self._next_due()
        if number < due:
            self._came_again(number, due, loose=loose)
            return None
        for gap in self._gaps:
            gap.behind += 1
        if number > due:
            self._open_gap(number, due)
        self._recent.append(number)
        self._due = number + 1
        proven, self._repeated = self._repeated, None
        return proven or self._overdue()

    def _next_due(self) -> int:
        assert self._due is not None
        while self._due in self._gone:
            self._gone.discard(self._due)
            self._due += 1
        return self._due

    def _came_again(self, number: int, due: int, *, loose: bool) -> None:
        if self._close(number):
            self._recent.append(number)
        elif number in self._recent and not loose:
            first = self._repeated or Slip(self._scans, 0, due, number)
            self._repeated = replace(first, by=first.by + 1)

    def _open_gap(self, number: int, due: int) -> None:
        missing = {one for one in range(due, number) if one not in self._gone}
        self._gone -= set(range(due, number))
        if missing:
            self._gaps.append(_Gap(self._scans, number, missing))

    def _close(self, number: int) -> bool:
        """Take a number out of the gaps. Tell whether one waited for it."""
        for gap in self._gaps:
            if number in gap.missing:
                gap.missing.discard(number)
                self._gaps = [one for one in self._gaps if one.missing]
                return True
        return False

    def _overdue(self) -> Slip | None:
        """Return the oldest gap behind which enough labels passed; each is told once."""
        if not self._gaps or self._gaps[0].behind < self._patience:
            return None
        gap = self._gaps.pop(0)
        return Slip(gap.at, -len(gap.missing), min(gap.missing), gap.found)


def watch(
    scans: Iterable[int], gone: Iterable[int] = (), *, patience: int = PATIENCE, buffer: int = BUFFER
) -> Slip | None:
    """Return the first slip in a sequence of labels, None if there is none.

    Args:
        scans: places in print order of the labels, as they passed the scanner.
        gone: places in print order of labels that will not come.
        patience: labels behind a gap after which it is a slip.
        buffer: how many labels back a printer may repeat.

    >>> watch([1, 2, 3, 3, 4, 5])
    Slip(at=4, by=1, expected=4, found=3)
    >>> watch([1, 2, 4, 5, 6], patience=2), watch([1, 2, 4, 5, 6], gone=[3], patience=2)
    (Slip(at=3, by=-1, expected=3, found=4), None)
    """
    follower = SlipWatch(patience=patience, buffer=buffer)
    for number in gone:
        follower.gone(number)
    return next((slip for slip in map(follower.passed, scans) if slip is not None), None)
