"""Calibration: print a ruler card, scan it, and let the printer make up for what it prints askew."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from desktop.devices import DeviceKind, PrinterSettings
from desktop.errors import InputError
from desktop.labels.ruler_card import CARD_MM, plan_card
from desktop.operations.plant import Plant
from desktop.operations.printer_claims import claim_printer
from desktop.reading import card_scan
from desktop.reading.card_scan import CardScan
from desktop.reading.ruler_card import Measured
from desktop.texts import say
from desktop.units import Resolution

_SCALE_DIGITS = 4
"""A tenth of a per mille, which is about what a scan tells."""
_OFFSET_DIGITS = 2


def print_card(
    plant: Plant,
    address: str,
    *,
    width_mm: float = CARD_MM[0],
    height_mm: float = CARD_MM[1],
    dots_per_mm: int | None = None,
) -> None:
    """Print one ruler card. It is printed without the printer's offset, so that the whole of it is measured.

    Args:
        plant: where.
        address: of a label printer or a print queue.
        width_mm: of the labels in it.
        height_mm: the same in the direction of feed.
        dots_per_mm: of the printer behind a queue, which cannot be asked; a label printer says it itself.

    Raises:
        InputError: the address is none of a printer of labels, no card has this size, or the resolution is
            missing or another than the printer's.
        DeviceError: it cannot be reached.
        Refused: a job prints there right now.
    """
    with claim_printer(plant, address):
        plan = plan_card(_resolution(plant, address, dots_per_mm), width_mm, height_mm)
        language = plant.devices.stream(address)
        stream = language.stored_format(plan) + language.label(plan.fill({}))
        with closing(plant.devices.sink(address)) as sink:
            sink.write(stream)
    # Only now: a slow device must not keep the database from the jobs that print.
    with plant.store.change(plant.actor, "printer.card", address) as change:
        change.new = {
            "width_mm": width_mm,
            "height_mm": height_mm,
            "dots_per_mm": plan.resolution.dots_per_mm,
        }


def measure(picture: Path, dpi: float | None = None) -> CardScan:
    """Measure the scan of a ruler card; see ``desktop.reading.card_scan.measure``."""
    return card_scan.measure(picture, dpi)


def measured_settings(current: PrinterSettings, measured: Measured) -> PrinterSettings:
    """Return the settings that make up for what a card shows; darkness and speed stay as they are.

    The card is printed without an offset, so a second card of the same printer gives the same settings. An
    offset that was not seen stays as it is.

    Raises:
        InputError: the print lies further off, or is longer or shorter, than a printer's settings can say.
    """
    settings = replace(
        current,
        scale_x=round(measured.scale_x, _SCALE_DIGITS),
        scale_y=round(measured.scale_y, _SCALE_DIGITS),
    )
    if measured.offset_x_mm is not None:
        # Settings move printed dots, so a printer that stretches moves further than it is told.
        offset_x_mm = -measured.offset_x_mm / measured.scale_x
        settings = replace(settings, offset_x_mm=round(offset_x_mm, _OFFSET_DIGITS))
    if measured.offset_y_mm is not None:
        offset_y_mm = -measured.offset_y_mm / measured.scale_y
        settings = replace(settings, offset_y_mm=round(offset_y_mm, _OFFSET_DIGITS))
    return settings


def _resolution(plant: Plant, address: str, given: int | None) -> Resolution:
    if plant.devices.kind(address) is DeviceKind.QUEUE:
        if given is None:
            raise InputError(
                say("A print queue does not say its printer's resolution: give its dots per mm.")
            )
        return Resolution(given)
    with closing(plant.devices.printer(address)) as printer:
        found = printer.identify().dots_per_mm
    if given not in {None, found}:
        raise InputError(
            say("The printer has {found} dots/mm, not {given}.", found=found, given=given),
        )
    return Resolution(found)
