"""Finding a typeface, and making black and white characters of it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFont

from desktop.errors import InputError
from desktop.labels.image import glyph_dots
from desktop.labels.typeface import DIGITS, Typeface, find_typeface, font_folders, system_typeface


@pytest.fixture(scope="module")
def built_in() -> Typeface:
    return find_typeface(())


def test_the_computer_has_a_chinese_typeface() -> None:
    typeface = system_typeface()
    assert typeface.chinese, "install fonts-wqy-microhei"
    assert typeface.missing("药品追溯码 中国药品电子监管码 0123456789 A-z ×") == ()


def test_a_character_that_no_font_has_is_missing() -> None:
    assert system_typeface().missing("A\ue123药\ue123\U0010fffe") == ("\ue123", "\U0010fffe")


def test_a_box_that_is_a_character_is_not_taken_for_a_missing_one() -> None:
    assert system_typeface().missing("口□■") == ()


def test_without_a_chinese_font_the_built_in_one_has_digits_and_lacks_chinese(built_in: Typeface) -> None:
    assert not built_in.chinese
    assert built_in.missing("LOT 0123456789") == ()
    assert built_in.missing("药品") == ("药", "品")


def test_the_family_that_is_asked_for_is_preferred(tmp_path: Path) -> None:
    path = system_typeface().path
    assert path is not None
    for name in ("msyh.ttc", "wqy-microhei.ttc"):
        shutil.copy(path, tmp_path / name)
    assert find_typeface([tmp_path]).family == "WenQuanYi Micro Hei"
    assert find_typeface([tmp_path], "Microsoft YaHei").family == "Microsoft YaHei"
    assert find_typeface([tmp_path], "Comic Sans").family == "WenQuanYi Micro Hei"


def test_fonts_are_found_in_folders_within_folders_whatever_the_case_of_their_names(tmp_path: Path) -> None:
    path = system_typeface().path
    assert path is not None
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    shutil.copy(path, deep / "WQY-MicroHei.TTC")
    assert find_typeface([tmp_path / "nowhere", tmp_path]).path == deep / "WQY-MicroHei.TTC"


def test_a_broken_font_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "msyh.ttc").write_bytes(b"no font")
    with pytest.raises(InputError, match=r"msyh\.ttc"):
        find_typeface([tmp_path])


def test_each_system_has_its_font_folders() -> None:
    home = Path("/home/li")
    assert Path("/usr/share/fonts") in font_folders("linux", {}, home)
    assert home / ".local/share/fonts" in font_folders("linux", {}, home)
    assert Path("/data/fonts") in font_folders("linux", {"XDG_DATA_HOME": "/data"}, home)
    assert Path("/System/Library/Fonts") in font_folders("darwin", {}, home)
    windows = font_folders("win32", {"SYSTEMROOT": "D:/Win", "LOCALAPPDATA": "L"}, home)
    assert windows == (Path("L/Microsoft/Windows/Fonts"), Path("D:/Win/Fonts"))


def test_too_small_type_is_refused() -> None:
    with pytest.raises(InputError, match="6 dots"):
        system_typeface().sized(5)


def test_a_character_is_made_once_so_that_its_glyph_stays_the_same_object() -> None:
    face = system_typeface().sized(20)
    assert face is system_typeface().sized(20)
    assert face.character("药").glyph is face.character("药").glyph


@pytest.mark.parametrize("pixels", [8, 20, 33, 60])
def test_all_digits_are_equally_wide(pixels: int) -> None:
    face = system_typeface().sized(pixels)
    assert {face.character(digit).advance for digit in DIGITS} == {face.digit_advance()}


@pytest.mark.parametrize("character", "药8gÅ,")
@pytest.mark.parametrize("pixels", [9, 20, 31])
def test_a_glyph_is_what_freetype_draws_without_its_white_margin(character: str, pixels: int) -> None:
    typeface = system_typeface()
    assert typeface.path is not None
    found = typeface.sized(pixels).character(character)
    font = ImageFont.truetype(typeface.path, pixels, layout_engine=ImageFont.Layout.BASIC)
    mask = font.getmask(character, mode="1")
    drawn = np.frombuffer(bytes(mask), np.uint8).reshape(mask.size[::-1]) > 0
    ink = Image.fromarray(drawn).getbbox()
    assert ink is not None
    assert found.glyph is not None
    assert np.array_equal(glyph_dots(found.glyph), drawn[ink[1] : ink[3], ink[0] : ink[2]])


def test_a_glyph_has_no_white_border_and_a_space_has_no_glyph() -> None:
    face = system_typeface().sized(24)
    for character in "药品8j":
        glyph = face.character(character).glyph
        assert glyph is not None
        dots = glyph_dots(glyph)
        assert all(edge.any() for edge in (dots[0], dots[-1], dots[:, 0], dots[:, -1]))
    assert face.character(" ").glyph is None
    assert face.character(" ").advance > 0


def test_bold_type_has_every_dot_of_the_regular_and_more() -> None:
    regular = system_typeface().sized(30).character("8")
    bold = system_typeface().sized(30, bold=True).character("8")
    assert regular.glyph is not None
    assert bold.glyph is not None
    thin, thick = glyph_dots(regular.glyph), glyph_dots(bold.glyph)
    assert thick.shape == (thin.shape[0], thin.shape[1] + 1)
    assert np.array_equal(thick[:, :-1] & thin, thin)
    assert bold.advance == regular.advance + 1
