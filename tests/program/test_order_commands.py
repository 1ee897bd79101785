"""Work orders and second persons from the command line."""

import getpass
import io
import json

import pytest

from tests.program.test_command_line import Program, plant, program

__all__ = ["plant", "program"]

PRODUCT = "06932833600109"
MADE, EXPIRY = "2026-02-01", "2030-01-31"
LOT = ("--lot", "N1", "--expiry", EXPIRY)


@pytest.fixture
def line(plant: Program) -> Program:
    """A line that prints units, bundles and cases."""
    for level in (2, 3):
        plant.json("codes", "import", plant.sample_file(f"codes_level{level}.txt"))
    plant.json("line", "add", "Line 1")
    for level in (1, 2, 3):
        name = f"P{level}"
        plant.json("printer", "add", name, f"tcp://192.0.2.{level}:9100")
        plant.json(
            *("line", "station", "add", "Line 1", name, "--printer", name),
            *("--label", "drug_code_b", "--level", str(level)),
        )
    return plant


def planned(line: Program, *more: str) -> dict[str, object]:
    return line.json(
        *("order", "new", "WO-1", "--product", PRODUCT, "--line", "Line 1", "--units", "167", *more)
    )


def says(monkeypatch: pytest.MonkeyPatch, *secrets: str) -> None:
    """Give secrets on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in secrets)))


def test_an_order_is_planned_entered_twice_and_started(line: Program) -> None:
    assert planned(line)["codes"] == [171, 18, 3]
    first = line.json("order", "confirm", "WO-1", *LOT, "--made", MADE)
    assert (first["entered"], first["state"], first["lot"]) == ("first", "planned", None)
    assert line.json("order", "confirm", "WO-1", *LOT)["entered"] == "confirmed"
    told = line.json("order", "status", "WO-1")
    assert told["obstacles"] == []
    assert told["last_packs"] == [
        "The last of 17 bundles holds 7 of 10.",
        "The last of 2 cases holds 7 of 10.",
    ]
    assert line.json("order", "start", "WO-1")["jobs"] == {"1": 1, "2": 2, "3": 3}
    status, out, _ = line("order", "list", "--state", "running")
    assert status == 0
    assert out.startswith("WO-1  on the line  Line 1  ")
    assert out.endswith("  N1  167\n")


def test_entries_that_differ_are_told_and_exit_with_2(line: Program) -> None:
    planned(line, *LOT, "--made", MADE)
    status, out, err = line("order", "confirm", "WO-1", "--lot", "N7", "--expiry", EXPIRY)
    assert (status, out) == (2, "")
    assert "lot N1" in err
    assert "lot N7" in err


def test_what_hinders_an_order_is_told_line_by_line(line: Program) -> None:
    planned(line, "--standard-clearance")
    status, out, _ = line("--lang", "zh", "order", "status", "WO-1")
    assert status == 0
    assert "尚未录入批号和有效期" in out
    assert out.count("清场项未确认") == 5
    status, _, err = line("order", "start", "WO-1")
    assert status == 2
    assert err.count("\n") == 7


def test_a_second_person_clears_the_line_with_a_secret(
    line: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = getpass.getuser()
    line.json("rights", "grant", me, "administer")
    line.json("rights", "grant", "Bob", "review")
    says(monkeypatch, "from-me")
    assert line.json("people", "secret", "Bob", "--first") == {"person": "Bob", "own": False}
    says(monkeypatch, "from-me", "bob's own")
    assert line.json("people", "secret", "Bob") == {"person": "Bob", "own": True}
    planned(line, "--clearance", "Bins empty", "--clearance", "Swept")
    says(monkeypatch, "bob's own")
    done = line.json("order", "clear", "WO-1", "Swept", "--reviewer", "Bob")
    assert done["clearance"] == {"Bins empty": False, "Swept": True}
    says(monkeypatch, "guessed")
    status, _, err = line("order", "clear", "WO-1", "--reviewer", "Bob")
    assert (status, err) == (2, "That is not the secret of Bob.\n")
    says(monkeypatch, "bob's own")
    cleared = line.json("order", "clear", "WO-1", "--reviewer", "Bob")
    assert cleared["clearance"] == {"Bins empty": True, "Swept": True}


def test_no_secret_on_standard_input_is_refused(line: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch)
    status, _, err = line("people", "secret", "Bob", "--first")
    assert status == 2
    assert "read from standard input" in err


def test_the_orders_of_a_file_are_planned(line: Program) -> None:
    path = line.folder / "orders.json"
    path.write_text(json.dumps([{"number": f"E{n}", "product": PRODUCT, "units": 10} for n in (1, 2)]))
    answer = line.json("order", "import", str(path))
    assert isinstance(answer["planned"], list)
    assert [one["order"] for one in answer["planned"]] == ["E1", "E2"]
    assert line.json("order", "import", str(path)) == {"planned": [], "known": ["E1", "E2"]}
    found = line.json("order", "list", "--search", "e2")["orders"]
    assert isinstance(found, list)
    assert [one["order"] for one in found] == ["E2"]


def test_an_order_is_taken_out(line: Program) -> None:
    planned(line)
    assert line.json("order", "withdraw", "WO-1", "--reason", "wrong line") == {"withdrawn": "WO-1"}
    assert line("order", "list") == (0, "There is no such order.\n", "")
    assert line("order", "status", "WO-1") == (2, "", "There is no order WO-1.\n")
