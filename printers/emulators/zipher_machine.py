"""A Videojet coder that is not there, behind its socket: jobs, serialisation buffer, prints, faults.

It is meaner than a real one where that is not known: a record is taken under whatever number it
comes, also twice. A driver that retries blindly shows in ``physical``.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from printers.emulators.coder_faults import CoderFaults

ACK: Final = "ACK"
ERR: Final = "ERR"
RUNNING: Final = 3
OFFLINE: Final = 4
DEFAULT_JOBS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({"PACKMARK": ("CODE", "LOT", "EXP")})
DEFAULT_RECORDS: Final = 50


@dataclass(slots=True, eq=False)
class ZipherFaults(CoderFaults):
    """What is wrong with one emulated coder. ``buffer_full`` holds whatever room there is said to be."""

    chatty: bool = False
    """A notice that nobody asked for stands before and behind each reply."""
    deaf_fields: bool = False
    """Field values are accepted and not kept."""
    forgets_last_index_on_clear: bool = False
    keeps_last_index_on_select: bool = False
    faults: tuple[tuple[str, bool, str], ...] = ()
    """Faults that stand: number, whether it can be cleared from afar, words. It does not print then."""
    warnings: tuple[tuple[str, bool, str], ...] = ()

    @property
    def standing(self) -> tuple[tuple[str, bool, str], ...]:
        """All faults that stand."""
        return (
            *self.faults,
            *((INK_OUT,) if self.out_of_ink else ()),
            *((RIBBON_OUT,) if self.out_of_media else ()),
        )


RIBBON_BROKEN: Final = ("E1001", True, "Ribbon broken")
RIBBON_OUT: Final = ("E1002", False, "Ribbon out")
INK_OUT: Final = ("E1003", False, "Ink out")


@dataclass(slots=True)
class _Memory:
    """What a loss of power takes away."""

    state: int = OFFLINE
    job: str = ""
    values: dict[str, str] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    records: deque[tuple[int, tuple[str, ...]]] = field(default_factory=deque)
    begun: int = 0
    last_index: int = 0
    limit: int = DEFAULT_RECORDS


class ZipherMachine:
    """The coder itself, for one thread at a time: takes commands, and prints what it is told to begin.

    Attributes:
        tells_prints: whether clients want to hear of each print.
    """

    def __init__(
        self, jobs: Mapping[str, Sequence[str]], faults: ZipherFaults, printed: Callable[[], int]
    ) -> None:
        """Switch it on.

        Args:
            jobs: the fields of each job.
            faults: what is wrong with it.
            printed: returns the count of prints in its life.
        """
        self.tells_prints = False
        self._faults = faults
        self._printed = printed
        self._jobs = {name: tuple(fields) for name, fields in jobs.items()}
        self._memory = _Memory()
        self._commands: Mapping[str, Callable[[list[str]], str]] = {
            "SST": self._set_state,
            "GST": self._get_state,
            "GJL": lambda _: _list("JBL", self._jobs),
            "GJF": self._get_fields,
            "SEL": self._select,
            "JDA": self._assign,
            "GJD": self._get_values,
            "GFT": lambda _: _troubles("FLT", self._faults.standing),
            "GWN": lambda _: _troubles("WRN", self._faults.warnings),
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
        try:
            return do(parameters)
        except (LookupError, ValueError):
            return ERR

    def prints(self) -> bool:
        """Tell whether it would print on a product now."""
        memory = self._memory
        empty = memory.header and not memory.records
        return memory.state == RUNNING and not self._faults.standing and not empty

    def record_waits(self) -> bool:
        """Tell whether there is a record in its buffer."""
        return bool(self._memory.records)

    def begin(self) -> dict[str, str]:
        """Take the next record and return the values of all fields."""
        memory = self._memory
        values = dict(memory.values)
        if memory.records:
            memory.begun, record = memory.records.popleft()
            values.update(zip(memory.header, record, strict=True))
        return values

    def finish(self) -> None:
        """End the print that was begun."""
        self._memory.last_index = self._memory.begun

    def break_ribbon(self) -> None:
        """Let the ribbon break."""
        self._faults.faults = (*self._faults.faults, RIBBON_BROKEN)

    def power_cycle(self) -> None:
        """Switch off and on: the selected job, the buffer and its numbers are lost."""
        self._memory = _Memory()
        self.tells_prints = False

    def _set_state(self, parameters: list[str]) -> str:
        (state,) = map(int, parameters)
        if state not in {RUNNING, OFFLINE} or state == self._memory.state or not self._memory.job:
            return ERR
        self._memory.state = state
        return ACK

    def _get_state(self, _: list[str]) -> str:
        error = 2 if self._faults.standing else 1 if self._faults.warnings else 0
        prints = self._printed()
        return f"STS|{self._memory.state}|{error}|{self._memory.job}|{prints}|{prints}|"

    def _get_fields(self, parameters: list[str]) -> str:
        (job,) = parameters
        return _list("JFL", self._jobs[job])

    def _select(self, parameters: list[str]) -> str:
        (job,) = parameters
        last = self._memory.last_index if self._faults.keeps_last_index_on_select else 0
        self._memory = _Memory(
            state=self._memory.state,
            job=job,
            values=dict.fromkeys(self._jobs[job], ""),
            begun=last,
            last_index=last,
        )
        return ACK

    def _assign(self, parameters: list[str]) -> str:
        given = {name: value for name, _, value in (item.partition("=") for item in parameters)}
        if not given.keys() <= self._memory.values.keys():
            return ERR
        if not self._faults.deaf_fields:
            self._memory.values.update(given)
        return ACK

    def _get_values(self, _: list[str]) -> str:
        return _list("JDL", [f"{name}={value}" for name, value in self._memory.values.items()])

    def _clear_faults(self, _: list[str]) -> str:
        self._faults.faults = tuple(fault for fault in self._faults.faults if not fault[1])
        return ERR if self._faults.standing else ACK

    def _clear_warnings(self, _: list[str]) -> str:
        self._faults.warnings = tuple(warning for warning in self._faults.warnings if not warning[1])
        return ERR if self._faults.warnings else ACK

    def _clear_buffer(self, _: list[str]) -> str:
        self._memory.records.clear()
        if self._faults.forgets_last_index_on_clear:
            self._memory.last_index = self._memory.begun = 0
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
        full = self._faults.buffer_full or len(memory.records) >= memory.limit
        if full or not memory.header or len(values) != len(memory.header):
            return ERR
        memory.records.append((int(index), tuple(values)))
        return ACK

    def _set_notice(self, parameters: list[str]) -> str:
        kind, switch = parameters
        if kind != "PRC" or switch not in {"0", "1"}:
            return ERR
        self.tells_prints = switch == "1"
        return ACK

    def _no_notices(self, _: list[str]) -> str:
        self.tells_prints = False
        return ACK


def _list(name: str, items: Mapping[str, object] | Sequence[str]) -> str:
    return "".join(f"{part}|" for part in (name, len(items), *items))


def _troubles(name: str, rows: Sequence[tuple[str, bool, str]]) -> str:
    parts = [name, str(len(rows))]
    for number, clearable, text in rows:
        parts += [number, "1" if clearable else "0", text]
    return "".join(f"{part}|" for part in parts)
