"""The element strings that every reader must agree on (V3 of the collection of test vectors)."""

import pytest

from desktop.codes.gs1 import FaultCode, build, explain, parse
from tests.codes.gs1.samples import GS, GTIN

SEED = f"01{GTIN}1720013110L02707{GS}2181250531278265838370"

VALID = [
    (SEED, f"(01){GTIN}(17)200131(10)L02707(21)81250531278265838370"),
    (
        f"01{GTIN}10L02707{GS}172001312181250531278265838370",
        f"(01){GTIN}(10)L02707(17)200131(21)81250531278265838370",
    ),
    (
        f"0106901234567892111412311715070710A213B1{GS}211234",
        "(01)06901234567892(11)141231(17)150707(10)A213B1(21)1234",
    ),
    (
        f"01{GTIN}1728073110LOT1234567890ABCDEF{GS}21A1B2C3D4E5F6G7H8J9K0",
        f"(01){GTIN}(17)280731(10)LOT1234567890ABCDEF(21)A1B2C3D4E5F6G7H8J9K0",
    ),
    (
        f"01{GTIN}1728070010L02707{GS}21A1B2C3D4E5F6{GS}7141234567",
        f"(01){GTIN}(17)280700(10)L02707(21)A1B2C3D4E5F6(714)1234567",
    ),
    (f"0006932833600000001702{GTIN}37400", f"(00)069328336000000017(02){GTIN}(37)400"),
    (
        f"010460123456789321A1b2C3d4E5f6G{GS}91EE06{GS}92{'x' * 44}",
        f"(01)04601234567893(21)A1b2C3d4E5f6G(91)EE06(92){'x' * 44}",
    ),
]


@pytest.mark.parametrize(("raw", "hri"), VALID)
def test_a_valid_string_is_read_and_written_again(raw: str, hri: str) -> None:
    for text in (raw, "]d2" + raw, "]C1" + raw, "]Q3" + raw, hri):
        found = explain(text)
        assert (found.valid, found.faults) == (True, ())
        assert (found.raw, found.hri) == (raw, hri)
        assert parse(text) == found.element_string


def test_the_order_of_lot_and_expiry_does_not_matter_to_what_is_read() -> None:
    first, second = (parse(raw) for raw, _ in VALID[:2])
    assert set(first.elements) == set(second.elements)


def test_values_of_predefined_length_are_written_first() -> None:
    assert build(parse(VALID[1][0]).elements).raw == SEED
    assert build(parse(VALID[1][0]).elements, keep_order=True).raw == VALID[1][0]


def shown(text: str) -> list[tuple[FaultCode, str]]:
    """Return the errors with the part of the text that each points at."""
    return [(fault.code, text[fault.start : fault.end]) for fault in explain(text).faults]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"01{GTIN}17200230", [(FaultCode.DATE, "30")]),
        (f"01{GTIN}1720200131", [(FaultCode.DATE_HAS_CENTURY, "20200131")]),
        (f"01{GTIN}172020013110L02707", [(FaultCode.DATE_HAS_CENTURY, "20200131")]),
        (f"(01){GTIN}(17)20200131", [(FaultCode.DATE_HAS_CENTURY, "20200131")]),
        (f"01{GTIN}17201301", [(FaultCode.DATE, "13")]),
        (f"01{GTIN}17270229", [(FaultCode.DATE, "29")]),
        (f"01{GTIN}17280000", [(FaultCode.DATE, "00")]),
        (f"(01){GTIN}(10)ABCDEFGHIJKLMNOPQRSTU", [(FaultCode.VALUE_TOO_LONG, "U")]),
        (f"(01){GTIN}(21)AB CD", [(FaultCode.WRONG_CHARACTER, " ")]),
        (f"(01){GTIN}(21)AB药CD", [(FaultCode.WRONG_CHARACTER, "药")]),
        (f"(01){GTIN}(21)AB#CD", [(FaultCode.WRONG_CHARACTER, "#")]),
        ("(37)400", [(FaultCode.MISSING_PARTNER, "(37)400")]),
        (
            f"(01){GTIN}(02){GTIN}",
            [
                (FaultCode.EXCLUDED_PARTNER, f"(02){GTIN}"),
                (FaultCode.MISSING_PARTNER, f"(02){GTIN}"),
            ],
        ),
        (
            f"(01){GTIN}(37)400",
            [(FaultCode.EXCLUDED_PARTNER, f"(01){GTIN}"), (FaultCode.MISSING_PARTNER, "(37)400")],
        ),
        ("(21)A1B2C3", [(FaultCode.MISSING_PARTNER, "(21)A1B2C3")]),
        (f"01{GTIN}1720013110L027072181250531278265838370", [(FaultCode.SEPARATOR_MISSING, "21")]),
        (f"(01){GTIN}(10)L027072181250531278265838370", [(FaultCode.SEPARATOR_MISSING, "21")]),
        (f"01069328{GS}33600109", [(FaultCode.SEPARATOR_SUPERFLUOUS, GS)]),
        (f"]d2(01){GTIN}(10)L02707", [(FaultCode.BRACKETS_ENCODED, f"(01){GTIN}(10)L02707")]),
    ],
)
def test_a_wrong_string_is_refused_and_the_wrong_part_shown(
    text: str, faults: list[tuple[FaultCode, str]]
) -> None:
    assert not explain(text).valid
    assert shown(text) == faults


@pytest.mark.parametrize("value", ["280229", "280200", "200131"])
def test_a_real_day_and_a_day_that_is_not_told_are_right(value: str) -> None:
    assert explain(f"(01){GTIN}(17){value}").valid
