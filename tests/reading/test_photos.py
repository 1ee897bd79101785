"""Photos and scans of labels are opened in a process of their own; what is no picture is refused."""

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from PIL import Image

from desktop.errors import DeviceError, InputError, PackmarkError, StorageError
from desktop.reading import photos
from desktop.reading.opened_picture import MOST_PIXELS, MOST_PNG_BYTES
from desktop.reading.photo_worker import look
from desktop.reading.photos import Photo, open_photo

CODE = "81234561234567891234"


def scan(size: tuple[int, int] = (1200, 600), at: tuple[int, int] = (200, 100)) -> Image.Image:
    """A white sheet with one Code 128 on it: three pixels a module, 120 pixels high."""
    written = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    bars = Image.fromarray(numpy.asarray(written)).convert("L")
    sheet = Image.new("L", size, 255)
    sheet.paste(bars.resize((bars.width, 120), Image.Resampling.NEAREST), at)
    return sheet


def saved(picture: Image.Image, path: Path, **options: Any) -> Path:
    picture.save(path, **options)
    return path


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Photo:
    path = tmp_path_factory.mktemp("photo") / "scan.png"
    return open_photo(saved(scan(), path, dpi=(300, 300)))


def test_a_scan_tells_its_size_and_resolution(photo: Photo) -> None:
    assert (photo.width, photo.height) == (1200, 600)
    assert photo.dpi == pytest.approx(300, abs=0.1)


def test_the_codes_of_a_scan_are_read_with_their_symbology(photo: Photo) -> None:
    assert [(one.identifier, one.text) for one in photo.symbols] == [("]C0", CODE)]


def test_a_code_is_found_where_it_lies(photo: Photo) -> None:
    left = min(x for x, _ in photo.symbols[0].corners) * photo.width
    right = max(x for x, _ in photo.symbols[0].corners) * photo.width
    assert left == pytest.approx(200, abs=40)
    assert right - left == pytest.approx(145 * 3, abs=20)


def test_the_picture_comes_along_in_grey(photo: Photo) -> None:
    with Image.open(io.BytesIO(photo.png)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (1200, 600))


def test_a_picture_that_is_turned_is_read_turned(tmp_path: Path) -> None:
    upside_down = saved(scan().rotate(180), tmp_path / "turned.jpg", quality=95)
    turned = open_photo(upside_down, turn=180)
    (found,) = turned.symbols
    assert found.corners[0][0] < found.corners[1][0]


def test_a_photo_of_a_telephone_stands_upright_as_it_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned right by 90 degrees
    path = saved(Image.new("RGB", (400, 300), "white"), tmp_path / "photo.jpg", exif=exif)
    assert (open_photo(path).width, open_photo(path).height) == (300, 400)


def test_a_large_photo_is_made_small_enough_for_a_design() -> None:
    noise = numpy.random.default_rng(7).integers(0, 256, (3000, 4000), numpy.uint8)
    written = io.BytesIO()
    Image.fromarray(noise).save(written, "JPEG")
    head, png = look(written.getvalue(), 0)
    assert (head["width"], head["height"]) == (4000, 3000)
    assert 0 < len(png) <= MOST_PNG_BYTES


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", b"no picture", "notes.txt is no picture in PNG, JPEG or TIFF."),
        ("old.gif", b"GIF89a" + bytes(40), "old.gif is no picture in PNG, JPEG or TIFF."),
        ("empty.png", b"", "empty.png is empty: it has no bytes. Save or copy it again."),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        open_photo(path)
    assert str(refused.value.text) == sentence


def test_a_picture_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = saved(scan(), tmp_path / "half.jpg")
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(InputError) as refused:
        open_photo(path)
    assert str(refused.value.text).startswith("half.jpg is damaged: ")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = saved(Image.new("1", (30_000, 30_000)), tmp_path / "bomb.png")
    assert path.stat().st_size < 200_000
    assert MOST_PIXELS < 30_000**2
    with pytest.raises(PackmarkError) as refused:
        open_photo(path)
    assert "bomb.png" in str(refused.value.text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nothing\.png cannot be read"):
        open_photo(tmp_path / "nothing.png")


def test_a_file_larger_than_any_photo_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "LARGEST_FILE", 1000)
    path = saved(scan(), tmp_path / "large.png")
    with pytest.raises(InputError, match=r"large\.png has \d+ MB"):
        open_photo(path)


def test_opening_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = saved(scan(), tmp_path / "slow.png")
    with pytest.raises(DeviceError, match=r"Opening slow\.png took more than 0\.001 s"):
        open_photo(path, limit_s=0.001)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0\0\0\2[]",
        b"\0\0\0\2{}",
        b"\xff\xff\xff\xff{}",
        b"\0\0\0\1{",
        b'\0\0\0\x38{"width":1,"height":1,"dpi":0,"symbols":[{"corners":1}]}\x89PNG\r\n\x1a\n',
    ],
)
def test_nonsense_of_the_process_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: bytes
) -> None:
    def answer(*_args: Any, **_options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess((), 0, reply, b"")

    monkeypatch.setattr(subprocess, "run", answer)
    path = saved(scan(), tmp_path / "scan.png")
    with pytest.raises(DeviceError, match=r"scan\.png"):
        open_photo(path)


def test_a_process_that_dies_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any, **_options: Any) -> None:
        raise subprocess.CalledProcessError(-11, (), b"", b"Segmentation fault")

    monkeypatch.setattr(subprocess, "run", die)
    with pytest.raises(DeviceError, match="Segmentation fault"):
        open_photo(saved(scan(), tmp_path / "scan.png"))
