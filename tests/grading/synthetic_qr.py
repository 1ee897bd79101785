"""QR Codes drawn by encoders of other houses, as scenes with faults of known size."""

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.grading.model import Edition, Parameter, SymbolGrade
from desktop.grading.qr import grade_qr
from desktop.grading.qr_layout import QrLayout, carriers, side_of
from desktop.symbols.encoder import MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import Symbology
from tests.grading.synthetic import Picture, render
from tests.grading.synthetic_matrix import Module, Modules

Flags = NDArray[np.bool_]
DATA = "PACKMARK 01"
WHOLE, TENTHS = Edition.GBT_23704_2017, Edition.ISO_15415_2024


def drawn_by_zxing(version: int, level: str, data: str = DATA) -> Flags:
    """Return which modules are dark, by the writer that the product prints with."""
    side = side_of(version)
    symbol = encode(Symbology.QR, data, size=MatrixSize(side, side), level=level)
    assert isinstance(symbol, MatrixSymbol)
    return np.array([[module == "1" for module in row] for row in symbol.rows])


def drawn_by_zint(version: int, level: str, data: str = DATA, *, gs1: bool = False) -> Flags:
    """Return which modules are dark, by zint."""
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.QRCODE
    symbol.option_1, symbol.option_2 = "LMQH".index(level) + 1, version
    if gs1:
        symbol.input_mode = zint.InputMode.GS1
    symbol.encode(data)
    symbol.buffer()
    pixels = np.asarray(symbol.bitmap)
    grey = pixels[..., 0] if pixels.ndim == 3 else pixels
    wide = grey.shape[0] // side_of(version)
    return np.asarray(grey[wide // 2 :: wide, wide // 2 :: wide] < 128)


def sample(version: int, level: str = "M") -> Modules:
    """Return a QR Code without faults."""
    dark = drawn_by_zxing(version, level)
    return Modules(tuple("".join("1" if one else "0" for one in row) for row in dark))


def wrong_words(layout: QrLayout, count: int, block: int = 0) -> frozenset[Module]:
    """Return one module each of the first so many code words of a block."""
    where = carriers(layout.version)
    places = [np.argwhere(where == 8 * word + 3)[0] for word in layout.block(block)[:count]]
    return frozenset((int(row), int(column)) for row, column in places)


def graded(symbol: Modules | Picture, px: float = 12, edition: Edition = WHOLE) -> SymbolGrade:
    """Grade a symbol, its modules half a millimetre wide."""
    picture = render(symbol.scene(), px, (0.3, 0.6)) if isinstance(symbol, Modules) else symbol
    return grade_qr(picture.image(), picture.found("QR Code", "]Q1", ""), edition, None)


def of(grade: SymbolGrade, name: str) -> Parameter:
    """Return a parameter."""
    return next(one for one in grade.parameters if one.name == name)


def value(grade: SymbolGrade, name: str) -> float:
    """Return the value of a parameter."""
    found = of(grade, name).value
    assert found is not None
    return found
