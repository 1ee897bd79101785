"""The emulated scanner does to its host what scanners on a line do, as a part of a program and as its own."""

import queue
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.devices import Scanner
from desktop.errors import DeviceError, InputError
from printers.emulate import run_scanner
from printers.emulators import scanner_bench
from printers.emulators.camera_eye import CameraEye
from printers.emulators.scanner import ScannerEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.registry import DeviceRegistry
from tests.printers.plans import CODE, filled, plan

ROOT = Path(__file__).parents[3]
PATIENCE_S = 20.0


@pytest.fixture
def registry() -> Iterator[DeviceRegistry]:
    devices = DeviceRegistry(connect_timeout_s=2.0)
    yield devices
    devices.close()


@pytest.fixture
def scanner() -> Iterator[ScannerEmulator]:
    with ScannerEmulator() as made:
        yield made


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def text_of(scanner: Scanner) -> str:
    found = scanner.next(PATIENCE_S)
    assert found is not None
    return found.text


def test_a_scanner_that_calls_is_heard_and_calls_again_after_its_line_was_lost(
    registry: DeviceRegistry,
) -> None:
    with (
        ScannerEmulator(free_port(), calls=True) as emulated,
        registry.scanner(emulated.address) as host,  # type: ignore[attr-defined]
    ):
        for text in ("one", "two"):
            while not host.connected:
                assert host.next(0.1) is None
            emulated.wait_connected()
            emulated.scan(text)
            assert text_of(host) == text
            emulated.drop_connections()
            while host.connected:
                host.next(0.1)


def test_a_scanner_that_calls_nobody_ends_at_once() -> None:
    with ScannerEmulator(free_port(), calls=True) as emulated:
        assert not emulated.wait_connected(0.3)
    emulated.close()


def test_a_reading_that_is_cut_is_never_taken_for_a_code(
    registry: DeviceRegistry, scanner: ScannerEmulator
) -> None:
    host = registry.scanner(scanner.address)
    assert scanner.wait_connected()
    scanner.faults.switch("cut-after=1")
    scanner.scan("whole")
    scanner.scan(CODE)
    assert text_of(host) == "whole"
    with pytest.raises(DeviceError, match="closed the connection"):
        host.next(PATIENCE_S)
    host.close()
    host = registry.scanner(scanner.address)
    assert scanner.wait_connected()
    scanner.scan("after")
    assert text_of(host) == "after"
    host.close()


def test_a_reading_that_ends_with_a_tab_is_no_reading(
    registry: DeviceRegistry, scanner: ScannerEmulator
) -> None:
    host = registry.scanner(scanner.address)
    assert scanner.wait_connected()
    scanner.faults.switch("wrong-end")
    scanner.scan(CODE)
    with pytest.raises(DeviceError, match="without an end"):
        host.next(PATIENCE_S)
    host.close()


def test_an_eye_reads_what_the_dots_of_a_label_say(
    registry: DeviceRegistry, scanner: ScannerEmulator
) -> None:
    told: list[DeviceError] = []
    with ZebraEmulator() as device:
        host = registry.scanner(scanner.address)
        printer = registry.printer(device.address)
        with CameraEye(scanner_bench.camera(device.camera_address), scanner.scan, told.append):
            assert scanner.wait_connected()
            printer.prepare(plan())
            printer.send(filled(), CODE)
            assert text_of(host) == CODE
        printer.close()
        host.close()
    assert told == []


def test_an_eye_tells_that_its_camera_is_gone() -> None:
    told: queue.SimpleQueue[DeviceError] = queue.SimpleQueue()
    with ZebraEmulator() as device:
        eye = CameraEye(scanner_bench.camera(device.camera_address), lambda _text: None, told.put)
    with eye:
        assert "connection" in str(told.get(timeout=PATIENCE_S))


@pytest.mark.parametrize("line", ["fire", "scan", "unread-after=x", ""])
def test_a_line_that_is_no_command_is_told(scanner: ScannerEmulator, line: str) -> None:
    with pytest.raises(InputError, match=r"(?i)fault"):
        scanner_bench.obey(scanner, line)


def test_lines_scan_lose_the_connection_and_switch_faults(
    registry: DeviceRegistry, scanner: ScannerEmulator
) -> None:
    host = registry.scanner(scanner.address)
    assert scanner.wait_connected()
    scanner_bench.obey(scanner, "scan 10A<GS>21B\n")
    assert text_of(host) == "10A\x1d21B"
    scanner_bench.obey(scanner, "doubled")
    scanner_bench.obey(scanner, "scan X")
    assert [text_of(host), text_of(host)] == ["X", "X"]
    scanner_bench.obey(scanner, "drop")
    with pytest.raises(DeviceError):
        host.next(PATIENCE_S)
    host.close()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"faults": ["fire"]}, "no fault"),
        ({"calls": "nowhere"}, "no address of a scanner"),
        ({"sees": "demo://zebra"}, "no address of a camera"),
    ],
)
def test_what_an_emulated_scanner_cannot_be_is_refused(options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        run_scanner(port=0, **options)  # type: ignore[arg-type]


@contextmanager
def program(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Sequence[str]]]:
    """An emulated device as a program of its own, and the words by which it tells where it is."""
    command = [sys.executable, "-m", "desktop", "emulate", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0
        finally:
            process.kill()


def test_a_scanner_of_its_own_reads_the_labels_of_a_printer_of_its_own(registry: DeviceRegistry) -> None:
    with program("zebra", "--port", "0", "--camera-port", "0") as (_, (_, printer_at, _, camera_at)):
        options = ("--port", "0", "--sees", camera_at, "--identifier", "]C1", "--commands")
        with program("scanner", *options) as (process, (word, scanner_at)):
            assert word == "scanner"
            host, printer = registry.scanner(scanner_at), registry.printer(printer_at)
            printer.prepare(plan())
            printer.send(filled(), CODE)
            found = host.next(PATIENCE_S)
            assert found is not None
            assert (found.text, found.symbology) == (CODE, "]C1")
            assert process.stdin is not None
            process.stdin.write("scan typed\n")
            assert text_of(host) == "typed"
            printer.close()
            host.close()


def test_a_scanner_of_its_own_calls_its_host(registry: DeviceRegistry) -> None:
    address = f"127.0.0.1:{free_port()}"
    host = registry.scanner(f"scan+listen://{address}")
    with program("scanner", "--calls", address, "--commands") as (process, (_, told)):
        assert told == f"scan+listen://{address}"
        while not host.connected:
            host.next(0.1)
        assert process.stdin is not None
        process.stdin.write("scan called\n")
        assert text_of(host) == "called"
        host.close()
