"""Lines, stations and printers for the sample plant, set up as a person would."""

from desktop.operations import labels, lines, printers
from desktop.operations.lines import LineRow, StationDraft
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow
from desktop.products.job import CoderOrder
from desktop.products.lines import Station

DEMO = "demo://zebra"
CODER = "demo://zipher"
ORDER = CoderOrder("PACKMARK", (("CODE", "{code}"), ("EXP", "{expiry:%y%m%d}"), ("LOT", "{lot}")))


def add_line(plant: Plant, name: str = "Line 1") -> LineRow:
    """Add a line."""
    return lines.add_line(plant, name)[0]


def add_printer(plant: Plant, name: str = "Unit printer", address: str = DEMO) -> PrinterRow:
    """Set a printer up."""
    return printers.add_printer(plant, name, address)[0]


def add_station(
    plant: Plant,
    line: LineRow,
    name: str,
    printer: PrinterRow | None = None,
    *,
    level: int = 1,
    camera: str = "",
    coder: CoderOrder | None = None,
) -> Station:
    """Add a station that prints the first label of the program."""
    label = labels.list_templates(plant)[0].name
    draft = StationDraft(
        None,
        line.line.id,
        name,
        level=level,
        printer_id=None if printer is None else printer.id,
        label=label,
        camera=camera,
        coder=coder,
    )
    return lines.save_station(plant, draft)[0].station
