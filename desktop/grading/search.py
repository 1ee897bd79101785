"""Finds the symbols of a picture with the decoder, and those that no decoder reads by their fixed pattern.

Only workers import this: the decoder is native code on a picture of somebody else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from desktop.grading.bar_height import whole_bars
from desktop.grading.bar_regions import Back, BarRegion, bar_regions, upright
from desktop.grading.l_finder import find_matrices
from desktop.grading.model import Found, Point
from desktop.grading.quads import Corners, at, centre, clockwise, contains, overlap, width_of
from desktop.symbols.symbology import Symbology

Grey = NDArray[numpy.uint8]

_LINEAR = "Code128,EAN13,EAN8,UPCA,ITF,Code39"
_ALL = f"{_LINEAR},DataMatrix,QRCode"
_UNCHECKED = ("ITF", "Code 39")
_SMALL = 6_000_000
"""Pixels up to which a picture is looked at in more than one way even where something was found."""
_TINY = 400_000
_ENOUGH = 100_000
"""Pixels that tell the darkest and the lightest per mille of a picture."""
_FINE_BARS = 250.0
"""Pixels that the width of a linear symbol needs for its bars to be followed."""
_OBLIQUE = 1.5
"""Degrees."""
_WITHIN = 0.3
"""Share of a symbol, or of a region, that lies in the other one where they belong together."""
_READ = 0.6
"""Share of a region of bars that symbols cover where all of it was read."""
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
        return numpy.asarray(Image.fromarray(samples).point(table.tolist()))
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
    for symbols, back in _looks(grey, found):
        _add(found, symbols, back)
    found = [one if _matrix(one) else _whole(grey, one) for one in found]
    for region in bar_regions(grey):
        found = _straightened(grey, region, found)
    found = [
        one for place, one in enumerate(found) if not _is_part(one, found) and not _again(one, found[:place])
    ]
    taken = tuple(one.corners for one in found)
    found += find_matrices(grey, taken)
    return tuple(sorted(found, key=lambda one: min(y for _, y in one.corners)))


def _add(found: list[Found], symbols: Iterable[zxingcpp.Barcode], back: Back) -> None:
    for symbol in symbols:
        one = _found(symbol, back)
        if one is not None and not any(_same(one, other) for other in found):
            found.append(one)


def _straightened(grey: Grey, region: BarRegion, found: list[Found]) -> list[Found]:
    """Read a region with its bars upright, unless it was read already as far as it goes."""
    oblique = abs((region.degrees + 45) % 90 - 45) > _OBLIQUE
    inside = [one for one in found if not _matrix(one) and overlap(region.corners, one.corners) > _WITHIN]
    # An oblique line leaves bars through their ends: what has no check digit may then be a part of the whole.
    doubtful = [one for one in inside if oblique and one.symbology.startswith(_UNCHECKED)]
    if inside and not doubtful and _covered(region, inside) >= _READ:
        return found
    turned, back = upright(grey, region)
    read: list[Found] = []
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
        if not read:
            _add(read, _read(turned, binarizer, upright_bars=True), back)
    # Read upright it is read better: pieces of it that were read before are given up.
    given_up = inside if oblique and read else doubtful
    kept = [one for one in found if one not in given_up]
    return kept + [_whole(grey, one) for one in read if not any(_same(one, other) for other in kept)]


def _is_part(one: Found, found: Sequence[Found]) -> bool:
    """Tell whether a symbol without check digit is what an oblique line read of a longer one."""
    return one.symbology.startswith(_UNCHECKED) and any(
        len(other.data) > len(one.data) and overlap(one.corners, other.corners) > _WITHIN
        for other in found
        if not _matrix(other)
    )


def _again(one: Found, before: Sequence[Found]) -> bool:
    """Tell whether a symbol is one that was found already: bars are found in pieces, and then followed."""
    return any(other.data == one.data and overlap(one.corners, other.corners) > _WITHIN for other in before)


def _covered(region: BarRegion, symbols: Sequence[Found]) -> float:
    """Return about what part of a region's bars lies in symbols."""
    steps = [0.2 + 0.6 * (step + 0.5) / 9 for step in range(9)]
    places = [at(region.corners, u, v) for u in steps for v in steps]
    return sum(any(contains(one.corners, place) for one in symbols) for place in places) / len(places)


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


def _looks(grey: Grey, found: list[Found]) -> Iterator[tuple[list[zxingcpp.Barcode], Back]]:
    """Look again and otherwise: finely printed, blurred and damaged symbols need one way each."""
    yield _read(grey, zxingcpp.Binarizer.LocalAverage), _enlarged(1.0)
    if grey.size > _SMALL and found:
        return
    yield _read(grey, zxingcpp.Binarizer.GlobalHistogram), _enlarged(1.0)
    if found:
        return
    half = numpy.asarray(Image.fromarray(grey).reduce(2))
    yield _read(half, zxingcpp.Binarizer.LocalAverage), _enlarged(2.0)
    if grey.size <= _TINY:
        larger = grey.repeat(2, 0).repeat(2, 1)
        yield _read(larger, zxingcpp.Binarizer.LocalAverage), _enlarged(0.5)


def _enlarged(factor: float) -> Back:
    return factor, 0.0, (factor - 1) / 2, 0.0, factor, (factor - 1) / 2


def _read(grey: Grey, binarizer: zxingcpp.Binarizer, *, upright_bars: bool = False) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        numpy.ascontiguousarray(grey),
        formats=zxingcpp.barcode_formats_from_str(_LINEAR if upright_bars else _ALL),
        try_rotate=not upright_bars,
        binarizer=binarizer,
        text_mode=zxingcpp.TextMode.Plain,
    )


def _found(symbol: zxingcpp.Barcode, back: Back) -> Found | None:
    if not symbol.valid:
        return None
    place = symbol.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    upper_left, upper_right, lower_right, lower_left = (_placed(back, one.x, one.y) for one in points)
    corners = (upper_left, upper_right, lower_right, lower_left)
    symbology = _symbology(symbol.symbology_identifier, symbol.text)
    # A linear symbol that was read from its right to its left comes with top and bottom exchanged.
    if symbology not in _MATRIX_NAMES and not clockwise(corners):
        corners = (lower_left, lower_right, upper_right, upper_left)
    return Found(symbology, symbol.symbology_identifier, symbol.text, corners)


def _placed(back: Back, x: float, y: float) -> Point:
    a, b, c, d, e, f = back
    return a * x + b * y + c, d * x + e * y + f


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
