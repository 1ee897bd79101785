"""A second reader of DataMatrix, of another house: libdmtx, through the ctypes wrapper of pylibdmtx.

``pylibdmtx.decode`` itself loses FNC1; the wrapper can be told how to give it back. It is an opinion that
some machines have: no Python from 3.12 on imports the wrapper, and the library comes from the system.
"""

import warnings
from ctypes import byref, c_ubyte, string_at
from functools import cache
from importlib import import_module
from types import ModuleType

FNC1 = b"\xe8"
"""As which byte FNC1 comes back: no character of ours, so that it differs from a GS in the data."""
_DOTS = 4
_MARGIN = 6
"""Dots a module, and white modules around."""
_DOTS_OF = str.maketrans({"0": "\xff" * _DOTS, "1": "\x00" * _DOTS})


@cache
def wrapper() -> ModuleType | None:
    """Return the wrapper, or None on a machine that has no libdmtx."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it asks distutils for versions
            return import_module("pylibdmtx.wrapper")
    except ImportError:
        return None


def read(dmtx: ModuleType, rows: tuple[str, ...]) -> bytes | None:
    """Return what libdmtx reads from modules ("1" for black); FNC1 is ``FNC1``. None: nothing."""
    width = (len(rows[0]) + 2 * _MARGIN) * _DOTS
    height = (len(rows) + 2 * _MARGIN) * _DOTS
    pixels = (c_ubyte * (width * height)).from_buffer(_greys(rows, width))
    image = dmtx.dmtxImageCreate(pixels, width, height, dmtx.DmtxPackOrder.DmtxPack8bppK)
    decoder = dmtx.dmtxDecodeCreate(image, 1)
    region = message = None
    try:
        dmtx.dmtxDecodeSetProp(decoder, dmtx.DmtxProperty.DmtxPropFnc1, FNC1[0])
        region = dmtx.dmtxRegionFindNext(decoder, None)
        message = dmtx.dmtxDecodeMatrixRegion(decoder, region, -1) if region else None
        return string_at(message.contents.output, message.contents.outputIdx) if message else None
    finally:
        if message:
            dmtx.dmtxMessageDestroy(byref(message))
        if region:
            dmtx.dmtxRegionDestroy(byref(region))
        dmtx.dmtxDecodeDestroy(byref(decoder))
        dmtx.dmtxImageDestroy(byref(image))


def _greys(rows: tuple[str, ...], width: int) -> bytearray:
    white = b"\xff" * (width * _MARGIN * _DOTS)
    side = "0" * _MARGIN
    lines = (f"{side}{row}{side}".translate(_DOTS_OF).encode("latin-1") * _DOTS for row in rows)
    return bytearray(white + b"".join(lines) + white)
