"""Other people's programs judge the same values: biip (its own table) and zint (the dictionary's checks)."""

import random

import pytest
from biip import ParseError
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from desktop.codes.gs1 import parse
from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.faults import Severity
from desktop.codes.gs1.gs1_128 import linear_size
from desktop.codes.gs1.table import Identifier, identifiers
from tests.codes.gs1.samples import GS, GTIN, valid_values

zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")

ALL = list(identifiers().values())
NEWER_THAN_ZINT = {"717", "8040", "8041", "8042", "8043"}
COUPONS = {"8110", "8112"}
"""Their structure is not checked here, and said so."""
FOR_ZINT = [
    row
    for row in ALL
    if row.ai not in NEWER_THAN_ZINT | COUPONS and (row.ai[0] != "3" or row.ai[-1] in "05" or len(row.ai) < 4)
]
"""Of a range of AIs two are enough."""


def faults_of_zint(element: str) -> str:
    """Return what zint says against one element in square brackets; empty if nothing."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    symbol.input_mode = zint.InputMode.GS1
    try:
        symbol.encode(element)
    except RuntimeError as error:
        return str(error)
    return str(symbol.errtxt)


def is_wrong(identifier: Identifier, value: str) -> bool:
    return any(problem.severity is Severity.ERROR for problem in value_problems(identifier, value))


@pytest.mark.parametrize("identifier", ALL, ids=lambda row: row.ai)
def test_biip_reads_every_identifier_as_we_do(identifier: Identifier) -> None:
    for value in valid_values(identifier):
        assert not is_wrong(identifier, value)
        if identifier.ai == "7007" and len(value) == 12:
            continue  # biip's gap: it takes the second date for a time
        found = GS1ElementString.parse(identifier.ai + value)
        assert (found.ai.ai, found.value) == (identifier.ai, value)
        assert found.ai.separator_required is not identifier.predefined


def test_biip_knows_the_same_identifiers() -> None:
    assert set(_GS1_APPLICATION_IDENTIFIERS) == set(identifiers())


@pytest.mark.parametrize("gap", ["01" + GTIN[:-1] + "8", "00069328336000000018"])
def test_biip_lets_wrong_check_digits_pass_and_we_do_not(gap: str) -> None:
    assert GS1Message.parse(gap).element_strings[0].value == gap[2:]
    assert is_wrong(identifiers()[gap[:2]], gap[2:])


def test_biip_knows_no_partners() -> None:
    assert GS1Message.parse("21ABC").element_strings[0].value == "ABC"


def test_biip_refuses_a_range_of_harvest_dates() -> None:
    with pytest.raises(ParseError):
        GS1ElementString.parse("7007280229280301")
    assert parse(f"(01){GTIN}(7007)280229280301").value_of("7007") == "280229280301"


@pytest.mark.parametrize("identifier", FOR_ZINT, ids=lambda row: row.ai)
def test_zint_finds_the_same_values_right(identifier: Identifier) -> None:
    for value in valid_values(identifier, count=4):
        assert faults_of_zint(f"[{identifier.ai}]{value}") == "", value


@pytest.mark.parametrize("identifier", FOR_ZINT, ids=lambda row: row.ai)
def test_zint_finds_the_same_values_wrong(identifier: Identifier) -> None:
    chance = random.Random(identifier.ai)
    for value in valid_values(identifier, seed=1, count=3):
        for broken in (damaged(value, chance) for _ in range(3)):
            if not broken or (identifier.ai, broken) == ("8011", "0"):  # zint takes a lone 0
                continue
            assert is_wrong(identifier, broken) is bool(faults_of_zint(f"[{identifier.ai}]{broken}")), broken


def damaged(value: str, chance: random.Random) -> str:
    """Change, drop or add one character."""
    place = chance.randrange(len(value))
    sign = chance.choice("0123456789ABCZaz-/%+ #_")
    return chance.choice(
        (
            value[:place] + sign + value[place + 1 :],
            value[:place] + value[place + 1 :],
            value[:place] + sign + value[place:],
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        f"(01){GTIN}",
        f"(01){GTIN}(10)A1",
        f"(01){GTIN}(10)A12345B1234",
        f"(01){GTIN}(10)123(21)45678",
        f"(01){GTIN}(17)200131(10)L02707",
        "(00)069328336000000017",
        f"(01){GTIN}(17)200131(10)L02707(21)8125053127826",
        f"(01){GTIN}(21)A1b2C3d4E5f6G",
        f"(01){GTIN}(10)1(21)1",
        f"(01){GTIN}(10)12A(21)123A45",
    ],
)
def test_zint_draws_gs1_128_as_wide_as_we_compute_it(text: str) -> None:
    string = parse(text)
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.GS1_128
    symbol.input_mode = zint.InputMode.GS1
    symbol.encode(string.square_brackets)
    assert symbol.width == linear_size(string, 1.0).modules - 20  # zint's width has no quiet zones


def test_zint_counts_the_characters_of_gs1_128_as_we_do() -> None:
    string = parse(f"01{GTIN}1720013110L02707{GS}2181250531278265838370")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.GS1_128
    symbol.input_mode = zint.InputMode.GS1
    symbol.encode(string.square_brackets)
    assert f"requires {linear_size(string, 1.0).characters} characters (maximum 48)" in symbol.errtxt
