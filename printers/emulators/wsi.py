"""A Videojet coder of the 1000 line that is not there: a real TCP port that speaks WSI.

::

    with WsiEmulator({"BATCH": ["LOT", "SERIAL"]}) as coder:
        ...                                  # connect to coder.port, select, fill, switch on
        coder.trigger(3)                     # three products pass the sensor
        coder.physical                       # what is printed on them

It is written from the protocol's description, not from the driver, which it is there to judge.
"""

import re
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from printers.emulators.server import HOST, Server, received

_NOISE: Final = b"\xfe#?\x81 no coder speaks so \x07\n"
_PACKET_LIMIT: Final = 4096
_RED, _AMBER, _GREEN = 4, 2, 1
_GUTTER_FAULT: Final = 0x400000


@dataclass(slots=True)
class WsiFaults:
    """What is wrong with the coder; set an attribute to make it so, from any thread."""

    silent: bool = False
    """Nothing is answered."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    wrong_checksum: bool = False
    """Answers name another request."""
    no_current_message: bool = False
    """The firmware does not know the question for the selected message."""
    bits: int = 0
    """The six digits of faults that it tells, as one number (0x400000: gutter fault)."""
    red: bool = False
    """It is in a fault: it prints nothing."""
    fault_after_prints: int | None = None
    """Prints until it goes into a gutter fault."""
    drop_after_fields: int | None = None
    """Fields filled until the connection is reset before that is said."""
    drop_after_bytes: int | None = None
    """Bytes received until the connection is reset."""
    trigger_after_fields: int | None = None
    """Fields filled until a product passes between two requests."""
    counter_lost_with_power: bool = False


@dataclass(frozen=True, slots=True)
class PrintedProduct:
    """What came onto one product: the message and the values of its fields."""

    message: str
    fields: tuple[tuple[str, str], ...]


class WsiEmulator:
    """An emulated coder. ``faults`` are set; ``trigger`` is the product sensor; ``physical`` the products."""

    def __init__(
        self, messages: Mapping[str, Sequence[str]], *, port: int = 0, print_counter: int = 0
    ) -> None:
        """Switch the coder on.

        Args:
            messages: the messages that it holds, with the names of their user fields.
            port: where it listens; 0 takes a free one.
            print_counter: prints of an earlier life.

        Raises:
            DeviceError: the port is taken.
        """
        self.faults = WsiFaults()
        self._messages = {name: tuple(fields) for name, fields in messages.items()}
        self._lock = threading.RLock()
        self._values = {field: "" for fields in messages.values() for field in fields}
        self._selected = ""
        self._printing = False
        self._prints = print_counter
        self._products = 0
        self._physical: list[PrintedProduct] = []
        self._server = Server(HOST, port, self._serve)
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
    def physical(self) -> list[PrintedProduct]:
        """What was really printed, in that order."""
        with self._lock:
            return list(self._physical)

    @property
    def print_counter(self) -> int:
        """Prints in the coder's life."""
        with self._lock:
            return self._prints

    def trigger(self, count: int = 1) -> None:
        """Let ``count`` products pass the sensor, one after the other."""
        for _ in range(count):
            with self._lock:
                self._products += 1
                if self._printing and self._selected and not self.faults.red:
                    self._print()

    def power_cycle(self) -> None:
        """Switch off and on: connections, the selected message and what the fields hold are lost."""
        with self._lock:
            self._selected = ""
            self._printing = False
            self._values = dict.fromkeys(self._values, "")
            if self.faults.counter_lost_with_power:
                self._prints = 0
        self.drop_connections()

    def drop_connections(self) -> None:
        """Reset all connections."""
        self._server.drop_connections()

    def close(self) -> None:
        """Switch the coder off. May be called twice."""
        self._server.close()

    def _print(self) -> None:
        fields = self._messages[self._selected]
        self._physical.append(
            PrintedProduct(self._selected, tuple((name, self._values[name]) for name in fields))
        )
        self._prints += 1
        if self._strikes("fault_after_prints"):
            self.faults.bits |= _GUTTER_FAULT
            self.faults.red = True

    def _serve(self, connection: socket.socket) -> None:
        buffer = b""
        while data := received(connection, _PACKET_LIMIT):
            if self._strikes("drop_after_bytes", len(data)):
                return
            buffer += data
            while packet := re.search(rb"\x02([^\x02\x03]*)\x03", buffer):
                buffer = buffer[packet.end() :]
                if not self._answer(connection, packet[1]):
                    return
            buffer = buffer[-_PACKET_LIMIT:]

    def _answer(self, connection: socket.socket, body: bytes) -> bool:
        """Do what ``body`` asks and answer; tell whether the connection stays."""
        faults = self.faults
        with self._lock:
            data = self._asked(body)
            done = data is None and self._done(body)
        if done and body[:1] in {b"U", b"D"}:
            if self._strikes("trigger_after_fields"):
                self.trigger()
            if self._strikes("drop_after_fields"):
                return False
        if faults.silent:
            return True
        if data is None:
            check = (sum(body) + faults.wrong_checksum) & 0xFF
            answer = b"%c%02X" % (b"$" if done else b"!", check)
        else:
            answer = b"\x02" + data.encode("ascii") + b"\x03"
        if faults.garbage:
            answer = _NOISE
        for piece in [bytes([byte]) for byte in answer] if faults.split_replies else [answer]:
            connection.sendall(piece)
        return True

    def _asked(self, body: bytes) -> str | None:
        """Return the answer to a question, None if ``body`` is none that this coder knows."""
        match body:
            case b"GA":
                return f"{self._prints:010d}"
            case b"GB":
                return f"{self._products:010d}"
            case b"E":
                lamp = _RED if self.faults.red else _AMBER if self.faults.bits else _GREEN
                return f"{self.faults.bits:06X}{lamp}"
            case b"Q" if not self.faults.no_current_message:
                return self._selected
        return None

    def _done(self, body: bytes) -> bool:
        """Obey an order; tell whether that could be done."""
        if body in {b"O0", b"O1"}:
            self._printing = body == b"O1"
            return True
        if body[:1] == b"M":
            name = body[1:].decode("latin-1")
            if name in self._messages:
                self._selected = name
            return name in self._messages
        if body[:1] in {b"U", b"D"}:
            name, separator, value = body[1:].decode("latin-1").partition("\n")
            fits = name in self._values and len(value) <= 50 and bool(separator) == (body[:1] == b"U")
            if fits:
                self._values[name] = value
            return fits
        return False

    def _strikes(self, fault: str, passed: int = 1) -> bool:
        """Count a fault down; tell whether it strikes now, ``passed`` things having gone by."""
        with self._lock:
            left: int | None = getattr(self.faults, fault)
            if left is None:
                return False
            setattr(self.faults, fault, None if left <= passed else left - passed)
            return left <= passed
