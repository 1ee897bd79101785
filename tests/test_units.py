"""Lengths in dots and millimetres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.units import PRINTER_RESOLUTIONS, Resolution

resolutions = st.sampled_from(PRINTER_RESOLUTIONS).map(Resolution)


@given(resolutions, st.integers(-100_000, 100_000))
def test_whole_dots_survive_the_way_through_millimetres(resolution: Resolution, dots: int) -> None:
    assert resolution.dots(resolution.mm(dots)) == dots


@given(resolutions, st.floats(-1000, 1000))
def test_the_nearest_dot_is_taken(resolution: Resolution, length_mm: float) -> None:
    dots = resolution.dots(length_mm)
    assert abs(resolution.mm(dots) - length_mm) <= 0.5 / resolution.dots_per_mm + 1e-6


@given(resolutions, st.floats(0, 1000))
def test_a_length_to_the_left_has_as_many_dots_as_one_to_the_right(
    resolution: Resolution, length_mm: float
) -> None:
    assert resolution.dots(-length_mm) == -resolution.dots(length_mm)


def test_half_a_dot_counts_as_one() -> None:
    assert Resolution(8).dots(0.0625) == 1


def test_the_standard_x_dimension_of_017_mm_is_one_dot_at_8_and_two_at_12() -> None:
    assert (Resolution(8).dots(0.17), Resolution(12).dots(0.17)) == (1, 2)


@pytest.mark.parametrize("found", [0, -8, 7, 300])
def test_a_resolution_that_no_printer_has_is_refused_with_those_there_are(found: int) -> None:
    with pytest.raises(InputError, match=f"Resolution {found} dots/mm: .* 6, 8, 12 or 24"):
        Resolution(found)


def test_printers_are_named_as_they_are_sold() -> None:
    assert [Resolution(dots).nominal_dpi for dots in PRINTER_RESOLUTIONS] == [152, 203, 300, 600]
