"""Grading a DataMatrix that is marked on the part itself (ISO/IEC 29158:2020; ISO/IEC TR 29158:2011).

Geometry, error correction and the segments of the fixed pattern are those of ISO/IEC 15415:2011; contrast and
modulation are of ``direct_marks_parameters``. What of the 2020 text was not found says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.cut_out import CutOut, cut_out
from desktop.grading.direct_marks_parameters import Cells, cells_of
from desktop.grading.ecc200 import Reading, modules_of, read
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.matrix_frame import Frame, find_frame, threshold_within
from desktop.grading.matrix_grid import Grid, grids
from desktop.grading.matrix_layout import Bools, fixed_pattern
from desktop.grading.matrix_parameters import axial_nonuniformity, deviations, weakest
from desktop.grading.model import (
    Edition,
    Floats,
    Found,
    GradingImage,
    ModuleMap,
    Name,
    Parameter,
    SymbolGrade,
    unmeasurable,
)
from desktop.grading.overlay import codeword_overlay, module_grades
from desktop.grading.sampling import Doubles, seen_at, through_aperture
from desktop.grading.thresholds import FAIL, PASS, grade_of
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

APERTURE_SHARES = (0.8, 0.5)
"""Apertures in modules; the better one counts (Cognex: 50 % and 80 % of X). The larger one where they tie."""
_SMOOTHED_SHARES = (0.0, 1 / 40, 1 / 25, 1 / 16)
"""By which shares of the side a mark is smoothed until lines that are made of dots are found as lines."""
_OVERLAY = Edition.GBT_23704_2017
"""Cell modulation has the limits and the overlay of modulation in ISO/IEC 15415:2011."""


@dataclass(frozen=True, eq=False, slots=True)
class _Mark:
    """A mark at one aperture: everything that parameters are made from; arrays with a ring of quiet zone."""

    grid: Grid
    diameter: float
    reflectance: Doubles
    cells: Cells
    reading: Reading | None
    inked: Bools
    """Which modules have the finder's colour as they should."""
    seen: Bools
    """Which modules have it in the picture."""
    modulation: Doubles

    @property
    def wrong(self) -> Bools:
        return numpy.not_equal(self.inked, self.seen)


def grade_direct_mark(
    image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None
) -> SymbolGrade:
    """Grade a directly marked DataMatrix.

    Args:
        image: the picture. Without a calibration, minimum reflectance is not measurable.
        found: roughly where the symbol lies; it need not have been read.
        edition: ISO/IEC 29158:2020.
        aperture_mm: diameter; None, or a picture without scale: the better of 0.5 and 0.8 of the module.

    Returns:
        Its grade. Without a grade, saying why, where the symbol's finder pattern cannot be made out.
    """
    part = cut_out(image.reflectance, found.corners)
    fixed = None if aperture_mm is None or image.px_per_mm is None else aperture_mm * image.px_per_mm
    best: tuple[float, _Mark] | None = None
    for grid in _grids(part):
        pitch = sum(grid.pitch) / 2
        for diameter in (fixed,) if fixed is not None else [share * pitch for share in APERTURE_SHARES]:
            mark = _measure(part.reflectance, grid, diameter)
            worth = _worth(_parameters(mark, image, edition)) if mark.reading else -1.0
            if best is None or worth > best[0]:
                best = worth, mark
        if best is not None and best[1].reading is not None:
            break
    if best is None:
        reason = say(
            "No two solid lines of a DataMatrix finder pattern were made out where the symbol was found."
        )
        return unmeasurable(found, edition, reason)
    return _graded(best[1], image, found, edition, part)


def _grids(part: CutOut) -> Iterator[Grid]:
    """Lay grids on the picture, then on smoother and smoother ones."""
    if part.middle() is None:
        return
    side = float(numpy.hypot(*numpy.ptp(numpy.array(part.corners), axis=0))) / 2**0.5
    for share in _SMOOTHED_SHARES:
        picture = through_aperture(part.reflectance, share * side) if share else part.reflectance
        frame: Frame | None = find_frame(picture, part.corners)
        if frame is not None:
            yield from grids(picture, frame, threshold_within(picture, frame.corners))


def _measure(part: Floats, grid: Grid, diameter: float) -> _Mark:
    layout, sign = grid.layout, grid.frame.sign
    reflectance = seen_at(part, grid.x, grid.y, diameter)
    cells = cells_of(reflectance[1:-1, 1:-1])
    seen = sign * (cells.threshold - reflectance) > 0
    inner = seen[1:-1, 1:-1]
    reading = read(inner, layout)
    solid, expected = fixed_pattern(layout)
    data = inner if reading is None else modules_of(reading.words, layout, inner)
    inked = numpy.pad(numpy.where(solid, expected, data), 1)
    return _Mark(grid, diameter, reflectance, cells, reading, inked, seen, cells.modulation(reflectance))


def _worth(parameters: tuple[Parameter, ...]) -> float:
    return min(one.grade for one in parameters if one.grade is not None)


def _parameters(mark: _Mark, image: GradingImage, edition: Edition) -> tuple[Parameter, ...]:
    grid, cells, reading = mark.grid, mark.cells, mark.reading
    grades = module_grades(numpy.where(mark.wrong, -1.0, mark.modulation), _OVERLAY)
    unused = 0.0 if reading is None else reading.unused
    return (
        Parameter(Name.DECODE, None, PASS if reading else FAIL),
        Parameter(Name.CC, cells.contrast, grade_of(edition, Name.CC, cells.contrast)),
        *_modulations(mark),
        _least_reflectance(cells, image, edition),
        *fixed_pattern_damage(Ring(grades, mark.wrong, grid.x, grid.y), grid.layout, edition),
        *_geometry(grid, edition),
        Parameter(Name.UEC, unused, grade_of(edition, Name.UEC, unused)),
    )


def _modulations(mark: _Mark) -> tuple[Parameter, ...]:
    grid, inner = mark.grid, mark.modulation[1:-1, 1:-1]
    grade = FAIL if mark.reading is None else codeword_overlay(inner, grid.layout, _OVERLAY)
    note = None
    if grade < PASS:
        note = say("Threshold and formula of cell modulation are not confirmed by the text of the standard.")
    uniformity, (row, column) = weakest(inner, ~fixed_pattern(grid.layout)[0])
    place = (float(grid.x[row + 1, column + 1]), float(grid.y[row + 1, column + 1]))
    return Parameter(Name.CM, None, grade, (), note), Parameter(Name.CU, uniformity, None, (place,))


def _least_reflectance(cells: Cells, image: GradingImage, edition: Edition) -> Parameter:
    """The mean reflectance of light modules, which only a picture of calibrated exposure tells."""
    if image.calibration is None:
        note = say("not measurable: it needs a picture of calibrated exposure")
        return Parameter(Name.MR, None, None, (), note)
    note = say("Pass or fail as in ISO/IEC TR 29158:2011; the grades of the 2020 text were not found.")
    return Parameter(Name.MR, cells.light, grade_of(edition, Name.MR, cells.light), (), note)


def _geometry(grid: Grid, edition: Edition) -> tuple[Parameter, ...]:
    axial = axial_nonuniformity(grid.pitch)
    x, y = grid.x[1:-1, 1:-1], grid.y[1:-1, 1:-1]
    far = deviations(x, y, grid.pitch)
    at = numpy.unravel_index(far.argmax(), far.shape)
    most = float(far[at])
    return (
        Parameter(Name.ANU, axial, grade_of(edition, Name.ANU, axial)),
        Parameter(Name.GNU, most, grade_of(edition, Name.GNU, most), ((float(x[at]), float(y[at])),)),
    )


def _graded(mark: _Mark, image: GradingImage, found: Found, edition: Edition, part: CutOut) -> SymbolGrade:
    grid, reading = mark.grid, mark.reading
    parameters = tuple(part.placed(one) for one in _parameters(mark, image, edition))
    cut_short = _outside(grid, image.reflectance.shape, part)
    pitch, scale = sum(grid.pitch) / 2, image.px_per_mm
    identifier = reading.identifier if reading else found.identifier
    gs1 = identifier == "]d2"
    return SymbolGrade(
        symbology=(Symbology.GS1_DATA_MATRIX if gs1 else Symbology.DATA_MATRIX).value,
        identifier=identifier,
        data=reading.data if reading else "",
        corners=part.in_picture(grid.frame.corners),
        edition=edition,
        aperture_mm=None if scale is None else mark.diameter / scale,
        module_px=pitch,
        module_mm=None if scale is None else pitch / scale,
        grade=None if cut_short else _worth(parameters),
        parameters=parameters,
        modules=_module_map(mark, part),
        not_measurable=cut_short,
    )


def _module_map(mark: _Mark, part: CutOut) -> ModuleMap:
    modulation = numpy.where(mark.wrong, -mark.modulation, mark.modulation)
    x, y, reflectance, signed = (
        one.astype(numpy.float32)
        for one in (mark.grid.x + part.left, mark.grid.y + part.top, mark.reflectance, modulation)
    )
    return ModuleMap(x, y, reflectance, mark.inked if mark.grid.frame.sign > 0 else ~mark.inked, signed)


def _outside(grid: Grid, shape: tuple[int, ...], part: CutOut) -> tuple[Text, ...]:
    x, y = grid.x + part.left, grid.y + part.top
    if x.min() < 0 or y.min() < 0 or x.max() > shape[1] - 1 or y.max() > shape[0] - 1:
        return (say("The quiet zone is not wholly in the picture: one module is needed on each side."),)
    return ()
