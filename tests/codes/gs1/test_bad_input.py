"""What people and scanners get wrong (rows 23 to 33 of the list of bad inputs): the whole sentence."""

from collections.abc import Iterable
from datetime import date

import pytest

from desktop.codes.gs1 import Explanation, explain, parse
from desktop.codes.gs1.gs1_128 import linear_faults
from desktop.errors import InputError
from desktop.texts import CHINESE, ENGLISH, Text
from tests.codes.gs1.samples import GS, GTIN
from tests.refusals import refusal_of

SET_82 = "allowed are digits, letters without accents and !\"%&'()*+,-./:;<=>?_."


def told(texts: Iterable[Text]) -> list[str]:
    """Return the English sentences, after checking that each has a Chinese one."""
    english: list[str] = []
    for text in texts:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.in_language(CHINESE)), str(text)
        english.append(text.in_language(ENGLISH))
    return english


def messages(found: Explanation) -> list[str]:
    return told(fault.message for fault in found.faults)


ROWS = [
    # 23
    ("(00)069328336000000018", ["(00) SSCC: check digit is 8, must be 7."]),
    ("(00)06932833600000001", ["(00) SSCC: 06932833600000001 has 17 characters; expected 18 digits."]),
    # 24
    (
        f"(01){GTIN}(10)LOT-12345678901234567",
        [
            "(10) BATCH/LOT: LOT-12345678901234567 has 21 characters; expected 1 to 20 characters.",
        ],
    ),
    (
        f"(01){GTIN}(10)",
        ["(10) BATCH/LOT: the value is missing; expected 1 to 20 characters."],
    ),
    (f"(01){GTIN}(10)L 1", [f"(10) BATCH/LOT: character 2 is a space; {SET_82}"]),
    (f"(01){GTIN}(10)批1", [f"(10) BATCH/LOT: character 1 is '批'; {SET_82}"]),
    (f"(01){GTIN}(10)L１", [f"(10) BATCH/LOT: character 2 is '１' (full width); {SET_82}"]),
    # 25
    (
        f"(01){GTIN}(21)A234567890123456789012",
        ["(21) SERIAL: A234567890123456789012 has 22 characters; expected 1 to 20 characters."],
    ),
    (f"(01){GTIN}(21)A#B", [f"(21) SERIAL: character 2 is '#'; {SET_82}"]),
    # 26
    (
        f"(01){GTIN}(17)20200131",
        ["(17) USE BY or EXPIRY: 20200131 has 8 digits, needs YYMMDD: 200131."],
    ),
    # 27
    (
        f"(01){GTIN}(17)200230",
        ["(17) USE BY or EXPIRY: day 30 does not exist in 2020-02, which has 29 days."],
    ),
    (
        f"(01){GTIN}(17)201301",
        ["(17) USE BY or EXPIRY: month 13 does not exist; expected 01 to 12."],
    ),
    (
        f"(01){GTIN}(17)200132",
        ["(17) USE BY or EXPIRY: day 32 does not exist in 2020-01, which has 31 days."],
    ),
    # 30
    (f"(00)069328336000000017(02){GTIN}", ["(02) CONTENT needs (37) on the same item."]),
    (
        f"(02){GTIN}(37)5",
        ["(37) COUNT needs (00) + (02) or (00) + (8026) on the same item."],
    ),
    (
        f"(00)069328336000000017(01){GTIN}(02){GTIN}(37)5",
        [
            "(01) GTIN and (37) COUNT may not be on the same item.",
            "(02) CONTENT and (01) GTIN may not be on the same item.",
        ],
    ),
    ("(21)A1", ["(21) SERIAL needs (01), (03) or (8006) on the same item."]),
    # 31
    (
        f"(01){GTIN}(10)A(10)B",
        ["(10) BATCH/LOT stands twice: A and B. Only one can be right."],
    ),
    (f"(01){GTIN}(10)A(10)A", ["(10) BATCH/LOT stands twice: A. Once is enough."]),
    (f"(01){GTIN}(05)A", ["(05) is no application identifier (AI) of GS1."]),
    (
        f"01{GTIN}05A{GS}10L1",
        ["Position 17: “05A” does not start with an application identifier (AI)."],
    ),
    # 32
    (
        f"01{GTIN}10L027072181250531278265838370",
        [
            (
                "(10) BATCH/LOT: the separator after L02707 is missing, so that (21) is read as part of the "
                "value, which may have 20 characters. Put FNC1 before (21)."
            )
        ],
    ),
    (
        f"01{GTIN}{GS}17200131",
        ["A separator stands behind (01) GTIN, whose length is predefined; take it out."],
    ),
    (f"01{GTIN}10L1{GS}", ["A separator stands at position 21 where none belongs; take it out."]),
    (
        f"01069328{GS}33600109",
        ["(01) GTIN: a separator stands inside the value, which has 14 characters; take it out."],
    ),
    (
        f"]d2(01){GTIN}(10)L1(21)A",
        [
            (
                "Brackets around AIs are encoded as data. They belong into the human-readable line only; "
                "encode 010693283360010910L1<GS>21A."
            )
        ],
    ),
    (
        f"01{GTIN}(10)L1",
        [
            (
                "Brackets around AIs are encoded as data. They belong into the human-readable line only; "
                "encode 10L1."
            )
        ],
    ),
    (
        f"01{GTIN}10L1<GS>21A",
        [
            (
                "<GS> at position 21 stands for the separator; in data it is one character "
                "(FNC1, sent as GS, ASCII 29)."
            )
        ],
    ),
    (
        f"（01）{GTIN}",
        [
            "The bracket （ at position 1 is full width. Switch the input method to English.",
            "The bracket ） at position 4 is full width. Switch the input method to English.",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_a_wrong_element_string_is_refused_with_the_reason(text: str, expected: list[str]) -> None:
    found = explain(text)
    assert not found.valid
    assert messages(found) == expected
    assert refusal_of(lambda: parse(text)).splitlines() == expected


def test_all_faults_are_told_not_only_the_first() -> None:
    found = explain("(01)06932833600108(17)200230(10)A B(21)#")
    assert messages(found) == [
        "(01) GTIN: check digit is 8, must be 9.",
        "(17) USE BY or EXPIRY: day 30 does not exist in 2020-02, which has 29 days.",
        f"(10) BATCH/LOT: character 2 is a space; {SET_82}",
        f"(21) SERIAL: character 1 is '#'; {SET_82}",
    ]


def test_lower_case_is_refused_where_a_profile_forbids_it() -> None:
    found = explain(f"(01){GTIN}(10)Lot1", capitals_only=frozenset({"10"}))
    assert messages(found) == [
        "(10) BATCH/LOT: character 2 is 'o', a lower-case letter; this profile allows capital letters only."
    ]
    assert not found.valid
    assert explain(f"(01){GTIN}(10)Lot1").valid


def test_a_lot_that_may_have_swallowed_the_serial_is_suspicious_but_legal() -> None:
    for text, offer in (
        (f"01{GTIN}1728013110L0270721A1B2C3D4", f"01{GTIN}1728013110L02707{GS}21A1B2C3D4"),
        (f"(01){GTIN}(17)280131(10)L0270721A1B2C3D4", f"(01){GTIN}(17)280131(10)L02707(21)A1B2C3D4"),
    ):
        found = explain(text)
        assert found.valid
        assert messages(found) == [
            (
                "(10) BATCH/LOT: L0270721A1B2C3D4 may be L02707 and (21)A1B2C3D4 with the separator lost "
                "between them. Compare with what is printed."
            )
        ]
        assert found.faults[0].mended(text) == offer
        assert explain(offer).faults == ()
        assert parse(text) == found.element_string


@pytest.mark.parametrize("lot", ["L2107", "2021", "A213B1", "20211105", "L20211105", "21000000"])
def test_an_ordinary_lot_is_not_suspicious(lot: str) -> None:
    assert explain(f"01{GTIN}10{lot}").faults == ()


def test_dates_are_compared_with_today_if_today_is_known() -> None:
    today = date(2026, 5, 1)
    old = explain(f"(01){GTIN}(11)260501(17)260400", today=today)
    assert messages(old) == [
        "(17) USE BY or EXPIRY: expired on 2026-04-30.",
        "(17) USE BY or EXPIRY: 2026-04-30 is not after the production date 2026-05-01.",
    ]
    assert old.valid
    early = explain(f"(01){GTIN}(11)260502(17)280501", today=today)
    assert messages(early) == ["(11) PROD DATE: 2026-05-02 lies in the future."]
    assert explain(f"(01){GTIN}(11)260501(17)280501", today=today).faults == ()


def test_what_is_too_long_for_gs1_128_is_sent_to_a_2d_symbol() -> None:
    string = parse(f"01{GTIN}1720013110L02707{GS}2181250531278265838370")
    assert told(linear_faults(string, 0.5)) == [
        "GS1-128 holds at most 48 characters, AIs and separators counted; found 55. Use GS1 DataMatrix.",
        (
            "GS1-128 with bars of 0.5 mm gets 203.5 mm long with its quiet zones; at most 165 mm are "
            "allowed. Use GS1 DataMatrix."
        ),
    ]
    assert linear_faults(parse("(00)069328336000000017"), 0.495) == ()


def test_48_characters_fit_into_gs1_128_and_49_do_not() -> None:
    fits = parse(f"(01){GTIN}(10)12345678(21){'1' * 19}")
    too_long = parse(f"(01){GTIN}(10)123456789(21){'1' * 19}")
    assert (len(fits.raw), linear_faults(fits, 0.25)) == (48, ())
    assert told(linear_faults(too_long, 0.25)) == [
        "GS1-128 holds at most 48 characters, AIs and separators counted; found 49. Use GS1 DataMatrix."
    ]


REFUSED = [
    ("", "No element string was given: expected such as (01)06932833600109(10)L02707."),
    (" \r\n", "No element string was given: expected such as (01)06932833600109(10)L02707."),
    (
        "6932833600109",
        (
            "Not a GS1 element string: “6932833600109” does not start with an application identifier (AI). "
            "Expected such as (01)06932833600109(10)L02707, the same without brackets as a scanner sends it, "
            "or a "
            "GS1 Digital Link."
        ),
    ),
    (
        "MA.156.M0.100001.10000001.L20260101",
        (
            "Not a GS1 element string: “MA.156.M0.100001.100…” does not start with an application identifier "
            "(AI). Expected such as (01)06932833600109(10)L02707, the same without brackets as a scanner "
            "sends it, "
            "or a GS1 Digital Link."
        ),
    ),
    (
        f"]d101{GTIN}",
        "Not GS1 data: ]d1 is a Data Matrix without FNC1 in first place; GS1 DataMatrix starts with ]d2.",
    ),
    (
        f"]C001{GTIN}",
        "Not GS1 data: ]C0 is a Code 128 without FNC1 in first place; GS1-128 starts with ]C1.",
    ),
    (
        f"]Q101{GTIN}",
        "Not GS1 data: ]Q1 is a QR Code without FNC1 in first place; GS1 QR Code starts with ]Q3.",
    ),
    (
        f"]X001{GTIN}",
        "Symbology identifier ]X0 is not one of GS1's: ]C1, ]e0, ]d2, ]Q3, ]J1, ]E0, ]E4, ]I1.",
    ),
    ("]E0693283360010", "]E0 is EAN-13: expected 13 digits, found “693283360010”."),
    (
        "https://www.example.com/products/7",
        (
            "Not a GS1 Digital Link: no key stands in the path, such as /01/ before a GTIN of 14 digits or "
            "/00/ "
            "before an SSCC."
        ),
    ),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_is_no_element_string_at_all_is_refused(text: str, sentence: str) -> None:
    assert refusal_of(lambda: explain(text), InputError) == sentence
    assert refusal_of(lambda: parse(text), InputError) == sentence
