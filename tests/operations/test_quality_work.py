"""QA grades samples of a job and releases its batch; nothing that is not known is called good."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop.errors import InputError, Refused
from desktop.grading.model import Calibration
from desktop.operations import (
    audit,
    external_results,
    inspections,
    jobs,
    label_events,
    release,
    rights,
    sampling,
)
from desktop.operations.grading import GradingRequest
from desktop.operations.inspections import Inspection
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.products.job import JobState
from desktop.products.quality import (
    BatchStatus,
    ExternalResult,
    GradeRecord,
    Obstruction,
    Occasion,
    SamplingPlan,
    Source,
    Verdict,
)
from desktop.storage.journal import open_journal
from tests.grading.pictures import LIGHT, saved, sheet, symbol
from tests.operations.conftest import an_order
from tests.refusals import refusal_of

ADDRESS = "tcp://127.0.0.1:9"
CARD = Calibration(0, 100, 0, 1, "card 7", "Li", "2026-11-22")
CALIBRATED = GradingRequest(calibration=CARD, x_mm=0.25, linear=True)


def done(plant: Plant, count: int = 5) -> tuple[int, list[str]]:
    """A job whose labels are all printed, and their codes."""
    job_id = jobs.create_job(plant, an_order(plant, ADDRESS, count))[0].job.id
    with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
        labels = journal.next_codes(count)
        journal.record(sent=labels, printed=labels)
        journal.change_state(JobState.DONE)
    return job_id, [label.value for label in labels]


def picture(folder: Path, code: str, *, grey: int | None = None) -> Path:
    """A picture of a label; ``grey``: of its bars, for one of bad contrast."""
    drawn = symbol(code, "Code128", 4)[:120]
    if grey is not None:
        drawn[drawn < LIGHT] = grey
    return saved(sheet((drawn, 60, 60)), folder / f"{code}-{grey}.png")


def looked_at(plant: Plant, folder: Path, job_id: int, code: str, *, grey: int | None = None) -> Inspection:
    return inspections.inspect(plant, picture(folder, code, grey=grey), CALIBRATED, job_id=job_id)


def graded(
    plant: Plant,
    folder: Path,
    job_id: int,
    code: str,
    sample: tuple[Occasion, int | None] = (Occasion.EXTRA, None),
    *,
    grey: int | None = None,
    repeat_of: int | None = None,
    reason: str = "",
) -> GradeRecord:
    inspection = looked_at(plant, folder, job_id, code, grey=grey)
    occasion, number = sample
    (row,), _ = inspections.record(
        plant,
        inspection,
        job_id=job_id,
        occasion=occasion,
        number=number,
        repeat_of=repeat_of,
        reason=reason,
    )
    return row


def batch_of(plant: Plant, job_id: int) -> int:
    return jobs.job(plant, job_id).job.batch_id


def released(plant: Plant, folder: Path) -> tuple[int, list[str]]:
    """A job whose samples passed and whose batch was released."""
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, plant.actor, Right.RELEASE)
    job_id, codes = done(plant)
    graded(plant, folder, job_id, codes[0], (Occasion.START, 1))
    graded(plant, folder, job_id, codes[4], (Occasion.END, 5))
    release.release(plant, batch_of(plant, job_id), "all samples passed")
    return job_id, codes


def test_a_good_label_passes_and_its_grade_is_linked_to_all_it_belongs_to(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, codes = done(plant)
    row = graded(plant, tmp_path, job_id, codes[0], (Occasion.START, 1))
    job = jobs.job(plant, job_id).job
    assert (row.verdict, row.grade, row.formal) == (Verdict.PASSED, 4.0, "4.0/05/660")
    assert (row.job_id, row.code, row.label, row.number) == (job_id, codes[0], 1, 1)
    assert (row.printer, row.design_revision_id) == (job.printer, job.design_revision_id)
    assert (row.source, row.by) == (Source.PACKMARK, plant.actor)
    assert '"symbol_contrast_pct"' in row.details
    assert inspections.of_job(plant, job_id) == inspections.find(plant, codes[0]) == (row,)
    assert audit.verify_audit(plant).sound


def test_what_was_not_compared_is_said_of_a_label_of_a_job_and_of_no_other(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, codes = done(plant)
    compared = looked_at(plant, tmp_path, job_id, codes[0])
    (remark,) = compared.remarks
    assert "human-readable text was not read" in str(remark)
    alone = inspections.inspect(plant, compared.graded.path, CALIBRATED)
    assert alone.remarks == ()
    rows, _ = inspections.record(plant, compared, job_id=job_id, occasion=Occasion.EXTRA, number=None)
    assert inspections.remarks_on(rows) == (remark,)
    assert inspections.remarks_on(()) == ()


def test_the_picture_of_the_symbol_is_kept_small(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    row = graded(plant, tmp_path, job_id, codes[0])
    png = inspections.picture_of(plant, row.id)
    with Image.open(BytesIO(png)) as kept:
        assert (kept.format, kept.mode) == ("PNG", "L")
        assert kept.width > 400
    assert len(png) < 300_000


def test_to_look_at_a_picture_writes_nothing(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    before = audit.list_audit(plant, 1)
    assert looked_at(plant, tmp_path, job_id, codes[0]).verdict is Verdict.PASSED
    assert audit.list_audit(plant, 1) == before
    assert inspections.newest(plant) == ()


def test_a_grade_without_calibration_never_passes_and_the_sample_stays_due(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, codes = done(plant)
    inspection = inspections.inspect(
        plant, picture(tmp_path, codes[0]), GradingRequest(x_mm=0.25), job_id=job_id
    )
    (row,), _ = inspections.record(plant, inspection, job_id=job_id, occasion=Occasion.START, number=1)
    assert (row.verdict, row.calibrated, row.grade) == (Verdict.NOT_MEASURABLE, False, None)
    assert [one.number for one in sampling.due(plant, job_id)] == [1, 5]
    assert release.status(plant, batch_of(plant, job_id)).status is BatchStatus.UNDER_TEST


def test_by_all_editions_the_default_one_is_what_is_kept(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    request = GradingRequest(calibration=CARD, x_mm=0.25, linear=True, all_editions=True)
    inspection = inspections.inspect(plant, picture(tmp_path, codes[0]), request, job_id=job_id)
    assert len(inspection.graded.symbols) == 2
    rows, _ = inspections.record(plant, inspection, job_id=job_id, occasion=Occasion.EXTRA, number=None)
    assert [row.edition for row in rows] == ["GB/T 14258-2003"]


def test_a_label_of_another_job_fails_whatever_its_grade_and_holds_the_batch(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, _ = done(plant)
    other, codes = done(plant)
    row = graded(plant, tmp_path, job_id, codes[0])
    assert (row.verdict, row.grade, row.label) == (Verdict.FAILED, 4.0, None)
    assert f"job {other}" in str(row.faults[0])
    found = release.status(plant, batch_of(plant, job_id))
    assert found.status is BatchStatus.HELD
    assert found.decided is not None
    assert f"Grade {row.id} of job {job_id} failed" in str(found.decided.reason)


def test_a_label_whose_code_is_spoiled_fails(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    label_events.spoil(plant, job_id, codes[1], "torn")
    row = graded(plant, tmp_path, job_id, codes[1])
    assert row.verdict is Verdict.FAILED
    assert "spoiled" in str(row.faults[0])


def test_one_label_is_the_sample_of_one_place_only(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    graded(plant, tmp_path, job_id, codes[0], (Occasion.START, 1))
    told = refusal_of(lambda: graded(plant, tmp_path, job_id, codes[0], (Occasion.END, 5)), Refused)
    assert "take another label" in told


def test_a_repeat_says_why_and_measures_the_same_label(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    failed = graded(plant, tmp_path, job_id, codes[0], (Occasion.START, 1), grey=200)
    assert failed.verdict is Verdict.FAILED
    refusal_of(lambda: graded(plant, tmp_path, job_id, codes[0], repeat_of=failed.id), InputError)
    told = refusal_of(
        lambda: graded(plant, tmp_path, job_id, codes[1], repeat_of=failed.id, reason="dust"), Refused
    )
    assert codes[0] in told
    again = graded(plant, tmp_path, job_id, codes[0], repeat_of=failed.id, reason="dust on the glass")
    assert (again.repeat_of, again.occasion, again.number) == (failed.id, Occasion.START, 1)
    kinds = [one.kind for one in release.obstacles_of(plant, batch_of(plant, job_id))]
    assert kinds == [Obstruction.SAMPLES_DUE]


def test_in_the_place_of_a_label_that_was_taken_out_another_one_is_measured(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, codes = done(plant)
    failed = graded(plant, tmp_path, job_id, codes[0], (Occasion.START, 1), grey=200)
    label_events.spoil(plant, job_id, codes[0], "badly printed")
    again = graded(plant, tmp_path, job_id, codes[1], repeat_of=failed.id, reason="its label is gone")
    assert (again.label, again.number) == (2, 1)


def test_a_repeat_of_another_job_is_refused(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    other, others = done(plant)
    row = graded(plant, tmp_path, job_id, codes[0])
    refusal_of(lambda: graded(plant, tmp_path, other, others[0], repeat_of=row.id, reason="again"), Refused)


@pytest.mark.parametrize(
    "sample", [(Occasion.START, None), (Occasion.EXTRA, 1), (Occasion.END, 6), (Occasion.END, 0)]
)
def test_an_occasion_and_a_number_that_do_not_go_together_are_refused(
    plant: Plant, tmp_path: Path, sample: tuple[Occasion, int | None]
) -> None:
    job_id, codes = done(plant)
    refusal_of(lambda: graded(plant, tmp_path, job_id, codes[0], sample), InputError)


def test_what_was_compared_with_one_job_is_not_recorded_with_another(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    inspection = looked_at(plant, tmp_path, job_id, codes[0])
    refusal_of(
        lambda: inspections.record(plant, inspection, job_id=None, occasion=Occasion.EXTRA, number=None),
        InputError,
    )


def test_only_who_holds_the_right_releases(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    graded(plant, tmp_path, job_id, codes[0], (Occasion.START, 1))
    graded(plant, tmp_path, job_id, codes[4], (Occasion.END, 5))
    told = refusal_of(lambda: release.release(plant, batch_of(plant, job_id), "ok"), Refused)
    assert "release batches" in told


def test_a_batch_is_released_with_a_reason_once_nothing_stands_against_it(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, _ = released(plant, tmp_path)
    found = release.status(plant, batch_of(plant, job_id))
    assert (found.status, found.obstacles) == (BatchStatus.RELEASED, ())
    assert found.decided is not None
    assert (found.decided.by, str(found.decided.reason)) == (plant.actor, "Released: all samples passed")
    assert sampling.due(plant) == ()
    assert audit.verify_audit(plant).sound


def test_what_stands_against_a_release_is_named_with_what_to_do(plant: Plant) -> None:
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, plant.actor, Right.RELEASE)
    job_id, _ = done(plant)
    told = refusal_of(lambda: release.release(plant, batch_of(plant, job_id), "ok"), Refused)
    assert f"Job {job_id}: 2 samples are due, at labels 1, 5. Grade them, or say why not." in told
    assert "grade at least one label" in told


def test_a_batch_of_which_everything_was_waived_is_not_released(plant: Plant) -> None:
    job_id, _ = done(plant)
    for one in sampling.due(plant, job_id):
        sampling.waive(plant, job_id, one.occasion, one.number, "no time")
    kinds = [one.kind for one in release.obstacles_of(plant, batch_of(plant, job_id))]
    assert kinds == [Obstruction.NOTHING_GRADED]


def test_a_release_is_taken_back_by_a_hold_with_a_reason(plant: Plant, tmp_path: Path) -> None:
    batch_id = batch_of(plant, released(plant, tmp_path)[0])
    refusal_of(lambda: release.hold(plant, batch_id, " "), InputError)
    release.hold(plant, batch_id, "complaint 12")
    assert "already" in refusal_of(lambda: release.hold(plant, batch_id, "again"), Refused)
    assert [one.status for one in release.history(plant, batch_id)] == [
        BatchStatus.RELEASED,
        BatchStatus.HELD,
    ]


def test_a_failed_sample_holds_a_batch_that_was_released(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = released(plant, tmp_path)
    graded(plant, tmp_path, job_id, codes[2], grey=200)
    found = release.status(plant, batch_of(plant, job_id))
    assert found.status is BatchStatus.HELD
    assert [one.kind for one in found.obstacles] == [Obstruction.FAILED]


def test_the_samples_of_a_released_batch_are_what_they_were(plant: Plant, tmp_path: Path) -> None:
    job_id, _ = released(plant, tmp_path)
    told = refusal_of(lambda: sampling.set_plan(plant, job_id, SamplingPlan(start=0)), Refused)
    assert "Hold it first" in told
    sampling.set_plan(plant, None, SamplingPlan(every=500))
    assert sampling.plan_of(plant, job_id) == SamplingPlan(every=500)


def test_no_more_labels_are_ordered_for_a_released_batch_until_it_is_held(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, _ = released(plant, tmp_path)
    assert "hold it before" in refusal_of(lambda: done(plant), Refused)
    release.hold(plant, batch_of(plant, job_id), "more cartons")
    more, _ = done(plant)
    kinds = [(one.kind, one.job_id) for one in release.obstacles_of(plant, batch_of(plant, job_id))]
    assert kinds == [(Obstruction.SAMPLES_DUE, more), (Obstruction.NOTHING_GRADED, more)]


def test_only_what_is_due_is_waived_and_with_a_reason(plant: Plant) -> None:
    job_id, _ = done(plant)
    refusal_of(lambda: sampling.waive(plant, job_id, Occasion.END, 5, ""), InputError)
    told = refusal_of(lambda: sampling.waive(plant, job_id, Occasion.END, 4, "no time"), Refused)
    assert "due are: 1, 5" in told
    sampling.waive(plant, job_id, Occasion.END, 5, "no time")
    assert [one.number for one in sampling.due(plant, job_id)] == [1]
    assert [one.reason for one in sampling.waived(plant, job_id)] == ["no time"]


def test_a_change_of_the_roll_that_is_noted_makes_the_next_label_due(plant: Plant) -> None:
    job_id = jobs.create_job(plant, an_order(plant, ADDRESS, 5))[0].job.id
    for count in (2, 1):
        with open_journal(plant.store, job_id, "lead", ADDRESS) as journal:
            labels = journal.next_codes(count)
            journal.record(sent=labels, printed=labels)
            journal.change_state(JobState.PAUSED)
        if count == 2:
            sampling.roll_changed(plant, job_id, "roll 17")
    assert [(one.occasion, one.number) for one in sampling.due(plant, job_id)] == [
        (Occasion.START, 1),
        (Occasion.ROLL_CHANGE, 3),
    ]


def external(code: str, grade: float = 3.2, **more: object) -> ExternalResult:
    return ExternalResult("TruCheck 12345", code, "Code 128", grade, **more)  # type: ignore[arg-type]


def test_the_result_of_a_verifier_stands_beside_ours_and_finds_its_job(plant: Plant) -> None:
    job_id, codes = done(plant)
    row, _ = external_results.record_external(
        plant, external(codes[0], occasion=Occasion.START, number=1, figures=(("SC", "81"),), job_id=job_id)
    )
    found, _ = external_results.record_external(plant, external(f"]C0{codes[4]}"))
    assert (row.source, row.verdict, row.details) == (Source.VERIFIER, Verdict.PASSED, '{"SC": "81"}')
    assert (found.job_id, found.label, found.code) == (job_id, 5, codes[4])
    assert [one.number for one in sampling.due(plant, job_id)] == [5]
    assert audit.verify_audit(plant).sound


@pytest.mark.parametrize(
    ("grade", "calibrated", "verdict"),
    [(1.5, True, Verdict.PASSED), (1.4, True, Verdict.FAILED), (4.0, False, Verdict.NOT_MEASURABLE)],
)
def test_a_verifiers_grade_is_weighed_as_ours(
    plant: Plant, grade: float, calibrated: bool, verdict: Verdict
) -> None:
    _, codes = done(plant)
    row, _ = external_results.record_external(plant, external(codes[0], grade, calibrated=calibrated))
    assert row.verdict is verdict


def test_a_verifiers_result_of_a_code_of_nobody_belongs_to_no_job(plant: Plant) -> None:
    row, _ = external_results.record_external(plant, external("https://example.org"))
    assert (row.job_id, row.code, row.verdict) == (None, "", Verdict.PASSED)


def test_batches_are_listed_with_their_status_and_found_by_their_lot(plant: Plant, tmp_path: Path) -> None:
    job_id, _ = released(plant, tmp_path)
    row = next(one for one in release.statuses(plant) if one.batch_id == batch_of(plant, job_id))
    assert row.status is BatchStatus.RELEASED
    assert release.find_batch(plant, row.lot) == row.batch_id
    refusal_of(lambda: release.find_batch(plant, "nothing"), InputError)


def test_when_a_label_came_out_is_told_alike_for_few_samples_and_for_many(plant: Plant) -> None:
    job_id, _ = done(plant, 300)
    few = {one.number: one.since for one in sampling.due(plant, job_id)}
    sampling.set_plan(plant, job_id, SamplingPlan(every=1))
    many = {one.number: one.since for one in sampling.due(plant, job_id)}
    assert len(many) == 300
    assert None not in many.values()
    assert few == {number: many[number] for number in few}
