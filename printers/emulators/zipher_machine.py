"""A Videojet coder that is not there, behind its socket: jobs, serialisation buffer, prints, faults.

It is meaner than a real one where that is not known: a record is taken under whatever number it
comes, also twice. A driver that retries blindly shows in ``physical``.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

ACK: Final = "ACK"
ERR: Final = "ERR"
RUNNING: Final = 3
OFFLINE: Final = 4
DEFAULT_JOBS: Final[Mapping[str, Sequence[str]]] = {"CARTON": ("CODE", "LOT", "EXP")}
DEFAULT_RECORDS: Final = 50


@dataclass(slots=True, eq=False)
class ZipherFaults:
    """What is wrong with one emulated coder. Any thread may set it.

    The ``..._after`` faults count down and strike once, when so many more have gone by.
    """

    silent: bool = False
    """Nothing is answered."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    chatty: bool = False
    """A notice that nobody asked for stands before and behind each reply."""
    buffer_full: bool = False
    """No record is taken, whatever room there is said to be."""
    deaf_fields: bool = False
    """Field values are accepted and not kept."""
    forgets_last_index_on_clear: bool = False
    keeps_last_index_on_select: bool = False
    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset."""
    drop_connection_after_records: int | None = None
    """Records taken until one is taken but the connection is reset before that is said."""
    fault_after_prints: int | None = None
    """Prints until the ribbon breaks."""
    faults: tuple[tuple[str, bool, str], ...] = ()
    """Faults that stand: number, whether it can be cleared from afar, words. It does not print then."""
    warnings: tuple[tuple[str, bool, str], ...] = ()

    def strikes(self, name: str, passed: int = 1) -> bool:
        """Count an ``..._after`` fault down by ``passed``; tell whether it strikes now."""
        left: int | None = getattr(self, name)
        if left is None:
            return False
        setattr(self, name, left - passed if left >= passed else None)
        return left < passed


RIBBON_BROKEN: Final = ("E1001", True, "Ribbon broken")


@dataclass(slots=True)
class _Memory:
    """What a loss of power takes away."""

    state: int = OFFLINE
    job: str = ""
    values: dict[str, str] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    records: deque[tuple[int, tuple[str, ...]]] = field(default_factory=deque)
    last_index: int = 0
    limit: int = DEFAULT_RECORDS


class ZipherMachine:
    """The coder itself: takes commands, prints when triggered.

    Attributes:
        faults: what is wrong with it.
        physical: the field values of each print, in that order.
        missed: triggers at which it had nothing to print, or might not.
    """

    def __init__(self, jobs: Mapping[str, Sequence[str]], notify: Callable[[str], None]) -> None:
        """Switch it on.

        Args:
            jobs: the fields of each job.
            notify: is called with each notice.
        """
        self.faults = ZipherFaults()
        self.physical: list[dict[str, str]] = []
        self.missed = 0
        self._jobs = {name: tuple(fields) for name, fields in jobs.items()}
        self._memory = _Memory()
        self._notify = notify
        self._tell_prints = False
        self._lock = threading.RLock()
        self._commands: Mapping[str, Callable[[list[str]], str]] = {
            "SST": self._set_state,
            "GST": self._get_state,
            "GJL": lambda _: _list("JBL", self._jobs),
            "GJF": self._get_fields,
            "SEL": self._select,
            "JDA": self._assign,
            "GJD": self._get_values,
            "GFT": lambda _: _troubles("FLT", self.faults.faults),
            "GWN": lambda _: _troubles("WRN", self.faults.warnings),
            "CAF": self._clear_faults,
            "CAW": self._clear_warnings,
            "SCB": self._clear_buffer,
            "SMR": self._set_limit,
            "SGM": lambda _: f"SGM|{self._memory.limit}|",
            "SHO": self._set_header,
            "SID": self._take_record,
            "SRC": lambda _: f"SRC|{len(self._memory.records)}|",
            "SLR": lambda _: f"SLR|{self._memory.last_index}|",
            "SNO": self._set_notice,
            "DAN": self._no_notices,
        }

    def answer(self, line: str) -> str:
        """Carry out a command and return the reply, without its carriage return."""
        name, *parameters = line.split("|")
        do = self._commands.get(name)
        if do is None or (parameters and parameters.pop()):
            return ERR
        with self._lock:
            try:
                return do(parameters)
            except (LookupError, ValueError):
                return ERR

    def trigger(self, times: int) -> None:
        """Print ``times`` times, as a product sensor would have it, as far as there is what to print."""
        for _ in range(times):
            with self._lock:
                printed = self._print()
            if printed and self._tell_prints:
                self._notify("PRC")

    def power_cycle(self) -> None:
        """Switch off and on: the selected job, the buffer and its numbers are lost."""
        with self._lock:
            self._memory = _Memory()
            self._tell_prints = False

    def _print(self) -> bool:
        memory = self._memory
        if self.faults.strikes("fault_after_prints"):
            self.faults.faults = (RIBBON_BROKEN,)
        if memory.state != RUNNING or self.faults.faults or (memory.header and not memory.records):
            self.missed += 1
            return False
        values = dict(memory.values)
        if memory.records:
            memory.last_index, record = memory.records.popleft()
            values.update(zip(memory.header, record, strict=True))
        self.physical.append(values)
        return True

    def _set_state(self, parameters: list[str]) -> str:
        (state,) = map(int, parameters)
        if state not in {RUNNING, OFFLINE} or state == self._memory.state or not self._memory.job:
            return ERR
        self._memory.state = state
        return ACK

    def _get_state(self, _: list[str]) -> str:
        error = 2 if self.faults.faults else 1 if self.faults.warnings else 0
        prints = len(self.physical)
        return f"STS|{self._memory.state}|{error}|{self._memory.job}|{prints}|{prints}|"

    def _get_fields(self, parameters: list[str]) -> str:
        (job,) = parameters
        return _list("JFL", self._jobs[job])

    def _select(self, parameters: list[str]) -> str:
        (job,) = parameters
        last = self._memory.last_index if self.faults.keeps_last_index_on_select else 0
        self._memory = _Memory(
            state=self._memory.state, job=job, values=dict.fromkeys(self._jobs[job], ""), last_index=last
        )
        return ACK

    def _assign(self, parameters: list[str]) -> str:
        given = {name: value for name, _, value in (item.partition("=") for item in parameters)}
        if not given.keys() <= self._memory.values.keys():
            return ERR
        if not self.faults.deaf_fields:
            self._memory.values.update(given)
        return ACK

    def _get_values(self, _: list[str]) -> str:
        return _list("JDL", [f"{name}={value}" for name, value in self._memory.values.items()])

    def _clear_faults(self, _: list[str]) -> str:
        self.faults.faults = tuple(fault for fault in self.faults.faults if not fault[1])
        return ERR if self.faults.faults else ACK

    def _clear_warnings(self, _: list[str]) -> str:
        self.faults.warnings = tuple(warning for warning in self.faults.warnings if not warning[1])
        return ERR if self.faults.warnings else ACK

    def _clear_buffer(self, _: list[str]) -> str:
        self._memory.records.clear()
        if self.faults.forgets_last_index_on_clear:
            self._memory.last_index = 0
        return ACK

    def _set_limit(self, parameters: list[str]) -> str:
        (self._memory.limit,) = map(int, parameters)
        return ACK

    def _set_header(self, parameters: list[str]) -> str:
        if not parameters or not set(parameters) <= self._memory.values.keys():
            return ERR
        self._memory.header = tuple(parameters)
        return ACK

    def _take_record(self, parameters: list[str]) -> str:
        memory = self._memory
        index, *values = parameters
        full = self.faults.buffer_full or len(memory.records) >= memory.limit
        if full or not memory.header or len(values) != len(memory.header):
            return ERR
        memory.records.append((int(index), tuple(values)))
        return ACK

    def _set_notice(self, parameters: list[str]) -> str:
        kind, switch = parameters
        if kind != "PRC" or switch not in {"0", "1"}:
            return ERR
        self._tell_prints = switch == "1"
        return ACK

    def _no_notices(self, _: list[str]) -> str:
        self._tell_prints = False
        return ACK


def _list(name: str, items: Mapping[str, object] | Sequence[str]) -> str:
    return "".join(f"{part}|" for part in (name, len(items), *items))


def _troubles(name: str, rows: Sequence[tuple[str, bool, str]]) -> str:
    parts = [name, str(len(rows))]
    for number, clearable, text in rows:
        parts += [number, "1" if clearable else "0", text]
    return "".join(f"{part}|" for part in parts)
