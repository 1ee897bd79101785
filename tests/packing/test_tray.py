"""The picture of a tray shows each place as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.packing.model import Pack, Place
from desktop.packing.tray import Cell, columns_of, free_place, picture
from desktop.products.code_pool import CodeState
from tests.packing.memory_book import ORDER, pack


def lying(*places: int) -> list[Pack]:
    return [pack(place, 1, CodeState.VERIFIED, place=Place(tray=7, place=place)) for place in places]


def cells(*places: int, doubled: tuple[str, ...] = (), closing: bool = False) -> list[Cell]:
    return [one.cell for one in picture(ORDER, 2, lying(*places), doubled=doubled, closing=closing)]


def test_an_empty_tray_waits_for_its_first_pack() -> None:
    assert cells() == [Cell.NEXT, Cell.EMPTY, Cell.EMPTY]


def test_filled_places_show_their_codes() -> None:
    tray = lying(1, 2)
    assert [one.code for one in picture(ORDER, 2, tray)] == [tray[0].code, tray[1].code, ""]


def test_a_full_tray_has_no_next_place() -> None:
    assert cells(1, 2, 3) == [Cell.FILLED] * 3


def test_a_place_before_filled_ones_is_missing_unless_the_next_scan_fills_it() -> None:
    assert cells(3) == [Cell.NEXT, Cell.MISSING, Cell.FILLED]


def test_when_the_parent_was_scanned_every_empty_place_is_missing() -> None:
    assert cells(1, closing=True) == [Cell.FILLED, Cell.MISSING, Cell.MISSING]


def test_a_code_that_was_scanned_again_is_doubled() -> None:
    assert cells(1, 2, doubled=(lying(2)[0].code,)) == [Cell.FILLED, Cell.DOUBLED, Cell.NEXT]


@given(st.sets(st.integers(1, 12)))
def test_the_free_place_is_the_lowest_that_nobody_has(taken: set[int]) -> None:
    free = set(range(1, 13)) - taken
    assert free_place(lying(*taken), 12) == (min(free) if free else None)


@given(st.integers(1, 12_500))
def test_the_rows_of_a_picture_hold_every_place(room: int) -> None:
    columns = columns_of(room)
    assert 1 <= columns <= room
    assert 2 * columns <= 5 * -(-room // columns) or columns <= 2


@pytest.mark.parametrize(("room", "columns"), [(1, 1), (6, 3), (10, 5), (12, 4), (13, 4), (40, 8)])
def test_a_picture_is_even_where_it_can_be(room: int, columns: int) -> None:
    assert columns_of(room) == columns
