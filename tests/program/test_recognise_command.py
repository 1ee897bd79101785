"""``packmark recognise`` as scripts meet it: one JSON object, exit status 0 if the text is a code."""

import json
from pathlib import Path

import pytest

from desktop.app import main


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """Run the command; return status and output. The database named must never be made."""
    database = tmp_path / "never.db"

    def run_it(*arguments: str) -> tuple[int, str]:
        status = main(["--db", f"sqlite:///{database}", "recognise", *arguments])
        assert not database.exists()
        return status, capsys.readouterr().out

    return run_it


def test_a_code_is_answered_with_its_readings_and_the_reasons_against_the_others(run: object) -> None:
    assert callable(run)
    status, out = run("8021762-9000000001003", "--json", "--lang", "en")
    answer = json.loads(out)
    assert status == 0
    (reading,) = answer["readings"]
    assert (reading["scheme"], reading["value"]) == ("drug_code", "80217629000000001003")
    assert reading["parts"] == {"prefix": "8021762", "serial": "900000000", "secret": "1003"}
    assert {"scheme": "gln", "reason": "GLN: character 8 is '-', only 0-9 are allowed."} in answer["not"]
    assert answer["damage"] == []


def test_a_damaged_scan_is_answered_with_what_it_would_be(run: object) -> None:
    assert callable(run)
    status, out = run("]C081000210157090217447", "--json", "--lang", "en")
    answer = json.loads(out)
    assert (status, answer["readings"]) == (1, [])
    (damage,) = answer["damage"]
    assert (damage["kind"], damage["mended"]) == ("symbology_identifier", "81000210157090217447")
    assert [reading["scheme"] for reading in answer["when_mended"]] == ["drug_code"]


def test_what_is_no_code_is_status_1_and_said_in_the_language_asked_for(run: object) -> None:
    assert callable(run)
    status, out = run("hello", "--lang", "zh")
    assert status == 1
    assert out.startswith("不是可识别的码。\n")
    assert "不是GTIN-13：" in out
