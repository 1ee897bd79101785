"""The print quality to expect of a label before any is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy

from desktop.errors import InputError
from desktop.grading.editions import edition_for
from desktop.grading.model import Edition, SymbolGrade
from desktop.grading.prediction import Dots, DrawnSymbol, Expectation, PressModel, predict
from desktop.grading.words import title
from desktop.labels.document import LabelDesign
from desktop.labels.elements import CodeBlock, SymbolElement
from desktop.labels.image import rows_of
from desktop.labels.layout import Values
from desktop.labels.live import CANNOT_DRAW, Shown
from desktop.labels.primitives import Area, Bars, Matrix, Primitive, Symbol, Symbology, Turn
from desktop.operations.labels import Preview, preview
from desktop.operations.plant import Report
from desktop.symbols.symbology import drawn_as, identifier_of
from desktop.texts import Text, say
from desktop.units import Resolution

__all__ = [
    "ExpectedGrade",
    "PressModel",
    "caveat",
    "expected_grades",
    "expected_live",
    "expected_of",
    "why_none",
    "worded",
]

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
    found = _expected(shown.primitives, shown.width_dots, shown.height_dots, shown.resolution, press, edition)
    return tuple(found)


def expected_live(
    shown: Shown, press: PressModel, edition: Edition | None = None, report: Report | None = None
) -> tuple[ExpectedGrade, ...]:
    """Reckon which grade each symbol of a label in the designer can be expected to have.

    A symbol that cannot be drawn has no grade, and the reason.

    Args:
        shown: the label.
        press: how the printer prints its dots.
        edition: for symbols of its kind; others, and None: the default of each kind.
        report: told after each symbol; once it says no, what was reckoned so far is returned.
    """
    drawn = [one for one in shown.primitives if isinstance(one, Bars | Matrix)]
    found: list[ExpectedGrade] = []
    for one in _expected(
        shown.primitives, shown.width_dots, shown.height_dots, shown.plan.resolution, press, edition
    ):
        found.append(one)
        if report is not None and not report(len(found) / len(drawn)):
            return tuple(found)
    return (*found, *_undrawn(shown, press))


def caveat() -> Text:
    """Say what an expectation is not."""
    return say("This is an expectation: voids, creases and dirt of a real print are not in it.")


def why_none(expected: ExpectedGrade) -> Text | None:
    """Say why no grade can be expected; None where one can."""
    found = expected.expectation
    if found.grade is not None:
        return None
    reasons = found.symbol.not_measurable
    return reasons[0] if reasons else say("Not measurable.")


def worded(expected: ExpectedGrade) -> Text:
    """Return the sentence of an expectation, with how it was reckoned and what limits it."""
    found, press = expected.expectation, expected.expectation.press
    gain = f"{100 * press.dot_gain:g}"
    reason = why_none(expected)
    if reason is not None or found.grade is None:
        return say("{element}: no grade can be expected: {reason}", element=expected.element, reason=reason)
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


def _expected(
    primitives: Sequence[Primitive],
    width: int,
    height: int,
    resolution: Resolution,
    press: PressModel,
    edition: Edition | None,
) -> Iterator[ExpectedGrade]:
    label = _label_dots(primitives, width, height)
    for symbol in primitives:
        if not isinstance(symbol, Bars | Matrix):
            continue
        kind = drawn_as(symbol.symbology, symbol.data).value
        area = symbol.area
        if area.x < 0 or area.y < 0 or area.right > width or area.bottom > height:
            reason = say("It reaches over the edge of the label.")
            yield _without(symbol.element, kind, reason, press)
            continue
        try:
            found = predict(_drawn(symbol, label, resolution), press, edition)
        except InputError as error:
            yield _without(symbol.element, kind, error.text, press)
        else:
            yield ExpectedGrade(symbol.element, kind, found)


def _undrawn(shown: Shown, press: PressModel) -> Iterator[ExpectedGrade]:
    """Return the symbols that are on the design but, for a fault, not on the label."""
    elements = {element.name: element for element in shown.plan.design.elements}
    for finding in shown.findings:
        element = elements.get(finding.element)
        if finding.rule not in CANNOT_DRAW or not isinstance(element, CodeBlock | SymbolElement):
            continue
        symbology = element.symbology if isinstance(element, SymbolElement) else Symbology.CODE_128
        yield _without(element.name, symbology.value, finding.message, press)


def _without(element: str, symbology: str, reason: Text, press: PressModel) -> ExpectedGrade:
    """Return that no grade can be expected."""
    symbol = SymbolGrade(
        symbology=symbology,
        identifier="",
        data="",
        corners=((0.0, 0.0),) * 4,
        edition=edition_for(symbology),
        aperture_mm=None,
        module_px=0.0,
        module_mm=None,
        grade=None,
        parameters=(),
        not_measurable=(reason,),
    )
    return ExpectedGrade(element, symbology, Expectation(symbol, press, None))


def _label_dots(primitives: Sequence[Primitive], width: int, height: int) -> Dots:
    """Return the dots of a label; what is around it is taken to be light."""
    packed = rows_of(primitives, width, height)
    rows = numpy.frombuffer(packed, numpy.uint8).reshape(height, -1)
    return numpy.unpackbits(rows, axis=1, count=width).astype(bool)


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
