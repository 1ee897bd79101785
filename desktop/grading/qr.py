"""Grading one QR Code symbol (ISO/IEC 15415 = GB/T 23704; fixed pattern by ISO/IEC 18004, annex G)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.cut_out import cut_out
from desktop.grading.fixed_pattern import Ring
from desktop.grading.laid import Outcome, trimmed
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.matrix_parameters import (
    Contrast,
    coarse,
    contrast_of,
    geometry,
    modulation_of,
    pixels_within,
    uniformity,
)
from desktop.grading.model import (
    Edition,
    Floats,
    Found,
    GradingImage,
    Name,
    Parameter,
    SymbolGrade,
    unmeasurable,
)
from desktop.grading.overlay import module_grades
from desktop.grading.qr_laid import LaidQr, corners_of, lay_qr
from desktop.grading.qr_layout import Bools
from desktop.grading.qr_overlay import qr_overlay
from desktop.grading.qr_read import QrReading
from desktop.grading.sampling import Doubles, aperture_px, seen_at, through_aperture
from desktop.grading.thresholds import FAIL, PASS, grade_of, one_decimal
from desktop.texts import Text, say

_SMOOTHED_PX = 3.0
"""Diameter for finding edges: between sharp pixels their places would jump by a tenth of a pixel."""


@dataclass(frozen=True, eq=False, slots=True)
class _Measured:
    """One symbol at one aperture: everything that parameters are made from; arrays with the quiet zone."""

    laid: LaidQr
    edition: Edition
    contrast: Contrast
    reflectance: Doubles
    reading: QrReading | None
    dark: Bools
    seen: Bools
    modulation: Doubles

    @property
    def wrong(self) -> Bools:
        return numpy.not_equal(self.dark, self.seen)


def grade_qr(image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None) -> SymbolGrade:
    """Grade a QR Code of model 2.

    Args:
        image: the picture.
        found: about where the symbol lies, as a decoder or a search tells it.
        edition: ISO/IEC 15415:2011 (GB/T 23704-2017) or :2024.
        aperture_mm: diameter; None, or a picture without scale: 0.8 of the module as measured.

    Returns:
        Its grade. Without a grade, saying why, where its three finder patterns cannot be made out.
    """
    part = cut_out(image.reflectance, found.corners)
    best: _Measured | None = None
    for laid in lay_qr(through_aperture(part.reflectance, _SMOOTHED_PX), part):
        measured = _measure(part.reflectance, laid, edition, aperture_px(image, laid.grid.pitch, aperture_mm))
        if best is None or measured.reading is not None:
            best = measured
        if measured.reading is not None:
            break
    if best is None:
        return unmeasurable(found, edition, no_finders())
    outcome = Outcome(
        best.laid,
        edition,
        aperture_px(image, best.laid.grid.pitch, aperture_mm),
        best.reading,
        _parameters(best),
        best.reflectance,
        best.modulation,
        best.dark,
        best.seen,
    )
    return outcome.grade(image, found, part)


def no_finders() -> Text:
    """Say that no QR Code was made out."""
    return say(
        "No three finder patterns of a QR Code were made out where the symbol was found; Micro QR Code "
        "is not graded."
    )


def _measure(part: Floats, laid: LaidQr, edition: Edition, diameter: float) -> _Measured:
    reflectance = seen_at(part, laid.grid.x, laid.grid.y, diameter)
    # From the centres of the outermost modules of the quiet zone inwards.
    values = pixels_within(through_aperture(part, diameter), corners_of(laid.grid.x, laid.grid.y))
    contrast = contrast_of(values, trimmed(reflectance, laid.quiet), edition)
    seen = laid.sign * (contrast.threshold - reflectance) > 0
    reading, dark = laid.read(seen)
    modulation = modulation_of(reflectance, contrast)
    return _Measured(laid, edition, contrast, reflectance, reading, dark, seen, modulation)


def _parameters(measured: _Measured) -> tuple[Parameter, ...]:
    laid, edition, contrast = measured.laid, measured.edition, measured.contrast
    reading = measured.reading
    mirrored = say("The symbol is mirrored.") if reading and laid.grid.is_mirrored else None
    value = 0.0 if reading is None else reading.unused
    grades = module_grades(numpy.where(measured.wrong, -1.0, measured.modulation), edition)
    modules = Ring(grades, measured.wrong, laid.grid.x, laid.grid.y)
    return (
        Parameter(Name.DECODE, None, PASS if reading else FAIL, (), mirrored),
        Parameter(Name.SC, contrast.contrast, grade_of(edition, Name.SC, contrast.contrast)),
        Parameter(Name.RMAX, contrast.light, None),
        Parameter(Name.RMIN, contrast.dark, None),
        *_modulations(measured),
        *laid.fixed_pattern(modules, edition),
        *geometry(laid, edition),
        Parameter(Name.UEC, value, grade_of(edition, Name.UEC, value)),
        *_growth(measured),
    )


def _modulations(measured: _Measured) -> Iterator[Parameter]:
    """MOD, RM and CU. Since 2024 what correction changed counts in MOD, and there is no RM."""
    laid, edition, reading = measured.laid, measured.edition, measured.reading
    inner = trimmed(measured.modulation, laid.quiet)
    note = coarse(laid.grid.pitch)
    merged = edition is Edition.ISO_15415_2024
    modulation = margin = FAIL
    if reading is not None:
        margin = qr_overlay(inner, reading, edition, reading.wrong)
        modulation = margin if merged else qr_overlay(inner, reading, edition)
    yield Parameter(Name.MOD, None, one_decimal(modulation), (), note)
    if not merged:
        yield Parameter(Name.RM, None, margin, (), note)
    yield uniformity(laid, measured.modulation, note)


def _growth(measured: _Measured) -> Iterator[Parameter]:
    """Growth of the finder's colour by axis, and of dark, the worse axis: this is graded since 2024."""
    for name, growth in zip((ACROSS, DOWN), measured.laid.grid.growth, strict=True):
        yield Parameter(name, 100 * growth, None)
    worse = 100 * measured.laid.sign * max(measured.laid.grid.growth, key=abs)
    if measured.edition is not Edition.ISO_15415_2024:
        yield Parameter(Name.PRINT_GROWTH, worse, None)
        return
    note = say("The limits of print growth are provisional: they are fitted to a few verifiers' reports.")
    grade = grade_of(measured.edition, Name.PRINT_GROWTH, abs(worse))
    yield Parameter(Name.PRINT_GROWTH, worse, grade, (), note, provisional=True)
