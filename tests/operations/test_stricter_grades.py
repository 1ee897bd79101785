"""A plant asks more of a product's print than the rules do: what was graded is judged by that, everywhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import Cancelled, Refused
from desktop.operations import (
    external_results,
    grading,
    jobs,
    product_versions,
    products,
    quality_trend,
    release,
    rights,
    sample_plant,
    sampling,
)
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.products.details import Details
from desktop.products.quality import BatchStatus, Obstruction, Occasion, Verdict
from desktop.products.version import Master
from desktop.storage import obstacles
from tests.operations.test_quality_work import CALIBRATED, batch_of, done, external, looked_at, picture
from tests.refusals import refusal_of


def ask_for(plant: Plant, grade: str) -> None:
    """Let the plant ask for a grade of its product, from the next job on."""
    row = products.find_product(plant, sample_plant.GTIN)
    details = Details.build({**row.details.as_dict(), "least_grade": grade})
    product_versions.save_product(plant, row.id, Master(row.product, details), reason="customer asks for B")


@pytest.fixture
def strict(plant: Plant) -> Plant:
    ask_for(plant, "2.5")
    return plant


@pytest.mark.parametrize(("grade", "verdict"), [(2.5, Verdict.PASSED), (2.4, Verdict.FAILED)])
def test_what_the_rule_would_pass_fails_below_the_grade_of_the_product(
    strict: Plant, grade: float, verdict: Verdict
) -> None:
    job_id, codes = done(strict)
    row, _ = external_results.record_external(strict, external(codes[0], grade))
    assert (row.job_id, row.minimum, row.verdict) == (job_id, 2.5, verdict)


def test_a_picture_of_ours_is_judged_by_the_grade_of_the_product(strict: Plant, tmp_path: Path) -> None:
    job_id, codes = done(strict)
    inspection = looked_at(strict, tmp_path, job_id, codes[0], grey=100)
    (sample,) = inspection.samples
    assert 1.5 <= (sample.symbol.grade or 0) < 2.5
    assert (inspection.asked, sample.minimum, inspection.verdict) == (2.5, 2.5, Verdict.FAILED)


def test_a_batch_below_the_grade_of_its_product_is_held_and_not_released(strict: Plant) -> None:
    rights.grant(strict, strict.actor, Right.ADMINISTER)
    rights.grant(strict, strict.actor, Right.RELEASE)
    job_id, codes = done(strict)
    for occasion, number, grade in ((Occasion.START, 1, 3.2), (Occasion.END, 5, 2.0)):
        result = external(codes[number - 1], grade, job_id=job_id, occasion=occasion, number=number)
        external_results.record_external(strict, result)
    assert release.status(strict, batch_of(strict, job_id)).status is BatchStatus.HELD
    refusal = refusal_of(lambda: release.release(strict, batch_of(strict, job_id), "good enough"), Refused)
    assert "cannot be released" in refusal
    (against,) = release.obstacles_of(strict, batch_of(strict, job_id))
    assert against.kind is Obstruction.FAILED
    assert "needed 2.5" in str(against.text)


def test_the_samples_and_the_trend_say_what_the_product_needs(strict: Plant) -> None:
    job_id, codes = done(strict)
    assert {one.needed for one in sampling.due(strict, job_id)} == {2.5}
    external_results.record_external(strict, external(codes[0]))
    assert {one.minimum for one in quality_trend.trends(strict, job_id=job_id)} == {2.5}


def test_a_job_keeps_the_grade_that_its_product_had_when_it_was_ordered(plant: Plant) -> None:
    before, codes = done(plant)
    ask_for(plant, "3.5")
    row, _ = external_results.record_external(plant, external(codes[0], 2.0))
    assert (row.minimum, row.verdict) == (1.5, Verdict.PASSED)
    after, codes = done(plant)
    assert jobs.job(plant, after).job.product_version_id != jobs.job(plant, before).job.product_version_id
    row, _ = external_results.record_external(plant, external(codes[0], 3.0))
    assert (row.minimum, row.verdict) == (3.5, Verdict.FAILED)


def test_a_record_that_passed_by_less_is_judged_anew_at_release(plant: Plant) -> None:
    _, codes = done(plant)
    row, _ = external_results.record_external(plant, external(codes[0], 2.0))
    judged = obstacles.as_asked(row, 2.5)
    assert (judged.minimum, judged.verdict) == (2.5, Verdict.FAILED)
    assert obstacles.as_asked(row, 1.5) is row
    assert obstacles.as_asked(replace(row, grade=3.0), 2.5).verdict is Verdict.PASSED


def test_grading_tells_the_share_of_the_symbols_that_is_graded(plant: Plant, tmp_path: Path) -> None:
    told: list[float] = []

    def tell(share: float) -> bool:
        told.append(share)
        return True

    request = replace(CALIBRATED, all_editions=True)
    grading.grade_file(picture(tmp_path, "8" * 20), request, report=tell)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert 0.5 in told


def test_grading_ends_when_the_person_cancels(plant: Plant, tmp_path: Path) -> None:
    path = picture(tmp_path, "8" * 20)
    with pytest.raises(Cancelled):
        grading.grade_file(path, CALIBRATED, report=lambda _share: False)
