"""Packing lines, their stations, and the printers that stand there."""

from dataclasses import dataclass

from desktop.products.job import CoderOrder


@dataclass(frozen=True, slots=True)
class Line:
    """A packing line."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Station:
    """A place on a line.

    Attributes:
        place: from 1 in the direction of travel.
        level: pack level of the packs that pass it, from 1.
        printer_id: what prints there; None: nothing.
        label: name of the design that is printed there, or empty.
        camera: address of the camera behind the printer, or empty.
        coder: what the coder there is told; None for a label printer.
    """

    id: int
    line_id: int
    name: str
    place: int
    level: int
    printer_id: int | None
    label: str
    camera: str
    coder: CoderOrder | None
