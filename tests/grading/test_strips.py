import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.strips import EdgeResponse, seen_through, undone

SAMPLES = 512


def blur(sigma: float) -> EdgeResponse:
    frequencies = numpy.fft.rfftfreq(SAMPLES)
    return EdgeResponse.of(numpy.exp(-2 * (numpy.pi * sigma * frequencies) ** 2), SAMPLES)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from((10.0, 20.0, 30.0)), min_size=9, max_size=25),
    st.floats(1.0, 3.5),
    st.floats(-1.5, 1.5),
)
def test_strips_are_found_again_through_any_blur_that_leaves_them_apart(
    widths: list[float], sigma: float, growth: float
) -> None:
    widths = widths[: len(widths) // 2 * 2 - 1]
    edges = 60 + numpy.concatenate(([0.0], numpy.cumsum(widths)))
    edges[::2] -= growth / 2
    edges[1::2] += growth / 2
    levels = numpy.where(numpy.arange(len(edges) + 1) % 2 == 0, 80.0, 10.0)
    response = blur(sigma)
    shown = seen_through(response, edges, levels)
    strips = undone(response, *shown)
    assert strips is not None
    found_edges, found_levels = strips
    assert found_edges == pytest.approx(edges, abs=0.05)
    assert found_levels == pytest.approx(levels, abs=1.0)


def test_a_blur_makes_a_narrow_bar_between_wide_spaces_look_wider() -> None:
    edges, levels = numpy.array([100.0, 130, 140, 170]), numpy.array([80.0, 10, 80, 10, 80])
    crossings, read = seen_through(blur(4.0), edges, levels)
    assert crossings[2] - crossings[1] > 10
    assert read[2] < 80


def test_a_blur_far_wider_than_a_module_leaves_no_strips_to_be_found() -> None:
    edges = numpy.asarray(100.0 + 10 * numpy.arange(30), dtype=numpy.float64)
    levels = numpy.asarray(numpy.where(numpy.arange(31) % 2 == 0, 48.0, 42.0), dtype=numpy.float64)
    assert undone(blur(12.0), edges, levels) is None
