"""Scans of ruler cards that were printed and scanned in known ways give these ways back."""

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.errors import InputError
from desktop.labels.ruler_card import plan_card
from desktop.reading.card_scan import CardScan, measure
from desktop.reading.card_worker import look
from desktop.reading.ruler_card import CardMark, Measured
from desktop.texts import from_json
from desktop.units import Resolution
from tests.reading.card_scans import Scanned, scan_of

SMALL = plan_card(Resolution(12), 40.0, 30.0)


def file_of(scan: Image.Image, dpi: float | None, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    scan.save(written, kind, **({} if dpi is None else {"dpi": (dpi, dpi)}))
    return written.getvalue()


def measured(how: Scanned, *, large: bool = False, dots_per_mm: int = 12) -> Measured:
    plan = plan_card(Resolution(dots_per_mm)) if large else plan_card(Resolution(dots_per_mm), 40.0, 30.0)
    found, _ = look(file_of(scan_of(plan, how), how.dpi), 0.0)
    assert "refused" not in found, found
    said = found["measured"]
    assert isinstance(said, dict)
    return Measured(**said)


def refusal(content: bytes, dpi: float = 0.0) -> str:
    found, _ = look(content, dpi)
    return str(from_json(str(found["refused"])))


@pytest.mark.parametrize(
    "how",
    [
        Scanned(border=7),
        Scanned(border=7, scale_x=0.99, scale_y=1.01, offset_x=0.8, offset_y=-1.2, turned=2.0),
        Scanned(border=7, scale_x=1.006, scale_y=0.997, turned=91.3, offset_x=-1.5),
        Scanned(border=7, scale_x=1.01, turned=179.2, offset_y=2.4, blur=2.5, noise=10.0),
        Scanned(border=7, scale_y=0.99, turned=-87.7, offset_x=3.0, ground=120, paper=215, ink=60),
    ],
    ids=["straight", "askew", "turned right", "upside down", "turned left"],
)
def test_scale_and_offset_come_back_however_the_card_lies(how: Scanned) -> None:
    found = measured(how)
    assert found.marks_found == 4
    assert found.scale_x == pytest.approx(how.scale_x, abs=0.001)
    assert found.scale_y == pytest.approx(how.scale_y, abs=0.001)
    assert found.offset_x_mm == pytest.approx(how.offset_x, abs=0.1)
    assert found.offset_y_mm == pytest.approx(how.offset_y, abs=0.1)
    assert found.skew_deg == pytest.approx(how.turned - 90 * round(how.turned / 90), abs=0.05)


def test_a_scan_with_300_dpi_of_a_coarse_printer_will_do() -> None:
    how = Scanned(dpi=300.0, border=7, scale_x=1.004, scale_y=0.995, offset_x=0.5, turned=1.0)
    found = measured(how, large=True, dots_per_mm=8)
    assert found.dots_per_mm == 8
    assert found.scale_x == pytest.approx(1.004, abs=0.001)
    assert found.scale_y == pytest.approx(0.995, abs=0.001)
    assert found.offset_x_mm == pytest.approx(0.5, abs=0.1)


def test_on_a_ground_as_light_as_paper_scales_are_measured_and_offsets_are_not() -> None:
    found = measured(Scanned(dpi=300.0, border=7, ground=235, scale_x=1.005))
    assert (found.offset_x_mm, found.offset_y_mm) == (None, None)
    assert found.scale_x == pytest.approx(1.005, abs=0.001)


def test_a_scan_that_ends_with_the_paper_has_no_offset() -> None:
    how = Scanned(dpi=300.0, border=0)
    scan = scan_of(SMALL, how)
    middle, half = np.array(scan.size) / 2, np.array([39.0, 29.0]) / 2 / 25.4 * 300
    cut = scan.crop((*np.round(middle - half).astype(int), *np.round(middle + half).astype(int)))
    found, _ = look(file_of(cut, 300.0), 0.0)
    assert isinstance(found["measured"], dict)
    assert found["measured"]["offset_x_mm"] is None


def test_noise_makes_the_measurement_less_certain() -> None:
    still, noisy = (
        measured(Scanned(dpi=300.0, border=5, noise=noise, turned=0.7), large=True) for noise in (0.0, 30.0)
    )
    assert still.uncertainty < noisy.uncertainty < 0.001


@pytest.fixture(scope="module")
def coarse() -> Image.Image:
    return scan_of(SMALL, Scanned(dpi=300.0, border=5))


def test_a_scan_without_a_resolution_is_refused_unless_it_is_given(coarse: Image.Image) -> None:
    assert "does not say its resolution" in refusal(file_of(coarse, None))
    found, _ = look(file_of(coarse, None), 300.0)
    assert "measured" in found


def test_a_coarse_scan_is_refused(coarse: Image.Image) -> None:
    assert "200 dpi; at least 300" in refusal(file_of(coarse, 200.0))


def test_half_a_card_is_refused(coarse: Image.Image) -> None:
    half = coarse.crop((0, 0, coarse.width, coarse.height // 2))
    assert "2 marks of a ruler card; at least 4" in refusal(file_of(half, 300.0))


def test_two_cards_in_one_scan_are_refused(coarse: Image.Image) -> None:
    two = Image.new("L", (coarse.width * 2, coarse.height))
    two.paste(coarse, (0, 0))
    two.paste(coarse, (coarse.width, 0))
    assert "marks of several cards" in refusal(file_of(two, 300.0))


def test_cards_of_two_printers_in_one_scan_are_refused(coarse: Image.Image) -> None:
    other = scan_of(plan_card(Resolution(8), 40.0, 30.0), Scanned(dpi=300.0, border=5))
    two = Image.new("L", (coarse.width + other.width, coarse.height))
    two.paste(coarse, (0, 0))
    two.paste(other, (coarse.width, 0))
    assert "marks of several cards" in refusal(file_of(two, 300.0))


def test_a_bent_card_is_refused(coarse: Image.Image) -> None:
    width, height = coarse.size
    # Pillow's quadrilateral: a photo from the side makes one edge shorter than the other.
    bent = coarse.transform(
        coarse.size,
        Image.Transform.QUAD,
        (0, 0, 0, height, width, height * 0.97, width, height * 0.03),
        Image.Resampling.BICUBIC,
    )
    assert "more than 0.1 mm" in refusal(file_of(bent, 300.0))


def test_a_mirrored_scan_is_not_measured(coarse: Image.Image) -> None:
    assert refusal(file_of(coarse.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 300.0))


def test_a_picture_without_a_card_is_refused() -> None:
    assert "0 marks" in refusal(file_of(Image.new("L", (400, 400), 255), 600.0))


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory, coarse: Image.Image) -> CardScan:
    path = tmp_path_factory.mktemp("card") / "card.tif"
    path.write_bytes(file_of(coarse, 300.0, "TIFF"))
    return measure(path)


def test_a_tiff_is_measured_in_a_process_of_its_own(scan: CardScan) -> None:
    assert scan.measured.marks_found == 4
    assert scan.measured.scale_x == pytest.approx(1, abs=0.001)


def test_the_picture_comes_along_with_its_marks(scan: CardScan) -> None:
    assert scan.png.startswith(b"\x89PNG")
    assert len(scan.marks) == 4
    assert all(0 <= x <= 1 and 0 <= y <= 1 for mark in scan.marks for x, y in mark)


def test_a_refusal_of_the_process_is_told(tmp_path: Path) -> None:
    path = tmp_path / "white.png"
    path.write_bytes(file_of(Image.new("L", (300, 300), 255), 600.0))
    with pytest.raises(InputError, match="0 marks of a ruler card"):
        measure(path)


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="is no picture"):
        measure(path)


@pytest.mark.parametrize("dpi", [0.0, -1.0, 1e9, float("nan")])
def test_an_impossible_resolution_is_refused(tmp_path: Path, dpi: float) -> None:
    with pytest.raises(InputError, match="up to 4800 dpi"):
        measure(tmp_path / "card.png", dpi)


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(1, 99))
def test_what_a_mark_says_is_read_back(x: int, y: int, dots_per_mm: int) -> None:
    mark = CardMark(x, y, dots_per_mm)
    assert CardMark.parse(mark.text) == mark


@given(st.text() | st.text("PM1 0123456789", max_size=24))
def test_whatever_a_symbol_says_it_is_a_mark_or_none(text: str) -> None:
    mark = CardMark.parse(text)
    assert mark is None or all(value >= 0 for value in dataclasses.astuple(mark))
