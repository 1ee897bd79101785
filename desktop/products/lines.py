"""Packing lines, their stations, and the printers that stand there."""

from dataclasses import dataclass
from typing import Final

from desktop.errors import InputError
from desktop.products.job import CoderOrder
from desktop.texts import Text, say

LONGEST_NAME: Final = 60
"""Characters of a line's, station's, printer's or person's name: what a tile shows in one line."""

MOST_LEVELS: Final = 5
"""A product has 2 to 5 pack levels; a station may stand behind each."""


def checked_name(text: str, what: Text) -> str:
    """Return a name without the blanks around it.

    Args:
        text: as it was typed.
        what: whose name it is, such as ``say("line")``.

    Raises:
        InputError: it is empty, longer than 60 characters, or has characters that cannot be seen.
    """
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(
            say(
                "The name of a {what} has 1 to {most} visible characters, not {found}.",
                what=what,
                most=LONGEST_NAME,
                found=repr(text[: LONGEST_NAME + 1]),
            )
        )
    return name


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
        scanner: address of the scanner that reads packs there; empty: it types like a keyboard.
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
    scanner: str = ""
