"""Grading QR Code pictures whose every figure is known, because they are drawn here."""

from dataclasses import replace

import numpy as np
import pytest

from desktop.grading.matrix_frame import Corners
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.model import Edition, GradingImage
from desktop.grading.qr import grade_qr
from desktop.grading.qr_layout import QrLayout, alignment_centres, carriers, format_places, version_places
from tests.grading import distortions
from tests.grading.synthetic import Picture, render
from tests.grading.synthetic_matrix import step_grade
from tests.grading.synthetic_qr import DATA, TENTHS, WHOLE, graded, of, sample, value, wrong_words

BASE = {version: render(sample(version).scene(), 10, (0.3, 0.6)) for version in (1, 4, 7)}


@pytest.mark.parametrize("version", [1, 2, 3, 6, 7, 10, 14, 20])
@pytest.mark.parametrize("edition", [WHOLE, TENTHS])
def test_a_perfect_symbol_is_a_4(version: int, edition: Edition) -> None:
    found = graded(sample(version), 10, edition)
    assert (found.grade, found.data, found.identifier) == (4.0, DATA, "]Q1")
    assert value(found, "SC") == pytest.approx(80, abs=0.1)
    assert value(found, "UEC") == 100
    assert max(value(found, "ANU"), value(found, "GNU"), abs(value(found, "PrntGrw"))) < 0.5
    assert found.module_px == pytest.approx(10, abs=0.02)
    assert found.module_mm == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("off", [0.0, 6.0, -6.0])
def test_rough_and_turned_corners_are_put_right(turn: int, off: float) -> None:
    picture = BASE[4]
    (left, top), _, (right, bottom), _ = picture.corners
    left, top, right, bottom = left - off, top + off, right + off, bottom - off
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    first, second, third, fourth = corners[turn:] + corners[:turn]
    found = graded(replace(picture, corners=(first, second, third, fourth)))
    assert (found.grade, found.data) == (4.0, DATA)
    assert found.corners[0] == pytest.approx(picture.corners[0], abs=0.2)


def _distorted(picture: Picture, how: str) -> Picture:
    match how:
        case "blur":
            return distortions.blurred(picture, 2.0)
        case "noise":
            return distortions.noisy(picture, 3.0)
        case "light":
            return distortions.shaded(picture, 0.2, 0.1)
        case "bits":
            return distortions.in_bits(picture)
    return distortions.as_jpeg(picture)


@pytest.mark.parametrize("version", [1, 4, 7])
@pytest.mark.parametrize("how", ["blur", "noise", "light", "bits", "jpeg"])
def test_what_a_camera_does_to_a_picture_leaves_the_geometry_as_it_is(version: int, how: str) -> None:
    found = graded(_distorted(BASE[version], how))
    assert found.data == DATA
    assert max(value(found, "ANU"), value(found, "GNU"), abs(value(found, "PrntGrw"))) < 2


@pytest.mark.parametrize("degrees", [7, 45, 100, 215, -20])
def test_a_turned_symbol_is_graded_as_an_upright_one(degrees: float) -> None:
    found = graded(distortions.turned(sample(4).scene(), 10, degrees))
    assert (found.grade, found.data) == (4.0, DATA)
    assert value(found, "GNU") < 2


def test_a_mirrored_symbol_is_read_and_said_to_be_mirrored() -> None:
    picture = BASE[4]
    width = picture.reflectance.shape[1] - 1
    first, second, third, fourth = ((width - x, y) for x, y in picture.corners)
    turned = Picture(picture.reflectance[:, ::-1].copy(), (second, first, fourth, third), picture.module_px)
    found = graded(turned)
    assert (found.grade, found.data) == (4.0, DATA)
    assert str(of(found, "decode").note) == "The symbol is mirrored."
    assert of(graded(picture), "decode").note is None


def test_a_symbol_white_on_black_is_read() -> None:
    found = graded(replace(sample(2), light=5.0, dark=85.0))
    assert (found.grade, found.data) == (4.0, DATA)
    assert found.modules is not None
    assert bool(found.modules.dark[0, 0]), "its quiet zone is dark"


@pytest.mark.parametrize(("edition", "grade"), [(WHOLE, 2.0), (TENTHS, 2.6)])
def test_wrong_code_words_cost_unused_correction_and_margin_but_not_modulation(
    edition: Edition, grade: float
) -> None:
    symbol = replace(sample(5, "Q"), flips=wrong_words(QrLayout(5, "Q"), 5, 1))
    found = graded(symbol, edition=edition)
    assert value(found, "UEC") == pytest.approx(100 * (1 - 10 / 18))
    assert of(found, "UEC").grade == grade
    if edition is WHOLE:
        assert (of(found, "MOD").grade, of(found, "RM").grade) == (4.0, 2.0)
    else:
        assert of(found, "MOD").grade == pytest.approx(grade, abs=0.11)


@pytest.mark.parametrize(("words", "grade"), [(1, 4), (3, 4), (4, 3), (5, 3), (6, 3)])
def test_grey_code_words_are_overlaid_by_the_correction_that_is_left(words: int, grade: int) -> None:
    layout = QrLayout(5, "Q")
    tints = dict.fromkeys(wrong_words(layout, words), 45 + 0.45 * 40)
    found = graded(replace(sample(5, "Q"), tints=tints))
    left = step_grade(100 * (1 - 2 * words / 18), (62, 50, 37, 25))
    assert of(found, "MOD").grade == max(min(4, left), 3) == grade
    assert value(found, "CU") == pytest.approx(45, abs=1.5)


@pytest.mark.parametrize(
    ("segment", "at"), [("A1", (3, 3)), ("A2", (2, -4)), ("A3", (-7, 2)), ("A1", (-1, 10)), ("A3", (-8, 0))]
)
@pytest.mark.parametrize("version", [2, 7])
def test_a_wrong_module_of_a_corner_is_a_3(segment: str, at: tuple[int, int], version: int) -> None:
    side = 17 + 4 * version
    row, column = at
    place = (row, column + side if column < 0 and segment == "A2" else column)
    if segment == "A3":
        place = (row + side, column)
    found = graded(replace(sample(version), flips=frozenset({place})), 10)
    assert of(found, segment).grade == 3.0
    assert value(found, segment) == pytest.approx(100 / 168)
    assert (of(found, "AG").grade, of(found, "FPD").grade) == (3.0, 3.0)


@pytest.mark.parametrize(("flips", "grade"), [(1, 3.0), (2, 2.0), (3, 1.0), (4, 0.0)])
def test_modules_of_a_corner_are_counted(flips: int, grade: float) -> None:
    damaged = ((7, 0), (7, 2), (7, 4), (2, 7))[:flips]
    symbol = replace(sample(3), flips=frozenset(damaged))
    assert of(graded(symbol), "A1").grade == grade


@pytest.mark.parametrize(("version", "grade"), [(1, 0.0), (2, 1.0), (3, 2.0), (7, 3.0)])
def test_a_timing_pattern_is_graded_by_the_share_that_is_wrong(version: int, grade: float) -> None:
    found = graded(replace(sample(version), flips=frozenset({(6, 10)})), 10)
    assert value(found, "B1") == pytest.approx(100 / (1 + 4 * version))
    assert (of(found, "B1").grade, of(found, "B2").grade) == (grade, 4.0)


def test_alignment_patterns_are_graded_by_the_share_of_all_their_modules() -> None:
    row, column = alignment_centres(7)[-1]
    flips = frozenset((row + down, column - 2) for down in range(-2, 3))
    found = graded(replace(sample(7), flips=flips), 10)
    assert value(found, "C") == pytest.approx(100 * 5 / (25 * len(alignment_centres(7))))
    assert of(found, "C").grade == 3.0
    assert of(found, "C").note is not None


def test_format_and_version_information_are_graded_by_the_mean_of_their_copies() -> None:
    flips = frozenset((*format_places(7)[0][:2], *version_places(7)[0][:1], *version_places(7)[1][:1]))
    found = graded(replace(sample(7), flips=flips), 10)
    assert (of(found, "FormatInfo").grade, of(found, "VersionInfo").grade) == (3.0, 3.0)
    assert found.data == DATA


@pytest.mark.parametrize("version", [1, 4, 7])
@pytest.mark.parametrize("bow", [(0.5, 0.0), (0.3, 0.3), (0.0, -0.3)])
def test_bowed_rows_and_columns_lie_beside_the_grid_of_their_corners(
    version: int, bow: tuple[float, float]
) -> None:
    symbol = replace(sample(version), bow=bow)
    assert value(graded(symbol), "GNU") == pytest.approx(symbol.gnu(), abs=1.0)


@pytest.mark.parametrize("stretch", [1.08, 0.93])
def test_a_stretched_symbol_has_the_axial_non_uniformity_of_its_stretch(stretch: float) -> None:
    symbol = replace(sample(4), stretch=stretch)
    assert value(graded(symbol), "ANU") == pytest.approx(symbol.anu(), abs=0.3)


@pytest.mark.parametrize("growth", [(2, 2), (-2, -2), (3, 0)])
@pytest.mark.parametrize("version", [1, 7])
def test_growth_is_measured_and_moves_no_module(version: int, growth: tuple[int, int]) -> None:
    found = graded(replace(sample(version), growth=growth))
    assert value(found, "PrntGrw") == pytest.approx(10 * max(growth, key=abs), abs=0.5)
    axes = value(found, ACROSS), value(found, DOWN)
    assert axes == pytest.approx((10 * growth[0], 10 * growth[1]), abs=0.5)
    assert value(found, "GNU") < 1


def test_a_quiet_zone_that_is_cut_off_has_no_grade() -> None:
    picture = BASE[4]
    cut = 15
    corners = tuple((x - cut, y) for x, y in picture.corners)
    first, second, third, fourth = corners
    less = Picture(picture.reflectance[:, cut:].copy(), (first, second, third, fourth), picture.module_px)
    found = graded(less)
    assert found.grade is None
    assert "quiet zone" in str(found.not_measurable[0])


@pytest.mark.parametrize(
    "corners",
    [
        ((9.0, 9.0),) * 4,
        ((0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (150.0, 0.0)),
        ((-90.0, 3.0), (2.0, 9e3), (1.0, 1.0), (7.0, 2.0)),
    ],
)
def test_corners_that_are_no_square_have_no_grade(corners: Corners) -> None:
    assert graded(replace(BASE[4], corners=corners)).grade is None


@pytest.mark.parametrize("level", [0.0, 100.0])
def test_where_there_is_no_symbol_there_is_no_grade(level: float) -> None:
    picture = BASE[4]
    flat = np.full_like(picture.reflectance, level)
    found = graded(replace(picture, reflectance=flat))
    assert found.grade is None
    assert "Micro QR" in str(found.not_measurable[0])


def test_a_symbol_with_too_many_wrong_code_words_is_a_0_and_says_nothing() -> None:
    found = graded(replace(sample(1), flips=wrong_words(QrLayout(1, "M"), 6)))
    assert (found.grade, found.data) == (0.0, "")
    assert of(found, "decode").grade == 0.0


def test_an_aperture_that_is_asked_for_is_used_where_the_scale_is_known() -> None:
    picture = BASE[1]
    found = grade_qr(picture.image(), picture.found("QR Code", "]Q1", ""), WHOLE, 0.2)
    assert found.aperture_mm == pytest.approx(0.2)
    image: GradingImage = replace(picture.image(), px_per_mm=None)
    assert grade_qr(image, picture.found("QR Code", "]Q1", ""), WHOLE, 0.2).aperture_mm is None


def test_the_module_map_says_which_modules_are_wrong() -> None:
    place = next(iter(wrong_words(QrLayout(3, "M"), 1)))
    found = graded(replace(sample(3), flips=frozenset({place})))
    assert found.modules is not None
    wrong = np.argwhere(found.modules.modulation < 0)
    assert wrong.tolist() == [[place[0] + 1, place[1] + 1]]
    assert found.modules.x.shape == (31, 31)
    assert carriers(3)[place] >= 0
