"""All symbols of a picture are found, any way round, and those that no decoder reads too."""

from dataclasses import replace

import numpy
import pytest
from PIL import Image

from desktop.errors import InputError
from desktop.grading.bar_height import whole_bars
from desktop.grading.grader import grade_picture
from desktop.grading.l_finder import find_matrices
from desktop.grading.locate import locate, locate_matrices, overlapping
from desktop.grading.model import Calibration, Edition, Found
from desktop.grading.picture import image_of
from desktop.grading.quads import centre, clockwise, overlap, width_of
from desktop.grading.search import search
from tests.grading.pictures import LIGHT, Grey, sheet, symbol

CODE = "81234561234567891234"
MATRIX = symbol("PACKMARK 810000", "DataMatrix", 8)
BARS = symbol(CODE, "Code128", 4)[:100]
CARD = Calibration(0.0, 100.0, 0.0, 1.0, "card 7", "Li", "2026-11-22")


def damaged(matrix: Grey, modules: int = 3) -> Grey:
    """Take modules out of the solid lower side, so that no decoder reads it."""
    worse = matrix.copy()
    for module in range(modules):
        left = 8 * (3 + 4 * module)
        worse[-8:, left : left + 8] = LIGHT
    return worse


def test_several_symbols_of_a_picture_are_found_from_top_to_bottom() -> None:
    grey = sheet((BARS, 60, 60), (MATRIX, 100, 300), (symbol("6932833600109", "EAN13", 3), 400, 280))
    found = search(grey)
    assert {(one.symbology, one.data) for one in found} == {
        ("Code 128", CODE),
        ("DataMatrix", "PACKMARK 810000"),
        ("EAN-13", "6932833600109"),
    }
    assert found[0].data == CODE


@pytest.mark.parametrize("angle", [0, 30, 90, 145, 180, 270, 333])
def test_a_symbol_is_found_any_way_round_with_its_corners_in_reading_order(angle: int) -> None:
    paper = Image.fromarray(sheet((BARS, 160, 250)))
    turned = numpy.asarray(paper.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=LIGHT))
    (found,) = search(turned)
    assert found.data == CODE
    assert clockwise(found.corners)
    (ax, ay), (bx, by) = found.corners[:2]
    reading = numpy.degrees(numpy.arctan2(by - ay, bx - ax))
    assert (reading + angle + 180) % 360 - 180 == pytest.approx(0, abs=2)
    assert width_of(found.corners) == pytest.approx(BARS.shape[1], rel=0.03)


def test_bars_are_followed_to_their_ends_over_damage() -> None:
    grey = sheet((numpy.repeat(BARS[:1], 200, axis=0), 160, 200))
    grey[260:275, 200:500] = LIGHT
    left, right = 160, 160 + BARS.shape[1]
    read = Found("Code 128", "]C0", CODE, ((left, 300), (right, 300), (right, 330), (left, 330)))
    corners = whole_bars(grey, read).corners
    assert (corners[0][1], corners[3][1]) == pytest.approx((200, 399), abs=2)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("light_on_dark", [False, True])
def test_a_matrix_with_a_damaged_finder_is_found_by_the_rest_of_it(turns: int, light_on_dark: bool) -> None:
    grey = sheet((damaged(MATRIX), 200, 150))
    grey = numpy.rot90(255 - grey if light_on_dark else grey, -turns)
    (found,) = find_matrices(grey)
    side = MATRIX.shape[0]
    left, low = 200, 150 + side
    lower_left = ((left, low), (600 - low, left), (900 - left, 600 - low), (low, 900 - left))
    assert found.data == ""
    assert found.corners[3] == pytest.approx(lower_left[turns], abs=8)


def test_a_damaged_matrix_is_found_when_it_lies_askew() -> None:
    paper = Image.fromarray(sheet((damaged(MATRIX), 350, 220)))
    turned = numpy.asarray(paper.rotate(17, Image.Resampling.BICUBIC, fillcolor=LIGHT))
    (found,) = find_matrices(turned)
    assert width_of(found.corners) == pytest.approx(MATRIX.shape[1], rel=0.05)
    assert clockwise(found.corners)


def test_text_frames_and_bars_are_no_matrix() -> None:
    grey = sheet((BARS, 60, 60))
    grey[300:500, 100:300] = 20
    grey[310:490, 110:290] = LIGHT
    grey[300:420, 400:700] = numpy.random.default_rng(5).integers(0, 255, (120, 300))
    assert find_matrices(grey) == ()


def test_a_symbol_that_was_read_is_not_found_a_second_time() -> None:
    (found,) = search(sheet((MATRIX, 200, 150)))
    assert found.data
    assert find_matrices(sheet((MATRIX, 200, 150)), (found.corners,)) == ()


def test_the_process_finds_what_is_in_a_picture_that_is_open_already() -> None:
    image = image_of(sheet((BARS, 60, 60), (damaged(MATRIX), 100, 300)))
    assert [one.data for one in locate(image)] == [CODE, ""]
    assert [one.symbology for one in locate_matrices(image)] == ["DataMatrix"]


def test_what_was_found_on_opening_is_not_looked_for_again() -> None:
    known = Found("Code 128", "]C0", "1", ((0, 0), (9, 0), (9, 9), (0, 9)))
    assert locate(replace(image_of(sheet()), found=(known,))) == (known,)


def test_two_symbols_over_each_other_are_told_from_two_beside_each_other() -> None:
    one, over, beside = (
        Found("Code 128", "]C0", str(left), ((left, 0), (left + 100, 0), (left + 100, 50), (left, 50)))
        for left in (0, 60, 300)
    )
    assert overlapping((one, over, beside)) == {0, 1}
    assert overlap(one.corners, over.corners) == pytest.approx(0.4, abs=0.06)
    assert centre(beside.corners) == (350, 25)


def test_overlapping_symbols_are_not_measurable() -> None:
    corners = ((60.0, 60.0), (60.0 + BARS.shape[1], 60.0), (60.0 + BARS.shape[1], 160.0), (60.0, 160.0))
    both = (Found("Code 128", "]C0", CODE, corners), Found("Code 128", "]C0", "another", corners))
    for symbol_grade in grade_picture(replace(image_of(sheet((BARS, 60, 60))), found=both)):
        assert symbol_grade.grade is None
        assert "lies over" in str(symbol_grade.not_measurable[0])


@pytest.mark.parametrize(
    ("grey", "told"),
    [
        (numpy.zeros((300, 300), numpy.uint8), "nearly of one grey"),
        (numpy.random.default_rng(1).integers(0, 255, (300, 300), numpy.uint8), "No symbol was found"),
    ],
)
def test_a_picture_without_a_symbol_is_refused_with_the_reason(grey: Grey, told: str) -> None:
    with pytest.raises(InputError, match=told):
        grade_picture(image_of(grey))


def test_a_grade_is_withheld_without_calibration_and_given_with_it() -> None:
    grey = sheet((BARS, 60, 60))
    (unsure,) = grade_picture(image_of(grey, px_per_mm=20))
    (sure,) = grade_picture(image_of(grey, px_per_mm=20, calibration=CARD))
    assert unsure.grade is None
    assert "not calibrated" in str(unsure.not_measurable[0])
    assert (sure.grade, sure.not_measurable, sure.data) == (4.0, (), CODE)


def test_a_symbol_at_the_ends_of_the_range_is_not_measurable() -> None:
    grey = numpy.where(sheet((BARS, 60, 60)) > 127, 255, 0).astype(numpy.uint8)
    (clipped,) = grade_picture(image_of(grey, px_per_mm=20, calibration=CARD))
    assert clipped.grade is None
    assert "Change the exposure" in str(clipped.not_measurable[0])


def test_the_x_dimension_tells_the_scale() -> None:
    (graded,) = grade_picture(image_of(sheet((BARS, 60, 60)), calibration=CARD), x_mm=0.25)
    assert graded.module_mm == pytest.approx(0.25, rel=0.01)
    assert graded.aperture_mm == pytest.approx(0.125)
    for wrong in (0.0, -1.0, float("nan"), 40.0):
        with pytest.raises(InputError, match="X-dimension"):
            grade_picture(image_of(sheet((BARS, 60, 60))), x_mm=wrong)


def test_only_the_symbology_that_was_asked_for_is_graded() -> None:
    image = image_of(sheet((BARS, 60, 60), (MATRIX, 100, 300)))
    (matrix,) = grade_picture(image, symbology="data matrix", edition=Edition.ISO_15415_2024)
    assert (matrix.symbology, matrix.edition) == ("DataMatrix", Edition.ISO_15415_2024)
    with pytest.raises(InputError, match="no QR Code; it has Code 128, DataMatrix"):
        grade_picture(image, symbology="QR Code")


FIVE = (
    (symbol(CODE, "Code128", 3)[:80], 60, 60),
    (symbol("6932833600109", "EAN13", 3)[:80], 60, 230),
    (symbol("16932833600106", "ITF", 3)[:80], 60, 400),
    (symbol("PACKMARK 810000", "DataMatrix", 6), 620, 60),
    (symbol("PACKMARK", "QRCode", 6), 620, 330),
)


@pytest.mark.parametrize("angle", range(0, 360, 7))
def test_bars_and_matrices_side_by_side_are_found_at_any_angle_with_their_whole_data(angle: int) -> None:
    paper = Image.fromarray(sheet(*FIVE, size=(880, 560)))
    turned = numpy.asarray(paper.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=LIGHT))
    found = search(turned)
    assert sorted(one.data for one in found) == sorted(
        (CODE, "6932833600109", "16932833600106", "PACKMARK 810000", "PACKMARK")
    )
    assert all(clockwise(one.corners) for one in found)


def test_symbols_of_different_directions_in_one_picture_are_all_found() -> None:
    paper = Image.new("L", (1300, 700), LIGHT)
    for place, angle in enumerate((0, 20, 45, 75)):
        drawn = Image.fromarray(sheet((symbol(f"LOT {place}", "Code128", 3)[:90], 20, 20), size=(300, 130)))
        tilted = drawn.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=LIGHT)
        paper.paste(tilted, (20 + 320 * place, 150))
    assert {one.data for one in search(numpy.asarray(paper))} == {"LOT 0", "LOT 1", "LOT 2", "LOT 3"}
