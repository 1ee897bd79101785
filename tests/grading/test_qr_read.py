"""Reading QR Code modules: checked against two encoders and a reader that share no code with it."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.qr_layout import LEVELS, VERSIONS, QrLayout, carriers, format_places
from desktop.grading.qr_read import expected_modules, read_format, read_qr
from desktop.grading.qr_text import said
from desktop.grading.reed_solomon import QR_CODE, checks_of, correct
from tests.grading.synthetic_qr import DATA, drawn_by_zint, drawn_by_zxing, wrong_words

LAYOUTS = [QrLayout(version, level) for version in VERSIONS for level in LEVELS]


def name(layout: QrLayout) -> str:
    return f"{layout.version}-{layout.level}"


@pytest.mark.parametrize("layout", LAYOUTS, ids=name)
def test_what_zint_draws_is_read_without_an_error(layout: QrLayout) -> None:
    dark = drawn_by_zint(layout.version, layout.level, "7A")
    found = read_qr(dark, layout.version)
    assert found is not None
    assert (found.layout, found.data, found.wrong, found.unused) == (layout, "7A", frozenset(), 100.0)
    assert (expected_modules(dark, layout.version, found) == dark).all()


@pytest.mark.parametrize("layout", LAYOUTS[::7], ids=name)
def test_what_zxing_draws_is_read_without_an_error(layout: QrLayout) -> None:
    dark = drawn_by_zxing(layout.version, layout.level, "7A")
    found = read_qr(dark, layout.version)
    assert found is not None
    assert (found.layout, found.data, found.wrong) == (layout, "7A", frozenset())
    assert (expected_modules(dark, layout.version, found) == dark).all()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_bit_of_every_code_word_has_one_module(version: int) -> None:
    where = carriers(version)
    layout = QrLayout(version, "M")
    assert sorted(where[where >= 0]) == list(range(8 * layout.codewords))
    assert sorted(place for n in range(layout.blocks) for place in layout.block(n)) == list(
        range(layout.codewords)
    )


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if 3 < one.version < 12], ids=name)
def test_unused_correction_counts_the_wrong_words_of_the_worst_block_as_zxing_does(layout: QrLayout) -> None:
    dark = drawn_by_zxing(layout.version, layout.level)
    count = layout.checks_per_block // 3
    for place in wrong_words(layout, count, layout.blocks - 1):
        dark[place] ^= True
    found = read_qr(dark, layout.version)
    theirs = zxingcpp.read_barcode(
        np.kron(np.where(np.pad(dark, 4), 0, 255), np.ones((4, 4))).astype(np.uint8)
    )
    assert found is not None
    assert found.data == DATA
    assert found.wrong == frozenset(layout.block(layout.blocks - 1)[:count])
    assert found.unused == pytest.approx(100 * (1 - 2 * count / layout.checks_per_block))
    assert theirs is not None
    extra = theirs.extra
    assert isinstance(extra, dict)
    # It gives two digits, cut.
    assert float(extra["UEC"]) == pytest.approx(found.unused / 100, abs=0.0101)


@pytest.mark.parametrize(
    ("version", "level", "most"),
    [(1, "L", 2), (1, "M", 4), (1, "Q", 6), (1, "H", 8), (2, "L", 4), (3, "L", 7)],
)
def test_small_symbols_keep_check_words_back_against_misreading(version: int, level: str, most: int) -> None:
    layout = QrLayout(version, level)
    for count, unused in ((1, 100 * (1 - 1 / most)), (most, 0.0)):
        dark = drawn_by_zxing(version, level, "7A")
        for place in wrong_words(layout, count):
            dark[place] ^= True
        found = read_qr(dark, version)
        assert found is not None
        assert found.unused == pytest.approx(unused)
    dark = drawn_by_zxing(version, level, "7A")
    for place in wrong_words(layout, most + 1):
        dark[place] ^= True
    assert read_qr(dark, version) is None


@pytest.mark.parametrize(("wrong", "readable"), [(3, True), (4, False)])
def test_format_information_stands_three_wrong_bits_in_its_better_copy(wrong: int, readable: bool) -> None:
    dark = drawn_by_zxing(2, "Q")
    first, second = format_places(2)
    for place in (*first[:7], *second[:wrong]):
        dark[place] ^= True
    form = read_format(dark, 2)
    assert (form is not None and form.level == "Q") is readable


@pytest.mark.parametrize(
    "text", ["0123456789012", "A-B:C/D 12", "mixed Case 12345678901234567890", "点茗", "żółć 药品", "a%b"]
)
@pytest.mark.parametrize("version", [5, 12, 30])
def test_texts_of_every_mode_are_read_as_zint_wrote_them(text: str, version: int) -> None:
    found = read_qr(drawn_by_zint(version, "M", text), version)
    assert found is not None
    assert found.data == text


def test_gs1_data_have_their_separator_and_identifier() -> None:
    dark = drawn_by_zint(3, "M", "[01]06932833600109[10]A1[21]77", gs1=True)
    found = read_qr(dark, 3)
    assert found is not None
    assert (found.data, found.identifier) == ("010693283360010910A1\x1d2177", "]Q3")


def test_an_extended_channel_says_which_characters_bytes_are() -> None:
    found = read_qr(drawn_by_zxing(3, "M", "药品 7"), 3)
    assert found is not None
    assert (found.data, found.identifier) == ("药品 7", "]Q2")


@given(st.lists(st.integers(0, 255), max_size=40), st.sampled_from([1, 10, 27]))
def test_code_words_of_any_kind_are_said_or_make_no_sense(words: list[int], version: int) -> None:
    _, identifier = said(words, version)
    assert identifier.startswith("]Q")


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=60), st.integers(2, 15), st.data())
def test_as_many_wrong_words_as_half_the_check_words_are_put_right(
    words: bytes, half: int, data: st.DataObject
) -> None:
    block = [*words, *checks_of(list(words), 2 * half, QR_CODE)]
    faults = data.draw(st.dictionaries(st.integers(0, len(block) - 1), st.integers(1, 255), max_size=half))
    damaged = [word ^ faults.get(place, 0) for place, word in enumerate(block)]
    found = correct(damaged, 2 * half, QR_CODE)
    assert found is not None
    assert found.words == tuple(block)
    assert found.errors == tuple(sorted(faults))
