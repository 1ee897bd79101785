"""QA's work leaves in files, and results of another verifier come in: no row twice."""

from pathlib import Path

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import inspections, quality_files, verifier_files
from desktop.operations.plant import Plant
from desktop.products.quality import Occasion, Source, Verdict
from desktop.storage import jobs
from tests.operations.test_quality_work import done, graded


def a_file(folder: Path, *rows: str) -> Path:
    path = folder / "results.csv"
    path.write_text("\n".join(("Date,Data,Symbology,Overall Grade", *rows)), encoding="utf-8")
    return path


def test_a_verifier_s_rows_are_put_on_record_with_their_jobs_and_only_once(
    plant: Plant, tmp_path: Path
) -> None:
    job_id, codes = done(plant)
    rows = [f"2026-11-22 10:0{n}:00,{code},Code 128,3.2" for n, code in enumerate(codes[:2])]
    found = verifier_files.read_file(a_file(tmp_path, *rows), device="V1", calibrated=True)
    results = [row.result for row in found.taken]
    imported, _ = verifier_files.record_all(plant, results)
    again, _ = verifier_files.record_all(plant, results)
    assert [(one.job_id, one.source, one.verdict) for one in imported.records] == [
        (job_id, Source.VERIFIER, Verdict.PASSED)
    ] * 2
    assert (again.records, again.known) == ((), 2)
    assert len(inspections.of_job(plant, job_id)) == 2


def test_a_result_that_is_not_said_to_be_calibrated_does_not_pass(plant: Plant, tmp_path: Path) -> None:
    _, codes = done(plant)
    found = verifier_files.read_file(a_file(tmp_path, f",{codes[0]},Code 128,4.0"), device="V1")
    imported, _ = verifier_files.record_all(plant, [row.result for row in found.taken])
    assert [one.verdict for one in imported.records] == [Verdict.NOT_MEASURABLE]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        verifier_files.read_file(tmp_path / "none.csv")


def test_the_report_and_the_table_of_a_batch_are_written_once(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    graded(plant, tmp_path, job_id, codes[0], (Occasion.EXTRA, None))
    with plant.store.read() as connection:
        batch_id = jobs.get(connection, job_id).batch_id
    report, table = tmp_path / "batch.pdf", tmp_path / "batch.csv"
    quality_files.write_report(plant, batch_id, report, "zh_CN")
    quality_files.write_csv(plant, batch_id, table, "en")
    assert report.read_bytes().startswith(b"%PDF")
    assert codes[0] in table.read_text(encoding="utf-8-sig")
    with pytest.raises(Refused):
        quality_files.write_report(plant, batch_id, report, "en")


def test_there_is_no_report_of_a_batch_that_is_not_there(plant: Plant, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        quality_files.write_csv(plant, 10_000, tmp_path / "x.csv", "en")
    assert not (tmp_path / "x.csv").exists()
