"""Codes of Chinese rules: social credit, trace code of 2017, subjects, medicinal materials, persons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes import identity_number, uscc
from desktop.codes.herb_code import HerbCompanyCode, HerbGoodsCode, Source
from desktop.codes.identity_number import IdentityNumber, personal_data
from desktop.codes.meat_code import MeatSubjectCode
from desktop.codes.pasted import pasted
from desktop.codes.region import PROVINCES, region_fault
from desktop.codes.trace_code import Attribute, TraceCode, attribute_title
from desktop.codes.uscc import ALPHABET, Uscc
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.refusals import refusal_of

ORGANISATION = "91110000600037341L"
TRACE_CODE = f"{ORGANISATION}.06399001.110101.2.6932833600109L027070000001"
PERSON = "360426199101010071"
PERSONAL = (
    "360426********0071 is the identity number of a person: personal data must not be used in a product "
    "code. "
    "Use the unified social credit code of the company."
)


@pytest.mark.parametrize(
    ("code", "region", "organisation"),
    [
        ("91110000600037341L", "110000", "60003734-1"),
        ("91310000607327827A", "310000", "60732782-7"),
        ("91350100M000100Y43", "350100", "M000100Y-4"),
    ],
)
def test_a_sound_social_credit_code_shows_its_parts(code: str, region: str, organisation: str) -> None:
    found = Uscc.parse(f"{code}\n")
    assert (found.value, found.region, found.organisation) == (code, region, organisation)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "91110000600037341M",
            "Unified social credit code 91110000600037341M: check character is M, must be L.",
        ),
        (
            "91110000600O37341L",
            (
                "Unified social credit code: character 12 is 'O'; the letters I, O, S, V and Z are not "
                "used in it."
            ),
        ),
        (
            "9111000060003734",
            "Unified social credit code 9111000060003734: found 16 characters, expected 18.",
        ),
        (
            "9111000060003734L",
            "Unified social credit code 9111000060003734L: found 17 characters, expected 18.",
        ),
        (
            "91110000600037341l",
            ("Unified social credit code: character 18 is 'l', only 0-9 and capital letters are allowed."),
        ),
        (
            "9111000060003734１L",
            (
                "Unified social credit code: character 17 is '１' (full width), only 0-9 and capital "
                "letters are "
                "allowed. Switch the input method to English."
            ),
        ),
        ("", "No unified social credit code was given: expected 18 digits and capital letters."),
        (PERSON, PERSONAL),
        (
            "11010519491231002X",
            (
                "110105********002X is the identity number of a person: personal data must not be used in a "
                "product code. Use the unified social credit code of the company."
            ),
        ),
    ],
)
def test_a_wrong_social_credit_code_is_refused_with_what_is_wrong(code: str, told: str) -> None:
    assert refusal_of(lambda: Uscc.parse(code), InputError) == told


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_are_not_used_are_named(letter: str) -> None:
    told = refusal_of(lambda: Uscc.parse(f"9111000060003734{letter}L"), InputError)
    assert f"character 17 is '{letter}'" in told


def test_a_small_letter_is_taken_after_cleaning_with_a_notice() -> None:
    found = pasted("91110000600037341l", capitals=True)
    assert Uscc.parse(found.value).value == ORGANISATION
    assert [str(notice) for notice in found.notices] == [
        "Small letters were written as capitals: 91110000600037341L."
    ]


def test_the_organisation_code_within_has_a_check_of_its_own() -> None:
    body = "91110000600037342"
    told = refusal_of(lambda: Uscc.parse(body + uscc.check_character(body)), InputError)
    assert told.endswith("the organisation code in it ends in 2, must end in 1.")


def test_the_division_within_is_made_of_digits() -> None:
    body = f"9111000A60003734{uscc.organisation_check('60003734')}"
    told = refusal_of(lambda: Uscc.parse(body + uscc.check_character(body)), InputError)
    assert "characters 3 to 8 are 11000A" in told


@given(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=8, max_size=8),
    st.data(),
)
def test_every_social_credit_code_with_its_checks_is_sound_and_one_changed_character_is_seen(
    front: str, region: str, organisation: str, data: st.DataObject
) -> None:
    body = f"{front}{region}{organisation}{uscc.organisation_check(organisation)}"
    code = body + uscc.check_character(body)
    assert Uscc.parse(code).value == code
    index = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != code[index]]))
    with pytest.raises(InputError):
        Uscc.parse(code[:index] + other + code[index + 1 :])


@pytest.mark.parametrize("number", [PERSON, "11010519491231002X", "440524188001010014", "11010519491231002x"])
def test_the_number_of_a_person_is_recognised_and_shown_masked(number: str) -> None:
    found = IdentityNumber.parse(number)
    assert found.masked == f"{number[:6]}********{number[-4:].upper()}"
    warning = personal_data(number)
    assert warning is not None
    assert number not in str(warning)
    assert "不得使用个人信息" in warning.in_language(CHINESE)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("110105194912310021", "Identity number: the check character does not fit."),
        ("36042619910101007", "Identity number: found 17 characters, expected 18."),
        ("36042619910101O071", "Identity number: expected 17 digits and then a digit or X."),
        ("990426199101010071", "Identity number: no province begins with 99 (GB/T 2260)."),
        ("360426199102300071", "Identity number: digits 7 to 14 are no date of birth."),
    ],
)
def test_what_is_no_number_of_a_person_is_told(number: str, told: str) -> None:
    assert refusal_of(lambda: IdentityNumber.parse(number), InputError) == told
    assert personal_data(number) is None


@given(
    st.sampled_from(sorted(PROVINCES)),
    st.text("0123456789", min_size=4, max_size=4),
    st.dates().filter(lambda day: day.year >= 1000),
    st.text("0123456789", min_size=3, max_size=3),
)
def test_every_number_with_its_check_character_is_a_persons(
    province: str, rest: str, born: object, serial: str
) -> None:
    body = f"{province}{rest}{born:%Y%m%d}{serial}"
    assert IdentityNumber.parse(body + identity_number.check_character(body)).value.startswith(body)


def test_a_trace_code_shows_its_five_parts() -> None:
    code = TraceCode.parse(TRACE_CODE)
    assert code.organisation.value == ORGANISATION
    assert (code.product_class, code.origin, code.attribute) == (
        "06399001",
        "110101",
        Attribute.PRODUCT_SERIAL,
    )
    assert code.value == "6932833600109L027070000001"
    assert code.trade_item is not None
    assert code.trade_item.value == "6932833600109"
    assert code.text == TRACE_CODE


def test_a_product_class_may_be_written_with_its_middle_dot() -> None:
    code = TraceCode.parse(f"{ORGANISATION}.01111·010.110101.4.L02707")
    assert code.text == f"{ORGANISATION}.01111010.110101.4.L02707"
    assert code.trade_item is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{ORGANISATION}.06399001.110101.2",
            "Trace code: 4 of 5 parts found: organisation.class.origin.attribute.value.",
        ),
        (
            f"{ORGANISATION}.06399001.110101.2.6932833600109.L02707",
            (
                "Trace code: found 6 parts, expected 5; "
                "the value behind the attribute must not hold a full stop."
            ),
        ),
        (
            f"{ORGANISATION}.06399001.110101.7.L02707",
            "Trace code: attribute 7, expected 1 to 6; more must not be added.",
        ),
        (
            f"{ORGANISATION}.06399001.110101.0.L02707",
            "Trace code: attribute 0, expected 1 to 6; more must not be added.",
        ),
        (
            f"{ORGANISATION}.06399001.11010.2.L02707",
            "Division 11010: expected 6 digits (GB/T 2260).",
        ),
        (
            f"{ORGANISATION}.06399001.110100.2.L02707",
            (
                "Division 110100 ends in 00, so it is a province or a prefecture: "
                "expected the six digits of a county or district (GB/T 2260)."
            ),
        ),
        (
            f"{ORGANISATION}.06399001.990101.2.L02707",
            "Division 990101: no province begins with 99 (GB/T 2260).",
        ),
        (
            f"{ORGANISATION}.0639900.110101.2.L02707",
            ("Product class 0639900: expected 8 digits of GB/T 7635.1, such as 01111010 or 01111·010."),
        ),
        (f"{PERSON}.06399001.110101.2.L02707", PERSONAL),
        (f"{ORGANISATION}.06399001.110101.2.{PERSON}", PERSONAL),
        (
            f"{ORGANISATION}.06399001.110101.2.",
            "Trace code: the value behind the attribute is missing.",
        ),
        (
            f"{ORGANISATION}.06399001.110101.2.L 2707",
            (
                "Trace code: character 2 of the value is a space; "
                "spaces and control characters cannot be read by eye."
            ),
        ),
    ],
)
def test_a_wrong_trace_code_is_refused_with_what_is_wrong(text: str, told: str) -> None:
    assert refusal_of(lambda: TraceCode.parse(text), InputError) == told


def test_a_value_with_a_full_stop_is_refused_with_its_place() -> None:
    told = refusal_of(lambda: TraceCode.build(ORGANISATION, "06399001", "110101", "4", "L.02707"), InputError)
    assert told == (
        "Trace code: character 2 of the value is a full stop, which parts the code; write the value "
        "without it."
    )


@pytest.mark.parametrize("attribute", Attribute)
def test_every_attribute_has_a_name_in_both_languages(attribute: Attribute) -> None:
    title = attribute_title(attribute)
    assert str(title) != title.in_language(CHINESE)


@given(
    st.sampled_from(["91110000600037341L", "91350100M000100Y43"]),
    st.text("0123456789", min_size=8, max_size=8),
    st.sampled_from(["110101", "441900", "650102"]),
    st.sampled_from(Attribute),
    st.text("ABCXYZabcxyz0123456789-_/", min_size=1, max_size=40),
)
def test_a_trace_code_is_read_back_as_it_was_built(
    organisation: str, product_class: str, origin: str, attribute: Attribute, value: str
) -> None:
    if personal_data(value) is not None:
        return
    code = TraceCode.build(organisation, product_class, origin, str(int(attribute)), value)
    assert TraceCode.parse(code.text) == code


@pytest.mark.parametrize("city", ["441900", "442000", "460400", "620200"])
def test_a_city_without_counties_may_stand_for_one(city: str) -> None:
    assert region_fault(city) is None


def test_a_node_and_an_operator_are_told_apart() -> None:
    node = MeatSubjectCode.parse("110101001")
    itself = MeatSubjectCode.parse("1101010010000")
    other = MeatSubjectCode.parse("110101001 0017")
    assert (node.node, node.operator, node.trades_itself) == ("110101001", None, False)
    assert (itself.node, itself.operator, itself.trades_itself) == ("110101001", "0000", True)
    assert (other.value, other.trades_itself) == ("1101010010017", False)
    assert node.as_operator() == itself
    assert MeatSubjectCode.parse("110101001 0000") == itself


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "11010100100",
            "Subject code 11010100100: found 11 digits, expected 9 (node) or 13 (operator).",
        ),
        ("", "No subject code was given: expected 9 digits (node) or 13 (operator)."),
        ("11010100A", "Subject code: character 9 is 'A', only 0-9 are allowed."),
        (
            "110000001",
            (
                "Division 110000 ends in 00, so it is a province or a prefecture: "
                "expected the six digits of a county or district (GB/T 2260)."
            ),
        ),
    ],
)
def test_a_wrong_subject_code_is_refused_with_what_is_wrong(text: str, told: str) -> None:
    assert refusal_of(lambda: MeatSubjectCode.parse(text), InputError) == told


def test_codes_of_medicinal_materials_show_their_parts() -> None:
    company = HerbCompanyCode.parse("12345612345671")
    assert (company.trade, company.company) == ("123456", "1234567")
    goods = HerbGoodsCode.parse("12312345671010010019")
    assert (goods.trade, goods.company, goods.goods, goods.source) == (
        "123",
        "1234567",
        "101001001",
        Source.PLANT,
    )


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            HerbCompanyCode,
            "1234561234567",
            "Code of medicinal materials: found 13 digits, expected 14.",
        ),
        (
            HerbGoodsCode,
            "1231234567101001001",
            "Code of medicinal materials: found 19 digits, expected 20.",
        ),
        (
            HerbGoodsCode,
            "12312345674010010019",
            ("Code of medicinal materials: digit 11 is 4, expected 1 (plant), 2 (animal) or 3 (mineral)."),
        ),
        (
            HerbCompanyCode,
            "1234561234567A",
            "Code of medicinal materials: character 14 is 'A', only 0-9 are allowed.",
        ),
    ],
)
def test_a_wrong_code_of_medicinal_materials_is_refused(
    kind: type[HerbCompanyCode | HerbGoodsCode], text: str, told: str
) -> None:
    assert refusal_of(lambda: kind.parse(text), InputError) == told


@pytest.mark.parametrize("parse", [Uscc.parse, TraceCode.parse, MeatSubjectCode.parse, HerbGoodsCode.parse])
@given(text=st.text())
def test_any_text_is_taken_or_refused(parse: object, text: str) -> None:
    assert callable(parse)
    try:
        parse(text)
    except InputError:
        return
