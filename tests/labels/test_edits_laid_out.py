"""Edits as the layout sees them: what is turned and aligned lies where it should, in dots of a printer."""

from dataclasses import replace
from itertools import product

import pytest

from desktop.labels import edits
from desktop.labels.document import LabelDesign, Title
from desktop.labels.edits import Frame, Side
from desktop.labels.elements import CodeBlock, Element, HriPlace, SymbolElement
from desktop.labels.layout import plan_labels
from desktop.labels.primitives import Area, Bars, Matrix, Symbology, Turn
from desktop.units import Resolution
from tests.labels.documents import KINDS

RESOLUTION = Resolution(12)
VALUES = {"code": "81234561234567891234", "gtin": "6932833600109", "lot": "L1", "own": "A1"}
EAN = SymbolElement("ean", 40, 40, Symbology.EAN_13, "{gtin}", 0.33, 20, hri_size_mm=2.5)
CODE_128 = SymbolElement("code 128", 40, 40, Symbology.CODE_128, "ABC{lot}", 0.25, 12)
MATRIX = SymbolElement("matrix", 40, 40, Symbology.GS1_DATA_MATRIX, "(01)0{gtin}(10){lot}", 0.5)
RECTANGLE = replace(MATRIX, name="rectangle", size="16x48")
BLOCK = CodeBlock("block", 40, 40, "{code}", 0.25, 9, "药品追溯码", 2.5, "1-6-9-4", 2.5)
SYMBOLS = [
    BLOCK,
    *(replace(one, hri=hri) for one, hri in product((EAN, CODE_128, MATRIX, RECTANGLE), HriPlace)),
]
PLAIN = [one for one in KINDS if not isinstance(one, CodeBlock | SymbolElement)]


def frame(area: Area) -> Frame:
    return Frame(*(RESOLUTION.mm(dots) for dots in (area.x, area.y, area.width, area.height)))


def frames(design: LabelDesign) -> dict[str, Frame]:
    extents = plan_labels(design, RESOLUTION, VALUES).extents
    return {name: frame(area) for name, area in extents.items()}


def symbols(design: LabelDesign) -> dict[str, Frame]:
    plan = plan_labels(design, RESOLUTION, VALUES)
    return {
        one.element: frame(one.area)
        for one in plan.primitives(plan.fill(VALUES))
        if isinstance(one, Bars | Matrix)
    }


def label(*elements: Element) -> LabelDesign:
    return LabelDesign("test", Title("Test", "测试"), 150.0, 150.0, elements, own_fields=())


def name_of(one: Element) -> str:
    return f"{one.name}-{one.hri}" if isinstance(one, SymbolElement) else one.name


@pytest.mark.parametrize("one", [*SYMBOLS, *PLAIN], ids=name_of)
def test_what_is_turned_keeps_its_middle_and_its_sides_change_places(one: Element) -> None:
    design = label(one)
    for _ in range(4):
        before = frames(design)[one.name]
        design = edits.turned(design, [one.name], {one.name: before}, symbols=symbols(design))
        after = frames(design)[one.name]
        assert (after.width_mm, after.height_mm) == pytest.approx(
            (before.height_mm, before.width_mm), abs=0.26
        )
        assert after.centre_mm == pytest.approx(before.centre_mm, abs=0.26)


@pytest.mark.parametrize("side", Side)
def test_sides_meet_in_the_same_dot(side: Side) -> None:
    three: tuple[CodeBlock | SymbolElement, ...] = (BLOCK, EAN, MATRIX)
    far = [replace(one, x_mm=10.0 + 7 * n, y_mm=60.0 - 3 * n) for n, one in enumerate(three)]
    design = label(*far, *PLAIN)
    names = [one.name for one in design.elements]
    laid = frames(edits.aligned(design, names, side, frames(design)))
    places = {
        Side.LEFT: [frame.x_mm for frame in laid.values()],
        Side.CENTER: [frame.centre_mm[0] for frame in laid.values()],
        Side.RIGHT: [frame.right_mm for frame in laid.values()],
        Side.TOP: [frame.y_mm for frame in laid.values()],
        Side.MIDDLE: [frame.centre_mm[1] for frame in laid.values()],
        Side.BOTTOM: [frame.bottom_mm for frame in laid.values()],
    }[side]
    assert max(places) - min(places) <= RESOLUTION.mm(1) + 1e-6


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize("one", [BLOCK, EAN, CODE_128, MATRIX], ids=name_of)
def test_a_symbol_drawn_to_twice_its_size_is_about_twice_as_large(one: Element, turn: Turn) -> None:
    assert isinstance(one, CodeBlock | SymbolElement)
    design = label(replace(one, turn=turn))
    before = frames(design)[one.name]
    after = replace(before, width_mm=before.width_mm * 2, height_mm=before.height_mm * 2)
    made = frames(edits.resized(design, [one.name], before, after))[one.name]
    assert (made.x_mm, made.y_mm) == pytest.approx((before.x_mm, before.y_mm), abs=0.1)
    # The X-dimension is a whole number of dots: the width may miss by less than one a module.
    assert made.width_mm == pytest.approx(after.width_mm, rel=0.25)
    assert made.height_mm == pytest.approx(after.height_mm, rel=0.25)
