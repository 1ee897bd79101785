"""A Leibinger JET printer that is not there: a real TCP port in front of a mailing FIFO."""

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Unpack

from printers.emulators.coder import CoderEmulator, Options
from printers.emulators.coder_faults import CoderFaults
from printers.leibinger.coder import FIELD
from printers.leibinger.protocol import (
    BAD_INDEX,
    FIFO_EMPTY,
    FIFO_FULL,
    NOT_CONSECUTIVE,
    MachineState,
    command,
    job_path,
    unescaped,
)

DEFAULT_JOBS: Final = ("PACKMARK",)
HEAD_FAULT: Final = 2113
INK_FAULT: Final = 2201
"""Errors that it shows; what their numbers mean to a real printer does not matter."""
_ERROR_FLAG: Final = 1 << 25
_RECORD: Final = re.compile(r"([0-9]{1,9})\t(.*)", re.DOTALL)
_FRAME_LIMIT: Final = 65536


@dataclass(slots=True, eq=False)
class LeibingerFaults(CoderFaults):
    """What can go wrong, and what firmwares do differently. ``buffer_full`` comes with its error."""

    echo: bool = False
    """What is sent comes back before its answer."""
    database_active: bool = False
    """No record is taken, and nothing is said of it."""
    cover_open: bool = False
    nozzle_stuck: bool = False
    """The nozzle does not open."""
    forgets_last_at_flush: bool = False
    """Emptying the FIFO also forgets which print was begun last."""


class LeibingerEmulator(CoderEmulator):
    """An emulated Leibinger printer. The one field of each print is ``EXTERN TEXT``.

    Attributes:
        jobs: what it holds.
    """

    scheme = "leibinger"
    faults: LeibingerFaults

    def __init__(
        self,
        jobs: Sequence[str] = DEFAULT_JOBS,
        *,
        depth: int = 256,
        serial: str = "000000",
        **options: Unpack[Options],
    ) -> None:
        """Switch it on, with the first job loaded and the nozzle open.

        Args:
            jobs: what it holds.
            depth: records that its FIFO takes.
            serial: its serial number.
            options: see ``Options``.

        Raises:
            DeviceError: a port is taken, or the paper cannot be written.
        """
        self.faults = LeibingerFaults()
        self.jobs = tuple(jobs)
        self._depth = depth
        self._serial = serial
        self._odometer = options.get("odometer", 0)
        self._power_up(MachineState.READY_FOR_START)
        super().__init__(**options)

    @property
    def state(self) -> MachineState:
        """What it is doing."""
        return self._state

    def _power_up(self, state: MachineState) -> None:
        self._fifo: deque[tuple[int, str]] = deque()
        self._state = state
        self._error = 0
        self._begun = 0
        self._finished = True
        self._newest: int | None = None
        self._text = ""
        self._job = self.jobs[0] if self.jobs else ""

    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        *lines, rest = data.split(b"\r")
        return [line.strip(b"\n") for line in lines], rest[-_FRAME_LIMIT:]

    def _answer(self, line: bytes) -> bytes:
        text = line.decode("latin-1")
        if not text.startswith("^0"):
            return b""
        self._look_at_supplies()
        kind, code, rest = text[2:3], text[3:5], text[5:]
        answer = self._obey(kind, code, rest)
        echo = line + b"\r" if self.faults.echo else b""
        return echo if answer is None else echo + command(f"={code}{answer}")

    def _obey(self, kind: str, code: str, rest: str) -> str | None:
        if kind == "?":
            return self._tell(code)
        if kind == "!":
            self._act(code)
        elif kind == "=":
            self._set(code, rest)
        return None

    def _tell(self, code: str) -> str | None:
        nozzle = 2 if self._state >= MachineState.READY_FOR_START else 4
        error = self._error and self._error | _ERROR_FLAG
        waiting = max(0, len(self._fifo) - 1)  # one of them waits at the nozzle
        prints = self._odometer
        answers = {
            "RS": f"{nozzle}\t{self._state:d}\t{error}\t{self.faults.cover_open:d}\t200\t0",
            "SM": f"{self._depth}\t{waiting}\t{self._begun}\t0\t{self._finished:d}\t{prints}",
            "CC": f"{prints}\t0\t{prints}",
            "JL": job_path(self._job) if self._job else "",
            "ET": self._text,
            "VS": f"EMULATED\tLJ3\t{self._serial}",
        }
        return answers.get(code)

    def _act(self, code: str) -> None:
        if code == "GO" and self._state is MachineState.READY_FOR_START and not self._error:
            self._state = MachineState.PRINTING
            if not self._fifo and not self._text:
                self._fail(FIFO_EMPTY)
        elif code == "ST":
            self._stop()
        elif code == "NO" and self._state is MachineState.READY_FOR_ACTION and not self.faults.nozzle_stuck:
            self._state = MachineState.READY_FOR_START
        elif code == "NC":
            self._stop()
            self._state = MachineState.READY_FOR_ACTION
        elif code == "EQ":
            self._error = 0
            self._look_at_supplies()
        elif code == "FF":
            self._empty()
            if self.faults.forgets_last_at_flush:
                self._begun, self._finished = 0, True

    def _set(self, code: str, rest: str) -> None:
        if code == "MR" and (record := _RECORD.fullmatch(rest)):
            self._take(int(record[1]), unescaped(record[2]))
            self._record_taken()
        elif code == "ET":
            self._text = unescaped(rest)
        elif code == "JL":
            self._job = next((job for job in self.jobs if job_path(job) == rest), self._job)

    def _take(self, number: int, text: str) -> None:
        if self.faults.database_active:
            return
        if self.faults.buffer_full or len(self._fifo) > self._depth:
            self._error = FIFO_FULL
        elif self._newest is not None and number <= self._newest:
            self._fail(BAD_INDEX)
        elif self._newest is not None and number > self._newest + 1:
            self._fail(NOT_CONSECUTIVE)
        else:
            self._newest = number
            self._fifo.append((number, text))

    def _prints(self) -> bool:
        self._look_at_supplies()
        return self._state is MachineState.PRINTING

    def _record_waits(self) -> bool:
        return bool(self._fifo)

    def _begin(self) -> Mapping[str, str]:
        self._begun, text = self._fifo.popleft() if self._fifo else (self._begun, self._text)
        self._finished = False
        return {FIELD: text}

    def _finish(self) -> None:
        self._finished = True
        if self._newest is not None and not self._fifo:
            self._fail(FIFO_EMPTY)

    def _break_down(self) -> None:
        self._fail(HEAD_FAULT)

    def _look_at_supplies(self) -> None:
        if self.faults.out_of_supplies:
            self._fail(INK_FAULT)

    def _fail(self, error: int) -> None:
        self._error = error
        self._stop()

    def _start(self) -> None:
        self._act("GO")

    def _pause(self) -> None:
        self._stop()

    def _stop(self) -> None:
        """Print no more; what waits in the FIFO is lost."""
        if self._state is MachineState.PRINTING:
            self._state = MachineState.READY_FOR_START
            self._empty()

    def _empty(self) -> None:
        self._fifo.clear()
        self._newest = None

    def _lose_power(self) -> None:
        self._power_up(MachineState.READY_FOR_ACTION)
