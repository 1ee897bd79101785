"""A Videojet coder of the 1000 line that is not there: a real TCP port that speaks WSI.

It is written from the protocol's description, not from the driver, which it is there to judge.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Unpack

from printers.emulators.coder import CoderEmulator, Options
from printers.emulators.coder_faults import CoderFaults

DEFAULT_JOBS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({"PACKMARK": ("CODE", "LOT", "EXP")})

_PACKET: Final = re.compile(rb"\x02([^\x02\x03]*)\x03")
_PACKET_LIMIT: Final = 4096
_LONGEST_VALUE: Final = 50
_RED, _AMBER, _GREEN = 4, 2, 1
_GUTTER_FAULT: Final = 0x400000
_INK_CORE_EMPTY: Final = 0x800000


@dataclass(slots=True, eq=False)
class WsiFaults(CoderFaults):
    """What is wrong with the coder. A record is a user field that was filled."""

    wrong_checksum: bool = False
    """Answers name another request."""
    no_current_message: bool = False
    """The firmware does not know the question for the selected message."""
    bits: int = 0
    """The six digits of faults that it tells, as one number (0x400000: gutter fault)."""
    red: bool = False
    """It is in a fault: it prints nothing."""
    trigger_after_fields: int | None = None
    """Fields filled until a product passes between two requests."""


class WsiEmulator(CoderEmulator):
    """An emulated coder with one set of field values and a print counter."""

    scheme = "wsi"
    faults: WsiFaults

    def __init__(self, jobs: Mapping[str, Sequence[str]] = DEFAULT_JOBS, **options: Unpack[Options]) -> None:
        """Switch the coder on, with no message selected.

        Args:
            jobs: the messages that it holds, with the names of their user fields.
            options: see ``Options``.

        Raises:
            DeviceError: a port is taken, or the paper cannot be written.
        """
        self.faults = WsiFaults()
        self._jobs = {name: tuple(fields) for name, fields in jobs.items()}
        self._values = {field: "" for fields in jobs.values() for field in fields}
        self._selected = ""
        self._printing = False
        self._prints_counted = options.get("odometer", 0)
        self._filled = False
        self._fresh = False
        super().__init__(**options)

    @property
    def print_counter(self) -> int:
        """What it says that it has printed."""
        return self._prints_counted

    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        packets = list(_PACKET.finditer(data))
        rest = data[packets[-1].end() :] if packets else data
        return [packet[1] for packet in packets], rest[-_PACKET_LIMIT:]

    def _answer(self, command: bytes) -> bytes:
        data = self._asked(command)
        if data is not None:
            return b"\x02" + data.encode("ascii") + b"\x03"
        done = self._done(command)
        if done and command[:1] in {b"U", b"D"}:
            if self.faults.strikes("trigger_after_fields"):
                self.trigger()
            self._record_taken()
        return b"%c%02X" % (b"$" if done else b"!", (sum(command) + self.faults.wrong_checksum) & 0xFF)

    def _asked(self, body: bytes) -> str | None:
        """Return the answer to a question, None if ``body`` is none that this coder knows."""
        match body:
            case b"GA":
                # Whoever fills fields looks at the counter behind them: all of a record is there now.
                self._fresh, self._filled = self._fresh or self._filled, False
                return f"{self._prints_counted:010d}"
            case b"GB":
                return f"{self._odometer + self.missed:010d}"
            case b"E":
                return self._status()
            case b"Q" if not self.faults.no_current_message:
                return self._selected
        return None

    def _status(self) -> str:
        faults = self.faults
        bits = faults.bits | (_INK_CORE_EMPTY if faults.out_of_supplies else 0)
        lamp = _RED if faults.red or faults.out_of_supplies else _AMBER if bits else _GREEN
        return f"{bits:06X}{lamp}"

    def _done(self, body: bytes) -> bool:
        """Obey an order; tell whether that could be done."""
        if body in {b"O0", b"O1"}:
            self._printing = body == b"O1"
            return True
        if body[:1] == b"M":
            name = body[1:].decode("latin-1")
            if name in self._jobs:
                self._selected, self._filled, self._fresh = name, False, False
            return name in self._jobs
        if body[:1] in {b"U", b"D"}:
            name, separator, value = body[1:].decode("latin-1").partition("\n")
            return bool(separator) == (body[:1] == b"U") and self._fill(name, value)
        return False

    def _fill(self, name: str, value: str) -> bool:
        if name not in self._values or len(value) > _LONGEST_VALUE or self.faults.buffer_full:
            return False
        self._values[name] = value
        if name in self._jobs.get(self._selected, ())[:1]:
            self._filled, self._fresh = bool(value), False
        return True

    def _prints(self) -> bool:
        faults = self.faults
        return self._printing and bool(self._selected) and not (faults.red or faults.out_of_supplies)

    def _record_waits(self) -> bool:
        return self._fresh

    def _begin(self) -> Mapping[str, str]:
        self._fresh = False
        return {name: self._values[name] for name in self._jobs[self._selected]}

    def _finish(self) -> None:
        self._prints_counted += 1

    def _break_down(self) -> None:
        self.faults.bits |= _GUTTER_FAULT
        self.faults.red = True

    def _start(self) -> None:
        self._printing = True

    def _pause(self) -> None:
        self._printing = False

    def _lose_power(self) -> None:
        self._selected, self._printing = "", False
        self._filled = self._fresh = False
        self._values = dict.fromkeys(self._values, "")
