"""Labels without codes of their own, on an emulated printer and through the queues of a real CUPS."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from numpy import frombuffer, uint8, unpackbits

import label_templates
from desktop.devices import Picture, PrinterSettings
from desktop.errors import Cancelled, DeviceError, InputError, Refused
from desktop.labels import codec
from desktop.labels.document import NO_TITLE, LabelDesign
from desktop.labels.elements import LineElement, SymbolElement, TextElement
from desktop.labels.primitives import Symbology
from desktop.operations import jobs, printers
from desktop.operations.audit import list_audit
from desktop.operations.plain_labels import MOST_LABELS, print_plain
from desktop.operations.plant import Plant
from desktop.operations.printer_test_page import fitted, print_test_page
from desktop.products.code_pool import CodeState
from desktop.storage import codes
from desktop.storage.claims import Claimed, claim
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from tests.operations.conftest import an_order

PATIENCE_S = 20.0
DESIGN = LabelDesign(
    name="shelf",
    title=NO_TITLE,
    width_mm=50.0,
    height_mm=30.0,
    elements=(
        TextElement("place", 2.0, 2.0, 46.0, 5.0, "库位 {destination}", 3.0),
        SymbolElement("bars", 8.0, 10.0, Symbology.CODE_128, "{destination}", 0.25, 8.0),
    ),
)
VALUES = {"destination": "A-07-3"}


def in_file(design: LabelDesign, folder: Path) -> str:
    path = folder / f"{design.name}.json"
    path.write_text(codec.dump(design), encoding="utf-8")
    return str(path)


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    return in_file(DESIGN, tmp_path)


def read(picture: Picture) -> list[str]:
    rows = frombuffer(picture.rows, uint8).reshape(picture.height, -1)
    grey = 255 * (1 - unpackbits(rows, axis=1, count=picture.width))
    return sorted(found.text for found in zxingcpp.read_barcodes(grey))


def records(plant: Plant, action: str) -> list[dict[str, Any]]:
    return [json.loads(row.new) for row in list_audit(plant) if row.action == action]


def test_plain_labels_come_out_in_their_number_and_are_read(
    plant: Plant, printer: ZebraEmulator, shelf: str
) -> None:
    done = print_plain(plant, shelf, VALUES, 7, printer.address)
    assert (done.wanted, done.handed_over, done.dots_per_mm) == (7, 7, 12)
    assert printer.wait_printed(7, PATIENCE_S)
    assert [read(label.picture) for label in printer.physical] == [["A-07-3"]] * 7
    assert printer.complaints == []


def test_what_was_handed_over_is_in_the_audit_trail(plant: Plant, printer: ZebraEmulator, shelf: str) -> None:
    print_plain(plant, shelf, VALUES, 2, printer.address)
    (new,) = records(plant, "label.print")
    assert (new["design"], new["values"], new["count"], new["dots_per_mm"]) == ("shelf", VALUES, 2, 12)


@pytest.mark.parametrize("field", ["code", "serial", "number", "sscc"])
def test_a_label_that_carries_codes_of_its_own_is_refused_with_its_elements(
    plant: Plant, printer: ZebraEmulator, tmp_path: Path, field: str
) -> None:
    texts = (*DESIGN.elements, TextElement("mine", 2.0, 22.0, 46.0, 5.0, f"{{{field}}}", 3.0))
    name = in_file(replace(DESIGN, elements=texts), tmp_path)
    with pytest.raises(Refused, match="printed by a job") as caught:
        print_plain(plant, name, VALUES | {field: "1"}, 1, printer.address)
    assert [str(text) for text in caught.value.details] == [f"Element “mine” shows {{{field}}}."]
    assert printer.odometer == 0
    assert records(plant, "label.print") == []


def test_a_code_of_the_pool_does_not_leave_by_a_detour(
    plant: Plant, printer: ZebraEmulator, tmp_path: Path
) -> None:
    code = pool_code(plant)
    typed = replace(
        DESIGN,
        elements=(SymbolElement("bars", 5.0, 5.0, Symbology.DATA_MATRIX, f"(21){code}", 0.5),),
    )
    for name, values in (
        (in_file(DESIGN, tmp_path), {"destination": code}),
        (in_file(replace(typed, name="typed"), tmp_path), {}),
    ):
        with pytest.raises(Refused, match=f"{code} is a code of this plant's pool"):
            print_plain(plant, name, values, 1, printer.address)
    assert printer.odometer == 0


def pool_code(plant: Plant) -> str:
    row, _ = jobs.create_job(plant, an_order(plant, "tcp://192.0.2.7:9100", 1))

    with plant.store.read() as connection:
        (code,) = codes.of_job(connection, row.job.id, (CodeState.ALLOCATED,))
    return code.value


@pytest.mark.parametrize("count", [0, -1, MOST_LABELS + 1])
def test_a_count_that_is_a_slip_is_refused(
    plant: Plant, printer: ZebraEmulator, shelf: str, count: int
) -> None:
    with pytest.raises(InputError, match="from 1 to 100000"):
        print_plain(plant, shelf, VALUES, count, printer.address)


def test_a_field_without_a_value_is_named(plant: Plant, printer: ZebraEmulator, shelf: str) -> None:
    with pytest.raises(InputError, match="needs values for: destination"):
        print_plain(plant, shelf, {}, 1, printer.address)


def test_a_printer_of_another_resolution_than_was_said_is_refused(
    plant: Plant, printer: ZebraEmulator, shelf: str
) -> None:
    with pytest.raises(InputError, match="12 dots/mm, not 8"):
        print_plain(plant, shelf, VALUES, 1, printer.address, 8)


def test_a_queue_needs_its_resolution_said(plant: Plant, shelf: str) -> None:
    with pytest.raises(InputError, match="cannot be asked how many dots/mm"):
        print_plain(plant, shelf, VALUES, 1, "queue://hall2")


def test_a_coder_takes_no_labels(plant: Plant, shelf: str) -> None:
    with pytest.raises(InputError, match="coder"):
        print_plain(plant, shelf, VALUES, 1, "leibinger://192.0.2.7", 12)


def test_a_label_that_breaks_a_rule_is_refused(plant: Plant, printer: ZebraEmulator, tmp_path: Path) -> None:
    wide = replace(DESIGN, elements=(LineElement("long", 1.0, 1.0, 80.0, 0.5),))
    with pytest.raises(Refused, match="breaks 1 rules"):
        print_plain(plant, in_file(wide, tmp_path), {}, 1, printer.address)
    assert printer.odometer == 0


def test_a_printer_that_is_out_of_labels_is_told_and_gets_none(
    plant: Plant, printer: ZebraEmulator, shelf: str
) -> None:
    printer.faults.head_open = True
    with pytest.raises(DeviceError, match="head is open"):
        print_plain(plant, shelf, VALUES, 1, printer.address)
    assert records(plant, "label.print") == []


def test_while_a_job_prints_there_nothing_else_does(plant: Plant, printer: ZebraEmulator, shelf: str) -> None:
    with (
        claim(plant.store, Claimed.printer(plant.devices.device(printer.address))),
        pytest.raises(Refused, match="printing another job"),
    ):
        print_plain(plant, shelf, VALUES, 1, printer.address)


def test_a_printer_is_the_same_however_its_address_is_spelled(
    plant: Plant, printer: ZebraEmulator, shelf: str
) -> None:
    with claim(plant.store, Claimed.printer(plant.devices.device(printer.address))), pytest.raises(Refused):
        print_plain(plant, shelf, VALUES, 1, printer.address + "/")


def test_no_before_the_first_piece_prints_nothing(plant: Plant, printer: ZebraEmulator, shelf: str) -> None:
    with pytest.raises(Cancelled):
        print_plain(plant, shelf, VALUES, 5, printer.address, report=lambda _: False)
    assert printer.odometer == 0
    assert records(plant, "label.print") == []


def test_no_in_the_middle_prints_no_more_and_what_went_is_told(
    plant: Plant, printer: ZebraEmulator, shelf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.operations.plain_labels._BITE", 1)
    done = print_plain(plant, shelf, VALUES, 9, printer.address, report=lambda fraction: fraction < 0.3)
    assert done.handed_over == 3
    assert printer.wait_printed(3, PATIENCE_S)
    assert [new["handed_over"] for new in records(plant, "label.print.stopped")] == [3]


def test_the_offset_of_a_printer_moves_its_plain_labels(
    plant: Plant, printer: ZebraEmulator, shelf: str
) -> None:
    print_plain(plant, shelf, VALUES, 1, printer.address)
    printers.add_printer(plant, "hall 2", printer.address, PrinterSettings(offset_x_mm=1.0))
    print_plain(plant, shelf, VALUES, 1, printer.address)
    assert printer.wait_printed(2, PATIENCE_S)
    before, after = (leftmost(label.picture) for label in printer.physical)
    assert after - before == 12


def leftmost(picture: Picture) -> int:
    rows = frombuffer(picture.rows, uint8).reshape(picture.height, -1)
    return int(unpackbits(rows, axis=1, count=picture.width).any(axis=0).argmax())


@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_the_lines_of_the_test_page_are_1_to_4_dots_thick_on_every_printer(dots_per_mm: int) -> None:
    resolution = Resolution(dots_per_mm)
    page = fitted(codec.load(label_templates.read_text("test_page")), resolution)
    lines = {
        element.name: resolution.dots(element.thickness_mm)
        for element in page.elements
        if isinstance(element, LineElement) and element.name.startswith("head ")
    }
    assert lines == {"head 1": 1, "head 2": 2, "head 3": 3, "head 4": 4}


@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_a_test_page_comes_out_and_both_symbols_are_read(plant: Plant, dots_per_mm: int) -> None:
    with ZebraEmulator(dots_per_mm=dots_per_mm) as printer:
        printers.add_printer(plant, "大厅2", printer.address)
        assert print_test_page(plant, printer.address).dots_per_mm == dots_per_mm
        assert printer.wait_printed(1, PATIENCE_S)
        (label,) = printer.physical
    assert read(label.picture) == ["PACKMARK TEST", "PACKMARK TEST"]
    (new,) = records(plant, "label.print")
    assert new["values"]["printer"] == f"大厅2, {printer.address}"


if sys.platform == "linux":
    from tests.cups import CupsError, CupsServer

    @pytest.fixture
    def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[CupsServer]:
        try:
            server = CupsServer()
        except CupsError as trouble:
            pytest.fail(str(trouble), pytrace=False)
        with server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            yield server

    def test_through_a_queue_of_cups_plain_labels_come_out_and_jobs_are_refused(
        plant: Plant, printer: ZebraEmulator, shelf: str, cups: CupsServer
    ) -> None:
        cups.add_raw_queue("zebra", printer.host, printer.port)
        done = print_plain(plant, shelf, VALUES, 3, "queue://zebra", 12)
        assert done.handed_over == 3
        print_test_page(plant, "queue://zebra", 12)
        assert printer.wait_printed(4, PATIENCE_S)
        assert [read(label.picture) for label in printer.physical][:3] == [["A-07-3"]] * 3
        assert printer.complaints == []
        with pytest.raises(Refused, match="never says which of them were printed"):
            jobs.create_job(plant, an_order(plant, "queue://zebra"))
        cups.order("/usr/sbin/cupsdisable", "zebra")
        with pytest.raises(DeviceError, match="stopped"):
            print_plain(plant, shelf, VALUES, 1, "queue://zebra", 12)
        assert printer.odometer == 4
