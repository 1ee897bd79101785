"""Grading pictures of direct marks whose every figure is known, because they are drawn here."""

from dataclasses import replace

import numpy as np
import pytest

from desktop.grading.direct_marks import grade_direct_mark
from desktop.grading.direct_marks_parameters import cells_of, least_variance
from desktop.grading.editions import edition_for, editions_of, parse_edition
from desktop.grading.fixed_pattern import Ring, fixed_pattern_damage
from desktop.grading.formal import formal
from desktop.grading.grader import grade_picture
from desktop.grading.matrix_layout import LAYOUTS
from desktop.grading.model import Calibration, Edition, Parameter, SymbolGrade
from tests.grading import distortions
from tests.grading.placement import codewords_at, size_of
from tests.grading.samples import matrix_sample
from tests.grading.synthetic import Picture, render
from tests.grading.synthetic_matrix import Modules, wrong_codewords

DIRECT = Edition.ISO_29158_2020
CARD = Calibration(5.0, 85.0, 0.05, 0.85, "card 7", "QA", "2026-01-05")
MARK = replace(matrix_sample(18, 18), light=60.0, dark=20.0)


def graded(symbol: Modules | Picture, px: float = 12, card: Calibration | None = CARD) -> SymbolGrade:
    """Grade a mark, its modules half a millimetre wide."""
    picture = render(symbol.scene(), px, (0.3, 0.6)) if isinstance(symbol, Modules) else symbol
    image = replace(picture.image(), calibration=card)
    return grade_direct_mark(image, picture.found("DataMatrix", "", ""), DIRECT, None)


def of(grade: SymbolGrade, name: str) -> Parameter:
    return next(one for one in grade.parameters if one.name == name)


def value(grade: SymbolGrade, name: str) -> float:
    found = of(grade, name).value
    assert found is not None
    return found


def test_a_perfect_mark_is_a_4() -> None:
    found = graded(MARK)
    assert (found.grade, found.data, found.edition) == (4.0, "810000", DIRECT)
    assert {one.name for one in found.parameters if one.grade is not None} >= {
        "decode",
        "CC",
        "CM",
        "MR",
        "FPD",
        "AG",
        "ANU",
        "GNU",
        "UEC",
    }


@pytest.mark.parametrize(
    ("light", "dark", "grade"),
    [(60, 41, 4), (60, 44, 3), (60, 47, 2), (60, 50, 1), (60, 52, 0), (20, 13, 4)],
)
def test_cell_contrast_is_relative_to_the_light_modules(light: float, dark: float, grade: float) -> None:
    found = graded(replace(MARK, light=light, dark=dark))
    assert value(found, "CC") == pytest.approx(100 * (light - dark) / light, abs=0.3)
    assert of(found, "CC").grade == grade


def test_a_mark_light_on_dark_is_graded_as_one_dark_on_light() -> None:
    found = graded(replace(MARK, light=10.0, dark=50.0))
    assert (found.grade, found.data) == (4.0, "810000")
    assert value(found, "CC") == pytest.approx(80, abs=0.3)


def test_a_module_is_modulated_between_the_means_and_the_threshold() -> None:
    row, column = (int(one) for one in np.argwhere(codewords_at(size_of(18, 18)) == 0)[0])
    was_dark = MARK.rows[row][column] == "1"
    tint = 32.0 if was_dark else 52.0
    found = graded(replace(MARK, tints={(row, column): tint}))
    modules = np.where(np.array([[one == "1" for one in line] for line in MARK.rows]), 20.0, 60.0)
    modules[row, column] = tint
    cells = cells_of(modules)
    far = cells.threshold - cells.dark if was_dark else cells.light - cells.threshold
    assert value(found, "CU") == pytest.approx(100 * abs(tint - cells.threshold) / far, abs=1)
    assert of(found, "CU").places


@pytest.mark.parametrize("count", [1, 3])
def test_wrong_code_words_cost_unused_correction(count: int) -> None:
    found = graded(replace(MARK, flips=wrong_codewords(size_of(18, 18), count)))
    assert value(found, "UEC") == pytest.approx(100 * (1 - 2 * count / 14))


def test_minimum_reflectance_is_measured_with_a_calibrated_exposure_only() -> None:
    calibrated, plain = of(graded(MARK), "MR"), of(graded(MARK, card=None), "MR")
    assert calibrated.value == pytest.approx(60, abs=0.2)
    assert calibrated.grade == 4.0
    assert (plain.value, plain.grade) == (None, None)
    assert "calibrated exposure" in str(plain.note)


def test_a_mark_of_hardly_any_light_fails_minimum_reflectance() -> None:
    found = graded(replace(MARK, light=4.0, dark=1.0))
    assert (of(found, "MR").grade, found.grade) == (0.0, 0.0)
    assert of(found, "CC").grade == 4.0


def test_a_mark_without_a_calibration_has_no_grade() -> None:
    picture = render(MARK.scene(), 12, (0.3, 0.6))
    image = replace(picture.image(), found=(picture.found("DataMatrix", "", ""),))
    (found,) = grade_picture(image, edition=DIRECT)
    assert (found.edition, found.grade) == (DIRECT, None)
    assert "not calibrated" in str(found.not_measurable[0])
    (found,) = grade_picture(replace(image, calibration=CARD), edition=DIRECT)
    assert found.grade == 4.0


def test_the_better_of_two_apertures_counts() -> None:
    assert graded(MARK).aperture_mm == pytest.approx(0.4, abs=0.002)
    shrunken = replace(MARK, dark=40.0, growth=(-5, -5))
    small = graded(shrunken, 20)
    assert small.aperture_mm == pytest.approx(0.25, abs=0.005)
    assert value(small, "CC") == pytest.approx(100 * 20 / 60, abs=1)
    assert small.grade == 4.0


@pytest.mark.parametrize("growth", [-3, -4, -5])
@pytest.mark.parametrize("px", [12, 20])
def test_a_mark_of_single_dots_is_read(growth: int, px: float) -> None:
    found = graded(replace(MARK, growth=(growth, growth)), px)
    assert found.data == "810000"
    assert value(found, "GNU") < 5


@pytest.mark.parametrize("degrees", [20, 45, 190])
def test_a_turned_and_noisy_mark_keeps_its_grade(degrees: float) -> None:
    found = graded(distortions.noisy(distortions.turned(MARK.scene(), 12, degrees), 1.5))
    assert (found.grade, found.data) == (4.0, "810000")


def test_a_mark_that_is_seen_through_glass_is_read() -> None:
    picture = render(MARK.scene(), 12)
    seen = np.ascontiguousarray(picture.reflectance[:, ::-1])
    corners = [(seen.shape[1] - 1 - x, y) for x, y in picture.corners]
    found = graded(
        replace(picture, reflectance=seen, corners=(corners[1], corners[0], corners[3], corners[2]))
    )
    assert (found.grade, found.data) == (4.0, "810000")


def test_where_there_is_no_mark_there_is_no_grade() -> None:
    picture = render(MARK.scene(), 12)
    found = graded(replace(picture, reflectance=np.full_like(picture.reflectance, 50.0)))
    assert found.grade is None
    assert found.not_measurable


def test_the_threshold_parts_the_classes_whose_variances_add_up_to_the_least() -> None:
    dark, light = np.array([5.0, 7.0, 20.0, 30.0]), np.array([79.0, 80.0, 81.0] * 5)
    assert least_variance(np.concatenate([light, dark])) == pytest.approx((30 + 79) / 2)
    assert least_variance(np.full(9, 40.0)) == pytest.approx(40)
    flat = cells_of(np.full(9, 40.0))
    assert flat.contrast == 0
    assert flat.modulation(np.full(9, 40.0)).max() == 0


def test_the_fixed_pattern_of_a_direct_mark_is_overlaid_without_the_level_of_a_c() -> None:
    layout = next(one for one in LAYOUTS if (one.rows, one.columns) == (22, 22))
    grades = np.full((24, 24), 4.0)
    grades[5, 1] = grades[6, 1] = grades[7, 1] = grades[8, 1] = 2.0
    y, x = np.mgrid[:24, :24].astype(np.float64)
    ring = Ring(grades, np.zeros((24, 24), np.bool_), x, y)
    printed, direct = (
        {one.name: one.grade for one in fixed_pattern_damage(ring, layout, edition)}
        for edition in (Edition.GBT_23704_2017, DIRECT)
    )
    assert (printed["LLS"], direct["LLS"]) == (2.0, 1.0)


def test_a_formal_grade_of_a_direct_mark_names_the_light() -> None:
    assert formal(graded(MARK)) == "DPM4.0/16/660/(45Q)"
    assert formal(graded(MARK), 650, "30T") == "DPM4.0/16/650/(30T)"


def test_the_edition_for_direct_marks_grades_matrices_where_it_is_asked_for() -> None:
    assert parse_edition("29158") is DIRECT
    assert parse_edition("TR 29158:2011") is DIRECT
    assert edition_for("GS1 DataMatrix", DIRECT) is DIRECT
    assert edition_for("DataMatrix") is not DIRECT
    assert edition_for("GS1-128", DIRECT) is Edition.GBT_14258_2003
    assert editions_of("DataMatrix")[-1] is editions_of("QR Code")[-1] is DIRECT
