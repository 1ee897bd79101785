"""Uneven light: a quadratic through the wide spaces, and the profile as it would be in even light."""

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats

Doubles = NDArray[numpy.float64]

_TERMS = 6


def light_field(places: Doubles, heights: Doubles, levels: Doubles) -> Doubles | None:
    """Fit the light over a symbol from its wide spaces.

    Args:
        places: of the spaces along the symbol, 0 to 1.
        heights: of them along the bars, -1 to 1.
        levels: their reflectance.

    Returns:
        The six coefficients for ``field_at``, None if there are too few spaces to tell. A space that is
        darker for a reason of its own (a tint, a spot) counts little: so do all that are far from the fit.
    """
    terms = _terms(places, heights)
    weights = numpy.ones(len(levels))
    if len(levels) < 2 * _TERMS:
        return None
    found: Doubles = numpy.zeros(_TERMS)
    for _ in range(6):
        found = numpy.asarray(numpy.linalg.lstsq(terms * weights[:, None], levels * weights)[0], dtype=float)
        off = levels - terms @ found
        spread = 1.5 * float(numpy.median(numpy.abs(off))) + 0.05
        weights = 1 / (1 + (off / (2 * spread)) ** 2)
    return found


def field_at(found: Doubles, places: Doubles, heights: Doubles) -> Floats:
    """Return the light at places, as a share of its mean over the symbol."""
    rows = numpy.array((-0.8, -0.4, 0.0, 0.4, 0.8))
    mean = float(_light(found, numpy.linspace(0, 1, 21), rows[:, None]).mean())
    light = _light(found, places, heights) / mean
    return numpy.clip(light, 0.25, 4.0).astype(numpy.float32)


def _light(found: Doubles, places: Doubles, heights: Doubles) -> Doubles:
    level, slope, bend, up, up_bend, twist = found
    across = 2 * places - 1
    beside = level + heights * (up + up_bend * heights)
    return numpy.asarray(beside + across * (slope + twist * heights + bend * across))


def _terms(places: Doubles, heights: Doubles) -> Doubles:
    across, up = 2 * places - 1, heights
    return numpy.stack((numpy.ones_like(across), across, across * across, up, up * up, across * up), axis=-1)
