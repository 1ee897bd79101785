"""Values of a picture between its pixels, and through a round aperture."""

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats, GradingImage

Doubles = NDArray[numpy.float64]


APERTURE_SHARE = 0.8
"""Aperture in modules where none is asked for: GS1 General Specifications, 5.6.3.5."""


def aperture_px(image: GradingImage, pitch: tuple[float, float], aperture_mm: float | None) -> float:
    """Return the diameter of a matrix symbol's aperture in pixels.

    Args:
        image: tells the scale.
        pitch: of the modules along rows and along columns, in pixels.
        aperture_mm: as asked for; None, or a picture without scale: a share of the module as measured.
    """
    if aperture_mm is None or image.px_per_mm is None:
        return APERTURE_SHARE * sum(pitch) / 2
    return aperture_mm * image.px_per_mm


def sampled(picture: Floats, x: Doubles, y: Doubles) -> Doubles:
    """Return values at places between pixels, bilinear; places outside take the nearest pixel's value."""
    height, width = picture.shape
    x = numpy.clip(x, 0, width - 1.001)
    y = numpy.clip(y, 0, height - 1.001)
    left, top = x.astype(numpy.int_), y.astype(numpy.int_)
    across, down = x - left, y - top
    upper = picture[top, left] * (1 - across) + picture[top, left + 1] * across
    lower = picture[top + 1, left] * (1 - across) + picture[top + 1, left + 1] * across
    return numpy.asarray(upper * (1 - down) + lower * down, dtype=numpy.float64)


def seen_at(picture: Floats, x: Doubles, y: Doubles, diameter: float) -> Doubles:
    """Return values through a round aperture centred exactly on places: nothing else is smeared into them.

    The pixels of an apertured picture lie up to half a pixel beside a place; with few pixels to a module that
    takes in what its neighbours show. Pixels outside of the picture have the value of the nearest one.

    Args:
        picture: reflectance.
        x: of the places in pixels.
        y: of the places in pixels.
        diameter: in pixels.
    """
    radius = max(diameter, 1.0) / 2
    reach = int(numpy.ceil(radius + 0.5))
    column, row = numpy.rint(x).astype(numpy.int_), numpy.rint(y).astype(numpy.int_)
    across, down = column - x, row - y
    total, weight = numpy.zeros(x.shape), numpy.zeros(x.shape)
    height, width = picture.shape
    beside = numpy.arange(-reach, reach + 1)
    columns = numpy.clip(column[..., None] + beside, 0, width - 1)
    across = across[..., None] + beside
    for below in range(-reach, reach + 1):
        lines = numpy.clip(row + below, 0, height - 1)[..., None]
        # Of a pixel at the aperture's edge that share which lies within, but for the edge's curvature.
        share = numpy.clip(radius + 0.5 - numpy.hypot(across, (down + below)[..., None]), 0, 1)
        total += (share * picture[lines, columns]).sum(axis=-1)
        weight += share.sum(axis=-1)
    return numpy.asarray(total / weight)


def through_aperture(picture: Floats, diameter: float) -> Floats:
    """Return the picture as seen through a disc; its edge counts by the share of each pixel that it covers.

    Args:
        picture: reflectance.
        diameter: in pixels.
    """
    disc = _disc(diameter)
    reach = disc.shape[0] // 2
    padded = numpy.pad(picture, reach, mode="edge")
    shape = tuple(_fast(side) for side in padded.shape)
    spectrum = numpy.fft.rfft2(padded, shape) * numpy.fft.rfft2(disc, shape)
    blurred = numpy.fft.irfft2(spectrum, shape)
    height, width = picture.shape
    found = blurred[2 * reach : 2 * reach + height, 2 * reach : 2 * reach + width]
    return numpy.asarray(found, dtype=numpy.float32)


def _disc(diameter: float, fineness: int = 16) -> Floats:
    reach = int(numpy.ceil(max(diameter, 1.0) / 2))
    side = 2 * reach + 1
    places = (numpy.arange(side * fineness) + 0.5) / fineness - side / 2
    inside = places[:, None] ** 2 + places[None, :] ** 2 <= (max(diameter, 1.0) / 2) ** 2
    shares = inside.reshape(side, fineness, side, fineness).mean(axis=(1, 3))
    return numpy.asarray(shares / shares.sum(), dtype=numpy.float32)


def _fast(length: int) -> int:
    """The next length of small factors only, which a Fourier transform takes in its stride."""
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return length
        length += 1
