"""Samples by AQL are those of the published tables of ISO 2859-1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.aql import AQLS, SAMPLE_SIZES, AqlPlan, AqlSample, InspectionLevel
from tests.refusals import refusal_of

PLANS = [
    # lot, level, AQL: letter, sample, acceptance number; read off published charts, arrows followed
    (100, "II", 1.0, "E", 13, 0),
    (100, "II", 2.5, "F", 20, 1),
    (100, "II", 0.65, "F", 20, 0),
    (500, "II", 1.5, "H", 50, 2),
    (1_000, "II", 0.65, "J", 80, 1),
    (1_000, "II", 2.5, "J", 80, 5),
    (3_000, "II", 4.0, "K", 125, 10),
    (10_000, "II", 0.25, "L", 200, 1),
    (20_000, "I", 1.0, "K", 125, 3),
    (50_000, "II", 0.25, "N", 500, 3),
    (500_000, "II", 0.010, "Q", 1_250, 0),
    (600_000, "III", 0.025, "R", 2_000, 1),
    (600_000, "III", 0.015, "P", 800, 0),
    (1_000, "S-2", 6.5, "D", 8, 1),
    (1_000_000, "III", 6.5, "L", 200, 21),
]


@pytest.mark.parametrize(("lot", "level", "aql", "letter", "size", "accept"), PLANS)
def test_a_lot_asks_for_what_the_tables_say(
    lot: int, level: str, aql: float, letter: str, size: int, accept: int
) -> None:
    assert AqlPlan(InspectionLevel(level), aql).sample(lot) == AqlSample(letter, size, accept)


def test_the_rejection_number_is_one_more_than_the_acceptance_number() -> None:
    assert AqlSample("K", 125, 3).reject == 4


def test_a_sample_is_never_larger_than_its_lot() -> None:
    assert AqlPlan(InspectionLevel.II, 0.10).sample(30).size == 30


@pytest.mark.parametrize("aql", [0.0, -1.0, 0.66, 10.0, float("nan")])
def test_an_aql_that_the_tables_have_not_is_refused(aql: float) -> None:
    assert "0.65" in refusal_of(lambda: AqlPlan(aql=aql), InputError)


@given(st.sampled_from(list(InspectionLevel)), st.sampled_from(AQLS), st.integers(1, 2_000_000))
def test_every_lot_has_a_sample_of_the_table(level: InspectionLevel, aql: float, lot: int) -> None:
    sample = AqlPlan(level, aql).sample(lot)
    assert dict(SAMPLE_SIZES)[sample.letter] >= sample.size
    assert 1 <= sample.size <= lot
    assert 0 <= sample.accept <= 21


@given(st.sampled_from(AQLS), st.integers(1, 1_000_000))
def test_a_stricter_aql_never_accepts_more_of_a_lot(aql: float, lot: int) -> None:
    finer = AQLS[max(0, AQLS.index(aql) - 1)]
    one, other = AqlPlan(aql=finer).sample(lot), AqlPlan(aql=aql).sample(lot)
    assert one.accept / one.size <= other.accept / other.size + 1e-9
