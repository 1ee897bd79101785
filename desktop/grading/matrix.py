"""Grading one DataMatrix symbol (ISO/IEC 15415 = GB/T 23704; fixed pattern by ISO/IEC 16022)."""

from itertools import chain

import numpy

from desktop.grading.cut_out import CutOut, cut_out
from desktop.grading.matrix_frame import find_frame, threshold_within
from desktop.grading.matrix_grid import Grid, grids
from desktop.grading.matrix_measured import Measured, in_even_light, measure
from desktop.grading.matrix_told import parameters_of
from desktop.grading.model import Edition, Found, GradingImage, ModuleMap, SymbolGrade, unmeasurable
from desktop.grading.sampling import aperture_px
from desktop.symbols.symbology import Symbology
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
        reason = say(
            "No two solid lines of a DataMatrix finder pattern were made out where the symbol was found."
        )
        return unmeasurable(found, edition, reason)
    middle = threshold_within(part, frame.corners)
    best: Measured | None = None
    for grid in chain(grids(part, frame, middle), grids(part, frame.mirrored(), middle)):
        measured = measure(part, grid, edition, aperture_px(image, grid.pitch, aperture_mm))
        if best is None or measured.reading is not None:
            best = measured
        if measured.reading is not None:
            break
    assert best is not None, "at least one size is tried"
    diameter = aperture_px(image, best.grid.pitch, aperture_mm)
    return _graded(in_even_light(best, part, diameter), image, found, cut, diameter)


def _graded(
    measured: Measured, image: GradingImage, found: Found, cut: CutOut, diameter: float
) -> SymbolGrade:
    grid, reading = measured.grid, measured.reading
    parameters = tuple(cut.placed(one) for one in parameters_of(measured))
    cut_short = _outside(grid, image.reflectance.shape, cut)
    grades = [one.grade for one in parameters if one.grade is not None]
    pitch = sum(grid.pitch) / 2
    scale = image.px_per_mm
    identifier = reading.identifier if reading else found.identifier
    gs1 = identifier == "]d2"
    return SymbolGrade(
        symbology=(Symbology.GS1_DATA_MATRIX if gs1 else Symbology.DATA_MATRIX).value,
        identifier=identifier,
        data=reading.data if reading else "",
        corners=cut.in_picture(grid.frame.corners),
        edition=measured.edition,
        aperture_mm=None if scale is None else diameter / scale,
        module_px=pitch,
        module_mm=None if scale is None else pitch / scale,
        grade=None if cut_short else min(grades),
        parameters=parameters,
        modules=_module_map(measured, cut),
        not_measurable=cut_short,
    )


def _outside(grid: Grid, shape: tuple[int, ...], cut: CutOut) -> tuple[Text, ...]:
    x, y = grid.x + cut.left, grid.y + cut.top
    if x.min() < 0 or y.min() < 0 or x.max() > shape[1] - 1 or y.max() > shape[0] - 1:
        return (say("The quiet zone is not wholly in the picture: one module is needed on each side."),)
    return ()


def _module_map(measured: Measured, cut: CutOut) -> ModuleMap:
    grid = measured.grid
    right = measured.inked == measured.seen
    return ModuleMap(
        x=(grid.x + cut.left).astype(numpy.float32),
        y=(grid.y + cut.top).astype(numpy.float32),
        reflectance=measured.reflectance.astype(numpy.float32),
        dark=measured.inked if grid.frame.sign > 0 else ~measured.inked,
        modulation=numpy.where(right, measured.modulation, -measured.modulation).astype(numpy.float32),
    )
