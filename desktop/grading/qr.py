"""Grading one QR Code symbol (ISO/IEC 15415 = GB/T 23704; fixed pattern by ISO/IEC 18004, annex G)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.cut_out import CutOut, cut_out
from desktop.grading.editions import decimal
from desktop.grading.matrix_frame import Corners, Frame
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.matrix_parameters import (
    Contrast,
    axial_nonuniformity,
    best_threshold,
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
    SymbolGrade,
    unmeasurable,
)
from desktop.grading.overlay import WHOLE_LEVELS, best_level, module_grades
from desktop.grading.qr_finders import find_finders
from desktop.grading.qr_fixed_pattern import QrModules, qr_fixed_pattern
from desktop.grading.qr_grid import QrGrid, qr_grids
from desktop.grading.qr_layout import QUIET, Bools, carriers
from desktop.grading.qr_read import QrReading, expected_modules, read_qr, unused_correction
from desktop.grading.sampling import Doubles, aperture_px, seen_at, through_aperture
from desktop.grading.thresholds import FAIL, PASS, exact_grade, grade_of, one_decimal
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

_TRUSTED_PX = 10.0
"""Below so many pixels a module, modulation reads too low (securPharm)."""
_SMOOTHED_PX = 3.0
"""Diameter for finding edges: between sharp pixels their places would jump by a tenth of a pixel."""
_EXTREME_SHARE = 0.01
"""ISO/IEC 15415:2024: symbol contrast is between the means of the lightest and of the darkest 1 %."""


@dataclass(frozen=True, eq=False, slots=True)
class _Measured:
    """One symbol at one aperture: everything that parameters are made from; arrays with the quiet zone."""

    grid: QrGrid
    sign: int
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
    for sign, grid in _grids(part):
        measured = _measure(
            part.reflectance, grid, sign, edition, aperture_px(image, grid.pitch, aperture_mm)
        )
        if best is None or measured.reading is not None:
            best = measured
        if measured.reading is not None:
            break
    if best is None:
        reason = say(
            "No three finder patterns of a QR Code were made out where the symbol was found; Micro QR Code "
            "is not graded."
        )
        return unmeasurable(found, edition, reason)
    return _graded(best, image, found, part, aperture_px(image, best.grid.pitch, aperture_mm))


def _grids(part: CutOut) -> Iterator[tuple[int, QrGrid]]:
    """Dark on light first, then light on dark."""
    middle = part.middle()
    if middle is None:
        return
    smooth = through_aperture(part.reflectance, _SMOOTHED_PX)
    for sign in (1, -1):
        inked = numpy.asarray(sign * (middle - smooth), dtype=numpy.float32)
        finders = find_finders(inked, part.corners)
        if finders is not None:
            laid = list(qr_grids(inked, finders))
            for grid in (*laid, *(one.mirrored() for one in laid)):
                yield sign, grid


def _measure(part: Floats, grid: QrGrid, sign: int, edition: Edition, diameter: float) -> _Measured:
    apertured = through_aperture(part, diameter)
    reflectance = seen_at(part, grid.x, grid.y, diameter)
    contrast = _contrast(apertured, grid, reflectance, edition)
    seen = sign * (contrast.threshold - reflectance) > 0
    reading = read_qr(grid.inner(seen), grid.version)
    dark = numpy.pad(expected_modules(grid.inner(seen), grid.version, reading), QUIET)
    modulation = modulation_of(reflectance, contrast)
    return _Measured(grid, sign, edition, contrast, reflectance, reading, dark, seen, modulation)


def _contrast(apertured: Floats, grid: QrGrid, modules: Doubles, edition: Edition) -> Contrast:
    """Measure symbol contrast from the centres of the outermost modules of the quiet zone inwards.

    2011 takes the extremes and their middle; 2024 means of 1 %, and the threshold that parts modules best.
    """
    values = _within(apertured, _corners(grid, grid.x, grid.y))
    if not values.size:
        values = modules.ravel().astype(numpy.float32)
    if edition is not Edition.ISO_15415_2024:
        light, dark = float(values.max()), float(values.min())
        return Contrast(light, dark, (light + dark) / 2)
    count = max(1, round(_EXTREME_SHARE * values.size))
    parted = numpy.partition(values, (count, values.size - count - 1))
    threshold = best_threshold(grid.inner(modules))
    return Contrast(float(parted[-count:].mean()), float(parted[:count].mean()), threshold)


def _corners(grid: QrGrid, x: Doubles, y: Doubles) -> Corners:
    first, second, third, fourth = (
        (float(x[row, column]), float(y[row, column])) for row, column in ((0, 0), (0, -1), (-1, -1), (-1, 0))
    )
    return first, second, third, fourth


def _within(picture: Floats, corners: Corners) -> Floats:
    """Pixels of a quadrilateral."""
    x, y = numpy.array(corners).T
    height, width = picture.shape
    top, bottom = max(0, int(y.min())), min(height, int(y.max()) + 2)
    left, right = max(0, int(x.min())), min(width, int(x.max()) + 2)
    if bottom <= top or right <= left:
        return picture[:0].ravel()
    rows, columns = numpy.mgrid[top:bottom, left:right]
    u, v = Frame.through(corners, 1).inside(columns, rows)
    return picture[top:bottom, left:right][(u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)]


def _graded(
    measured: _Measured, image: GradingImage, found: Found, part: CutOut, diameter: float
) -> SymbolGrade:
    grid, reading = measured.grid, measured.reading
    parameters = tuple(part.placed(one) for one in _parameters(measured))
    cut_short = _outside(grid, image.reflectance.shape, part)
    grades = [one.grade for one in parameters if one.grade is not None]
    pitch = sum(grid.pitch) / 2
    scale = image.px_per_mm
    identifier = reading.identifier if reading else found.identifier
    gs1 = identifier in {"]Q3", "]Q4"}
    return SymbolGrade(
        symbology=(Symbology.GS1_QR if gs1 else Symbology.QR).value,
        identifier=identifier,
        data=reading.data if reading else "",
        corners=part.in_picture(_outer_corners(grid)),
        edition=measured.edition,
        aperture_mm=None if scale is None else diameter / scale,
        module_px=pitch,
        module_mm=None if scale is None else pitch / scale,
        grade=None if cut_short else min(grades),
        parameters=parameters,
        modules=_module_map(measured, part),
        not_measurable=cut_short,
    )


def _outer_corners(grid: QrGrid) -> Corners:
    """The corners of the symbol: midway between the corner modules and the quiet zone's beside them."""
    ring, inner = grid.inner(grid.x, 1), grid.inner(grid.x)
    ring_y, inner_y = grid.inner(grid.y, 1), grid.inner(grid.y)
    outside, inside = _corners(grid, ring, ring_y), _corners(grid, inner, inner_y)
    first, second, third, fourth = (
        ((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in zip(outside, inside, strict=True)
    )
    return first, second, third, fourth


def _outside(grid: QrGrid, shape: tuple[int, ...], part: CutOut) -> tuple[Text, ...]:
    x, y = grid.x + part.left, grid.y + part.top
    if x.min() < 0 or y.min() < 0 or x.max() > shape[1] - 1 or y.max() > shape[0] - 1:
        return (say("The quiet zone of a QR Code is not wholly in the picture: four modules on each side."),)
    return ()


def _module_map(measured: _Measured, part: CutOut) -> ModuleMap:
    grid = measured.grid
    modulation = numpy.where(measured.wrong, -measured.modulation, measured.modulation)
    x, y, reflectance, signed = (
        grid.inner(one, 1).astype(numpy.float32)
        for one in (grid.x + part.left, grid.y + part.top, measured.reflectance, modulation)
    )
    dark = measured.dark if measured.sign > 0 else ~measured.dark
    return ModuleMap(x, y, reflectance, grid.inner(dark, 1), signed)


def _parameters(measured: _Measured) -> tuple[Parameter, ...]:
    grid, edition, contrast = measured.grid, measured.edition, measured.contrast
    reading = measured.reading
    mirrored = say("The symbol is mirrored.") if reading and grid.is_mirrored else None
    value = 0.0 if reading is None else reading.unused
    grades = module_grades(numpy.where(measured.wrong, -1.0, measured.modulation), edition)
    modules = QrModules(grades, measured.wrong, grid.x, grid.y)
    return (
        Parameter(Name.DECODE, None, PASS if reading else FAIL, (), mirrored),
        Parameter(Name.SC, contrast.contrast, grade_of(edition, Name.SC, contrast.contrast)),
        Parameter(Name.RMAX, contrast.light, None),
        Parameter(Name.RMIN, contrast.dark, None),
        *_modulations(measured),
        *qr_fixed_pattern(modules, grid.version, edition),
        *_geometry(grid, edition),
        Parameter(Name.UEC, value, grade_of(edition, Name.UEC, value)),
        *_growth(measured),
    )


def _modulations(measured: _Measured) -> Iterator[Parameter]:
    """MOD, RM and CU. Since 2024 what correction changed counts in MOD, and there is no RM."""
    grid, edition, reading = measured.grid, measured.edition, measured.reading
    inner = grid.inner(measured.modulation)
    note = _coarse(grid)
    merged = edition is Edition.ISO_15415_2024
    modulation = margin = FAIL
    if reading is not None:
        margin = qr_overlay(inner, reading, edition, reading.wrong)
        modulation = margin if merged else qr_overlay(inner, reading, edition, frozenset())
    yield Parameter(Name.MOD, None, one_decimal(modulation), (), note)
    if not merged:
        yield Parameter(Name.RM, None, margin, (), note)
    uniformity, at = weakest(inner, carriers(grid.version) >= 0)
    place = (float(grid.inner(grid.x)[at]), float(grid.inner(grid.y)[at]))
    yield Parameter(Name.CU, uniformity, None, (place,), note)


def qr_overlay(modulation: Doubles, reading: QrReading, edition: Edition, wrong: frozenset[int]) -> float:
    """Grade modulation with error correction: ISO/IEC 15415:2011, 7.8.3 (MOD) and 7.8.4 (RM).

    Args:
        modulation: of each module of the symbol in percent, without its sign.
        reading: of the symbol.
        edition: whole grades, or decimals; these go down in steps of one tenth.
        wrong: code words whose modules count as 0 (RM; and MOD since 2024): those that were corrected.
    """
    layout = reading.layout
    where = carriers(layout.version)
    used = where >= 0
    words = numpy.full(layout.codewords, PASS)
    numpy.minimum.at(words, where[used] // 8, module_grades(modulation, edition)[used])
    words[list(wrong)] = FAIL
    blocks = [layout.block(number) for number in range(layout.blocks)]

    def worth(bad: Bools) -> float:
        unused = min(unused_correction(int(bad[block].sum()), layout) for block in blocks)
        return exact_grade(edition, Name.UEC, unused)

    levels = tuple(step / 10 for step in range(40, 0, -1)) if decimal(edition) else WHOLE_LEVELS
    return best_level(words, levels, worth)


def _coarse(grid: QrGrid) -> Text | None:
    pixels = min(grid.pitch)
    if pixels >= _TRUSTED_PX:
        return None
    return say(
        "A module is {pixels} pixels wide; below {trusted} modulation reads lower than it is.",
        pixels=f"{pixels:.1f}",
        trusted=f"{_TRUSTED_PX:.0f}",
    )


def _geometry(grid: QrGrid, edition: Edition) -> tuple[Parameter, ...]:
    axial = axial_nonuniformity(grid.pitch)
    x, y = grid.inner(grid.x), grid.inner(grid.y)
    far = deviations(x, y, grid.pitch)
    row, column = numpy.unravel_index(far.argmax(), far.shape)
    place = (float(x[row, column]), float(y[row, column]))
    most = float(far.max())
    return (
        Parameter(Name.ANU, axial, grade_of(edition, Name.ANU, axial)),
        Parameter(Name.GNU, most, grade_of(edition, Name.GNU, most), (place,)),
    )


def _growth(measured: _Measured) -> Iterator[Parameter]:
    """Growth of the finder's colour by axis, and of dark, the worse axis: this is graded since 2024."""
    for name, growth in zip((ACROSS, DOWN), measured.grid.growth, strict=True):
        yield Parameter(name, 100 * growth, None)
    worse = 100 * measured.sign * max(measured.grid.growth, key=abs)
    if measured.edition is not Edition.ISO_15415_2024:
        yield Parameter(Name.PRINT_GROWTH, worse, None)
        return
    note = say("The limits of print growth are provisional: they are fitted to a few verifiers' reports.")
    grade = grade_of(measured.edition, Name.PRINT_GROWTH, abs(worse))
    yield Parameter(Name.PRINT_GROWTH, worse, grade, (), note)
