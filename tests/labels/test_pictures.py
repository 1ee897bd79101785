"""Pictures: only PNG, only of a size that a label can need, exactly where they were placed."""

import base64
import io
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from desktop.errors import InputError
from desktop.labels.elements import PictureElement, Tone
from desktop.labels.pictures import dots_of, size_of
from desktop.labels.primitives import Turn


def png(picture: Image.Image) -> str:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def element(picture: Image.Image | str, **changes: object) -> PictureElement:
    text = picture if isinstance(picture, str) else png(picture)
    return replace(PictureElement("p", 0, 0, 10, 10, text), **changes)  # type: ignore[arg-type]


def dots(
    picture: PictureElement, width: int, height: int
) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    rows = np.frombuffer(dots_of(picture, width, height), np.uint8).reshape(height, -1)
    return np.unpackbits(rows, axis=1, count=width)


def corner() -> Image.Image:
    """Black in the upper left quarter."""
    picture = Image.new("L", (8, 4), 255)
    picture.paste(0, (0, 0, 4, 2))
    return picture


def test_a_pixel_becomes_a_dot() -> None:
    found = dots(element(corner()), 8, 4)
    assert found[:2, :4].all()
    assert found.sum() == 8


def test_in_its_shape_a_picture_has_free_space_around_it() -> None:
    found = dots(element(Image.new("L", (8, 4), 0)), 8, 8)
    assert found[2:6].all()
    assert not found[:2].any()
    assert not found[6:].any()
    assert dots(element(Image.new("L", (8, 4), 0), keep_shape=False), 8, 8).all()


def test_a_picture_is_turned_clockwise() -> None:
    found = dots(element(corner(), turn=Turn.RIGHT), 4, 8)
    assert found[:4, 2:].all()
    assert found.sum() == 8


def test_what_is_transparent_is_white() -> None:
    assert not dots(element(Image.new("RGBA", (4, 4), (0, 0, 0, 0))), 4, 4).any()


def test_the_threshold_decides_what_is_black() -> None:
    grey = Image.new("L", (4, 4), 100)
    assert dots(element(grey, threshold=101.0), 4, 4).all()
    assert not dots(element(grey, threshold=100.0), 4, 4).any()


def test_grey_is_dithered_to_its_share_of_black() -> None:
    found = dots(element(Image.new("L", (64, 64), 64), tone=Tone.DITHER), 64, 64)
    assert 0.7 < found.mean() < 0.8


def test_sixteen_bit_pictures_are_read() -> None:
    grey = Image.fromarray(np.full((4, 4), 60_000, np.uint16))
    assert not dots(element(grey), 4, 4).any()


def test_its_size_is_known_without_decoding() -> None:
    assert size_of(png(Image.new("1", (31, 17)))) == (31, 17)


def bomb() -> str:
    """A file of some bytes that says it has 60 000 x 60 000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()


def jpeg() -> str:
    stream = io.BytesIO()
    Image.new("L", (4, 4)).save(stream, "JPEG")
    return base64.b64encode(stream.getvalue()).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "PNG"),
        ("no base64 at all!", "base64"),
        ("file:///etc/passwd", "base64"),
        (jpeg(), "PNG"),
        (base64.b64encode(b"<svg onload='x'/>" * 9).decode(), "PNG"),
        (bomb(), "60000 x 60000"),
        (base64.b64encode(base64.b64decode(png(corner()))[:50]).decode(), "damaged"),
    ],
)
def test_what_is_no_picture_for_a_label_is_refused_with_words(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        dots_of(element(text), 8, 4)
