"""A second reader of DataMatrix, of another house: libdmtx, through the ctypes wrapper of pylibdmtx.

``pylibdmtx.decode`` itself loses FNC1; the wrapper can be told how to give it back. It is an opinion that
some machines have: no Python from 3.12 on imports it, and the library itself comes from the system.
"""

import warnings
from ctypes import byref, c_ubyte, string_at
from typing import Any

import pytest

from desktop.symbols.encoder import MatrixSymbol
from tests.symbols.pictures import picture

_FNC1 = 232
"""As which character FNC1 comes back: no character of ours, so that it differs from a GS in the data."""


def libdmtx() -> Any:
    """Return the wrapper, or skip the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it asks distutils for versions
        return pytest.importorskip("pylibdmtx.wrapper", exc_type=ImportError)


def read_by_libdmtx(symbol: MatrixSymbol) -> bytes:
    """Return what libdmtx reads; FNC1 is the byte 232."""
    wrapper = libdmtx()
    greys = picture(symbol, 5)
    height, width = greys.shape
    pixels = (c_ubyte * greys.size).from_buffer_copy(greys.tobytes())
    image = wrapper.dmtxImageCreate(pixels, width, height, wrapper.DmtxPackOrder.DmtxPack8bppK)
    decoder = wrapper.dmtxDecodeCreate(image, 1)
    wrapper.dmtxDecodeSetProp(decoder, wrapper.DmtxProperty.DmtxPropFnc1, _FNC1)
    region = wrapper.dmtxRegionFindNext(decoder, None)
    assert region, "libdmtx finds no symbol"
    message = wrapper.dmtxDecodeMatrixRegion(decoder, region, -1)
    assert message, "libdmtx reads nothing"
    try:
        return string_at(message.contents.output, message.contents.outputIdx)
    finally:
        wrapper.dmtxMessageDestroy(byref(message))
        wrapper.dmtxRegionDestroy(byref(region))
        wrapper.dmtxDecodeDestroy(byref(decoder))
        wrapper.dmtxImageDestroy(byref(image))
