"""DataMatrix as the engines see it: its grid, what it says, its fixed pattern."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy

from desktop.grading.ecc200 import Reading, modules_of, read
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.laid import Said, trimmed
from desktop.grading.matrix_frame import Corners, Frame, threshold_within
from desktop.grading.matrix_grid import Grid, grids
from desktop.grading.matrix_layout import Bools, fixed_pattern
from desktop.grading.model import Edition, Floats, Parameter
from desktop.grading.overlay import codeword_overlay
from desktop.grading.sampling import Doubles
from desktop.grading.thresholds import FAIL
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

_QUIET = 1
"""Modules (ISO/IEC 16022)."""


@dataclass(frozen=True, eq=False, slots=True)
class LaidDataMatrix:
    """A ``Laid`` DataMatrix."""

    grid: Grid

    @property
    def quiet(self) -> int:
        """Modules of quiet zone on each side."""
        return _QUIET

    @property
    def sign(self) -> int:
        """1 where the finder pattern is dark on light, else -1."""
        return self.grid.frame.sign

    @property
    def corners(self) -> Corners:
        """Outer corners, clockwise."""
        return self.grid.frame.corners

    @property
    def carriers(self) -> Bools:
        """Which modules carry data."""
        return numpy.logical_not(fixed_pattern(self.grid.layout)[0])

    @property
    def cut_short(self) -> Text:
        """Says that its quiet zone is not wholly in the picture."""
        return say("The quiet zone is not wholly in the picture: one module is needed on each side.")

    def name(self, identifier: str) -> str:
        """Return the name of its symbology."""
        return (Symbology.GS1_DATA_MATRIX if identifier == "]d2" else Symbology.DATA_MATRIX).value

    def read(self, seen: Bools) -> tuple[Reading | None, Bools]:
        """Return what is read, and which modules should have the finder's colour."""
        inner, layout = trimmed(seen, _QUIET), self.grid.layout
        reading = read(inner, layout)
        fixed, inked = fixed_pattern(layout)
        data = inner if reading is None else modules_of(reading.words, layout, inner)
        return reading, numpy.pad(numpy.where(fixed, inked, data), _QUIET)

    def said(self, seen: Bools) -> Said:
        """Read the modules that have the finder's colour."""
        reading, inked = self.read(seen)

        def grade(modulation: Doubles, edition: Edition) -> float:
            return FAIL if reading is None else codeword_overlay(modulation, self.grid.layout, edition)

        return Said(reading, inked, grade)

    def fixed_pattern(self, ring: Ring, edition: Edition) -> tuple[Parameter, ...]:
        """Grade the segments of its fixed pattern."""
        return fixed_pattern_damage(ring, self.grid.layout, edition)


def lay_data_matrix(picture: Floats, frame: Frame) -> Iterator[LaidDataMatrix]:
    """Lay grids within an outline, the likeliest first; those of a mirrored symbol last."""
    middle = threshold_within(picture, frame.corners)
    for grid in chain(grids(picture, frame, middle), grids(picture, frame.mirrored(), middle)):
        yield LaidDataMatrix(grid)
