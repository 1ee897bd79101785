"""Finds the symbols of a picture with the decoder, and those that no decoder reads by their fixed pattern.

Only workers import this: the decoder is native code on a picture of somebody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Any

import numpy
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from desktop.grading.bar_height import whole_bars
from desktop.grading.l_finder import find_matrices
from desktop.grading.model import Found, Point
from desktop.grading.quads import Corners, centre, clockwise, contains, width_of
from desktop.symbols.symbology import Symbology

Grey = NDArray[numpy.uint8]

_FORMATS = "Code128,EAN13,EAN8,UPCA,ITF,Code39,DataMatrix,QRCode"
_SMALL = 6_000_000
"""Pixels up to which a picture is looked at in more than one way even where something was found."""
_TINY = 400_000
_ENOUGH = 100_000
"""Pixels that tell the darkest and the lightest per mille of a picture."""
_FINE_BARS = 250.0
"""Pixels that the width of a linear symbol needs for its bars to be followed."""
_TURNS = (15.0, 30.0, 45.0, 60.0, 75.0)
"""Degrees: bars an eighth as high as the symbol is wide are crossed by a row from end to end."""
_BY_IDENTIFIER = {
    "]C0": Symbology.CODE_128,
    "]C1": Symbology.GS1_128,
    "]E0": Symbology.EAN_13,
    "]E4": Symbology.EAN_8,
    "]d2": Symbology.GS1_DATA_MATRIX,
    "]Q3": Symbology.GS1_QR,
}
_BY_LETTER = {"C": "Code 128", "I": "ITF", "A": "Code 39", "d": "DataMatrix", "Q": "QR Code"}


def stretched(samples: NDArray[numpy.uint8] | NDArray[numpy.uint16] | NDArray[numpy.float32]) -> Grey:
    """Return samples as bytes whose darkest and lightest per mille are black and white."""
    dark, light = numpy.percentile(thinned(samples), (0.1, 99.9))
    if samples.dtype == numpy.uint8:
        levels = (numpy.arange(256) - dark) * (255 / max(light - dark, 1.0))
        table = numpy.clip(levels, 0, 255).astype(numpy.uint8)
        return numpy.asarray(table[samples], numpy.uint8)
    scale = numpy.float32(255 / max(float(light - dark), 1e-3))
    scaled = (samples.astype(numpy.float32) - numpy.float32(dark)) * scale
    return numpy.asarray(numpy.clip(scaled, 0, 255), numpy.uint8)


def thinned(samples: NDArray[Any]) -> NDArray[Any]:
    """Return every so many rows and columns: enough of a picture to tell its darkest and lightest."""
    step = max(1, round((samples.size / _ENOUGH) ** 0.5))
    return samples[::step, ::step]


def search(grey: Grey) -> tuple[Found, ...]:
    """Return all symbols of a picture, from top to bottom."""
    found: list[Found] = []
    for symbols, placed in _looks(grey, found):
        for symbol in symbols:
            one = _found(symbol, placed)
            if one is not None and not any(_same(one, other) for other in found):
                found.append(one)
    found = [one if _matrix(one) else _whole(grey, one) for one in found]
    taken = tuple(one.corners for one in found)
    found += find_matrices(grey, taken)
    return tuple(sorted(found, key=lambda one: min(y for _, y in one.corners)))


def _whole(grey: Grey, found: Found) -> Found:
    """Follow bars to their ends, in a copy of their surroundings that is no finer than that takes."""
    factor = int(width_of(found.corners) / _FINE_BARS)
    if factor < 2:
        return whole_bars(grey, found)
    corners = numpy.array(found.corners)
    room = 1.2 * float(numpy.ptp(corners, axis=0).max())
    first = numpy.maximum(0, corners.min(axis=0) - room).astype(int)
    last = (corners.max(axis=0) + room).astype(int)
    part = Image.fromarray(grey[first[1] : last[1], first[0] : last[0]]).reduce(factor)
    smaller = _corners((corners - first + 0.5) / factor - 0.5)
    whole = whole_bars(numpy.asarray(part), replace(found, corners=smaller))
    return replace(whole, corners=_corners((numpy.array(whole.corners) + 0.5) * factor - 0.5 + first))


def _corners(places: NDArray[numpy.float64]) -> Corners:
    upper_left, upper_right, lower_right, lower_left = ((float(x), float(y)) for x, y in places)
    return upper_left, upper_right, lower_right, lower_left


@dataclass(frozen=True, slots=True)
class _Placing:
    """How places in a picture that was made from another one lie in that.

    Attributes:
        factor: how much larger the other one is.
        turn: degrees clockwise by which this one was turned.
        size: width and height of this one, and of the other one.
    """

    factor: float = 1.0
    turn: float = 0.0
    size: tuple[int, int, int, int] = (0, 0, 0, 0)

    def back(self, x: float, y: float) -> Point:
        """Return where a place lies in the other picture."""
        width, height, whole_width, whole_height = self.size
        east, south = x + 0.5 - width / 2, y + 0.5 - height / 2
        cosine, sine = cos(radians(self.turn)), sin(radians(self.turn))
        x, y = east * cosine + south * sine, south * cosine - east * sine
        return x * self.factor + whole_width / 2 - 0.5, y * self.factor + whole_height / 2 - 0.5


def _looks(grey: Grey, found: list[Found]) -> Iterator[tuple[list[zxingcpp.Barcode], _Placing]]:
    """Look again and otherwise: finely printed, blurred, damaged and oblique symbols need one way each."""
    yield _read(grey, zxingcpp.Binarizer.LocalAverage), _Placing()
    if grey.size > _SMALL and found:
        return
    yield _read(grey, zxingcpp.Binarizer.GlobalHistogram), _Placing()
    if found:
        return
    half = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2].astype(numpy.uint16)
    mean = (half[::2, ::2] + half[1::2, ::2] + half[::2, 1::2] + half[1::2, 1::2]) // 4
    yield _read(mean.astype(numpy.uint8), zxingcpp.Binarizer.LocalAverage), _Placing(factor=2.0)
    if grey.size <= _TINY:
        larger = grey.repeat(2, 0).repeat(2, 1)
        yield _read(larger, zxingcpp.Binarizer.LocalAverage), _Placing(factor=0.5)
    if not found:
        yield from _turned(grey)


def _turned(grey: Grey) -> Iterator[tuple[list[zxingcpp.Barcode], _Placing]]:
    """Look at the picture turned: the decoder reads bars along rows and columns only."""
    picture, ground = Image.fromarray(grey), int(numpy.median(grey[::8, ::8]))
    for turn in _TURNS:
        turned = picture.rotate(-turn, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
        size = (turned.width, turned.height, picture.width, picture.height)
        read = _read(numpy.asarray(turned), zxingcpp.Binarizer.LocalAverage)
        yield read, _Placing(turn=turn, size=size)


def _read(grey: Grey, binarizer: zxingcpp.Binarizer) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        numpy.ascontiguousarray(grey),
        formats=zxingcpp.barcode_formats_from_str(_FORMATS),
        binarizer=binarizer,
        text_mode=zxingcpp.TextMode.Plain,
    )


def _found(symbol: zxingcpp.Barcode, placed: _Placing) -> Found | None:
    if not symbol.valid:
        return None
    place = symbol.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    upper_left, upper_right, lower_right, lower_left = (placed.back(one.x, one.y) for one in points)
    corners = (upper_left, upper_right, lower_right, lower_left)
    symbology = _symbology(symbol.symbology_identifier, symbol.text)
    # A linear symbol that was read from its right to its left comes with top and bottom exchanged.
    if symbology not in _MATRIX_NAMES and not clockwise(corners):
        corners = (lower_left, lower_right, upper_right, upper_left)
    return Found(symbology, symbol.symbology_identifier, symbol.text, corners)


_MATRIX_NAMES = frozenset({"DataMatrix", "QR Code", "GS1 DataMatrix", "GS1 QR Code"})


def _symbology(identifier: str, text: str) -> str:
    if identifier == "]E0" and text.startswith("0"):
        return Symbology.UPC_A.value
    if identifier[:2] == "]I" and len(text) == 14:
        return Symbology.ITF_14.value
    known = _BY_IDENTIFIER.get(identifier)
    return known.value if known else _BY_LETTER.get(identifier[1:2], identifier)


def _matrix(found: Found) -> bool:
    return found.symbology in _MATRIX_NAMES


def _same(one: Found, other: Found) -> bool:
    middle: Point = centre(one.corners)
    near = contains(other.corners, middle) or contains(one.corners, centre(other.corners))
    return near and one.data == other.data and one.symbology == other.symbology
