"""Coders in memory that obey the same protocol as the real ones, with faults at any step.

A pack passes at each question, as many as ``pace`` says (all that could be printed, once it is used up). The
program can be killed at any step that something outside of it takes.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.coders import Ability, CoderFault, CoderState, CoderStatus
from desktop.errors import DeviceError, Refused
from desktop.texts import say
from tests.fakes import FakeClock, Fuse

JOB, CODE = "PACK", "CODE"
RIBBON = CoderFault("17", "ribbon broken")


@dataclass
class CoderFaults:
    """What goes wrong, by the count of packs that pass (from 1) or of records that are put (from 1)."""

    half_print_at: int | None = None
    """That pack gets half a print; the coder stops with a fault and does not count it."""
    stopped_at: int | None = None
    """Before that pack somebody presses stop at the display."""
    power_cut_at: int | None = None
    """Before that pack the power goes: the selected job, the buffer and all numbers are lost."""
    link_breaks_at_put: int | None = None
    """That record does not arrive."""
    link_breaks_after_put: int | None = None
    """That record arrives, and is not answered for."""


class FakeCoder:
    """Keeps ``physical``, the codes that are on packs, and ``halves``, those of which half is."""

    def __init__(
        self,
        clock: FakeClock,
        abilities: frozenset[Ability],
        faults: CoderFaults | None = None,
        pace: Iterable[int] = (),
        depth: int = 8,
    ) -> None:
        self.clock = clock
        self._abilities = abilities
        self.faults = faults or CoderFaults()
        self.fuse = Fuse()
        self.pace = deque(pace)
        self.depth = 1 if Ability.SINGLE_SLOT in abilities else depth
        self.physical: list[str] = []
        self.halves: list[str] = []
        self.passed = self.put_count = self.counted = 0
        self.counts = False
        self.skips_halves = False
        self.linked = True
        self._lose_memory()

    def _lose_memory(self) -> None:
        self.job, self.running, self.fault = "", False, False
        self.records: deque[tuple[int, str]] = deque()
        self.last = 0
        self.next: int | None = None

    @property
    def abilities(self) -> frozenset[Ability]:
        return self._abilities

    def reconnect(self) -> None:
        """A new program comes to the same machine; meanwhile packs may have passed."""
        self._work()
        self.linked = True

    def repair(self) -> None:
        """A person puts everything right."""
        self.faults = CoderFaults()
        self.fault = False

    def _work(self) -> None:
        packs = self.pace.popleft() if self.pace else len(self.records)
        for _ in range(packs):
            self._pass()

    def _pass(self) -> None:
        self.passed += 1
        if self.passed == self.faults.stopped_at:
            self.running = False
        if self.passed == self.faults.power_cut_at:
            self._lose_memory()
            self.linked = False
        if not self.running or self.fault or not self.records:
            return
        if self.passed == self.faults.half_print_at:
            self.halves.append(self.records[0][1])
            if self.skips_halves:
                self.records.popleft()
            else:
                self.fault, self.running = True, False
            return
        self.last, code = self.records.popleft()
        self.counted += 1
        self.physical.append(code)

    def _asked(self) -> None:
        self.fuse.step()
        if not self.linked:
            raise DeviceError(say("The printer closed the connection."))

    def identify(self) -> str:
        self._asked()
        return "a coder"

    def status(self) -> CoderStatus:
        self._asked()
        state = CoderState.FAULT if self.fault else CoderState.RUNNING if self.running else CoderState.STOPPED
        prints = self.counted if self.counts else None
        return CoderStatus(state, self.job, (RIBBON,) if self.fault else (), prints)

    def list_jobs(self) -> Sequence[str]:
        return (JOB,)

    def job_fields(self, job: str) -> Sequence[str]:
        return (CODE,)

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        self._asked()
        self.job, self.running, self.last, self.next = job, False, 0, 1
        self.records.clear()

    def read_back(self) -> Mapping[str, str]:
        return {}

    def check(self, fields: Mapping[str, str]) -> None:
        """Everything can be carried."""

    def start(self) -> None:
        self._asked()
        if self.fault:
            raise DeviceError(say("The printer closed the connection."))
        self.running = True

    def stop(self) -> None:
        self._asked()
        self._work()
        self.running = False

    def room(self) -> int:
        self._asked()
        return self.depth - len(self.records)

    def waiting(self) -> int:
        self._asked()
        return len(self.records)

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        self._asked()
        self.put_count += 1
        if self.put_count == self.faults.link_breaks_at_put:
            self.linked = False
            raise DeviceError(say("The printer closed the connection."))
        if index != self.next or len(self.records) >= self.depth:
            raise Refused(say("The printer closed the connection."))
        self.next = index + 1
        self.records.append((index, fields[CODE]))
        if self.put_count == self.faults.link_breaks_after_put:
            self.linked = False
            raise DeviceError(say("The printer closed the connection."))
        self.fuse.step()

    def end_after(self, index: int) -> None:
        self._asked()

    def printed_upto(self) -> int:
        self._asked()
        self._work()
        self.fuse.step()
        return self.last

    def clear(self) -> None:
        self._asked()
        assert not self.running, "what runs may print at this very moment"
        self.records.clear()
        self.next = self.last + 1

    def acknowledge(self) -> None:
        self._asked()

    def close(self) -> None:
        """Nothing is held."""
