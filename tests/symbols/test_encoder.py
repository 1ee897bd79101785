"""What all symbologies share, GS1-128, and that no symbol passes that does not read as its data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gs1.gs1_128 import symbol_characters
from desktop.errors import InputError
from desktop.symbols.code128 import FNC1, encode_digits, module_count
from desktop.symbols.decode_back import read_back, require_second_opinion, verified
from desktop.symbols.encoder import LinearSymbol, MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import GS, IDENTIFIERS, Symbology, identifier_of
from tests.symbols.pictures import read_by_zxing

SAMPLES = {
    Symbology.CODE_128: "81250531278265838370",
    Symbology.GS1_128: f"010693283360010910L02707{GS}211234",
    Symbology.EAN_13: "6932833600109",
    Symbology.EAN_8: "12345670",
    Symbology.UPC_A: "614141007349",
    Symbology.ITF_14: "16932833600106",
    Symbology.DATA_MATRIX: "81250531278265838370",
    Symbology.GS1_DATA_MATRIX: f"010693283360010910L02707{GS}211234",
    Symbology.QR: "https://example.com/81250531278265838370",
    Symbology.GS1_QR: f"010693283360010910L02707{GS}211234",
}
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SHORT = st.text(SET_82, min_size=1, max_size=10)


@pytest.mark.parametrize("symbology", Symbology)
def test_every_symbology_is_drawn_and_read_by_us_and_by_another_reader(symbology: Symbology) -> None:
    data = SAMPLES[symbology]
    symbol = verified(encode(symbology, data))
    assert read_back(symbol) == (IDENTIFIERS[symbology], data)
    identifier, text = read_by_zxing(symbol)
    assert identifier == IDENTIFIERS[symbology]
    assert text.removeprefix("0") == data.removeprefix("0")  # a UPC-A is read as an EAN-13


@pytest.mark.parametrize("symbology", Symbology)
def test_a_symbol_that_says_something_else_is_refused(symbology: Symbology) -> None:
    symbol = encode(symbology, SAMPLES[symbology])
    with pytest.raises(InputError, match="instead of"):
        verified(replace(symbol, data=f"{symbol.data}1"))


@pytest.mark.parametrize(
    ("gs1", "plain"),
    [
        (Symbology.GS1_128, Symbology.CODE_128),
        (Symbology.GS1_DATA_MATRIX, Symbology.DATA_MATRIX),
        (Symbology.GS1_QR, Symbology.QR),
    ],
)
def test_a_symbol_that_lost_its_fnc1_is_refused_although_its_text_is_the_same(
    gs1: Symbology, plain: Symbology
) -> None:
    symbol = encode(plain, SAMPLES[gs1])
    with pytest.raises(InputError, match="instead of"):
        verified(replace(symbol, symbology=gs1))


def test_a_matrix_symbol_of_noise_is_refused() -> None:
    with pytest.raises(InputError, match="does not read"):
        verified(MatrixSymbol(Symbology.DATA_MATRIX, ("1010101010",) * 10, "A"))


@pytest.mark.parametrize("size", ["18x18", "22x22", "8x18"])  # all their inner modules are codewords
def test_no_wrong_module_of_a_data_matrix_is_hidden_by_error_correction(size: str) -> None:
    symbol = encode(Symbology.DATA_MATRIX, "8125", size=MatrixSize.parse(size))
    assert isinstance(symbol, MatrixSymbol)
    for y in range(1, symbol.size.rows - 1):
        for x in range(1, symbol.size.columns - 1):
            rows = list(symbol.rows)
            rows[y] = f"{rows[y][:x]}{'10'[int(rows[y][x])]}{rows[y][x + 1 :]}"
            with pytest.raises(InputError, match="error correction"):
                verified(replace(symbol, rows=tuple(rows)))


def test_wrong_modules_of_a_qr_code_are_not_hidden_by_error_correction() -> None:
    symbol = encode(Symbology.QR, "8125", level="H")
    assert isinstance(symbol, MatrixSymbol)
    row = symbol.rows[11]  # beside the finder patterns: data alone
    wrong = row[12:18].translate(str.maketrans("01", "10"))
    rows = (*symbol.rows[:11], row[:12] + wrong + row[18:], *symbol.rows[12:])
    with pytest.raises(InputError, match="error correction"):
        verified(replace(symbol, rows=rows))


def test_a_drug_code_is_drawn_in_subset_c_alone() -> None:
    symbol = encode(Symbology.CODE_128, "81250531278265838370")
    assert isinstance(symbol, LinearSymbol)
    assert symbol.modules == encode_digits("81250531278265838370").modules
    assert len(symbol.modules) == 145


@given(SHORT, SHORT)
def test_gs1_128_is_as_long_as_the_codes_say_and_reads_everywhere(lot: str, serial: str) -> None:
    data = f"010693283360010910{lot}{GS}21{serial}"
    symbol = verified(encode(Symbology.GS1_128, data))
    assert isinstance(symbol, LinearSymbol)
    assert len(symbol.modules) == module_count(0) + 11 * (symbol_characters(data) + 1)
    assert read_by_zxing(symbol) == ("]C1", data)


@given(SHORT, SHORT)
def test_gs1_128_is_no_longer_than_that_of_zint(lot: str, serial: str) -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    theirs = zint.Symbol()
    theirs.symbology = zint.Symbology.GS1_128
    theirs.input_mode = zint.InputMode.GS1
    theirs.encode(f"[01]06932833600109[10]{lot}[21]{serial}")
    symbol = encode(Symbology.GS1_128, f"010693283360010910{lot}{GS}21{serial}")
    assert isinstance(symbol, LinearSymbol)
    assert len(symbol.modules) <= theirs.width


def test_gs1_128_ends_at_48_characters() -> None:
    start = f"010693283360010910{'A' * 14}{GS}21"
    assert len(f"{start}{'B' * 13}") == 48
    verified(encode(Symbology.GS1_128, f"{start}{'B' * 13}"))
    with pytest.raises(InputError, match=r"48 characters.*found 49"):
        encode(Symbology.GS1_128, f"{start}{'B' * 14}")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "needs data"),
        ("https://id.gs1.org/01/06932833600109", "Digital Link"),
        ("81250531278265838370", "no element string"),
        (f"0106932833600109{GS}", "no element string"),
        ("10L 1", "no element string"),
    ],
)
def test_gs1_128_takes_element_strings_only(data: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        encode(Symbology.GS1_128, data)


def test_the_separator_in_a_plain_code_128_stays_data() -> None:
    assert read_back(encode(Symbology.CODE_128, f"A{GS}B")) == ("]C0", f"A{GS}B")


@pytest.mark.parametrize("data", [f"{FNC1}12", f"A{FNC1}"])
def test_function_characters_cannot_be_smuggled_into_a_plain_code_128(data: str) -> None:
    with pytest.raises(InputError, match="function character"):
        encode(Symbology.CODE_128, data)


def test_a_digital_link_reads_without_fnc1() -> None:
    assert identifier_of(Symbology.GS1_QR, "https://id.gs1.org/01/06932833600109") == "]Q1"
    assert identifier_of(Symbology.GS1_QR, "0106932833600109") == "]Q3"


@pytest.mark.parametrize("symbology", [one for one in SAMPLES if one.linear])
def test_bars_that_another_reader_takes_otherwise_are_refused(symbology: Symbology) -> None:
    symbol = encode(symbology, SAMPLES[symbology])
    assert isinstance(symbol, LinearSymbol)
    require_second_opinion(symbology, symbol.modules, symbol.data)
    with pytest.raises(InputError, match="reads as"):
        require_second_opinion(symbology, symbol.modules, f"{symbol.data}1")
    with pytest.raises(InputError, match="does not read"):
        require_second_opinion(symbology, symbol.modules[::3], symbol.data)
