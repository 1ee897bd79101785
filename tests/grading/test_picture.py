"""Pictures become reflectance: linear in light, with a scale, and hostile files become sentences."""

import io
import struct
import zlib
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.errors import DeviceError, InputError, PackmarkError, StorageError
from desktop.grading.calibration import checked, measured, read_calibration, to_json
from desktop.grading.model import Calibration
from desktop.grading.picture import image_of, linear_light, open_picture
from tests.grading.pictures import saved

RAMP = numpy.tile(numpy.arange(16, 240, dtype=numpy.uint8), (20, 1))
CARD = Calibration(5.0, 85.0, 0.1, 0.9, "card 7", "Li", "2026-11-22")


def test_a_grey_picture_without_a_word_on_its_curve_is_linear(tmp_path: Path) -> None:
    image = open_picture(saved(RAMP, tmp_path / "a.png"))
    assert (image.linearised, image.channel, image.bits, image.px_per_mm) == (False, "grey", 8, None)
    assert numpy.allclose(image.reflectance, RAMP / 2.55, atol=1e-4)
    assert image.reflectance.dtype == numpy.float32


def test_the_scan_of_a_scanner_is_made_linear_and_has_its_scale(tmp_path: Path) -> None:
    image = open_picture(saved(RAMP, tmp_path / "a.png", dpi=(600, 600)))
    assert image.linearised
    assert image.px_per_mm == pytest.approx(600 / 25.4, rel=1e-3)
    assert image.reflectance[0, 112] == pytest.approx(100 * ((128 / 255 + 0.055) / 1.055) ** 2.4, abs=0.01)


@pytest.mark.parametrize(("linear", "undone"), [(True, False), (False, True)])
def test_what_a_person_says_of_the_curve_counts(tmp_path: Path, linear: bool, undone: bool) -> None:
    path = saved(RAMP, tmp_path / "a.png", dpi=(600, 600))
    assert open_picture(path, linear=linear).linearised is undone


@pytest.mark.parametrize("ending", ["png", "tif", "bmp"])
def test_every_kind_of_file_gives_the_same_reflectance(tmp_path: Path, ending: str) -> None:
    image = open_picture(saved(RAMP, tmp_path / f"a.{ending}"), linear=True)
    assert numpy.allclose(image.reflectance, RAMP / 2.55, atol=1e-4)
    assert not image.lossy


def test_a_jpeg_is_marked_as_lossy(tmp_path: Path) -> None:
    assert open_picture(saved(RAMP, tmp_path / "a.jpg", quality=90)).lossy


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_are_kept(tmp_path: Path, ending: str) -> None:
    deep = (RAMP.astype(numpy.uint16) * 257) + 3
    image = open_picture(saved(deep, tmp_path / f"a.{ending}"), linear=True)
    assert image.bits == 16
    assert numpy.allclose(image.reflectance, deep / 655.35, atol=1e-4)


def test_of_colours_the_red_one_is_measured(tmp_path: Path) -> None:
    colours = numpy.stack((RAMP, RAMP // 2, RAMP // 4), axis=2)
    image = open_picture(saved(colours, tmp_path / "a.png"), linear=True)
    assert image.channel == "red"
    assert numpy.allclose(image.reflectance, RAMP / 2.55, atol=1e-4)


def test_grey_in_three_channels_is_grey(tmp_path: Path) -> None:
    assert open_picture(saved(numpy.stack([RAMP] * 3, axis=2), tmp_path / "a.png")).channel == "grey"


def test_the_scale_that_a_person_gives_stands_before_the_files(tmp_path: Path) -> None:
    path = saved(RAMP, tmp_path / "a.png", dpi=(300, 300))
    assert open_picture(path, dpi=1200).px_per_mm == pytest.approx(1200 / 25.4)
    for wrong in (0.0, -600.0, float("nan"), 1e9):
        with pytest.raises(InputError, match="dpi"):
            open_picture(path, dpi=wrong)


def test_a_resolution_that_programs_write_for_want_of_one_is_no_scale(tmp_path: Path) -> None:
    assert open_picture(saved(RAMP, tmp_path / "a.png", dpi=(72, 72))).px_per_mm is None
    assert open_picture(saved(RAMP, tmp_path / "b.png", dpi=(600, 300))).px_per_mm is None


def test_pixels_at_both_ends_of_the_range_are_counted() -> None:
    half = numpy.zeros((10, 10), numpy.uint8)
    half[:5] = 100
    half[9] = 255
    assert image_of(half).clipped == pytest.approx(0.5)


def test_two_greys_of_a_card_make_reflectance_absolute() -> None:
    image = image_of(numpy.array([[26, 229]], numpy.uint8), calibration=CARD)
    assert image.reflectance[0] == pytest.approx(
        [5 + (26 / 255 - 0.1) * 100, 85 + (229 / 255 - 0.9) * 100], 1e-4
    )


def test_a_card_that_was_measured_reads_back_as_it_states() -> None:
    greys = numpy.full((40, 80), 30, numpy.uint8)
    greys[:, 40:] = 200
    areas = ((4.0, (5, 5, 20, 20)), (82.0, (50, 5, 20, 20)))
    card = measured(image_of(greys), *areas, card="card 7", by="Li", on="2026-11-22")
    seen = image_of(greys, calibration=card).reflectance
    assert (float(seen[0, 0]), float(seen[0, 79])) == pytest.approx((4.0, 82.0), abs=1e-3)
    with pytest.raises(InputError, match="area"):
        measured(image_of(greys), areas[0], (82.0, (70, 5, 20, 20)), card="c", by="Li", on="2026-11-22")


def test_a_calibration_record_survives_writing_and_reading(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(to_json(CARD), encoding="utf-8")
    assert read_calibration(tmp_path / "card.json") == CARD


@pytest.mark.parametrize(
    "wrong",
    [
        Calibration(50, 50, 0.1, 0.9, "c", "Li", "2026-11-22"),
        Calibration(5, 85, 0.9, 0.1, "c", "Li", "2026-11-22"),
        Calibration(5, float("nan"), 0.1, 0.9, "c", "Li", "2026-11-22"),
        Calibration(5, 85, 0.1, 0.9, " ", "Li", "2026-11-22"),
        Calibration(5, 85, 0.1, 0.9, "c", "Li", "yesterday"),
    ],
)
def test_a_calibration_that_cannot_be_true_is_refused(wrong: Calibration) -> None:
    with pytest.raises(InputError):
        checked(wrong)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"card": 1}', "[" * 9000, " " * 20_000])
def test_what_is_no_calibration_record_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "card.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no calibration record"):
        read_calibration(tmp_path / "card.json")


def _bomb() -> bytes:
    """Return a PNG of 60000 x 60000 pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _png() -> bytes:
    written = io.BytesIO()
    Image.fromarray(numpy.random.default_rng(3).integers(0, 255, (80, 80), numpy.uint8)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4 ...", "no picture"),
        (_bomb(), "Scan a smaller area|damaged"),
        (_png()[:3000], "damaged"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        open_picture(path)


def test_a_picture_of_a_few_pixels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only 3 x 3 pixels"):
        open_picture(saved(RAMP[:3, :3], tmp_path / "a.png"))


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(StorageError, match="cannot be read"):
            open_picture(path)


def test_opening_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="was ended"):
        open_picture(saved(RAMP, tmp_path / "a.png"), limit_s=0.01)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_undoing_srgb_keeps_the_order_of_greys(readings: list[float]) -> None:
    light = linear_light(numpy.sort(numpy.array(readings)))
    assert (numpy.diff(light) >= 0).all()
    assert light.min() >= 0
    assert light.max() <= 1


def test_refusals_are_told_in_chinese_too(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"none")
    with pytest.raises(PackmarkError) as refused:
        open_picture(tmp_path / "a.png")
    assert "不是" in refused.value.in_language("zh_CN")
