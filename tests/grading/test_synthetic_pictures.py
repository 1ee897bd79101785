"""The pictures of the synthetic suite: that they are what their scenes say, by other means than drawn."""

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.symbols.symbology import Symbology
from tests.grading import distortions
from tests.grading.analytic import profile
from tests.grading.samples import LinearSample, linear_samples, matrix_sample
from tests.grading.synthetic import Bars, Picture, Spot, Stripe, render, widths_of

FORMATS = {
    Symbology.CODE_128.value: zxingcpp.BarcodeFormat.Code128,
    Symbology.GS1_128.value: zxingcpp.BarcodeFormat.Code128,
    Symbology.EAN_13.value: zxingcpp.BarcodeFormat.EAN13,
    Symbology.UPC_A.value: zxingcpp.BarcodeFormat.UPCA,
    Symbology.ITF_14.value: zxingcpp.BarcodeFormat.ITF,
    "Code 39": zxingcpp.BarcodeFormat.Code39,
}


def read(picture: Picture, kind: zxingcpp.BarcodeFormat) -> str:
    found = zxingcpp.read_barcode(
        distortions.greys(picture),
        formats=zxingcpp.BarcodeFormats([kind]),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return "" if found is None else found.text


@pytest.mark.parametrize("sample", linear_samples(), ids=lambda sample: sample.symbology)
def test_a_drawn_symbol_reads_as_its_data(sample: LinearSample) -> None:
    text = read(render(sample.bars.scene(), 6.3, (0.4, 0.7)), FORMATS[sample.symbology])
    assert text == ("0" if sample.symbology == Symbology.UPC_A else "") + sample.data


@pytest.mark.parametrize("degrees", [0, 4, 90, 176, 180, 266, 359])
def test_a_turned_symbol_reads_as_its_data(degrees: int) -> None:
    sample = linear_samples()[0]
    picture = distortions.turned(sample.bars.scene(), 5, degrees, fine=2)
    assert read(picture, FORMATS[sample.symbology]) == sample.data


@pytest.mark.parametrize("degrees", [17, 133, 251])
def test_a_matrix_symbol_turned_by_any_angle_reads_as_its_data(degrees: int) -> None:
    picture = distortions.turned(matrix_sample(18, 18).scene(), 6, degrees, fine=2)
    assert read(picture, zxingcpp.BarcodeFormat.DataMatrix) == "810000"


def test_a_tilted_symbol_reads_as_its_data() -> None:
    picture = distortions.tilted(matrix_sample(20, 20).scene(), 8, 0.2, 0.1, fine=3)
    assert read(picture, zxingcpp.BarcodeFormat.DataMatrix) == "810000"


@settings(max_examples=40, deadline=None)
@given(px=st.floats(2, 13), right=st.floats(0, 1), down=st.floats(0, 1))
def test_no_light_is_lost_between_the_pixels(px: float, right: float, down: float) -> None:
    bars = Bars(widths_of("1011001"), quiet=5, height=9)
    scene = replace(bars.scene(), spots=(Spot(0.5, 4, 0.4, 80), Spot(1.5, 5, 0.7, 10)))
    pixels = render(scene, px, (right, down)).reflectance.astype(np.float64)
    spots = sum(
        (spot.reflectance - under) * np.pi * spot.diameter**2 / 4
        for spot, under in zip(scene.spots, (5.0, 85.0), strict=True)
    )
    light = np.diff(scene.y) @ (scene.reflectance - bars.light) @ np.diff(scene.x) + spots
    assert (pixels - bars.light).sum() / px**2 == pytest.approx(light, abs=0.02)


def test_a_pixel_on_an_edge_shows_both_sides_by_area() -> None:
    picture = render(Bars(widths_of("101"), quiet=4, height=4).scene(), 10, (0.25, 0.0))
    assert picture.reflectance[60, 38:42] == pytest.approx([85, 85, 0.25 * 85 + 0.75 * 5, 5])


def test_the_corners_lie_on_the_outermost_edges() -> None:
    picture = render(Bars(widths_of("101"), quiet=4, height=6).scene(), 10, (0.25, 0.5))
    assert picture.corners[0] == pytest.approx((40 + 0.25 - 0.5, 40 + 0.5 - 0.5))
    assert picture.corners[2] == pytest.approx((70 + 0.25 - 0.5, 100 + 0.5 - 0.5))


def test_a_picture_not_turned_is_the_picture_by_area() -> None:
    scene = linear_samples()[2].bars.scene()
    exact = render(scene, 7)
    by_points = distortions.turned(scene, 7, 0, fine=14)
    height, width = exact.reflectance.shape
    # The framed one has its first pixel centred on the scene's corner, the other its edge.
    shifted = render(scene, 7, (0.5, 0.5)).reflectance
    apart = np.abs(by_points.reflectance[:height, :width] - shifted[:height, :width]).max()
    assert apart < 80 / 197  # one point of a pixel, from ink to paper


@pytest.mark.parametrize("aperture", [0.5, 0.8, 1.6])
def test_a_disc_moved_over_the_pixels_sees_the_profile_of_the_formula(aperture: float) -> None:
    px = 24
    stripe = Stripe(8.2, 8.5, 60)
    bars = replace(linear_samples()[0].bars, growth=0.1, stripes=(stripe,), height=8)
    pixels = render(bars.scene(), px).reflectance.astype(np.float64)
    fine = 9
    along = np.arange(-40 * fine, 40 * fine + 1) / fine
    inside = along[None, :] ** 2 + along[:, None] ** 2 <= (aperture * px / 2) ** 2
    weights = inside.sum(axis=0).astype(np.float64)
    row = np.repeat(pixels[8 * px], fine)
    seen = np.convolve(row, weights / weights.sum(), mode="valid")
    first = (len(weights) // 2 + 0.5) / (fine * px) - bars.quiet
    x = first + np.arange(len(seen)) / (fine * px)
    assert np.abs(seen - profile(bars.scene(), 4, aperture, x)).max() < 0.5


def test_a_blur_keeps_the_light_and_flattens_the_edges() -> None:
    picture = render(linear_samples()[0].bars.scene(), 6)
    soft = distortions.blurred(picture, 2.0)
    assert soft.reflectance.mean() == pytest.approx(float(picture.reflectance.mean()), abs=1e-3)
    assert np.abs(np.diff(soft.reflectance, axis=1)).max() < 0.35 * 80


def test_noise_has_the_deviation_it_was_asked_for() -> None:
    picture = render(linear_samples()[0].bars.scene(), 6)
    added = distortions.noisy(picture, 1.5).reflectance - picture.reflectance
    assert float(added.std()) == pytest.approx(1.5, abs=0.03)
    assert float(added.mean()) == pytest.approx(0, abs=0.03)


def test_eight_bits_are_steps_of_a_255th() -> None:
    picture = distortions.in_bits(render(linear_samples()[0].bars.scene(), 6.1))
    steps = picture.reflectance * 2.55
    assert np.abs(steps - np.rint(steps)).max() < 1e-3


def test_jpeg_changes_pixels_a_little() -> None:
    picture = render(linear_samples()[0].bars.scene(), 6.1)
    change = np.abs(distortions.as_jpeg(picture).reflectance - picture.reflectance)
    assert 0.1 < change.mean() < 3


def test_a_filed_scan_is_the_picture_again_once_its_curve_is_undone() -> None:
    picture = render(linear_samples()[0].bars.scene(), 6.1)
    grey = distortions.srgb_greys(picture).astype(np.float64) / 255
    linear = np.where(grey <= 0.04045, grey / 12.92, ((grey + 0.055) / 1.055) ** 2.4)
    assert np.abs(100 * linear - picture.reflectance).max() < 0.5


def test_light_from_aside_keeps_the_mean_of_even_paper() -> None:
    shaded = distortions.shaded(render(Bars((1.0,), dark=85).scene(), 8), 0.2, -0.1).reflectance
    assert float(shaded.mean()) == pytest.approx(85, abs=0.01)
    assert float(shaded[:, -1].mean() - shaded[:, 0].mean()) == pytest.approx(17, abs=0.01)
