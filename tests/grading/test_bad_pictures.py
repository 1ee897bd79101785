"""Whatever is wrong with a picture, it is told in words, and nothing gets a better grade by it."""

import io
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from desktop.errors import InputError
from desktop.grading.calibration import to_json
from desktop.grading.model import Calibration, SymbolGrade
from desktop.grading.picture import open_picture, picture_process
from desktop.grading.picture_worker import opened
from desktop.operations.grading import Graded, GradingRequest, grade_file, remarks
from desktop.reading.picture_process import PictureProcess
from tests.grading.pictures import DARK, LIGHT, Grey, saved, sheet, symbol

CODE = "81234561234567891234"
CARD = Calibration(0.0, 100.0, 0.0, 1.0, "card 7", "Li", "2026-11-22")
REQUEST = GradingRequest(dpi=600, linear=True, calibration=CARD)
MATRIX = symbol("PACKMARK 810000", "DataMatrix", 10)
BARS = symbol(CODE, "Code128", 6)[:160]
GOOD_MATRIX = sheet((MATRIX, 100, 100), size=(500, 500))
GOOD_BARS = sheet((BARS, 100, 100), size=(1200, 400))


@pytest.fixture(scope="module")
def process() -> Iterator[PictureProcess]:
    with picture_process() as made:
        yield made


class Grader:
    """Grades pictures by way of a file, as people do."""

    def __init__(self, process: PictureProcess, folder: Path) -> None:
        self._process = process
        self._folder = folder

    def whole(self, picture: Any, name: str = "a.png", **options: Any) -> Graded:
        """Return all that comes of a picture."""
        return grade_file(saved(picture, self._folder / name, **options), REQUEST, self._process)

    def one(self, picture: Any) -> SymbolGrade:
        """Return the one symbol of a picture."""
        (symbol_grade,) = self.whole(picture).symbols
        return symbol_grade

    def all(self, picture: Any) -> tuple[SymbolGrade, ...]:
        """Return the symbols of a picture that may as well be refused; then there are none."""
        with suppress(InputError):
            return self.whole(picture).symbols
        return ()

    def refused(self, picture: Any) -> str:
        """Return why nothing comes of a picture."""
        with pytest.raises(InputError) as refused:
            self.whole(picture)
        assert refused.value.in_language("zh_CN") != str(refused.value.text)
        return str(refused.value.text)


@pytest.fixture
def grader(process: PictureProcess, tmp_path: Path) -> Grader:
    return Grader(process, tmp_path)


def why(graded: SymbolGrade) -> str:
    """Return the reasons against a grade; there must be no grade then."""
    assert graded.grade is None
    return " ".join(str(reason) for reason in graded.not_measurable)


def smeared(picture: Grey, length: int) -> Grey:
    """Move the camera to the right while it looks."""
    moved = [numpy.roll(picture.astype(numpy.float32), step, axis=1) for step in range(length)]
    return numpy.asarray(sum(moved) / length, numpy.uint8)


def test_pictures_without_faults_are_graded(grader: Grader) -> None:
    for good in (GOOD_MATRIX, GOOD_BARS):
        graded = grader.one(good)
        assert graded.not_measurable == ()
        assert graded.grade is not None
        assert graded.grade >= 3.0


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_picture_of_one_grey_is_refused_with_that_grey(grader: Grader, grey: int) -> None:
    told = grader.refused(numpy.full((600, 800), grey, numpy.uint8))
    assert f"nearly of one grey ({round(grey / 2.55)} to" in told


def test_a_picture_of_text_has_no_symbol(grader: Grader) -> None:
    paper = Image.new("L", (800, 600), LIGHT)
    for line in range(10):
        ImageDraw.Draw(paper).text(
            (40, 40 + 50 * line), "Packmark 2026-11-22", DARK, ImageFont.load_default(36)
        )
    assert "No symbol was found" in grader.refused(paper)


def test_a_picture_that_is_out_of_focus_is_said_to_be(grader: Grader) -> None:
    soft = Image.fromarray(GOOD_BARS).resize((60, 20), Image.Resampling.BOX)
    assert "blurred" in grader.refused(soft.resize((1200, 400), Image.Resampling.BICUBIC))


def rippled(picture: Grey, percent: float, period: float, degrees: float) -> Grey:
    """Lay waves of light over it, so high from crest to trough."""
    rows, columns = numpy.indices(picture.shape)
    angle = numpy.radians(degrees)
    phase = 2 * numpy.pi * (columns * numpy.cos(angle) + rows * numpy.sin(angle)) / period
    return numpy.asarray(picture * (1 + percent / 200 * numpy.sin(phase)), numpy.uint8)


@pytest.mark.parametrize(("period", "degrees"), [(5.3, 0), (9, 30), (14, 90), (7, 135)])
def test_moire_over_a_symbol_is_named_with_its_height_and_period(
    grader: Grader, period: float, degrees: float
) -> None:
    told = why(grader.one(rippled(GOOD_BARS, 12, period, degrees)))
    assert "moire" in told
    assert f"every {period:.0f} pixels" in told
    assert any(f"by {height} %" in told for height in (10, 11, 12))


def test_what_stands_in_one_quiet_zone_or_is_only_noise_is_no_moire(grader: Grader) -> None:
    lined, noisy = GOOD_BARS.copy(), GOOD_BARS.astype(numpy.float64)
    lined[:, 70:76] = DARK
    noisy += numpy.random.default_rng(1).normal(0, 6, noisy.shape)
    for picture in (lined, numpy.asarray(noisy.clip(0, 250), numpy.uint8), rippled(GOOD_BARS, 2, 9, 0)):
        assert "moire" not in " ".join(map(str, grader.one(picture).not_measurable))


@pytest.mark.parametrize(("length", "turned"), [(24, False), (40, False), (24, True)])
def test_a_picture_in_which_something_moved_says_so_and_which_way(
    grader: Grader, length: int, turned: bool
) -> None:
    moved = smeared(GOOD_BARS, length)
    told = grader.refused(numpy.ascontiguousarray(moved.T) if turned else moved)
    assert f"smeared {'from top to bottom' if turned else 'from left to right'}" in told


def test_bars_that_nobody_can_read_are_named_with_their_place(grader: Grader) -> None:
    worse = GOOD_BARS.copy()
    worse[:, 260:300] = LIGHT
    worse[:, 560:620] = DARK
    told = grader.refused(worse)
    assert "There are bars at" in told


def test_an_exposure_that_is_too_long_is_not_measurable(grader: Grader) -> None:
    bright = numpy.clip(GOOD_MATRIX.astype(numpy.int16) + 60, 0, 255).astype(numpy.uint8)
    assert "Change the exposure" in why(grader.one(bright))


def test_an_overexposed_jpeg_is_not_measurable_though_its_white_is_no_longer_even(
    process: PictureProcess, tmp_path: Path
) -> None:
    bright = numpy.where(GOOD_MATRIX > 127, 255, 40).astype(numpy.uint8)
    path = saved(bright, tmp_path / "a.jpg", quality=85)
    (graded,) = grade_file(path, REQUEST, process).symbols
    assert "Change the exposure" in why(graded)


def test_glare_over_a_part_of_a_symbol_is_not_measurable(grader: Grader) -> None:
    lit = Image.fromarray(GOOD_MATRIX)
    ImageDraw.Draw(lit).ellipse((130, 130, 165, 165), 255)
    assert "Change the exposure" in why(grader.one(lit))


def test_glare_in_the_quiet_zone_counts_as_well(grader: Grader) -> None:
    lit = GOOD_BARS.copy()
    lit[100:260, 62:98] = 255
    assert "Change the exposure" in why(grader.one(lit))


def test_a_white_that_lies_beside_a_turned_symbol_does_not_matter(grader: Grader) -> None:
    turned = Image.fromarray(GOOD_MATRIX).rotate(45, Image.Resampling.BILINEAR, expand=True, fillcolor=LIGHT)
    lit = numpy.asarray(turned).copy()
    lit[:90], lit[:, :90] = 255, 255
    assert not any("exposure" in str(reason) for reason in grader.one(lit).not_measurable)


@pytest.mark.parametrize("length", [4, 7, 10])
@pytest.mark.parametrize("good", [GOOD_MATRIX, GOOD_BARS])
def test_a_smeared_picture_never_makes_a_symbol_better(grader: Grader, good: Grey, length: int) -> None:
    sharp = grader.one(good).grade
    assert sharp is not None
    graded = grader.all(smeared(good, length))
    assert all(one.grade is None or one.grade <= sharp for one in graded)


@pytest.mark.parametrize("pitch", [0.17, 0.23, 0.31, 0.37])
def test_a_picture_too_coarse_for_its_modules_gets_no_grade(grader: Grader, pitch: float) -> None:
    for good in (GOOD_MATRIX, GOOD_BARS):
        size = (round(good.shape[1] * pitch), round(good.shape[0] * pitch))
        aliased = Image.fromarray(good).resize(size, Image.Resampling.NEAREST)
        graded = grader.all(aliased)
        assert all(one.grade is None and one.not_measurable for one in graded)


def test_bars_of_three_pixels_are_not_measurable(grader: Grader) -> None:
    fine = sheet((symbol(CODE, "Code128", 3)[:90], 60, 60), size=(700, 240))
    assert "at least 4 are needed" in why(grader.one(fine))


def test_of_two_symbols_over_each_other_none_passes(grader: Grader) -> None:
    both = GOOD_BARS.copy()
    both[150:330, 300:480] = sheet((MATRIX, 10, 10), size=(180, 180))
    graded = grader.whole(both).symbols
    assert graded
    assert all(one.grade is None or one.grade < 1.5 for one in graded if one.symbology == "Code 128")


def test_a_matrix_at_the_edge_of_the_picture_is_not_measurable(grader: Grader) -> None:
    cut = GOOD_MATRIX[97:, 97:]
    graded = grader.one(cut)
    assert graded.grade in {None, 0.0}
    if graded.grade is None:
        assert "quiet zone is not in the picture" in why(graded)


def test_bars_without_their_quiet_zone_in_the_picture_are_not_measurable(grader: Grader) -> None:
    assert "ends within a quiet zone" in why(grader.one(GOOD_BARS[:, 85:]))


def encoded(kind: str) -> bytes:
    """Return a small picture as a file."""
    written = io.BytesIO()
    noise = numpy.random.default_rng(3).integers(0, 255, (60, 60), numpy.uint8)
    Image.fromarray(noise).save(written, kind)
    return written.getvalue()


FILES = {kind: encoded(kind) for kind in ("PNG", "TIFF", "BMP", "JPEG")}


@given(st.sampled_from(sorted(FILES)), st.floats(0, 0.999))
def test_a_file_that_is_cut_off_anywhere_is_told_from_a_whole_one(kind: str, part: float) -> None:
    whole = FILES[kind]
    head, samples = opened(whole[: int(part * len(whole))])
    # The last bytes of some formats say nothing about the picture: then it is whole, and must be the same.
    assert "trouble" in head or samples == opened(whole)[1]


@given(
    st.sampled_from(sorted(FILES)), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8)
)
def test_a_file_with_wrong_bytes_is_opened_or_refused_but_never_raises(
    kind: str, wrong: list[tuple[int, int]]
) -> None:
    content = bytearray(FILES[kind])
    for place, value in wrong:
        content[place % len(content)] = value
    head, _ = opened(content)
    assert head.get("trouble") or head["width"]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"PK\x03\x04" + bytes(40),
        b"GIF89a" + bytes(40),
        b"<svg/>",
        "图片".encode(),
        b"\xff\xd8\xff",
    ],
)
def test_what_is_no_picture_is_called_so_whatever_its_name(
    process: PictureProcess, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"is no picture in PNG|is damaged"):
        open_picture(path, process=process)


def png_of(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def tiff_of(width: int, height: int) -> bytes:
    """Return a TIFF of a few bytes that says it is so large."""
    tags = (
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, 10),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + bytes(4)


@pytest.mark.parametrize(
    "content", [png_of(60_000, 60_000), tiff_of(60_000, 60_000), png_of(2_000_000_000, 3)]
)
def test_a_bomb_is_refused_by_the_size_it_states(
    process: PictureProcess, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"has \d+ x \d+ pixels; a picture to grade has at most 80 million"):
        open_picture(path, process=process)


def test_a_photo_is_measured_upright_as_it_says(process: PictureProcess, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = saved(GOOD_BARS, tmp_path / "a.png", exif=exif)
    assert open_picture(path, process=process).reflectance.shape == GOOD_BARS.shape[::-1]


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "RGB", "CMYK", "I;16"])
def test_every_kind_of_pixels_shows_the_symbol(process: PictureProcess, tmp_path: Path, mode: str) -> None:
    grey = Image.fromarray(GOOD_MATRIX)
    made = (
        Image.fromarray(GOOD_MATRIX.astype(numpy.uint16) * 257)
        if mode == "I;16"
        else grey.convert(mode, dither=Image.Dither.NONE)
    )
    image = open_picture(saved(made, tmp_path / "a.tif"), linear=True, process=process)
    assert [one.data for one in image.found or ()] == ["PACKMARK 810000"]
    span = float(image.reflectance.max() - image.reflectance.min())
    assert span == pytest.approx(100 if mode == "1" else (LIGHT - DARK) / 2.55, abs=1.5)


def test_what_is_transparent_is_white_paper(process: PictureProcess, tmp_path: Path) -> None:
    layers = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    layers.paste(Image.fromarray(MATRIX).convert("RGBA"), (100, 100))
    image = open_picture(saved(layers, tmp_path / "a.png"), linear=True, process=process)
    assert image.reflectance[5, 5] == pytest.approx(100)
    assert [one.data for one in image.found or ()] == ["PACKMARK 810000"]


@pytest.mark.parametrize("mode", ["LAB", "F"])
def test_pixels_that_are_no_light_are_refused_by_their_kind(
    process: PictureProcess, tmp_path: Path, mode: str
) -> None:
    other = Image.new(mode, (100, 100))
    with pytest.raises(InputError, match=f"of the kind {mode}, no amounts of light"):
        open_picture(saved(other, tmp_path / "a.tif"), process=process)


def test_that_only_the_first_page_was_graded_is_told(grader: Grader) -> None:
    pages = [Image.fromarray(GOOD_MATRIX), Image.fromarray(GOOD_MATRIX)]
    graded = grader.whole(pages[0], "a.tif", save_all=True, append_images=pages[1:])
    assert any("2 pages; only the first" in str(remark) for remark in remarks(graded.image))


def test_a_record_beside_a_picture_calibrates_it_and_tells_its_scale(
    process: PictureProcess, tmp_path: Path
) -> None:
    path = saved(GOOD_MATRIX, tmp_path / "export.png")
    record = json.loads(to_json(CARD)) | {"dpi": 1200}
    (tmp_path / "export.png.calibration.json").write_text(json.dumps(record), encoding="utf-8")
    graded = grade_file(path, GradingRequest(linear=True), process)
    assert graded.image.calibration == CARD
    assert graded.image.px_per_mm == pytest.approx(1200 / 25.4)
    other = replace(CARD, card="card 8")
    asked = grade_file(path, GradingRequest(linear=True, calibration=other, dpi=600), process)
    assert asked.image.calibration == other
    assert asked.image.px_per_mm == pytest.approx(600 / 25.4)


@pytest.mark.parametrize("content", ["none", "[]", "{}", to_json(CARD)[:-1] + ', "dpi": "many"}'])
def test_a_record_beside_a_picture_that_is_none_is_told_and_not_passed_over(
    process: PictureProcess, tmp_path: Path, content: str
) -> None:
    path = saved(GOOD_MATRIX, tmp_path / "a.png")
    (tmp_path / "a.png.calibration.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.png\.calibration\.json"):
        grade_file(path, REQUEST, process)
