"""Every reading of a scan with its parts, and for each other kind of code the reason why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.damage import DamageKind
from desktop.codes.readers import Scheme, readers, scheme_title
from desktop.codes.recognise import Recognition, recognise
from desktop.texts import CHINESE, Text

CODE = "81000210157090217447"
UDI = "(01)06901234567892(11)141231(17)150707(10)A213B1(21)1234"


def schemes(found: Recognition) -> list[str]:
    return [str(reading.scheme) for reading in found.readings]


def parts(found: Recognition, scheme: Scheme) -> dict[str, str]:
    (reading,) = [reading for reading in found.readings if reading.scheme is scheme]
    return {part.key: str(part.value) for part in reading.parts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CODE, ["drug_code"]),
        ("8021762-9000000001003", ["drug_code"]),
        ("6932833600109", ["gtin_13", "gln"]),
        ("614141007349", ["gtin_12"]),
        ("12345670", ["gtin_8"]),
        ("16932833600106", ["gtin_14", "herb_company"]),
        ("86904879000126", ["gtin_14", "standard_code", "herb_company"]),
        ("069328336000000017", ["sscc"]),
        ("69328330000000015", ["gsin"]),
        ("(00)069328336000000017", ["gs1"]),
        (UDI, ["gs1", "udi"]),
        (f"]d201069012345678921114123117150707{'10A213B1'}\x1d211234", ["gs1", "udi"]),
        ("https://id.gs1.org/01/06901234567892/10/A213B1/21/1234?17=150707", ["digital_link", "udi"]),
        ("MA.156.M0.100001.10000001.L20260101.S0001", ["udi", "ma"]),
        ("91110000600037341L.06399001.110101.2.6932833600109L027070000001", ["trace_code_2017"]),
        ("91110000600037341L", ["uscc"]),
        ("110101001", ["meat_code"]),
        ("1101010010000", ["meat_code"]),
        ("12312345671010010019", ["herb_goods"]),
        ("360426199101010071", ["identity_number"]),
        ("hello", []),
        ("", []),
    ],
)
def test_a_scan_is_read_in_every_way_it_can_be(text: str, expected: list[str]) -> None:
    assert schemes(recognise(text)) == expected


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        (CODE, Scheme.DRUG_CODE, {"prefix": "8100021", "serial": "015709021", "secret": "7447"}),
        (
            "16932833600106",
            Scheme.GTIN_14,
            {"indicator": "1", "body": "693283360010", "check_digit": "6", "issuer": "GS1 China"},
        ),
        (
            "069328336000000017",
            Scheme.SSCC,
            {"extension": "0", "body": "6932833600000001", "check_digit": "7"},
        ),
        (
            UDI,
            Scheme.GS1,
            {"01": "06901234567892", "11": "141231", "17": "150707", "10": "A213B1", "21": "1234"},
        ),
        (
            UDI,
            Scheme.UDI,
            {
                "agency": "GS1",
                "di": "06901234567892",
                "11": "141231",
                "17": "150707",
                "10": "A213B1",
                "21": "1234",
            },
        ),
        (
            "MA.156.M0.100001.10000001.L20260101.S0001",
            Scheme.MA,
            {"country": "156", "registrant": "100001", "product": "10000001", "L": "20260101", "S": "0001"},
        ),
        (
            "91110000600037341L.06399001.110101.2.6932833600109L027070000001",
            Scheme.TRACE_2017,
            {
                "organisation": "91110000600037341L",
                "class": "06399001",
                "origin": "110101",
                "attribute": "2",
                "value": "6932833600109L027070000001",
                "gtin": "6932833600109",
            },
        ),
        (
            "86904879000126",
            Scheme.STANDARD_CODE,
            {"company": "04879", "product": "00012", "check_digit": "6"},
        ),
    ],
)
def test_a_reading_shows_its_parts(text: str, scheme: Scheme, expected: dict[str, str]) -> None:
    assert parts(recognise(text), scheme) == expected


def test_every_other_kind_of_code_has_its_reason() -> None:
    found = recognise(CODE)
    assert [refusal.scheme for refusal in found.refusals] == [
        scheme for scheme in Scheme if scheme is not Scheme.DRUG_CODE
    ]
    reasons = {str(refusal.scheme): str(refusal.reason) for refusal in found.refusals}
    assert reasons["gtin_13"] == "20 digits found; GTIN-13 needs 13 (the last is the check digit)."
    assert reasons["ma"] == "MA code: begins with 81000210157090217447, expected MA."
    assert reasons["ahm"] == (
        "AHM codes (AliHealth) are not supported: their layout has not been published. Use GS1 or MA."
    )
    assert reasons["uscc"] == (
        "Unified social credit code 81000210157090217447: found 20 characters, expected 18."
    )


def test_the_product_bar_code_is_named_where_a_drug_code_is_wanted() -> None:
    reasons = {refusal.scheme: str(refusal.reason) for refusal in recognise("6932833600109").refusals}
    assert reasons[Scheme.DRUG_CODE] == (
        "6932833600109 is the product bar code (GTIN), not the drug code: scan the bar code with 20 digits."
    )


def test_what_is_longer_than_any_symbol_is_not_taken_apart() -> None:
    found = recognise("1" * 7_090)
    assert {str(refusal.reason) for refusal in found.refusals} == {
        "7090 characters: no symbol holds more than 7089, so this is no scan."
    }
    assert (found.readings, found.damage, len(found.refusals)) == ((), (), len(Scheme))


def test_a_text_that_happens_to_begin_with_an_ai_is_no_element_string() -> None:
    reasons = {refusal.scheme: str(refusal.reason) for refusal in recognise("90hello").refusals}
    assert reasons[Scheme.GS1] == (
        "It begins with the digits of (90), but nothing says that it is an element string: write (90) in "
        "brackets, or let the scanner send its symbology identifier."
    )
    assert schemes(recognise("(90)hello")) == ["gs1"]


def test_the_plant_names_the_product_of_a_drug_code() -> None:
    found = recognise(CODE, {"8100021": "蒙脱石散, level 1"}.get)
    assert parts(found, Scheme.DRUG_CODE)["product"] == "蒙脱石散, level 1"


def test_a_drug_code_of_a_stranger_says_so() -> None:
    (reading,) = recognise(CODE, lambda _: None).readings
    assert str(reading.note) == "No product of this plant has the prefix 8100021."


def test_the_number_of_a_person_is_masked_and_warned_of() -> None:
    (reading,) = recognise("360426199101010071").readings
    assert reading.value == "360426********0071"
    assert "personal data must not be used" in str(reading.note)
    assert not reading.sure


def test_a_number_kept_for_others_is_read_with_a_warning() -> None:
    reading = recognise("9780306406157").readings[0]
    assert str(reading.note) == (
        "GTIN 9780306406157: prefix 978 is kept for periodicals and books, not for products."
    )


@pytest.mark.parametrize(
    ("text", "kind", "mended", "then"),
    [
        ("]d1010690123456789217150707", None, None, None),
        (f"]C0{CODE}", DamageKind.SYMBOLOGY_IDENTIFIER, CODE, "drug_code"),
        ("]E06932833600109", DamageKind.SYMBOLOGY_IDENTIFIER, "6932833600109", "gtin_13"),
        ("_&àààé&à&(èàçàé&è''è", DamageKind.KEYBOARD_LAYOUT, CODE, "drug_code"),
        ("91110000600037341l", DamageKind.LETTER_CASE, "91110000600037341L", "uscc"),
        (
            "]D2010690123456789217150707",
            DamageKind.LETTER_CASE,
            "]d2010690123456789217150707",
            "gs1",
        ),
        (
            "0106901234567892171507071" + "0A213B1<GS>211234",
            DamageKind.VISIBLE_GS,
            "01069012345678921715070710A213B1\x1d211234",
            "gs1",
        ),
        (
            "ЬФю156юЬ0ю100001ю10000001",
            DamageKind.KEYBOARD_LAYOUT,
            "MA.156.M0.100001.10000001",
            "udi",
        ),
        ("（01）06901234567892", DamageKind.FULL_WIDTH, "(01)06901234567892", "gs1"),
        (f"{CODE}81250531278265838370", DamageKind.TWO_CODES, None, None),
    ],
)
def test_damage_is_offered_to_be_mended_and_never_mended_silently(
    text: str, kind: DamageKind | None, mended: str | None, then: str | None
) -> None:
    found = recognise(text)
    if kind is not None and mended is not None:
        assert kind in [damage.kind for damage in found.damage]
    assert found.mended == mended
    assert (str(found.when_mended[0].scheme) if found.when_mended else None) == then


def test_a_lost_separator_is_suspected_and_the_split_offered() -> None:
    found = recognise("01069328336001091720013110L027072181250531278265838370")
    assert [damage.kind for damage in found.damage] == [DamageKind.LOST_GS]
    assert found.mended == "01069328336001091720013110L02707\x1d2181250531278265838370"


@pytest.mark.parametrize("scheme", Scheme)
def test_every_kind_of_code_has_a_name_in_both_languages(scheme: Scheme) -> None:
    assert str(scheme_title(scheme))
    assert scheme_title(scheme).in_language(CHINESE)


def test_there_is_one_reader_for_each_kind() -> None:
    assert [reader.scheme for reader in readers()] == list(Scheme)


@given(st.text() | st.from_regex(r"[0-9]{8,20}", fullmatch=True))
def test_any_text_is_judged_by_every_reader(text: str) -> None:
    found = recognise(text)
    assert len(found.readings) + len(found.refusals) == len(Scheme)
    for reading in found.readings:
        for part in reading.parts:
            assert isinstance(part.value, str | Text)
