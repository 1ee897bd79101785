"""SSCC, GLN, GSIN and the national drug code: fixed counts of digits, one kind of check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.gln import Gln
from desktop.codes.gsin import Gsin
from desktop.codes.keys import CheckedNumber
from desktop.codes.sscc import Sscc, serial_space
from desktop.codes.standard_code import StandardCode
from desktop.errors import InputError
from tests.refusals import refusal_of


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Sscc, "069328336000000017"),
        (Sscc, "369487101234567895"),
        (Sscc, "969328336009999995"),
        (Gln, "6932833000015"),
        (Gsin, "69328330000000015"),
        (StandardCode, "86904879000126"),
        (StandardCode, "86901234500017"),
    ],
)
def test_a_sound_number_is_taken_as_it_was_given(kind: type[CheckedNumber], text: str) -> None:
    assert kind.parse(f" {text}\r\n").value == text


@pytest.mark.parametrize("text", ["069328336000000017", "369487101234567895", "969328336009999995"])
@given(st.integers(1, 9))
def test_another_last_digit_makes_an_sscc_wrong(text: str, step: int) -> None:
    wrong = (int(text[-1]) + step) % 10
    with pytest.raises(InputError):
        Sscc.parse(f"{text[:-1]}{wrong}")


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (Sscc, "069328336000000018", "SSCC 069328336000000018: check digit is 8, must be 7."),
        (
            Sscc,
            "06932833600000001",
            "SSCC 06932833600000001: found 17 digits, expected 18 (the last is the check digit).",
        ),
        (
            Sscc,
            "0693283360000000170",
            "SSCC 0693283360000000170: found 19 digits, expected 18 (the last is the check digit).",
        ),
        (Sscc, "", "No SSCC was given: expected 18 digits."),
        (Sscc, "06932833600000001X", "SSCC: character 18 is 'X', only 0-9 are allowed."),
        (Gln, "6932833000016", "GLN 6932833000016: check digit is 6, must be 5."),
        (Gsin, "69328330000000016", "GSIN 69328330000000016: check digit is 6, must be 5."),
        (
            StandardCode,
            "86900001000013",
            "National drug code 86900001000013: check digit is 3, must be 9.",
        ),
        (
            StandardCode,
            "87904879000126",
            ("National drug code 87904879000126: begins with 879, must begin with 869 (86 China, 9 drug)."),
        ),
        (
            StandardCode,
            "86804879000126",
            ("National drug code 86804879000126: begins with 868, must begin with 869 (86 China, 9 drug)."),
        ),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(
    kind: type[CheckedNumber], text: str, told: str
) -> None:
    assert refusal_of(lambda: kind.parse(text), InputError) == told


def test_an_sscc_shows_its_extension_digit() -> None:
    sscc = Sscc.parse("369487101234567895")
    assert (sscc.extension, sscc.serial_and_prefix) == ("3", "6948710123456789")


def test_the_national_drug_code_names_company_and_product() -> None:
    code = StandardCode.parse("86904879000126")
    assert (code.company, code.product) == ("04879", "00012")


@given(
    st.integers(0, 9),
    st.integers(7, 10).flatmap(lambda size: st.text("0123456789", min_size=size - 3, max_size=size - 3)),
    st.data(),
)
def test_every_built_sscc_is_sound(extension: int, tail: str, data: st.DataObject) -> None:
    prefix = CompanyPrefix(f"693{tail}")
    serial = data.draw(st.integers(0, serial_space(prefix) - 1))
    sscc = Sscc.build(extension, prefix, serial)
    assert Sscc.parse(sscc.value) == sscc
    assert sscc.value.startswith(f"{extension}{prefix.value}")
    assert int(sscc.value[1 + len(prefix.value) : -1]) == serial


@pytest.mark.parametrize(
    ("extension", "serial", "told"),
    [
        (10, 0, "SSCC: extension digit 10, expected 0 to 9."),
        (-1, 0, "SSCC: extension digit -1, expected 0 to 9."),
        (
            0,
            10**9,
            "SSCC: serial reference 1000000000, expected 0 to 999999999 behind company prefix 6948710.",
        ),
        (0, -1, "SSCC: serial reference -1, expected 0 to 999999999 behind company prefix 6948710."),
    ],
)
def test_an_sscc_that_cannot_be_is_not_built(extension: int, serial: int, told: str) -> None:
    assert refusal_of(lambda: Sscc.build(extension, CompanyPrefix("6948710"), serial), InputError) == told


@pytest.mark.parametrize("kind", [Sscc, Gln, Gsin, StandardCode])
@given(text=st.text())
def test_any_text_is_a_number_or_refused(kind: type[CheckedNumber], text: str) -> None:
    try:
        number = kind.parse(text)
    except InputError:
        return
    assert len(number.value) == kind.LENGTH
