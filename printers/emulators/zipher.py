"""A Videojet coder with Zipher text that is not there: a real TCP port in front of ``ZipherMachine``."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import Final, Unpack

from printers.emulators.coder import CoderEmulator, Options
from printers.emulators.zipher_machine import DEFAULT_JOBS, ZipherFaults, ZipherMachine

_LINE_LIMIT: Final = 1024 * 1024


class ZipherEmulator(CoderEmulator):
    """An emulated coder with a serialisation buffer.

    Attributes:
        machine: the coder behind the port.
    """

    scheme = "zipher"
    faults: ZipherFaults

    def __init__(self, jobs: Mapping[str, Sequence[str]] = DEFAULT_JOBS, **options: Unpack[Options]) -> None:
        """Switch the coder on, offline and with no job selected.

        Args:
            jobs: the jobs that it holds and their fields.
            options: see ``Options``.

        Raises:
            DeviceError: a port is taken, or the paper cannot be written.
        """
        self.faults = ZipherFaults()
        self.machine = ZipherMachine(jobs, self.faults, lambda: self._odometer)
        super().__init__(**options)

    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        *lines, rest = data.split(b"\r")
        return [line for line in lines if line], rest[-_LINE_LIMIT:]

    def _answer(self, command: bytes) -> bytes:
        reply = self.machine.answer(command.decode("utf-8", "replace"))
        if command.startswith(b"SID|") and reply == "ACK":
            self._record_taken()
        around = "STS|3|\rQLO|2|\r" if self.faults.chatty else ""
        return f"{around}{reply}\r{around}".encode()

    def _prints(self) -> bool:
        return self.machine.prints()

    def _record_waits(self) -> bool:
        return self.machine.record_waits()

    def _begin(self) -> Mapping[str, str]:
        return self.machine.begin()

    def _finish(self) -> None:
        self.machine.finish()

    def _break_down(self) -> None:
        self.machine.break_ribbon()

    def _start(self) -> None:
        self.machine.answer("SST|3|")

    def _pause(self) -> None:
        self.machine.answer("SST|4|")

    def _lose_power(self) -> None:
        self.machine.power_cycle()

    def _tell_print(self) -> None:
        if self.machine.tells_prints:
            with self._changed:
                wires = tuple(self._wires)
            for wire in wires:
                with contextlib.suppress(OSError):  # a client that is gone hears no more
                    wire.send(b"PRC\r")
