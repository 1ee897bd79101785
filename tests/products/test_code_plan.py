"""How many codes a batch needs: every level, the spare ones, and the last pack that is not full."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.code_plan import LevelNeed, plan
from desktop.products.packing import Packing, Reading
from tests.refusals import refusal_of


@pytest.mark.parametrize(
    ("ratio", "units", "needed"),
    [
        ("1:2:10", 1000, [1000, 200, 100]),  # codes.md V5
        ("1:2:10", 1001, [1001, 201, 101]),
        ("1:10", 7, [7, 1]),
        ("1:10:400", 400, [400, 10, 1]),
        ("1:5:2500", 2500, [2500, 5, 1]),
        ("1:10", 1, [1, 1]),
    ],
)
def test_each_level_needs_a_code_for_each_pack(ratio: str, units: int, needed: list[int]) -> None:
    assert [need.needed for need in plan(Packing.parse(ratio), units, {})] == needed


def test_the_last_case_says_how_full_it_is() -> None:
    unit, case = plan(Packing.parse("1:10"), 1007, {})
    assert (unit.last, unit.last_pack) == (0, None)
    assert (case.needed, case.full, case.last, case.of) == (101, 100, 7, 10)
    assert str(case.last_pack) == "The last of 101 bundles holds 7 of 10."


def test_a_partial_bundle_makes_a_partial_case() -> None:
    _, bundle, case = plan(Packing.parse("1:2:10"), 1001, {})
    assert (bundle.last, bundle.of, bundle.full) == (1, 5, 200)
    assert (case.last, case.of, case.full) == (1, 2, 100)


@pytest.mark.parametrize(
    ("percent", "spare"), [("0", 0), ("1", 11), ("2.5", 26), ("0.1", 2), ("100", 1001), ("0.05", 1)]
)
def test_spare_codes_are_rounded_up(percent: str, spare: int) -> None:
    assert plan(Packing.parse("1:10"), 1001, {1: Fraction(percent)})[0].spare == spare


def test_each_level_may_have_its_own_spare_share() -> None:
    needs = plan(Packing.parse("1:2:10"), 1000, {1: Fraction(3), 3: Fraction(10)})
    assert [(need.spare, need.total) for need in needs] == [(30, 1030), (0, 200), (10, 110)]


@pytest.mark.parametrize("units", [0, -1, 100_000_001])
def test_a_number_of_packs_out_of_range_is_refused(units: int) -> None:
    assert refusal_of(lambda: plan(Packing.parse("1:10"), units, {}), InputError) == (
        f"{units} packs to plan for: expected 1 to 100000000."
    )


@pytest.mark.parametrize(("percent", "found"), [("-1", "-1"), ("100.5", "100.5")])
def test_a_spare_share_out_of_range_is_refused(percent: str, found: str) -> None:
    assert refusal_of(lambda: plan(Packing.parse("1:10"), 5, {1: Fraction(percent)}), InputError) == (
        f"Level 1: {found} % of spare codes, expected 0 to 100."
    )


@given(
    children=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    units=st.integers(1, 100_000),
)
def test_all_packs_are_packed_and_no_pack_is_empty(children: list[int], units: int) -> None:
    needs = plan(Packing((1, *children)), units, {})
    below = units
    for need in needs:
        assert need.full * need.of + need.last == below
        assert 0 <= need.last < max(need.of, 2)
        below = need.needed


def test_the_reading_of_the_ratio_decides() -> None:
    nested = plan(Packing.parse("1:2:10", Reading.NESTED), 1000, {})
    assert nested[1:] == (LevelNeed(2, 100, 0, 10, 0), LevelNeed(3, 50, 0, 2, 0))
