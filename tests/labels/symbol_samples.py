"""A symbol of every symbology as primitives, for those who draw them; read again by zxing-cpp alone."""

from dataclasses import replace

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from desktop.labels.primitives import Bars, Matrix, Symbol, Symbology, Turn
from desktop.symbols.encoder import LinearSymbol, encode
from desktop.symbols.matrix_size import MatrixSize

GS = "\x1d"
ELEMENTS = f"010693283360010917270131{'10'}LOT-7/a{GS}21S0001z"

DATA: tuple[tuple[Symbology, str], ...] = (
    (Symbology.CODE_128, "81234561234567891234"),
    (Symbology.CODE_128, "Lot 7^>~_\\,a"),
    (Symbology.CODE_128, "A1"),
    (Symbology.GS1_128, ELEMENTS),
    (Symbology.GS1_128, "00106141410000000019"),
    (Symbology.EAN_13, "6901234567892"),
    (Symbology.EAN_8, "96385074"),
    (Symbology.UPC_A, "012345678905"),
    (Symbology.ITF_14, "16932833600106"),
    (Symbology.DATA_MATRIX, "Packmark 药"),
    (Symbology.GS1_DATA_MATRIX, ELEMENTS),
    (Symbology.QR, "药品追溯码 Packmark"),
    (Symbology.GS1_QR, ELEMENTS),
)
"""Data that each of the symbologies carries, with what is special to printers in it."""

IDENTIFIERS = {
    Symbology.CODE_128: "]C0",
    Symbology.GS1_128: "]C1",
    Symbology.EAN_13: "]E0",
    Symbology.EAN_8: "]E4",
    Symbology.UPC_A: "]E0",
    Symbology.ITF_14: "]I1",
    Symbology.DATA_MATRIX: "]d1",
    Symbology.GS1_DATA_MATRIX: "]d2",
    Symbology.QR: "]Q1",
    Symbology.GS1_QR: "]Q3",
}
"""By ISO/IEC 15424, written out here once more: these tests do not ask the encoder."""


def symbol(
    symbology: Symbology,
    data: str,
    *,
    x: int = 40,
    y: int = 40,
    module_dots: int = 3,
    turn: Turn = Turn.NONE,
    size: MatrixSize | None = None,
) -> Symbol:
    """Return a symbol as it would lie on a label."""
    made = encode(symbology, data, size=size)
    name = symbology.name.lower()
    if isinstance(made, LinearSymbol):
        longer = 5 * module_dots if made.long else 0
        return Bars(name, symbology, x, y, module_dots, 60, made.modules, made.data, turn, made.long, longer)
    cells = np.array([list(row) for row in made.rows])
    rows = tuple("".join(row) for row in np.rot90(cells, -turn // 90))
    return Matrix(name, symbology, x, y, module_dots, rows, made.data)


def moved(drawn: Symbol, x: int, y: int) -> Symbol:
    """Return the symbol at another place."""
    return replace(drawn, x=x, y=y)


def read(dots: NDArray[np.bool_]) -> set[tuple[str, str]]:
    """Let zxing-cpp read a picture: (symbology identifier, data) of every symbol in it."""
    grey = np.pad(np.where(dots, 0, 255).astype(np.uint8), 60, constant_values=255)
    if max(dots.shape) < 600:  # modules of one dot are too small for it
        grey = np.repeat(np.repeat(grey, 2, 0), 2, 1)
    found = zxingcpp.read_barcodes(grey, text_mode=zxingcpp.TextMode.Plain)
    return {(one.symbology_identifier, one.text) for one in found if one.valid}


def said_by(drawn: Symbol) -> tuple[str, str]:
    """Return what a scanner must say of a symbol."""
    zero = "0" if drawn.symbology is Symbology.UPC_A else ""
    return IDENTIFIERS[drawn.symbology], zero + drawn.data
