"""A verifier's file is understood and weighed before anything of it is on record."""

from pathlib import Path

import pytest

from desktop.errors import Cancelled, Refused
from desktop.operations import inspections, verifier_files
from desktop.operations.plant import Plant
from desktop.operations.verifier_files import Column, VerifierMapping
from desktop.products.quality import Verdict
from tests.operations.test_quality_work import done
from tests.refusals import refusal_of

DEVICE = "REA 7 / 0417"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "results.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_row_is_weighed_with_its_job_and_nothing_is_on_record(plant: Plant, tmp_path: Path) -> None:
    job_id, codes = done(plant)
    head = "Data,Symbology,Grade,Date"
    path = write(
        tmp_path,
        head,
        f"{codes[0]},Code 128,3.2,2026-11-20",
        f"{codes[1]},Code 128,1.2,2026-11-20",
        f"{codes[2]},Code 128,9,2026-11-20",
        f"{codes[0]},Code 128,3.2,2026-11-20",
    )
    found = verifier_files.study(plant, path, device=DEVICE, calibrated=True)
    told = [(one.taken.line, one.weighed.job_id, one.weighed.verdict, one.known) for one in found.rows]
    assert told == [
        (2, job_id, Verdict.PASSED, False),
        (3, job_id, Verdict.FAILED, False),
        (5, job_id, Verdict.PASSED, True),
    ]
    assert [one.line for one in found.faulty] == [4]
    assert inspections.of_job(plant, job_id) == ()


def test_what_is_on_record_already_is_told_before(plant: Plant, tmp_path: Path) -> None:
    _, codes = done(plant)
    path = write(tmp_path, "Data,Symbology,Grade,Date", f"{codes[0]},Code 128,3.2,2026-11-20")
    found = verifier_files.study(plant, path, device=DEVICE)
    verifier_files.record_all(plant, [one.taken.result for one in found.rows])
    (again,) = verifier_files.study(plant, path, device=DEVICE).rows
    assert again.known


def test_a_file_that_is_not_understood_shows_its_rows_and_is_read_by_a_mapping(
    plant: Plant, tmp_path: Path
) -> None:
    _, codes = done(plant)
    path = write(tmp_path, "Inhalt,Art,Note", f"{codes[0]},Code 128,3.2")
    before = verifier_files.study(plant, path, device=DEVICE)
    assert "no row of headings" in str(before.trouble)
    assert before.sheet.headings == ("Inhalt", "Art", "Note")
    columns = ((Column.DATA, "Inhalt"), (Column.GRADE, "Note"), (Column.SYMBOLOGY, "Art"))
    kept = tmp_path / "map.json"
    verifier_files.write_mapping(kept, VerifierMapping("REA", columns))
    refusal_of(lambda: verifier_files.write_mapping(kept, VerifierMapping("REA", columns)), Refused)
    mapping = verifier_files.read_mapping(kept).headings
    (row,) = verifier_files.study(plant, path, device=DEVICE, mapping=mapping).rows
    assert (row.weighed.code, row.taken.result.grade) == (codes[0], 3.2)


def test_weighing_ends_when_the_person_goes_on(plant: Plant, tmp_path: Path) -> None:
    path = write(tmp_path, "Data,Symbology,Grade", f"{'8' * 20},Code 128,3.2")
    with pytest.raises(Cancelled):
        verifier_files.study(plant, path, device=DEVICE, report=lambda _share: False)
