"""Printers and coders: find them, set them up, ask them who and how they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.changes import Changes, Kind
from desktop.coders import Ability, CoderStatus
from desktop.devices import (
    AS_SET,
    DeviceKind,
    FoundPrinter,
    PrinterIdentity,
    PrinterSettings,
    PrinterStatus,
    Way,
)
from desktop.errors import Refused
from desktop.operations.plant import Plant
from desktop.operations.station_rules import refuse_mismatch
from desktop.products.lines import checked_name
from desktop.storage import lines
from desktop.storage import printers as stored
from desktop.storage.printers import StoredPrinter
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class PrinterReport:
    """What a printer says of itself."""

    identity: PrinterIdentity
    status: PrinterStatus
    odometer: int
    """Labels printed in its life."""


@dataclass(frozen=True, slots=True)
class CoderReport:
    """What a coder says of itself. ``identity`` is empty if it does not say."""

    identity: str
    status: CoderStatus
    abilities: frozenset[Ability]


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer or coder that was set up.

    Attributes:
        settings: what it is told beside labels; its scale was measured at ``calibrated_at``.
        calibrated_by: empty until then.
        stations: where it stands, each as ``line / station``.
    """

    id: int
    name: str
    address: str
    settings: PrinterSettings
    calibrated_at: datetime | None
    calibrated_by: str
    stations: tuple[str, ...]


def as_row(one: StoredPrinter, stations: tuple[str, ...]) -> PrinterRow:
    """Put a stored printer together with the names of its stations."""
    return PrinterRow(
        one.id, one.name, one.address, one.settings, one.calibrated_at, one.calibrated_by, stations
    )


def list_printers(plant: Plant) -> tuple[PrinterRow, ...]:
    """Return the printers that were set up, by name."""
    with plant.store.read() as connection:
        stations = lines.station_names(connection)
        return tuple(as_row(one, stations.get(one.id, ())) for one in stored.list_all(connection))


def printer(plant: Plant, printer_id: int) -> PrinterRow:
    """Return one printer. InputError if there is none such."""
    with plant.store.read() as connection:
        found = stored.get(connection, printer_id)
        return as_row(found, lines.station_names(connection).get(printer_id, ()))


def find_printer(plant: Plant, name_or_address: str) -> PrinterRow | None:
    """Return the printer that was set up with this name or address."""
    return next(
        (row for row in list_printers(plant) if name_or_address in {row.name, row.address}),
        None,
    )


def add_printer(
    plant: Plant, name: str, address: str, settings: PrinterSettings = AS_SET
) -> tuple[PrinterRow, Changes]:
    """Set a printer or coder up; it need not be there yet.

    Raises:
        InputError: the name or the address is none.
        Refused: the name or the address is another's.
    """
    name, address = checked_name(name, say("printer")), plant.devices.spelled(address.strip())
    with plant.store.change(plant.actor, "printer.add", "printer") as change:
        made = stored.insert(change, name, address, settings)
    return printer(plant, made.id), Changes.of(Kind.PRINTERS)


def change_printer(
    plant: Plant, printer_id: int, name: str, address: str, settings: PrinterSettings
) -> tuple[PrinterRow, Changes]:
    """Change a printer's name, address or settings. Jobs that were ordered keep their address.

    Raises:
        InputError: there is no such printer; the name or the address is none.
        Refused: the name or the address is another's, or the new address stands for a kind of device
            that does not suit a station at which it stands.
    """
    name, address = checked_name(name, say("printer")), plant.devices.spelled(address.strip())
    kind = plant.devices.kind(address)
    with plant.store.read() as connection:
        stations = [one for one in lines.list_stations(connection) if one.printer_id == printer_id]
    for station in stations:
        refuse_mismatch(plant, station.name, kind, station.label, station.coder)
    with plant.store.change(plant.actor, "printer.change", f"printer {printer_id}") as change:
        stored.save(change, printer_id, name, address, settings)
    return printer(plant, printer_id), Changes.of(Kind.PRINTERS, Kind.LINES)


def calibrate(plant: Plant, printer_id: int, settings: PrinterSettings) -> tuple[PrinterRow, Changes]:
    """Keep what was measured on a printer, and note who measured it and when.

    Raises:
        InputError: there is no such printer.
    """
    with plant.store.change(plant.actor, "printer.calibrate", f"printer {printer_id}") as change:
        known = stored.get(change.connection, printer_id)
        stored.save(change, printer_id, known.name, known.address, settings)
        stored.note_calibration(change, printer_id)
    return printer(plant, printer_id), Changes.of(Kind.PRINTERS)


def remove_printer(plant: Plant, printer_id: int) -> Changes:
    """Take a printer out.

    Raises:
        InputError: there is no such printer.
        Refused: it stands at a station.
    """
    with plant.store.change(plant.actor, "printer.remove", f"printer {printer_id}") as change:
        known = stored.get(change.connection, printer_id)
        stations = lines.station_names(change.connection).get(printer_id, ())
        if stations:
            raise Refused(
                say(
                    "The printer {name} stands at {stations}. Take it from there first.",
                    name=known.name,
                    stations=", ".join(stations),
                )
            )
        stored.remove(change, printer_id)
    return Changes.of(Kind.PRINTERS)


def settings_of(plant: Plant, address: str) -> PrinterSettings:
    """Return what the printer at an address is told beside labels; nothing, if it was never set up.

    Raises:
        InputError: the address is none.
    """
    with plant.store.read() as connection:
        found = stored.by_address(connection, plant.devices.spelled(address))
    return AS_SET if found is None else found.settings


def kind_of(plant: Plant, address: str) -> DeviceKind:
    """Return what an address stands for, without connecting. InputError if for nothing."""
    return plant.devices.kind(address)


def ask(plant: Plant, address: str) -> PrinterReport:
    """Connect to the label printer at ``address`` and ask it.

    Raises:
        DeviceError: it cannot be reached or does not answer as a label printer.
        InputError: the address is none of a label printer.
    """
    connected = plant.devices.printer(address)
    try:
        return PrinterReport(connected.identify(), connected.status(), connected.odometer())
    finally:
        connected.close()


def ask_coder(plant: Plant, address: str) -> CoderReport:
    """Connect to the coder at ``address`` and ask it.

    Raises:
        DeviceError: it cannot be reached or does not answer as its family does.
        InputError: the address is none of a coder.
    """
    connected = plant.devices.coder(address)
    try:
        return CoderReport(connected.identify(), connected.status(), connected.abilities)
    finally:
        connected.close()


def found(plant: Plant, ways: Sequence[Way] = tuple(Way), seconds: float = 2.0) -> Sequence[FoundPrinter]:
    """Look for printers for about so many seconds; what could not be searched is told in its row.

    Raises:
        DeviceError: it cannot look for them.
    """
    return plant.devices.found(ways, seconds)
