"""Reading DataMatrix modules: checked against the encoder and zxing-cpp, which share no code with it."""

import random

import numpy
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.ecc200 import read, said, words_of
from desktop.grading.matrix_layout import LAYOUTS, Bools, Layout, carriers
from desktop.grading.reed_solomon import checks_of, correct
from desktop.symbols.encoder import MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import Symbology

BY_SIZE = {(layout.rows, layout.columns): layout for layout in LAYOUTS}


def modules(layout: Layout, data: str) -> Bools:
    symbol = encode(Symbology.DATA_MATRIX, data, size=MatrixSize(layout.rows, layout.columns))
    assert isinstance(symbol, MatrixSymbol)
    return numpy.array([[module == "1" for module in row] for row in symbol.rows])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.rows}x{layout.columns}")
def test_every_size_is_read(layout: Layout) -> None:
    found = read(modules(layout, "A12"), layout)
    assert found is not None
    assert (found.data, found.wrong, found.unused) == ("A12", frozenset(), 100.0)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.rows}x{layout.columns}")
def test_every_bit_of_every_code_word_has_one_module(layout: Layout) -> None:
    where = carriers(layout)
    assert sorted(where[where >= 0]) == list(range(8 * layout.codewords))


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if one.rows <= 52], ids=str)
def test_unused_correction_counts_the_code_words_that_were_wrong(layout: Layout) -> None:
    picture = modules(layout, "7")
    block = layout.block(layout.blocks - 1)
    most = layout.checks_per_block // 2
    for word in block[:most]:
        picture[carriers(layout) == 8 * word + 3] ^= True
    found = read(picture, layout)
    assert found is not None
    assert found.wrong == frozenset(block[:most])
    assert found.unused == pytest.approx(100 * (1 - 2 * most / layout.checks_per_block))
    assert found.data == "7"


def test_a_symbol_with_too_many_errors_is_not_read() -> None:
    layout = BY_SIZE[22, 22]
    picture = modules(layout, "010123456789012810")
    for word in range(layout.checks_per_block // 2 + 1):
        picture[carriers(layout) == 8 * word] ^= True
    assert read(picture, layout) is None


@given(st.lists(st.integers(0, 255), min_size=1, max_size=150), st.integers(5, 68), st.randoms())
@settings(max_examples=60, deadline=None)
def test_as_many_errors_as_half_the_check_words_are_put_right(
    data: list[int], count: int, dice: random.Random
) -> None:
    block = [*data, *checks_of(data, count)]
    places = dice.sample(range(len(block)), min(count // 2, len(block)))
    hurt = list(block)
    for place in places:
        hurt[place] ^= dice.randint(1, 255)
    found = correct(hurt, count)
    assert found is not None
    assert (found.words, sorted(found.errors)) == (tuple(block), sorted(places))


ALPHABETS = (
    "0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ",
    "abcdefghijklmnop 012",
    "".join(map(chr, range(32, 127))),
    "\r*> ABC019",
    "ABC.,-/@[]^!",
    "".join(map(chr, range(1, 256))),
)


@pytest.mark.parametrize("seed", range(4))
def test_it_reads_what_zxing_reads(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(60):
        alphabet = dice.choice(ALPHABETS)
        text = "".join(dice.choice(alphabet) for _ in range(dice.choice((1, 3, 8, 20, 40))))
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix)
        picture = numpy.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)) < 128
        layout = BY_SIZE.get(picture.shape)
        if layout is None:  # a size of ISO/IEC 21471
            continue
        found = read(picture, layout)
        assert found is not None
        assert found.data == text


def test_macros_are_written_out() -> None:
    assert said([236, 66, 129]) == ("[)>\x1e05\x1dA\x1e\x04", "]d1")


def test_an_fnc1_in_front_says_gs1_and_later_separates() -> None:
    assert said([232, 131, 232, 66, 129]) == ("01\x1dA", "]d2")


def test_code_words_that_no_encoder_writes_say_nothing() -> None:
    assert said([242, 12, 129])[0] == ""


@given(st.lists(st.integers(0, 255), max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_code_words_come_reading_them_ends(words: list[int]) -> None:
    assert isinstance(said(words)[0], str)


def test_code_words_stand_where_the_standard_has_them() -> None:
    # ISO/IEC 16022:2006, annex O: "123456" in 10x10.
    assert words_of(modules(BY_SIZE[10, 10], "123456"), BY_SIZE[10, 10]) == [
        142,
        164,
        186,
        114,
        25,
        5,
        88,
        102,
    ]
