"""The parameters of a measured DataMatrix symbol, with their grades and what a person should know of them."""

import numpy

from desktop.grading.ecc200 import Reading
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.matrix_grid import Grid
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.matrix_layout import fixed_pattern
from desktop.grading.matrix_measured import Measured
from desktop.grading.matrix_parameters import axial_nonuniformity, deviations, weakest
from desktop.grading.model import Edition, Name, Parameter, Point
from desktop.grading.overlay import codeword_overlay, module_grades
from desktop.grading.thresholds import FAIL, PASS, grade_of, one_decimal
from desktop.texts import Text, say

TRUSTED_PX = 10.0
"""Below so many pixels a module, modulation reads too low (securPharm; and as measured)."""
_REGULAR = 0.8
"""Share of the clock tracks' edges below which a size is a guess; damage worth 0 leaves about so many."""


def parameters_of(measured: Measured) -> tuple[Parameter, ...]:
    """Return all parameters; their places are in the part of the picture that was measured."""
    reading, edition, grid = measured.reading, measured.edition, measured.grid
    contrast = measured.contrast
    decode = Parameter(Name.DECODE, None, PASS if reading else FAIL, (), _reading_note(measured))
    return (
        decode,
        Parameter(
            Name.SC,
            contrast.contrast,
            grade_of(edition, Name.SC, contrast.contrast),
            (),
            _light_note(measured),
        ),
        Parameter(Name.RMAX, contrast.light, None),
        Parameter(Name.RMIN, contrast.dark, None),
        *_modulations(measured),
        *fixed_pattern_damage(_ring(measured), grid.layout, edition),
        *_geometry(grid, edition),
        _unused(reading, edition),
        *_growth(measured),
    )


def _reading_note(measured: Measured) -> Text | None:
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


def _light_note(measured: Measured) -> Text | None:
    if not measured.uneven:
        return None
    return say(
        "The light changed by {share} % over the symbol and was evened out; light it evenly.",
        share=round(100 * measured.uneven),
    )


def _ring(measured: Measured) -> Ring:
    wrong = measured.inked != measured.seen
    grades = module_grades(numpy.where(wrong, -1.0, measured.modulation), measured.edition)
    return Ring(grades, wrong, measured.grid.x, measured.grid.y)


def _modulations(measured: Measured) -> tuple[Parameter, ...]:
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


def _growth(measured: Measured) -> tuple[Parameter, ...]:
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
