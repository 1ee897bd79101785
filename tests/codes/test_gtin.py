"""GTINs: vectors of the source documents, of GS1 and of registers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gtin import LENGTHS, Gtin, check_digit
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.refusals import refusal_of


@pytest.mark.parametrize(
    "text",
    [
        "6932833600109",
        "6901234567892",
        "4006381333931",
        "12345670",
        "614141007349",
        "00195278517159",
        "6948710400014",
        "6948710400021",
        "6948710400175",
        "6948710400991",
        "00345678901236",
        "00300937214106",
    ],
)
def test_a_sound_gtin_is_taken_as_it_was_given(text: str) -> None:
    assert Gtin.parse(text).value == text


@pytest.mark.parametrize(
    "gtin_14",
    [
        "06932833600109",
        "16932833600106",
        "26932833600103",
        "36932833600100",
        "46932833600107",
        "56932833600104",
        "66932833600101",
        "76932833600108",
        "86932833600105",
        "96932833600102",
    ],
)
def test_the_indicator_changes_the_check_digit(gtin_14: str) -> None:
    assert check_digit(gtin_14[0] + "693283360010") == int(gtin_14[-1])
    assert Gtin.parse(gtin_14).as_14 == gtin_14


def test_digits_that_differ_by_five_may_be_swapped_unseen() -> None:
    # Why a GTIN has to be scanned or typed twice: no check digit of this kind sees it.
    assert Gtin.parse("6920161234561") != Gtin.parse("6920611234561")


@pytest.mark.parametrize(
    ("text", "as_14"),
    [("12345670", "00000012345670"), ("614141007349", "00614141007349"), ("6932833600109", "06932833600109")],
)
def test_every_gtin_has_fourteen_digits_in_data_carriers(text: str, as_14: str) -> None:
    assert Gtin.parse(text).as_14 == as_14


def test_space_around_a_pasted_gtin_is_taken_off() -> None:
    assert Gtin.parse(" 6932833600109\r\n").value == "6932833600109"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("6932833600108", "GTIN 6932833600108: check digit is 8, must be 9."),
        ("6932833600019", "GTIN 6932833600019: check digit is 9, must be 7."),
        (
            "16932833600109",
            (
                "GTIN 16932833600109: check digit is 9, must be 6: the indicator in front changes it. "
                "The GTIN-14 of 6932833600109 with indicator 1 is 16932833600106."
            ),
        ),
        (
            "693283360010",
            (
                "GTIN 693283360010: 12 digits found; GTIN-13 needs 13 (the last is the check digit). "
                "As a GTIN-12 its check digit is 0, must be 7."
            ),
        ),
        (
            "69328336001",
            "GTIN 69328336001: found 11 digits, expected 8, 12, 13 or 14 (the last is the check digit).",
        ),
        (
            "693283360010900",
            "GTIN 693283360010900: found 15 digits, expected 8, 12, 13 or 14 (the last is the check digit).",
        ),
        ("", "No GTIN was given: expected 8, 12, 13 or 14 digits."),
        ("  ", "No GTIN was given: expected 8, 12, 13 or 14 digits."),
        ("693283X600109", "GTIN: character 7 is 'X', only 0-9 are allowed."),
        (
            "69３2833600109",
            (
                "GTIN: character 3 is '３' (full width), only 0-9 are allowed. "
                "Switch the input method to English."
            ),
        ),
        (
            "6932833600109\u00a0",
            "GTIN: character 14 is a no-break space (U+00A0), only 0-9 are allowed.",
        ),
        ("693-2833-600109", "GTIN: character 4 is '-', only 0-9 are allowed."),
        ("(01)06932833600109", "GTIN: character 1 is '(', only 0-9 are allowed."),
    ],
)
def test_a_wrong_gtin_is_refused_with_what_is_wrong(text: str, told: str) -> None:
    assert refusal_of(lambda: Gtin.parse(text), InputError) == told


def test_a_wrong_check_digit_is_told_in_chinese() -> None:
    with pytest.raises(InputError) as caught:
        Gtin.parse("6932833600108")
    assert caught.value.in_language(CHINESE) == "GTIN 6932833600108：校验位为 8，错误，应为 9。"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "9693283360010",
            "GTIN 96932833600102: indicator 9 means a variable measure, which no drug pack has.",
        ),
        (
            "021234567890",
            "GTIN 0212345678909: prefix 021 is kept for numbers that a shop gives itself, not for products.",
        ),
        (
            "041234567890",
            "GTIN 0412345678903: prefix 041 is kept for numbers that a shop gives itself, not for products.",
        ),
        (
            "299999999999",
            "GTIN 2999999999991: prefix 299 is kept for numbers that a shop gives itself, not for products.",
        ),
        (
            "978030640615",
            "GTIN 9780306406157: prefix 978 is kept for periodicals and books, not for products.",
        ),
        ("990123456789", "GTIN 9901234567899: prefix 990 is kept for coupons, not for products."),
    ],
)
def test_a_number_that_no_product_can_have_is_named(body: str, told: str) -> None:
    restriction = Gtin(f"{body}{check_digit(body)}").restriction
    assert str(restriction) == told


@pytest.mark.parametrize(
    "text", ["6932833600109", "16932833600106", "12345670", "614141007349", "4006381333931"]
)
def test_a_number_of_a_product_is_not_restricted(text: str) -> None:
    assert Gtin(text).restriction is None


digits = st.text("0123456789", min_size=7, max_size=13).filter(lambda body: len(body) + 1 in LENGTHS)


@given(digits)
def test_every_body_with_its_check_digit_is_a_gtin(body: str) -> None:
    assert Gtin.parse(f"{body}{check_digit(body)}").value[:-1] == body


@given(digits, st.data())
def test_one_changed_digit_is_always_seen(body: str, data: st.DataObject) -> None:
    sound = f"{body}{check_digit(body)}"
    index = data.draw(st.integers(0, len(sound) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != sound[index]]))
    with pytest.raises(InputError):
        Gtin.parse(sound[:index] + other + sound[index + 1 :])


@given(st.text())
def test_any_text_is_a_gtin_or_refused(text: str) -> None:
    try:
        gtin = Gtin.parse(text)
    except InputError:
        return
    assert len(gtin.as_14) == 14
