"""Symbols as pictures, and what readers that are not ours see in them."""

import numpy as np
import zxingcpp

from desktop.symbols.encoder import LinearSymbol, MatrixSymbol
from desktop.symbols.symbology import Symbology

Greys = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

_FORMATS = {
    Symbology.CODE_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.GS1_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.EAN_13: zxingcpp.BarcodeFormat.EAN13,
    Symbology.EAN_8: zxingcpp.BarcodeFormat.EAN8,
    Symbology.UPC_A: zxingcpp.BarcodeFormat.UPCA,
    Symbology.ITF_14: zxingcpp.BarcodeFormat.ITF,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.GS1_DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbology.GS1_QR: zxingcpp.BarcodeFormat.QRCode,
}


def picture(symbol: LinearSymbol | MatrixSymbol, dots: int = 3) -> Greys:
    """Draw a symbol with its quiet zone, black on white."""
    rows = symbol.rows if isinstance(symbol, MatrixSymbol) else (symbol.modules,)
    modules = np.array([[255 * (module == "0") for module in row] for row in rows], np.uint8)
    tall = 1 if isinstance(symbol, MatrixSymbol) else 20
    drawn = np.repeat(np.repeat(modules, dots * tall, axis=0), dots, axis=1)
    return np.pad(drawn, 12 * dots, constant_values=255)


def read_by_zxing(symbol: LinearSymbol | MatrixSymbol) -> tuple[str, str]:
    """Return symbology identifier and text as zxing-cpp reads them from the picture."""
    (found,) = zxingcpp.read_barcodes(
        picture(symbol),
        formats=zxingcpp.BarcodeFormats([_FORMATS[symbol.symbology]]),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return found.symbology_identifier, found.text


def modules_of(greys: Greys) -> tuple[str, ...]:
    """Return a picture of one dot a module as rows of "1" and "0"."""
    return tuple("".join("01"[int(grey < 128)] for grey in row) for row in greys)
