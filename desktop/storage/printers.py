"""Printers and coders that were set up: their names, addresses and settings."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy import insert as insert_into

from desktop.devices import PrinterSettings
from desktop.errors import InputError, Refused
from desktop.storage.plant_tables import printer
from desktop.storage.store import Change
from desktop.texts import say

_SETTINGS = ("offset_x_mm", "offset_y_mm", "darkness", "speed_ips", "scale_x", "scale_y")


@dataclass(frozen=True, slots=True)
class StoredPrinter:
    """A printer or coder. ``calibrated_by`` is empty until its scale was measured."""

    id: int
    name: str
    address: str
    settings: PrinterSettings
    calibrated_at: datetime | None
    calibrated_by: str

    def as_json(self) -> dict[str, object]:
        """Return it as the audit trail tells it."""
        return {"name": self.name, "address": self.address, **asdict(self.settings)}


def insert(change: Change, name: str, address: str, settings: PrinterSettings) -> StoredPrinter:
    """Add a printer.

    Raises:
        Refused: its name or address is another's.
    """
    _refuse_taken(change.connection, None, name, address)
    key = change.connection.execute(
        insert_into(printer).values(name=name, address=address, calibrated_by="", **asdict(settings))
    ).inserted_primary_key
    assert key is not None
    made = get(change.connection, key[0])
    change.subject = f"printer {made.id}"
    change.new = made.as_json()
    return made


def save(change: Change, printer_id: int, name: str, address: str, settings: PrinterSettings) -> None:
    """Change a printer.

    Raises:
        InputError: there is none such.
        Refused: its name or address is another's.
    """
    change.old = get(change.connection, printer_id).as_json()
    _refuse_taken(change.connection, printer_id, name, address)
    change.connection.execute(
        update(printer)
        .where(printer.c.id == printer_id)
        .values(name=name, address=address, **asdict(settings))
    )
    change.new = get(change.connection, printer_id).as_json()


def note_calibration(change: Change, printer_id: int) -> None:
    """Note who measured a printer, and that it was now."""
    change.connection.execute(
        update(printer)
        .where(printer.c.id == printer_id)
        .values(calibrated_at=change.at, calibrated_by=change.actor)
    )


def remove(change: Change, printer_id: int) -> None:
    """Take a printer out. InputError if there is none such."""
    change.old = get(change.connection, printer_id).as_json()
    change.connection.execute(delete(printer).where(printer.c.id == printer_id))


def get(connection: Connection, printer_id: int) -> StoredPrinter:
    """Return one printer. InputError if there is none such."""
    row = connection.execute(select(printer).where(printer.c.id == printer_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no printer number {id}.", id=printer_id))
    return _stored(row)


def by_address(connection: Connection, address: str) -> StoredPrinter | None:
    """Return the printer that was set up with an address, exactly as it is written."""
    row = connection.execute(select(printer).where(printer.c.address == address)).one_or_none()
    return None if row is None else _stored(row)


def list_all(connection: Connection) -> tuple[StoredPrinter, ...]:
    """Return all printers by name."""
    rows = connection.execute(select(printer).order_by(printer.c.name))
    return tuple(_stored(row) for row in rows)


def _refuse_taken(connection: Connection, own_id: int | None, name: str, address: str) -> None:
    for other in list_all(connection):
        if other.id == own_id:
            continue
        if other.name == name:
            raise Refused(say("There is a printer called {name} already.", name=name))
        if other.address == address:
            raise Refused(
                say(
                    "The address {address} is that of the printer {name} already.",
                    address=address,
                    name=other.name,
                )
            )


def _stored(row: Row[*tuple[Any, ...]]) -> StoredPrinter:
    settings = PrinterSettings(**{name: getattr(row, name) for name in _SETTINGS})
    return StoredPrinter(row.id, row.name, row.address, settings, row.calibrated_at, row.calibrated_by)
