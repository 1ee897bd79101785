"""Labels are taken out, confirmed and printed once more from the command line."""

import getpass
from pathlib import Path

import pytest

from tests.program.test_command_line import Program, order, plant, program

__all__ = ["plant", "program"]


def printed(plant: Program) -> tuple[str, list[str]]:
    """A job of five printed labels, and their codes."""
    job = str(order(plant)["job"])
    plant.json("job", "start", job)
    text = Path(plant.sample_file("codes_level1.txt")).read_text().split()
    return job, sorted(text)[:5]


def test_a_label_is_spoiled_and_another_sampled(plant: Program) -> None:
    job, codes = printed(plant)
    spoiled = plant.json("job", "spoil", job, "--code", codes[0], "--reason", "torn")
    sampled = plant.json("job", "sample", job, "--code", codes[1], "--reason", "hourly check")
    assert spoiled["counts"]["spoiled"] == 1  # type: ignore[index]
    assert sampled["counts"]["sampled"] == 1  # type: ignore[index]


def test_a_reprint_needs_the_right_and_is_listed(plant: Program) -> None:
    job, codes = printed(plant)
    again = ("job", "reprint", job, "--code", codes[2], "--reason", "torn", "--destroyed")
    status, _, err = plant(*again)
    assert (status, "reprint labels" in err) == (2, True)
    who = getpass.getuser()
    plant.json("rights", "grant", who, "administer")
    plant.json("rights", "grant", who, "reprint")
    row = plant.json(*again)
    assert (row["label"], row["reprint"], row["outcome"]) == (3, 1, "printed")
    assert plant.json("job", "reprints", job) == {"reprints": [row]}
    assert plant.json("export", "report", job, "-o", str(plant.folder))


def test_what_happened_at_the_printer_is_noted(plant: Program) -> None:
    job, _ = printed(plant)
    assert plant.json("job", "note", job, "--what", "roll changed", "--text", "roll 17")
    with pytest.raises(SystemExit):
        plant("job", "note", job, "--help")


@pytest.mark.parametrize("command", ["confirm-first", "reject-first"])
def test_a_job_without_a_first_article_has_none(plant: Program, command: str) -> None:
    job, codes = printed(plant)
    what = ("--code", codes[0]) if command == "confirm-first" else ("--reason", "bad")
    status, _, err = plant("job", command, job, *what)
    assert status == 2
    assert "No first label" in err
