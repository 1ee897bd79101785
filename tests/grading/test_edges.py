"""Finding bars and spaces in profiles."""

import numpy
from hypothesis import given
from hypothesis import strategies as st

from desktop.grading.edges import Elements, find_all, find_elements
from desktop.grading.model import Floats

QUIET = 60
LENGTH = 1200
WINDOW = (10, LENGTH - 10)
NEAR = 30.0


@st.composite
def profiles(draw: st.DrawFn) -> tuple[Floats, float]:
    """Draw a few soft rows of bars with as many elements as each likes, and where the first of them ends."""
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        widths = draw(st.lists(st.integers(8, 40), min_size=1, max_size=21).filter(lambda row: len(row) % 2))
        row = numpy.full(LENGTH, 85.0)
        at = QUIET
        for number, width in enumerate(widths):
            row[at : at + width] = 5.0 if number % 2 == 0 else draw(st.floats(60, 85))
            at += width
        rows.append(numpy.convolve(row, numpy.ones(7) / 7, mode="same"))
        rows[-1][:3] = rows[-1][-3:] = 85.0
    first = numpy.flatnonzero(rows[0] < 45)
    return numpy.array(rows, numpy.float32), float(first[-1]) + 1


def same(one: Elements | None, other: Elements | None) -> bool:
    if one is None or other is None:
        return one is other
    return (
        numpy.allclose(one.edges, other.edges, rtol=0, atol=1e-9)
        and numpy.array_equal(one.levels, other.levels)
        and numpy.array_equal(one.peaks, other.peaks)
        and numpy.allclose(one.clear, other.clear, rtol=0, atol=1e-9)
        and (one.rmax_at, one.rmin_at) == (other.rmax_at, other.rmin_at)
    )


@given(profiles())
def test_rows_together_give_the_elements_that_each_gives_alone(drawn: tuple[Floats, float]) -> None:
    rows, last = drawn
    together = find_all(rows, QUIET, last, WINDOW, NEAR)
    alone = [find_elements(row, QUIET, last, WINDOW, NEAR) for row in rows]
    assert all(same(one, other) for one, other in zip(together, alone, strict=True))


@given(profiles())
def test_a_row_that_ends_elsewhere_has_no_elements(drawn: tuple[Floats, float]) -> None:
    rows, last = drawn
    found = find_all(rows, QUIET, last, WINDOW, NEAR)
    ends = [float(numpy.flatnonzero(row < 45)[-1]) + 1 for row in rows]
    assert all(
        (abs(end - last) <= NEAR - 2) <= (one is not None) for end, one in zip(ends, found, strict=True)
    )


def test_edges_of_straight_slopes_lie_in_their_middle() -> None:
    row = numpy.interp(
        numpy.arange(LENGTH), (100, 110, 190, 200, 240, 250, 300, 310), (85, 5, 5, 65, 65, 15, 15, 85)
    )
    (found,) = find_all(row[None].astype(numpy.float32), 105, 305, WINDOW, NEAR)
    assert found is not None
    assert numpy.allclose(found.edges, (105, 195, 245, 305), atol=1e-4)
    assert numpy.allclose(found.levels, (85, 5, 65, 15, 85), atol=1e-4)
