"""Which labels of a job are due follows from its plan alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.aql import AQLS, AqlPlan, InspectionLevel
from desktop.products.sampling_plan import (
    Occasion,
    Plan,
    SamplingPlan,
    due_labels,
    plan_from_json,
    plan_in_words,
    plan_to_json,
)
from tests.refusals import refusal_of

plans = st.one_of(
    st.builds(
        SamplingPlan,
        start=st.integers(1, 5),
        every=st.none() | st.integers(1, 400),
        roll_change=st.integers(0, 3),
        end=st.integers(0, 3),
    ),
    st.builds(AqlPlan, st.sampled_from(list(InspectionLevel)), st.sampled_from(AQLS)),
)


def numbers(
    plan: Plan, printed: int, wanted: int, rolls: tuple[int, ...] = (), *, ended: bool = False
) -> list[int]:
    return [number for _, number in due_labels(plan, printed, wanted, rolls, ended=ended)]


def test_nothing_is_due_of_a_job_that_has_printed_nothing() -> None:
    assert due_labels(SamplingPlan(), 0, 100) == ()


def test_one_label_of_each_so_many_is_due() -> None:
    assert numbers(SamplingPlan(start=0, every=10, end=0), 35, 100) == [10, 20, 30]


def test_labels_behind_each_change_of_the_roll_are_due() -> None:
    plan = SamplingPlan(start=0, every=None, roll_change=2, end=0)
    assert numbers(plan, 31, 100, (10, 30)) == [11, 12, 31]


def test_the_last_labels_are_due_when_no_more_will_come() -> None:
    plan = SamplingPlan(start=0, every=None, end=2)
    assert numbers(plan, 40, 100) == []
    assert numbers(plan, 40, 100, ended=True) == [39, 40]
    assert numbers(plan, 100, 100) == [99, 100]


def test_a_label_that_is_due_twice_is_due_once() -> None:
    assert due_labels(SamplingPlan(start=1, every=1, end=1), 1, 1) == ((Occasion.START, 1),)


def test_a_sample_by_aql_is_spread_over_the_job() -> None:
    found = numbers(AqlPlan(aql=1.0), 400, 400)
    assert len(found) == 50
    assert {later - earlier for earlier, later in pairwise(found)} == {8}


def test_a_job_that_ends_early_makes_up_its_sample_by_aql() -> None:
    plan = AqlPlan(aql=1.0)
    assert len(numbers(plan, 100, 400)) == 12
    assert len(numbers(plan, 100, 400, ended=True)) == plan.sample(100).size == 13
    assert len(numbers(plan, 20, 10_000, ended=True)) == plan.sample(20).size


@given(plans, st.integers(0, 900), st.integers(1, 900), st.lists(st.integers(0, 900), max_size=3))
def test_what_is_due_has_come_out_and_stays_due_while_the_job_goes_on(
    plan: Plan, printed: int, wanted: int, rolls: list[int]
) -> None:
    printed = min(printed, wanted)
    found = numbers(plan, printed, wanted, tuple(rolls))
    assert all(1 <= number <= printed for number in found)
    assert found == sorted(set(found))
    if printed:
        assert set(numbers(plan, printed - 1, wanted, tuple(rolls))) <= set(found)
        assert set(found) <= set(numbers(plan, printed, wanted, tuple(rolls), ended=True))


@given(plans, st.integers(1, 900), st.integers(1, 900))
def test_of_a_job_that_ended_something_is_always_due(plan: Plan, printed: int, wanted: int) -> None:
    assert numbers(plan, min(printed, wanted), wanted, ended=True) != []


@given(plans)
def test_a_plan_that_is_stored_comes_back(plan: Plan) -> None:
    assert plan_from_json(plan_to_json(plan)) == plan


@pytest.mark.parametrize(
    "fields",
    [
        {"start": -1},
        {"every": 0},
        {"roll_change": 1_001},
        {"end": 1_001},
        {"every": 10_000_001},
        {"start": 0, "every": None, "roll_change": 0, "end": 0},
    ],
)
def test_a_plan_that_is_none_is_refused(fields: dict[str, int | None]) -> None:
    refusal_of(lambda: SamplingPlan(**fields), InputError)  # type: ignore[arg-type]


def test_a_plan_says_in_words_how_many_labels_it_takes() -> None:
    assert str(plan_in_words(SamplingPlan(), 10_000)).startswith("Of 10000 labels 11 are graded, and 1 more")
    assert "200 are graded (GB/T 2828.1, level II, AQL 0.65 %, code letter L); with 4 failed" in str(
        plan_in_words(AqlPlan(), 10_000)
    )
