"""A reflectance card and a ruler card make grades absolute."""

import json
from pathlib import Path

import numpy
import pytest

from desktop.errors import Refused
from desktop.grading.calibration import read_calibration
from desktop.operations import calibration, reflectance
from desktop.operations.plant import Plant
from desktop.operations.reflectance import Grey
from printers.emulators.zebra import ZebraEmulator
from tests.grading.pictures import saved
from tests.operations.test_calibration import scan_of_paper
from tests.refusals import refusal_of


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A picture with a dark and a light half, a fifth and four fifths of what it can show."""
    picture = numpy.full((100, 200), 51, numpy.uint8)
    picture[:, 100:] = 204
    return saved(picture, tmp_path / "card.png")


def test_a_card_is_measured_by_who_acts_on_this_day_and_read_again(
    plant: Plant, card: Path, tmp_path: Path
) -> None:
    dark, light = Grey(4.0, (10, 10, 50, 50)), Grey(84.0, (120, 10, 50, 50))
    record = reflectance.measure_card(plant, card, dark, light, "card 7", linear=True)
    reflectance.save(record, tmp_path / "card.json")
    assert (record.dark_reading, record.light_reading) == pytest.approx((0.2, 0.8))
    assert (record.card, record.by) == ("card 7", plant.actor)
    assert json.loads((tmp_path / "card.json").read_text())["on"] == record.on
    assert read_calibration(tmp_path / "card.json") == record


def test_a_record_is_never_overwritten(plant: Plant, card: Path, tmp_path: Path) -> None:
    dark, light = Grey(4.0, (10, 10, 50, 50)), Grey(84.0, (120, 10, 50, 50))
    record = reflectance.measure_card(plant, card, dark, light, "card 7", linear=True)
    reflectance.save(record, tmp_path / "card.json")
    with pytest.raises(Refused):
        reflectance.save(record, tmp_path / "card.json")


def test_greys_that_were_taken_the_wrong_way_round_are_refused(plant: Plant, card: Path) -> None:
    dark, light = Grey(4.0, (120, 10, 50, 50)), Grey(84.0, (10, 10, 50, 50))
    told = refusal_of(lambda: reflectance.measure_card(plant, card, dark, light, "card 7", linear=True))
    assert "0.800" in told


@pytest.mark.parametrize(
    ("percent", "area"), [("x", "1,2,3,4"), ("50", "1,2,3"), ("50", "a,b,c,d"), ("", "")]
)
def test_a_grey_that_is_typed_wrong_is_refused(percent: str, area: str) -> None:
    assert "left,top,width,height" in refusal_of(lambda: Grey.parse(percent, area))


def test_the_true_dpi_of_a_scanner_is_seen_on_a_ruler_card(
    plant: Plant, printer: ZebraEmulator, tmp_path: Path
) -> None:
    calibration.print_card(plant, printer.address, width_mm=60, height_mm=42)
    assert printer.wait_printed(1)
    scan = scan_of_paper(printer, tmp_path / "scan.png")
    # The picture has 24 pixels a millimetre; the scanner was set to 600 dpi.
    found = reflectance.scale_of_ruler_card(scan, 600)
    assert found.dpi_across == pytest.approx(24 * 25.4, rel=0.001)
    assert found.dpi_down == pytest.approx(24 * 25.4, rel=0.001)
    assert found.marks == 4
