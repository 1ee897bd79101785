"""What all emulated coders have in common: a port, a sensor, packs, a camera behind it, and faults.

::

    with ZipherEmulator() as coder:          # or LeibingerEmulator, NgpclEmulator, WsiEmulator
        ...                                  # connect to coder.address, select a job, fill its fields
        coder.faults.half_print_after = 3
        coder.trigger(5)                     # five products pass
        coder.physical                       # what is on them

With ``products_per_s`` products come by themselves, as on a conveyor.
"""

import contextlib
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, TypedDict, Unpack

from desktop.devices import Picture
from printers.closing import Closing
from printers.emulators.camera_server import CameraServer
from printers.emulators.coder_faults import CoderFaults
from printers.emulators.marks import Drawer, Paper, PhysicalPrint, draw_matrix, picture_of
from printers.emulators.server import HOST, Server
from printers.emulators.wire import Wire


class Options(TypedDict, total=False):
    """What every emulated coder can be made with."""

    host: str
    """Address to listen on."""
    port: int
    """Where to listen; 0, as if not given, takes a free one."""
    camera_port: int
    """Where the camera behind it listens; likewise."""
    odometer: int
    """Prints of an earlier life."""
    products_per_s: float
    """Products that pass by themselves; 0, as if not given: only those of ``trigger``."""
    paced: bool
    """Of these, whether one comes only when there is a record for it that is not printed yet, as at a line
    that waits for the coder's ready output; True if not given. In coders with one set of field values,
    the job's first field is taken for that of the record."""
    paper: Path | None
    """File to which a line is appended for each print, as soon as it is there; see ``Paper``."""
    draw: Drawer | None
    """What the camera sees of some field values; if not given, one DataMatrix with all of them."""


class CoderEmulator(Closing, ABC):
    """An emulated coder on TCP ports of this computer. Any thread may call it.

    Attributes:
        scheme: how its address begins.
        faults: what is wrong with it; set an attribute to make it so. Each family has some of its own.
        host, port: where it listens.
        missed: products on which nothing was printed.
    """

    scheme: ClassVar[str]
    faults: CoderFaults

    def __init__(self, **options: Unpack[Options]) -> None:
        """Switch the coder on; called when the family's own things are in place.

        Raises:
            DeviceError: a port is taken, or the paper cannot be written.
        """
        self.host = options.get("host", HOST)
        self.missed = 0
        self._odometer = options.get("odometer", 0)
        self._physical: list[PhysicalPrint] = []
        self._listeners: list[Callable[[PhysicalPrint], None]] = []
        self._wires: set[Wire] = set()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._paced = options.get("paced", True)
        self._draw = options.get("draw") or draw_matrix
        paper, rate = options.get("paper"), options.get("products_per_s", 0.0)
        self._conveyor: threading.Thread | None = None
        with contextlib.ExitStack() as opened:
            self._paper = None if paper is None else opened.enter_context(contextlib.closing(Paper(paper)))
            self._camera = opened.enter_context(
                contextlib.closing(CameraServer(self.host, options.get("camera_port", 0), self, self._seen))
            )
            self._server = opened.enter_context(
                contextlib.closing(Server(self.host, options.get("port", 0), self._serve))
            )
            self._opened = opened.pop_all()
        self.port = self._server.port
        if rate > 0:
            self._conveyor = threading.Thread(target=self._convey, args=(1 / rate,), daemon=True)
            self._conveyor.start()

    @property
    def address(self) -> str:
        """Its address as a URL."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def camera_address(self) -> str:
        """The address of the camera behind it as a URL."""
        return self._camera.address

    @property
    def physical(self) -> list[PhysicalPrint]:
        """What is on packs, in that order, half prints too."""
        with self._changed:
            return list(self._physical)

    @property
    def odometer(self) -> int:
        """Complete prints in its life."""
        return self._odometer

    def picture(self, made: PhysicalPrint) -> Picture:
        """Draw a print."""
        return picture_of(made, self._draw)

    def trigger(self, count: int = 1) -> int:
        """Let ``count`` products pass its sensor, one after the other; tell on how many it printed."""
        printed = 0
        for _ in range(count):
            printed += self._product(lambda: True)
        return printed

    def wait_printed(self, count: int, timeout_s: float = 10.0) -> bool:
        """Wait until it has printed ``count`` in its life; tell whether it did in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._odometer >= count, timeout_s)

    def listen(self, listener: Callable[[PhysicalPrint], None]) -> None:
        """Call ``listener`` with each print from now on, while the coder waits: it must be quick."""
        with self._changed:
            self._listeners.append(listener)

    def unlisten(self, listener: Callable[[PhysicalPrint], None]) -> None:
        """Stop calling ``listener``."""
        with self._changed:
            self._listeners.remove(listener)

    def press_start(self) -> None:
        """Press start at its display; it may refuse, as over its protocol."""
        with self._changed:
            self._start()

    def press_pause(self) -> None:
        """Press stop at its display."""
        with self._changed:
            self._pause()

    def power_cycle(self) -> None:
        """Switch off and on: connections are lost, and what the family keeps in its memory."""
        with self._changed:
            self._lose_power()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Reset all connections to the coder; the camera stays."""
        self._server.drop_connections()

    def pull_cable(self, seconds: float) -> None:
        """Reset all connections to the coder, and for so many seconds each new one at once."""
        self._server.pull_cable(seconds)

    def close(self) -> None:
        """Switch the coder off. May be called twice."""
        self._closing.set()
        if self._conveyor is not None:
            self._conveyor.join()
        self._opened.close()

    @abstractmethod
    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Cut ``data`` into commands; return them and what is left of one that is not complete."""

    @abstractmethod
    def _answer(self, command: bytes) -> bytes:
        """Carry out a command and return the answer, empty if there is none."""

    @abstractmethod
    def _prints(self) -> bool:
        """Tell whether it would print on a product now."""

    @abstractmethod
    def _record_waits(self) -> bool:
        """Tell whether it holds a record that it has not printed."""

    @abstractmethod
    def _begin(self) -> Mapping[str, str]:
        """Begin to print; return what it prints."""

    def _finish(self) -> None:
        """End a print that came to its end."""

    @abstractmethod
    def _break_down(self) -> None:
        """Stop with a fault of the head."""

    @abstractmethod
    def _start(self) -> None:
        """Begin to print at each product."""

    @abstractmethod
    def _pause(self) -> None:
        """Print no more."""

    @abstractmethod
    def _lose_power(self) -> None:
        """Forget what a loss of power takes away."""

    def _tell_print(self) -> None:
        """Tell the clients that it has printed."""

    def _record_taken(self) -> None:
        """Note that a record was taken; raises ``OSError`` if the connection is to break now."""
        if self.faults.strikes("drop_connection_after_records"):
            raise ConnectionAbortedError

    def _product(self, comes: Callable[[], bool]) -> bool:
        """Let a product pass, if it ``comes``; tell whether something was printed on it."""
        with self._changed:
            made = comes() and self._pass_sensor()
            self._changed.notify_all()
        if made:
            self._tell_print()
        return made

    def _pass_sensor(self) -> bool:
        faults = self.faults
        if self._prints() and faults.fault_after_prints == 0:
            self._head_fails()
        if not self._prints():
            self.missed += 1
            return False
        half = faults.strikes("half_print_after")
        fields = dict(self._begin())
        self._odometer += not half
        made = PhysicalPrint(self._odometer, fields, not half)
        self._physical.append(made)
        if self._paper is not None:
            self._paper.add(made)
        for listener in self._listeners:
            listener(made)
        if not half:
            self._finish()
        if faults.fault_after_prints:
            faults.fault_after_prints -= 1
        if half or faults.fault_after_prints == 0:
            self._head_fails()
        return True

    def _head_fails(self) -> None:
        self.faults.fault_after_prints = None
        self._break_down()

    def _seen(self, made: PhysicalPrint) -> Picture | None:
        """Show a print to the camera; half a print stays below the head when the device stops."""
        return self.picture(made) if made.complete else None

    def _convey(self, period_s: float) -> None:
        while not self._closing.wait(period_s):
            self._product(lambda: not self._paced or (self._prints() and self._record_waits()))

    def _serve(self, connection: socket.socket) -> None:
        wire = Wire(connection, self.faults)
        with self._changed:
            self._wires.add(wire)
        try:
            pending = b""
            while data := wire.read():
                commands, pending = self._cut(pending + data)
                wire.answer(map(self._carry_out, commands))
        finally:
            with self._changed:
                self._wires.discard(wire)

    def _carry_out(self, command: bytes) -> bytes:
        with self._changed:
            answer = self._answer(command)
            self._changed.notify_all()
        return answer
