"""The measuring aperture: which diameter for which symbol, and what a disc does to a row of a picture."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Doubles = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class ApertureRow:
    """Which aperture is for which X-dimension; all in mm.

    Attributes:
        x_from, x_below: the X-dimensions, the second not included.
        diameter: of the aperture.
        number: by which it is called in a grade, in thousandths of an inch.
        source: where it is stated.
    """

    x_from: float
    x_below: float
    diameter: float
    number: str
    source: str


_GUIDE = (
    "ISO/IEC 15416, table of apertures, as in AIM, Layman's Guide to ANSI and ISO print quality (2002), p. 5"
)
APERTURES = (
    ApertureRow(0.0, 0.180, 0.075, "03", f"{_GUIDE}; below 0.100 mm it has no row, the smallest is taken"),
    ApertureRow(0.180, 0.330, 0.125, "05", _GUIDE),
    ApertureRow(0.330, 0.635, 0.250, "10", _GUIDE),
    ApertureRow(0.635, float("inf"), 0.500, "20", _GUIDE),
)
RETAIL_MM = 0.150
"""Aperture 06 of EAN-13, EAN-8 and UPC-A, whatever X is (GS1 General Specifications, symbol quality)."""

RETAIL_SHARE = 0.150 / 0.330
"""Aperture of a retail symbol in X where the scale is not known: that of the symbol at its target size."""
SHARE = 0.5
"""Aperture of any other symbol in X where the scale is not known: 10 on 20 thousandths of an inch."""


def aperture_for(x_mm: float, *, retail: bool) -> float:
    """Return the diameter in mm for an X-dimension in mm.

    >>> aperture_for(0.17, retail=False), aperture_for(0.33, retail=True)
    (0.075, 0.15)
    """
    if retail:
        return RETAIL_MM
    # A hair of tolerance: 0.330 mm measured as 0.3299 is still the upper row.
    return next(row.diameter for row in APERTURES if x_mm < row.x_below - 0.002)


def disc_rows(diameter: float, spacing: float) -> tuple[Doubles, Doubles, Doubles]:
    """Cut a disc into rows, all in the same unit.

    Returns:
        The places of the rows from the centre, the lengths of their chords and their weights, which add up
        to one.
    """
    count = max(1, min(33, round(diameter / spacing)))
    borders = numpy.linspace(-1.0, 1.0, count + 1)
    # The area of a slice of the unit disc, so that few rows are exact too.
    area = (numpy.arcsin(borders) + borders * numpy.sqrt(1 - borders * borders)) / numpy.pi
    weights = numpy.diff(area)
    places = (borders[1:] + borders[:-1]) / 2
    chords = weights * numpy.pi / numpy.diff(borders) / 1.0
    return places * diameter / 2, chords * diameter / 2, weights
