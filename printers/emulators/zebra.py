"""A Zebra printer that is not there: real TCP ports, and a camera behind it that sees each label.

::

    with ZebraEmulator() as printer:
        printer.faults.media_out_after = 10  # or head_open, cable_pulled = 3.0, power_cycle ...
        ...                                  # connect to tcp://127.0.0.1:{printer.port}
        printer.physical[-1].picture         # what came out

It stands for paper: what it draws, it draws from the bytes that it was sent.
"""

import contextlib
import socket
import threading
from pathlib import Path
from typing import Final

from desktop.devices import Picture
from desktop.errors import DeviceError
from desktop.labels.image import png_bytes
from desktop.texts import say
from printers.closing import Closing
from printers.emulators.camera_server import CameraServer
from printers.emulators.discovery import DiscoveryResponder
from printers.emulators.faults import Faults
from printers.emulators.server import HOST, listening, reset
from printers.emulators.watchers import Watcher
from printers.emulators.zebra_connection import Connection, Port
from printers.emulators.zebra_machine import PhysicalLabel, ZebraMachine
from printers.emulators.zpl_stream import ZplStream

_GOING_S: Final = 0.5
"""So long a client of the exclusive port that has gone may still seem to be there."""
_TAKEN: Final = b"Error: the port is in use\r\n"
"""The guide says that there is an error response (SGD, ip.port_single_conn_idle_timeout), not which."""


class ZebraEmulator(Closing):
    """An emulated Zebra printer on TCP ports of this computer, with a camera behind it.

    Attributes:
        port, camera_port: where it listens.
        exclusive_port: where it takes one client at a time; None for nowhere.
        status_port: where it answers in every fault; None for nowhere.
        discovery: what answers who looks for printers; None for nobody.
        machine: the printer behind the ports.
    """

    def __init__(
        self,
        port: int = 0,
        camera_port: int = 0,
        *,
        host: str = HOST,
        exclusive_port: int | None = None,
        status_port: int | None = None,
        discovery_port: int | None = None,
        dots_per_mm: int = 12,
        width_mm: int = 104,
        model: str | None = None,
        languages: str = "zpl",
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
            exclusive_port: for labels and questions of one client at a time; 0 takes a free one.
            status_port: for questions, which are answered in every fault; 0 takes a free one.
            discovery_port: UDP, where it answers who looks for printers; 0 takes a free one.
            dots_per_mm: resolution.
            width_mm: print width.
            model: as ~HI tells it; None for one of that width.
            languages: the setting ``device.languages``; without "zpl" in it no ZPL is understood.
            unique_id: serial number.
            odometer: labels printed in an earlier life.
            print_ms: milliseconds that a label takes.
            paper: file to which a line is appended for each label, as soon as it is printed.
            out: folder in which each label is written as PNG.

        Raises:
            DeviceError: a port is taken, or a file cannot be written.
        """
        files = None if out is None else PictureFiles(out)
        model = model or _MODELS.get(width_mm, "EMULATED")
        with contextlib.ExitStack() as opened:
            wanted = {Port.LABELS: port, Port.EXCLUSIVE: exclusive_port, Port.STATUS: status_port}
            listeners = {
                kind: opened.enter_context(listening(host, number))
                for kind, number in wanted.items()
                if number is not None
            }
            self.machine = _machine(
                dots_per_mm=dots_per_mm,
                width_mm=width_mm,
                model=model,
                languages=languages,
                unique_id=unique_id,
                odometer=odometer,
                print_ms=print_ms,
                paper=paper,
            )
            opened.callback(self.machine.close)
            self.discovery: DiscoveryResponder | None = None
            if discovery_port is not None:
                self.discovery = opened.enter_context(
                    DiscoveryResponder(model, unique_id, host=host, port=discovery_port)
                )
            self._camera = CameraServer(host, camera_port, self.machine, _seen)
            self._listeners = opened.pop_all()
        self.host = host
        ports: dict[Port, int] = {kind: one.getsockname()[1] for kind, one in listeners.items()}
        self.port = ports[Port.LABELS]
        self.exclusive_port = ports.get(Port.EXCLUSIVE)
        self.status_port = ports.get(Port.STATUS)
        if self.exclusive_port is not None:
            self.machine.settings["ip.port_single_conn"] = str(self.exclusive_port)
        self.machine.on_power_off = self._drop_all
        self.camera_port = self._camera.port
        self._closing = threading.Event()
        self._unplugged = threading.Event()
        self._lock = threading.Condition()
        self._connections: set[Connection] = set()
        self._writer = None if files is None else Watcher(self.machine, files.write)
        self._threads = [
            threading.Thread(target=self._accept, args=(one, kind), name="emulated printer", daemon=True)
            for kind, one in listeners.items()
        ]
        self._threads.append(threading.Thread(target=self._watch_cable, name="emulated cable", daemon=True))
        for thread in self._threads:
            thread.start()

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
    def connections(self) -> list[Connection]:
        """The clients that are connected now."""
        with self._lock:
            return list(self._connections)

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

    def close(self) -> None:
        """Switch the printer off. Pictures that are still to be written are written. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self.machine.close()
        if self._writer is not None:
            self._writer.finish()
        self._camera.close()
        for connection in self.connections:
            connection.drop()
        self._listeners.close()
        for thread in self._threads:
            thread.join()

    def _drop_all(self) -> None:
        self._camera.drop_connections()
        for connection in self.connections:
            connection.drop()

    def _watch_cable(self) -> None:
        """Pull the network cable and put it in again, as often as the faults say."""
        faults = self.faults
        while True:
            with faults.changed:
                faults.changed.wait_for(lambda: self._closing.is_set() or faults.cable_pulled)
                if self._closing.is_set():
                    return
                seconds, faults.cable_pulled = faults.cable_pulled, 0.0
                self._unplugged.set()
            for connection in self.connections:
                connection.drop()
            self._closing.wait(seconds)
            self._unplugged.clear()

    def _accept(self, listener: socket.socket, kind: Port) -> None:
        while not self._closing.is_set():
            try:
                accepted, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # the listener was closed
            if self._unplugged.is_set():
                reset(accepted)
                continue
            if kind is Port.EXCLUSIVE and self._is_taken():
                with accepted, contextlib.suppress(OSError):  # who has gone again needs no answer
                    accepted.sendall(_TAKEN)
                continue
            connection = Connection(accepted, self.faults, kind)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _is_taken(self) -> bool:
        """Tell whether the exclusive port has a client; one that is about to leave is waited for."""
        with self._lock:
            return not self._lock.wait_for(
                lambda: all(one.port is not Port.EXCLUSIVE for one in self._connections), _GOING_S
            )

    def _serve(self, connection: Connection) -> None:
        try:
            if not self._closing.is_set():
                self._serve_printer(connection)
        finally:
            connection.drop()
            with self._lock:
                self._connections.discard(connection)
                self._lock.notify_all()

    def _serve_printer(self, connection: Connection) -> None:
        stream = ZplStream()
        while data := connection.read():
            for item in stream.feed(data):
                self.machine.receive(item, connection, aside=connection.port is Port.STATUS)


def _seen(label: PhysicalLabel) -> Picture | None:
    """Show a label to the camera; a fragment stays in the printer's mouth and is torn off."""
    return label.picture if label.complete else None


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
    *,
    dots_per_mm: int,
    width_mm: int,
    model: str,
    languages: str,
    unique_id: str,
    odometer: int,
    print_ms: float,
    paper: Path | None,
) -> ZebraMachine:
    try:
        return ZebraMachine(
            dots_per_mm=dots_per_mm,
            width_mm=width_mm,
            model=model,
            languages=languages,
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
