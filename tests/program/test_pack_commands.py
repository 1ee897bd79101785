"""Packing and scanners from the command line."""

import io
import json
import sys
import threading
from pathlib import Path

import pytest

from desktop.operations import reviewers
from desktop.operations.rights import Right
from desktop.storage import people, rights
from printers.emulators.scanner import ScannerEmulator
from tests.operations.packing_line import PackingLine, packing_line
from tests.program.test_command_line import Program, program

__all__ = ["program"]
SECRET = "quite secret"


@pytest.fixture
def packed(tmp_path: Path) -> PackingLine:
    """The plant of the program with a running order; Bob may confirm what others do."""
    with packing_line(tmp_path) as opened:
        store = opened.plant.store
        with store.change("lead", "right.grant", "right") as change:
            rights.insert(change, "Bob", Right.REVIEW)
        salt = "00" * 16
        with store.change("Bob", "person.secret", "person Bob") as change:
            people.keep_secret(change, "Bob", salt, reviewers._hash(SECRET, salt), "Bob")
        return opened


def scan(program: Program, *more: str) -> tuple[int, dict[str, object]]:
    status, out, err = program("pack", "scan", "--station", "S2", "L1", *more, "--json")
    assert out, err
    return status, json.loads(out)


def exception(program: Program, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> dict[str, object]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    return program.json("pack", *arguments, "--reason", "test", "--reviewer", "Bob")


def test_scans_fill_a_tray_and_a_bundle(program: Program, packed: PackingLine) -> None:
    bundle = packed.line.codes[1][0]
    status, found = scan(program, *packed.units[:3], bundle)
    assert status == 0
    assert [one["outcome"] for one in found["scans"]] == ["collected", "collected", "full", "packed"]  # type: ignore[attr-defined]
    assert found["tray"] == ["", "", ""]


def test_a_refused_scan_is_told_and_is_no_success(program: Program, packed: PackingLine) -> None:
    status, found = scan(program, packed.units[0], packed.units[0])
    assert status == 1
    assert found["scans"][1]["why"] == "in the tray"  # type: ignore[index]
    assert program.json("pack", "undo", "L1", "--station", "S2")["tray"] == ["", "", ""]


def test_scans_come_line_by_line(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\r\n".join(packed.units[:2]) + "\r\n\r\n"))
    _, found = scan(program, "-")
    assert found["tray"] == [*packed.units[:2], ""]
    assert program.json("pack", "tray", "L1", "--station", "S2")["room"] == 3


def test_a_stopped_station_is_told_and_resumed_by_two_people(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = packed.units[:3]
    status, found = scan(program, first, second, second, third, "--in-line")
    assert status == 1
    assert found["scans"][-1]["outcome"] == "slip"  # type: ignore[index]
    tray = program.json("pack", "tray", "L1", "--station", "S2")
    assert tray["slip"] == {"at": 3, "by": 1, "expected": 3, "found": 2}
    assert scan(program, packed.line.codes[1][0])[0] == 1
    told = exception(program, monkeypatch, "resume", "L1", "--station", "S2")
    assert (told["kind"], told["reviewer"]) == ("resumed", "Bob")
    assert program.json("pack", "tray", "L1", "--station", "S2")["slip"] is None
    assert scan(program, packed.line.codes[1][0])[0] == 0


def test_exceptions_are_confirmed_by_a_second_person_and_can_be_taken_back(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, other, third = packed.line.codes[1][:3]
    units = packed.units
    scan(program, *units[:3], bundle, *units[3:5])
    closed = exception(program, monkeypatch, "partial", "L1", "--station", "S2", other)
    assert closed["parent"] == other
    for arguments in (
        ("top-up", "L1", units[5], other),
        ("sample", "L1", units[6]),
        ("scrap", "L1", units[0]),
        ("move", "L1", units[1], bundle),
    ):
        if arguments[0] == "move":
            status, _, err = _refused(program, monkeypatch, *arguments)
            assert status == 2
            assert "already" in err
        else:
            assert exception(program, monkeypatch, *arguments)["reviewer"] == "Bob"
    event = exception(program, monkeypatch, "relabel", "L1", bundle, third)["event"]
    back = exception(program, monkeypatch, "take-back", "L1", str(event))
    assert back["kind"] == "taken back"
    assert exception(program, monkeypatch, "take-apart", "L1", bundle)["kind"] == "taken apart"


def _refused(program: Program, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    return program("pack", *arguments, "--reason", "test", "--reviewer", "Bob")


def test_many_labels_that_were_never_scanned_are_scrapped_with_one_secret(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(program, *packed.units[:2])
    done = exception(program, monkeypatch, "scrap", "L1", "--never-scanned", "--level", "1")
    assert len(done["events"]) == 10  # type: ignore[arg-type]
    assert done["refused"] == []
    again = exception(program, monkeypatch, "scrap", "L1", "--never-scanned")
    assert again["events"] == []


def test_of_several_codes_the_refused_ones_are_told_and_make_it_no_success(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scan(program, packed.units[0])
    status, out, _ = _refused(program, monkeypatch, "scrap", "L1", *packed.units[:3])
    assert status == 1
    assert f"{packed.units[0]}  " in out
    assert "2 packs are recorded as destroyed" in out
    listed = tmp_path / "bundles.txt"
    listed.write_text("\n".join(packed.line.codes[1][:2]))
    done = exception(program, monkeypatch, "scrap", "L1", "--file", str(listed), "--level", "2")
    assert len(done["events"]) == 2  # type: ignore[arg-type]


def test_which_packs_are_scrapped_is_said_in_one_way(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = packed.units[0]
    assert "in one way" in _refused(program, monkeypatch, "scrap", "L1", unit, "--never-scanned")[2]
    assert "in one way" in _refused(program, monkeypatch, "scrap", "L1")[2]


def test_a_wrong_secret_confirms_nothing(
    program: Program, packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("guessed\n"))
    status, _, err = program("pack", "scrap", "L1", packed.units[0], "--reason", "x", "--reviewer", "Bob")
    assert status == 2
    assert "not the secret" in err


def test_an_order_or_station_that_is_not_there_is_told(program: Program, packed: PackingLine) -> None:
    assert packed.units
    assert "no order" in program("pack", "undo", "L9", "--station", "S2")[2]
    assert "It has: S2, S3" in program("pack", "undo", "L1", "--station", "S9")[2]


def reading(scanner: ScannerEmulator, *texts: str) -> None:
    """Let a scanner read as soon as somebody listens to it."""

    def read() -> None:
        assert scanner.wait_connected()
        for text in texts:
            scanner.scan(text)

    threading.Thread(target=read).start()


def test_a_scanner_is_tried_out(program: Program, packed: PackingLine) -> None:
    with ScannerEmulator(identifier="]C1") as scanner:
        reading(scanner, packed.units[0])
        found = program.json("scanner", "test", scanner.address, "--seconds", "2")["scans"]
    assert found == [{"text": packed.units[0], "symbology": "]C1", "damage": []}]


def test_a_scanner_packs(program: Program, packed: PackingLine) -> None:
    with ScannerEmulator(identifier="]C1") as scanner:
        reading(scanner, *packed.units[:2])
        _, told = scan(program, "--scanner", scanner.address, "--idle", "2")
    assert told["tray"] == [*packed.units[:2], ""]


def test_a_scanner_that_sends_nothing_is_told(program: Program) -> None:
    with ScannerEmulator() as scanner:
        status, out, _ = program("scanner", "test", scanner.address, "--seconds", "0")
    assert status == 1
    assert "Nothing came" in out
