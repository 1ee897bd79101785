"""The parameters of a measured DataMatrix symbol, with their grades and what a person should know of them."""

import numpy

from desktop.grading.ecc200 import Reading
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.laid import trimmed
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.matrix_measured import Measured
from desktop.grading.matrix_parameters import coarse, geometry, uniformity
from desktop.grading.model import Edition, Name, Parameter
from desktop.grading.overlay import codeword_overlay, module_grades
from desktop.grading.thresholds import FAIL, PASS, grade_of, one_decimal
from desktop.texts import Text, say

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
        *geometry(measured.laid, edition),
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
    inner = trimmed(measured.modulation, measured.laid.quiet)
    note = coarse(measured.grid.pitch)
    merged = edition is Edition.ISO_15415_2024
    modulation = margin = FAIL
    if reading is not None:
        margin = codeword_overlay(inner, layout, edition, reading.wrong)
        modulation = margin if merged else codeword_overlay(inner, layout, edition)
    told = [Parameter(Name.MOD, None, one_decimal(modulation), (), note)]
    if not merged:
        told.append(Parameter(Name.RM, None, margin, (), note))
    return (*told, uniformity(measured.laid, measured.modulation, note))


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
    return (*axes, Parameter(Name.PRINT_GROWTH, worse, grade, (), note, provisional=True))
