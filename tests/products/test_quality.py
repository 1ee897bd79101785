"""Grades on record are valid once they exist, and never flatter."""

from dataclasses import replace

import pytest

from desktop.errors import InputError
from desktop.products.quality import (
    ExternalResult,
    Verdict,
    minimum_grade,
    verdict_of,
)
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.grades import PLAIN, a_grade


@pytest.mark.parametrize(
    ("grade", "calibrated", "faults", "verdict"),
    [
        (1.5, True, 0, Verdict.PASSED),
        (1.4, True, 0, Verdict.FAILED),
        (4.0, True, 1, Verdict.FAILED),
        (None, True, 0, Verdict.NOT_MEASURABLE),
        (4.0, False, 0, Verdict.NOT_MEASURABLE),
        (0.0, False, 0, Verdict.NOT_MEASURABLE),
        (None, False, 1, Verdict.FAILED),
    ],
)
def test_wrong_content_fails_and_what_is_unknown_is_not_good(
    grade: float | None, calibrated: bool, faults: int, verdict: Verdict
) -> None:
    assert verdict_of(grade, 1.5, calibrated=calibrated, faults=(say("x"),) * faults) is verdict


@pytest.mark.parametrize("changes", [{"grade": 1.0}, {"calibrated": False}, {"faults": (say("extra"),)}])
def test_a_record_that_passed_against_its_own_figures_cannot_be_made(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected the verdict"):
        replace(PLAIN, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("grade", [-0.1, 4.1, float("nan")])
def test_a_grade_that_is_none_is_refused(grade: float) -> None:
    refusal_of(lambda: a_grade(grade), InputError)


@pytest.mark.parametrize("fields", [{"device": " "}, {"data": ""}, {"data": "x" * 4_001}, {"grade": 5.0}])
def test_a_result_of_a_verifier_that_is_none_is_refused(fields: dict[str, object]) -> None:
    plain = {"device": "TruCheck 1", "data": "1", "symbology": "Code 128", "grade": 3.0}
    refusal_of(lambda: ExternalResult(**{**plain, **fields}), InputError)  # type: ignore[arg-type]


@pytest.mark.parametrize("symbology", ["Code 128", "GS1 DataMatrix", "EAN-13", "Code 39", "itf-14", ""])
def test_each_symbol_needs_at_least_c(symbology: str) -> None:
    assert minimum_grade(symbology) == 1.5


def test_a_specification_without_a_row_for_a_symbology_is_refused() -> None:
    assert minimum_grade("GS1 DataMatrix", "SST6") == 1.5
    refusal_of(lambda: minimum_grade("EAN-8", "SST6"), InputError)
