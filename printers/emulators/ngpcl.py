"""A Markem-Imaje coder that is not there: a real TCP port, and the packs that it has printed.

It is started and stopped at its display only: ``press_start``, ``press_pause``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Unpack

from printers.emulators.coder import CoderEmulator, Options
from printers.emulators.coder_faults import CoderFaults

DEFAULT_JOBS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"PACKMARK": {"CODE": "", "LOT": "", "EXP": ""}}
)

_FRAME_LIMIT: Final = 65_536
_OFF, _STOPPED, _ATTENTION, _PRINTING, _STOP_ACTIVE = "02", "04", "05", "06", "09"


@dataclass(slots=True, eq=False)
class NgpclFaults(CoderFaults):
    """What is wrong with the coder. A record is an update of fields that was taken."""

    attention: bool = False
    """A door, an interlock or a warning wants a person; nothing is printed."""
    stop_active: bool = False
    """Its stop is pressed; nothing is printed."""
    not_understood: bool = False
    """Every question is answered as one that it does not understand."""
    deaf_fields: bool = False
    """New field values are accepted and not taken, as those of fields that it has not."""


class NgpclEmulator(CoderEmulator):
    """An emulated coder with one set of field values, which can be read back.

    Attributes:
        questions: frames that it was sent, in that order.
    """

    scheme = "ngpcl"
    faults: NgpclFaults

    def __init__(
        self, jobs: Mapping[str, Mapping[str, str]] = DEFAULT_JOBS, **options: Unpack[Options]
    ) -> None:
        """Switch the coder on, stopped and with no job selected.

        Args:
            jobs: the jobs that it holds, each with its fields and the values that it was saved with.
            options: see ``Options``.

        Raises:
            DeviceError: a port is taken, or the paper cannot be written.
        """
        self.faults = NgpclFaults()
        self.questions: list[bytes] = []
        self._jobs = {job: dict(fields) for job, fields in jobs.items()}
        self._job = ""
        self._values: dict[str, str] = {}
        self._state = _STOPPED
        self._fresh = False
        super().__init__(**options)

    def switch_off_at_display(self) -> None:
        """Switch the marking off; the coder still answers."""
        with self._changed:
            self._state = _OFF

    def choose(self, job: str) -> None:
        """Choose a job at the display, with the values that it was saved with."""
        with self._changed:
            self._job, self._values, self._fresh = job, dict(self._jobs[job]), False

    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        *frames, rest = data.split(b"}")
        return [frame.strip() + b"}" for frame in frames], rest[-_FRAME_LIMIT:]

    def _answer(self, command: bytes) -> bytes:
        self.questions.append(command)
        return self._reply(command.decode("latin-1")).encode("latin-1") + b"\r\n"

    def _reply(self, frame: str) -> str:
        match frame.removeprefix("{").removesuffix("}").split("|"):
            case _ if self.faults.not_understood:
                return "{~NK1|}"
            case ["~JR", ""]:
                return f"{{~JN0|{self._job}|}}"
            case ["~DR", ""]:
                return self._status()
            case ["~FR", name, ""]:
                return f"{{~FC0|{name}|{self._values[name]}|}}" if name in self._values else "{~FC1|}"
            case ["~JS0", job, _, *pairs, ""]:
                if job not in self._jobs:
                    return "{~JS1|}"
                self.choose(job)
                self._update(pairs)
                return "{~JS0|}"
            case ["~JU0", _, _, *_, ""] if self.faults.buffer_full:
                return "{~JU1|}"
            case ["~JU0", _, _, *pairs, ""]:
                self._update(pairs)
                self._record_taken()
                return "{~JU0|}"
        return "{~NK1|}"

    def _update(self, pairs: list[str]) -> None:
        first = next(iter(self._values), None)
        for name, value in zip(pairs[::2], pairs[1::2], strict=False):
            if name in self._values and not self.faults.deaf_fields:
                self._values[name] = value
                if name == first:
                    self._fresh = bool(value)

    def _status(self) -> str:
        state = self._state_now()
        printing = int(state == _PRINTING)
        stop = int(state == _STOP_ACTIVE)
        attention = int(state in {_STOP_ACTIVE, _ATTENTION})
        return f"{{~DS0|0|{printing}|{stop}|{attention}|0|2|0|000000000|{state}|1|}}"

    def _state_now(self) -> str:
        if self.faults.attention or self.faults.out_of_supplies:
            return _ATTENTION
        return _STOP_ACTIVE if self.faults.stop_active else self._state

    def _prints(self) -> bool:
        return self._state_now() == _PRINTING and bool(self._job)

    def _record_waits(self) -> bool:
        return self._fresh

    def _begin(self) -> Mapping[str, str]:
        self._fresh = False
        return self._values

    def _break_down(self) -> None:
        self.faults.attention = True

    def _start(self) -> None:
        self._state = _PRINTING

    def _pause(self) -> None:
        self._state = _STOPPED

    def _lose_power(self) -> None:
        self._job, self._values, self._state, self._fresh = "", {}, _STOPPED, False
