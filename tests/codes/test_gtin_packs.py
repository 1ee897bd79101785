"""GTINs of packs: indicators, company prefixes, numbers kept for others, and what a check digit misses."""

import pytest
from biip.gs1_prefixes import GS1Prefix
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.company_prefix import CompanyPrefix, licensed, require_licensed
from desktop.codes.gs1_prefix import PREFIXES, PrefixUse, is_gs1_china, row_of
from desktop.codes.gtin import Gtin, check_digit, typed_twice, unseen_swaps
from desktop.codes.ndc import gtin_of_ndc
from desktop.codes.pasted import pasted
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.refusals import refusal_of

HIGHER_PACKS = {
    0: "06932833600109",
    1: "16932833600106",
    2: "26932833600103",
    3: "36932833600100",
    4: "46932833600107",
    5: "56932833600104",
    6: "66932833600101",
    7: "76932833600108",
    8: "86932833600105",
}


@pytest.mark.parametrize(("indicator", "expected"), HIGHER_PACKS.items())
def test_a_gtin_14_is_made_of_indicator_and_body(indicator: int, expected: str) -> None:
    assert Gtin.build("693283360010", indicator=indicator).value == expected


@pytest.mark.parametrize("indicator", range(1, 9))
def test_a_higher_pack_keeps_the_body_and_gets_its_own_check_digit(indicator: int) -> None:
    pack = Gtin("6932833600109").higher_pack(indicator)
    assert pack.value == HIGHER_PACKS[indicator]
    assert (pack.indicator, pack.body) == (indicator, "693283360010")
    assert Gtin(HIGHER_PACKS[3]).higher_pack(indicator) == pack


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        (0, "GTIN-14: indicator 0, expected 1 to 8 for a higher pack."),
        (9, "GTIN-14: indicator 9 means a variable measure, which no drug pack has."),
        (10, "GTIN-14: indicator 10, expected 1 to 8 for a higher pack."),
    ],
)
def test_no_higher_pack_has_another_indicator(indicator: int, told: str) -> None:
    assert refusal_of(lambda: Gtin("6932833600109").higher_pack(indicator), InputError) == told


@pytest.mark.parametrize("body", ["69328336001", "6932833600100", "69328336001X", ""])
def test_a_body_has_twelve_digits(body: str) -> None:
    assert refusal_of(lambda: Gtin.build(body), InputError) == (
        f"GTIN: company prefix and item reference are {body}, expected 12 digits together."
    )


@pytest.mark.parametrize(
    ("text", "digits", "told"),
    [
        ("693283360010", 13, "12 digits found; GTIN-13 needs 13 (the last is the check digit)."),
        ("6932833600109", 14, "13 digits found; GTIN-14 needs 14 (the last is the check digit)."),
        ("69328336001090", 13, "14 digits found; GTIN-13 needs 13 (the last is the check digit)."),
        ("6932833600108", 13, "GTIN 6932833600108: check digit is 8, must be 9."),
        ("", 13, "No GTIN was given: expected 8, 12, 13 or 14 digits."),
    ],
)
def test_a_field_for_one_length_takes_no_other(text: str, digits: int, told: str) -> None:
    assert refusal_of(lambda: Gtin.of_length(text, digits), InputError) == told


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("40001", "6948710400014"),
        ("40002", "6948710400021"),
        ("40017", "6948710400175"),
        ("40099", "6948710400991"),
    ],
)
def test_a_gtin_is_made_of_company_prefix_and_item(item: str, expected: str) -> None:
    assert CompanyPrefix("6948710").gtin(item).value == expected


def test_a_gtin_that_is_typed_alike_twice_is_taken() -> None:
    assert typed_twice("6920161234561", " 6920161234561") == Gtin("6920161234561")


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (
            "6920611234561",
            "The two entries differ: digit 5 is 1 in the first and 6 in the second. Type the number again.",
        ),
        (
            "692016123456",
            ("The two entries differ: the first has 13 characters, the second 12. Type the number again."),
        ),
    ],
)
def test_two_entries_that_differ_are_refused_with_the_place(second: str, told: str) -> None:
    assert refusal_of(lambda: typed_twice("6920161234561", second), InputError) == told


def test_the_first_entry_must_be_a_gtin_itself() -> None:
    told = refusal_of(lambda: typed_twice("6932833600108", "6932833600108"), InputError)
    assert told == "GTIN 6932833600108: check digit is 8, must be 9."


bodies = st.text("0123456789", min_size=12, max_size=12)


@given(bodies)
def test_a_swap_of_neighbours_stays_unseen_exactly_where_it_is_said(body: str) -> None:
    value = f"{body}{check_digit(body)}"
    for place in range(1, len(value)):
        left, right = value[place - 1], value[place]
        swapped = value[: place - 1] + right + left + value[place + 1 :]
        unseen = left != right and check_digit(swapped[:-1]) == int(swapped[-1])
        assert unseen == (place in unseen_swaps(value))


@given(bodies, st.integers(0, 8))
def test_every_built_gtin_is_taken_back(body: str, indicator: int) -> None:
    gtin = Gtin.build(body, indicator=indicator)
    assert Gtin.parse(gtin.value) == gtin
    assert (gtin.indicator, gtin.body) == (indicator, body)


@pytest.mark.parametrize(
    ("text", "value", "notices"),
    [
        ("6932833600109", "6932833600109", []),
        (" 6932833600109\r\n", "6932833600109", []),
        (
            "693-2833-600109",
            "6932833600109",
            ["Spaces and hyphens were taken off: 6932833600109."],
        ),
        (
            "693 2833 600109",
            "6932833600109",
            ["Spaces and hyphens were taken off: 6932833600109."],
        ),
    ],
)
def test_a_pasted_number_loses_its_grouping_with_a_notice(text: str, value: str, notices: list[str]) -> None:
    found = pasted(text)
    assert Gtin.parse(found.value).value == value
    assert [str(notice) for notice in found.notices] == notices


def test_small_letters_become_capitals_only_where_that_is_asked_for() -> None:
    found = pasted("91110000600037341l", capitals=True)
    assert found.value == "91110000600037341L"
    assert [notice.in_language(CHINESE) for notice in found.notices] == [
        "已将小写字母改为大写：91110000600037341L。"
    ]
    assert pasted("91110000600037341l").value == "91110000600037341l"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "６９３２８３３６００１０９",
            (
                "GTIN: character 1 is '６' (full width), only 0-9 are allowed. "
                "Switch the input method to English."
            ),
        ),
        (
            "6932833600109\u00a0",
            "GTIN: character 14 is a no-break space (U+00A0), only 0-9 are allowed.",
        ),
        ("693283360010O", "GTIN: character 13 is 'O', only 0-9 are allowed."),
    ],
)
def test_cleaning_leaves_what_is_no_grouping_to_be_refused(text: str, told: str) -> None:
    assert refusal_of(lambda: Gtin.parse(pasted(text).value), InputError) == told


@pytest.mark.parametrize(
    ("body", "meant_for"),
    [
        ("020000000001", "numbers that a shop gives itself"),
        ("029999999999", "numbers that a shop gives itself"),
        ("040000000001", "numbers that a shop gives itself"),
        ("049999999999", "numbers that a shop gives itself"),
        ("200000000001", "numbers that a shop gives itself"),
        ("977000000001", "periodicals and books"),
        ("979000000001", "periodicals and books"),
        ("980000000001", "refund receipts"),
        ("981000000001", "coupons"),
        ("983000000001", "coupons"),
        ("990000000001", "coupons"),
    ],
)
def test_numbers_kept_for_others_are_on_no_product(body: str, meant_for: str) -> None:
    gtin = Gtin.build(body)
    assert str(gtin.restriction) == (
        f"GTIN {gtin.value}: prefix {body[:3]} is kept for {meant_for}, not for products."
    )


def test_what_is_only_remembered_refuses_nothing() -> None:
    assert [row.first for row in PREFIXES if not row.trusted] == ["984"]
    assert Gtin.build("984000000001").restriction is None


@pytest.mark.parametrize("body", ["050000000001", "693283360010", "003456789012"])
def test_a_number_that_products_may_have_is_not_restricted(body: str) -> None:
    assert Gtin.build(body).restriction is None


@pytest.mark.parametrize(
    ("gtin", "issuer"),
    [
        ("6932833600109", "GS1 China"),
        ("6801234567892", "GS1 China"),
        ("4710088434016", "GS1 Chinese Taipei"),
        ("4891028164456", "GS1 Hong Kong, China"),
        ("4006381333931", "another GS1 organisation"),
    ],
)
def test_the_prefix_names_who_licensed_it(gtin: str, issuer: str) -> None:
    body = gtin[:12]
    assert str(Gtin.build(body).issuer) == issuer


def test_a_gtin_8_has_no_prefix_of_thirteen_digits() -> None:
    assert Gtin("12345670").issuer is None
    assert Gtin("00000012345670").issuer is None
    assert Gtin("00000012345670").restriction is None


def test_gs1_china_has_680_681_and_690_to_699() -> None:
    china = [prefix for prefix in range(1000) if is_gs1_china(f"{prefix:03}0000000000")]
    assert china == [680, 681, *range(690, 700)]


@pytest.mark.parametrize("prefix", range(1, 1000))
def test_the_published_list_agrees_on_what_no_product_may_begin_with(prefix: int) -> None:
    number = f"{prefix:03}500000000"
    published = GS1Prefix.extract(f"{number}{check_digit(number)}")
    usage = published.usage if published else ""
    kept = any(word in usage for word in ("Restricted", "coupon", "Refund", "ISSN", "ISBN"))
    assert (Gtin.build(number).restriction is not None) == kept


def test_no_number_belongs_to_two_rows() -> None:
    for prefix in range(1000):
        number = f"{prefix:03}5000000000"
        assert sum(row.covers(number) for row in PREFIXES) <= 1
        row = row_of(number)
        assert row is None or row.use in PrefixUse


@pytest.mark.parametrize("prefix", ["6948710", "69328336", "693283360", "6932833600", "4006381", "0614141"])
def test_a_company_prefix_of_an_allowed_length_is_taken(prefix: str) -> None:
    assert CompanyPrefix.parse(f" {prefix} ").value == prefix


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("", "No company prefix was given: expected the digits of the GS1 certificate."),
        ("694871", "Company prefix 694871: found 6 digits, expected 7 to 10."),
        ("69487100000", "Company prefix 69487100000: found 11 digits, expected 7 to 10."),
        ("400", "Company prefix 400: found 3 digits, expected 4 to 12."),
        ("69487l0", "Company prefix: character 6 is 'l', only 0-9 are allowed."),
        (
            "2001234",
            (
                "Company prefix 2001234: numbers that begin so are kept for numbers that a shop gives "
                "itself, "
                "not for companies."
            ),
        ),
    ],
)
def test_a_company_prefix_that_cannot_be_is_refused(prefix: str, told: str) -> None:
    assert refusal_of(lambda: CompanyPrefix.parse(prefix), InputError) == told


def test_an_item_reference_fills_the_body() -> None:
    assert refusal_of(lambda: CompanyPrefix("6948710").gtin("4001"), InputError) == (
        "Item reference 4001: expected 5 digits behind company prefix 6948710."
    )


def test_the_longest_licensed_prefix_is_the_owner() -> None:
    prefixes = [CompanyPrefix("6932833"), CompanyPrefix("69328336")]
    assert licensed(Gtin("16932833600106"), prefixes) == prefixes[1]
    assert require_licensed(Gtin("6932833600109"), prefixes) == prefixes[1]


@pytest.mark.parametrize(
    ("prefixes", "named"), [(["6948710", "6900001"], "6948710, 6900001"), ([], "none is entered")]
)
def test_a_gtin_of_a_stranger_is_refused_unless_a_customer_is_chosen(prefixes: list[str], named: str) -> None:
    told = refusal_of(
        lambda: require_licensed(Gtin("6932833600109"), [CompanyPrefix(prefix) for prefix in prefixes]),
        InputError,
    )
    assert told == (
        f"GTIN 6932833600109: its company prefix is none of those licensed to this plant ({named}). "
        "If it is a customer's, choose the customer; otherwise check the GTIN."
    )


@pytest.mark.parametrize(
    ("ndc", "gtin"),
    [
        ("4567890123", "00345678901236"),
        ("0093721410", "00300937214106"),
        ("0093-7214-10", "00300937214106"),
    ],
)
def test_the_gtin_of_a_us_drug_holds_its_ndc(ndc: str, gtin: str) -> None:
    assert gtin_of_ndc(ndc).value == gtin


@pytest.mark.parametrize("ndc", ["00093721410", "009372141", "0093-721410", "0093x21410", ""])
def test_what_is_no_ndc_of_ten_digits_is_refused(ndc: str) -> None:
    assert refusal_of(lambda: gtin_of_ndc(ndc), InputError) == (
        f"NDC {ndc}: expected 10 digits, with two hyphens or none."
    )
