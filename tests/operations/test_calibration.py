"""A ruler card is printed, scanned and measured, and the printer makes up for what it prints askew."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.devices import AS_SET, PrinterSettings
from desktop.errors import InputError, Refused
from desktop.operations import audit, calibration, printers
from desktop.operations.plant import Plant
from desktop.reading.ruler_card import Measured
from desktop.storage.claims import Claimed, claim
from printers.emulators.zebra import ZebraEmulator


def measured_as(
    scale_x: float = 1.0, scale_y: float = 1.0, x: float | None = 0.0, y: float | None = 0.0
) -> Measured:
    return Measured(scale_x, scale_y, 0.0, x, y, 6, 1e-4, 0.01, 12)


def scan_of_paper(printer: ZebraEmulator, path: Path, shift_dots: tuple[int, int] = (0, 0)) -> Path:
    """What a scanner with twice the printer's dots would see of the last label, on black paper."""
    label = printer.physical[-1].picture
    rows = np.frombuffer(label.rows, np.uint8).reshape(label.height, -1)
    black = np.unpackbits(rows, axis=1, count=label.width).astype(bool)
    black = np.roll(black, shift_dots, axis=(1, 0))
    paper = np.where(black, 30, 240).astype(np.uint8).repeat(2, 0).repeat(2, 1)
    ground = np.full((paper.shape[0] + 400, paper.shape[1] + 400), 20, np.uint8)
    ground[200:-200, 200:-200] = paper
    Image.fromarray(ground).save(path, dpi=(24 * 25.4, 24 * 25.4))
    return path


def test_a_card_comes_out_of_the_printer_and_measures_true(
    plant: Plant, printer: ZebraEmulator, tmp_path: Path
) -> None:
    calibration.print_card(plant, printer.address, width_mm=60, height_mm=42)
    assert printer.wait_printed(1)
    assert not printer.complaints
    found = calibration.measure(scan_of_paper(printer, tmp_path / "scan.png")).measured
    assert found.marks_found == 4
    assert found.scale_x == pytest.approx(1, abs=0.001)
    assert found.scale_y == pytest.approx(1, abs=0.001)
    assert found.offset_x_mm == pytest.approx(0, abs=0.1)
    assert found.offset_y_mm == pytest.approx(0, abs=0.1)


def test_what_was_shifted_on_paper_is_shifted_back(
    plant: Plant, printer: ZebraEmulator, tmp_path: Path
) -> None:
    calibration.print_card(plant, printer.address, width_mm=60, height_mm=42)
    assert printer.wait_printed(1)
    scan = scan_of_paper(printer, tmp_path / "scan.png", shift_dots=(12, -6))
    settings = calibration.measured_settings(AS_SET, calibration.measure(scan).measured)
    assert settings.offset_x_mm == pytest.approx(-1.0, abs=0.1)
    assert settings.offset_y_mm == pytest.approx(0.5, abs=0.1)


def test_printing_a_card_is_in_the_audit_trail(plant: Plant, printer: ZebraEmulator) -> None:
    calibration.print_card(plant, printer.address)
    assert "printer.card" in [record.action for record in audit.list_audit(plant, 5)]


def test_a_card_has_the_printers_own_resolution(plant: Plant) -> None:
    with ZebraEmulator(dots_per_mm=8) as printer:
        calibration.print_card(plant, printer.address)
        assert printer.wait_printed(1)
        assert printer.physical[-1].picture.width == 90 * 8


def test_another_resolution_than_the_printers_is_refused(plant: Plant, printer: ZebraEmulator) -> None:
    with pytest.raises(InputError, match="12 dots/mm, not 8"):
        calibration.print_card(plant, printer.address, dots_per_mm=8)
    assert printer.odometer == 0


def test_a_queue_must_be_told_its_resolution(plant: Plant) -> None:
    with pytest.raises(InputError, match="give its dots per mm"):
        calibration.print_card(plant, "queue://office")


def test_a_coder_prints_no_cards(plant: Plant) -> None:
    with pytest.raises(InputError):
        calibration.print_card(plant, "leibinger://127.0.0.1:1")


def test_no_card_is_printed_between_the_labels_of_a_job(plant: Plant, printer: ZebraEmulator) -> None:
    with claim(plant.store, Claimed.printer(plant.devices.device(printer.address))), pytest.raises(Refused):
        calibration.print_card(plant, printer.address)
    assert printer.odometer == 0


def test_darkness_and_speed_stay_as_they_are() -> None:
    before = PrinterSettings(darkness=12, speed_ips=4)
    after = calibration.measured_settings(before, measured_as(1.004, 0.996, 0.8, -0.5))
    assert (after.darkness, after.speed_ips) == (12, 4)
    assert (after.scale_x, after.scale_y) == (1.004, 0.996)
    assert after.offset_x_mm == pytest.approx(-0.8, abs=0.01)
    assert after.offset_y_mm == pytest.approx(0.5, abs=0.01)


def test_an_offset_that_was_not_seen_stays_as_it_is() -> None:
    before = PrinterSettings(offset_x_mm=1.5, offset_y_mm=-0.25)
    after = calibration.measured_settings(before, measured_as(x=None, y=None))
    assert (after.offset_x_mm, after.offset_y_mm) == (1.5, -0.25)


def test_measuring_the_same_card_twice_changes_nothing_more() -> None:
    found = measured_as(1.002, 0.999, 0.4, 0.3)
    once = calibration.measured_settings(AS_SET, found)
    assert calibration.measured_settings(once, found) == once


@pytest.mark.parametrize("found", [measured_as(scale_x=1.2), measured_as(x=11.0), measured_as(y=-11.0)])
def test_what_no_setting_can_make_up_for_is_refused(found: Measured) -> None:
    with pytest.raises(InputError):
        calibration.measured_settings(AS_SET, found)


def test_the_measured_settings_are_kept_with_who_measured_them(plant: Plant, printer: ZebraEmulator) -> None:
    row, _ = printers.add_printer(plant, "line 1", printer.address)
    settings = calibration.measured_settings(row.settings, measured_as(1.003, 1.0, 0.5, 0.0))
    printers.calibrate(plant, row.id, settings)
    kept = printers.printer(plant, row.id)
    assert kept.settings == settings
    assert kept.calibrated_by == plant.actor
