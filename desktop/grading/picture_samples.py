"""Opens a picture of somebody else for measuring, in the process that may die of it; workers import this."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image

from desktop.reading.opened_picture import NotOpenedError, opening

KINDS = ("PNG", "TIFF", "BMP", "JPEG")
EMPTY = "empty"
"""A picture without a single pixel worth measuring."""
NO_LIGHT = "no light"
"""Its pixels are no amounts of light."""
_LIGHT = frozenset({"1", "L", "LA", "La", "P", "PA", "RGB", "RGBX", "RGBA", "RGBa", "CMYK", "YCbCr"})
"""Kinds of pixels, by Pillow's names, of which the red part is known; LAB and floats state no white."""
MOST_BYTES = 300_000_000
"""Of a file: a flat-bed scan of A4 at 600 dpi in colour of 16 bits, uncompressed, has 210 million."""
_LOSSY = frozenset({"JPEG", "MPO"})
"""MPO is what telephones write: a JPEG with a second one behind it."""
_ORIENTATION, _COLOUR_SPACE, _EXIF_IFD = 0x0112, 0xA001, 0x8769
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MORE_BITS = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I"})


@dataclass(frozen=True, eq=False, slots=True)
class Samples:
    """One channel of a picture as the file has it.

    Attributes:
        values: rows of samples of 8 or 16 bits.
        channel: "grey" or "red".
        lossy: whether it was compressed with loss.
        curve: "srgb" or "linear" where the file says it, "" where it does not.
        dpi: pixels an inch, 0 where the file does not say it or says two different ones.
        pages: pictures in a TIFF file; this is the first one.
    """

    values: NDArray[numpy.uint8] | NDArray[numpy.uint16]
    channel: str
    lossy: bool
    curve: str
    dpi: float
    pages: int


def read_samples(content: bytes | bytearray) -> Samples:
    """Open a PNG, TIFF, BMP or JPEG file; of colours, red is taken: it lies nearest to 660 nm.

    Raises:
        NotOpenedError: it is none, too large, or damaged.
    """
    with opening(content, KINDS) as opened:
        opened.load()
        return _samples(opened)


def _samples(picture: Image.Image) -> Samples:
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    upright = picture if turn is None else picture.transpose(turn)
    values, channel = _channel(upright)
    packed = str(picture.info.get("compression", "")).endswith("jpeg")
    lossy, curve, dpi = picture.format in _LOSSY or packed, _curve(picture), _dpi(picture)
    # Last, for counting looks into the other pages.
    pages = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    return Samples(values, channel, lossy, curve, dpi, pages)


def _channel(picture: Image.Image) -> tuple[NDArray[numpy.uint8] | NDArray[numpy.uint16], str]:
    if picture.mode in _MORE_BITS:
        deep = numpy.asarray(picture)
        within = deep if deep.dtype.itemsize == 2 else numpy.clip(deep, 0, 65535)
        return within.astype(numpy.uint16, copy=False), "grey"
    if picture.mode not in _LIGHT:
        raise NotOpenedError({"trouble": NO_LIGHT, "mode": picture.mode})
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground.convert("L" if picture.mode in {"LA", "La"} else "RGB")
    if picture.mode in {"L", "1"}:
        return numpy.asarray(picture.convert("L")), "grey"
    colours = picture if picture.mode in {"RGB", "RGBX"} else picture.convert("RGB")
    red = numpy.asarray(colours.getchannel(0))
    grey = all(numpy.array_equal(red, numpy.asarray(colours.getchannel(other))) for other in (1, 2))
    return red, "grey" if grey else "red"


def _curve(picture: Image.Image) -> str:
    gamma = picture.info.get("gamma")
    if isinstance(gamma, float) and 0.9 < gamma < 1.1:
        return "linear"
    colour_space = picture.getexif().get_ifd(_EXIF_IFD).get(_COLOUR_SPACE)
    chunks = any(name in picture.info for name in ("srgb", "icc_profile", "gamma"))
    return "srgb" if chunks or colour_space == 1 else ""


def _dpi(picture: Image.Image) -> float:
    said = picture.info.get("dpi")
    if not isinstance(said, tuple) or len(said) != 2:
        return 0.0
    across, down = (float(one) for one in said)
    # Programs write 72 or 96 where they know nothing, and no scan is as coarse as that.
    return across if abs(across - down) <= 0.01 * across and 100.0 <= across <= 12_000.0 else 0.0
