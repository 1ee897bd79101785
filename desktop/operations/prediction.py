"""The print quality to expect of a label before any is printed."""

from dataclasses import dataclass, replace

import numpy

from desktop.grading.model import Edition
from desktop.grading.prediction import Dots, DrawnSymbol, Expectation, PressModel, predict
from desktop.grading.words import title
from desktop.labels.document import LabelDesign
from desktop.labels.image import rows_of
from desktop.labels.layout import Values
from desktop.labels.primitives import Area, Bars, Symbol, Turn
from desktop.operations.labels import Preview, preview
from desktop.symbols.symbology import drawn_as, identifier_of
from desktop.texts import Text, say
from desktop.units import Resolution

__all__ = ["ExpectedGrade", "PressModel", "expected_grades", "expected_of", "worded"]

_ROOM_X = 14
"""Modules around a symbol that are looked at: the widest quiet zone has 11 (EAN-13, left)."""


@dataclass(frozen=True, eq=False, slots=True)
class ExpectedGrade:
    """One symbol of a label and the grade to expect of it; an expectation, not a measurement.

    Attributes:
        element: of the design.
        symbology: name of it.
        expectation: the grade, and what limits it.
    """

    element: str
    symbology: str
    expectation: Expectation


def expected_grades(
    design: LabelDesign,
    resolution: Resolution,
    values: Values | None,
    press: PressModel,
    edition: Edition | None = None,
) -> tuple[ExpectedGrade, ...]:
    """Reckon which grade each symbol of a design can be expected to have.

    Args:
        design: to print.
        resolution: of the printer.
        values: for its fields; None: its own sample values.
        press: how the printer prints its dots.
        edition: for symbols of its kind; others, and None: the default of each kind.

    Raises:
        InputError: a field has no value, or the design cannot be drawn at this resolution.
    """
    return expected_of(preview(design, resolution, values), press, edition)


def expected_of(
    shown: Preview, press: PressModel, edition: Edition | None = None
) -> tuple[ExpectedGrade, ...]:
    """Reckon which grade each symbol of a label that is laid out can be expected to have."""
    label = _label_dots(shown)
    drawn = ((symbol.element, _drawn(symbol, label, shown.resolution)) for symbol in shown.symbols)
    return tuple(
        ExpectedGrade(element, symbol.symbology, predict(symbol, press, edition)) for element, symbol in drawn
    )


def worded(expected: ExpectedGrade) -> Text:
    """Return the sentence of an expectation, with how it was reckoned and what limits it."""
    found, press = expected.expectation, expected.expectation.press
    gain = f"{100 * press.dot_gain:g}"
    if found.grade is None:
        reasons = found.symbol.not_measurable
        return say(
            "{element}: no grade can be expected: {reason}",
            element=expected.element,
            reason=reasons[0] if reasons else say("Not measurable."),
        )
    if found.limit is None:
        return say(
            "{element}: expected grade {grade} (dot gain {gain} %).",
            element=expected.element,
            grade=f"{found.grade:.1f}",
            gain=gain,
        )
    return say(
        "{element}: expected grade {grade} (dot gain {gain} %), limited by {limit}.",
        element=expected.element,
        grade=f"{found.grade:.1f}",
        gain=gain,
        limit=title(found.limit.name),
    )


def _label_dots(shown: Preview) -> Dots:
    """Return the dots of a label; what is around it is taken to be light."""
    packed = rows_of(shown.primitives, shown.width_dots, shown.height_dots)
    rows = numpy.frombuffer(packed, numpy.uint8).reshape(shown.height_dots, -1)
    return numpy.unpackbits(rows, axis=1, count=shown.width_dots).astype(bool)


def _drawn(symbol: Symbol, label: Dots, resolution: Resolution) -> DrawnSymbol:
    """Cut a symbol out of a label, with all that is printed around it."""
    own, room = _bars_alone(symbol), _ROOM_X * symbol.module_dots
    padded = numpy.pad(label, room)
    dots = padded[own.y : own.bottom + 2 * room, own.x : own.right + 2 * room]
    right, bottom = float(room + own.width), float(room + own.height)
    around = ((room, room), (right, room), (right, bottom), (room, bottom))
    turn = symbol.turn if isinstance(symbol, Bars) else Turn.NONE
    first = turn // 90
    a, b, c, d = (*around[first:], *around[:first])
    return DrawnSymbol(
        symbology=drawn_as(symbol.symbology, symbol.data).value,
        identifier=identifier_of(symbol.symbology, symbol.data),
        data=symbol.data,
        dots=dots,
        corners=(a, b, c, d),
        module_dots=symbol.module_dots,
        dots_per_mm=resolution.dots_per_mm,
    )


def _bars_alone(symbol: Symbol) -> Area:
    """Return the place of a symbol; of EAN and UPC without what guard bars are longer."""
    area = symbol.area
    if not isinstance(symbol, Bars) or not symbol.longer:
        return area
    match symbol.turn:
        case Turn.NONE:
            return replace(area, height=symbol.height)
        case Turn.RIGHT:
            return replace(area, x=area.x + symbol.longer, width=symbol.height)
        case Turn.AROUND:
            return replace(area, y=area.y + symbol.longer, height=symbol.height)
        case Turn.LEFT:
            return replace(area, width=symbol.height)
