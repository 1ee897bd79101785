"""``packmark label print`` and ``packmark printer test``, on an emulated printer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import label_templates
from printers.emulators.zebra import ZebraEmulator
from tests.program.test_command_line import Program

PATIENCE_S = 20.0


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


@pytest.fixture
def printer() -> Iterator[ZebraEmulator]:
    with ZebraEmulator(dots_per_mm=8) as emulator:
        yield emulator


def test_a_test_page_is_printed_by_a_command(program: Program, printer: ZebraEmulator) -> None:
    assert program.json("printer", "test", printer.address) == {"handed_over": 1, "dots_per_mm": 8}
    assert printer.wait_printed(1, PATIENCE_S)


def test_plain_labels_are_printed_by_a_command(program: Program, printer: ZebraEmulator) -> None:
    values = program.folder / "values.json"
    values.write_text(json.dumps({"printer": "shelf 7", "specimen": ""}), encoding="utf-8")
    status, out, err = program(
        *("label", "print", "test_page", "--printer", printer.address),
        *("--count", "3", "--values", str(values), "--dpmm", "8"),
    )
    assert (status, err) == (0, "")
    assert out == "3 labels were handed over; see whether they come out.\n"
    assert printer.wait_printed(3, PATIENCE_S)


def test_a_label_with_codes_is_no_plain_label(program: Program, printer: ZebraEmulator) -> None:
    carton = program.folder / "carton.json"
    carton.write_text(label_templates.read_text("drug_code_b"), encoding="utf-8")
    status, _, err = program("label", "print", str(carton), "--printer", printer.address)
    assert status == 2
    assert "carries codes of its own" in err
    assert "Element “trace” shows {code}." in err
    assert printer.odometer == 0


def test_a_queue_without_its_resolution_is_refused(program: Program) -> None:
    status, _, err = program("printer", "test", "queue://hall2")
    assert status == 2
    assert "cannot be asked how many dots/mm" in err
