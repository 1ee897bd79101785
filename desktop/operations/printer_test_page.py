"""The test page of a printer: is it this one, does its head have dead dots, where does its print lie?"""

from dataclasses import replace
from typing import Final

from desktop.labels.document import LabelDesign
from desktop.labels.elements import LineElement
from desktop.operations import labels
from desktop.operations.label_values import SPECIMEN_MARK
from desktop.operations.plain_labels import PlainPrint, print_design
from desktop.operations.plant import Plant
from desktop.operations.printers import find_printer
from desktop.units import Resolution

TEMPLATE: Final = "test_page"
_HEAD_LINES: Final = {f"head {dots}": dots for dots in (1, 2, 3, 4)}
_LONGEST_NAME: Final = 120


def print_test_page(plant: Plant, address: str, dots_per_mm: int | None = None) -> PlainPrint:
    """Print the test page on the label printer or print queue at ``address``.

    Args:
        plant: where.
        address: of the printer or queue.
        dots_per_mm: a queue cannot be asked for it; a printer must agree.

    Raises:
        DeviceError, InputError, Refused: as ``plain_labels.print_plain``.
    """
    known = find_printer(plant, address)
    name = address if known is None else f"{known.name}, {address}"
    values = {"printer": name[:_LONGEST_NAME], "specimen": SPECIMEN_MARK}
    design = labels.load_design(plant, TEMPLATE)
    return print_design(plant, lambda resolution: fitted(design, resolution), values, 1, address, dots_per_mm)


def fitted(design: LabelDesign, resolution: Resolution) -> LabelDesign:
    """Make the lines for the head's dots as thick as their names say: 1 to 4 dots of this printer."""
    return replace(
        design,
        elements=tuple(
            replace(element, thickness_mm=resolution.mm(_HEAD_LINES[element.name]))
            if isinstance(element, LineElement) and element.name in _HEAD_LINES
            else element
            for element in design.elements
        ),
    )
