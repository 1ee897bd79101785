"""Each rule is broken once, and found with its place, measure, requirement and source."""

from dataclasses import replace

import pytest

from desktop.labels.checks import Finding, Severity, check
from desktop.labels.elements import BoxElement, Element, LineElement
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Area
from desktop.labels.typeface import find_typeface
from desktop.symbols.code128 import encode_digits
from desktop.units import Resolution
from tests.labels.designs import BLOCK, CODE, RESOLUTIONS, SHARED, design, findings, planned, text

SOUND = (text(), BLOCK)


def only(found: tuple[Finding, ...], rule: str) -> Finding:
    (finding,) = found
    assert finding.rule == rule
    assert finding.source
    assert finding.message.in_language("en")
    assert finding.message.in_language("zh_CN") != finding.message.in_language("en")
    return finding


def with_bars(**changes: object) -> tuple[LabelPlan, FilledLabel]:
    plan, label = planned(*SOUND)
    bars, digits = label.slots
    return plan, FilledLabel((replace(bars, **changes), digits))  # type: ignore[arg-type]


def with_digits(**changes: object) -> tuple[LabelPlan, FilledLabel]:
    plan, label = planned(*SOUND)
    bars, digits = label.slots
    return plan, FilledLabel((bars, replace(digits, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_a_sound_label_has_no_findings(dots_per_mm: int) -> None:
    assert findings(*SOUND, dots_per_mm=dots_per_mm) == ()


def test_too_narrow_modules_are_an_error_that_names_the_legal_ones() -> None:
    finding = only(check(*with_bars(module_dots=1)), "x-dimension")
    assert finding.severity is Severity.ERROR
    assert (finding.element, finding.measured, finding.required, finding.unit) == ("trace", 0.125, 0.17, "mm")
    assert "监管码条码印刷技术规范" in finding.source
    assert "2 = 0.250 mm (41.2 mm); 3 = 0.375 mm (61.9 mm); 4 = 0.500 mm (82.5 mm)" in str(finding.message)
    assert finding.area == Area(52, 68, 145, 72)


def test_a_design_that_asks_for_too_narrow_modules_is_a_warning_that_says_what_will_be_printed() -> None:
    finding = only(findings(replace(BLOCK, module_mm=0.1)), "x-dimension")
    assert finding.severity is Severity.WARNING
    assert (finding.measured, finding.required) == (0.1, 0.17)
    assert "0.250 mm will be printed" in str(finding.message)


def test_low_bars_are_an_error() -> None:
    finding = only(findings(replace(BLOCK, height_mm=7.5)), "bar-height")
    assert finding.severity is Severity.ERROR
    assert (finding.measured, finding.required, finding.unit) == (7.5, 8.0, "mm")
    assert "64 dots" in str(finding.message)
    assert "3.3.2" in finding.source


@pytest.mark.parametrize(
    ("intruder", "side", "measured"),
    [
        (LineElement("line", 5.0, 10.0, 1.0, 0.25), "left", 2.0),
        (LineElement("line", 43.0, 10.0, 1.0, 0.25), "right", 1.0),
    ],
)
def test_whatever_stands_in_a_side_quiet_zone_is_found(intruder: Element, side: str, measured: float) -> None:
    finding = only(findings(BLOCK, intruder), "side-quiet-zone")
    # The bars begin at 4 mm + 10 X = 6.5 mm and end 145 X later at 42.75 mm; X is 0.25 mm.
    assert (finding.measured, finding.required, finding.unit) == (measured, 10.0, "X")
    assert side in str(finding.message)
    assert '"line"' in str(finding.message)


def test_a_line_just_outside_of_the_quiet_zone_is_no_finding() -> None:
    assert findings(BLOCK, LineElement("line", 3.0, 10.0, 1.0, 0.25)) == ()
    assert findings(BLOCK, LineElement("line", 45.25, 10.0, 1.0, 0.25)) == ()


@pytest.mark.parametrize(("x_mm", "free"), [(-1.0, 6.0), (10.0, 5.0)])
def test_the_edge_of_the_label_ends_a_side_quiet_zone(x_mm: float, free: float) -> None:
    found = findings(replace(BLOCK, x_mm=x_mm))
    finding = only(tuple(one for one in found if one.rule == "side-quiet-zone"), "side-quiet-zone")
    assert finding.measured == free
    assert "edge of the label" in str(finding.message)


def test_the_edge_of_the_label_ends_the_space_above_the_bars() -> None:
    finding = only(findings(replace(BLOCK, heading="", y_mm=0.5)), "vertical-margin")
    assert (finding.measured, finding.required, finding.unit) == (0.5, 1.0, "mm")
    assert "above" in str(finding.message)


def test_a_heading_too_near_above_the_bars_and_digits_too_near_below_are_found() -> None:
    found = findings(replace(BLOCK, gap_mm=0.5))
    assert [finding.rule for finding in found] == ["vertical-margin", "vertical-margin"]
    above, below = found
    assert isinstance(above.measured, float)
    assert above.measured < 1.0
    assert below.measured == 0.5
    assert '"trace.heading"' in str(above.message)
    assert '"trace.hri"' in str(below.message)
    assert "3.3.3" in below.source


def test_bars_that_say_something_else_than_the_digits_are_an_error() -> None:
    other = "81234561234567891235"
    finding = only(check(*with_bars(modules=encode_digits(other).modules)), "hri-data")
    assert finding.severity is Severity.ERROR
    assert (finding.element, finding.measured, finding.required) == ("trace.hri", CODE, other)
    assert "3.3.4" in finding.source


def test_bars_that_cannot_be_read_are_an_error() -> None:
    modules = encode_digits(CODE).modules
    broken = modules[:30] + "10"[int(modules[30])] + modules[31:]
    assert only(check(*with_bars(modules=broken)), "symbol-data").severity is Severity.ERROR


def test_digits_that_are_not_drawn_are_an_error() -> None:
    assert only(check(*with_digits(glyphs=())), "hri-data").measured == ""


def test_digits_grouped_otherwise_than_the_design_says_are_an_error() -> None:
    finding = only(check(*with_digits(text="8123456 1234567891234")), "hri-grouping")
    assert finding.required == "8 123456 123456789 1234"


@pytest.mark.parametrize(
    "element",
    [
        LineElement("line", -1.0, 2.0, 10.0, 0.25),
        LineElement("line", 41.0, 2.0, 10.0, 0.25),
        BoxElement("line", 1.0, -1.0, 10.0, 3.0, 5.0),
        BoxElement("line", 1.0, 28.0, 10.0, 3.0, 5.0),
    ],
)
def test_what_reaches_over_the_edge_of_the_label_is_an_error(element: Element) -> None:
    finding = only(findings(element), "off-label")
    assert finding.severity is Severity.ERROR
    assert (finding.measured, finding.unit) == (1.0, "mm")


def test_text_over_text_is_an_error_and_a_line_through_text_a_warning() -> None:
    over = only(findings(text(), text("other", text="OTHER")), "overlap")
    assert (over.severity, over.element, over.measured) == (Severity.ERROR, "lot", "other")
    through = only(findings(text(), LineElement("line", 3.0, 25.75, 20.0, 0.25)), "overlap")
    assert through.severity is Severity.WARNING


def test_lines_may_cross() -> None:
    assert findings(BoxElement("frame", 1, 1, 40, 20, 0.25), LineElement("line", 1.0, 10.0, 40.0, 0.25)) == ()


def test_anything_over_bars_is_an_error() -> None:
    found = findings(BLOCK, LineElement("line", 10.0, 10.0, 10.0, 0.25))
    assert ("overlap", Severity.ERROR) in {(finding.rule, finding.severity) for finding in found}


def test_text_that_does_not_fit_its_room_is_a_warning_with_its_excess() -> None:
    finding = only(findings(text(width_mm=5.0)), "overset-text")
    assert finding.severity is Severity.WARNING
    assert isinstance(finding.measured, float)
    assert finding.measured > 5.0


@pytest.mark.parametrize("letter", "ASX")
@pytest.mark.parametrize("dots_per_mm", RESOLUTIONS)
def test_the_overhang_that_a_letter_has_by_its_drawing_is_no_finding(letter: str, dots_per_mm: int) -> None:
    for size in (2.0, 2.5, 4.0):
        label = text(text=letter + "{lot}", size_mm=size, y_mm=20.0, height_mm=6.0)
        assert findings(label, dots_per_mm=dots_per_mm) == ()


def test_missing_characters_are_named() -> None:
    finding = only(findings(text(), lot="L\ue123"), "missing-glyph")
    assert finding.severity is Severity.ERROR
    assert "U+E123" in str(finding.message)
    assert finding.measured == "\ue123"


def test_without_a_chinese_font_it_is_said_what_to_install() -> None:
    plan = plan_labels(design(BLOCK), Resolution(8), SHARED, find_typeface(()))
    finding = only(check(plan, plan.fill({"code": CODE})), "missing-glyph")
    assert "fonts-wqy-microhei" in str(finding.message)
    assert "U+836F" in str(finding.message)


def test_an_empty_field_is_an_error_wherever_its_value_comes_from() -> None:
    finding = only(findings(text(), lot=""), "empty-field")
    assert (finding.element, finding.required) == ("lot", "lot")
    plan = plan_labels(design(text()), Resolution(8), {})
    assert only(check(plan, plan.fill({"lot": ""})), "empty-field").element == "lot"


def test_the_specimen_mark_may_be_empty() -> None:
    assert findings(text(text="{specimen}"), specimen="") == ()


def test_another_typeface_than_the_design_asks_for_is_a_warning() -> None:
    plan = plan_labels(design(text(), font_family="Helvetica"), Resolution(8), SHARED)
    finding = only(check(plan, plan.fill({})), "typeface")
    assert finding.severity is Severity.WARNING
    assert finding.required == "Helvetica"


def test_errors_come_before_warnings() -> None:
    found = findings(replace(BLOCK, module_mm=0.1), text(), lot="")
    assert [finding.severity for finding in found] == [Severity.ERROR, Severity.WARNING]


def test_a_symbol_that_is_too_wide_for_its_label_is_told_by_its_quiet_zone() -> None:
    found = findings(*SOUND, dots_per_mm=6)
    assert {"side-quiet-zone", "off-label"} <= {finding.rule for finding in found}


def test_bars_and_digits_of_a_code_that_is_shared_are_checked_too() -> None:
    plan = plan_labels(design(replace(BLOCK, height_mm=5.0)), Resolution(8), SHARED | {"code": CODE})
    only(check(plan, plan.fill({})), "bar-height")
