"""``packmark label expect``: the grades to expect of a design, called what they are."""

import json
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import product_versions, products
from desktop.products.details import Details
from desktop.products.version import Master
from tests.program.test_command_line import Program
from tests.program.test_quality_commands import listed

GAIN_OF_C = "65"
"""Percent of a dot at which the drug code of the template is just good enough for the rule."""


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


@pytest.fixture
def strict(program: Program) -> Program:
    """The plant of a product that asks for B."""
    program.json("products", "import", program.sample_file("products.xml"))
    with open_plant(f"sqlite:///{program.folder / 'plant.db'}") as plant:
        row = products.find_product(plant, "8999901")
        details = Details.build({**row.details.as_dict(), "least_grade": "2.5"})
        product_versions.save_product(plant, row.id, Master(row.product, details), reason="customer asks")
    return program


def test_a_design_is_held_against_what_its_product_asks_for(strict: Program) -> None:
    # As much ink as lets the rule pass it, and the product not.
    between = ("label", "expect", "drug_code_b", "--dpmm", "8", "--dot-gain", GAIN_OF_C)
    status, out, _ = strict(*between)
    assert status == 0
    assert "The rule asks for 1.5." in out
    status, out, _ = strict(*between, "--product", "8999901")
    assert status == 1
    assert "The product asks for 2.5, more than the rule's 1.5." in out
    _, out, _ = strict(*between, "--product", "8999901", "--json")
    (told,) = json.loads(out)["expected"]
    assert (told["needed"], told["needed_by"]) == (2.5, "product")


def test_a_product_that_is_not_there_is_told(program: Program) -> None:
    status, _, why = program("label", "expect", "drug_code_b", "--dpmm", "8", "--product", "7777777")
    assert status == 2
    assert "7777777" in why


def test_a_check_for_a_product_tells_the_grade_that_the_product_asks_for(strict: Program) -> None:
    check = ("label", "check", "drug_code_b", "--dpmm", "8", "--product", "8999901", "--expect")
    (told,) = listed(strict.json(*check), "expected")
    assert (told["needed"], told["needed_by"]) == (2.5, "product")
