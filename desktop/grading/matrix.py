"""Grading one DataMatrix symbol (ISO/IEC 15415 = GB/T 23704; fixed pattern by ISO/IEC 16022)."""

from dataclasses import dataclass, replace
from itertools import chain

import numpy

from desktop.grading.ecc200 import Reading, modules_of, read
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.matrix_frame import Corners, find_frame, threshold_within
from desktop.grading.matrix_grid import Grid, grids
from desktop.grading.matrix_growth import ACROSS, DOWN, print_growth
from desktop.grading.matrix_layout import Bools, Layout, fixed_pattern
from desktop.grading.matrix_parameters import (
    Contrast,
    axial_nonuniformity,
    contrast_of,
    deviations,
    modulation_of,
    weakest,
)
from desktop.grading.model import (
    Edition,
    Floats,
    Found,
    GradingImage,
    ModuleMap,
    Name,
    Parameter,
    Point,
    SymbolGrade,
)
from desktop.grading.overlay import codeword_overlay, module_grades
from desktop.grading.sampling import Doubles, seen_at, through_aperture
from desktop.grading.thresholds import FAIL, PASS, grade_of, one_decimal
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

APERTURE_SHARE = 0.8
"""Aperture in modules where none is asked for: GS1 General Specifications, 5.6.3.5."""
TRUSTED_PX = 10.0
"""Below so many pixels a module, modulation reads too low (securPharm; and as measured)."""
_REGULAR = 0.8
"""Share of the clock tracks' edges below which a size is a guess; damage worth 0 leaves about so many."""
_MARGIN = 0.9
"""How much of the quiet zone counts for contrast, in modules: the rest may be no quiet zone any more."""


@dataclass(frozen=True, eq=False, slots=True)
class _Measured:
    """One symbol at one aperture: everything that parameters are made from."""

    grid: Grid
    edition: Edition
    contrast: Contrast
    reflectance: Doubles
    reading: Reading | None
    inked: Bools
    """Which modules have the finder's colour as they should; ring included."""
    seen: Bools
    """Which modules have it in the picture."""
    modulation: Doubles
    growth: tuple[float, float]
    """Of the finder's colour along rows and along columns, in modules."""
    widest_growth: tuple[float, float]
    """The same through the whole aperture."""


def grade_matrix(
    image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None
) -> SymbolGrade:
    """Grade a DataMatrix symbol.

    Args:
        image: the picture.
        found: roughly where the symbol lies; it need not have been read.
        edition: ISO/IEC 15415:2011 (GB/T 23704-2017) or :2024.
        aperture_mm: diameter; None, or a picture without scale: 0.8 of the module as measured.

    Returns:
        Its grade. Without a grade, saying why, where the symbol's finder pattern cannot be made out.
    """
    part, offset = _cut_out(image.reflectance, found.corners)
    frame = find_frame(part, _shifted(found.corners, (-offset[0], -offset[1])))
    if frame is None:
        reason = say(
            "No two solid lines of a DataMatrix finder pattern were made out where the symbol was found."
        )
        return _unmeasurable(found, edition, reason)
    middle = threshold_within(part, frame.corners)
    best: _Measured | None = None
    for grid in chain(grids(part, frame, middle), grids(part, frame.mirrored(), middle)):
        measured = _measure(part, grid, edition, _diameter(image, grid, aperture_mm))
        if best is None or measured.reading is not None:
            best = measured
        if measured.reading is not None:
            break
    assert best is not None, "at least one size is tried"
    diameter = _diameter(image, best.grid, aperture_mm)
    return _graded(best, image, found, offset, diameter)


def _cut_out(picture: Floats, corners: Corners) -> tuple[Floats, tuple[int, int]]:
    """Cut the symbol out with room around it; also how far the part is to the right and below."""
    x, y = numpy.array(corners).T
    room = 0.25 * max(float(numpy.ptp(x)), float(numpy.ptp(y))) + 4
    height, width = picture.shape
    left, top = max(0, int(x.min() - room)), max(0, int(y.min() - room))
    part = picture[top : min(height, int(y.max() + room)), left : min(width, int(x.max() + room))]
    return part, (left, top)


def _shifted(corners: Corners, by: tuple[float, float]) -> Corners:
    first, second, third, fourth = ((x + by[0], y + by[1]) for x, y in corners)
    return first, second, third, fourth


def _diameter(image: GradingImage, grid: Grid, aperture_mm: float | None) -> float:
    if aperture_mm is None or image.px_per_mm is None:
        return APERTURE_SHARE * sum(grid.pitch) / 2
    return aperture_mm * image.px_per_mm


def _measure(part: Floats, grid: Grid, edition: Edition, diameter: float) -> _Measured:
    layout, sign = grid.layout, grid.frame.sign
    apertured = through_aperture(part, diameter)
    reflectance = seen_at(part, grid.x, grid.y, diameter)
    contrast = contrast_of(apertured, grid, reflectance, edition, _MARGIN)
    seen = sign * (contrast.threshold - reflectance) > 0
    reading = read(seen[1:-1, 1:-1], layout)
    inked = numpy.zeros_like(seen)
    inked[1:-1, 1:-1] = _expected(seen[1:-1, 1:-1], layout, reading)
    modulation = modulation_of(reflectance, contrast)
    middle = (contrast.light + contrast.dark) / 2
    half, whole = (print_growth(part, grid, middle, share * diameter) for share in (0.5, 1.0))
    return _Measured(grid, edition, contrast, reflectance, reading, inked, seen, modulation, half, whole)


def _expected(seen: Bools, layout: Layout, reading: Reading | None) -> Bools:
    """The colours that modules should have; of data that could not be read, those that they have."""
    fixed, inked = fixed_pattern(layout)
    data = seen if reading is None else modules_of(reading.words, layout, seen)
    return numpy.where(fixed, inked, data)


def _graded(
    measured: _Measured, image: GradingImage, found: Found, offset: tuple[int, int], diameter: float
) -> SymbolGrade:
    grid, reading = measured.grid, measured.reading
    parameters = tuple(
        replace(one, places=tuple((x + offset[0], y + offset[1]) for x, y in one.places))
        for one in _parameters(measured)
    )
    cut_short = _outside(grid, image.reflectance.shape, offset)
    grades = [one.grade for one in parameters if one.grade is not None]
    pitch = sum(grid.pitch) / 2
    scale = image.px_per_mm
    identifier = reading.identifier if reading else found.identifier
    gs1 = identifier == "]d2"
    return SymbolGrade(
        symbology=(Symbology.GS1_DATA_MATRIX if gs1 else Symbology.DATA_MATRIX).value,
        identifier=identifier,
        data=reading.data if reading else "",
        corners=_shifted(grid.frame.corners, offset),
        edition=measured.edition,
        aperture_mm=None if scale is None else diameter / scale,
        module_px=pitch,
        module_mm=None if scale is None else pitch / scale,
        grade=None if cut_short else min(grades),
        parameters=parameters,
        modules=_module_map(measured, offset),
        not_measurable=cut_short,
    )


def _outside(grid: Grid, shape: tuple[int, ...], offset: tuple[int, int]) -> tuple[Text, ...]:
    x, y = grid.x + offset[0], grid.y + offset[1]
    if x.min() < 0 or y.min() < 0 or x.max() > shape[1] - 1 or y.max() > shape[0] - 1:
        return (say("The quiet zone is not wholly in the picture: one module is needed on each side."),)
    return ()


def _module_map(measured: _Measured, offset: tuple[int, int]) -> ModuleMap:
    grid = measured.grid
    right = measured.inked == measured.seen
    return ModuleMap(
        x=(grid.x + offset[0]).astype(numpy.float32),
        y=(grid.y + offset[1]).astype(numpy.float32),
        reflectance=measured.reflectance.astype(numpy.float32),
        dark=measured.inked if grid.frame.sign > 0 else ~measured.inked,
        modulation=numpy.where(right, measured.modulation, -measured.modulation).astype(numpy.float32),
    )


def _parameters(measured: _Measured) -> tuple[Parameter, ...]:
    reading, edition, grid = measured.reading, measured.edition, measured.grid
    contrast = measured.contrast
    decode = Parameter(Name.DECODE, None, PASS if reading else FAIL, (), _reading_note(measured))
    return (
        decode,
        Parameter(Name.SC, contrast.contrast, grade_of(edition, Name.SC, contrast.contrast)),
        Parameter(Name.RMAX, contrast.light, None),
        Parameter(Name.RMIN, contrast.dark, None),
        *_modulations(measured),
        *fixed_pattern_damage(_ring(measured), grid.layout, edition),
        *_geometry(grid, edition),
        _unused(reading, edition),
        *_growth(measured),
    )


def _reading_note(measured: _Measured) -> Text | None:
    grid = measured.grid
    if measured.reading is not None:
        return say("The symbol is mirrored.") if grid.frame.is_mirrored else None
    if grid.regular < _REGULAR:
        return say(
            "Only {share} % of the clock tracks' edges were made out: they are damaged, or the picture has "
            "glare, moiré or too few pixels to a module.",
            share=round(100 * grid.regular),
        )
    return say("More code words are wrong than the error correction can mend.")


def _ring(measured: _Measured) -> Ring:
    wrong = measured.inked != measured.seen
    grades = module_grades(numpy.where(wrong, -1.0, measured.modulation), measured.edition)
    return Ring(grades, wrong, measured.grid.x, measured.grid.y)


def _modulations(measured: _Measured) -> tuple[Parameter, ...]:
    """MOD, RM and CU. Since 2024 what correction changed counts in MOD, and there is no RM."""
    layout, edition, reading = measured.grid.layout, measured.edition, measured.reading
    inner = measured.modulation[1:-1, 1:-1]
    uniformity, (row, column) = weakest(inner, ~fixed_pattern(layout)[0])
    place: Point = (float(measured.grid.x[row + 1, column + 1]), float(measured.grid.y[row + 1, column + 1]))
    note = _coarse(measured.grid)
    parts = [Parameter(Name.CU, uniformity, None, (place,), note)]
    merged = edition is Edition.ISO_15415_2024
    if reading is None:
        modulation, margin = FAIL, FAIL
    else:
        wrong = reading.wrong if merged else frozenset[int]()
        modulation = one_decimal(codeword_overlay(inner, layout, edition, wrong))
        margin = codeword_overlay(inner, layout, edition, reading.wrong)
    parts.insert(0, Parameter(Name.MOD, None, modulation, (), note))
    if not merged:
        parts.insert(1, Parameter(Name.RM, None, margin, (), note))
    return tuple(parts)


def _coarse(grid: Grid) -> Text | None:
    pixels = min(grid.pitch)
    if pixels >= TRUSTED_PX:
        return None
    return say(
        "A module is {pixels} pixels wide; below {trusted} modulation reads lower than it is.",
        pixels=f"{pixels:.1f}",
        trusted=f"{TRUSTED_PX:.0f}",
    )


def _geometry(grid: Grid, edition: Edition) -> tuple[Parameter, ...]:
    axial = axial_nonuniformity(grid.pitch)
    x, y = grid.x[1:-1, 1:-1], grid.y[1:-1, 1:-1]
    far = deviations(x, y, grid.pitch)
    row, column = numpy.unravel_index(far.argmax(), far.shape)
    place = (float(x[row, column]), float(y[row, column]))
    most = float(far.max())
    return (
        Parameter(Name.ANU, axial, grade_of(edition, Name.ANU, axial)),
        Parameter(Name.GNU, most, grade_of(edition, Name.GNU, most), (place,)),
    )


def _unused(reading: Reading | None, edition: Edition) -> Parameter:
    value = 0.0 if reading is None else reading.unused
    return Parameter(Name.UEC, value, grade_of(edition, Name.UEC, value))


def _growth(measured: _Measured) -> tuple[Parameter, ...]:
    """Growth of the finder's colour by axis, and of dark, the worse axis: this is graded since 2024."""
    across, down = (100 * growth for growth in measured.growth)
    worse = measured.grid.frame.sign * max(across, down, key=abs)
    axes = Parameter(ACROSS, across, None), Parameter(DOWN, down, None)
    if measured.edition is not Edition.ISO_15415_2024:
        return (*axes, Parameter(Name.PRINT_GROWTH, worse, None))
    graded = max(abs(worse), *(100 * abs(growth) for growth in measured.widest_growth))
    note = say(
        "Graded as {graded} %, as it looks through the whole aperture. The limits of print growth are "
        "provisional: they are fitted to a few verifiers' reports.",
        graded=f"{graded:.0f}",
    )
    grade = grade_of(measured.edition, Name.PRINT_GROWTH, graded)
    return (*axes, Parameter(Name.PRINT_GROWTH, worse, grade, (), note))


def _unmeasurable(found: Found, edition: Edition, reason: Text) -> SymbolGrade:
    return SymbolGrade(
        symbology=found.symbology,
        identifier=found.identifier,
        data=found.data,
        corners=found.corners,
        edition=edition,
        aperture_mm=None,
        module_px=0.0,
        module_mm=None,
        grade=None,
        parameters=(),
        not_measurable=(reason,),
    )
