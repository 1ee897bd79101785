"""Printers: ask one who and how it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.devices import FoundPrinter, PrinterIdentity, PrinterStatus
from desktop.operations.plant import Plant


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """What a printer says of itself."""

    identity: PrinterIdentity
    status: PrinterStatus
    odometer: int
    """Labels printed in its life."""


def ask(plant: Plant, address: str) -> PrinterReport:
    """Connect to the printer at ``address`` and ask it.

    Raises:
        DeviceError: it cannot be reached or does not answer as a label printer.
        InputError: the address is none.
    """
    printer = plant.devices.printer(address)
    try:
        return PrinterReport(printer.identify(), printer.status(), printer.odometer())
    finally:
        printer.close()


def found(plant: Plant) -> Sequence[FoundPrinter]:
    """Return the printers that are plugged into this computer.

    Raises:
        DeviceError: it cannot look for them.
    """
    return plant.devices.found()
