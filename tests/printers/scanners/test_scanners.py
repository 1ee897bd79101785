"""Scanners on real connections: TCP both ways, a pair of pseudo terminals, the emulated one."""

import os
import socket
import sys
from collections.abc import Iterator

import pytest

from desktop.errors import DeviceError, InputError
from printers.emulators.scanner import ScannerEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.registry import DeviceRegistry
from printers.scanners import stream
from printers.scanners.addresses import ScannerAddress
from printers.scanners.listening import ListeningScanner
from tests.printers.plans import CODE, filled, plan

ELEMENTS = f"01{'0' * 14}10lot-A\x1d21ser"


@pytest.fixture
def registry() -> Iterator[DeviceRegistry]:
    devices = DeviceRegistry(connect_timeout_s=2.0)
    yield devices
    devices.close()


@pytest.fixture
def emulated() -> Iterator[ScannerEmulator]:
    with ScannerEmulator(identifier="]C1") as scanner:
        yield scanner


def heard(registry: DeviceRegistry, emulated: ScannerEmulator, *texts: str) -> list[str | None]:
    """What a scanner hears of texts that the emulated one reads, and once more after them."""
    scanner = registry.scanner(emulated.address)
    assert emulated.wait_connected()
    for text in texts:
        emulated.scan(text)
    emulated.faults.silent = False
    found: list[str | None] = []
    while (scan := scanner.next(0.3)) is not None:
        found.append(scan.text)
    scanner.close()
    scanner.close()
    return found


def test_readings_come_in_order_with_their_identifier(
    registry: DeviceRegistry, emulated: ScannerEmulator
) -> None:
    scanner = registry.scanner(emulated.address)
    assert emulated.wait_connected()
    for text in ("one", "two"):
        emulated.scan(text)
    first, second = scanner.next(5.0), scanner.next(5.0)
    assert first is not None
    assert second is not None
    assert (first.text, first.symbology, second.text) == ("one", "]C1", "two")
    assert first.at <= second.at
    scanner.close()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("doubled", [ELEMENTS, ELEMENTS]),
        ("missing-gs", [ELEMENTS.replace("\x1d", "")]),
        ("caps", [ELEMENTS.swapcase()]),
        ("silent", []),
        ("unread-after=0", []),
    ],
)
def test_a_fault_of_the_emulated_scanner_is_heard(
    registry: DeviceRegistry, emulated: ScannerEmulator, fault: str, expected: list[str]
) -> None:
    emulated.faults.switch(fault)
    assert heard(registry, emulated, ELEMENTS) == expected


def test_noise_is_no_code(registry: DeviceRegistry, emulated: ScannerEmulator) -> None:
    emulated.faults.garbage = True
    (found,) = heard(registry, emulated, CODE)
    assert found is not None
    assert not found.isdigit()


def test_a_reading_without_an_end_is_a_fault_and_never_half_a_code(
    registry: DeviceRegistry, emulated: ScannerEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "END_WITHIN_S", 0.05)
    scanner = registry.scanner(emulated.address)
    assert emulated.wait_connected()
    emulated.faults.no_end = True
    emulated.scan(CODE)
    with pytest.raises(DeviceError, match="without an end"):
        scanner.next(5.0)
    emulated.faults.no_end = False
    emulated.scan(CODE)
    scan = scanner.next(5.0)
    assert scan is not None
    assert scan.text == CODE
    scanner.close()


def test_a_flood_without_an_end_is_a_fault() -> None:
    with pytest.raises(DeviceError, match="without an end"):
        stream.Readings("scan+tcp://x:1").hear(b"9" * 10_000)


def test_a_scanner_that_goes_is_told(registry: DeviceRegistry, emulated: ScannerEmulator) -> None:
    scanner = registry.scanner(emulated.address)
    assert emulated.wait_connected()
    emulated.drop_connections()
    with pytest.raises(DeviceError, match="closed the connection"):
        scanner.next(5.0)


def test_a_scanner_may_call_this_computer_and_call_again() -> None:
    with ListeningScanner.listen("127.0.0.1", 0) as scanner:
        place = ScannerAddress.parse(scanner.address)
        assert scanner.next(0.0) is None
        with socket.create_connection((place.host, place.port)) as first:
            first.sendall(b"one\rhalf of a")
            found = scanner.next(5.0)
            assert found is not None
            assert found.text == "one"
            with socket.create_connection((place.host, place.port)) as second:
                second.sendall(b"two\r\n")
                again = scanner.next(5.0)
                assert again is not None
                assert again.text == "two"
                assert scanner.connected
        assert scanner.next(0.05) is None
        assert not scanner.connected


def test_a_port_that_is_taken_is_told(registry: DeviceRegistry) -> None:
    with (
        ListeningScanner.listen("127.0.0.1", 0) as scanner,
        pytest.raises(DeviceError, match="no other program"),
    ):
        registry.scanner(scanner.address)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_a_scanner_on_a_serial_line_is_heard(registry: DeviceRegistry) -> None:
    import tty  # noqa: PLC0415 (Windows has none)

    device, port = os.openpty()
    tty.setraw(device)
    scanner = registry.scanner(f"scan+serial://{os.ttyname(port)}?baud=115200")
    os.close(port)
    os.write(device, f"\x02{CODE}\x03".encode())
    found = scanner.next(5.0)
    assert found is not None
    assert found.text == CODE
    scanner.close()
    os.close(device)


def test_the_emulated_scanner_reads_what_the_emulated_printer_printed(registry: DeviceRegistry) -> None:
    scanner = registry.scanner("demo://scanner")
    printer = registry.printer("demo://zebra")
    printer.prepare(plan())
    printer.send(filled(), CODE)
    found = scanner.next(10.0)
    assert found is not None
    assert found.text == CODE
    scanner.close()
    printer.close()


def test_a_wrong_print_is_read_as_it_was_printed(registry: DeviceRegistry) -> None:
    with ZebraEmulator() as zebra, ScannerEmulator() as emulated:
        emulated.watch(zebra.machine)
        scanner = registry.scanner(emulated.address)
        assert emulated.wait_connected()
        zebra.faults.wrong_print_after = 0
        printer = registry.printer(zebra.address)
        printer.prepare(plan())
        printer.send(filled(), CODE)
        found = scanner.next(10.0)
        assert found is not None
        assert found.text != CODE
        printer.close()
        scanner.close()


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("scan+tcp://Reader:2001/", "scan+tcp://reader:2001"),
        ("scan+listen://[::1]:2001", "scan+listen://[::1]:2001"),
        ("scan+serial:///dev/ttyACM0", "scan+serial:///dev/ttyACM0?baud=9600"),
        ("demo://scanner/", "demo://scanner"),
    ],
)
def test_a_scanners_address_has_one_spelling(typed: str, spelled: str) -> None:
    assert str(ScannerAddress.parse(typed)) == spelled
    assert ScannerAddress.parse(spelled) == ScannerAddress.parse(typed)


@pytest.mark.parametrize(
    "typed",
    ["scan+tcp://host", "tcp://host:9100", "scan+tcp://ho st:1", "scan+tcp://h:1/x", "scan+listen://:0", ""],
)
def test_what_is_no_address_of_a_scanner_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="no address of a scanner"):
        ScannerAddress.parse(typed)
