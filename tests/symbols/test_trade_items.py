"""EAN-13, EAN-8, UPC-A and ITF-14: against python-barcode, zint and zxing-cpp."""

import itertools

import barcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gtin import check_digit
from desktop.errors import InputError
from desktop.symbols.decode_back import read_back, verified
from desktop.symbols.encoder import LinearSymbol, encode
from desktop.symbols.interleaved import WIDE, read_itf
from desktop.symbols.retail import read_retail
from desktop.symbols.symbology import Symbology
from tests.symbols.pictures import read_by_zxing

TRADE_ITEMS = (
    (Symbology.EAN_13, 13, "ean13", "EANX"),
    (Symbology.EAN_8, 8, "ean8", "EANX"),
    (Symbology.UPC_A, 12, "upca", "UPCA"),
    (Symbology.ITF_14, 14, "itf", "ITF14"),
)


def gtins(digits: int) -> st.SearchStrategy[str]:
    # A first digit that is not 0 keeps a longer GTIN from being a shorter one.
    body = st.integers(10 ** (digits - 2), 10 ** (digits - 1) - 1).map(str)
    return body.map(lambda text: f"{text}{check_digit(text)}")


def drawn(symbology: Symbology, data: str) -> LinearSymbol:
    symbol = encode(symbology, data)
    assert isinstance(symbol, LinearSymbol)
    return symbol


def widths(modules: str) -> list[int]:
    return [len(list(run)) for _, run in itertools.groupby(modules)]


@pytest.mark.parametrize(("symbology", "digits", "other", "_zint"), TRADE_ITEMS)
@given(data=st.data())
def test_other_readers_and_writers_agree(
    symbology: Symbology, digits: int, other: str, _zint: str, data: st.DataObject
) -> None:
    gtin = data.draw(gtins(digits))
    symbol = drawn(symbology, gtin)
    assert read_back(verified(symbol))[1] == symbol.data == gtin
    identifier, text = read_by_zxing(symbol)
    assert (identifier, text.zfill(14)) == (read_back(symbol)[0], gtin.zfill(14))
    theirs = widths(barcode.get_barcode_class(other)(gtin).build()[0])
    if symbology is Symbology.ITF_14:  # python-barcode draws 2:5
        theirs = [{2: 1, 5: WIDE}[width] for width in theirs]
    assert widths(symbol.modules) == theirs


@pytest.mark.parametrize(("symbology", "digits", "_other", "name"), TRADE_ITEMS)
@given(data=st.data())
def test_the_modules_are_those_of_zint(
    symbology: Symbology, digits: int, _other: str, name: str, data: st.DataObject
) -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    gtin = data.draw(gtins(digits))
    theirs = zint.Symbol()
    theirs.symbology = getattr(zint.Symbology, name)
    theirs.encode(gtin[:-1])  # it adds the check digit
    bits = bytes(theirs.encoded_data)  # a copy: the buffer dies with the symbol
    modules = "".join("01"[bits[i // 8] >> i % 8 & 1] for i in range(theirs.width))
    assert drawn(symbology, gtin).modules == modules


@pytest.mark.parametrize(
    ("symbology", "modules", "long"),
    [
        (Symbology.EAN_13, 95, 3),
        (Symbology.EAN_8, 67, 3),
        (Symbology.UPC_A, 95, 3),
        (Symbology.ITF_14, 135, 0),
    ],
)
def test_the_width_is_that_of_the_standard(symbology: Symbology, modules: int, long: int) -> None:
    data = {Symbology.EAN_8: "12345670", Symbology.UPC_A: "614141007349"}.get(symbology, "6932833600109")
    symbol = drawn(symbology, data)
    assert len(symbol.modules) == modules
    assert len(symbol.long) == long


@pytest.mark.parametrize("symbology", [Symbology.EAN_13, Symbology.EAN_8])
def test_the_longer_bars_are_the_guards(symbology: Symbology) -> None:
    symbol = drawn(symbology, "12345670" if symbology is Symbology.EAN_8 else "6932833600109")
    assert [symbol.modules[first:end] for first, end in symbol.long] == ["101", "01010", "101"]


@pytest.mark.parametrize(
    ("symbology", "data", "said", "hri"),
    [
        (Symbology.EAN_13, "06932833600109", "6932833600109", "6 932833 600109"),
        (Symbology.EAN_13, "614141007349", "0614141007349", "0 614141 007349"),
        (Symbology.EAN_8, "00000012345670", "12345670", "1234 5670"),
        (Symbology.UPC_A, "00614141007349", "614141007349", "6 14141 00734 9"),
        (Symbology.ITF_14, "6932833600109", "06932833600109", "06932833600109"),
    ],
)
def test_zeros_in_front_of_a_gtin_come_and_go_with_the_symbology(
    symbology: Symbology, data: str, said: str, hri: str
) -> None:
    symbol = drawn(symbology, data)
    assert (symbol.data, symbol.hri) == (said, hri)
    assert hri.replace(" ", "") == said


@pytest.mark.parametrize(
    ("symbology", "data", "why"),
    [
        (Symbology.EAN_13, "6932833600108", "check digit"),
        (Symbology.EAN_13, "693283360010", "check digit"),
        (Symbology.EAN_13, "16932833600106", "13 digits"),
        (Symbology.EAN_13, "12345670", "13 digits"),
        (Symbology.EAN_8, "6932833600109", "8 digits"),
        (Symbology.UPC_A, "6932833600109", "12 digits"),
        (Symbology.UPC_A, "12345670", "12 digits"),
        (Symbology.ITF_14, "16932833600107", "check digit"),
        (Symbology.ITF_14, "1693283360010", "check digit"),
        (Symbology.EAN_13, "69328336OO109", "only 0-9"),
        (Symbology.EAN_13, "６９３２８３３６００１０９", "only 0-9"),
        (Symbology.EAN_13, "", "No GTIN"),
    ],
)
def test_what_is_no_gtin_of_the_symbology_is_refused(symbology: Symbology, data: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        encode(symbology, data)


@pytest.mark.parametrize("symbology", [Symbology.EAN_13, Symbology.EAN_8, Symbology.UPC_A, Symbology.ITF_14])
def test_no_single_wrong_module_is_read_as_something_else(symbology: Symbology) -> None:
    data = {Symbology.EAN_8: "12345670", Symbology.UPC_A: "614141007349"}.get(symbology, "6932833600109")
    symbol = drawn(symbology, data)
    for place in range(len(symbol.modules)):
        flipped = "10"[int(symbol.modules[place])]
        modules = symbol.modules[:place] + flipped + symbol.modules[place + 1 :]
        with pytest.raises(InputError):
            verified(LinearSymbol(symbology, modules, symbol.data, symbol.long, symbol.hri))


@given(st.lists(st.integers(1, 4), max_size=80))
def test_widths_of_chance_are_refused_or_read_never_worse(found: list[int]) -> None:
    for read in (read_retail, read_itf):
        try:
            digits = read(found)
        except InputError:
            continue
        assert digits.isdigit()
