from dataclasses import replace

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.grading.decodability import decodability
from desktop.grading.decode_linear import Family, read
from desktop.grading.linear import grade_linear, rule_of
from desktop.grading.model import Edition, Found, GradingImage, SymbolGrade
from desktop.grading.profiles import Processing
from desktop.symbols.code128 import WIDTHS
from tests.grading.constructions import X_MM, Construction, linear_constructions
from tests.grading.samples import linear_samples

MADE = {made.name: made for made in linear_constructions()}


def _graded(made: Construction, px: float = 10.0, processing: Processing | None = None) -> SymbolGrade:
    picture = made.picture(px)
    reflectance = numpy.asarray(picture.reflectance, dtype=numpy.float32)
    image = GradingImage(reflectance, px / X_MM, 8, False, "grey", False, 0.0, None)
    found = Found(made.symbology, made.identifier, made.data, picture.corners)
    return grade_linear(image, found, Edition.ISO_15416_2016, made.aperture * X_MM, processing=processing)


def _values(grade: SymbolGrade) -> dict[str, float]:
    return {one.name: one.value for one in grade.parameters if one.value is not None}


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith("perfect")])
def test_a_symbol_without_faults_has_the_best_grade_in_all_ten_scans(name: str) -> None:
    grade = _graded(MADE[name])
    assert len(grade.scans) == 10
    assert grade.grade == 4.0
    assert all(scan.data is not None for scan in grade.scans)
    assert grade.module_px == pytest.approx(10, abs=0.05)


def test_what_the_scans_read_is_told_and_not_what_a_decoder_said() -> None:
    made = MADE["Code 128: perfect"]
    assert _graded(replace(made, data="another")).data == made.data


@pytest.mark.parametrize("name", [name for name in MADE if "Code 128: turned" in name])
def test_decodability_does_not_depend_on_rotation(name: str) -> None:
    made = MADE[name]
    assert _values(_graded(made))["DEC"] == pytest.approx(made.expected["DEC"], abs=2)


@pytest.mark.parametrize("name", [name for name in MADE if "stripe" in name or "grey" in name])
def test_faults_are_as_large_as_they_were_drawn(name: str) -> None:
    made = MADE[name]
    found = _values(_graded(made))
    for parameter in made.expected.keys() & {"DEF", "MOD", "SC", "DEC"}:
        assert found[parameter] == pytest.approx(made.expected[parameter], abs=0.5), parameter


def test_a_line_in_the_quiet_zone_fails_it_only_where_it_is_too_near() -> None:
    near = _graded(MADE["Code 128: line 8 X before"])
    far = _graded(MADE["Code 128: line 10.5 X before"])
    assert {one.name: one.grade for one in near.parameters}["QZ"] == 0.0
    assert {one.name: one.grade for one in far.parameters}["QZ"] == 4.0


def test_uneven_light_is_taken_for_contrast_only_where_the_flat_field_is_left_out() -> None:
    made = MADE["Code 128: light from aside"]
    with_it, without = _graded(made), _graded(made, processing=Processing(flat_field=False))
    assert _values(with_it)["DEF"] < 1
    assert _values(without)["MOD"] < _values(with_it)["MOD"]


def test_compensation_brings_back_what_blur_took_from_the_modulation() -> None:
    made = [made for name, made in MADE.items() if name.startswith("Code 128: blur")][-1]
    with_it, without = _graded(made), _graded(made, processing=Processing(compensation=False))
    assert _values(with_it)["MOD"] > _values(without)["MOD"] + 5


@pytest.mark.parametrize("missed", [(2.1, 0.0), (0.0, 2.1), (2.1, 2.1)])
def test_a_guard_bar_that_the_decoder_left_out_of_its_corners_is_found(missed: tuple[float, float]) -> None:
    made = MADE["EAN-13: growth +0.1"]
    picture = made.picture(6)
    (left, top), (right, _), (_, bottom), _ = picture.corners
    left, right = left + missed[0] * 6, right - missed[1] * 6
    image = picture.image(X_MM)
    found = Found(made.symbology, "", "", ((left, top), (right, top), (right, bottom), (left, bottom)))
    grade = grade_linear(image, found, Edition.ISO_15416_2016, made.aperture * X_MM)
    assert grade.data == made.data
    assert _values(grade)["DEC"] == pytest.approx(made.expected["DEC"], abs=2)


def test_a_picture_that_ends_in_the_quiet_zone_has_no_grade() -> None:
    made = MADE["Code 128: perfect"]
    picture = made.picture(10)
    cut = int(min(x for x, _ in picture.corners)) - 40
    reflectance = numpy.ascontiguousarray(picture.reflectance[:, cut:], dtype=numpy.float32)
    image = GradingImage(reflectance, 20, 8, False, "grey", False, 0.0, None)
    corners = tuple((x - cut, y) for x, y in picture.corners)
    found = Found(made.symbology, made.identifier, made.data, corners)  # type: ignore[arg-type]
    grade = grade_linear(image, found, Edition.GBT_14258_2003, None)
    assert grade.grade is None
    assert any("quiet zone" in str(reason) for reason in grade.not_measurable)


def test_a_white_picture_has_no_bars_to_grade() -> None:
    image = GradingImage(numpy.full((200, 400), 90, numpy.float32), 20, 8, False, "grey", False, 0.0, None)
    found = Found("Code 128", "]C0", "", ((50, 50), (350, 50), (350, 150), (50, 150)))
    with pytest.raises(InputError):
        grade_linear(image, found, Edition.GBT_14258_2003, None)


def test_a_matrix_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="DataMatrix"):
        rule_of("DataMatrix")


@pytest.mark.parametrize("sample", linear_samples(), ids=lambda sample: sample.symbology)
def test_reference_decodes_read_what_the_encoder_drew(sample: object) -> None:
    bars, data, symbology = sample.bars, sample.data, sample.symbology  # type: ignore[attr-defined]
    reading = read(rule_of(symbology).family, numpy.array(bars.widths, dtype=float))
    assert reading is not None
    assert reading.data.strip("\ue001").lstrip("0") == data.lstrip("0")


@settings(max_examples=60)
@given(st.integers(0, 40), st.floats(0.02, 0.45))
def test_an_edge_shift_costs_twice_its_modules_of_code_128_decodability(edge: int, shift: float) -> None:
    values = (105, 12, 34, (105 + 12 + 2 * 34) % 103, 106)
    widths = numpy.array([int(width) for value in values for width in WIDTHS[value]], dtype=float)
    place = 1 + edge % (len(widths) - 2)
    inner = 1 <= place % 6 <= 4 and place < len(widths) - 7
    if not inner:
        return
    widths[place - 1] += shift
    widths[place] -= shift
    reading = read(Family.CODE_128, widths)
    assert reading is not None
    assert decodability(Family.CODE_128, widths, reading)[0] == pytest.approx(100 * (1 - 2 * shift), abs=1e-6)


def test_an_itf_edge_shift_costs_its_share_of_the_way_to_the_threshold() -> None:
    # Narrow 1, wide 2.5: a pair is 16 wide, its threshold 1.75.
    pair = [1.3, 1, 1, 1, 2.2, 2.5, 2.5, 2.5, 1, 1]
    widths = numpy.array([1, 1, 1, 1, *pair, 2.5, 1, 1])
    reading = read(Family.ITF, widths)
    assert reading is not None
    narrow_mean, wide_mean = (3.3 / 3 + 1) / 2, (4.7 / 2 + 2.5) / 2
    expected = min((1.75 - 1.3) / (1.75 - narrow_mean), (2.2 - 1.75) / (wide_mean - 1.75))
    assert decodability(Family.ITF, widths, reading)[0] == pytest.approx(100 * expected)
