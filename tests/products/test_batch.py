"""Batches and the expiry that follows from the production date."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.batch import Batch, propose_expiry
from tests.refusals import refusal_of

MADE, EXPIRY = date(2016, 2, 1), date(2020, 1, 31)


@pytest.mark.parametrize(
    ("made", "months", "day_before", "month"),
    [
        (date(2017, 2, 13), 36, date(2020, 2, 12), (2020, 1)),
        (date(2016, 2, 1), 48, date(2020, 1, 31), (2020, 1)),
        (date(2016, 2, 29), 12, date(2017, 2, 28), (2017, 2)),
        (date(2016, 2, 29), 48, date(2020, 2, 28), (2020, 1)),
        (date(2016, 3, 1), 12, date(2017, 2, 28), (2017, 2)),
        (date(2015, 3, 1), 12, date(2016, 2, 29), (2016, 2)),
        (date(2015, 2, 28), 12, date(2016, 2, 27), (2016, 1)),
        (date(2016, 1, 31), 1, date(2016, 2, 29), (2016, 2)),
        (date(2016, 1, 30), 1, date(2016, 2, 29), (2016, 2)),
        (date(2016, 1, 29), 1, date(2016, 2, 28), (2016, 1)),
        (date(2016, 1, 31), 3, date(2016, 4, 30), (2016, 4)),
        (date(2016, 12, 31), 1, date(2017, 1, 30), (2016, 12)),
        (date(2016, 1, 1), 12, date(2016, 12, 31), (2016, 12)),
        (date(2016, 1, 2), 12, date(2017, 1, 1), (2016, 12)),
        (date(2016, 1, 1), 120, date(2025, 12, 31), (2025, 12)),
    ],
)
def test_the_expiry_is_the_day_before_or_the_last_whole_month(
    made: date, months: int, day_before: date, month: tuple[int, int]
) -> None:
    proposal = propose_expiry(made, months)
    assert (proposal.day_before, proposal.last_whole_month) == (day_before, month)


def test_a_month_as_expiry_means_its_last_day() -> None:
    assert propose_expiry(date(2017, 2, 13), 36).month_end == date(2020, 1, 31)
    assert propose_expiry(date(2016, 3, 1), 48).month_end == date(2020, 2, 29)


@pytest.mark.parametrize("months", [0, -12, 121])
def test_a_shelf_life_out_of_range_gives_no_expiry(months: int) -> None:
    assert refusal_of(lambda: propose_expiry(MADE, months), InputError) == (
        f"Shelf life of {months} months: expected 1 to 120 months."
    )


def test_an_expiry_behind_the_last_year_is_refused() -> None:
    assert refusal_of(lambda: propose_expiry(date(9999, 6, 1), 12), InputError) == (
        "Production date 9999-06-01: the year is too far ahead."
    )


dates = st.dates(date(1990, 1, 1), date(2100, 12, 31))
shelf_lives = st.integers(1, 120)


@given(dates, shelf_lives)
def test_neither_expiry_gives_more_than_the_shelf_life(made: date, months: int) -> None:
    proposal = propose_expiry(made, months)
    index = made.year * 12 + made.month - 1 + months
    last_of_month = date(index // 12, index % 12 + 1, monthrange(index // 12, index % 12 + 1)[1])
    assert proposal.month_end <= proposal.day_before <= last_of_month
    assert proposal.day_before - made >= timedelta(days=27)


@given(dates, shelf_lives)
def test_the_next_month_would_be_over_after_the_expiry(made: date, months: int) -> None:
    proposal = propose_expiry(made, months)
    next_month_end = (proposal.month_end + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    assert next_month_end > proposal.day_before


@given(dates, shelf_lives)
def test_a_later_production_never_expires_earlier(made: date, months: int) -> None:
    later = propose_expiry(made + timedelta(days=1), months)
    assert propose_expiry(made, months).day_before <= later.day_before


@pytest.mark.parametrize("lot", ["L02707", "20120215", "0101504002", "6TA049", "A", "A" * 20, "a-b/c_d.1"])
def test_lots_of_any_kind_are_taken(lot: str) -> None:
    assert Batch(lot, MADE, EXPIRY).lot == lot


@pytest.mark.parametrize(
    ("lot", "position", "character"),
    [
        ("L 02707", 2, "a space"),
        ("L02707\t", 7, "a tab"),
        ("批02707", 1, "'批'"),
        ("Ｌ02707", 1, "'Ｌ' (full width)"),
        ("L#2707", 2, "'#'"),
        ("L02707\x1d", 7, "the character U+001D"),
    ],
)
def test_a_lot_that_no_data_carrier_holds_is_refused(lot: str, position: int, character: str) -> None:
    assert refusal_of(lambda: Batch(lot, MADE, EXPIRY), InputError) == (
        f"Lot number: character {position} is {character}; "
        "expected letters A-Z, digits and common signs, without spaces."
    )


def test_an_empty_lot_is_refused() -> None:
    assert refusal_of(lambda: Batch("", MADE, EXPIRY), InputError) == (
        "The lot number is missing: expected 1 to 20 characters."
    )


def test_a_lot_of_more_than_twenty_characters_is_refused() -> None:
    assert refusal_of(lambda: Batch("A" * 21, MADE, EXPIRY), InputError) == (
        "Lot AAAAAAAAAAAAAAAAAAAAA: 21 characters, expected at most 20."
    )


@pytest.mark.parametrize("expiry", [MADE, MADE - timedelta(days=1)])
def test_a_batch_expires_after_it_is_made(expiry: date) -> None:
    assert refusal_of(lambda: Batch("L02707", MADE, expiry), InputError) == (
        f"Lot L02707: expiry {expiry} is not later than its production date 2016-02-01."
    )


def test_a_batch_is_merchandise_unless_it_is_marked() -> None:
    assert not Batch("L02707", MADE, EXPIRY).specimen
