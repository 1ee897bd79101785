"""The expected values of the linear suite: the general reckoning against formulas by hand."""

from dataclasses import replace

import numpy as np
import pytest

from tests.grading.analytic import code_39, code_128, disc_share, measure, retail, strip_share
from tests.grading.samples import LinearSample, linear_samples
from tests.grading.synthetic import Bars, Stripe, widths_of

CODE_128, GS1_128, EAN_13, UPC_A, ITF_14, CODE_39 = linear_samples()
WITH_FORMULA = [sample for sample in linear_samples() if sample.decodability]


def test_half_of_a_disc_lies_beyond_its_centre() -> None:
    assert [float(disc_share(t)) for t in (-2, -1, 0, 1, 2)] == pytest.approx([-0.5, -0.5, 0, 0.5, 0.5])


@pytest.mark.parametrize(("diameters", "share"), [(1.2, 0.9192), (1.5, 0.7804), (2.0, 0.6088)])
def test_a_strip_has_the_share_of_a_disc_that_a_prototype_measured(diameters: float, share: float) -> None:
    assert strip_share(1 / diameters) == pytest.approx(share, abs=2e-3)


@pytest.mark.parametrize("diameters", [1.2, 1.5, 2.0])
def test_a_lone_bar_under_a_wide_aperture_has_the_modulation_of_its_strip(diameters: float) -> None:
    # A broad bar stands by, so that the contrast is the full one.
    seen = measure(Bars((1.0, 6.0, 6.0), light=80, dark=4), diameters, None)
    assert seen.mod == pytest.approx(100 * strip_share(1 / diameters), abs=0.01)


@pytest.mark.parametrize("sample", linear_samples(), ids=lambda sample: sample.symbology)
def test_a_perfect_symbol_has_full_modulation_and_no_defects(sample: LinearSample) -> None:
    seen = measure(sample.bars, 0.8, sample.decodability)
    assert (seen.mod, seen.defects, seen.sc) == pytest.approx((100, 0, 80), abs=1e-6)
    assert seen.edges == pytest.approx(sample.bars.edges(), abs=1e-4)


def test_contrast_and_least_reflectance_are_those_of_paper_and_ink() -> None:
    seen = measure(replace(CODE_128.bars, light=70, dark=22), 0.8, code_128)
    assert (seen.rmax, seen.rmin, seen.sc) == pytest.approx((70, 22, 48))


def test_a_grey_bar_has_the_modulation_of_its_tint() -> None:
    seen = measure(replace(CODE_128.bars, tints={8: 40.0}), 0.8, code_128)
    assert (seen.ecmin, seen.mod) == pytest.approx((45, 100 * 45 / 80))


def test_a_grey_bar_moves_no_edge() -> None:
    seen = measure(replace(CODE_128.bars, tints={8: 40.0}), 0.8, code_128)
    assert seen.edges == pytest.approx(CODE_128.bars.edges(), abs=1e-3)


@pytest.mark.parametrize(("width", "reflectance"), [(0.1, 85.0), (0.2, 85.0), (0.3, 50.0)])
def test_a_light_stripe_in_a_broad_bar_is_a_defect_of_its_share(width: float, reflectance: float) -> None:
    bars = Bars((1.0, 2.0, 4.0, 2.0, 1.0), stripes=(Stripe(5 - width / 2, 5 + width / 2, reflectance),))
    share = strip_share(width / 0.8)
    assert measure(bars, 0.8, None).defects == pytest.approx(100 * (reflectance - 5) / 80 * share, abs=0.02)


def test_a_dark_stripe_in_the_quiet_zone_is_a_defect_of_its_share() -> None:
    bars = replace(CODE_128.bars, stripes=(Stripe(-5.1, -4.9, 5),))
    assert measure(bars, 0.8, None).defects == pytest.approx(100 * strip_share(0.25), abs=0.02)


def test_a_stripe_over_a_part_of_the_height_is_seen_there_alone() -> None:
    bars = replace(CODE_128.bars, stripes=(Stripe(-5.1, -4.9, 5, 0.0, 0.3),))
    assert measure(bars, 0.8, None, 0.2).defects > 20
    assert measure(bars, 0.8, None, 0.4).defects == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("growth", [-0.3, -0.15, 0.0, 0.1, 0.2, 0.3])
def test_growth_costs_code_128_three_bars_of_its_sum(growth: float) -> None:
    seen = measure(replace(CODE_128.bars, growth=growth), 0.6, code_128)
    assert seen.decodability == pytest.approx(100 * (1.75 - 3 * abs(growth)) / 1.75, abs=0.02)


@pytest.mark.parametrize("shift", [0.05, 0.1, 0.2])
def test_a_shifted_edge_costs_code_128_twice_its_shift(shift: float) -> None:
    seen = measure(replace(CODE_128.bars, shifts={14: shift}), 0.7, code_128)
    assert seen.decodability == pytest.approx(100 * (1 - 2 * shift), abs=0.02)


@pytest.mark.parametrize("sample", [EAN_13, UPC_A], ids=["EAN-13", "UPC-A"])
def test_a_retail_symbol_of_whole_modules_cannot_be_better_than_13_of_15(sample: LinearSample) -> None:
    assert measure(sample.bars, 0.8, retail).decodability == pytest.approx(1300 / 15, abs=0.02)


@pytest.mark.parametrize("growth", [-0.2, -0.1, 0.1, 0.25])
def test_growth_costs_retail_symbols_two_bars_of_the_ambiguous_digits(growth: float) -> None:
    seen = measure(replace(EAN_13.bars, growth=growth), 0.6, retail)
    assert seen.decodability == pytest.approx(100 * (1 - 2 * abs(growth)) * 13 / 15, abs=0.02)


def test_a_thick_narrow_bar_costs_code_39_its_distance_from_the_threshold() -> None:
    widths = list(CODE_39.bars.widths)
    ratio = max(widths)
    seen = measure(replace(CODE_39.bars, shifts={3: 0.3}), 0.6, code_39)
    threshold = (6 + 3 * ratio) / 8
    # The bar before the edge is wider by 0.3, the space behind it narrower: Z is theirs too.
    assert widths[2] == 1
    first = np.array(widths[:9])
    first[2] += 0.3
    first[3] -= 0.3
    narrow = first[first < threshold]
    assert seen.decodability is not None
    expected = (threshold - narrow.max()) / (threshold - narrow.mean())
    wide = first[first >= threshold]
    expected = min(expected, (wide.min() - threshold) / (wide.mean() - threshold))
    assert seen.decodability == pytest.approx(100 * expected, abs=0.05)


@pytest.mark.parametrize("sample", WITH_FORMULA, ids=lambda sample: sample.symbology)
def test_decodability_falls_as_an_edge_moves(sample: LinearSample) -> None:
    values = []
    for shift in (0.1, 0.2, 0.3):
        value = measure(replace(sample.bars, shifts={9: shift}), 0.6, sample.decodability).decodability
        assert value is not None
        values.append(value)
    assert values == sorted(values, reverse=True)


def test_widths_are_runs_of_modules() -> None:
    assert widths_of("1100010") == (2, 3, 1, 1)
