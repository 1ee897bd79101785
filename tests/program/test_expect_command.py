"""``packmark label expect``: the grades to expect of a design, called what they are."""

import json
from pathlib import Path

import pytest

from tests.program.test_command_line import Program
from tests.program.test_quality_commands import listed


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


def test_a_good_design_is_expected_to_pass_and_that_is_called_an_expectation(program: Program) -> None:
    status, out, _ = program("label", "expect", "drug_code_b", "--dpmm", "12")
    assert status == 0
    assert "expected grade 4.0 (dot gain 10 %)" in out
    assert "This is an expectation" in out


def test_a_press_that_smears_is_expected_to_fail_and_scripts_see_it(program: Program) -> None:
    smearing = ("--dot-gain", "100", "--json")
    status, out, _ = program("label", "expect", "drug_code_b", "--dpmm", "8", *smearing)
    (told,) = json.loads(out)["expected"]
    assert status == 1
    assert told["grade"] < 1.5
    assert told["limit"] == "DEC"


def test_an_impossible_dot_gain_is_refused(program: Program) -> None:
    status, _, why = program("label", "expect", "drug_code_b", "--dpmm", "8", "--dot-gain", "900")
    assert status == 2
    assert "900 %" in why


def test_a_check_tells_the_grades_to_expect_only_where_they_are_asked_for(program: Program) -> None:
    check = ("label", "check", "drug_code_b", "--dpmm", "8")
    assert "expected" not in program.json(*check)
    status, out, _ = program(*check, "--expect")
    assert status == 0
    assert "trace: expected grade 4.0 (dot gain 10 %)." in out
    assert "This is an expectation" in out


def test_a_check_expects_less_of_a_press_that_smears(program: Program) -> None:
    checked = program.json("label", "check", "drug_code_b", "--dpmm", "8", "--expect", "100")
    (told,) = listed(checked, "expected")
    assert (told["element"], told["limit"]) == ("trace", "DEC")
    assert checked["findings"] == []
