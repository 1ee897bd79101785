"""Print queues of a real CUPS, which prints on an emulated printer."""

import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from desktop.devices import DeviceKind, Way
from desktop.errors import DeviceError, InputError
from printers.cups import CupsSpooler, PrintQueue
from printers.emulators.server import HOST
from printers.emulators.zebra import ZebraEmulator
from printers.queues import found_queues
from printers.registry import DeviceRegistry

if sys.platform != "linux":
    pytest.skip("the tests start Debian's CUPS", allow_module_level=True)

from tests.cups import CupsError, CupsServer

LABEL = b"^XA^FO20,20^GB200,40,40^FS^XZ\n"
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def server() -> Iterator[CupsServer]:
    try:
        server = CupsServer()
    except CupsError as trouble:
        pytest.fail(str(trouble), pytrace=False)
    with server:
        yield server


@pytest.fixture
def cups(server: CupsServer, monkeypatch: pytest.MonkeyPatch) -> CupsServer:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def registry() -> Iterator[DeviceRegistry]:
    devices = DeviceRegistry()
    yield devices
    devices.close()


class Recorder:
    """Stands where the printer is, and keeps each byte."""

    def __init__(self) -> None:
        self.received = bytearray()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def wait_for(self, count: int) -> bytes:
        deadline = time.monotonic() + PATIENCE_S
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return bytes(self.received)

    def close(self) -> None:
        # A thread in accept() does not see its listener closed: a last caller wakes it.
        self._closing = True
        socket.create_connection((HOST, self.port)).close()
        self._thread.join()
        self._listener.close()

    _closing = False

    def _serve(self) -> None:
        while not self._closing:
            connection, _ = self._listener.accept()
            with connection:
                while data := connection.recv(65_536):
                    self.received += data


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.close()


def test_every_byte_reaches_the_printer_as_it_was_handed_over(
    cups: CupsServer, registry: DeviceRegistry, recorder: Recorder
) -> None:
    cups.add_raw_queue("bytes", HOST, recorder.port)
    sink = registry.sink("queue://bytes")
    every = bytes(range(256)) * 300 + "标签 ^XA".encode() + b"\r\n\0\x1a"
    sink.write(every)
    sink.close()
    sink.close()
    assert recorder.wait_for(len(every)) == every


def test_print_jobs_arrive_in_their_order(
    cups: CupsServer, registry: DeviceRegistry, recorder: Recorder
) -> None:
    cups.add_raw_queue("ordered", HOST, recorder.port)
    sink = registry.sink("queue://ordered")
    jobs = [f"^XA^FX{number:03}^XZ".encode() for number in range(12)]
    for job in jobs:
        sink.write(job)
    assert recorder.wait_for(len(b"".join(jobs))) == b"".join(jobs)


def test_a_label_comes_out_of_the_printer_behind_a_queue(cups: CupsServer, registry: DeviceRegistry) -> None:
    with ZebraEmulator() as printer:
        cups.add_raw_queue("zebra", HOST, printer.port)
        registry.sink("queue://zebra").write(LABEL * 2)
        assert printer.wait_printed(2, PATIENCE_S)
        assert printer.complaints == []


def test_queues_are_found_with_what_stands_against_them(
    cups: CupsServer, registry: DeviceRegistry, recorder: Recorder
) -> None:
    for name in ("good", "stopped", "closed"):
        cups.add_raw_queue(name, HOST, recorder.port)
    cups.order("/usr/sbin/cupsdisable", "-r", "no roll is here", "stopped")
    cups.order("/usr/sbin/cupsreject", "-r", "out of order", "closed")
    found = {row.model: row for row in registry.found([Way.QUEUE], 5.0)}
    assert found["good"].trouble is None
    assert found["good"].address == "queue://good"
    assert "stopped (no roll is here)" in str(found["stopped"].trouble)
    assert "takes no print jobs (out of order)" in str(found["closed"].trouble)


def test_a_queue_that_does_not_exist_is_refused_with_those_that_do(
    cups: CupsServer, registry: DeviceRegistry, recorder: Recorder
) -> None:
    cups.add_raw_queue("present", HOST, recorder.port)
    with pytest.raises(DeviceError, match=r"no print queue “absent”. It has: .*present"):
        registry.sink("queue://absent")


def test_a_queue_that_is_stopped_while_labels_are_printed_takes_no_more(
    cups: CupsServer, registry: DeviceRegistry, recorder: Recorder
) -> None:
    cups.add_raw_queue("halted", HOST, recorder.port)
    sink = registry.sink("queue://halted")
    cups.order("/usr/sbin/cupsdisable", "halted")
    with pytest.raises(DeviceError, match="stopped"):
        sink.write(LABEL)


def test_a_queue_that_refuses_jobs_between_the_look_and_the_job_is_told(
    cups: CupsServer, recorder: Recorder
) -> None:
    cups.add_raw_queue("refusing", HOST, recorder.port)
    cups.order("/usr/sbin/cupsreject", "refusing")
    with pytest.raises(DeviceError, match=r"did not take the labels: .*not accepting jobs"):
        CupsSpooler().hand_over("refusing", LABEL)
    with pytest.raises(DeviceError, match=r"did not take the labels: .*does not exist"):
        CupsSpooler().hand_over("vanished", LABEL)


def test_no_print_service_is_a_trouble_and_no_empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind((HOST, 0))
        monkeypatch.setenv("CUPS_SERVER", f"{HOST}:{nobody.getsockname()[1]}")
        with pytest.raises(DeviceError, match="does not tell its queues"):
            CupsSpooler().queues()


def test_a_queue_is_no_printer_that_could_say_what_it_printed(registry: DeviceRegistry) -> None:
    assert registry.kind("queue://zebra") is DeviceKind.QUEUE
    with pytest.raises(InputError, match="a label printer is needed"):
        registry.printer("queue://zebra")


def test_what_was_found_by_the_spooler_is_told_as_it_is(cups: CupsServer, recorder: Recorder) -> None:
    cups.add_raw_queue("told", HOST, recorder.port)
    assert PrintQueue("told") in CupsSpooler().queues()
    assert "queue://told" in [row.address for row in found_queues(CupsSpooler())]
