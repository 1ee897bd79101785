"""Each fault is drawn, and must be named first; a good print must be blamed for nothing."""

from collections.abc import Callable
from dataclasses import replace

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.causes import find_causes
from desktop.grading.linear import grade_linear
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition, GradingImage, SymbolGrade
from tests.grading import distortions
from tests.grading.samples import LinearSample, linear_samples, matrix_sample
from tests.grading.synthetic import Bars, Picture, Spot, Stripe, render
from tests.grading.synthetic_matrix import Modules

LOW = 20.0
"""Height of the bars in modules: enough, and quick."""
CODES = tuple(replace(one, bars=replace(one.bars, height=LOW)) for one in linear_samples())
CODE = CODES[0]
MATRIX = matrix_sample(22, 22)
Change = Callable[[Picture], Picture]
Measured = tuple[SymbolGrade, GradingImage]


def as_it_is(picture: Picture) -> Picture:
    return picture


def of_bars(bars: Bars, px: float = 10, change: Change = as_it_is, sample: LinearSample = CODE) -> Measured:
    picture = change(render(bars.scene(), px, (0.37, 0.61)))
    found = picture.found(sample.symbology, sample.identifier, sample.data)
    return grade_linear(picture.image(), found, Edition.GBT_14258_2003, None), picture.image()


def of_matrix(modules: Modules, px: float = 10, change: Change = as_it_is) -> Measured:
    picture = change(render(modules.scene(), px, (0.37, 0.61)))
    found = picture.found("DataMatrix", "]d1", "810000")
    return grade_matrix(picture.image(), found, Edition.GBT_23704_2017, None), picture.image()


def kinds(measured: Measured) -> list[CauseKind]:
    return [cause.kind for cause in find_causes(*measured)]


def light_line(degrees: float, width: float = 2.0) -> Change:
    """Draw a light line near the middle of a picture, ``width`` pixels wide."""

    def drawn(picture: Picture) -> Picture:
        height, wide = picture.reflectance.shape
        y, x = numpy.mgrid[:height, :wide]
        angle = numpy.deg2rad(degrees)
        beside = numpy.abs((x - wide / 2 - 7) * numpy.cos(angle) - (y - height / 2) * numpy.sin(angle))
        share = numpy.clip(width / 2 + 0.5 - beside, 0, 1)
        lit = picture.reflectance * (1 - share) + 85 * share
        return replace(picture, reflectance=lit.astype(numpy.float32))

    return drawn


def bar(modules: float, skip: int = 10) -> tuple[int, float]:
    """Return the number and the middle of a bar so wide."""
    edges = CODE.bars.edges()
    number = next(n for n in range(skip, len(CODE.bars.widths), 2) if CODE.bars.widths[n] == modules)
    return number, float(edges[number] + edges[number + 1]) / 2


@pytest.mark.parametrize("sample", CODES, ids=lambda sample: sample.symbology)
@pytest.mark.parametrize("px", [6.0, 10.0])
def test_perfect_bars_are_blamed_for_nothing(sample: LinearSample, px: float) -> None:
    assert kinds(of_bars(sample.bars, px, sample=sample)) == []


@pytest.mark.parametrize("side", [(10, 10), (22, 22), (32, 32), (16, 48)])
@pytest.mark.parametrize("px", [6.0, 12.0])
def test_a_perfect_matrix_is_blamed_for_nothing(side: tuple[int, int], px: float) -> None:
    assert kinds(of_matrix(matrix_sample(*side), px)) == []


@settings(max_examples=8, deadline=None)
@given(
    st.floats(6, 13),
    st.floats(0.0, 0.25),
    st.floats(-0.08, 0.08),
    st.floats(0, 0.12),
    st.booleans(),
)
def test_what_a_good_camera_does_to_a_good_print_is_not_blamed_on_the_printer(
    px: float, blur: float, growth: float, shade: float, matrix: bool
) -> None:
    def camera(picture: Picture) -> Picture:
        soft = distortions.blurred(picture, max(0.05, blur * px))
        return distortions.noisy(distortions.shaded(soft, shade, shade / 2), 0.7)

    if matrix:
        assert kinds(of_matrix(MATRIX, px, camera)) == []
    else:
        assert kinds(of_bars(replace(CODE.bars, growth=growth), px, camera)) == []


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_light_line_along_a_bar_is_a_burnt_dot_at_its_place(width: int) -> None:
    _, middle = bar(width)
    stripe = Stripe(middle - 0.12, middle + 0.12, 85)
    causes = find_causes(*of_bars(replace(CODE.bars, stripes=(stripe,))), (), 8)
    assert [cause.kind for cause in causes] == [CauseKind.BURNT_DOT]
    assert causes[0].at_mm == pytest.approx(0.5 * middle, abs=0.05)
    assert dict(causes[0].evidence)["at dots"] == pytest.approx(4 * middle, abs=0.5)


def test_a_light_line_across_all_bars_is_a_burnt_dot_at_its_height() -> None:
    line = Stripe(0, float(CODE.bars.edges()[-1]), 85, 0.5, 0.512)
    (cause,) = find_causes(*of_bars(replace(CODE.bars, stripes=(line,))))
    assert cause.kind is CauseKind.BURNT_DOT
    assert cause.at_mm == pytest.approx(0.506 * LOW / 2, abs=0.2)
    assert "upper side" in str(cause.sentence)


@pytest.mark.parametrize("degrees", [0, 90])
def test_a_straight_light_line_through_a_matrix_is_a_burnt_dot(degrees: float) -> None:
    assert kinds(of_matrix(MATRIX, change=light_line(degrees)))[:1] == [CauseKind.BURNT_DOT]


@pytest.mark.parametrize("degrees", [-40, 20, 70])
def test_a_slanting_light_line_is_a_crease_of_the_ribbon(degrees: float) -> None:
    for measured in (
        of_bars(CODE.bars, change=light_line(degrees)),
        of_matrix(MATRIX, change=light_line(degrees)),
    ):
        causes = find_causes(*measured)
        assert causes[0].kind is CauseKind.RIBBON_CREASE
        assert dict(causes[0].evidence)["angle degrees"] == pytest.approx(degrees, abs=1)


def test_one_edge_that_is_bitten_off_in_all_scans_may_be_a_burnt_dot() -> None:
    number, _ = bar(2)
    (cause,) = find_causes(*of_bars(replace(CODE.bars, shifts={number: 0.25})))
    assert (cause.kind, cause.likelihood) == (CauseKind.BURNT_DOT, Likelihood.POSSIBLE)


def test_a_line_at_the_same_place_in_an_earlier_sample_makes_a_burnt_dot_very_likely() -> None:
    _, middle = bar(2)
    measured = of_bars(replace(CODE.bars, stripes=(Stripe(middle - 0.12, middle + 0.12, 85),)))
    first = find_causes(*measured)
    (again,) = find_causes(*measured, (first, first))
    assert again.likelihood is Likelihood.VERY_LIKELY
    assert dict(again.evidence)["earlier samples"] == 2
    (elsewhere,) = find_causes(*measured, ((_moved(first[0], 1.0),),))
    assert elsewhere.likelihood is Likelihood.LIKELY


def _moved(cause: Cause, mm: float) -> Cause:
    assert cause.at_mm is not None
    return replace(cause, at_mm=cause.at_mm + mm)


@pytest.mark.parametrize(("growth", "kind"), [(0.3, CauseKind.TOO_DARK), (-0.3, CauseKind.TOO_PALE)])
def test_growth_in_all_directions_is_of_the_darkness(growth: float, kind: CauseKind) -> None:
    tenths = round(growth * 10)
    assert kinds(of_bars(replace(CODE.bars, growth=growth))) == [kind]
    assert kinds(of_matrix(replace(MATRIX, growth=(tenths, tenths)))) == [kind]


@pytest.mark.parametrize("growth", [(3, 0), (0, 3)])
def test_growth_of_one_axis_is_not_called_darkness(growth: tuple[int, int]) -> None:
    assert kinds(of_matrix(replace(MATRIX, growth=growth))) == [CauseKind.ONE_AXIS]


def test_a_stretched_matrix_is_fed_unevenly() -> None:
    assert kinds(of_matrix(replace(MATRIX, stretch=1.07))) == [CauseKind.FEED]


def test_bars_that_come_too_early_and_too_late_in_turns_are_fed_unevenly() -> None:
    edges = CODE.bars.edges()
    to_and_fro = {n: 0.35 * float(numpy.sin(8 * numpy.pi * x / edges[-1])) for n, x in enumerate(edges)}
    assert kinds(of_bars(replace(CODE.bars, shifts=to_and_fro))) == [CauseKind.FEED]


def test_what_a_lens_distorts_is_not_blamed_on_the_feed() -> None:
    edges = CODE.bars.edges()
    places = 2 * edges / edges[-1] - 1
    barrel = {n: float(1.2 * (x**3 - x)) for n, x in enumerate(places)}
    assert kinds(of_bars(replace(CODE.bars, shifts=barrel))) == []


def test_pale_print_is_told_from_dark_stock() -> None:
    for measured, kind in (
        (of_bars(replace(CODE.bars, dark=35)), CauseKind.INK),
        (of_matrix(replace(MATRIX, dark=40.0)), CauseKind.INK),
        (of_bars(replace(CODE.bars, light=50)), CauseKind.STOCK),
    ):
        assert kinds(measured) == [kind]


def test_the_stock_is_not_blamed_for_sure_while_the_picture_is_not_calibrated() -> None:
    (cause,) = find_causes(*of_bars(replace(CODE.bars, light=50)))
    assert cause.likelihood is Likelihood.POSSIBLE
    assert "not calibrated" in str(cause.sentence)


@pytest.mark.parametrize(
    ("first", "reflectance", "kind"), [(0, 85.0, CauseKind.VOIDS), (1, 5.0, CauseKind.SPOTS)]
)
def test_scattered_spots_are_voids_in_bars_and_specks_in_spaces(
    first: int, reflectance: float, kind: CauseKind
) -> None:
    edges, chance = CODE.bars.edges(), numpy.random.default_rng(1)
    wide = [n for n in range(first, len(CODE.bars.widths) - 1, 2) if CODE.bars.widths[n] >= 2]
    spots = tuple(
        Spot(float(edges[n] + edges[n + 1]) / 2, float(chance.uniform(4, 16)), 1.4, reflectance)
        for n in wide[::3]
    )
    assert kinds(of_bars(replace(CODE.bars, spots=spots))) == [kind]


def test_something_in_the_quiet_zone_is_told() -> None:
    assert kinds(of_bars(replace(CODE.bars, stripes=(Stripe(-8, -6, 5),)))) == [CauseKind.QUIET_ZONE]


def test_a_soft_picture_is_told_and_nothing_else_is_read_from_it() -> None:
    def soft(picture: Picture) -> Picture:
        return distortions.blurred(picture, 5)

    assert kinds(of_bars(CODE.bars, change=soft)) == [CauseKind.BLUR]


def test_without_the_picture_the_scans_tell_a_line_from_a_spot() -> None:
    _, middle = bar(3)
    line, _ = of_bars(replace(CODE.bars, stripes=(Stripe(middle - 0.05, middle + 0.05, 85),)))
    short, _ = of_bars(replace(CODE.bars, stripes=(Stripe(middle - 0.05, middle + 0.05, 85, 0.0, 0.3),)))
    assert [cause.kind for cause in find_causes(line, None)] == [CauseKind.BURNT_DOT]
    assert [cause.kind for cause in find_causes(short, None)] == [CauseKind.VOIDS]


def test_a_dark_line_along_a_space_is_dirt() -> None:
    edges = CODE.bars.edges()
    space = next(n for n in range(11, len(CODE.bars.widths), 2) if CODE.bars.widths[n] >= 3)
    middle = float(edges[space] + edges[space + 1]) / 2
    found = kinds(of_bars(replace(CODE.bars, stripes=(Stripe(middle - 0.1, middle + 0.1, 5),))))
    assert found == [CauseKind.SPOTS]
