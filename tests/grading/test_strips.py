import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.aperture import Disc, disc_edge
from desktop.grading.strips import EdgeResponse, Strips, seen_through, undone

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
    shown = seen_through(response, Strips(edges[None], levels[None]))
    strips, found = undone(response, shown)
    assert found.all()
    assert strips.edges[0] == pytest.approx(edges, abs=0.05)
    assert strips.levels[0] == pytest.approx(levels, abs=1.0)


def test_a_blur_makes_a_narrow_bar_between_wide_spaces_look_wider() -> None:
    strips = Strips(numpy.array([[100.0, 130, 140, 170]]), numpy.array([[80.0, 10, 80, 10, 80]]))
    shown = seen_through(blur(4.0), strips)
    assert shown.edges[0, 2] - shown.edges[0, 1] > 10
    assert shown.levels[0, 2] < 80


def test_a_blur_far_wider_than_a_module_leaves_no_strips_to_be_found() -> None:
    edges = numpy.asarray(100.0 + 10 * numpy.arange(30), dtype=numpy.float64)
    levels = numpy.asarray(numpy.where(numpy.arange(31) % 2 == 0, 48.0, 42.0), dtype=numpy.float64)
    assert not undone(blur(12.0), Strips(edges[None], levels[None]))[1].any()


def test_strips_of_one_scan_are_found_where_those_of_another_are_not() -> None:
    narrow = numpy.asarray(100.0 + 10 * numpy.arange(30), dtype=numpy.float64)
    pale = numpy.where(numpy.arange(31) % 2 == 0, 48.0, 42.0)
    wide = Strips(100 + 4 * (narrow[None] - 100), numpy.where(numpy.arange(31) % 2 == 0, 80.0, 10.0)[None])
    shown = seen_through(blur(12.0), wide)
    both = Strips(numpy.stack((narrow, shown.edges[0])), numpy.stack((pale, shown.levels[0])))
    strips, found = undone(blur(12.0), both)
    assert found.tolist() == [False, True]
    assert strips.edges[1] == pytest.approx(wide.edges[0], abs=0.05)


def test_a_disc_shows_an_edge_by_the_area_that_lies_beyond_it() -> None:
    disc = EdgeResponse.softened(Disc.of(7.0).edge, (numpy.ones(SAMPLES // 2 + 1), 1.0), SAMPLES)
    places = numpy.linspace(-5, 5, 41)
    assert disc.at(places) == pytest.approx(disc_edge(places / 3.5), abs=0.002)
