"""The people at an emulated line: what they do with their hands they tell the program, and the reverse.

Chance, from a seed, decides what goes wrong. What hands do is done only after the program has agreed, as a
person waits for the green light; what it refuses is not done.
"""

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from desktop.errors import DeviceError, Refused
from desktop.operations.line_floor import FAULTS, UNREAD, Action, Answer, Desk, Floor, What
from desktop.products.packing import Packing
from desktop.texts import say

_ROLL: Final = 200
"""Labels of the smallest pack that are printed ahead of packing."""
_TRIES: Final = 20
_LABEL_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class LinePlan:
    """How much is packed and how much goes wrong.

    Attributes:
        units: smallest packs that are packed.
        exceptions: share of packs with which something out of the ordinary is done.
        faults: share of labels at which a printer breaks down.
        seed: of all chance.
        left_over: smallest packs that are read at the end and go into no larger one.
    """

    units: int
    packing: Packing
    exceptions: float = 0.01
    faults: float = 0.001
    seed: int = 1
    left_over: int = 0

    @property
    def ordered(self) -> int:
        """Smallest packs that are ordered."""
        return self.units + self.left_over

    def spare_percent(self) -> dict[int, float]:
        """Labels of each level beyond what packing needs: what exceptions may take and faults may tear."""
        return {
            level: min(100.0, 10 + 2000 / need)
            for level, need in enumerate(self.packing.packs_for(self.ordered), start=1)
        }


@dataclass(slots=True)
class Done:
    """What happened on the line."""

    actions: dict[str, int] = field(default_factory=dict)
    exceptions: dict[str, int] = field(default_factory=dict)
    refusals: int = 0
    slips: int = 0
    faults: int = 0
    settled: int = 0

    def count(self, counts: dict[str, int], name: str) -> None:
        """Count one more."""
        counts[name] = counts.get(name, 0) + 1


OnUnit = Callable[["LineWork", str], bool]
"""What may happen to a unit; True: it is to be packed now."""
OnLarger = Callable[["LineWork", int, str], str | None]
"""What may happen to a pack that was just filled: returns the label of what goes on, None for nothing."""
_Happening = TypeVar("_Happening", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Happenings:
    """What is out of the ordinary."""

    on_units: Sequence[OnUnit]
    on_larger: Sequence[OnLarger]


class LineWork:
    """One order from the first label to the last case.

    Attributes:
        done: what happened so far.
        packs: what lies on the line.
        chance: decides what happens.
        reads: how often the scanner reads the next unit that is held before it, 0 to 2.
        lost: labels of units that a printer swallowed, and that nobody misses yet.
        left_over: units that lie beside the line and may be packed: those of an earlier lot, the next first.
        top: level of the largest packs.

    Args:
        floor: the line.
        desk: the program.
        plan: how much.
        happenings: what may happen to a unit, and to a larger pack.
        told: called with how many units are done, now and then.
        left_over: good units of an earlier lot of the same product, which lie beside the line.
    """

    def __init__(
        self,
        floor: Floor,
        desk: Desk,
        plan: LinePlan,
        happenings: Happenings,
        told: Callable[[int], None],
        left_over: Sequence[str] = (),
    ) -> None:
        self.done = Done()
        self.packs = floor.packs
        self.top = len(plan.packing.children)
        self._floor, self._desk, self._plan, self._happenings = floor, desk, plan, happenings
        self._told = told
        self.chance = random.Random(plan.seed)  # noqa: S311 (the same every time)
        self._event = 0
        self.reads = 1
        self.lost: list[str] = []
        self.left_over = deque(left_over)
        self._other_lot = frozenset(left_over)

    def run(self) -> Done:
        """Pack everything.

        Raises:
            Refused: the program and the line disagree, or no labels come.
        """
        for number in range(1, self._plan.units + 1):
            self._unit(self.label(1))
            if not number % _ROLL:
                self._told(number)
        for level in range(2, self.top + 1):
            if self.packs.tray(level - 1):
                self.close(level)
        self._leave_over()
        self._clear_rolls()
        self._told(self._plan.units)
        return self.done

    def _leave_over(self) -> None:
        """Read the units that fill no bundle any more: what was closed of them is taken apart again."""
        while len(self.left_over) < self._plan.left_over:
            for _ in range(min(self.room(2), self._plan.left_over - len(self.left_over))):
                unit = self.label(1)
                self.do(Action(What.SCAN, 1, unit), partial(self.packs.into_tray, unit))
            bundle = self.label(2)
            is_short = len(self.packs.tray(1)) < self.room(2)
            self.do(Action(What.CLOSE, 2, bundle, partial=is_short), partial(self.packs.close, bundle))
            self.left_over += self.packs.holds(bundle)
            self.do(Action(What.TAKE_APART, 2, bundle), partial(self.packs.take_apart, bundle))

    def _clear_rolls(self) -> None:
        """Destroy the labels that were printed and are not needed any more, and those found at last."""
        for lost in self.lost:
            self._scrap(1, lost)
        for level in range(1, self.top + 1):
            while (code := self._floor.next_label(level, 0.0)) is not None:
                self._scrap(level, code)

    def _scrap(self, level: int, code: str) -> None:
        self.do(Action(What.SCRAP, level, code), lambda: self.packs.scrap(code))

    def _unit(self, code: str) -> None:
        """Let a unit go by; sometimes something happens to it."""
        happening = self._happens(self._happenings.on_units)
        if happening is None or happening(self, code):
            self.collect(1, code)

    def collect(self, level: int, code: str) -> None:
        """Scan a pack into the tray of its level; a full tray goes into the next larger pack."""
        action = Action(What.SCAN, level, code, mixed=self.is_mixed(code))
        self.do(action, lambda: self.packs.into_tray(code))
        if len(self.packs.tray(level)) == self.room(level + 1):
            self.close(level + 1)

    def close(self, level: int) -> None:
        """Put what the tray holds into a new pack of ``level``."""
        parent = self.label(level)
        is_short = len(self.packs.tray(level - 1)) < self.room(level)
        self.do(Action(What.CLOSE, level, parent, partial=is_short), lambda: self.packs.close(parent))
        happening = self._happens(self._happenings.on_larger)
        remains: str | None = parent
        if happening is not None and not is_short:
            remains = happening(self, level, parent)
        if remains is not None and level < self.top:
            self.collect(level, remains)

    def is_mixed(self, code: str) -> bool:
        """Tell whether a pack is of an earlier lot, or holds anything of one."""
        return not self._other_lot.isdisjoint(self.packs.contents(code))

    def room(self, level: int) -> int:
        """Return how many packs fill one of ``level``."""
        return self._plan.packing.children[level - 1]

    def _happens(self, happenings: Sequence[_Happening]) -> _Happening | None:
        if self.chance.random() >= self._plan.exceptions:
            return None
        chosen = self.chance.choice(happenings)
        self.done.count(self.done.exceptions, chosen.__name__)
        return chosen

    def do(self, action: Action, by_hand: Callable[[], object]) -> None:
        """Tell the program, and do the same with one's hands once it has agreed.

        Raises:
            Refused: it does not agree.
        """
        answer = self._ask(action)
        if answer.refused and answer.slip:
            # Killed at the very scan that stopped the station, the program could not tell of it.
            self._put_right(action.level if action.what is What.CLOSE else action.level + 1)
            answer = self._ask(action)
        if answer.refused:
            raise Refused(
                say(
                    "The program refused what is so on the line ({what} {code}): {why}",
                    what=action.what.value,
                    code=action.code,
                    why=answer.told,
                )
            )
        self._event = answer.event
        self.done.count(self.done.actions, action.what.value)
        by_hand()
        if answer.slip:
            self._put_right(action.level + 1)

    def must_refuse(self, action: Action) -> None:
        """Do something that is wrong: it is refused and leaves nothing behind."""
        answer = self._ask(action)
        if not answer.refused or answer.event != self._event:
            raise Refused(
                say(
                    "The program let something wrong pass: {what} {code}.",
                    what=action.what.value,
                    code=action.code,
                )
            )
        self.done.refusals += 1
        if answer.slip:
            self._put_right(action.level + 1)

    def _ask(self, action: Action) -> Answer:
        """Tell the program; a pack that its scanner did not read is held before it once more."""
        reads, self.reads = self.reads, 1
        for _ in range(_TRIES):
            if action.what is What.SCAN and action.level + 1 in self._floor.scanners():
                self._floor.show(action.level + 1, action.code, reads)
            answer = self._desk.act(action)
            if answer.refused != UNREAD:
                return answer
            reads = 1
        raise DeviceError(say("The scanner never read {code}.", code=action.code))

    def _put_right(self, level: int) -> None:
        """Find the labels that are missing, record what became of them, and let the station go on."""
        self.done.slips += 1
        lost, self.lost = self.lost, []
        for code in lost:
            self._scrap(level - 1, code)
        # A program that was killed when it had let the station go on refuses to do so once more.
        self._desk.act(Action(What.RESUME, level, ""))

    def label(self, level: int) -> str:
        """Take the next label; print more where the roll has come to its end."""
        for _ in range(_TRIES):
            code = self._floor.next_label(level, 0.0)
            if code is not None:
                return code
            self._print(level)
        raise DeviceError(say("No labels come out of the printer of level {level}.", level=level))

    def _print(self, level: int) -> None:
        count = max(2, _ROLL // self._units_in(level))
        if self.chance.random() < count * self._plan.faults:
            self._floor.disturb(level, self.chance.choice(FAULTS), self.chance.randrange(count))
            self.done.faults += 1
        self._desk.print_labels(level, count)
        self._floor.repair(level)
        unknown = self._desk.unknown(level)
        if unknown:
            self._settle(level, unknown)

    def _settle(self, level: int, unknown: Sequence[str]) -> None:
        """Look at the roll, and tell the last good label and what is torn before it."""
        out = self._floor.came_out(level)
        whole = [number for number, code in enumerate(unknown) if code in out]
        before = unknown[: whole[-1]] if whole else ()
        last_good = unknown[whole[-1]] if whole else self._floor.last_whole(level)
        self._desk.settle(level, last_good, [code for code in before if code not in out])
        self.done.settled += len(unknown)

    def _units_in(self, level: int) -> int:
        units = 1
        for children in self._plan.packing.children[:level]:
            units *= children
        return units
