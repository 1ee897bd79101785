"""The work of QA from the command line: plan, samples due, grades, release."""

import getpass
from pathlib import Path
from typing import Any

import pytest

from desktop.grading.calibration import to_json
from desktop.grading.model import Calibration
from tests.grading.pictures import saved, sheet, symbol
from tests.program.test_command_line import Program, order, plant, program

__all__ = ["plant", "program"]


@pytest.fixture
def printed(plant: Program) -> tuple[Program, str, list[str]]:
    """A plant, its job of five printed labels, and their codes; who works there releases batches."""
    job = str(order(plant)["job"])
    plant.json("job", "start", job)
    for right in ("administer", "release"):
        plant.json("rights", "grant", getpass.getuser(), right)
    return plant, job, sorted(Path(plant.sample_file("codes_level1.txt")).read_text().split())[:5]


def grade(plant: Program, job: str, code: str, *more: str) -> tuple[int, str, str]:
    card = plant.folder / "card.json"
    card.write_text(to_json(Calibration(0, 100, 0, 1, "card 7", "Li", "2026-11-22")), encoding="utf-8")
    scan = saved(sheet((symbol(code, "Code128", 4)[:120], 60, 60)), plant.folder / "scan.png")
    return plant(
        *("quality", "grade", str(scan), "--job", job, "--card", str(card), "--x-mm", "0.25", "--linear"),
        *more,
    )


def listed(answer: dict[str, Any], name: str) -> list[Any]:
    found = answer[name]
    assert isinstance(found, list)
    return found


def test_a_plan_is_told_and_set(printed: tuple[Program, str, list[str]]) -> None:
    plant, job, _ = printed
    assert plant.json("quality", "plan")["plan"] == {"start": 1, "every": 1000, "roll_change": 1, "end": 1}
    assert plant.json("quality", "plan", job, "--every", "0", "--end", "2")["plan"] == {
        "start": 1,
        "every": None,
        "roll_change": 1,
        "end": 2,
    }
    told = plant.json("quality", "plan", job, "--aql", "1.0")
    assert (told["letter"], told["size"], told["reject"]) == ("E", 5, 1)
    status, _, err = plant("quality", "plan", job, "--aql", "1.0", "--end", "1")
    assert (status, "not by both" in err) == (2, True)


def test_samples_are_graded_and_the_batch_is_released(printed: tuple[Program, str, list[str]]) -> None:
    plant, job, codes = printed
    status, out, _ = plant("quality", "due")
    assert (status, len(out.splitlines())) == (1, 2)
    status, out, _ = plant("quality", "status", "L1")
    assert (status, "2 samples are due, at labels 1, 5" in out) == (1, True)
    status, _, err = plant("quality", "release", "L1", "--reason", "ok")
    assert (status, "cannot be released yet" in err) == (2, True)
    assert grade(plant, job, codes[0], "--number", "1")[0] == 0
    plant.json("quality", "waive", job, "--number", "5", "--reason", "the label is on a sold pack")
    assert plant.json("quality", "due") == {"due": []}
    assert plant.json("quality", "release", "L1", "--reason", "passed")["status"] == "released"
    told = plant.json("quality", "history", "L1")
    assert [one["verdict"] for one in listed(told, "grades")] == ["passed"]
    assert [one["status"] for one in listed(told, "events")] == ["released"]
    assert [(one["number"], one["occasion"]) for one in listed(told, "waived")] == [(5, "end")]
    assert "was not graded: the label is on a sold pack" in plant("quality", "history", "L1")[1]
    assert plant.json("quality", "hold", "L1", "--reason", "complaint")["status"] == "held"
    assert plant.json("audit", "verify")["sound"] is True


def test_a_label_of_nobody_is_told_with_what_is_wrong(printed: tuple[Program, str, list[str]]) -> None:
    plant, job, _ = printed
    status, out, _ = grade(plant, job, "81234561234567891234")
    assert status == 1
    assert "failed" in out
    assert "is not known here" in out
    assert "human-readable text was not read" in out
    assert plant("quality", "status", "L1")[1].startswith("Lot L1 of")


def test_a_verifiers_result_is_kept_and_drawn_in_the_trend(printed: tuple[Program, str, list[str]]) -> None:
    plant, job, codes = printed
    told = plant.json(
        *("quality", "external", "--device", "TruCheck 12", "--data", codes[4], "--symbology", "Code 128"),
        *("--grade", "2.6", "--formal", "2.6/06/660", "--job", job, "--number", "5"),
    )
    (kept,) = listed(told, "grades")
    assert (kept["source"], kept["occasion"], kept["verdict"]) == ("verifier", "end", "passed")
    assert "human-readable text was not read" in listed(told, "remarks")[0]
    (series,) = listed(plant.json("quality", "trend", "--job", job), "trends")
    assert [(one["label"], one["grade"], one["below"]) for one in series["grades"]] == [(5, 2.6, False)]
    assert plant("quality", "trend")[1].splitlines()[-1] == "  5  2.6"


def test_a_file_with_unusual_headings_is_read_by_the_mapping_that_was_kept(
    printed: tuple[Program, str, list[str]], tmp_path: Path
) -> None:
    plant, job, codes = printed
    table, mapping = tmp_path / "t.csv", tmp_path / "m.json"
    table.write_text(f"Inhalt,Note\n{codes[1]},3.2\n", encoding="utf-8")
    mapping.write_text(
        '{"name": "V", "columns": {"data": "Inhalt", "grade": "Note"}, "device": "V 7", '
        '"symbology": "Code 128"}',
        encoding="utf-8",
    )
    assert plant("quality", "import", str(table))[0] != 0
    read = ("quality", "import", str(table), "--mapping", str(mapping), "--calibrated", "--job", job)
    (kept,) = listed(plant.json(*read), "grades")
    assert (kept["device"], kept["verdict"]) == ("V 7", "passed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("waive", "1", "--number", "3", "--reason", "x"), "due are: 1, 5"),
        (("status", "nothing"), "no batch with lot"),
        (("plan", "77"), "no job number 77"),
        (("plan", "1", "--start", "-1"), "expected 0 to 1000, found -1"),
        (("plan", "1", "--level", "IV"), "Expected one of"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_is_known(
    printed: tuple[Program, str, list[str]], arguments: tuple[str, ...], said: str
) -> None:
    status, _, err = printed[0]("quality", *arguments)
    assert status == 2
    assert said in err
