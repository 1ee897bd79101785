"""Scanners in use: each is listened to by one window or program at a time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from desktop.devices import Scanner
from desktop.operations.plant import Plant
from desktop.storage.claims import Claimed, claim


@contextmanager
def open_scanner(plant: Plant, address: str) -> Iterator[Scanner]:
    """Connect to the scanner at ``address`` and hold it while the block runs.

    Raises:
        InputError: the address is none of a scanner.
        Refused: somebody else listens to it.
        DeviceError: it cannot be reached.
    """
    spelled = plant.devices.scanner_spelled(address)
    with claim(plant.store, Claimed.scanner(spelled)), closing(plant.devices.scanner(spelled)) as scanner:
        yield scanner
