"""What a scanner gives is a drug code, or is refused for what it is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.packing.refusals import ScanRefused, Why
from desktop.packing.scan import DOUBLE_READ_S, Read, code_of, require_single_read
from tests.refusals import refusal_of

CODE = "81000210000000010001"
OTHER = "81000210000000020002"
GTIN = "6932833600109"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"{CODE}\r\n",
        f"\t{CODE} ",
        "8 100021 000000001 0001",
        "8100021-0000000010001",
        f"010{GTIN}21{CODE}",
        f"]d2010{GTIN}21{CODE}",
        f"(01)0{GTIN}(21){CODE}",
    ],
)
def test_a_code_is_read_as_scanners_send_it(text: str) -> None:
    assert code_of(text) == CODE


@pytest.mark.parametrize(
    ("text", "why", "words"),
    [
        ("", Why.NOT_A_CODE, "20 digits"),
        (CODE[:19], Why.NOT_A_CODE, "found 19"),
        (CODE + "1", Why.NOT_A_CODE, "found 21"),
        (CODE[:5] + "x" + CODE[6:], Why.NOT_A_CODE, "character 6"),
        ("bayaolinglinger", Why.NOT_A_CODE, "switch the input method to English"),
        ("1" + CODE[1:], Why.NOT_A_CODE, "start with 8"),
        (GTIN, Why.PRODUCT_BAR_CODE, "product bar code"),
        ("0" + GTIN, Why.PRODUCT_BAR_CODE, "product bar code"),
        ("96385074", Why.PRODUCT_BAR_CODE, "product bar code"),
        (CODE + OTHER, Why.TWO_CODES, OTHER),
        (CODE + CODE, Why.TWO_CODES, "scan again"),
        (f"{CODE}\r{OTHER}", Why.TWO_CODES, OTHER),
        ("８１" + CODE[2:], Why.NOT_A_CODE, "Switch the input method to English"),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in CODE), Why.NOT_A_CODE, "full width"),
        ("八一", Why.NOT_A_CODE, "input method"),
        (f"]C0{CODE}", Why.NOT_A_CODE, "symbology identifier"),
        ("8.1E+19", Why.NOT_A_CODE, "rounded"),
        ("\0" * 20, Why.NOT_A_CODE, "only 0-9"),
        ("8" * 100_000, Why.NOT_A_CODE, "20"),
    ],
)
def test_what_is_no_code_is_refused_for_what_it_is(text: str, why: Why, words: str) -> None:
    with pytest.raises(ScanRefused) as caught:
        code_of(text)
    assert caught.value.why is why
    assert words in refusal_of(lambda: code_of(text), ScanRefused)


@given(st.text())
def test_any_text_is_a_code_or_refused(text: str) -> None:
    code = ""
    with suppress(ScanRefused):
        code = code_of(text)
    assert not code or (len(code) == 20 and code.isdigit())


@given(st.from_regex(r"8[0-9]{19}", fullmatch=True))
def test_every_code_of_20_digits_that_starts_with_8_is_taken(code: str) -> None:
    assert code_of(code) == code


def test_the_same_code_within_50_ms_is_one_read() -> None:
    before = Read(CODE, 1.0)
    again = Read(CODE, 1.0 + DOUBLE_READ_S / 2)
    assert "read twice" in refusal_of(lambda: require_single_read(again, before), ScanRefused)


@pytest.mark.parametrize("before", [None, Read(CODE, 1.0), Read(OTHER, 1.99)])
def test_another_code_or_a_later_read_is_a_scan_of_its_own(before: Read | None) -> None:
    require_single_read(Read(CODE, 2.0), before)
