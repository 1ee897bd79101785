"""A Markem-Imaje coder that is not there: a real TCP port, and the packs that it has printed.

::

    with NgpclEmulator({"20mm": {"LOT": "", "SN": ""}}) as coder:
        coder.start()                        # as a person does at its display
        coder.trigger(3)                     # as the product sensor does
        coder.physical                       # the field values on three packs
"""

import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from printers.emulators.server import HOST, Server, received

_BITE: Final = 65_536
_NOISE: Final = b"\xfe#?\x81 no coder speaks so \x07\n"
_OFF, _STOPPED, _ATTENTION, _PRINTING, _STOP_ACTIVE = "02", "04", "05", "06", "09"


@dataclass(slots=True)
class NgpclFaults:
    """What is wrong with the coder; every fault is an attribute, switched on by setting it.

    The ``..._after`` faults count down, strike once at the last one and are gone; states stay until they
    are set back.
    """

    attention: bool = False
    """A door, an interlock or a warning wants a person; nothing is printed."""
    stop_active: bool = False
    """Its stop is pressed; nothing is printed."""
    attention_after: int | None = None
    """Prints until it wants attention."""

    silent: bool = False
    """Nothing is answered, to anything."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    slow: float = 0.0
    """Seconds before each answer."""
    not_understood: bool = False
    """Every question is answered as one that it does not understand."""
    deaf_fields: bool = False
    """New field values are accepted and not taken, as those of fields that it has not."""

    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset and the rest is lost."""
    drop_connection_after_updates: int | None = None
    """Field updates until one is taken but the connection is reset before that is said."""


class NgpclEmulator:
    """An emulated coder on a TCP port of this computer.

    Attributes:
        port: where it listens.
        faults: what is wrong with it; set an attribute to make it so.
        questions: frames that it was sent, in that order.
    """

    def __init__(self, jobs: Mapping[str, Mapping[str, str]], port: int = 0, *, host: str = HOST) -> None:
        """Switch the coder on, stopped and with no job selected.

        Args:
            jobs: the jobs that it holds, each with its fields and the values that it was saved with.
            port: 0 takes a free one.
            host: address to listen on.

        Raises:
            DeviceError: the port is taken.
        """
        self.faults = NgpclFaults()
        self.questions: list[bytes] = []
        self.host = host
        self._jobs = {job: dict(fields) for job, fields in jobs.items()}
        self._job = ""
        self._values: dict[str, str] = {}
        self._state = _STOPPED
        self._physical: list[dict[str, str]] = []
        self._lock = threading.RLock()
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
        """The coder's address as a URL."""
        return f"tcp://{self.host}:{self.port}"

    @property
    def physical(self) -> list[dict[str, str]]:
        """The field values on each pack that was printed, in that order."""
        with self._lock:
            return [dict(values) for values in self._physical]

    def start(self) -> None:
        """Press start at the display."""
        self._state = _PRINTING

    def stop(self) -> None:
        """Press stop at the display."""
        self._state = _STOPPED

    def switch_off_at_display(self) -> None:
        """Switch the marking off; the coder still answers."""
        self._state = _OFF

    def choose(self, job: str) -> None:
        """Choose a job at the display, with the values that it was saved with."""
        with self._lock:
            self._job, self._values = job, dict(self._jobs[job])

    def trigger(self, count: int = 1) -> int:
        """Let so many packs pass the product sensor; tell how many were printed."""
        printed = 0
        with self._lock:
            for _ in range(count):
                if self._state_now() != _PRINTING or not self._job:
                    break
                self._physical.append(dict(self._values))
                printed += 1
                self.faults.attention |= self._strikes("attention_after")
        return printed

    def power_cycle(self) -> None:
        """Switch off and on: connections, the selected job and its values are lost, and it is stopped."""
        with self._lock:
            self._job, self._values, self._state = "", {}, _STOPPED
        self.drop_connections()

    def drop_connections(self) -> None:
        """Reset every connection, as a pulled cable does in the end."""
        self._server.drop_connections()

    def close(self) -> None:
        """Switch the coder off. May be called twice."""
        self._server.close()

    def _state_now(self) -> str:
        if self.faults.attention:
            return _ATTENTION
        return _STOP_ACTIVE if self.faults.stop_active else self._state

    def _strikes(self, name: str, passed: int = 1) -> bool:
        """Count an ``..._after`` fault down; tell whether it strikes now."""
        left: int | None = getattr(self.faults, name)
        if left is None:
            return False
        setattr(self.faults, name, left - passed if left > passed else None)
        return left <= passed

    def _serve(self, client: socket.socket) -> None:
        pending = b""
        while data := received(client, _BITE):
            with self._lock:
                lost = self._strikes("drop_connection_after_bytes", len(data))
            if lost:
                return
            *frames, pending = (pending + data).split(b"}")
            for frame in frames:
                self._answer(client, frame.strip() + b"}")

    def _answer(self, client: socket.socket, frame: bytes) -> None:
        with self._lock:
            self.questions.append(frame)
            answer = self._reply(frame.decode("latin-1")).encode("latin-1") + b"\r\n"
            lost = frame.startswith(b"{~JU") and self._strikes("drop_connection_after_updates")
        if lost:
            raise ConnectionResetError
        if self.faults.slow:
            time.sleep(self.faults.slow)
        if self.faults.silent:
            return
        if self.faults.garbage:
            answer = _NOISE
        for piece in (bytes([byte]) for byte in answer) if self.faults.split_replies else (answer,):
            client.sendall(piece)

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
            case ["~JU0", _, _, *pairs, ""]:
                self._update(pairs)
                return "{~JU0|}"
        return "{~NK1|}"

    def _update(self, pairs: list[str]) -> None:
        for name, value in zip(pairs[::2], pairs[1::2], strict=False):
            if name in self._values and not self.faults.deaf_fields:
                self._values[name] = value

    def _status(self) -> str:
        state = self._state_now()
        printing = int(state == _PRINTING)
        stop = int(state == _STOP_ACTIVE)
        attention = int(state in {_STOP_ACTIVE, _ATTENTION})
        return f"{{~DS0|0|{printing}|{stop}|{attention}|0|2|0|000000000|{state}|1|}}"
