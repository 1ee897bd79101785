"""QR Code as the engines see it: its grid, what it says, its fixed pattern."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.cut_out import CutOut
from desktop.grading.fixed_pattern import Ring
from desktop.grading.laid import Said
from desktop.grading.matrix_frame import Corners
from desktop.grading.model import Edition, Floats, Parameter
from desktop.grading.qr_finders import find_finders
from desktop.grading.qr_fixed_pattern import qr_fixed_pattern
from desktop.grading.qr_grid import QrGrid, qr_grids
from desktop.grading.qr_layout import QUIET, Bools, carriers
from desktop.grading.qr_overlay import qr_overlay
from desktop.grading.qr_read import QrReading, expected_modules, read_qr
from desktop.grading.sampling import Doubles
from desktop.grading.thresholds import FAIL
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say


@dataclass(frozen=True, eq=False, slots=True)
class LaidQr:
    """A ``Laid`` QR Code.

    Attributes:
        grid: of it.
        sign: 1 where it is dark on light, -1 where it is light on dark.
    """

    grid: QrGrid
    sign: int

    @property
    def quiet(self) -> int:
        """Modules of quiet zone on each side."""
        return QUIET

    @property
    def corners(self) -> Corners:
        """Outer corners: midway between the corner modules and the quiet zone's beside them."""
        outside, inside = (
            corners_of(self.grid.inner(self.grid.x, ring), self.grid.inner(self.grid.y, ring))
            for ring in (1, 0)
        )
        first, second, third, fourth = (
            ((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in zip(outside, inside, strict=True)
        )
        return first, second, third, fourth

    @property
    def carriers(self) -> Bools:
        """Which modules carry data."""
        return numpy.greater_equal(carriers(self.grid.version), 0)

    @property
    def cut_short(self) -> Text:
        """Says that its quiet zone is not wholly in the picture."""
        return say("The quiet zone of a QR Code is not wholly in the picture: four modules on each side.")

    def name(self, identifier: str) -> str:
        """Return the name of its symbology."""
        return (Symbology.GS1_QR if identifier in {"]Q3", "]Q4"} else Symbology.QR).value

    def read(self, seen: Bools) -> tuple[QrReading | None, Bools]:
        """Return what is read, and which modules should be of the symbol's colour."""
        inner, version = self.grid.inner(seen), self.grid.version
        reading = read_qr(inner, version)
        return reading, numpy.pad(expected_modules(inner, version, reading), QUIET)

    def said(self, seen: Bools) -> Said:
        """Read the modules that have the symbol's colour."""
        reading, inked = self.read(seen)

        def grade(modulation: Doubles, edition: Edition) -> float:
            return FAIL if reading is None else qr_overlay(modulation, reading, edition)

        return Said(reading, inked, grade)

    def fixed_pattern(self, ring: Ring, edition: Edition) -> tuple[Parameter, ...]:
        """Grade the segments of its fixed pattern, and its format and version information."""
        return qr_fixed_pattern(ring, self.grid.version, edition)


def lay_qr(picture: Floats, part: CutOut) -> Iterator[LaidQr]:
    """Lay grids, dark on light first, then light on dark; those of a mirrored symbol last.

    Args:
        picture: that of the part, smoothed for finding edges.
        part: with the symbol.
    """
    middle = part.middle()
    if middle is None:
        return
    for sign in (1, -1):
        inked = numpy.asarray(sign * (middle - picture), dtype=numpy.float32)
        finders = find_finders(inked, part.corners)
        if finders is not None:
            laid = list(qr_grids(inked, finders))
            for grid in (*laid, *(one.mirrored() for one in laid)):
                yield LaidQr(grid, sign)


def corners_of(x: Doubles, y: Doubles) -> Corners:
    """Return the four corner places of an array of modules, clockwise."""
    first, second, third, fourth = (
        (float(x[row, column]), float(y[row, column])) for row, column in ((0, 0), (0, -1), (-1, -1), (-1, 0))
    )
    return first, second, third, fourth
