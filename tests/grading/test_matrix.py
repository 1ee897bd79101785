"""Grading DataMatrix pictures whose every figure is known, because they are drawn here."""

import csv
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.matrix import grade_matrix
from desktop.grading.matrix_layout import (
    EXTENDED_LAYOUTS,
    LAYOUTS,
    Bools,
    Layout,
    carriers,
    fixed_pattern,
)
from desktop.grading.matrix_parameters import axial_nonuniformity, deviations, weakest
from desktop.grading.model import Edition, Found, GradingImage, Parameter, SymbolGrade
from desktop.grading.overlay import codeword_overlay, module_grades
from desktop.grading.thresholds import grade_of
from desktop.symbols.encoder import MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import Symbology
from tests.grading.samples import matrix_sample
from tests.grading.synthetic import render

BY_SIZE = {(layout.rows, layout.columns): layout for layout in LAYOUTS}
PITCH = 12
QUIET = 3
DATA = "A12"


def modules(rows: int, columns: int) -> Bools:
    symbol = encode(Symbology.DATA_MATRIX, DATA, size=MatrixSize(rows, columns))
    assert isinstance(symbol, MatrixSymbol)
    return numpy.array([[module == "1" for module in row] for row in symbol.rows])


def drawn(dark: Bools, *, light: float = 85.0, ink: float = 5.0, wide: int = PITCH) -> NDArray[numpy.float32]:
    levels = numpy.where(numpy.pad(dark, QUIET), ink, light)
    return numpy.kron(levels, numpy.ones((PITCH, wide))).astype(numpy.float32)


def graded(
    picture: NDArray[numpy.float32],
    dark: Bools,
    *,
    edition: Edition = Edition.GBT_23704_2017,
    turn: int = 0,
    wide: int = PITCH,
    off: float = 0.0,
) -> SymbolGrade:
    """Grade a drawn symbol whose corners are given wrong by ``off`` pixels and turned."""
    rows, columns = dark.shape
    left, top = QUIET * wide - off, QUIET * PITCH + off
    right, bottom = left + columns * wide + off, top + rows * PITCH - off
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    first, second, third, fourth = corners[turn:] + corners[:turn]
    image = GradingImage(picture, None, 8, False, "grey", False, 0.0, None)
    return grade_matrix(image, Found("DataMatrix", "", "", (first, second, third, fourth)), edition, None)


def of(grade: SymbolGrade, name: str) -> Parameter:
    return next(one for one in grade.parameters if one.name == name)


def value(grade: SymbolGrade, name: str) -> float:
    found = of(grade, name).value
    assert found is not None
    return found


@pytest.mark.parametrize(
    "layout",
    [one for one in LAYOUTS if one.rows <= 52 or one.rows == 144],
    ids=lambda one: f"{one.rows}x{one.columns}",
)
def test_a_perfect_symbol_of_any_size_is_a_4(layout: Layout) -> None:
    dark = modules(layout.rows, layout.columns)
    found = graded(drawn(dark), dark)
    assert (found.grade, found.data) == (4.0, DATA)
    assert value(found, "SC") == pytest.approx(80, abs=0.1)
    assert value(found, "ANU") < 0.5
    assert value(found, "GNU") < 2
    assert abs(value(found, "PrntGrw")) < 1


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("off", [0.0, 6.0, -6.0])
def test_rough_and_turned_corners_are_put_right(turn: int, off: float) -> None:
    dark = modules(16, 16)
    found = graded(drawn(dark), dark, turn=turn, off=off)
    assert (found.grade, found.data) == (4.0, DATA)


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_symbol_is_read(quarters: int) -> None:
    dark = modules(20, 20)
    found = graded(numpy.rot90(drawn(dark), quarters).copy(), dark)
    assert (found.grade, found.data) == (4.0, DATA)


def test_a_symbol_white_on_black_is_read() -> None:
    dark = modules(18, 18)
    found = graded(90 - drawn(dark), dark)
    assert (found.grade, found.data) == (4.0, DATA)
    assert found.modules is not None
    assert bool(found.modules.dark[0, 0]), "its quiet zone is dark"


@pytest.mark.parametrize(("edition", "grade"), [(Edition.GBT_23704_2017, 2.0), (Edition.ISO_15415_2024, 2.4)])
def test_seven_wrong_code_words_of_24x24_leave_42_percent(edition: Edition, grade: float) -> None:
    dark = modules(24, 24)
    for word in range(7):
        dark[carriers(BY_SIZE[24, 24]) == 8 * word + 2] ^= True
    found = graded(drawn(dark), dark, edition=edition)
    assert value(found, "UEC") == pytest.approx(41.667, abs=0.001)
    assert of(found, "UEC").grade == grade
    assert found.grade == pytest.approx(grade, abs=0.11)


def test_what_correction_changed_counts_in_the_reflectance_margin_but_not_in_modulation() -> None:
    dark = modules(24, 24)
    for word in range(7):
        dark[carriers(BY_SIZE[24, 24]) == 8 * word + 2] ^= True
    found = graded(drawn(dark), dark)
    assert (of(found, "MOD").grade, of(found, "RM").grade) == (4.0, 2.0)


def test_a_stretched_symbol_is_not_uniform_along_its_axes() -> None:
    dark = modules(22, 22)
    found = graded(drawn(dark, wide=PITCH + 1), dark, wide=PITCH + 1)
    assert value(found, "ANU") == pytest.approx(100 / 12.5, abs=0.3)


def test_light_from_aside_is_evened_out_and_told() -> None:
    dark = modules(22, 22)
    picture = drawn(dark)
    share = numpy.linspace(0.85, 1.15, picture.shape[1])
    found = graded((picture * share).astype(numpy.float32), dark)
    assert value(found, "SC") == pytest.approx(80, abs=1)
    assert value(found, "CU") > 98
    assert "The light changed by" in str(of(found, "SC").note)
    assert of(graded(picture, dark), "SC").note is None


def test_contrast_is_that_of_the_ink() -> None:
    dark = modules(22, 22)
    found = graded(drawn(dark, light=60, ink=30), dark)
    assert value(found, "SC") == pytest.approx(30, abs=0.05)
    assert of(found, "SC").grade == 1.0


def test_one_pale_module_is_the_contrast_uniformity_and_is_corrected() -> None:
    dark = modules(16, 16)
    place = tuple(numpy.argwhere(dark & ~fixed_pattern(BY_SIZE[16, 16])[0])[5])
    picture = drawn(dark)
    top, left = (QUIET + place[0]) * PITCH, (QUIET + place[1]) * PITCH
    picture[top : top + PITCH, left : left + PITCH] = 45 - 0.25 * 40
    found = graded(picture, dark)
    assert value(found, "CU") == pytest.approx(25, abs=1)
    assert of(found, "CU").places[0] == pytest.approx((left + 5.5, top + 5.5), abs=0.5)
    assert of(found, "MOD").grade == 4.0


def test_a_symbol_that_grew_tells_by_how_much() -> None:
    dark = modules(16, 16)
    picture = drawn(dark)
    shifted = numpy.minimum(picture, numpy.roll(picture, 1, axis=1))
    grown = numpy.minimum(shifted, numpy.roll(shifted, 1, axis=0))
    found = graded(grown, dark)
    assert value(found, "PrntGrw") == pytest.approx(100 / 12, abs=1)


def test_growth_of_both_axes_is_told_by_the_finders_colour() -> None:
    dark = modules(16, 16)
    picture = drawn(dark)
    wider = numpy.minimum(picture, numpy.roll(picture, 1, axis=1))
    for shown, growth_of_dark in ((wider, 100 / 12), (90 - wider, -100 / 12)):
        found = graded(shown, dark)
        assert value(found, "Hbwg") == pytest.approx(100 / 12, abs=1)
        assert value(found, "Vbwg") == pytest.approx(0, abs=1)
        assert value(found, "PrntGrw") == pytest.approx(growth_of_dark, abs=1)


def test_by_2024_growth_is_graded_by_what_the_whole_aperture_shows_and_says_so() -> None:
    dark = modules(16, 16)
    found = of(graded(drawn(dark), dark, edition=Edition.ISO_15415_2024), "PrntGrw")
    assert found.grade == 4.0
    assert "provisional" in str(found.note)


@pytest.mark.parametrize(("rows", "columns"), [(20, 20), (12, 26)])
def test_a_mirrored_symbol_is_read_and_said_to_be_mirrored(rows: int, columns: int) -> None:
    dark = modules(rows, columns)
    found = graded(drawn(dark)[:, ::-1].copy(), dark)
    assert (found.grade, found.data) == (4.0, DATA)
    assert str(of(found, "decode").note) == "The symbol is mirrored."
    assert of(graded(drawn(dark), dark), "decode").note is None


@pytest.mark.parametrize("layout", EXTENDED_LAYOUTS, ids=lambda one: f"{one.rows}x{one.columns}")
def test_an_extended_rectangle_of_another_house_is_read(layout: Layout) -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    symbol.option_2 = 31 + EXTENDED_LAYOUTS.index(layout)
    symbol.encode(DATA)
    symbol.buffer()
    pixels = numpy.asarray(symbol.bitmap)
    grey = pixels[..., 0] if pixels.ndim == 3 else pixels
    step = grey.shape[0] // layout.rows
    dark = grey[step // 2 :: step, step // 2 :: step] < 128
    assert dark.shape == (layout.rows, layout.columns)
    found = graded(drawn(dark), dark)
    assert (found.grade, found.data) == (4.0, DATA)


@settings(max_examples=12, deadline=None)
@given(
    px=st.floats(5, 14),
    right=st.floats(0, 1),
    down=st.floats(0, 1),
    bow=st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)),
    nominal_rim=st.booleans(),
)
def test_the_grid_is_exact_wherever_pixels_cut_the_edges(
    px: float, right: float, down: float, bow: tuple[float, float], nominal_rim: bool
) -> None:
    symbol = replace(matrix_sample(18, 18), bow=bow, nominal_rim=nominal_rim)
    picture = render(symbol.scene(), px, (right, down))
    found = grade_matrix(picture.image(), picture.found("DataMatrix", "", ""), Edition.GBT_23704_2017, None)
    assert value(found, "GNU") == pytest.approx(symbol.gnu(), abs=0.5)
    assert value(found, "ANU") == pytest.approx(0, abs=0.1)


def test_where_nothing_is_read_the_reason_is_told() -> None:
    layout = BY_SIZE[22, 22]
    damaged = modules(22, 22)
    for word in range(layout.checks_per_block // 2 + 1):
        damaged[carriers(layout) == 8 * word] ^= True
    found = of(graded(drawn(damaged), damaged), "decode")
    assert (found.grade, str(found.note)[:20]) == (0.0, "More code words are ")
    untold = modules(22, 22)
    untold[0, 1:12] = True
    untold[10:, -1] = False
    untold[:, 5:9] ^= True
    found = of(graded(drawn(untold), untold), "decode")
    assert "clock tracks" in str(found.note)


def test_two_missing_modules_of_the_solid_line_are_graded_and_not_refused() -> None:
    dark = modules(22, 22)
    dark[[7, 12], 0] = False
    found = graded(drawn(dark), dark)
    assert of(found, "LLS").grade == 2.0
    assert value(found, "LLS") == pytest.approx(100 * 2 / 22)
    assert found.grade == 2.0


def test_a_symbol_whose_clock_track_lost_two_modules_is_still_read() -> None:
    dark = modules(22, 22)
    dark[0, [4, 12]] = False
    found = graded(drawn(dark), dark)
    assert found.data == DATA
    assert value(found, "TCT") == pytest.approx(100 * 2 / 22)


def test_a_symbol_without_the_picture_of_its_quiet_zone_has_no_grade() -> None:
    dark = modules(16, 16)
    edge = QUIET * PITCH - 4
    found = graded(drawn(dark)[:, edge:].copy(), dark)
    assert found.grade is None
    assert found.not_measurable


@pytest.mark.parametrize("picture", [numpy.zeros((300, 300)), numpy.full((300, 300), 100.0)])
def test_where_there_is_no_symbol_there_is_no_grade(picture: NDArray[numpy.float64]) -> None:
    found = graded(picture.astype(numpy.float32), modules(16, 16))
    assert found.grade is None
    assert found.not_measurable


def ring(rows: int, columns: int, *wrong: tuple[int, int]) -> Ring:
    bad = numpy.zeros((rows + 2, columns + 2), dtype=numpy.bool_)
    for row, column in wrong:
        bad[row + 1, column + 1] = True
    y, x = numpy.mgrid[: rows + 2, : columns + 2].astype(numpy.float64)
    return Ring(numpy.where(bad, 0.0, 4.0), bad, x, y)


def damage(rows: int, columns: int, *wrong: tuple[int, int]) -> dict[str, Parameter]:
    found = fixed_pattern_damage(ring(rows, columns, *wrong), BY_SIZE[rows, columns], Edition.GBT_23704_2017)
    return {one.name: one for one in found}


def test_one_module_missing_inside_is_a_transition_ratio_of_one_in_thirteen() -> None:
    found = damage(32, 32, (15, 5), (16, 8))
    assert found["LLQTTR"].value == pytest.approx(100 / 13)
    assert found["LLQTTR"].grade == 3.0


def test_the_average_of_four_threes_and_a_four_is_a_two() -> None:
    found = damage(32, 32, (5, 0), (31, 7), (9, -1), (32, 20))
    assert found["AG"].value == pytest.approx(3.2)
    assert found["FPD"].grade == 2.0


def test_by_2024_the_damage_of_a_known_report_has_its_grades() -> None:
    """32 by 32: two gaps on the left, one below, spots in both quiet zones, one gap inside."""
    wrong = (6, 0), (13, 0), (31, 3), (23, -1), (32, 18), (32, 25), (15, 6), (16, 6)
    edition = Edition.ISO_15415_2024
    found = {one.name: one for one in fixed_pattern_damage(ring(32, 32, *wrong), BY_SIZE[32, 32], edition)}
    assert [found[name].grade for name in ("LLS", "BLS", "LQZ", "BQZ", "TQZ")] == [3.3, 3.3, 3.3, 3.3, 4.0]
    assert (found["AG"].value, found["FPD"].grade) == (3.3, 2.6)


def test_three_wrong_of_five_neighbouring_clock_modules_fail() -> None:
    assert damage(22, 22, (0, 5), (0, 7), (0, 9))["TCT"].grade == 0.0


@dataclass(frozen=True)
class Dump:
    x: NDArray[numpy.float64]
    y: NDArray[numpy.float64]
    modulation: NDArray[numpy.float64]
    grades: NDArray[numpy.float64]


def mean_pitch(x: NDArray[numpy.float64], y: NDArray[numpy.float64]) -> tuple[float, float]:
    return (
        float(numpy.hypot(numpy.diff(x, axis=1), numpy.diff(y, axis=1)).mean()),
        float(numpy.hypot(numpy.diff(x, axis=0), numpy.diff(y, axis=0)).mean()),
    )


@pytest.fixture(scope="module")
def dump() -> Dump:
    folder = os.environ.get("PACKMARK_ANCHORS")
    if not folder:
        pytest.skip("PACKMARK_ANCHORS names no folder of reference images")
    with (Path(folder) / "datamatrix_module_dump.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    arrays = {name: numpy.full((24, 24), numpy.nan) for name in ("x", "y", "mod_pct", "grade")}
    for row in rows:
        for name, array in arrays.items():
            array[int(row["row"]) + 1, int(row["col"]) + 1] = float(row[name])
    return Dump(arrays["x"], arrays["y"], arrays["mod_pct"], arrays["grade"])


def test_a_verifiers_own_places_give_its_own_grid_figures(dump: Dump) -> None:
    x, y = dump.x[1:-1, 1:-1], dump.y[1:-1, 1:-1]
    pitch = mean_pitch(x, y)
    assert axial_nonuniformity(pitch) == pytest.approx(4.1, abs=0.05)
    assert deviations(x, y, pitch).max() == pytest.approx(7.5, abs=0.1)


def test_a_verifiers_own_modulations_give_its_own_grades(dump: Dump) -> None:
    layout = BY_SIZE[22, 22]
    inner = dump.modulation[1:-1, 1:-1]
    assert weakest(inner, ~fixed_pattern(layout)[0]) == (43.0, (3, 8))
    edition = Edition.GBT_23704_2017
    assert codeword_overlay(inner, layout, edition) == 4.0
    grades = module_grades(dump.modulation, edition)
    assert numpy.mean(grades == dump.grades) > 0.99
    whole = Ring(grades, numpy.zeros((24, 24), dtype=numpy.bool_), dump.x, dump.y)
    assert fixed_pattern_damage(whole, layout, edition)[-1].grade == 4.0


def test_a_verifiers_own_figures_give_its_overall_grade(dump: Dump) -> None:
    layout, edition = BY_SIZE[22, 22], Edition.GBT_23704_2017
    x, y = dump.x[1:-1, 1:-1], dump.y[1:-1, 1:-1]
    pitch = mean_pitch(x, y)
    grades = [
        codeword_overlay(dump.modulation[1:-1, 1:-1], layout, edition),
        grade_of(edition, "ANU", axial_nonuniformity(pitch)),
        grade_of(edition, "GNU", float(deviations(x, y, pitch).max())),
        grade_of(edition, "UEC", 100.0),
        # It tells of 70 %, between 74 and 4 %, and gives 3: what it does not round is below 70.
        grade_of(edition, "SC", 69.9),
    ]
    assert grades == [4.0, 4.0, 4.0, 4.0, 3.0]
    assert min(grades) == 3.0
