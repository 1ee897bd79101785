"""Code 128 of any text: against zint, python-barcode and zxing-cpp."""

import pytest
from barcode import Code128 as OtherCode128
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.symbols.code128 import FNC1, START_A, START_B, START_C, decode, encode_digits
from desktop.symbols.code128_text import encode_text
from desktop.symbols.encoder import LinearSymbol
from desktop.symbols.symbology import Symbology
from tests.symbols.pictures import read_by_zxing

ASCII = st.text(st.characters(max_codepoint=127), min_size=1, max_size=25)
# Digits, letters and controls mixed as they come, which is where the subsets change.
MIXED = st.text(st.sampled_from("0123456789aB\r\x1f ~"), min_size=1, max_size=25)


@given(ASCII | MIXED)
def test_any_ascii_text_is_read_back(text: str) -> None:
    made = encode_text(text)
    assert decode(made.modules) == (made.codewords, text)


@given(st.text(st.sampled_from(f"0123456789aB{FNC1}"), min_size=1, max_size=25))
def test_function_characters_stand_where_they_were_put(text: str) -> None:
    assert decode(encode_text(text).modules)[1] == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=20))
def test_another_reader_reads_any_printable_text(text: str) -> None:
    symbol = LinearSymbol(Symbology.CODE_128, encode_text(text).modules, text, (), text)
    assert read_by_zxing(symbol) == ("]C0", text)


@given(ASCII | MIXED)
def test_no_symbol_is_longer_than_that_of_zint(text: str) -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.CODE128
    symbol.input_mode = zint.InputMode.DATA
    symbol.encode(text.encode("ascii"))
    assert len(encode_text(text).modules) <= symbol.width


@given(st.from_regex(r"[A-Z]{1,4}[0-9]{1,3}", fullmatch=True))
def test_the_modules_are_those_of_python_barcode_where_one_subset_does(text: str) -> None:
    assert encode_text(text).modules == OtherCode128(text).build()[0]


@pytest.mark.parametrize(
    ("text", "codewords"),
    [
        ("12", (START_C, 12)),
        ("123", (START_B, 17, 18, 19)),
        ("12345", (START_B, 17, 99, 23, 45)),
        ("ABC1234", (START_B, 33, 34, 35, 99, 12, 34)),
        ("\x00\x01", (START_A, 64, 65)),
        ("a\x00b", (START_B, 65, 98, 64, 66)),
        ("a\x00\x01\x02", (START_B, 65, 101, 64, 65, 66)),
        (f"{FNC1}10AB", (START_C, 102, 10, 100, 33, 34)),
    ],
)
def test_the_shortest_way_through_the_subsets_is_taken(text: str, codewords: tuple[int, ...]) -> None:
    found = encode_text(text).codewords[:-2]
    assert len(found) == len(codewords)
    assert decode(encode_text(text).modules)[1] == text
    assert found[0] in {START_A, START_B, START_C}


def test_an_even_count_of_digits_stays_in_subset_c() -> None:
    assert encode_text("99123456789012345678") == encode_digits("99123456789012345678")


@pytest.mark.parametrize("text", ["", "é", "药", "12\x80", "１２"])
def test_what_is_not_ascii_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ASCII"):
        encode_text(text)
