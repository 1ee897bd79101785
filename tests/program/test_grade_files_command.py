"""``packmark grade`` with files: report, table, watched folder; and the cards that make grades absolute."""

import csv
import io
import json
from pathlib import Path

import pytest

from desktop.app import main
from desktop.cli import grading
from desktop.operations.watched_folder import WatchedFolder
from tests.grading.pictures import saved, sheet, symbol

CODE = "81234561234567891234"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A camera picture of one Code 128, four pixels to a module."""
    return saved(sheet((symbol(CODE, "Code128", 4)[:120], 60, 60)), tmp_path / "scan.png")


def packmark(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str | Path
) -> tuple[int, str, str]:
    database = f"sqlite:///{folder / 'plant.db'}"
    status = main(["--db", database, "--lang", "en", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_report_and_table_are_written_and_never_over_another_file(
    scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, table = tmp_path / "r.pdf", tmp_path / "g.csv"
    asked = ("grade", scan, "--x-mm", "0.25", "--report", report, "--csv", table)
    status, out, _ = packmark(capsys, tmp_path, *asked)
    assert status == 1
    assert f"Written: {report}" in out
    assert report.read_bytes().startswith(b"%PDF")
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert (row["data"], row["grade"], row["passes"]) == (CODE, "", "no")
    status, _, told = packmark(capsys, tmp_path, *asked)
    assert status == 2
    assert "exists already" in told


def test_a_folder_is_watched_for_a_while_and_each_picture_is_one_line_of_json(
    scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    looks = 0

    class Arriving(WatchedFolder):
        def poll(self) -> tuple[Path, ...]:
            nonlocal looks
            looks += 1
            if looks == 2:
                (folder / "a.png").write_bytes(scan.read_bytes())
                (folder / "b.png").write_bytes(b"no picture")
            return super().poll()

    monkeypatch.setattr(grading, "WatchedFolder", Arriving)
    monkeypatch.setattr(grading, "_LOOK_EVERY_S", 0.3)
    status, out, _ = packmark(capsys, tmp_path, "grade", "--watch", folder, "--for", "3", "--json")
    told = [json.loads(line) for line in out.splitlines()]
    by_file = {Path(one["file"] if "file" in one else one["pictures"][0]["file"]).name: one for one in told}
    assert status == 1
    assert by_file["a.png"]["symbols"][0]["data"] == CODE
    assert "no picture" in by_file["b.png"]["trouble"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--watch", "x", "a.png"),
        ("--watch", "x", "--csv", "y.csv"),
        ("a.png", "--for", "3"),
        ("a.png", "--needed", "7"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, told = packmark(capsys, tmp_path, "grade", *arguments)
    assert status == 2
    assert told.count("\n") == 1


def test_a_card_that_was_measured_makes_a_picture_gradable(
    scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "card.json"
    greys = ("--dark", "5", "62,62,6,100", "--light", "85", "0,0,50,50")
    status, _, _ = packmark(
        capsys, tmp_path, "grade-calibrate", scan, *greys, "--card", "card 7", "--linear", "-o", record
    )
    assert status == 0
    _, out, _ = packmark(capsys, tmp_path, "grade", scan, "--card", record, "--x-mm", "0.25", "--json")
    (told,) = json.loads(out)["symbols"]
    assert told["grade"] == 4.0
    assert told["parameters"]["symbol_contrast_pct"] == pytest.approx(80, abs=1)


def test_a_verifier_s_file_is_checked_without_putting_anything_on_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results.csv"
    file.write_text(f"Data,Symbology,Grade\n{CODE},Code 128,3.2\n{CODE},Code 128,9\n", encoding="utf-8")
    asked = ("quality", "import", file, "--device", "V1", "--check", "--json")
    status, out, _ = packmark(capsys, tmp_path, *asked)
    told = json.loads(out)
    assert (status, told["readable"], len(told["faulty"])) == (1, 1, 1)
    assert told["faulty"][0].startswith("line 3:")
