"""zint, which has the content checks of the dictionary, judges the same values and draws as wide."""

import random

import pytest

from desktop.codes.gs1 import parse
from desktop.codes.gs1.gs1_128 import linear_size
from desktop.codes.gs1.table import Identifier, identifiers
from tests.codes.gs1.samples import GS, GTIN, is_wrong, valid_values

zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")

NEWER_THAN_ZINT = {"717", "8040", "8041", "8042", "8043"}
COUPONS = {"8110", "8112"}
"""Their structure is not checked here, and said so."""
FOR_ZINT = [
    row
    for row in identifiers().values()
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
