"""What the pixels of a picture make of strips: which of them a scan reads, and what each of them shows.

A pixel shows the mean over its square, and a sample is read between four of them. That moves an edge, and
lowers a narrow space, by where they happen to lie between the pixels; no response that is the same all along
the scan can tell this, but strips that are known can be laid into the very pixels.
"""

from dataclasses import dataclass
from functools import partial

import numpy
from numpy.typing import NDArray

from desktop.grading.aperture import Disc
from desktop.grading.model import Floats
from desktop.grading.scan_paths import Frame
from desktop.grading.spectra import Spectra
from desktop.grading.strips import EdgeResponse, Strips

Doubles = NDArray[numpy.float64]
Numbers = NDArray[numpy.int64]

_FINE = 8
"""Places to a sample at which pixels are reckoned; between them it goes straight."""
_NARROWEST = 1e-3
"""Pixels that the lesser side of a pixel has along the scan: bars that stand upright have none."""
_LONGEST_MOVE = 2.0
"""Pixels by which the four pixels around a sample may lie beside it, along the scan."""
_FEW_ROWS = 5
"""Rows of the disc that are told apart where bars are at a slant in the picture."""
_UPRIGHT = 0.05
"""Pixels by which bars may lean over the height of the disc and still stand upright."""


@dataclass(frozen=True, eq=False, slots=True)
class Raster:
    """The pixels from which the samples of all scans are read.

    Attributes:
        right, lower: pixels by which each sample (scan, row, sample) is beside the pixel to its upper left.
        across, down: samples of the scan from a pixel to the next one to the right, and to the one below.
        edge: how an edge shows in a pixel, by how far that lies from it.
        rows: what the aperture leaves of each frequency of each row.
        spectra: of the samples.
    """

    right: Floats
    lower: Floats
    across: float
    down: float
    edge: EdgeResponse
    rows: Doubles
    spectra: Spectra

    @classmethod
    def of(
        cls, frame: Frame, disc: Disc, parts: Doubles, spectra: Spectra, lens: tuple[Doubles, float]
    ) -> "Raster":
        """Lay the scan paths of a symbol over the pixels.

        Args:
            frame: of the symbol.
            disc: the aperture.
            parts: where the samples are, in parts of its length.
            spectra: of the samples.
            lens: what it leaves of each frequency, and of higher ones.
        """
        slope = (frame.begin[1] + frame.end[1]) / 2
        along = (frame.along - slope * frame.down) / spectra.step
        narrow, wide = numpy.sort(numpy.abs(along))
        # Where bars stand upright in the picture all rows of the disc show the same.
        slant = float(narrow) * spectra.step * disc.diameter
        count = _FEW_ROWS if slant > _UPRIGHT else 1
        groups = numpy.array_split(numpy.arange(len(disc.rows)), min(count, len(disc.rows)))
        beside = numpy.array([numpy.average(disc.rows[one], weights=disc.weights[one]) for one in groups])
        response = disc.response(spectra.frequencies)
        pixel = partial(_pixel_edge, wide=float(wide), narrow=max(float(narrow), _NARROWEST / spectra.step))
        x, y = frame.at(frame.scan_heights()[:, None, None] + beside[None, :, None], parts[None, None, :])
        return cls(
            (x - numpy.floor(x)).astype(numpy.float32),
            (y - numpy.floor(y)).astype(numpy.float32),
            float(along[0]),
            float(along[1]),
            EdgeResponse.softened(pixel, lens, spectra.padded),
            numpy.stack([response[one].sum(axis=0) for one in groups]),
            spectra,
        )

    def profiles(self, numbers: Numbers, strips: Strips) -> Floats:
        """Return the profiles that scans give, under the aperture, if strips lie in the picture.

        Args:
            numbers: of the scans, from 0.
            strips: of each of them.

        Returns:
            Reflectance in percent, scans by samples.
        """
        rows = numpy.stack(
            [self._read(*one) for one in zip(numbers, strips.edges, strips.levels, strict=True)]
        )
        return self.spectra.back((self.spectra.of(rows) * self.rows).sum(axis=1))

    def _read(self, number: int, edges: Doubles, levels: Doubles) -> Floats:
        right, lower = self.right[number], self.lower[number]
        count = right.shape[1]
        reach = int(_LONGEST_MOVE * (abs(self.across) + abs(self.down))) + 2
        table = self._pixels(edges + reach, levels, count + 2 * reach)
        samples = numpy.arange(reach, count + reach, dtype=numpy.float32)
        seen = numpy.zeros(right.shape, dtype=numpy.float32)
        for lower_one in (0, 1):
            for right_one in (0, 1):
                at = samples + self.across * (right_one - right) + self.down * (lower_one - lower)
                share = (right if right_one else 1 - right) * (lower if lower_one else 1 - lower)
                seen += share * _between(table, at * _FINE)
        return seen

    def _pixels(self, edges: Doubles, levels: Doubles, count: int) -> Floats:
        """Return what pixels show all along ``count`` samples: steps, and around them what is different."""
        sides = numpy.diff(levels)
        reach = self.edge.reach * _FINE
        around = numpy.arange(-reach, reach + 1)
        places = numpy.clip(numpy.ceil(edges * _FINE).astype(numpy.int64), 0, count * _FINE)
        covered = places[:, None] + around
        shares = self.edge.at(covered / _FINE - edges[:, None]) - (around >= 0)
        inside = (covered >= 0) & (covered < count * _FINE)
        steps = numpy.bincount(places, sides, count * _FINE + 1)[:-1]
        moved = numpy.bincount(covered[inside], (shares * sides[:, None])[inside], count * _FINE)
        return numpy.asarray(levels[0] + numpy.cumsum(steps) + moved, dtype=numpy.float32)


def _pixel_edge(places: Doubles, wide: float, narrow: float) -> Doubles:
    """Return the share of a pixel that lies left of each place, all in samples from its centre.

    Along the scan a square is one box, as wide as its larger side, seen through another: a trapezoid.
    """
    far, near = (wide + narrow) / 2, (wide - narrow) / 2
    ramps = _ramp(places + far) - _ramp(places + near) - _ramp(places - near) + _ramp(places - far)
    return numpy.asarray(ramps / (2 * wide * narrow))


def _ramp(places: Doubles) -> Doubles:
    rising = numpy.maximum(places, 0.0)
    return rising * rising


def _between(table: Floats, places: Floats) -> Floats:
    """Read a table between its values."""
    first = places.astype(numpy.int32)
    values = table[first]
    return numpy.asarray(values + (places - first) * (table[first + 1] - values))
