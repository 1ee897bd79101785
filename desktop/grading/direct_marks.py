"""Grading a symbol that is marked on the part itself (ISO/IEC 29158:2020; ISO/IEC TR 29158:2011).

DataMatrix and QR Code alike: geometry, error correction and the segments of the fixed pattern are those of
ISO/IEC 15415:2011; contrast and modulation are of ``direct_marks_parameters``. What of the 2020 text was not
found says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.cut_out import CutOut, cut_out
from desktop.grading.data_matrix_laid import lay_data_matrix
from desktop.grading.direct_marks_parameters import Cells, cells_of
from desktop.grading.editions import is_qr
from desktop.grading.fixed_pattern import Ring
from desktop.grading.laid import Laid, Outcome, Said, lowest, trimmed
from desktop.grading.matrix import no_lines
from desktop.grading.matrix_frame import find_frame
from desktop.grading.matrix_layout import Bools
from desktop.grading.matrix_parameters import geometry, uniformity
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
from desktop.grading.qr import no_finders
from desktop.grading.qr_laid import lay_qr
from desktop.grading.sampling import Doubles, seen_at, through_aperture
from desktop.grading.thresholds import FAIL, PASS, grade_of
from desktop.texts import say

APERTURE_SHARES = (0.8, 0.5)
"""Apertures in modules; the better one counts (Cognex: 50 % and 80 % of X). The larger one where they tie."""
_SMOOTHED_SHARES = (0.0, 1 / 40, 1 / 25, 1 / 16)
"""By which shares of the side a mark is smoothed until lines that are made of dots are found as lines."""
_OVERLAY = Edition.GBT_23704_2017
"""Cell modulation has the limits and the overlay of modulation in ISO/IEC 15415:2011."""


@dataclass(frozen=True, eq=False, slots=True)
class _Mark:
    """A mark at one aperture: everything that parameters are made from; arrays with the quiet zone."""

    laid: Laid
    diameter: float
    reflectance: Doubles
    cells: Cells
    said: Said
    seen: Bools
    modulation: Doubles


def grade_direct_mark(
    image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None
) -> SymbolGrade:
    """Grade a directly marked DataMatrix or QR Code.

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
    qr = is_qr(found.symbology)
    for laid in _laid(part, qr=qr):
        pitch = sum(laid.grid.pitch) / 2
        for diameter in (fixed,) if fixed is not None else [share * pitch for share in APERTURE_SHARES]:
            mark = _measure(part.reflectance, laid, diameter)
            worth = lowest(_parameters(mark, image, edition)) if mark.said.reading else -1.0
            if best is None or worth > best[0]:
                best = worth, mark
        if best is not None and best[1].said.reading is not None:
            break
    if best is None:
        return unmeasurable(found, edition, no_finders() if qr else no_lines())
    mark = best[1]
    outcome = Outcome(
        mark.laid,
        edition,
        mark.diameter,
        mark.said.reading,
        _parameters(mark, image, edition),
        mark.reflectance,
        mark.modulation,
        mark.said.inked,
        mark.seen,
    )
    return outcome.grade(image, found, part)


def _laid(part: CutOut, *, qr: bool) -> Iterator[Laid]:
    """Lay grids on the picture, then on smoother and smoother ones."""
    if part.middle() is None:
        return
    side = float(numpy.hypot(*numpy.ptp(numpy.array(part.corners), axis=0))) / 2**0.5
    for share in _SMOOTHED_SHARES:
        picture = through_aperture(part.reflectance, share * side) if share else part.reflectance
        if qr:
            yield from lay_qr(picture, part)
        elif (frame := find_frame(picture, part.corners)) is not None:
            yield from lay_data_matrix(picture, frame)


def _measure(part: Floats, laid: Laid, diameter: float) -> _Mark:
    reflectance = seen_at(part, laid.grid.x, laid.grid.y, diameter)
    cells = cells_of(trimmed(reflectance, laid.quiet))
    seen = laid.sign * (cells.threshold - reflectance) > 0
    said = laid.said(seen)
    return _Mark(laid, diameter, reflectance, cells, said, seen, cells.modulation(reflectance))


def _parameters(mark: _Mark, image: GradingImage, edition: Edition) -> tuple[Parameter, ...]:
    laid, cells, reading = mark.laid, mark.cells, mark.said.reading
    wrong = mark.said.inked != mark.seen
    grades = module_grades(numpy.where(wrong, -1.0, mark.modulation), _OVERLAY)
    unused = 0.0 if reading is None else reading.unused
    return (
        Parameter(Name.DECODE, None, PASS if reading else FAIL),
        Parameter(Name.CC, cells.contrast, grade_of(edition, Name.CC, cells.contrast)),
        _cell_modulation(mark),
        uniformity(laid, mark.modulation),
        _least_reflectance(cells, image, edition),
        *laid.fixed_pattern(Ring(grades, wrong, laid.grid.x, laid.grid.y), edition),
        *geometry(laid, edition),
        Parameter(Name.UEC, unused, grade_of(edition, Name.UEC, unused)),
    )


def _cell_modulation(mark: _Mark) -> Parameter:
    grade = mark.said.modulation_grade(trimmed(mark.modulation, mark.laid.quiet), _OVERLAY)
    note = say("Threshold and formula of cell modulation are not confirmed by the text of the standard.")
    return Parameter(Name.CM, None, grade, (), note, provisional=True)


def _least_reflectance(cells: Cells, image: GradingImage, edition: Edition) -> Parameter:
    """The mean reflectance of light modules, which only a picture of calibrated exposure tells."""
    if image.calibration is None:
        note = say("not measurable: it needs a picture of calibrated exposure")
        return Parameter(Name.MR, None, None, (), note)
    note = say("Pass or fail as in ISO/IEC TR 29158:2011; the grades of the 2020 text were not found.")
    return Parameter(
        Name.MR, cells.light, grade_of(edition, Name.MR, cells.light), (), note, provisional=True
    )
