"""The rules of symbols, faces and space: each broken once, with its words; what is mended is gone."""

import base64
import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.labels.checks import Finding, Severity
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import (
    BoxElement,
    Direction,
    Element,
    EllipseElement,
    HriPlace,
    LineElement,
    LinePurpose,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.live import LiveLabel, Shown
from desktop.labels.primitives import Symbology, Turn
from desktop.units import Resolution
from tests.labels.designs import BLOCK, CODE, SHARED

VALUES = SHARED | {"code": CODE, "serial": "A1b2C3"}
GS1 = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"
MATRIX = SymbolElement("dm", 20, 20, Symbology.GS1_DATA_MATRIX, GS1, 0.38)
EAN = SymbolElement("ean", 10, 25, Symbology.EAN_13, "{gtin}", 0.33, 25, hri=HriPlace.BELOW)


def shown(
    *elements: Element, dots_per_mm: int = 12, values: Mapping[str, str] = VALUES, **changes: object
) -> Shown:
    label = LabelDesign("test", Title("", ""), 100.0, 80.0, elements)
    return LiveLabel(Resolution(dots_per_mm)).show(replace(label, **changes), values)  # type: ignore[arg-type]


def only(result: Shown, rule: str) -> Finding:
    """Return the one finding of a rule; it is worded in both languages."""
    (finding,) = (one for one in result.findings if one.rule == rule)
    assert finding.source
    assert finding.message.in_language("zh_CN") != str(finding.message)
    if finding.mend:
        assert finding.mend.title.in_language("zh_CN") != str(finding.mend.title)
    return finding


def mended(result: Shown, finding: Finding) -> Shown:
    assert finding.mend
    return LiveLabel(result.plan.resolution).show(finding.mend.apply(result.plan.design), VALUES)


def is_gone(result: Shown, finding: Finding) -> bool:
    return finding.rule not in {one.rule for one in mended(result, finding).findings}


def test_sound_symbols_have_no_findings() -> None:
    assert shown(MATRIX, replace(BLOCK, x_mm=30, y_mm=40)).findings == ()


def test_modules_below_the_least_width_name_what_the_printer_can_do() -> None:
    result = shown(replace(BLOCK, module_mm=0.1693))
    finding = only(result, "x-dimension")
    assert str(finding.message) == (
        'The design asks for modules of 0.1693 mm in "trace"; at least 0.17 mm is needed, and 0.250 mm will '
        "be printed. Legal on this printer, with the width of the symbol: 3 = 0.250 mm (41.2 mm); "
        "4 = 0.333 mm (55.0 mm); 5 = 0.417 mm (68.8 mm); 6 = 0.500 mm (82.5 mm)."
    )
    assert is_gone(result, finding)


def test_modules_outside_of_a_specification_table_are_found_with_its_name() -> None:
    result = shown(replace(MATRIX, specification="SST6", module_mm=0.2))
    finding = only(result, "x-dimension")
    assert finding.required == 0.254
    assert finding.source == "GS1 General Specifications, symbol specification table 6"
    assert is_gone(result, finding)


def test_low_bars_are_mended_to_the_least_height() -> None:
    result = shown(replace(BLOCK, height_mm=7.0))
    finding = only(result, "bar-height")
    assert str(finding.message) == (
        'The bars of "trace" are 7.00 mm high; at least 8 mm = 96 dots are needed.'
    )
    assert is_gone(result, finding)


def test_the_height_of_ean_bars_grows_with_their_modules() -> None:
    finding = only(shown(replace(EAN, height_mm=20)), "bar-height")
    assert finding.severity is Severity.WARNING
    assert finding.required == pytest.approx(23.08, abs=0.01)


@pytest.mark.parametrize(
    ("at", "side"),
    [((17.5, 21.0), "left of"), ((21.0, 19.0), "above"), ((21.0, 30.0), "below"), ((30.0, 22.0), "right of")],
)
def test_what_stands_beside_a_matrix_is_found_on_all_four_sides(at: tuple[float, float], side: str) -> None:
    matrix = replace(MATRIX, module_mm=0.5, size="22x22")
    line = LineElement("line", at[0], at[1], 2.7, 0.75)
    x = {"left of": 17.25, "right of": 31.1, "above": 21.0, "below": 21.0}[side]
    y = {"left of": 21.0, "right of": 22.0, "above": 19.2, "below": 31.1}[side]
    result = shown(matrix, replace(line, x_mm=x, y_mm=y))
    finding = only(result, "quiet-zone")
    assert f"The quiet zone {side} the symbol" in str(finding.message)
    assert finding.unit == "X"
    assert result.zones[0].broken
    assert is_gone(result, finding)
    assert not mended(result, finding).zones[0].broken


def test_the_edge_of_the_label_ends_the_quiet_zone_of_a_turned_symbol() -> None:
    turned = SymbolElement("s", 5, 0.5, Symbology.GS1_128, "(10){lot}", 0.25, 15, turn=Turn.RIGHT)
    result = shown(turned)
    finding = only(result, "side-quiet-zone")
    assert str(finding.message) == (
        'The quiet zone above the symbol "s" is 2.0 X, up to the edge of the label; 10 X is needed.'
    )
    assert is_gone(result, finding)


@pytest.mark.parametrize("purpose", [LinePurpose.CUT, LinePurpose.FOLD])
def test_a_symbol_across_a_cut_or_fold_line_is_an_error(purpose: LinePurpose) -> None:
    line = LineElement("line", 25, 0, 80, 0.25, Direction.VERTICAL, purpose)
    result = shown(replace(MATRIX, x_mm=21), line)
    finding = only(result, f"across-{purpose.value}-line")
    assert finding.severity is Severity.ERROR
    assert str(finding.message) == f'"dm" lies across the {purpose.value} line "line".'
    assert is_gone(result, finding)


def test_a_cut_line_in_a_quiet_zone_is_found() -> None:
    line = LineElement("line", 19.75, 0, 80, 0.1, Direction.VERTICAL, LinePurpose.CUT)
    assert "quiet-zone" in {one.rule for one in shown(MATRIX, line).findings}


def test_gs1_128_that_is_too_long_is_found_with_its_length() -> None:
    long = SymbolElement("s", 10, 10, Symbology.GS1_128, GS1, 0.5, 32)
    result = shown(long, values=VALUES | {"lot": "ABCDEFGHIJKL", "serial": "abcDEF"})
    finding = only(result, "total-length")
    assert finding.required == 165.0
    assert "165 mm is allowed" in str(finding.message)
    assert finding.mend


def test_a_size_that_is_too_small_for_the_data_names_those_that_would_do() -> None:
    result = shown(replace(MATRIX, size="12x12"))
    finding = only(result, "matrix-size")
    assert finding.message.in_language("en").startswith('Element "dm": These data do not fit')
    assert "22x22" in str(finding.message)
    assert is_gone(result, finding)
    assert mended(result, finding).findings == ()


def test_a_drug_code_parallel_to_an_ean_is_turned_away_from_it() -> None:
    result = shown(EAN, replace(BLOCK, x_mm=55, y_mm=20))
    finding = only(result, "parallel-codes")
    assert str(finding.message) == (
        'The drug code "trace" runs parallel to "ean" on the same face, so that a scanner may read the wrong '
        "one. Turn one of them by 90 degrees, or put it on another face."
    )
    assert finding.severity is Severity.WARNING
    assert is_gone(result, finding)
    assert "parallel-codes" not in {
        one.rule for one in shown(EAN, replace(BLOCK, x_mm=70, y_mm=20, turn=Turn.LEFT)).findings
    }


@pytest.mark.parametrize(
    ("stock", "ink", "rules"),
    [
        ("#ffffff", "#ff0000", {"ink-colour", "contrast"}),
        ("#ffffff", "#ff9900", {"ink-colour", "contrast"}),
        ("#000000", "#ffffff", {"ink-colour", "stock-colour", "inverted-symbol"}),
        ("#0000ff", "#000000", {"stock-colour", "contrast"}),
        ("#00aa55", "#000000", {"stock-colour", "contrast"}),
        ("#c0c0c0", "#000000", set()),
        ("#ffff00", "#000000", set()),
        ("#ff8800", "#000000", set()),
        ("#ff0000", "#000000", set()),
    ],
)
def test_colours_are_judged_as_a_scanner_sees_them(stock: str, ink: str, rules: set[str]) -> None:
    result = shown(replace(BLOCK, y_mm=10), stock=stock, ink=ink)
    assert {one.rule for one in result.findings} == rules
    for rule in rules:
        assert is_gone(result, only(result, rule))


def test_predicted_contrast_says_that_it_is_an_estimate() -> None:
    finding = only(shown(MATRIX, stock="#a00000"), "contrast")
    assert "This is an estimate" in str(finding.message)


@pytest.mark.parametrize("shown_as", ["812345 61234567891234", "8123456-12345678912 34"])
def test_a_code_in_a_text_is_grouped_as_the_rules_draw_it(shown_as: str) -> None:
    written = TextElement("written", 5, 60, 80, 4, f"追溯码 {shown_as}", 3)
    result = shown(BLOCK, written)
    finding = only(result, "hri-grouping")
    assert finding.required == "1-6-9-4, 7-13"
    assert is_gone(result, finding)


@pytest.mark.parametrize("shown_as", ["8123456 1234567891234", "8 123456 123456789 1234", "{code}"])
def test_a_code_in_a_text_that_is_grouped_well_is_no_finding(shown_as: str) -> None:
    assert shown(BLOCK, TextElement("written", 5, 60, 80, 4, shown_as, 3)).findings == ()


def test_a_code_in_a_text_that_no_symbol_says_is_an_error() -> None:
    written = TextElement("written", 5, 60, 80, 4, "81234561234567891235", 3)
    assert only(shown(BLOCK, written), "hri-data").severity is Severity.ERROR


def test_small_digits_are_advice_that_says_no_rule_is_known() -> None:
    result = shown(replace(BLOCK, hri_size_mm=1.2))
    finding = only(result, "hri-size")
    assert finding.severity is Severity.ADVICE
    assert "no rule with a number is known" in str(finding.message)
    assert is_gone(result, finding)


def test_partners_are_judged_over_all_symbols_of_a_label() -> None:
    count = SymbolElement("count", 10, 10, Symbology.GS1_128, "(02){gtin}(37)400", 0.5, 32)
    assert only(shown(count), "gs1-partners").element == "count"
    unit = SymbolElement("unit", 10, 50, Symbology.GS1_128, "(00)069328336000000017", 0.33, 15)
    assert "gs1-partners" not in {one.rule for one in shown(replace(count, module_mm=0.25), unit).findings}


def test_a_value_that_no_ai_takes_is_a_finding_and_the_rest_is_drawn() -> None:
    result = shown(MATRIX, BLOCK, values=VALUES | {"gtin": "06932833600108"})
    finding = only(result, "cannot-draw")
    assert finding.element == "dm"
    assert {one.element for one in result.primitives} >= {"trace", "trace.hri"}
    assert result.extents["dm"].width > 0


@pytest.mark.parametrize(
    ("broken", "values"),
    [
        (replace(BLOCK, field="{lot}"), VALUES),
        (BLOCK, {}),
        (TextElement("t", 1, 1, 10, 3, "{lot:%Y}", 2), VALUES),
        (TextElement("t", 1, 1, 10, 3, "{order}", 2), VALUES),
        (replace(EAN, data="12"), VALUES),
        (replace(MATRIX, specification="SST99"), VALUES),
        (replace(MATRIX, size="13x13"), VALUES),
        (replace(MATRIX, data="(21)药"), VALUES),
        (SymbolElement("s", 1, 1, Symbology.QR, "{serial}", 0.5), VALUES | {"serial": ""}),
    ],
    ids=lambda one: type(one).__name__,
)
def test_nothing_a_person_types_makes_the_label_empty(broken: Element, values: Mapping[str, str]) -> None:
    result = shown(broken, BoxElement("frame", 1, 1, 90, 70, 0.5), values=values)
    assert len([one for one in result.primitives if one.element == "frame"]) == 4
    finding = next(one for one in result.findings if one.rule in {"cannot-draw", "matrix-size"})
    assert finding.element == broken.name
    assert finding.area == result.extents[broken.name]


def test_text_that_is_too_small_to_be_read_can_be_mended() -> None:
    result = shown(TextElement("t", 1, 1, 10, 3, "small", 0.5), dots_per_mm=8)
    finding = only(result, "cannot-draw")
    assert is_gone(result, finding)


def test_text_that_does_not_fit_is_set_smaller() -> None:
    result = shown(TextElement("t", 5, 5, 20, 4, "药品追溯码 {product} {spec}", 4))
    finding = only(result, "overset-text")
    assert mended(result, finding).findings == ()


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u00a0", "\u202e"])
def test_characters_that_nobody_sees_are_found_and_taken_out(hidden: str) -> None:
    result = shown(TextElement("t", 5, 5, 40, 4, f"批号{hidden} {{lot}}", 3))
    finding = only(result, "invisible-character")
    assert finding.measured == f"U+{ord(hidden):04X}"
    assert mended(result, finding).findings == ()
    coded = SymbolElement("s", 10, 10, Symbology.QR, f"A{hidden}B", 0.5)
    assert only(shown(coded), "invisible-character").severity is Severity.ERROR


def test_a_picture_of_fewer_pixels_than_dots_is_found() -> None:
    stream = io.BytesIO()
    Image.new("L", (60, 60), 0).save(stream, "PNG")
    png = base64.b64encode(stream.getvalue()).decode()
    finding = only(shown(PictureElement("p", 5, 5, 10, 10, png)), "picture-resolution")
    assert (finding.measured, finding.required, finding.unit) == (6.0, 12.0, "dots/mm")
    assert shown(PictureElement("p", 5, 5, 5, 5, png)).findings == ()


def test_another_edition_of_the_font_is_found() -> None:
    finding = only(shown(BLOCK, font_digest="0" * 64), "typeface")
    assert "another edition" in str(finding.message)


def test_a_printer_for_which_the_design_is_not_meant_is_found() -> None:
    finding = only(shown(BLOCK, resolutions=(24,)), "resolution")
    assert str(finding.message) == "The design is meant for printers with 24 dots/mm; this one has 12."


def test_a_text_in_a_ring_is_no_overlap_and_one_on_it_is() -> None:
    ring = EllipseElement("ring", 10, 10, 40, 20, 0.5)
    assert shown(ring, TextElement("t", 22, 17, 16, 5, "处方药", 4)).findings == ()
    assert only(shown(ring, TextElement("t", 8, 17, 16, 5, "处方药", 4)), "overlap").mend


def test_text_on_a_black_box_is_an_error() -> None:
    black = BoxElement("box", 5, 5, 40, 10, 1, filled=True)
    assert only(shown(black, TextElement("t", 10, 7, 16, 5, "药", 4)), "overlap").severity is Severity.ERROR


def test_what_did_not_change_is_neither_laid_out_nor_filled_again() -> None:
    live = LiveLabel(Resolution(12))
    label = LabelDesign(
        "test", Title("", ""), 100, 80, (MATRIX, BLOCK, TextElement("t", 60, 60, 20, 4, "A", 3))
    )
    first = live.show(label, VALUES)
    moved = replace(label, elements=(*label.elements[:2], TextElement("t", 61, 60, 20, 4, "A", 3)))
    second = live.show(moved, VALUES)
    assert second.plan.parts[0] is first.plan.parts[0]
    assert second.label.slots[0] is first.label.slots[0]
    assert second.plan.parts[2] is not first.plan.parts[2]
    third = live.show(moved, VALUES | {"lot": "NEW"})
    assert third.plan.parts[0] is not second.plan.parts[0]
    assert third.plan.parts[2] is second.plan.parts[2]


def test_a_fresh_look_finds_what_a_live_one_remembers() -> None:
    live = LiveLabel(Resolution(12))
    label = LabelDesign("test", Title("", ""), 100, 80, (MATRIX, replace(BLOCK, height_mm=3), EAN))
    live.show(label, VALUES)
    again = live.show(replace(label, ink="#ff0000"), VALUES)
    assert again.findings == LiveLabel(Resolution(12)).show(replace(label, ink="#ff0000"), VALUES).findings


PLACES = st.tuples(st.integers(-20, 110), st.integers(-20, 90))


@st.composite
def broken_designs(draw: st.DrawFn) -> LabelDesign:
    """Draw labels on which much is wrong."""

    def at(element: Element) -> Element:
        x, y = draw(PLACES)
        return replace(element, x_mm=float(x), y_mm=float(y))

    block = replace(
        BLOCK,
        module_mm=draw(st.sampled_from([0.1, 0.25, 0.3])),
        height_mm=draw(st.sampled_from([3.0, 9.0])),
        gap_mm=draw(st.sampled_from([0.0, 0.5, 1.0])),
        hri_size_mm=draw(st.sampled_from([1.0, 2.5])),
        turn=draw(st.sampled_from(Turn)),
    )
    size, height = draw(st.sampled_from(["", "10x10", "26x26"])), draw(st.sampled_from([5.0, 20.0]))
    elements = [
        at(block),
        at(replace(MATRIX, size=size, turn=draw(st.sampled_from(Turn)))),
        at(replace(EAN, module_mm=0.264, height_mm=height, turn=draw(st.sampled_from(Turn)))),
        at(TextElement("t", 0, 0, draw(st.sampled_from([4.0, 30.0])), 4, "药品追溯码\u200b {lot}", 3)),
        at(LineElement("line", 0, 0, 30, 0.5)),
        at(LineElement("cut", 0, 0, 40, 0.25, Direction.VERTICAL, LinePurpose.CUT)),
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(elements))), min_size=1, unique=True))
    colours = draw(st.sampled_from([("#ffffff", "#000000"), ("#ffffff", "#ee0000"), ("#000000", "#ffffff")]))
    return LabelDesign(
        "test",
        Title("", ""),
        100.0,
        80.0,
        tuple(elements[one] for one in chosen),
        stock=colours[0],
        ink=colours[1],
    )


def what(finding: Finding) -> tuple[str, str, str]:
    """Say which rule is broken by whom and with whom; how much is another matter."""
    other = dict(finding.message.values).get("other", dict(finding.message.values).get("line", ""))
    side = dict(finding.message.values).get("side", "")
    partner = str(finding.measured) if finding.rule == "overlap" else ""
    return finding.rule, finding.element, f"{other} {side} {partner}"


@settings(max_examples=150, deadline=None)
@given(broken_designs(), st.sampled_from([8, 12, 24]))
def test_after_a_mend_its_finding_is_gone(label: LabelDesign, dots_per_mm: int) -> None:
    live = LiveLabel(Resolution(dots_per_mm))
    result = live.show(label, VALUES)
    for finding in result.findings:
        if finding.mend:
            after = live.show(finding.mend.apply(label), VALUES)
            assert what(finding) not in {what(one) for one in after.findings}, str(finding.message)


def test_a_mend_leaves_a_design_as_it_is_when_its_element_is_gone() -> None:
    result = shown(replace(BLOCK, height_mm=3))
    mend = only(result, "bar-height").mend
    assert mend
    empty = replace(result.plan.design, elements=())
    assert mend.apply(empty) == empty
