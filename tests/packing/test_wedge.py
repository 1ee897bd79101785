"""The check-up finds each way in which a keyboard wedge goes wrong, and only where it did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gs1.explain import parse
from desktop.codes.keyboards import LAYOUTS, US
from desktop.packing.wedge import GS, SHEET, Trouble, Wedge, check, check_all

DIGITS, ELEMENTS, SIGNS = SHEET
WIDE = {ord(one): ord(one) + 0xFEE0 for one in map(chr, range(0x21, 0x7F))}


def troubles(typed: str, symbol: int = 1, wedge: Wedge | None = None) -> list[Trouble]:
    return [finding.trouble for finding in check(SHEET[symbol], typed, wedge or Wedge())]


@pytest.mark.parametrize("wedge", [Wedge(), Wedge("~S", "\r\n"), Wedge("", "\t"), Wedge("]C1", "#")])
def test_a_scanner_that_types_as_it_should_has_no_findings(wedge: Wedge) -> None:
    assert check_all([f"{wedge.prefix}{one.data}{wedge.end}" for one in SHEET], wedge) == ()


def test_the_element_string_of_the_sheet_is_a_right_one() -> None:
    assert parse(ELEMENTS.data, whole_item=False).value_of("21") == "Ser_y+"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (ELEMENTS.data.replace(GS, "") + "\r", [Trouble.MISSING_GS]),
        (ELEMENTS.data.replace(GS, "<GS>") + "\r", [Trouble.VISIBLE_GS]),
        (ELEMENTS.data.replace(GS, "^]") + "\r", [Trouble.VISIBLE_GS]),
        (ELEMENTS.data.swapcase() + "\r", [Trouble.CAPS_LOCK]),
        (ELEMENTS.data.translate(WIDE) + "\r", [Trouble.FULL_WIDTH]),
        ("010950600013435210咯他-啊子\r", [Trouble.INPUT_METHOD]),
        (f"{ELEMENTS.data}\r{ELEMENTS.data}\r", [Trouble.DOUBLED]),
        (ELEMENTS.data * 2 + "\r", [Trouble.DOUBLED]),
        ("]d2" + ELEMENTS.data + "\r", [Trouble.FOREIGN_PREFIX]),
        (ELEMENTS.data, [Trouble.NO_END]),
        (ELEMENTS.data + "\t", [Trouble.OTHER_END]),
        (ELEMENTS.data + "\r\n", [Trouble.OTHER_END]),
        (ELEMENTS.data.replace("Lot", "Lt") + "\r", [Trouble.LOST_CHARACTERS]),
        (DIGITS.data + "\r", [Trouble.OTHER]),
        ("", [Trouble.NOTHING]),
        ("\r", [Trouble.NOTHING]),
        ((ELEMENTS.data.replace(GS, "") * 2).translate(WIDE), [
            Trouble.DOUBLED,
            Trouble.FULL_WIDTH,
            Trouble.MISSING_GS,
            Trouble.NO_END,
        ]),
    ],
)  # fmt: skip
def test_each_trouble_is_named(typed: str, expected: list[Trouble]) -> None:
    assert troubles(typed) == expected


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_a_foreign_layout_is_named(layout: object) -> None:
    typed = SIGNS.data.translate(str.maketrans(US, layout.typed))  # type: ignore[attr-defined]
    assert troubles(typed + "\r", 2) == [Trouble.LAYOUT]


def test_a_missing_prefix_is_named() -> None:
    assert troubles(ELEMENTS.data + "\r", wedge=Wedge("~S")) == [Trouble.NO_PREFIX]


def test_a_symbol_that_was_not_scanned_typed_nothing() -> None:
    assert [finding.trouble for finding in check_all([DIGITS.data + "\r"])] == [Trouble.NOTHING] * 2


@given(st.text(max_size=60), st.sampled_from(SHEET))
def test_only_the_right_text_has_no_findings(typed: str, symbol: object) -> None:
    assert symbol in SHEET
    for one in SHEET:
        assert (check(one, typed) == ()) == (typed == one.data + "\r")


def test_what_an_input_method_took_says_nothing_else_of_the_scanner() -> None:
    found = check(DIGITS, "80000", composed=True)
    assert [finding.trouble for finding in found] == [Trouble.INPUT_METHOD]


@pytest.mark.parametrize("keys", [US.swapcase(), *(layout.typed for layout in LAYOUTS)])
def test_lost_separators_are_found_behind_what_happened_to_every_key(keys: str) -> None:
    typed = ELEMENTS.data.replace(GS, "").translate(str.maketrans(US, keys))
    first, second = troubles(f"{typed}\r")
    assert first in {Trouble.CAPS_LOCK, Trouble.LAYOUT}
    assert second is Trouble.MISSING_GS
