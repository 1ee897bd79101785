"""A scanner is listened to in one place at a time."""

from collections.abc import Iterator

import pytest

from desktop.errors import DeviceError, InputError, Refused
from desktop.operations.plant import Plant
from desktop.operations.scanners import open_scanner
from printers.emulators.scanner import ScannerEmulator
from tests.refusals import refusal_of


@pytest.fixture
def address() -> Iterator[str]:
    with ScannerEmulator() as scanner:
        yield scanner.address


def opened(plant: Plant, address: str) -> None:
    with open_scanner(plant, address):
        pass


def test_a_scanner_in_use_is_refused_however_its_address_is_spelled(plant: Plant, address: str) -> None:
    with open_scanner(plant, address):
        told = refusal_of(lambda: opened(plant, address.replace("scan", "SCAN") + "/"), Refused)
    assert "another window or program" in told
    opened(plant, address)


def test_a_scanner_that_cannot_be_reached_is_free_for_the_next_attempt(plant: Plant, address: str) -> None:
    gone = "scan+tcp://127.0.0.1:1"
    for _ in range(2):
        with pytest.raises(DeviceError):
            opened(plant, gone)


def test_two_scanners_are_used_at_the_same_time(plant: Plant, address: str) -> None:
    with ScannerEmulator() as other, open_scanner(plant, address):
        opened(plant, other.address)


def test_an_address_of_a_printer_is_refused(plant: Plant) -> None:
    assert "no address of a scanner" in refusal_of(lambda: opened(plant, "tcp://192.0.2.9:9100"), InputError)
