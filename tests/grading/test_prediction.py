"""What is expected of a symbol in dots, against the values that follow from its construction."""

import numpy
import pytest

from desktop.errors import InputError
from desktop.grading.model import Edition
from desktop.grading.prediction import DrawnSymbol, PressModel, predict, printed
from desktop.symbols.encoder import LinearSymbol, MatrixSymbol, encode
from desktop.symbols.symbology import IDENTIFIERS, Symbology
from tests.grading.analytic import strip_share

CODE = "81250531278200000017"


def bars(
    module_dots: int = 4, *, turned: bool = False, symbology: Symbology = Symbology.CODE_128
) -> DrawnSymbol:
    symbol = encode(symbology, CODE)
    assert isinstance(symbol, LinearSymbol)
    row = numpy.array([module == "1" for module in symbol.modules]).repeat(module_dots)
    room, height = 12 * module_dots, 24 * module_dots
    dots = numpy.pad(numpy.tile(row, (height, 1)), room)
    right, bottom = room + len(row), room + height
    corners = ((room, room), (right, room), (right, bottom), (room, bottom))
    if turned:
        dots = numpy.rot90(dots, -1)
        corners = ((bottom, room), (bottom, right), (room, right), (room, room))
    return DrawnSymbol(symbology.value, IDENTIFIERS[symbology], CODE, dots, corners, module_dots, 8)


def matrix(module_dots: int = 4, around: bool = False) -> DrawnSymbol:
    symbol = encode(Symbology.DATA_MATRIX, CODE)
    assert isinstance(symbol, MatrixSymbol)
    modules = numpy.array([[module == "1" for module in row] for row in symbol.rows])
    dots = numpy.pad(modules.repeat(module_dots, 0).repeat(module_dots, 1), 12 * module_dots)
    first, last = 12 * module_dots, 12 * module_dots + len(modules) * module_dots
    if around:
        dots[first - 1 - module_dots // 2 : first - module_dots // 2, first:last] = True
    corners = ((first, first), (last, first), (last, last), (first, last))
    return DrawnSymbol("DataMatrix", "]d1", CODE, dots, corners, module_dots, 8)


def value(name: str, drawn: DrawnSymbol, press: PressModel, aperture_mm: float | None = None) -> float:
    found = predict(drawn, press, Edition.ISO_15416_2016, aperture_mm).symbol
    measured = next(one.value for one in found.parameters if one.name == name)
    assert measured is not None
    return measured


@pytest.mark.parametrize("module_dots", [3, 4])
@pytest.mark.parametrize("gain", [-0.6, -0.2, 0.0, 0.3, 0.9])
def test_decodability_is_lost_by_three_times_the_gain(gain: float, module_dots: int) -> None:
    growth = gain / module_dots
    expected = 100 * (1.75 - 3 * abs(growth)) / 1.75
    assert value("DEC", bars(module_dots), PressModel(gain)) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("ratio", [1.2, 1.5])
def test_modulation_is_what_an_aperture_wider_than_a_module_leaves(ratio: float) -> None:
    # f(u) = 2 G(u) of a module's own light is left, and as much comes from beside it: 1X bar beside 1X space.
    left = 100 * (2 * strip_share(1 / ratio) - 1)
    assert value("MOD", bars(), PressModel(0.0), 0.5 * ratio) == pytest.approx(left, abs=1)


def test_contrast_is_that_of_ink_and_stock() -> None:
    assert value("SC", bars(), PressModel(0.0, 0.0, 10, 72)) == pytest.approx(62, abs=0.5)


def test_a_print_without_gain_is_expected_to_be_perfect() -> None:
    for drawn in (bars(), bars(turned=True), matrix()):
        found = predict(drawn, PressModel(0.0))
        assert (found.grade, found.limit) == (4.0, None)
        assert found.symbol.data == CODE


def test_what_keeps_the_grade_down_is_named() -> None:
    found = predict(bars(2), PressModel(0.9))
    assert found.grade is not None
    assert found.grade < 2
    assert found.limit is not None
    assert found.limit.name == "DEC"


def test_a_matrix_grows_by_its_gain_in_modules() -> None:
    found = predict(matrix(), PressModel(0.8)).symbol
    growth = next(one.value for one in found.parameters if one.name == "PrntGrw")
    assert growth == pytest.approx(20, abs=0.5)


def test_a_line_in_the_quiet_zone_of_a_matrix_is_seen() -> None:
    found = predict(matrix(around=True), PressModel(0.0))
    assert found.grade is not None
    assert found.grade < 4


@pytest.mark.parametrize("blur", [0.2, 0.35])
def test_what_ink_spreads_lowers_the_modulation_to_expect(blur: float) -> None:
    # The first two waves of narrow bars and spaces in turn, seen through an aperture that is all but a point.
    first, third = (numpy.exp(-((n * numpy.pi * blur) ** 2) / 2) / n for n in (1, 3))
    expected = 100 * 4 / numpy.pi * (first - third)
    soft = PressModel(0.0, blur_mm=blur * 0.5)
    assert value("MOD", bars(), soft, 0.02) == pytest.approx(expected, abs=2)


def test_blur_softens_the_picture_and_moves_no_edge() -> None:
    sharp, soft = (printed(bars(), PressModel(0.0, blur)).reflectance for blur in (0.0, 0.05))
    assert numpy.abs(numpy.diff(soft, axis=1)).max() < 0.5 * numpy.abs(numpy.diff(sharp, axis=1)).max()
    assert value("DEC", bars(), PressModel(0.0, 0.05)) == pytest.approx(100, abs=2)


def test_marks_grow_by_area_to_a_part_of_a_pixel() -> None:
    dots = numpy.zeros((9, 9), dtype=bool)
    dots[4, 4] = True
    corners = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    drawn = DrawnSymbol("DataMatrix", "]d1", "", dots, corners, 1, 8)
    for gain in (-0.5, 0.0, 0.35, 1.0):
        image = printed(drawn, PressModel(gain, 0.0, 0, 100))
        covered = float((100 - image.reflectance).sum()) / 100 / (image.px_per_mm or 0) ** 2 * 64
        assert covered == pytest.approx((1 + gain) ** 2, rel=1e-5)


@pytest.mark.parametrize("wrong", [(-1.1, 0, 5, 85), (0.1, -0.1, 5, 85), (0.1, 0.0, 90, 85), (1.1, 0, 5, 85)])
def test_an_impossible_press_is_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(InputError):
        PressModel(*wrong)
