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

_ROWS_IN_PIXEL = 2
_MOST_ROWS = 33
_NONE = 1e-6
"""Pixels: a disc as wide as this is a point."""


def aperture_for(x_mm: float, *, retail: bool) -> float:
    """Return the diameter in mm for an X-dimension in mm.

    >>> aperture_for(0.17, retail=False), aperture_for(0.33, retail=True)
    (0.075, 0.15)
    """
    if retail:
        return RETAIL_MM
    # A hair of tolerance: 0.330 mm measured as 0.3299 is still the upper row.
    return next(row.diameter for row in APERTURES if x_mm < row.x_below - 0.002)


@dataclass(frozen=True, eq=False, slots=True)
class Disc:
    """The round aperture, cut into rows along the scan, so that it acts on rows of a picture.

    Attributes:
        diameter: in pixels; 0: none.
        rows: places of the rows beside the path, in pixels.
        chords: their lengths, in pixels.
        weights: their areas, which add up to one.
    """

    diameter: float
    rows: Doubles
    chords: Doubles
    weights: Doubles

    @classmethod
    def of(cls, diameter: float) -> "Disc":
        """Cut a disc so that two rows lie in a pixel."""
        count = max(1, min(_MOST_ROWS, round(diameter * _ROWS_IN_PIXEL)))
        borders = numpy.linspace(-1.0, 1.0, count + 1)
        # The area of a slice, so that few rows are exact too.
        weights = numpy.diff(disc_edge(borders))
        rows = (borders[1:] + borders[:-1]) / 2
        chords = weights * numpy.pi / numpy.diff(borders)
        return cls(diameter, rows * diameter / 2, chords * diameter / 2, weights)

    def edge(self, places: Doubles) -> Doubles:
        """Return the share of the disc that lies left of each place, in pixels from its centre."""
        return disc_edge(2 * places / max(self.diameter, _NONE))

    def response(self, frequencies: Doubles) -> Doubles:
        """Return what each row leaves of each frequency (cycles a pixel), by its share of the disc."""
        return numpy.asarray(self.weights[:, None] * numpy.sinc(self.chords[:, None] * frequencies[None, :]))


def disc_edge(places: Doubles) -> Doubles:
    """Return the share of a disc of radius 1 that lies left of each place."""
    at = numpy.clip(places, -1, 1)
    return numpy.asarray(0.5 + (numpy.arcsin(at) + at * numpy.sqrt(1 - at * at)) / numpy.pi)
