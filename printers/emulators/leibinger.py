"""A Leibinger JET printer that is not there: a real TCP port in front of a mailing FIFO.

::

    with LeibingerEmulator() as printer:
        printer.faults.silent = True         # and so on
        ...                                  # connect to tcp://127.0.0.1:{printer.port}
        printer.trigger(3)                   # three products pass
        printer.physical                     # what stands on them
"""

import re
import socket
import threading
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from printers.emulators.server import HOST, Server, received
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

HEAD_FAULT: Final = 2113
"""The number of the error that ``fault_after`` shows; what it means to a real printer does not matter."""
_ERROR_FLAG: Final = 1 << 25
_RECORD: Final = re.compile(r"([0-9]{1,9})\t(.*)", re.DOTALL)
_NOISE: Final = b"\xfe#?\x81 no printer speaks so \x07\r"
_FRAME_LIMIT: Final = 65536


@dataclass(slots=True, eq=False)
class LeibingerFaults:
    """What can go wrong, and what firmwares do differently; set an attribute to make it so.

    The ``..._after`` faults count down and strike once.
    """

    silent: bool = False
    """Nothing is answered."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    echo: bool = False
    """What is sent comes back before its answer."""
    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset."""
    drop_connection_after_records: int | None = None
    """Records taken until the connection is reset."""
    buffer_full: bool = False
    """No record is taken, with the error for it."""
    database_active: bool = False
    """No record is taken, and nothing is said of it."""
    fault_after: int | None = None
    """Prints until the printer stops by itself with an error."""
    half_print_after: int | None = None
    """Prints until one is begun and, by a fault of the head, not finished."""
    cover_open: bool = False
    nozzle_stuck: bool = False
    """The nozzle does not open."""
    forgets_last_at_flush: bool = False
    """Emptying the FIFO also forgets which print was begun last."""


class LeibingerEmulator:
    """An emulated Leibinger printer on a TCP port of this computer.

    Attributes:
        port: where it listens.
        faults: what is wrong with it.
        physical: what stands on each product that passed while it printed.
        jobs: what it holds.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = HOST,
        jobs: tuple[str, ...] = ("LOT_A", "LOT_B"),
        depth: int = 256,
    ) -> None:
        """Switch it on, with the first job loaded and the nozzle open.

        Raises:
            DeviceError: the port is taken.
        """
        self.faults = LeibingerFaults()
        self.physical: list[str] = []
        self.jobs = jobs
        self.host = host
        self._depth = depth
        self._lock = threading.RLock()
        self._power_up(MachineState.READY_FOR_START)
        self._server = Server(host, port, self._serve)
        self.port = self._server.port

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Its address as a URL."""
        return f"tcp://{self.host}:{self.port}"

    @property
    def state(self) -> MachineState:
        """What it is doing."""
        return self._state

    def trigger(self, count: int = 1) -> None:
        """Let ``count`` products pass its sensor."""
        with self._lock:
            for _ in range(count):
                if self._state is MachineState.PRINTING:
                    self._print()

    def press_stop(self) -> None:
        """Press stop at its display: what waits in the FIFO is lost."""
        with self._lock:
            self._stop()

    def press_start(self) -> None:
        """Press start at its display."""
        with self._lock:
            self._act("GO")

    def power_cycle(self) -> None:
        """Switch off and on: connections, FIFO and the number of the last print are lost."""
        with self._lock:
            self._power_up(MachineState.READY_FOR_ACTION)
        self._server.drop_connections()

    def close(self) -> None:
        """Switch it off. May be called twice."""
        self._server.close()

    def _power_up(self, state: MachineState) -> None:
        self._fifo: deque[tuple[int, str]] = deque()
        self._state = state
        self._error = 0
        self._begun = 0
        self._finished = True
        self._newest: int | None = None
        self._text = ""
        self._job = self.jobs[0] if self.jobs else ""
        self._total = len(self.physical)

    def _print(self) -> None:
        number, text = self._fifo.popleft() if self._fifo else (self._begun, self._text)
        self._begun = number
        self._finished = not self._strikes("half_print_after")
        if not self._finished:
            self.physical.append(text[: len(text) // 2])
            self._fail(HEAD_FAULT)
            return
        self.physical.append(text)
        self._total += 1
        if self._newest is not None and not self._fifo:
            self._fail(FIFO_EMPTY)
        if self._strikes("fault_after"):
            self._fail(HEAD_FAULT)

    def _fail(self, error: int) -> None:
        self._error = error
        self._stop()

    def _stop(self) -> None:
        if self._state is MachineState.PRINTING:
            self._state = MachineState.READY_FOR_START
            self._empty()

    def _empty(self) -> None:
        self._fifo.clear()
        self._newest = None

    def _strikes(self, name: str, passed: int = 1) -> bool:
        left: int | None = getattr(self.faults, name)
        if left is None:
            return False
        setattr(self.faults, name, left - passed if left > passed else None)
        return left <= passed

    def _serve(self, connection: socket.socket) -> None:
        buffer = bytearray()
        while data := received(connection, _FRAME_LIMIT):
            if self._strikes("drop_connection_after_bytes", len(data)):
                return
            buffer += data
            *lines, rest = bytes(buffer).split(b"\r")
            buffer[:] = rest[-_FRAME_LIMIT:]
            for line in lines:
                self._receive_line(connection, line.strip(b"\n"))

    def _receive_line(self, connection: socket.socket, line: bytes) -> None:
        text = line.decode("latin-1")
        if not text.startswith("^0"):
            return
        kind, code, rest = text[2:3], text[3:5], text[5:]
        if self.faults.echo:
            self._answer(connection, line + b"\r")
        with self._lock:
            answer = self._obey(kind, code, rest)
        if answer is not None:
            self._answer(connection, command(f"={code}{answer}"))
        if kind + code == "=MR" and self._strikes("drop_connection_after_records"):
            raise ConnectionAbortedError

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
        answers = {
            "RS": f"{nozzle}\t{self._state:d}\t{error}\t{self.faults.cover_open:d}\t200\t0",
            "SM": f"{self._depth}\t{waiting}\t{self._begun}\t0\t{self._finished:d}\t{self._total}",
            "CC": f"{self._total}\t0\t{self._total}",
            "JL": job_path(self._job) if self._job else "",
            "ET": self._text,
            "VS": "EMULATED\tLJ3\t000000",
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
        elif code == "FF":
            self._empty()
            if self.faults.forgets_last_at_flush:
                self._begun, self._finished = 0, True

    def _set(self, code: str, rest: str) -> None:
        if code == "MR" and (record := _RECORD.fullmatch(rest)):
            self._take(int(record[1]), unescaped(record[2]))
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

    def _answer(self, connection: socket.socket, data: bytes) -> None:
        if self.faults.silent:
            return
        if self.faults.garbage:
            data = _NOISE
        for piece in (bytes([byte]) for byte in data) if self.faults.split_replies else (data,):
            connection.sendall(piece)
