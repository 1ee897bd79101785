"""Grading one DataMatrix symbol (ISO/IEC 15415 = GB/T 23704; fixed pattern by ISO/IEC 16022)."""

from desktop.grading.cut_out import cut_out
from desktop.grading.data_matrix_laid import lay_data_matrix
from desktop.grading.laid import Outcome
from desktop.grading.matrix_frame import find_frame
from desktop.grading.matrix_measured import Measured, in_even_light, measure
from desktop.grading.matrix_told import parameters_of
from desktop.grading.model import Edition, Found, GradingImage, SymbolGrade, unmeasurable
from desktop.grading.sampling import aperture_px
from desktop.texts import Text, say


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
    cut = cut_out(image.reflectance, found.corners)
    part = cut.reflectance
    frame = find_frame(part, cut.corners)
    if frame is None:
        return unmeasurable(found, edition, no_lines())
    best: Measured | None = None
    for laid in lay_data_matrix(part, frame):
        measured = measure(part, laid, edition, aperture_px(image, laid.grid.pitch, aperture_mm))
        if best is None or measured.reading is not None:
            best = measured
        if measured.reading is not None:
            break
    assert best is not None, "at least one size is tried"
    diameter = aperture_px(image, best.grid.pitch, aperture_mm)
    best = in_even_light(best, part, diameter)
    outcome = Outcome(
        best.laid,
        edition,
        diameter,
        best.reading,
        parameters_of(best),
        best.reflectance,
        best.modulation,
        best.inked,
        best.seen,
    )
    return outcome.grade(image, found, cut)


def no_lines() -> Text:
    """Say that no DataMatrix was made out."""
    return say("No two solid lines of a DataMatrix finder pattern were made out where the symbol was found.")
