"""Why a printer does not print, and its calibration, from the command line."""

import json
from pathlib import Path

import pytest

from desktop.labels.ruler_card import plan_card
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from tests.program.test_command_line import Program, program
from tests.reading.card_scans import Scanned, scan_of

__all__ = ["program"]


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "card.png"
    how = Scanned(dpi=300.0, border=5, scale_x=1.005, offset_x=0.6, offset_y=-0.4)
    scan_of(plan_card(Resolution(12), 40.0, 30.0), how).save(path, dpi=(300, 300))
    return path


def test_a_printer_in_order_ends_with_status_0(program: Program) -> None:
    with ZebraEmulator() as printer:
        answer = program.json("printer", "why", printer.address)
    assert answer["bad"] == 0


def test_a_fault_ends_with_status_1_and_says_what_to_do(program: Program) -> None:
    with ZebraEmulator() as printer:
        printer.faults.head_open = True
        status, out, _ = program("printer", "why", printer.address)
    assert status == 1
    assert "! Is the print head closed?" in out
    assert "-> Close the print head" in out


def test_a_printer_that_is_not_there_is_an_answer_and_no_trouble(program: Program) -> None:
    status, out, err = program("printer", "why", "tcp://no-such-printer.invalid:9100", "--json")
    answers = json.loads(out)["answers"]
    assert (status, err) == (1, "")
    assert answers[0]["state"] == "bad"
    assert {one["state"] for one in answers[1:]} == {"not asked"}


def test_an_address_that_is_none_is_bad_use(program: Program) -> None:
    assert program("printer", "why", "nonsense")[0] == 2


def test_a_job_that_does_not_exist_is_bad_use(program: Program) -> None:
    assert program("printer", "why", "demo://zebra", "--job", "7")[0] == 2


def test_a_card_is_printed_in_the_size_of_the_labels(program: Program) -> None:
    with ZebraEmulator() as printer:
        program.json("printer", "card", printer.address, "--width", "60", "--height", "42")
        assert printer.wait_printed(1)
        assert printer.physical[0].picture.width == 60 * 12


def test_a_scanned_card_sets_the_printer(program: Program, scan: Path) -> None:
    program.json("printer", "add", "Z1", "tcp://192.0.2.7:9100", "--darkness", "12")
    answer = program.json("printer", "calibrate", "tcp://192.0.2.7:9100", "--scan", str(scan))
    settings = answer["settings"]
    assert isinstance(settings, dict)
    assert settings["darkness"] == 12
    assert settings["scale_x"] == pytest.approx(1.005, abs=0.001)
    assert settings["offset_x_mm"] == pytest.approx(-0.6, abs=0.1)
    assert settings["offset_y_mm"] == pytest.approx(0.4, abs=0.1)


def test_only_a_printer_that_was_set_up_can_be_calibrated(program: Program, scan: Path) -> None:
    status, _, err = program("printer", "calibrate", "tcp://192.0.2.7:9100", "--scan", str(scan))
    assert status == 2
    assert "packmark printer add" in err
