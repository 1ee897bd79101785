"""What the numbers of an order mean: what is open, and what nobody can accept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.packing.event_names import event_name, flag_name
from desktop.packing.model import EventKind, PackFlag
from desktop.packing.reconciliation import LevelSum, Listing, OpenKind, listing_name, open_items
from desktop.products.code_pool import CodeCounts
from desktop.texts import CHINESE, Text, say

COUNTS = st.builds(
    CodeCounts,
    **{name: st.integers(0, 50) for name in ("allocated", "printed", "verified", "packed", "unknown")},
    returned=st.integers(0, 50),
)


def level(number: int, **counts: int) -> LevelSum:
    kept = CodeCounts(**counts)
    return LevelSum(number, kept.issued - kept.returned, kept)


@given(COUNTS)
def test_a_level_balances_exactly_if_all_its_codes_are_in_a_state(counts: CodeCounts) -> None:
    held = counts.issued - counts.returned
    assert LevelSum(1, held, counts).balances
    assert not LevelSum(1, held + 1, counts).balances


def test_a_packed_order_has_nothing_open() -> None:
    assert open_items([level(1, packed=100), level(2, packed=1)], 2, (), ()) == ()


def test_codes_that_went_back_unused_are_issued_and_not_open() -> None:
    one = level(1, packed=100, returned=3)
    assert one.issued == 103
    assert open_items([one], 2, (), ()) == ()


def test_units_of_a_product_without_larger_packs_need_no_scan() -> None:
    assert open_items([level(1, printed=100)], 1, (), ()) == ()


def test_missing_numbers_are_told_with_their_level_and_list() -> None:
    (item,) = open_items([level(1, packed=98, printed=2), level(2, packed=10)], 2, (), ())
    assert (item.kind, item.level, item.count, item.listing) == (OpenKind.MISSING, 1, 2, Listing.MISSING)
    assert str(item.sentence).startswith("2 units: printed and never scanned.")


def test_a_print_job_that_may_go_on_cannot_be_accepted() -> None:
    (item,) = open_items([level(1, packed=1)], 2, (7,), ())
    assert not item.may_be_accepted
    assert "7" in str(item.what)


def test_what_stands_against_the_grades_can_be_accepted_by_a_reviewer() -> None:
    (item,) = open_items([], 2, (), (say("Job {job} is not finished.", job=1),))
    assert item.may_be_accepted
    assert item.sentence == item.what


@given(COUNTS, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_each_number_above_nothing_that_people_watch_is_open_once(
    counts: CodeCounts, trays: int, loose: int, unexplained: int
) -> None:
    one = LevelSum(1, counts.issued - counts.returned, counts, trays, loose, unexplained=unexplained)
    found = {item.listing: item.count for item in open_items([one], 2, (), ())}
    watched = {
        Listing.UNKNOWN: counts.unknown,
        Listing.MISSING: counts.printed,
        Listing.TRAY: trays,
        Listing.LOOSE: loose,
        Listing.UNEXPLAINED: unexplained,
    }
    assert found == {listing: count for listing, count in watched.items() if count}


@pytest.mark.parametrize(
    "names",
    [
        [listing_name(one) for one in Listing],
        [event_name(one) for one in EventKind],
        [flag_name(one) for one in PackFlag],
    ],
)
def test_each_list_event_and_flag_has_a_name_of_its_own(names: list[Text]) -> None:
    assert len({str(name) for name in names}) == len(names)
    assert len({name.in_language(CHINESE) for name in names}) == len(names)
