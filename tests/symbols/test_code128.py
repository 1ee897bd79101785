"""Code 128: against the published check characters, python-barcode and zxing-cpp."""

import numpy as np
import pytest
import zxingcpp
from barcode import Code128 as OtherCode128
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.symbols.code128 import (
    FNC1,
    FNC2,
    FNC3,
    PATTERNS,
    START_A,
    START_B,
    START_C,
    STOP,
    WIDTHS,
    decode,
    encode_digits,
    module_count,
)

CODES = st.text("0123456789", min_size=20, max_size=20)
PAIRS_OF_DIGITS = st.integers(1, 30).flatmap(lambda n: st.text("0123456789", min_size=2 * n, max_size=2 * n))


def symbol(*values: int) -> str:
    """Write codewords as modules, with the check character and STOP added."""
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return "".join(PATTERNS[value] for value in (*values, check, STOP))


def picture(modules: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    row = np.array([255 * (module == "0") for module in "0" * 10 + modules + "0" * 10], np.uint8)
    return np.repeat(np.repeat(row, 3)[np.newaxis], 60, axis=0)


@pytest.mark.parametrize(
    ("code", "check"),
    [
        ("81000210157090217447", 86),
        ("81250531278265838370", 66),
        ("80217619000000001003", 33),
        ("83857930000879766660", 28),
        ("00000000000000000000", 2),
        ("99999999999999999999", 91),
    ],
)
def test_the_check_character_is_the_published_one(code: str, check: int) -> None:
    assert encode_digits(code).check == check


def test_each_character_has_eleven_modules_and_an_even_number_of_black_ones() -> None:
    for widths, pattern in zip(WIDTHS[:STOP], PATTERNS[:STOP], strict=True):
        assert len(widths) == 6
        assert len(pattern) == 11
        assert pattern.count("1") % 2 == 0  # ISO/IEC 15417: the character's own parity
    assert len(PATTERNS[STOP]) == 13
    assert len(set(PATTERNS)) == len(PATTERNS) == 107


@given(CODES)
def test_a_drug_code_has_145_modules_and_is_read_back(code: str) -> None:
    made = encode_digits(code)
    assert len(made.modules) == 145 == module_count(20)
    assert decode(made.modules) == (made.codewords, code)


@given(PAIRS_OF_DIGITS)
def test_any_even_number_of_digits_is_written_in_subset_c_alone_and_read_back(digits: str) -> None:
    made = encode_digits(digits)
    assert made.codewords[0] == START_C
    assert max(made.codewords[1:-2]) < 100
    assert len(made.modules) == module_count(len(digits))
    assert decode(made.modules) == (made.codewords, digits)


@given(st.text("0123456789", min_size=18, max_size=18), st.integers(0, 98))
def test_the_modules_are_those_of_python_barcode(rest: str, first: int) -> None:
    code = f"{first:02}{rest}"
    assert encode_digits(code).modules == OtherCode128(code).build()[0]


def test_python_barcode_still_drops_a_leading_99() -> None:
    code = "99123456789012345678"
    other = OtherCode128(code).build()[0]
    assert len(other) == 134
    assert decode(other)[1] == code[2:]
    assert decode(encode_digits(code).modules)[1] == code


@pytest.mark.parametrize("code", ["81000210157090217447", "99123456789012345678", "99999999999999999999"])
def test_another_reader_reads_the_drawn_bars(code: str) -> None:
    (read,) = zxingcpp.read_barcodes(picture(encode_digits(code).modules))
    assert read.text == code
    assert read.symbology_identifier == "]C0"


@pytest.mark.parametrize("data", ["", "1", "123", "12345x", "1２", "١٢", " 12", "1 2 ", "-1+2"])
def test_what_is_no_even_number_of_digits_is_not_encoded(data: str) -> None:
    with pytest.raises(InputError, match="even count"):
        encode_digits(data)


@pytest.mark.parametrize("first", ["99", "98", "00"])
@given(rest=st.text("0123456789", min_size=18, max_size=18))
def test_no_damaged_module_goes_unnoticed(first: str, rest: str) -> None:
    made = encode_digits(first + rest)
    for place in (0, 15, 70, 143, 144):
        flipped = "10"[int(made.modules[place])]
        with pytest.raises(InputError):
            decode(made.modules[:place] + flipped + made.modules[place + 1 :])


@given(st.text("01", max_size=400))
def test_modules_of_chance_are_refused_or_read_never_worse(modules: str) -> None:
    try:
        codewords, _ = decode(modules)
    except InputError:
        return
    assert "".join(PATTERNS[value] for value in codewords) == modules


@pytest.mark.parametrize(
    ("modules", "why"),
    [
        ("", "no complete"),
        (PATTERNS[STOP], "no complete"),
        (symbol(START_C, 12)[:-1], "no complete"),
        ("0" + symbol(START_C, 12), "no complete"),
        (symbol(START_C, 12) + "0", "no complete"),
        (symbol(12, 34), "does not begin"),
        (symbol(START_C, 12, START_B, 34), "start character stands"),
        (PATTERNS[START_C] + PATTERNS[12] + PATTERNS[0] + PATTERNS[STOP], "check character"),
        (PATTERNS[START_C] + "11111000000" + PATTERNS[0] + PATTERNS[STOP], "Code 128"),
        (PATTERNS[START_C] + "11000110000" + PATTERNS[0] + PATTERNS[STOP], "no complete|no Code 128"),
        ("bAbBbB" + symbol(START_C, 12), '"1" and "0" only'),
        (symbol(START_C, 12).replace("0", " "), '"1" and "0" only'),
    ],
)
def test_what_is_no_code_128_is_refused_with_its_reason(modules: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        decode(modules)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((START_B, 100, 73, 73), "\xe9i"),
        ((START_B, 100, 100, 73, 73, 100, 73, 73, 100, 100, 73), "\xe9\xe9i\xe9i"),
        ((START_A, 101, 41, 41, 41), "\xc9II"),
    ],
)
def test_the_fourth_function_character_gives_the_other_half_of_latin_1_as_another_reader_reads_it(
    values: tuple[int, ...], text: str
) -> None:
    modules = symbol(*values)
    assert decode(modules)[1] == text
    (read,) = zxingcpp.read_barcodes(picture(modules))
    assert read.text == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((START_B, 33, 66, 16), "Ab0"),
        ((START_A, 33, 65, 16), "A\x010"),
        ((START_C, 102, 10, 17), f"{FNC1}1017"),
        ((START_B, 102, 17, 99, 23, 45, 100, 33), f"{FNC1}12345A"),
        ((START_C, 12, 101, 64, 98, 66, 64), "12\x00b\x00"),
        ((START_B, 98, 64, 66, 101, 64, 100, 66), "\x00b\x00b"),
        ((START_A, 100, 66, 101, 73, 99, 99), "b\t99"),
        ((START_A, 96, 97, 33), f"{FNC3}{FNC2}A"),
        ((START_B, 96, 97, 95), f"{FNC3}{FNC2}\x7f"),
    ],
)
def test_subsets_shifts_and_function_characters_are_followed(values: tuple[int, ...], text: str) -> None:
    assert decode(symbol(*values))[1] == text


@given(st.text([chr(code) for code in range(128)], min_size=1, max_size=20))
def test_what_another_encoder_wrote_in_any_subset_is_read(text: str) -> None:
    drawn = zxingcpp.create_barcode(text.encode("ascii"), zxingcpp.BarcodeFormat.Code128)
    row = np.asarray(drawn.to_image(scale=1, add_quiet_zones=False))[0]
    assert decode("".join("01"[int(pixel == 0)] for pixel in row))[1] == text
