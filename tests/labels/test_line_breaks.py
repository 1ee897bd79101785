"""Texts that wrap: nothing is lost, nothing sticks out, punctuation stands where it may."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.labels.elements import Align, TextElement, VerticalAlign
from desktop.labels.layout import plan_labels
from desktop.labels.line_breaks import broken, pieces
from desktop.labels.primitives import TextRun
from desktop.units import Resolution
from tests.labels.designs import design, findings, planned, run_of

CLOSING = "，。、；：！？）》”"
OPENING = "（《“"
TEXTS = st.text(st.sampled_from("药品追溯码ABC abc12 " + CLOSING + OPENING), max_size=60)


def wide(text: str) -> float:
    return sum(2 if ord(character) > 0x2000 else 1 for character in text)


@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks_at_line_ends(text: str, room: int) -> None:
    assert "".join(broken(text, room, wide)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(2, 30))
def test_a_line_is_too_wide_only_if_it_cannot_be_broken(text: str, room: int) -> None:
    for line in broken(text, room, wide):
        assert wide(line) <= room or len(list(pieces(line))) == 1


@example("“ 1", 2)
@given(TEXTS, st.integers(2, 30))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(text: str, room: int) -> None:
    lines = broken(text, room, wide)
    for before, line in pairwise(lines):
        assert not line.startswith(tuple(CLOSING))
        assert not before.endswith(tuple(OPENING))


@given(TEXTS)
def test_what_fits_stays_on_one_line(text: str) -> None:
    assert broken(text, 1000, wide) == (text.rstrip(" "),)


def test_line_feeds_always_begin_a_new_line() -> None:
    assert broken("甲\n\n乙", 100, wide) == ("甲", "", "乙")


def test_words_of_latin_letters_are_not_torn() -> None:
    assert broken("Store below 25 °C", 8, wide) == ("Store", "below", "25 °C")


def test_a_wrapped_text_stands_at_the_top_middle_or_bottom_of_its_room() -> None:
    tops = []
    for vertical in (VerticalAlign.TOP, VerticalAlign.MIDDLE, VerticalAlign.BOTTOM):
        plan, label = planned(
            TextElement(
                "t",
                2,
                2,
                30,
                20,
                "药品追溯码药品追溯码药品追溯码",
                3,
                Align.LEFT,
                vertical_align=vertical,
                wrap=True,
            )
        )
        run = run_of(plan, label, "t")
        assert run.text.count("\n") == 1
        tops.append(run.area.y)
    assert tops == sorted(tops)
    assert tops[2] - tops[0] == 160 - 24 - 29  # room, one body, one line


def test_a_text_that_does_not_fit_shrinks_down_to_its_least_size_and_no_further() -> None:
    long = "蒙脱石散 Montmorillonite Powder"
    heights = []
    for least in (0.0, 1.0, 2.5):
        plan, label = planned(TextElement("t", 2, 2, 25, 4, long, 4, least_size_mm=least), dots_per_mm=12)
        heights.append(max(placed.glyph.height for placed in run_of(plan, label, "t").glyphs))
    assert heights[1] < heights[2] < heights[0]
    small = TextElement("t", 2, 2, 25, 4, long, 4, least_size_mm=1.0)
    assert findings(small, dots_per_mm=12) == ()
    assert "overset-text" in {one.rule for one in findings(TextElement("t", 2, 2, 25, 4, long, 4))}


def test_a_text_that_shrinks_is_as_large_as_fits() -> None:
    plan, label = planned(
        TextElement("t", 2, 2, 25, 4, "药品追溯码药品追溯码", 4, least_size_mm=1.0), dots_per_mm=12
    )
    assert 280 <= run_of(plan, label, "t").area.width <= 300


def test_a_short_value_is_not_shrunk_and_a_long_one_is() -> None:
    text = TextElement("t", 2, 2, 15, 4, "{lot}", 4, least_size_mm=1.0)
    plan = plan_labels(design(text), Resolution(12), {})
    runs = [plan.fill({"lot": lot}).slots[0] for lot in ("A1", "ABCDEFGHIJ1234567890")]
    heights = []
    for run in runs:
        assert isinstance(run, TextRun)
        heights.append(run.glyphs[0].glyph.height)
    assert heights[0] > heights[1]
