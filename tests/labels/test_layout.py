"""From a design and values to primitives in whole dots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels import code_block
from desktop.labels.elements import Align, BoxElement, CodeBlock, Direction, LineElement
from desktop.labels.layout import SymbolSlot, TextSlot, plan_labels
from desktop.labels.primitives import Area, Bars, Box, TextRun
from desktop.labels.typeface import find_typeface
from desktop.symbols.code128 import Code128Symbol, encode_digits
from desktop.units import Resolution
from tests.labels.designs import BLOCK, CODE, SHARED, bars_of, design, planned, run_of, text


def test_shared_values_are_drawn_once_and_the_others_become_slots() -> None:
    plan, label = planned(text(), BLOCK)
    assert [type(slot) for slot in plan.slots] == [SymbolSlot, TextSlot]
    assert [slot.element for slot in plan.slots] == ["trace", "trace.hri"]
    assert {primitive.element for primitive in plan.static} == {"lot", "trace.heading"}
    assert plan.primitives(label) == plan.static + label.slots


def test_a_field_that_is_not_shared_becomes_a_slot_in_the_order_of_the_elements() -> None:
    plan = plan_labels(design(text(), BLOCK, text("who", text="{product}")), Resolution(8), {"product": "A"})
    assert [slot.element for slot in plan.slots] == ["lot", "trace", "trace.hri"]
    label = plan.fill({"lot": "L1", "code": CODE})
    assert isinstance(label.slots[0], TextRun)
    assert label.slots[0].text == "LOT L1"


def test_a_code_that_is_shared_is_drawn_with_the_static_part() -> None:
    plan = plan_labels(design(BLOCK), Resolution(8), {"code": CODE})
    assert plan.slots == ()
    assert plan.fill({}).slots == ()
    assert any(isinstance(primitive, Bars) for primitive in plan.static)


@pytest.mark.parametrize(("dots_per_mm", "dots"), [(6, 2), (8, 2), (12, 3), (24, 6)])
def test_a_module_is_the_nearest_legal_number_of_whole_dots(dots_per_mm: int, dots: int) -> None:
    assert bars_of(*planned(BLOCK, dots_per_mm=dots_per_mm)).module_dots == dots


@pytest.mark.parametrize("dots_per_mm", [6, 8, 12, 24])
def test_a_block_stands_as_designed_and_minimums_are_never_rounded_away(dots_per_mm: int) -> None:
    plan, label = planned(BLOCK, dots_per_mm=dots_per_mm)
    (block,) = plan.blocks
    bars = bars_of(plan, label)
    assert block.area.x == 4 * dots_per_mm
    assert bars.x == block.area.x + 10 * bars.module_dots
    assert block.area.right == bars.area.right + 10 * bars.module_dots
    assert bars.height >= 9 * dots_per_mm
    heading, digits = run_of(plan, label, "trace.heading"), run_of(plan, label, "trace.hri")
    assert bars.y - heading.area.bottom >= dots_per_mm
    assert digits.area.y - bars.area.bottom == dots_per_mm
    assert abs(digits.area.x - bars.x - (bars.area.right - digits.area.right)) <= dots_per_mm


def test_a_height_that_is_no_whole_number_of_dots_is_rounded_up() -> None:
    plan = plan_labels(design(BLOCK_OF_8_MM), Resolution(6), SHARED)
    assert bars_of(plan, plan.fill({"code": CODE})).height == 49


BLOCK_OF_8_MM = CodeBlock("trace", 4.0, 5.0, "{code}", 0.25, 8.01, "", 2.5, "7-13", 2.5)


def test_a_block_without_heading_begins_with_its_bars() -> None:
    plan = plan_labels(design(BLOCK_OF_8_MM), Resolution(8), SHARED)
    assert plan.blocks[0].bars.y == plan.blocks[0].area.y == 40
    assert plan.static == ()


@pytest.mark.parametrize(
    ("grouping", "shown"), [("1-6-9-4", "8 123456 123456789 1234"), ("7-13", "8123456 1234567891234")]
)
def test_digits_are_grouped_as_the_design_says(grouping: str, shown: str) -> None:
    block = CodeBlock("trace", 4.0, 5.0, "{code}", 0.25, 8.0, "", 2.5, grouping, 2.5)
    run = run_of(*planned(block), "trace.hri")
    assert run.text == shown
    assert "".join(placed.glyph.character for placed in run.glyphs) == CODE


@given(st.text("0123456789", min_size=20, max_size=20), st.text("0123456789", min_size=20, max_size=20))
def test_every_label_has_its_own_code_in_bars_and_digits(first: str, second: str) -> None:
    plan = plan_labels(design(BLOCK), Resolution(8), SHARED)
    for code in (first, second):
        bars, digits = plan.fill({"code": code}).slots
        assert isinstance(bars, Bars)
        assert isinstance(digits, TextRun)
        assert bars.data == code
        assert bars.modules == encode_digits(code).modules
        assert [placed.glyph.character for placed in digits.glyphs] == list(code)
        inside = Area(digits.area.x, digits.area.y, digits.area.width, digits.area.height)
        for placed in digits.glyphs:
            assert inside.x <= placed.x
            assert placed.x + placed.glyph.width <= inside.right
            assert inside.y <= placed.y
            assert placed.y + placed.glyph.height <= inside.bottom


def test_the_same_digit_is_the_same_glyph_on_every_label() -> None:
    plan, label = planned(BLOCK)
    again = plan.fill({"code": CODE})
    for one, other in zip(
        run_of(plan, label, "trace.hri").glyphs, run_of(plan, again, "trace.hri").glyphs, strict=True
    ):
        assert one is other


@pytest.mark.parametrize("code", ["", "123", CODE[:-1], CODE + "1", "8123456123456789123x", "８" * 20])
def test_a_code_that_is_no_drug_code_is_refused_before_it_is_drawn(code: str) -> None:
    plan, _ = planned(BLOCK)
    with pytest.raises(InputError, match="20 digits"):
        plan.fill({"code": code})


def test_a_label_whose_symbol_would_read_differently_is_never_handed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, _ = planned(BLOCK)

    def wrong(data: str) -> Code128Symbol:
        return encode_digits(data[:-1] + "0")

    monkeypatch.setattr(code_block, "encode_digits", wrong)
    with pytest.raises(InputError, match="must not be printed"):
        plan.fill({"code": CODE})


def test_a_label_whose_value_is_missing_is_never_handed_out() -> None:
    plan, _ = planned(BLOCK)
    with pytest.raises(InputError, match=r"\{code\}"):
        plan.fill({"lot": "L1"})


@pytest.mark.parametrize(
    ("align", "left"), [(Align.LEFT, 24), (Align.CENTER, 24 + 112), (Align.RIGHT, 24 + 224)]
)
def test_a_line_of_text_stands_where_it_is_aligned(align: Align, left: int) -> None:
    plan, label = planned(text(text="口", align=align, width_mm=30.5))
    (placed,) = run_of(plan, label, "lot").glyphs
    pen = placed.x - plan.typeface.sized(20).character("口").left
    assert pen == left


def test_the_area_of_a_text_is_that_of_its_black_dots() -> None:
    plan, label = planned(text(text="药 8g"))
    run = run_of(plan, label, "lot")
    assert run.area.x == min(placed.x for placed in run.glyphs)
    assert run.area.y == min(placed.y for placed in run.glyphs)
    assert run.area.right == max(placed.x + placed.glyph.width for placed in run.glyphs)
    assert run.area.bottom == max(placed.y + placed.glyph.height for placed in run.glyphs)


def test_text_that_is_empty_draws_nothing() -> None:
    plan, label = planned(text(text="{specimen}"))
    assert plan.primitives(label) == ()
    plan = plan_labels(design(text(text="{specimen}")), Resolution(8), {})
    (run,) = plan.fill({"specimen": ""}).slots
    assert isinstance(run, TextRun)
    assert run.glyphs == ()


def test_a_missing_character_leaves_a_gap_and_no_box() -> None:
    plan = plan_labels(design(text(text="A药B")), Resolution(8), {}, find_typeface(()))
    run = plan.static[0]
    assert isinstance(run, TextRun)
    assert [placed.glyph.character for placed in run.glyphs] == ["A", "B"]
    assert run.text == "A药B"


@pytest.mark.parametrize(
    ("direction", "area"),
    [(Direction.HORIZONTAL, Area(8, 16, 80, 1)), (Direction.VERTICAL, Area(8, 16, 1, 80))],
)
def test_a_line_is_at_least_one_dot_thick(direction: Direction, area: Area) -> None:
    plan, _ = planned(LineElement("line", 1.0, 2.0, 10.0, 0.01, direction))
    assert plan.static == (Box("line", area),)


def test_a_frame_is_four_lines_that_do_not_overlap() -> None:
    plan, _ = planned(BoxElement("frame", 1.0, 1.0, 10.0, 5.0, 0.25))
    areas = [primitive.area for primitive in plan.static]
    assert areas == [Area(8, 8, 80, 2), Area(8, 46, 80, 2), Area(8, 10, 2, 36), Area(86, 10, 2, 36)]


def test_a_frame_whose_lines_would_meet_is_one_black_area() -> None:
    plan, _ = planned(BoxElement("frame", 1.0, 1.0, 10.0, 1.0, 0.5))
    assert plan.static == (Box("frame", Area(8, 8, 80, 8)),)


def test_what_cannot_be_drawn_at_a_resolution_is_refused_by_element() -> None:
    with pytest.raises(InputError, match='Element "lot": Text 4 dots high'):
        plan_labels(design(text(size_mm=0.5)), Resolution(8), SHARED)


def test_a_shared_value_that_does_not_suit_its_place_is_refused_by_element() -> None:
    with pytest.raises(InputError, match='Element "lot": The field'):
        plan_labels(design(text(text="{lot:%Y}")), Resolution(8), SHARED)
