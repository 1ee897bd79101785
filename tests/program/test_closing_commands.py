"""Check, close, report, trace and recall from the command line."""

import io
import sys
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import reviewers, rights, sampling
from desktop.operations.rights import Right
from desktop.products.sampling_plan import SamplingPlan
from tests.packed_order import Packed, digits, forget, packed_order
from tests.program.test_command_line import Program, program

__all__ = ["program"]

SECRET = "seven-days"


@pytest.fixture
def packed(program: Program) -> Packed:
    """A packed order in which one unit was never scanned, and a reviewer."""
    folder = program.folder
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as plant:
        sampling.set_plan(plant, None, SamplingPlan(0, None, 1, 0))
        made = packed_order(plant.store, 200)
        forget(plant.store, made.code_id(1, 7))
        rights.grant(plant, plant.actor, Right.ADMINISTER)
        rights.grant(plant, "韩梅梅", Right.REVIEW)
        reviewers.set_secret(plant, "韩梅梅", None, "first-secret")
        reviewers.set_secret(plant, "韩梅梅", "first-secret", SECRET)
    return made


def test_a_check_tells_sums_and_what_is_open(program: Program, packed: Packed) -> None:
    status, out, _ = program("order", "check", "WO-1")
    assert status == 1
    assert "Level 1: issued 200 = allocated 0  printed 1" in out
    assert "- 1 unit: printed and never scanned. Find and scan" in out


def test_the_list_behind_a_number_is_told(program: Program, packed: Packed) -> None:
    listed = program.json("order", "check", "WO-1", "--list", "missing")["packs"]
    assert listed == [{"code": digits(1, 1, 7), "state": "printed", "parent": None}]


def test_an_order_with_something_open_does_not_close(program: Program, packed: Packed) -> None:
    status, _, err = program("order", "close", "WO-1")
    assert status == 2
    assert "cannot be closed yet" in err
    assert "never scanned" in err


def test_a_reviewer_with_the_right_secret_closes_it(
    program: Program, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    answer = program.json(
        "order", "close", "WO-1", "--reviewer", "韩梅梅", "--reason", "fell into the machine"
    )
    assert answer["state"] == "closed"


def test_a_report_and_a_recall_are_written(program: Program, packed: Packed) -> None:
    report, listed = program.folder / "report.pdf", program.folder / "recall.csv"
    program.json("order", "report", "WO-1", "-o", str(report))
    assert report.read_bytes().startswith(b"%PDF")
    answer = program.json("recall", "LOT01", "-o", str(listed))
    assert (answer["packs"], answer["largest"], answer["kept_file"]) == (222, 2, 1)
    assert Path(str(answer["file"])).read_text("utf-8-sig").count("\n") == 223


def test_a_trace_draws_the_tree(program: Program, packed: Packed) -> None:
    found = program.json("trace", digits(2, 1, 12))
    assert found["path"] == [digits(3, 1, 2)]
    assert found["children"] == [digits(1, 1, number) for number in range(111, 121)]
    status, out, _ = program("trace", digits(1, 1, 118))
    assert status == 0
    assert f"    8. {digits(1, 1, 118)}" in out
