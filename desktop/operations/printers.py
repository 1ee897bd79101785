"""Printers: ask one who and how it is."""

from dataclasses import dataclass

from desktop.operations.plant import Plant
from desktop.ports import PrinterIdentity, PrinterStatus


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
