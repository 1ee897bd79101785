"""DataMatrix and QR Code: sizes, FNC1, and what zxing-cpp, libdmtx and zint say about them."""

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.symbols import libdmtx
from desktop.symbols.decode_back import read_back, verified
from desktop.symbols.encoder import MatrixSymbol, encode, smallest
from desktop.symbols.matrix_size import RECTANGLES, SQUARES, MatrixSize, sizes
from desktop.symbols.symbology import GS, Symbology
from tests.symbols.pictures import read_by_zxing

SEED = f"01069328336001091720013110L02707{GS}2181250531278265838370"
LINK = "https://id.gs1.org/01/06932833600109/10/L02707?17=200131"
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
DATA_MATRICES = (Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX)

ELEMENT_STRINGS = st.builds(
    lambda lot, serial: f"010693283360010917200131{10}{lot}{GS}21{serial}",
    st.text(SET_82, min_size=1, max_size=20),
    st.text(SET_82, min_size=1, max_size=20),
)


def drawn(symbology: Symbology, data: str, size: str = "", level: str = "M") -> MatrixSymbol:
    symbol = encode(symbology, data, size=MatrixSize.parse(size) if size else None, level=level)
    assert isinstance(symbol, MatrixSymbol)
    return symbol


def test_ecc_200_has_24_squares_and_6_rectangles() -> None:
    assert (len(SQUARES), len(RECTANGLES)) == (24, 6)
    assert sizes(Symbology.GS1_DATA_MATRIX) == SQUARES + RECTANGLES
    assert sizes(Symbology.CODE_128) == ()
    assert [str(size) for size in sizes(Symbology.QR)][::39] == ["21x21", "177x177"]


@pytest.fixture(scope="module")
def libdmtx_wrapper() -> ModuleType:
    """The wrapper; where there is none (from Python 3.12 on) there is no second opinion to be had."""
    found = libdmtx.wrapper()
    if found is None:
        pytest.skip("this machine has no libdmtx that Python can call")
    return found


@pytest.mark.parametrize("symbology", DATA_MATRICES)
@pytest.mark.parametrize("size", SQUARES + RECTANGLES, ids=str)
def test_every_size_of_data_matrix_can_be_asked_for(symbology: Symbology, size: MatrixSize) -> None:
    data = "10A" if symbology.gs1 else "Ab"
    symbol = verified(encode(symbology, data, size=size))
    assert isinstance(symbol, MatrixSymbol)
    assert symbol.size == size
    assert read_by_zxing(symbol) == ("]d2" if symbology.gs1 else "]d1", data)


@pytest.mark.parametrize("size", SQUARES + RECTANGLES, ids=str)
def test_libdmtx_reads_every_size(libdmtx_wrapper: ModuleType, size: MatrixSize) -> None:
    data = "1" * (3 if size.modules < 150 else 12)
    rows = drawn(Symbology.DATA_MATRIX, data, str(size)).rows
    assert libdmtx.read(libdmtx_wrapper, rows) == data.encode()


@pytest.mark.parametrize("size", [sizes(Symbology.QR)[version - 1] for version in (1, 2, 7, 10, 27, 40)])
@pytest.mark.parametrize("level", "LMQH")
def test_versions_and_levels_of_qr_codes_can_be_asked_for(size: MatrixSize, level: str) -> None:
    symbol = verified(encode(Symbology.QR, "A1", size=size, level=level))
    assert isinstance(symbol, MatrixSymbol)
    assert symbol.size == size
    assert read_by_zxing(symbol) == ("]Q1", "A1")


@pytest.mark.parametrize(
    ("symbology", "data", "identifier"),
    [
        (Symbology.DATA_MATRIX, SEED, "]d1"),
        (Symbology.GS1_DATA_MATRIX, SEED, "]d2"),
        (Symbology.GS1_DATA_MATRIX, LINK, "]d1"),
        (Symbology.QR, LINK, "]Q1"),
        (Symbology.GS1_QR, SEED, "]Q3"),
        (Symbology.GS1_QR, LINK, "]Q1"),
        (Symbology.QR, "药品追溯码 81250531278265838370", "]Q1"),
        (Symbology.QR, "中文", "]Q1"),
        (Symbology.DATA_MATRIX, "生产批号 é", "]d1"),
        (Symbology.DATA_MATRIX, "\x00\x1d\x7f[)>\\x1d", "]d1"),
    ],
)
def test_the_symbology_identifier_tells_what_was_drawn(
    symbology: Symbology, data: str, identifier: str
) -> None:
    symbol = verified(drawn(symbology, data))
    assert read_back(symbol) == (identifier, data)
    assert read_by_zxing(symbol) == (identifier, data)


@given(ELEMENT_STRINGS)
def test_any_element_string_is_read_back(data: str) -> None:
    for symbology in (Symbology.GS1_DATA_MATRIX, Symbology.GS1_QR):
        symbol = verified(encode(symbology, data))
        assert symbol.data == data


@settings(max_examples=30)
@given(ELEMENT_STRINGS)
def test_libdmtx_reads_the_same_with_fnc1_in_front(libdmtx_wrapper: ModuleType, data: str) -> None:
    read = libdmtx.read(libdmtx_wrapper, drawn(Symbology.GS1_DATA_MATRIX, data).rows)
    assert read == b"\xe8" + data.encode().replace(b"\x1d", b"\xe8")


def test_a_data_matrix_that_libdmtx_reads_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    symbol = drawn(Symbology.GS1_DATA_MATRIX, "10A")
    monkeypatch.setattr(libdmtx, "wrapper", lambda: ModuleType("dmtx"))
    for read, told in ((b"\xe810B", "reads as .* instead of"), (b"10A", "reads as"), (None, "does not read")):
        monkeypatch.setattr(libdmtx, "read", lambda _dmtx, _rows, read=read: read)
        with pytest.raises(InputError, match=told):
            verified(symbol)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_is_read_back(data: str) -> None:
    for symbology in (Symbology.DATA_MATRIX, Symbology.QR):
        assert verified(encode(symbology, data)).data == data


@pytest.mark.parametrize(
    ("data", "square", "rectangle"),
    [
        (SEED, "22x22", "16x36"),
        (f"010693283360010910L02707{GS}172001312181250531278265838370", "22x22", "16x36"),
        (f"0106901234567892111412311715070710A213B1{GS}211234", "22x22", "16x36"),
        (f"01069328336001091728070010L02707{GS}21A1B2C3D4E5F6{GS}7141234567", "24x24", "16x48"),
        ("00069328336000000017020693283360010937400", "20x20", "12x36"),
        (f"010460123456789321A1b2C3d4E5f6G{GS}91EE06{GS}92{'aB1+' * 11}", "36x36", ""),
    ],
)
def test_the_smallest_size_is_that_of_the_test_vectors(data: str, square: str, rectangle: str) -> None:
    # The vectors count ASCII encodation alone; C40 saves the fourth one a size (26x26).
    assert str(smallest(Symbology.GS1_DATA_MATRIX, data)) == square
    assert drawn(Symbology.GS1_DATA_MATRIX, data).size == MatrixSize.parse(square)
    if rectangle:
        assert str(smallest(Symbology.GS1_DATA_MATRIX, data, rectangular=True)) == rectangle
    else:
        with pytest.raises(InputError, match="do not fit into any"):
            smallest(Symbology.GS1_DATA_MATRIX, data, rectangular=True)


@given(ELEMENT_STRINGS)
def test_the_smallest_size_holds_the_data_and_the_next_smaller_does_not(data: str) -> None:
    size = smallest(Symbology.GS1_DATA_MATRIX, data)
    place = SQUARES.index(size)
    assert drawn(Symbology.GS1_DATA_MATRIX, data, str(size)).size == size
    with pytest.raises(InputError, match="into these they do"):
        encode(Symbology.GS1_DATA_MATRIX, data, size=SQUARES[place - 1])


def test_shorter_data_keep_the_size_of_the_longest() -> None:
    size = smallest(Symbology.GS1_DATA_MATRIX, SEED)
    for data in (SEED, "0106932833600109", f"010693283360010910L{GS}211"):
        assert drawn(Symbology.GS1_DATA_MATRIX, data, str(size)).size == size


def test_a_size_that_is_too_small_is_refused_with_those_that_would_do() -> None:
    with pytest.raises(InputError) as refused:
        encode(Symbology.GS1_DATA_MATRIX, SEED, size=MatrixSize(16, 16))
    said = str(refused.value)
    assert "16x16" in said
    assert "22x22, 24x24" in said
    assert "20x20" not in said
    assert "16x36, 16x48" in said
    assert "12x36" not in said


def test_a_rectangle_that_is_too_small_is_refused() -> None:
    with pytest.raises(InputError, match="8x18; into these they do"):
        encode(Symbology.GS1_DATA_MATRIX, SEED, size=MatrixSize(8, 18))


@pytest.mark.parametrize(
    ("symbology", "size"),
    [(Symbology.DATA_MATRIX, "21x21"), (Symbology.DATA_MATRIX, "8x48"), (Symbology.QR, "22x22")],
)
def test_a_size_that_the_symbology_has_not_is_refused(symbology: Symbology, size: str) -> None:
    with pytest.raises(InputError, match=f"has no size {size}"):
        encode(symbology, "A", size=MatrixSize.parse(size))


@pytest.mark.parametrize("text", ["", "26", "26X26", "26 x 26", "0x0", "26x", "-8x18", "26x26x26", "٢x٢"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="rows x columns"):
        MatrixSize.parse(text)


@pytest.mark.parametrize(
    ("symbology", "data", "why"),
    [
        (Symbology.DATA_MATRIX, "", "needs data"),
        (Symbology.GS1_QR, "", "needs data"),
        (Symbology.DATA_MATRIX, "x" * 3000, "do not fit into any"),
        (Symbology.QR, "x" * 8000, "do not fit into any"),
        (Symbology.GS1_DATA_MATRIX, "81250531278265838370", "no element string"),
        (Symbology.GS1_DATA_MATRIX, "(01)06932833600109", "no element string"),
        (Symbology.GS1_DATA_MATRIX, f"{GS}0106932833600109", "no element string"),
        (Symbology.GS1_DATA_MATRIX, f"0106932833600109{GS}10A", "no element string"),
        (Symbology.GS1_DATA_MATRIX, f"0106932833600109{GS}", "no element string"),
        (Symbology.GS1_DATA_MATRIX, f"10A{GS}", "no element string"),
        (Symbology.GS1_DATA_MATRIX, f"10A{GS}{GS}21B", "no element string"),
        (Symbology.GS1_DATA_MATRIX, "010693283360", "no element string"),
        (Symbology.GS1_DATA_MATRIX, "10A B", "no element string"),
        (Symbology.GS1_DATA_MATRIX, "10" + "A" * 21, "no element string"),
        (Symbology.GS1_QR, "10[21]", "no element string"),
        (Symbology.GS1_QR, "21批号", "no element string"),
    ],
)
def test_data_that_do_not_suit_are_refused(symbology: Symbology, data: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        encode(symbology, data)


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(InputError, match="L, M, Q or H"):
        encode(Symbology.QR, "A", level="X")


def test_bars_have_no_smallest_size() -> None:
    with pytest.raises(InputError, match="no matrix"):
        smallest(Symbology.CODE_128, "12")


@given(ELEMENT_STRINGS)
def test_the_modules_are_those_of_zint(data: str) -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    symbol = drawn(Symbology.GS1_DATA_MATRIX, data)
    lot, _, serial = data[26:].partition(GS)
    theirs = zint.Symbol()
    theirs.symbology = zint.Symbology.DATAMATRIX
    theirs.input_mode = zint.InputMode.GS1
    theirs.option_3 = 100  # squares only
    theirs.encode(f"[01]06932833600109[17]200131[10]{lot}[21]{serial[2:]}")
    bits = bytes(theirs.encoded_data)  # a copy: the buffer dies with the symbol
    rows = tuple(
        "".join("01"[bits[row * 144 + i // 8] >> i % 8 & 1] for i in range(theirs.width))
        for row in range(theirs.rows)
    )
    assert symbol.rows == rows
