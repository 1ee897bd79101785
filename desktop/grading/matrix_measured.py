"""What is measured on one DataMatrix symbol at one aperture: everything that its parameters are made from."""

from dataclasses import dataclass, replace

from desktop.grading.data_matrix_laid import LaidDataMatrix
from desktop.grading.ecc200 import Reading
from desktop.grading.matrix_grid import Grid
from desktop.grading.matrix_growth import print_growth
from desktop.grading.matrix_layout import Bools
from desktop.grading.matrix_light import TRIFLE, evened, unevenness
from desktop.grading.matrix_parameters import Contrast, contrast_of, modulation_of, pixels_within
from desktop.grading.model import Edition, Floats
from desktop.grading.sampling import Doubles, seen_at, through_aperture

_MARGIN = 0.9
"""How much of the quiet zone counts for contrast, in modules: the rest may be no quiet zone any more."""


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """One symbol at one aperture; arrays are of modules, a ring of quiet zone included.

    Attributes:
        laid: where its modules are.
        edition: by which it is graded.
        contrast: of the symbol with its quiet zone.
        reflectance: in percent.
        reading: what it says; None where it cannot be read.
        inked: which modules have the finder's colour as they should.
        seen: which have it in the picture.
        modulation: 0 to 100.
        growth: of the finder's colour along rows and along columns, in modules.
        widest_growth: the same through the whole aperture.
        uneven: share by which light changed over the symbol before it was evened out.
    """

    laid: LaidDataMatrix
    edition: Edition
    contrast: Contrast
    reflectance: Doubles
    reading: Reading | None
    inked: Bools
    seen: Bools
    modulation: Doubles
    growth: tuple[float, float]
    widest_growth: tuple[float, float]
    uneven: float = 0.0

    @property
    def grid(self) -> Grid:
        """Where its modules are."""
        return self.laid.grid


def measure(part: Floats, laid: LaidDataMatrix, edition: Edition, diameter: float) -> Measured:
    """Measure a symbol in a part of a picture, through an aperture of so many pixels."""
    grid = laid.grid
    layout, sign = grid.layout, grid.frame.sign
    apertured = through_aperture(part, diameter)
    reflectance = seen_at(part, grid.x, grid.y, diameter)
    values = pixels_within(apertured, grid.frame.corners, (_MARGIN / layout.columns, _MARGIN / layout.rows))
    contrast = contrast_of(values, reflectance, edition)
    seen = sign * (contrast.threshold - reflectance) > 0
    reading, inked = laid.read(seen)
    modulation = modulation_of(reflectance, contrast)
    middle = (contrast.light + contrast.dark) / 2
    half, whole = (print_growth(part, grid, middle, share * diameter) for share in (0.5, 1.0))
    return Measured(laid, edition, contrast, reflectance, reading, inked, seen, modulation, half, whole)


def in_even_light(measured: Measured, part: Floats, diameter: float) -> Measured:
    """Measure again with the light evened out, where it is uneven by more than a trifle."""
    grid, reflectance = measured.grid, measured.reflectance
    found = unevenness(grid, reflectance, reflectance > measured.contrast.threshold)
    if found is None or found[0] <= TRIFLE:
        return measured
    again = measure(evened(part, grid, found[1]), measured.laid, measured.edition, diameter)
    return replace(again, uneven=found[0])
