"""The 20-digit drug code, as scanners and people give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.drug_code import DrugCode, Grouping
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.refusals import refusal_of

SAMPLES = (
    "81000210157090217447",
    "81250531278265838370",
    "87057140000055033456",
    "83857930000879766660",
    "80217619000000001003",
)


@pytest.mark.parametrize("text", SAMPLES)
def test_codes_of_the_source_documents_are_taken(text: str) -> None:
    assert DrugCode.parse(text).value == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8021762-9000000001003", "80217629000000001003"),
        ("8 100021 015709021 7447", "81000210157090217447"),
        ("8100021 015709021 7447", "81000210157090217447"),
        ("81000210157090217447\r\n", "81000210157090217447"),
        ("\t81000210157090217447 ", "81000210157090217447"),
    ],
)
def test_grouping_by_scanners_and_people_is_taken_off(text: str, value: str) -> None:
    assert DrugCode.parse(text).value == value


def test_a_code_has_a_prefix_a_serial_number_and_four_secret_digits() -> None:
    code = DrugCode.parse("81000210157090217447")
    assert (code.prefix, code.serial, code.secret) == ("8100021", "015709021", "7447")


@pytest.mark.parametrize(
    ("grouping", "digits"), [("1-6-9-4", "8 123456 123456789 1234"), ("7-13", "8123456 1234567891234")]
)
def test_digits_are_grouped_as_on_the_label(grouping: Grouping, digits: str) -> None:
    assert DrugCode("81234561234567891234").grouped(grouping) == digits


def test_the_last_four_digits_are_never_judged() -> None:
    assert {DrugCode.parse(f"8100021015709021{secret:04d}").secret for secret in range(0, 10_000, 1111)} == {
        f"{secret:04d}" for secret in range(0, 10_000, 1111)
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "No drug code was scanned or typed: expected 20 digits."),
        (" \r\n", "No drug code was scanned or typed: expected 20 digits."),
        ("8100021015709021744", "Drug code 8100021015709021744: found 19 digits, expected 20."),
        ("810002101570902174470", "Drug code 810002101570902174470: found 21 digits, expected 20."),
        ("8100021015709021744X", "Drug code: character 20 is 'X', only 0-9 are allowed."),
        ("8100021  0157090217447", "Drug code: character 9 is a space, only 0-9 are allowed."),
        ("  8100021  0157090217447", "Drug code: character 11 is a space, only 0-9 are allowed."),
        ("8-1000210157-090217447", "Drug code: character 2 is '-', only 0-9 are allowed."),
        ("-81000210157090217447", "Drug code: character 1 is '-', only 0-9 are allowed."),
        (
            "8１000210157090217447",
            (
                "Drug code: character 2 is '１' (full width), only 0-9 are allowed. "
                "Switch the input method to English and scan again."
            ),
        ),
        (
            "81000210157090217447\u00a0",
            (
                "Drug code: character 21 is a no-break space (U+00A0), only 0-9 are allowed. "
                "Switch the input method to English and scan again."
            ),
        ),
        (
            "八1000210157090217447",
            (
                "Drug code: character 1 is '八', only 0-9 are allowed. "
                "Switch the input method to English and scan again."
            ),
        ),
        (
            "71000210157090217447",
            "Drug code 71000210157090217447 starts with 7: all drug codes issued today start with 8.",
        ),
        (
            "6932833600109",
            (
                "6932833600109 is the product bar code (GTIN), not the drug code: "
                "scan the bar code with 20 digits."
            ),
        ),
        (
            "16932833600106",
            (
                "16932833600106 is the product bar code (GTIN), not the drug code: "
                "scan the bar code with 20 digits."
            ),
        ),
        ("6932833600108", "Drug code 6932833600108: found 13 digits, expected 20."),
        (
            "8100021015709021744781250531278265838370",
            "Two codes in one scan, 81000210157090217447 and 81250531278265838370: scan one code at a time.",
        ),
        (
            "81000210157090217447\r\n81000210157090217447",
            "Two codes in one scan, 81000210157090217447 and 81000210157090217447: scan one code at a time.",
        ),
    ],
)
def test_what_is_no_drug_code_is_refused_by_what_it_is(text: str, told: str) -> None:
    assert refusal_of(lambda: DrugCode.parse(text), InputError) == told


def test_each_of_the_refusals_has_its_own_sentence() -> None:
    wrong = ("", "8100021015709021744", "8100021015709021744X", "7" + "0" * 19, "6932833600109", "8" * 40)
    with_templates = set()
    for text in wrong:
        with pytest.raises(InputError) as caught:
            DrugCode.parse(text)
        with_templates.add(caught.value.text.template)
    assert len(with_templates) == len(wrong)


def test_the_number_of_digits_is_told_in_chinese() -> None:
    with pytest.raises(InputError) as caught:
        DrugCode.parse("8100021015709021744")
    assert caught.value.in_language(CHINESE) == "药品追溯码 8100021015709021744：共 19 位数字，应为 20 位。"


def test_another_mark_digit_is_taken_where_it_is_asked_for() -> None:
    assert DrugCode.parse("71000210157090217447", any_mark=True).prefix == "7100021"


@pytest.mark.parametrize("value", ["", "8" * 19, "8" * 21, "8" * 19 + "６", "8021762-9000000001003"])
def test_no_drug_code_can_be_made_of_anything_but_twenty_digits(value: str) -> None:
    with pytest.raises(InputError):
        DrugCode(value)


codes = st.from_regex(r"8[0-9]{19}", fullmatch=True)


@given(codes, st.sampled_from(["1-6-9-4", "7-13"]))
def test_a_grouped_code_reads_back_as_itself(value: str, grouping: Grouping) -> None:
    assert DrugCode.parse(DrugCode(value).grouped(grouping)).value == value


@given(codes, st.integers(1, 19))
def test_a_hyphen_may_stand_anywhere_within(value: str, place: int) -> None:
    assert DrugCode.parse(f"{value[:place]}-{value[place:]}").value == value


@given(st.text() | st.text("0123456789- \t\r\n", max_size=45))
def test_any_text_is_a_drug_code_or_refused(text: str) -> None:
    try:
        code = DrugCode.parse(text)
    except InputError:
        return
    assert len(code.value) == 20
    assert code.value.isascii()
    assert code.value.isdigit()
