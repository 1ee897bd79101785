"""Moire: light that goes up and down in even waves over white paper.

A halftone or a screen under the lattice of a camera's pixels, or a lamp that flickers under a camera that
reads line by line, lays waves over the whole picture. Paper has none: what is left of it without its
shading is noise, dirt or print. Their strength is spread over many frequencies, that of a wave lies in one.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats
from desktop.grading.quads import Corners, at, width_of
from desktop.grading.scan_paths import sampled

Doubles = NDArray[numpy.float64]

_LEAST, _MOST = 24, 160
"""Places along a side of the paper: fewer hold no waves, more only take time."""
_SLOWEST = 2.5
"""Waves over the paper below which they are shading."""
_SHARE = 0.5
"""Of all that is not shading, what one wave must hold: noise of cameras leaves at most 0.15 in one."""
_ALIKE = 0.25
"""By which share the periods on both sides of a symbol may differ: a wave goes on, a frame does not."""


@dataclass(frozen=True, slots=True)
class Ripple:
    """Waves in the light.

    Attributes:
        height: from crest to trough, in percent of the light.
        period: in pixels.
    """

    height: float
    period: float


def ripple_beside(picture: Floats, corners: Corners, quiet: float) -> Ripple | None:
    """Find waves that lie on both quiet zones of bars.

    Args:
        picture: reflectance in percent.
        corners: of the bars, clockwise.
        quiet: width of the quiet zones in pixels.
    """
    beside = quiet / max(width_of(corners), 1.0)
    left, right = (
        ripple_on(picture, _between(corners, middle - 0.4 * beside, middle + 0.4 * beside))
        for middle in (-0.5 * beside, 1 + 0.5 * beside)
    )
    if left is None or right is None or abs(left.period - right.period) > _ALIKE * left.period:
        return None
    return min(left, right, key=lambda one: one.height)


def _between(corners: Corners, first: float, last: float) -> Corners:
    return (
        at(corners, first, 0.05),
        at(corners, last, 0.05),
        at(corners, last, 0.95),
        at(corners, first, 0.95),
    )


def ripple_on(picture: Floats, paper: Corners) -> Ripple | None:
    """Find waves on a piece of paper that should be even.

    Args:
        picture: reflectance in percent.
        paper: corners of it, clockwise.

    Returns:
        None if there are none, or the piece is too small to tell.
    """
    first, second, _, last = (numpy.array(corner) for corner in paper)
    wide, high = float(numpy.hypot(*(second - first))), float(numpy.hypot(*(last - first)))
    counts = [min(_MOST, int(size)) for size in (high, wide)]
    if min(counts) < _LEAST:
        return None
    # A pixel apart, so that no wave is taken for another; of larger paper the middle.
    down, across = (numpy.arange(count) - (count - 1) / 2 for count in counts)
    middle = sum((numpy.array(corner) for corner in paper), numpy.zeros(2)) / 4
    x, y = (
        middle[axis]
        + down[:, None] * (last - first)[axis] / high
        + across[None, :] * (second - first)[axis] / wide
        for axis in (0, 1)
    )
    return _strongest(sampled(picture, x, y).astype(numpy.float64))


def _strongest(light: Doubles) -> Ripple | None:
    window = numpy.hanning(light.shape[0])[:, None] * numpy.hanning(light.shape[1])[None, :]
    mean = float(light.mean())
    power = numpy.abs(numpy.fft.fft2((light - _shading(light)) * window)) ** 2
    down, across = (numpy.fft.fftfreq(count) for count in light.shape)
    waves = numpy.hypot(down[:, None] * light.shape[0], across[None, :] * light.shape[1])
    power[waves < _SLOWEST] = 0
    total = float(power.sum())
    row, column = divmod(int(power.argmax()), light.shape[1])
    if total <= 0 or mean <= 0:
        return None
    # A wave between two frequencies, and the window, spread it over those beside; half of it lies opposite.
    around = numpy.arange(-2, 3)
    rows, columns = (row + around) % light.shape[0], (column + around) % light.shape[1]
    near = power[numpy.ix_(rows, columns)]
    own = 2 * float(near.sum())
    if own < _SHARE * total:
        return None
    amplitude = float(numpy.sqrt(2 * own / light.size / (window**2).sum()))
    # The wave lies where its strength is balanced, between the frequencies that were looked at.
    lower = down[row] + float(near.sum(axis=1) @ around) / float(near.sum()) / light.shape[0]
    further = across[column] + float(near.sum(axis=0) @ around) / float(near.sum()) / light.shape[1]
    return Ripple(100 * 2 * amplitude / mean, 1 / float(numpy.hypot(lower, further)))


def _shading(light: Doubles) -> Doubles:
    """Return the quadratic through the light."""
    down, across = (numpy.linspace(-1, 1, count) for count in light.shape)
    y, x = (part.reshape(-1) for part in numpy.meshgrid(down, across, indexing="ij"))
    terms = numpy.stack((numpy.ones_like(x), x, y, x * x, x * y, y * y), axis=-1)
    found = numpy.linalg.solve(terms.T @ terms, terms.T @ light.reshape(-1))
    return numpy.asarray((terms @ found).reshape(light.shape))
