"""Reads a symbol from the very modules that will be printed (law 6), by other means than it was drawn with.

Bars are read from their widths, as a scanner does; matrix symbols by the reader of zxing-cpp, which shares
nothing with its writer. Then another house reads them too: bars zxing-cpp, a DataMatrix libdmtx where the
machine has it. A reader process is not needed: these pictures are ours, small and clean.
"""

import re
from typing import TypeVar

import zxingcpp

from desktop.errors import InputError
from desktop.symbols import libdmtx
from desktop.symbols.code128 import FNC1, decode
from desktop.symbols.encoder import LinearSymbol, MatrixSymbol
from desktop.symbols.interleaved import read_itf
from desktop.symbols.retail import read_retail
from desktop.symbols.symbology import GS, IDENTIFIERS, Symbology, identifier_of
from desktop.texts import say

AnySymbol = TypeVar("AnySymbol", bound=LinearSymbol | MatrixSymbol)

_CODE_128 = frozenset({Symbology.CODE_128, Symbology.GS1_128})
_RUN = re.compile("1+|0+")
_GREYS = bytes.maketrans(b"01", b"\xff\x00")
_NOTHING_CORRECTED = 1.0
"""Unused error correction (ISO/IEC 15415) of a symbol without a wrong codeword."""
_SIDE = "0" * 12
"""White beside bars (EAN-13 needs eleven modules)."""
_FREE = 4
"""Modules of white that are put around a matrix symbol to read it (QR Code needs four)."""


def read_back(symbol: LinearSymbol | MatrixSymbol) -> tuple[str, str]:
    """Read a symbol from its modules.

    Returns:
        The symbology identifier, such as "]C1", and the data as ``encode`` takes them: GS as separator,
        no FNC1 in front, of a UPC-A twelve digits.

    Raises:
        InputError: nothing can be read.
    """
    if isinstance(symbol, MatrixSymbol):
        return _read_matrix(symbol)
    return _read_bars(symbol)


def verified(symbol: AnySymbol) -> AnySymbol:
    """Return the symbol if it reads as its own data, and as the symbology that it shall be.

    Raises:
        InputError: it does not: such a label must not be printed.
    """
    expected = (identifier_of(symbol.symbology, symbol.data), symbol.data)
    _require_equal(symbol.symbology, read_back(symbol), expected)
    if isinstance(symbol, LinearSymbol):
        require_second_opinion(symbol.symbology, symbol.modules, symbol.data)
    else:
        _require_libdmtx_agrees(symbol)
    return symbol


def require_second_opinion(symbology: Symbology, modules: str, data: str) -> None:
    """Let zxing-cpp read bars too, about 10 us a symbol.

    Raises:
        InputError: it reads nothing, or something else.
    """
    line = f"{_SIDE}{modules}{_SIDE}"
    greys = memoryview(line.encode("ascii").translate(_GREYS)).cast("B", shape=[1, len(line)])
    read = zxingcpp.read_barcode(
        greys,
        formats=zxingcpp.BarcodeFormats([_zxing_format(symbology)]),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
        is_pure=True,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
        text_mode=zxingcpp.TextMode.Plain,
    )
    if read is None or not read.valid:
        raise _unreadable(symbology)
    # Other readers take a UPC-A for an EAN-13 that begins with 0, as the standard has it.
    zero = "0" if symbology is Symbology.UPC_A else ""
    expected = identifier_of(symbology, data), zero + data
    _require_equal(symbology, (read.symbology_identifier, read.text), expected)


def _zxing_format(symbology: Symbology) -> zxingcpp.BarcodeFormat:
    # Kept nowhere: what zxing-cpp made must be gone when the program ends, else it complains.
    match symbology:
        case Symbology.EAN_13 | Symbology.UPC_A:
            return zxingcpp.BarcodeFormat.EAN13
        case Symbology.EAN_8:
            return zxingcpp.BarcodeFormat.EAN8
        case Symbology.ITF_14:
            return zxingcpp.BarcodeFormat.ITF
        case _:
            return zxingcpp.BarcodeFormat.Code128


def _require_libdmtx_agrees(symbol: MatrixSymbol) -> None:
    """Let libdmtx read a DataMatrix where the machine has it; text beyond ASCII it does not take apart."""
    dmtx = None if symbol.symbology.qr or not symbol.data.isascii() else libdmtx.wrapper()
    if dmtx is None:
        return
    read = libdmtx.read(dmtx, symbol.rows)
    if read is None:
        raise _unreadable(symbol.symbology)
    identifier = identifier_of(symbol.symbology, symbol.data)
    first = libdmtx.FNC1 if identifier == IDENTIFIERS[Symbology.GS1_DATA_MATRIX] else b""
    found = read.replace(libdmtx.FNC1, GS.encode()) if first and read.startswith(first) else read
    expected = (GS if first else "") + symbol.data
    _require_equal(symbol.symbology, ("", found.decode("latin-1")), ("", expected))


def _require_equal(symbology: Symbology, found: tuple[str, str], expected: tuple[str, str]) -> None:
    if found != expected:
        raise InputError(
            say(
                "This {symbology} symbol reads as {found} instead of {expected}. It must not be printed.",
                symbology=symbology.value,
                found=repr("".join(found)),
                expected=repr("".join(expected)),
            )
        )


def _unreadable(symbology: Symbology) -> InputError:
    return InputError(
        say("This {symbology} symbol does not read. It must not be printed.", symbology=symbology.value)
    )


def _read_bars(symbol: LinearSymbol) -> tuple[str, str]:
    if symbol.symbology in _CODE_128:
        _, text = decode(symbol.modules)
        if text.startswith(FNC1):
            return "]C1", text[1:].replace(FNC1, GS)
        return "]C0", text.replace(FNC1, GS)
    widths = [run.end() - run.start() for run in _RUN.finditer(symbol.modules)]
    if symbol.symbology is Symbology.ITF_14:
        return IDENTIFIERS[Symbology.ITF_14], read_itf(widths)
    digits = read_retail(widths)
    if symbol.symbology is Symbology.UPC_A and digits.startswith("0"):
        return IDENTIFIERS[Symbology.UPC_A], digits[1:]
    return IDENTIFIERS[Symbology.EAN_13 if len(digits) == 13 else Symbology.EAN_8], digits


def _read_matrix(symbol: MatrixSymbol) -> tuple[str, str]:
    kind = zxingcpp.BarcodeFormat.QRCode if symbol.symbology.qr else zxingcpp.BarcodeFormat.DataMatrix
    read = zxingcpp.read_barcode(
        _picture(symbol.rows),
        formats=zxingcpp.BarcodeFormats([kind]),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
        text_mode=zxingcpp.TextMode.Plain,
    )
    if read is None or not read.valid:
        raise _unreadable(symbol.symbology)
    # Error correction would hide a module that we drew wrong. Only its full share is told exactly: some
    # builds of the reader print shares below a tenth without their zero.
    extra = read.extra
    if not isinstance(extra, dict) or extra.get("UEC") != _NOTHING_CORRECTED:
        raise InputError(
            say(
                "This {symbology} symbol reads only by its error correction. It must not be printed.",
                symbology=symbol.symbology.value,
            )
        )
    return read.symbology_identifier, read.text


def _picture(rows: tuple[str, ...]) -> memoryview:
    """Draw modules with one dot each, and white around them."""
    width = len(rows[0]) + 2 * _FREE
    above = "0" * (width * _FREE + _FREE)
    modules = above + ("0" * (2 * _FREE)).join(rows) + above
    greys = modules.encode("ascii").translate(_GREYS)
    return memoryview(greys).cast("B", shape=[len(rows) + 2 * _FREE, width])
