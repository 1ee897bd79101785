"""Printers are set up, measured, asked and taken out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop.coders import CoderState
from desktop.devices import AS_SET, DeviceKind, FoundPrinter, PrinterSettings, Way
from desktop.errors import DeviceError, InputError, Refused
from desktop.operations import lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zipher import ZipherEmulator
from tests.refusals import refusal_of


def test_a_printer_is_set_up_before_it_is_there(plant: Plant) -> None:
    settings = PrinterSettings(offset_x_mm=-0.5, darkness=12)
    row, _ = printers.add_printer(plant, " Line 1 ", " tcp://192.0.2.7:9100 ", settings)
    assert (row.name, row.address, row.settings) == ("Line 1", "tcp://192.0.2.7:9100", settings)
    assert printers.list_printers(plant) == (row,)
    assert printers.find_printer(plant, "Line 1") == row == printers.find_printer(plant, row.address)
    assert printers.find_printer(plant, "other") is None


def test_one_device_is_set_up_once_however_its_address_is_typed(plant: Plant) -> None:
    row, _ = printers.add_printer(plant, "Laser", "ngpcl://Laser-1")
    assert row.address == "ngpcl://laser-1:21000"
    told = refusal_of(lambda: printers.add_printer(plant, "Other", "ngpcl://laser-1:21000"), Refused)
    assert "that of the printer Laser" in told


def test_the_settings_of_an_address_are_its_printers(plant: Plant) -> None:
    settings = PrinterSettings(speed_ips=4)
    row, _ = printers.add_printer(plant, "Z", "demo://zebra")
    printers.change_printer(plant, row.id, "Z", row.address, settings)
    assert printers.settings_of(plant, "demo://zebra") == settings
    assert printers.settings_of(plant, "tcp://192.0.2.99:9100") == AS_SET


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [
        ("", "demo://zebra", "1 to 60"),
        ("Z", "in the corner", "no address"),
        ("Z", "demo://none", "no address"),
    ],
)
def test_a_name_or_an_address_that_is_none_is_refused(
    plant: Plant, name: str, address: str, told: str
) -> None:
    assert told in refusal_of(lambda: printers.add_printer(plant, name, address), InputError)
    assert printers.list_printers(plant) == ()


def test_a_calibration_is_kept_with_who_did_it_and_outlives_a_change(plant: Plant) -> None:
    row, _ = printers.add_printer(plant, "Z", "demo://zebra")
    assert (row.calibrated_at, row.calibrated_by) == (None, "")
    measured = PrinterSettings(scale_x=1.002, scale_y=0.999, offset_y_mm=0.25)
    calibrated, _ = printers.calibrate(plant, row.id, measured)
    assert (calibrated.settings, calibrated.calibrated_by) == (measured, plant.actor)
    changed, _ = printers.change_printer(plant, row.id, "Z2", row.address, replace(measured, darkness=3))
    assert changed.calibrated_at == calibrated.calibrated_at is not None


def test_a_printer_at_a_station_stays(plant: Plant) -> None:
    row, _ = printers.add_printer(plant, "Z", "demo://zebra")
    line, _ = lines.add_line(plant, "Line 1")
    lines.save_station(plant, StationDraft(None, line.line.id, "Unit", printer_id=row.id))
    told = refusal_of(lambda: printers.remove_printer(plant, row.id), Refused)
    assert "stands at Line 1 / Unit" in told
    lines.remove_line(plant, line.line.id)
    printers.remove_printer(plant, row.id)
    assert printers.list_printers(plant) == ()


def test_a_label_printer_is_asked(plant: Plant, printer: ZebraEmulator) -> None:
    report = printers.ask(plant, printer.address)
    assert (report.identity.dots_per_mm, report.status.ready) == (12, True)


def test_a_coder_is_asked(plant: Plant) -> None:
    with ZipherEmulator() as emulator:
        report = printers.ask_coder(plant, emulator.address)
    assert report.status.state in CoderState
    assert report.abilities


def test_asking_the_wrong_kind_is_told(plant: Plant) -> None:
    assert "and a coder is needed" in refusal_of(
        lambda: printers.ask_coder(plant, "demo://zebra"), InputError
    )
    assert "and a label printer is needed" in refusal_of(
        lambda: printers.ask(plant, "queue://labels"), InputError
    )
    assert printers.kind_of(plant, "queue://labels") is DeviceKind.QUEUE


def test_a_coder_that_is_gone_is_told(plant: Plant) -> None:
    with pytest.raises(DeviceError, match=r"127\.0\.0\.1"):
        printers.ask_coder(plant, "zipher://127.0.0.1:1")


def test_looking_for_printers_is_told_where_and_how_long(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Sequence[Way], float]] = []

    def found(_self: object, ways: Sequence[Way], seconds: float) -> Sequence[FoundPrinter]:
        asked.append((ways, seconds))
        return (FoundPrinter("usb://1", "ZT411"),)

    monkeypatch.setattr(type(plant.devices), "found", found)
    assert [one.address for one in printers.found(plant, (Way.USB,), 0.5)] == ["usb://1"]
    assert asked == [((Way.USB,), 0.5)]
