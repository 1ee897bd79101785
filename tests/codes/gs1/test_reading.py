"""The forms in which element strings arrive."""

import pytest

from desktop.codes.gs1 import Severity, explain, parse
from desktop.codes.gs1.reading import Form
from tests.codes.gs1.samples import GS, GTIN, SSCC


@pytest.mark.parametrize(
    ("text", "form", "symbol", "hri"),
    [
        (f"(01){GTIN}(10)L1", Form.BRACKETS, None, f"(01){GTIN}(10)L1"),
        (f"01{GTIN}10L1", Form.RAW, None, f"(01){GTIN}(10)L1"),
        (f"]d201{GTIN}10L1", Form.RAW, "GS1 DataMatrix", f"(01){GTIN}(10)L1"),
        (f"]C100{SSCC}", Form.RAW, "GS1-128", f"(00){SSCC}"),
        (f"]Q301{GTIN}", Form.RAW, "GS1 QR Code", f"(01){GTIN}"),
        (f"]e001{GTIN}", Form.RAW, "GS1 DataBar", f"(01){GTIN}"),
        ("]E06932833600109", Form.GTIN_SYMBOL, "EAN-13", f"(01){GTIN}"),
        ("]E412345670", Form.GTIN_SYMBOL, "EAN-8", "(01)00000012345670"),
        ("]I116932833600106", Form.GTIN_SYMBOL, "ITF-14", "(01)16932833600106"),
        (f" \t(01){GTIN}\r\n", Form.BRACKETS, None, f"(01){GTIN}"),
    ],
)
def test_the_form_is_found(text: str, form: Form, symbol: str | None, hri: str) -> None:
    found = explain(text)
    assert (found.form, found.symbology and found.symbology.name, found.hri) == (form, symbol, hri)
    assert found.valid


def test_a_wrong_check_digit_in_an_ean_13_is_shown_in_what_was_scanned() -> None:
    text = "]E06932833600108"
    (fault,) = explain(text).faults
    assert (text[fault.start : fault.end], fault.mended(text)) == ("8", "]E06932833600109")


def test_the_place_of_a_fault_counts_in_the_text_that_was_given() -> None:
    text = f"  ]d201{GTIN}17200230 "
    (fault,) = explain(text).faults
    assert (fault.start, text[fault.start : fault.end]) == (text.index("30 "), "30")


def test_spaces_of_a_printed_line_are_left_out_and_said_so() -> None:
    text = f"(01) {GTIN} (10) L02707"
    found = explain(text)
    assert found.valid
    assert found.hri == f"(01){GTIN}(10)L02707"
    assert [fault.severity for fault in found.faults] == [Severity.WARNING] * 3
    assert [fault.start for fault in found.faults] == [4, 19, 24]


@pytest.mark.parametrize("value", ["A(B)C", "A(21)B", "(21)", "A(", ")", "(2", "A((10))"])
def test_a_value_may_hold_brackets(value: str) -> None:
    string = parse(f"01{GTIN}10{value}")
    assert string.value_of("10") == value
    assert parse(string.brackets) == string


def test_a_bracket_with_two_to_four_digits_is_taken_for_an_identifier() -> None:
    assert parse(f"(01){GTIN}(10)A(21)B").value_of("21") == "B"
    assert parse(rf"(01){GTIN}(10)A\(21)B").value_of("10") == "A(21)B"


@pytest.mark.parametrize("written", ["<GS>", "{GS}", "[GS]", "␝", "^", "<FNC1>", "\\x1d", "\\u001D", "\\F"])
def test_a_written_separator_is_understood_but_not_taken_for_data(written: str) -> None:
    text = f"01{GTIN}10L1{written}21A"
    found = explain(text)
    assert found.hri == f"(01){GTIN}(10)L1(21)A"
    (fault,) = found.faults
    assert fault.mended(text) == f"01{GTIN}10L1{GS}21A"


def test_a_separator_in_brackets_is_told() -> None:
    text = f"(01){GTIN}(10)L1{GS}(21)A"
    found = explain(text)
    assert found.hri == f"(01){GTIN}(10)L1(21)A"
    (fault,) = found.faults
    assert str(fault.message) == (
        "A separator stands before position 26, but brackets say already where a value ends; take it out."
    )
    assert fault.mended(text) == f"(01){GTIN}(10)L1(21)A"


def test_reading_goes_on_behind_what_is_unknown() -> None:
    found = explain(f"01{GTIN}10L1{GS}05XYZ{GS}21A")
    assert found.hri == f"(01){GTIN}(10)L1(21)A"
    assert len(found.faults) == 1


def test_a_short_value_before_a_separator_is_told_as_short() -> None:
    text = f"01{GTIN}1720013{GS}10ABC"
    found = explain(text)
    assert found.hri == f"(01){GTIN}(17)20013(10)ABC"
    assert [str(fault.message) for fault in found.faults] == [
        "(17) USE BY or EXPIRY: 20013 has 5 characters; expected 6 digits."
    ]


def test_nothing_is_written_of_what_is_wrong() -> None:
    found = explain("(01)06932833600108")
    assert (found.raw, found.digital_link, found.hri) == (None, None, "(01)06932833600108")


@pytest.mark.parametrize(
    ("rest", "split"),
    [
        ("L0270721A1B2C3D4E5F6G7H8I9", "L02707|21A1B2C3D4E5F6G7H8I9"),
        ("ABCDEFGHIJKLMNOPQRST17280131", "ABCDEFGHIJKLMNOPQRST|17280131"),
        ("L0270717280131113701", "L0270717280131113701"),
        ("LOT1234567172801312112345678", "LOT1234567|17280131|2112345678"),
    ],
)
def test_a_lost_separator_is_found_where_the_rest_makes_sense(rest: str, split: str) -> None:
    found = explain(f"01{GTIN}10{rest}")
    assert (
        "|".join((one.ai if index else "") + one.value for index, one in enumerate(found.elements[1:]))
        == split
    )
