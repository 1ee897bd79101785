"""``packmark grade``: every figure of every symbol, and an exit status that scripts can trust."""

import json
from pathlib import Path

import pytest

from desktop.app import main
from desktop.grading.calibration import to_json
from desktop.grading.model import Calibration
from tests.grading.pictures import saved, sheet, symbol

CODE = "81234561234567891234"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A camera picture of one Code 128, four pixels to a module."""
    return saved(sheet((symbol(CODE, "Code128", 4)[:120], 60, 60)), tmp_path / "scan.png")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """The record of a card that reads as it states."""
    path = tmp_path / "card.json"
    path.write_text(to_json(Calibration(0, 100, 0, 1, "card 7", "Li", "2026-11-22")), encoding="utf-8")
    return path


def grade(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["grade", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_calibrated_picture_of_a_good_code_passes(
    scan: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = grade(capsys, str(scan), "--card", str(card), "--x-mm", "0.25", "--json")
    (told,) = json.loads(out)["symbols"]
    assert (status, told["data"], told["grade"], told["formal"]) == (0, CODE, 4.0, "4.0/05/660")
    assert told["symbology_identifier"] == "]C0"
    assert len(told["scans"]) == 10
    wanted = {"decodability_pct", "symbol_contrast_pct", "modulation_pct", "defects_pct"}
    assert wanted <= told["parameters"].keys()
    assert all(wanted <= one.keys() for one in told["scans"])


def test_an_uncalibrated_picture_has_figures_and_no_grade(
    scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = grade(capsys, str(scan), "--json", "--lang", "en")
    (told,) = json.loads(out)["symbols"]
    assert (status, told["grade"], told["formal"]) == (1, None, None)
    assert told["parameters"]["symbol_contrast_note"] == "uncalibrated"
    assert any("not calibrated" in why for why in told["not_measurable"])


def test_all_editions_stand_side_by_side(scan: Path, card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = grade(capsys, str(scan), "--card", str(card), "--all-editions", "--json")
    assert [one["edition"] for one in json.loads(out)["symbols"]] == [
        "GB/T 14258-2003",
        "ISO/IEC 15416:2016",
    ]


def test_people_read_the_figures_in_their_language(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = grade(capsys, str(scan), "--lang", "zh")
    assert "符号反差" in out
    assert "ISO/IEC 15426" in out
    assert CODE in out


@pytest.mark.parametrize(
    "wrong",
    [
        ["--edition", "1999"],
        ["--x-mm", "0"],
        ["--dpi", "-3"],
        ["--card", "none.json"],
        ["--linear", "--srgb"],
    ],
)
def test_bad_use_is_told_and_ends_with_its_status(
    scan: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = grade(capsys, str(scan), *wrong)
    assert status == (3 if "none.json" in wrong else 2)
    assert out == ""
    assert err


def test_what_is_no_picture_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").write_text("none")
    assert grade(capsys, str(tmp_path / "a.png"))[0] == 2
