"""A turned element is its unturned twin, turned: judged by numpy, dot for dot."""

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import Bearer, CodeBlock, Element, HriPlace, SymbolElement, TextElement
from desktop.labels.image import rows_of
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.labels.primitives import Symbology, TextRun, Turn
from desktop.units import Resolution
from tests.labels.designs import BLOCK, CODE, SHARED

Turned = TypeVar("Turned", bound=CodeBlock | SymbolElement)

TURNS = (Turn.RIGHT, Turn.AROUND, Turn.LEFT)
CLOCKWISE = {Turn.NONE: 0, Turn.RIGHT: -1, Turn.AROUND: 2, Turn.LEFT: 1}
VALUES = SHARED | {"code": CODE, "serial": "A1b2C3d4"}
GS1 = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"
SYMBOLS = (
    SymbolElement("s", 10, 10, Symbology.GS1_DATA_MATRIX, GS1, 0.38, hri=HriPlace.RIGHT),
    SymbolElement("s", 10, 10, Symbology.DATA_MATRIX, "{lot}", 0.38, size="8x18", hri=HriPlace.ABOVE),
    SymbolElement("s", 10, 10, Symbology.QR, "https://x.cn/{serial}", 0.5, hri=HriPlace.BELOW),
    SymbolElement("s", 10, 10, Symbology.EAN_13, "{gtin}", 0.33, 15, hri=HriPlace.BELOW),
    SymbolElement("s", 10, 10, Symbology.UPC_A, "614141007349", 0.33, 15, hri=HriPlace.ABOVE),
    SymbolElement("s", 10, 10, Symbology.EAN_8, "12345670", 0.33, 15, hri=HriPlace.RIGHT),
    SymbolElement("s", 10, 10, Symbology.ITF_14, "{gtin}", 0.33, 15, hri=HriPlace.BELOW, bearer=Bearer.FRAME),
    SymbolElement("s", 10, 10, Symbology.GS1_128, GS1, 0.25, 15, hri=HriPlace.BELOW),
    SymbolElement("s", 10, 10, Symbology.CODE_128, "{serial}", 0.25, 15, hri=HriPlace.NONE),
)


def drawn(element: Element, dots_per_mm: int) -> tuple[LabelPlan, NDArray[np.bool_]]:
    """Return the plan and all black dots, cut to what is black."""
    label = LabelDesign("test", Title("", ""), 220, 220, (element,))
    plan = plan_labels(label, Resolution(dots_per_mm), VALUES)
    rows = rows_of(plan.primitives(plan.fill({})), plan.width_dots, plan.height_dots)
    dots = np.unpackbits(np.frombuffer(rows, np.uint8).reshape(plan.height_dots, -1), axis=1).view(np.bool_)
    down, across = np.flatnonzero(dots.any(axis=1)), np.flatnonzero(dots.any(axis=0))
    return plan, dots[down[0] : down[-1] + 1, across[0] : across[-1] + 1]


def middle(element: Turned, turn: Turn = Turn.NONE) -> Turned:
    """Stand where there is room on all sides."""
    return replace(element, x_mm=60.0, y_mm=60.0, turn=turn)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("element", SYMBOLS, ids=lambda one: one.symbology.value)
def test_a_turned_symbol_is_the_unturned_one_turned(element: SymbolElement, turn: Turn) -> None:
    _, upright = drawn(middle(element), 12)
    _, turned = drawn(middle(element, turn), 12)
    assert np.array_equal(turned, np.rot90(upright, CLOCKWISE[turn]))


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_a_turned_code_block_is_the_unturned_one_turned(turn: Turn, dots_per_mm: int) -> None:
    block = replace(BLOCK, x_mm=30.0, y_mm=30.0)
    _, upright = drawn(block, dots_per_mm)
    _, turned = drawn(replace(block, turn=turn), dots_per_mm)
    assert np.array_equal(turned, np.rot90(upright, CLOCKWISE[turn]))


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_text_is_the_unturned_one_turned(turn: Turn) -> None:
    text = TextElement("t", 20, 20, 40, 12, "批号 {lot}\n有效期至 {expiry:%Y.%m}", 3.0, wrap=True)
    _, upright = drawn(text, 12)
    size = (12, 40) if turn is not Turn.AROUND else (40, 12)
    _, turned = drawn(replace(text, turn=turn, width_mm=size[0], height_mm=size[1]), 12)
    assert np.array_equal(turned, np.rot90(upright, CLOCKWISE[turn]))


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize("element", [BLOCK, *SYMBOLS], ids=lambda one: type(one).__name__)
def test_the_extent_of_an_element_holds_all_that_is_drawn_of_it(
    element: CodeBlock | SymbolElement, turn: Turn
) -> None:
    plan, _ = drawn(middle(element, turn), 12)
    extent = plan.extents[element.name]
    for primitive in plan.static:
        assert extent.x <= primitive.area.x
        assert extent.y <= primitive.area.y
        assert primitive.area.right <= extent.right
        assert primitive.area.bottom <= extent.bottom


def test_the_same_turned_digit_is_the_same_glyph_on_every_label() -> None:
    label = LabelDesign("test", Title("", ""), 100, 100, (replace(BLOCK, turn=Turn.LEFT),))
    plan = plan_labels(label, Resolution(12), SHARED)
    first, second = (plan.fill({"code": CODE}).slots[1] for _ in range(2))
    assert isinstance(first, TextRun)
    assert isinstance(second, TextRun)
    for one, other in zip(first.glyphs, second.glyphs, strict=True):
        assert one.glyph is other.glyph


def test_a_turned_symbol_keeps_its_upper_left_corner_where_it_was_designed() -> None:
    for turn in Turn:
        plan, _ = drawn(middle(SYMBOLS[0], turn), 12)
        assert (plan.symbols[0].frame.area.x, plan.symbols[0].frame.area.y) == (720, 720)
