"""Grading pictures of directly marked QR Codes whose every figure is known, because they are drawn here."""

from dataclasses import replace

import numpy as np
import pytest

from desktop.grading.direct_marks import grade_direct_mark
from desktop.grading.fixed_pattern import Ring
from desktop.grading.formal import formal
from desktop.grading.grader import grade_picture
from desktop.grading.model import Calibration, Edition, SymbolGrade
from desktop.grading.qr_fixed_pattern import qr_fixed_pattern
from desktop.grading.qr_layout import QUIET, QrLayout, side_of
from tests.grading import distortions
from tests.grading.synthetic import Picture, render
from tests.grading.synthetic_matrix import Modules
from tests.grading.synthetic_qr import DATA, of, sample, value, wrong_words

DIRECT = Edition.ISO_29158_2020
CARD = Calibration(5.0, 85.0, 0.05, 0.85, "card 7", "QA", "2026-01-05")
MARK = replace(sample(2), light=60.0, dark=20.0)


def graded(symbol: Modules | Picture, px: float = 12, card: Calibration | None = CARD) -> SymbolGrade:
    picture = render(symbol.scene(), px, (0.3, 0.6)) if isinstance(symbol, Modules) else symbol
    image = replace(picture.image(), calibration=card)
    return grade_direct_mark(image, picture.found("QR Code", "", ""), DIRECT, None)


def peened(symbol: Modules, diameter: float, px: int = 12, fine: int = 6) -> Picture:
    """Draw every dark module as a dot of its own, so many modules wide."""
    at = (np.arange(px * fine) + 0.5) / (px * fine) - 0.5
    dot = (np.hypot(at[:, None], at[None, :]) < diameter / 2).reshape(px, fine, px, fine).mean(axis=(1, 3))
    modules = np.pad(symbol.wanted(), symbol.quiet - 1).astype(np.float64)
    dark = np.kron(modules, dot)
    picture = render(symbol.scene(), px)
    return replace(
        picture, reflectance=(symbol.light - (symbol.light - symbol.dark) * dark).astype(np.float32)
    )


def test_a_perfect_mark_is_a_4() -> None:
    found = graded(MARK)
    assert (found.symbology, found.grade, found.data, found.edition) == ("QR Code", 4.0, DATA, DIRECT)
    assert {one.name for one in found.parameters if one.grade is not None} == {
        *("decode", "CC", "CM", "MR", "A1", "A2", "A3", "B1", "B2", "C", "AG", "FPD", "FormatInfo"),
        *("ANU", "GNU", "UEC"),
    }
    assert formal(found) == "DPM4.0/16/660/(45Q)"


@pytest.mark.parametrize(("dark", "grade"), [(41, 4), (44, 3), (47, 2), (50, 1), (52, 0)])
def test_cell_contrast_is_relative_to_the_light_modules(dark: float, grade: float) -> None:
    found = graded(replace(MARK, dark=dark))
    assert value(found, "CC") == pytest.approx(100 * (60 - dark) / 60, abs=0.3)
    assert of(found, "CC").grade == grade


def test_a_mark_light_on_dark_is_graded_as_one_dark_on_light() -> None:
    found = graded(replace(MARK, light=10.0, dark=50.0))
    assert (found.grade, found.data) == (4.0, DATA)
    assert value(found, "CC") == pytest.approx(80, abs=0.3)


@pytest.mark.parametrize("count", [1, 5])
def test_wrong_code_words_cost_unused_correction(count: int) -> None:
    layout = QrLayout(2, "M")
    found = graded(replace(MARK, flips=wrong_words(layout, count)))
    assert value(found, "UEC") == pytest.approx(100 * (1 - 2 * count / layout.checks_per_block))


def test_weak_modules_cost_cell_modulation_by_what_correction_they_leave() -> None:
    layout = QrLayout(2, "M")
    words = wrong_words(layout, 4)
    # All at the threshold: of no grade, and 1 - 2 * 4 / 16 of the correction is left.
    found = graded(replace(MARK, tints=dict.fromkeys(words, 40.0)))
    assert layout.checks_per_block == 16
    assert of(found, "CM").grade == 3.0
    assert "not confirmed" in str(of(found, "CM").note)


def test_minimum_reflectance_is_measured_with_a_calibrated_exposure_only() -> None:
    calibrated, plain = of(graded(MARK), "MR"), of(graded(MARK, card=None), "MR")
    assert calibrated.value == pytest.approx(60, abs=0.2)
    assert calibrated.grade == 4.0
    assert (plain.value, plain.grade) == (None, None)


@pytest.mark.parametrize("version", [1, 2, 7])
@pytest.mark.parametrize("diameter", [0.6, 0.9])
def test_a_mark_of_single_dots_is_read_and_graded(version: int, diameter: float) -> None:
    mark = replace(sample(version), light=60.0, dark=20.0)
    found = graded(peened(mark, diameter))
    assert (found.grade, found.data) == (4.0, DATA)
    assert value(found, "GNU") < 3


@pytest.mark.parametrize("degrees", [20, 45, 190])
def test_a_turned_and_noisy_mark_keeps_its_grade(degrees: float) -> None:
    found = graded(distortions.noisy(distortions.turned(MARK.scene(), 12, degrees), 1.5))
    assert (found.grade, found.data) == (4.0, DATA)


def test_the_better_of_two_apertures_counts() -> None:
    assert graded(MARK).aperture_mm == pytest.approx(0.4, abs=0.002)
    assert graded(replace(MARK, dark=40.0, growth=(-5, -5)), 20).aperture_mm == pytest.approx(0.25, abs=0.005)


def test_the_fixed_pattern_of_a_direct_mark_is_overlaid_without_the_level_of_a_c() -> None:
    whole = side_of(2) + 2 * QUIET
    grades = np.full((whole, whole), 4.0)
    grades[QUIET, QUIET : QUIET + 5] = 2.0
    y, x = np.mgrid[:whole, :whole].astype(np.float64)
    ring = Ring(grades, np.zeros((whole, whole), np.bool_), x, y)
    printed, direct = (
        {one.name: one.grade for one in qr_fixed_pattern(ring, 2, edition)}
        for edition in (Edition.GBT_23704_2017, DIRECT)
    )
    assert (printed["A1"], direct["A1"]) == (2.0, 1.0)


def test_a_picture_of_a_mark_is_graded_as_one_where_that_is_asked_for() -> None:
    picture = render(MARK.scene(), 12, (0.3, 0.6))
    image = replace(picture.image(), found=(picture.found("QR Code", "", ""),))
    (found,) = grade_picture(image, edition=DIRECT)
    assert (found.edition, found.grade) == (DIRECT, None)
    assert "not calibrated" in str(found.not_measurable[0])
    (found,) = grade_picture(replace(image, calibration=CARD), edition=DIRECT)
    assert found.grade == 4.0


def test_where_there_is_no_mark_there_is_no_grade() -> None:
    picture = render(MARK.scene(), 12)
    found = graded(replace(picture, reflectance=np.full_like(picture.reflectance, 50.0)))
    assert (found.grade, found.parameters) == (None, ())
    assert "finder patterns" in str(found.not_measurable[0])
