"""UDI: device identifier, production data, and what the UDID record says of a label. MA and AHM codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.ma import MaCode
from desktop.codes.udi import PI_PARTS, Agency, Udi, production_faults, required_parts
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.refusals import refusal_of

MA = "MA.156.M0.100001.10000001"
ALL_NO = {part.field: "否" for part in PI_PARTS}


def test_a_gs1_udi_has_its_gtin_as_device_identifier() -> None:
    udi = Udi.parse("(01)06901234567892(11)141231(17)150707(10)A213B1(21)1234")
    assert (udi.agency, udi.di) == (Agency.GS1, "06901234567892")
    assert udi.production == (("11", "141231"), ("17", "150707"), ("10", "A213B1"), ("21", "1234"))


def test_an_ma_udi_has_its_code_up_to_the_product_as_device_identifier() -> None:
    udi = Udi.parse(f"{MA}.L20260101.S0001")
    assert (udi.agency, udi.di) == (Agency.MA, MA)
    assert udi.production == (("L", "20260101"), ("S", "0001"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "(00)069328336000000017",
            "UDI: (01) is missing; the device identifier of a GS1 code is the GTIN in (01).",
        ),
        (
            "AHM1234567890",
            ("AHM codes (AliHealth) are not supported: their layout has not been published. Use GS1 or MA."),
        ),
    ],
)
def test_what_is_no_udi_is_refused(text: str, told: str) -> None:
    assert refusal_of(lambda: Udi.parse(text), InputError) == told


@given(st.sets(st.sampled_from(PI_PARTS)), st.sets(st.sampled_from(PI_PARTS)))
def test_each_part_must_stand_on_the_label_exactly_if_udid_says_so(
    flagged: set[object], carried: set[object]
) -> None:
    flags = {part.field: "是" if part in flagged else "否" for part in PI_PARTS}
    assert set(required_parts(flags)) == flagged
    faults = production_faults(flags, [part.ai for part in PI_PARTS if part in carried])
    assert len(faults) == len(flagged ^ carried)


def test_a_part_that_is_missing_or_too_much_is_named() -> None:
    flags = {**ALL_NO, "scbssfbhxlh": "是"}
    missing, extra = production_faults(flags, ["01", "10"])[::-1]
    assert str(missing) == (
        "The serial number (21) is missing on the label: UDID says that the label carries it "
        "(scbssfbhxlh = 是). Add it, or correct UDID."
    )
    assert str(extra) == (
        "The lot (10) stands on the label: UDID says that the label does not carry it "
        "(scbssfbhph = 否). Take it off, or correct UDID."
    )
    assert missing.in_language(CHINESE).startswith("标签缺少序列号（21）")


def test_the_letters_of_an_ma_code_count_as_its_parts() -> None:
    flags = {**ALL_NO, "scbssfbhph": "是", "scbssfbhxlh": "是"}
    assert production_faults(flags, ["L", "S"]) == ()


@pytest.mark.parametrize(("flag", "found"), [("yes", "yes"), (None, "")])
def test_a_flag_is_yes_or_no_in_udids_own_words(flag: str | None, found: str) -> None:
    flags = {**ALL_NO, **({} if flag is None else {"scbssfbhph": flag})}
    if flag is None:
        del flags["scbssfbhph"]
    assert refusal_of(lambda: required_parts(flags), InputError) == (
        f"UDID field scbssfbhph: found '{found}', expected 是 or 否."
    )


def test_an_ma_code_shows_its_parts() -> None:
    code = MaCode.parse(f"{MA}.L20260101.S0001.E280731")
    assert (code.country, code.registrant, code.product, code.pack_level) == (
        "156",
        "100001",
        "10000001",
        "1",
    )
    assert code.di == MA
    assert code.text == f"{MA}.L20260101.S0001.E280731"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "MA.156.M0.10001.1",
            "MA code: registrant 10001 has 5 characters, expected 6.",
        ),
        (
            "MA.156.M0.100001",
            "MA code: 4 of 5 parts found: MA.156.M0.registrant.product.",
        ),
        ("MA.156.M0.100001.1000000", "MA code: product 1000000 has 7 characters, expected 8."),
        ("MA.15.M0.100001.10000001", "MA code: country 15, expected three digits such as 156."),
        ("MA.156.M1.100001.10000001", "MA code: industry M1, expected M0 (medical devices)."),
        (
            "MA.156.M0.10000a.10000001",
            ("MA code: character 6 of the registrant is 'a', only 0-9 and capital letters are allowed."),
        ),
        (
            f"{MA}.X1",
            ("MA code: part X1, expected one of the letters L, S, M, E, V, D and a value behind it."),
        ),
        (f"{MA}.E2028", "MA code: expiry date 2028, expected a date of 6 or 8 digits."),
        ("MB.156.M0.100001.10000001", "MA code: begins with MB, expected MA."),
    ],
)
def test_an_ma_code_of_another_shape_is_refused(text: str, told: str) -> None:
    assert refusal_of(lambda: MaCode.parse(text), InputError) == told


@given(
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=6, max_size=6),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8),
    st.lists(st.tuples(st.sampled_from("LSD"), st.text("ABC0123456789-", min_size=1, max_size=12))),
)
def test_an_ma_code_is_read_back_as_it_was_written(
    registrant: str, product: str, production: list[tuple[str, str]]
) -> None:
    code = MaCode("156", registrant, product, tuple(production))
    assert MaCode.parse(code.text) == code
