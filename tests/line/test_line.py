"""The whole emulated line: program and physical truth agree, whatever goes wrong and however it is killed."""

import json
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from desktop.app import main, open_plant
from desktop.operations import line_demo, reconciliation
from desktop.operations.line_demo import relation_pairs
from desktop.operations.line_happenings import (
    HAPPENINGS,
    buffer_repeated,
    label_swallowed,
    left_over_in_a_partial_bundle,
    left_over_mixed_in,
)
from desktop.operations.line_work import Happenings, LinePlan, OnUnit
from desktop.products.packing import Packing
from desktop.storage import pack_tree
from tests.benchmarks.whole_line import whole_line


def demo(out: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    """Run ``packmark demo --line`` and return its answer."""
    status = main(["demo", "--line", "--out", str(out), "--json", *options])
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    assert status == 0, answer
    return answer


def lots_in(relation: bytes) -> dict[str, str]:
    """Return the lot under which each code stands in a relation file."""
    return {
        code.attrib["curCode"]: batch.attrib["batchNo"]
        for batch in fromstring(relation).iter("Batch")
        for code in batch.iter("Code")
    }


def flags_in(out: Path) -> dict[str, int | None]:
    """Return how each pack is filled, by the database of a demo."""
    with open_plant(f"sqlite:///{out / 'demo.db'}", out) as plant:
        order_id = reconciliation.find_order(plant, "WO-1")
        with plant.store.read() as connection:
            return {node.code: node.flag for node in pack_tree.nodes(connection, order_id)}


def test_two_thousand_units_lie_where_the_program_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    answer = demo(out, capsys, "--units", "2000", "--ratio", "1:10:100")
    assert (answer["violations"], answer["balanced"], answer["state"]) == (0, True, "closed")
    truth = json.loads((out / "truth.json").read_text())
    held: dict[str, list[str]] = {}
    for file in sorted(out.glob("relation*.xml")):
        for code, parent in relation_pairs(file.read_bytes(), file.name):
            held.setdefault(parent, []).append(code)
    assert held == truth["parents"]
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")


def test_everything_unusual_happens_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = demo(
        tmp_path / "out",
        capsys,
        "--units",
        "240",
        "--ratio",
        "1:6:24",
        "--exceptions",
        "0.4",
        "--faults",
        "0",
    )
    assert answer["violations"] == 0
    named = {one.__name__ for one in (*HAPPENINGS.on_units, *HAPPENINGS.on_larger)}
    assert answer["exceptions"].keys() == named  # type: ignore[attr-defined]
    assert answer["slips"]


def test_every_pack_is_flagged_as_it_is_filled_and_each_lot_has_its_own_part_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mixing = Happenings((left_over_mixed_in, left_over_in_a_partial_bundle), HAPPENINGS.on_larger)
    monkeypatch.setattr(line_demo, "HAPPENINGS", mixing)
    out = tmp_path / "out"
    answer = demo(out, capsys, "--units", "72", "--ratio", "1:4:12", "--exceptions", "0.3", "--faults", "0")
    parents = json.loads((out / "truth.json").read_text())["parents"]
    lots = lots_in((out / "relation.xml").read_bytes())
    own, other = sorted(set(lots.values()), reverse=True)
    assert {lots[parent] for parent in parents} == {own}
    assert answer["slips"] == 0

    def is_mixed(code: str) -> bool:
        return lots[code] == other or any(is_mixed(child) for child in parents.get(code, ()))

    expected = {
        parent: is_mixed(parent) + 2 * (len(children) < (4 if children[0] in parents else 3))
        for parent, children in parents.items()
    }
    assert {code: flag for code, flag in flags_in(out).items() if flag is not None} == expected
    assert set(expected.values()) == {0, 1, 2, 3}


@pytest.mark.parametrize("slip", [label_swallowed, buffer_repeated])
def test_a_roll_change_that_slips_stops_the_line_until_it_is_put_right(
    slip: OnUnit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(line_demo, "HAPPENINGS", Happenings((slip,), HAPPENINGS.on_larger[:1]))
    answer = demo(
        tmp_path / "out", capsys, "--units", "60", "--ratio", "1:12", "--exceptions", "0.07", "--faults", "0"
    )
    assert answer["exceptions"].keys() >= {slip.__name__}  # type: ignore[attr-defined]
    assert answer["slips"]
    assert answer["violations"] == 0


@pytest.mark.parametrize("ratio", ["1:5", "1:2:4:8"])
def test_a_line_of_other_levels_is_run(
    ratio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = demo(
        tmp_path / "out", capsys, "--units", "18", "--ratio", ratio, "--exceptions", "0", "--faults", "0"
    )
    assert (answer["packed"], answer["violations"]) == (18, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_program_that_is_killed_again_and_again_goes_on_where_it_was(tmp_path: Path) -> None:
    plan = LinePlan(30, Packing.parse("1:5:15"), exceptions=0.05, faults=0.0, seed=5)
    result, desk = whole_line(plan, 3, tmp_path)
    assert desk.deaths > 0
    assert result.violations == ()
    assert result.good


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").touch()
    assert main(["demo", "--line", "--out", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [("--units", "0"), ("--ratio", "1:10:95"), ("--faults", "2")])
def test_a_line_that_cannot_be_is_refused(wrong: tuple[str, str], tmp_path: Path) -> None:
    assert main(["demo", "--line", "--out", str(tmp_path / "out"), *wrong]) == 2
