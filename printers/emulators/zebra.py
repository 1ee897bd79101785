"""A Zebra printer that is not there: real TCP ports, and a camera behind it that sees each label.

::

    with ZebraEmulator() as printer:
        printer.faults.media_out_after = 10
        ...                                  # connect to tcp://127.0.0.1:{printer.port}
        printer.physical[-1].picture         # what came out

It stands for paper: what it draws, it draws from the bytes that it was sent.
"""

import contextlib
import socket
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from desktop.devices import Picture
from desktop.errors import DeviceError
from desktop.labels.image import png_bytes
from desktop.texts import say
from printers.emulators.camera_server import CameraServer
from printers.emulators.faults import Faults
from printers.emulators.server import HOST, listening, reset
from printers.emulators.watchers import Watcher
from printers.emulators.zebra_machine import PhysicalLabel, ZebraMachine
from printers.emulators.zpl_stream import ZplStream

_BITE: Final = 65_536
_SMALL_BITE: Final = 256
_SEND_TIMEOUT_S: Final = 10.0
_NOISE: Final = b"\xfe#?\x81 no printer speaks so \x07\n"


class ZebraEmulator:
    """An emulated Zebra printer on TCP ports of this computer, with a camera behind it.

    Attributes:
        port, camera_port: where it listens.
        machine: the printer behind the ports.
    """

    def __init__(
        self,
        port: int = 0,
        camera_port: int = 0,
        *,
        host: str = HOST,
        dots_per_mm: int = 12,
        width_mm: int = 104,
        unique_id: str = "EMULATED",
        odometer: int = 0,
        print_ms: float = 0.0,
        paper: Path | None = None,
        out: Path | None = None,
    ) -> None:
        """Switch the printer on.

        Args:
            port: for labels and questions; 0 takes a free one.
            camera_port: for cameras; 0 takes a free one.
            host: address to listen on.
            dots_per_mm: resolution.
            width_mm: print width.
            unique_id: serial number.
            odometer: labels printed in an earlier life.
            print_ms: milliseconds that a label takes.
            paper: file to which a line is appended for each label, as soon as it is printed.
            out: folder in which each label is written as PNG.

        Raises:
            DeviceError: a port is taken, or a file cannot be written.
        """
        files = None if out is None else PictureFiles(out)
        with contextlib.ExitStack() as opened:
            labels = opened.enter_context(listening(host, port))
            self.machine = _machine(
                dots_per_mm=dots_per_mm,
                width_mm=width_mm,
                unique_id=unique_id,
                odometer=odometer,
                print_ms=print_ms,
                paper=paper,
            )
            opened.callback(self.machine.close)
            self._camera = CameraServer(host, camera_port, self.machine, _seen)
            self._listeners = opened.pop_all()
        self.host = host
        self.port: int = labels.getsockname()[1]
        self.camera_port = self._camera.port
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[_Connection] = set()
        self._writer = None if files is None else Watcher(self.machine, files.write)
        self._thread = threading.Thread(
            target=self._accept, args=(labels,), name="emulated printer", daemon=True
        )
        self._thread.start()

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
        """The printer's address as a URL."""
        return f"tcp://{self.host}:{self.port}"

    @property
    def camera_address(self) -> str:
        """The camera's address as a URL."""
        return self._camera.address

    @property
    def faults(self) -> Faults:
        """What is wrong with the printer; set an attribute to make it so."""
        return self.machine.faults

    @property
    def physical(self) -> list[PhysicalLabel]:
        """Labels that came out, in that order (the last ten thousand)."""
        return self.machine.labels()

    @property
    def odometer(self) -> int:
        """Labels printed in the printer's life."""
        return self.machine.odometer

    @property
    def complaints(self) -> list[str]:
        """What was sent and a printer does not know, or would pass over."""
        return list(self.machine.complaints)

    def wait_printed(self, ordinal: int, timeout_s: float = 10.0) -> bool:
        """Wait until the odometer has reached ``ordinal``; tell whether it did in time."""
        return self.machine.wait_printed(ordinal, timeout_s)

    def power_cycle(self) -> None:
        """Switch off and on: connections, queue, stored formats and graphics are lost."""
        self.machine.power_cycle()
        self._camera.drop_connections()
        for connection in self._open_connections():
            connection.drop()

    def close(self) -> None:
        """Switch the printer off. Pictures that are still to be written are written. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self.machine.close()
        if self._writer is not None:
            self._writer.finish()
        self._camera.close()
        for connection in self._open_connections():
            connection.drop()
        self._listeners.close()
        self._thread.join()

    def _open_connections(self) -> list["_Connection"]:
        with self._lock:
            return list(self._connections)

    def _accept(self, listener: socket.socket) -> None:
        while not self._closing.is_set():
            try:
                accepted, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # the listener was closed
            connection = _Connection(accepted, self.faults)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: "_Connection") -> None:
        try:
            if not self._closing.is_set():
                self._serve_printer(connection)
        finally:
            connection.drop()
            with self._lock:
                self._connections.discard(connection)

    def _serve_printer(self, connection: "_Connection") -> None:
        stream = ZplStream()
        while data := connection.read():
            for item in stream.feed(data):
                self.machine.receive(item, connection)


def _seen(label: PhysicalLabel) -> Picture | None:
    """Show a label to the camera; a fragment stays in the printer's mouth and is torn off."""
    return label.picture if label.complete else None


class _Connection:
    """One client: the way back to it, with the faults that a connection can have."""

    def __init__(self, accepted: socket.socket, faults: Faults) -> None:
        self._socket = accepted
        self._faults = faults
        self._sending = threading.RLock()
        self.open = True
        accepted.settimeout(_SEND_TIMEOUT_S)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self) -> bytes:
        """Return the next bytes, empty when the connection is over."""
        while True:
            slow = self._faults.slow_reader
            if slow:
                time.sleep(slow)
            try:
                data = self._socket.recv(_SMALL_BITE if slow else _BITE)
            except TimeoutError:
                continue
            except OSError:
                return b""
            if self._faults.strikes("drop_connection_after_bytes", len(data)):
                self.drop()
                return b""
            return data

    def answer(self, data: bytes) -> None:
        """Send an answer, as the faults will have it."""
        if self._faults.silent:
            return
        if self._faults.garbage:
            data = _NOISE
        with self._sending:  # answers of two threads never mix
            for piece in (bytes([byte]) for byte in data) if self._faults.split_replies else (data,):
                self.send(piece)

    def send(self, data: bytes) -> None:
        """Send bytes; a client that is gone or does not read gets no more."""
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Reset the connection. May be called twice."""
        self.open = False
        reset(self._socket)


class PictureFiles:
    """Writes each label as PNG into a folder, named by its ordinal and its first symbol's data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def write(self, label: PhysicalLabel) -> None:
        """Write one label."""
        data = "".join(c for c in (*label.field_data, "")[0] if c.isalnum())[:60]
        fragment = "" if label.complete else "-fragment"
        picture = label.picture
        path = self._folder / f"{label.ordinal:06d}-{data or 'label'}{fragment}.png"
        path.write_bytes(png_bytes(picture.width, picture.height, picture.rows))


_MODELS: Final = {104: "ZT411", 168: "ZT421"}


def _machine(
    *, dots_per_mm: int, width_mm: int, unique_id: str, odometer: int, print_ms: float, paper: Path | None
) -> ZebraMachine:
    try:
        return ZebraMachine(
            dots_per_mm=dots_per_mm,
            width_mm=width_mm,
            model=_MODELS.get(width_mm, "EMULATED"),
            unique_id=unique_id,
            odometer=odometer,
            print_ms=print_ms,
            paper=paper,
        )
    except OSError as error:
        assert paper is not None
        raise _unwritable(paper, error) from error


def _unwritable(path: Path, error: OSError) -> DeviceError:
    return DeviceError(
        say("{path} cannot be written: {reason}.", path=str(path), reason=error.strerror or str(error))
    )
