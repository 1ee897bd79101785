"""Lines, printers and rights from the command line."""

import getpass
import json
from pathlib import Path

import pytest

from desktop.devices import FoundPrinter, Way
from desktop.texts import Text
from printers.emulators.zipher import ZipherEmulator
from printers.registry import DeviceRegistry
from tests.program.test_command_line import Program, plant, program
from tests.program.test_pool_commands import rows

__all__ = ["plant", "program"]


def trouble(program: Program, *arguments: str) -> str:
    """What is told of a command that is refused."""
    status, out, err = program(*arguments)
    assert (status, out) == (2, "")
    return err


@pytest.fixture
def line(plant: Program) -> Program:
    """A line with a label printer and a coder."""
    plant.json("printer", "add", "Z1", "demo://zebra", "--offset-x", "-0.5", "--darkness", "12")
    plant.json("printer", "add", "laser", "zipher://192.0.2.9:3003")
    plant.json("line", "add", "Line 1")
    plant.json(
        *("line", "station", "add", "Line 1", "Unit", "--printer", "Z1", "--label", "drug_code_b"),
        *("--camera", "demo://zebra", "--level", "1"),
    )
    plant.json(
        *("line", "station", "add", "Line 1", "Laser", "--printer", "laser", "--label", "drug_code_b"),
        *("--coder-job", "unit", "--coder-field", "SN={code}", "--coder-field", "EXP={expiry:%y%m%d}"),
        *("--place", "1"),
    )
    return plant


def order(plant: Program, *more: str) -> dict[str, object]:
    return plant.json(
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "5", *more),
    )


def test_a_station_is_given_a_scanner_and_freed_of_it_again(line: Program) -> None:
    made = line.json("line", "station", "set", "Line 1/Unit", "--scanner", "SCAN+TCP://Reader:2001")
    assert made["scanner"] == "scan+tcp://reader:2001"
    assert line.json("line", "station", "set", "Line 1/Unit", "--scanner", "")["scanner"] == ""
    assert "no address of a scanner" in trouble(
        line, "line", "station", "set", "Line 1/Unit", "--scanner", "tcp://reader:2001"
    )


def test_the_check_sheet_of_scanners_is_written_as_a_file(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    assert program.json("scanner", "sheet", str(path)) == {"file": str(path)}
    assert path.read_bytes().startswith(b"%PDF")


def test_a_line_is_listed_with_what_stands_on_it(line: Program) -> None:
    (found,) = rows(line.json("line", "list"), "lines")
    assert [(one["place"], one["name"], one["printer"]) for one in found["stations"]] == [
        (1, "Laser", "laser"),
        (2, "Unit", "Z1"),
    ]
    assert found["stations"][0]["coder"] == {
        "job": "unit",
        "fields": {"SN": "{code}", "EXP": "{expiry:%y%m%d}"},
    }
    status, out, _ = line("line", "list")
    assert (status, out.splitlines()) == (
        0,
        [
            "Line 1",
            (
                "  1  Laser  [1]  laser  zipher://192.0.2.9:3003  drug_code_b"
                "  unit  SN={code}  EXP={expiry:%y%m%d}"
            ),
            "  2  Unit  [1]  Z1  demo://zebra  drug_code_b  demo://zebra",
        ],
    )


def test_a_job_takes_from_its_station_what_is_not_said(line: Program) -> None:
    job = str(order(line, "--station", "Line 1/Unit")["job"])
    done = line.json("job", "start", job)
    assert done["counts"]["verified"] == 5  # type: ignore[index]


def test_a_job_for_a_coder_is_ordered_at_its_station(line: Program) -> None:
    assert order(line, "--station", "Line 1/Laser", "--first-article")["state"] == "ready"


def test_what_is_said_goes_before_what_the_station_has(line: Program) -> None:
    order(line, "--station", "Line 1/Laser", "--printer", "demo://zebra")
    err = trouble(
        line,
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--count", "5"),
        *("--station", "Line 1/Laser", "--coder-field", "LOT={lot}"),
    )
    assert "could not be told apart" in err


def test_a_job_without_printer_or_label_is_refused(plant: Program) -> None:
    err = trouble(
        plant,
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "5"),
    )
    assert "--printer URL" in err


def test_a_queue_is_refused_with_the_reason(plant: Program) -> None:
    err = trouble(
        plant,
        *("job", "create", "--product", "06932833600109", "--lot", "L1", "--made", "2026-02-01"),
        *("--count", "5", "--label", "drug_code_b", "--printer", "queue://labels"),
    )
    assert "never says which of them were printed" in err


def test_a_station_is_changed_moved_and_taken_out(line: Program) -> None:
    line.json("line", "station", "set", "Line 1/Laser", "--printer", "", "--coder-job", "", "--place", "2")
    changed = line.json("line", "station", "set", "Line 1/Laser", "--name", "Spare")
    assert (changed["printer"], changed["coder"], changed["place"]) == (None, None, 2)
    assert (changed["label"], changed["name"]) == ("drug_code_b", "Spare")
    line.json("line", "station", "remove", "Line 1/Spare")
    line.json("line", "rename", "Line 1", "一号线")
    line.json("line", "remove", "一号线")
    assert line.json("line", "list") == {"lines": []}


def test_a_printer_is_changed_in_what_is_said_only(line: Program) -> None:
    changed = line.json("printer", "set", "Z1", "--name", "Z2", "--speed", "4", "--darkness", "as-set")
    assert [changed[name] for name in ("name", "address", "offset_x_mm", "darkness", "speed_ips")] == [
        *("Z2", "demo://zebra", -0.5, None, 4),
    ]
    assert changed["stations"] == ["Line 1 / Unit"]


def test_a_printer_in_use_is_not_taken_out(line: Program) -> None:
    assert "stands at Line 1 / Unit" in trouble(line, "printer", "remove", "Z1")
    line.json("line", "remove", "Line 1")
    line.json("printer", "remove", "demo://zebra")
    assert "No printer called 'Z1'" in trouble(line, "printer", "remove", "Z1")


def test_printers_are_listed_as_set_up_and_as_found(line: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (
        FoundPrinter("usb://99J01", "ZT411"),
        FoundPrinter("", "ZD621", Text("busy")),
        FoundPrinter("demo://zebra", "emulated", way=Way.BUILT_IN),
    )
    monkeypatch.setattr(DeviceRegistry, "found", lambda _self, _ways, _seconds: found)
    answer = line.json("printer", "list")
    assert [one["name"] for one in rows(answer, "printers")] == ["Z1", "laser"]
    assert answer["found"] == [
        {"address": "usb://99J01", "model": "ZT411", "way": "USB", "trouble": None},
        {"address": "", "model": "ZD621", "way": "USB", "trouble": "busy"},
        {"address": "demo://zebra", "model": "emulated", "way": "built in", "trouble": None},
    ]
    status, out, _ = line("printer", "list")
    assert status == 0
    assert out.splitlines() == [
        *("Z1  demo://zebra  Line 1 / Unit", "laser  zipher://192.0.2.9:3003  Line 1 / Laser"),
        *("Found, and not set up:", "usb://99J01  ZT411", "-  ZD621", "busy"),
    ]
    assert line.json("printer", "list", "--seconds", "0")["found"] == []


def test_without_any_printer_it_is_told_how_one_is_addressed(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeviceRegistry, "found", lambda _self, _ways, _seconds: ())
    status, out, _ = program("printer", "list")
    assert (status, "tcp://HOST:9100" in out) == (0, True)


def test_a_coder_is_asked_how_it_is(program: Program) -> None:
    with ZipherEmulator() as emulator:
        status, out, _ = program("printer", "status", emulator.address, "--json")
    answer = json.loads(out)
    assert status == (0 if answer["state"] in {"running", "stopped"} else 1)
    assert answer["abilities"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("printer", "add", "Z", "demo://zebra", "--darkness", "31"), "from 0 to 30"),
        (("printer", "add", "Z", "demo://zebra", "--speed", "fast"), "whole number or as-set"),
        (("printer", "add", "Z", "in the corner"), "no address"),
        (("line", "rename", "none", "x"), "no line called 'none'"),
        (("line", "station", "remove", "none"), "LINE/STATION"),
        (("job", "create", "--coder-field", "SN"), "NAME=TEXT"),
    ],
)
def test_what_is_typed_wrong_is_told(program: Program, arguments: tuple[str, ...], told: str) -> None:
    assert told in trouble(program, *arguments)


def test_rights_are_granted_listed_and_revoked(program: Program) -> None:
    me = getpass.getuser()
    assert program.json("rights", "list") == {"grants": []}
    assert "grants rights here yet" in trouble(program, "rights", "grant", me, "reprint")
    program.json("rights", "grant", me, "administer")
    grants = rows(program.json("rights", "grant", "李雷", "reprint"), "grants")
    assert [(one["person"], one["right"], one["granted_by"]) for one in grants] == [
        (me, "administer", me),
        ("李雷", "reprint", me),
    ]
    assert program.json("rights", "revoke", "李雷", "reprint")["grants"] != []
    assert "the last" in trouble(program, "rights", "revoke", me, "administer")
