"""Where printers stand, by their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.storage.plant_tables import line, printer, station


@dataclass(frozen=True, slots=True)
class Place:
    """A printer's name and the line on which it stands (empty: none)."""

    line: str
    printer: str


def places(connection: Connection) -> Mapping[str, Place]:
    """Return where each printer of the plant stands; one on several lines is told with the first."""
    rows = connection.execute(
        select(printer.c.address, printer.c.name, line.c.name.label("line"))
        .outerjoin(station, station.c.printer_id == printer.c.id)
        .outerjoin(line, line.c.id == station.c.line_id)
        .order_by(line.c.id.desc())
    )
    return {row.address: Place(row.line or "", row.name) for row in rows}
