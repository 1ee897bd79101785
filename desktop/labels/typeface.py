"""The typeface of labels: found on this computer, rendered to dots that are black or not.

A Chinese typeface is looked for by its usual file names in the usual folders of Linux, Windows and
macOS; no copy comes along with the program. Where there is none, Pillow's built-in Latin typeface
stands in for what it has, and every other character is missing, which ``desktop.labels.checks`` reports.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from desktop.errors import InputError
from desktop.labels.primitives import Glyph, Turn
from desktop.labels.turning import turned_glyph
from desktop.texts import say

LEAST_PIXELS = 6
"""Below this height no character can be told from another."""

DIGITS = "0123456789"

_BASELINE = 0.84
"""How far below the upper edge of its body type stands: Chinese glyphs then fill the body evenly."""
_BOLD_STROKE = 24
"""Bold type is as many dots wider as this fits into its height."""
_COMPARED_PIXELS = 64
_NONCHARACTER = "\uffff"


@dataclass(frozen=True, slots=True)
class FontFile:
    """Where a typeface is usually found: its family name, the file, and the face in the file."""

    family: str
    file_name: str
    index: int = 0


CHINESE_FONTS = (
    FontFile("WenQuanYi Micro Hei", "wqy-microhei.ttc"),
    FontFile("Noto Sans CJK SC", "NotoSansCJK-Regular.ttc", 2),
    FontFile("Noto Sans CJK SC", "NotoSansCJKsc-Regular.otf"),
    FontFile("Noto Sans CJK SC", "NotoSansCJK-VF.ttc", 2),
    FontFile("Noto Sans SC", "NotoSansSC-Regular.otf"),
    FontFile("Source Han Sans SC", "SourceHanSansSC-Regular.otf"),
    FontFile("Microsoft YaHei", "msyh.ttc"),
    FontFile("Microsoft YaHei", "msyh.ttf"),
    FontFile("SimHei", "simhei.ttf"),
    FontFile("PingFang SC", "PingFang.ttc", 2),
    FontFile("Hiragino Sans GB", "Hiragino Sans GB.ttc"),
    FontFile("STHeiti", "STHeiti Medium.ttc", 1),
    FontFile("WenQuanYi Zen Hei", "wqy-zenhei.ttc"),
    FontFile("Droid Sans Fallback", "DroidSansFallbackFull.ttf"),
    FontFile("Droid Sans Fallback", "DroidSansFallback.ttf"),
    FontFile("SimSun", "simsun.ttc"),
    FontFile("Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc", 2),
    FontFile("AR PL UMing CN", "uming.ttc"),
    FontFile("AR PL UKai CN", "ukai.ttc"),
)
"""Typefaces with the characters of GB 18030's first planes, the best for small print first."""


@dataclass(frozen=True, slots=True)
class Character:
    """A rendered character and where its dots lie.

    Attributes:
        glyph: its black dots, None for a blank one.
        left: from the pen to the first black column, may be negative.
        top: from the baseline to the first black row, negative above it.
        advance: how far the pen moves on.
    """

    glyph: Glyph | None
    left: int
    top: int
    advance: int


@dataclass(slots=True)
class SizedFace:
    """A typeface in one size, in dots. Makes every character once; its glyphs stay identical objects."""

    font: ImageFont.FreeTypeFont
    pixels: int
    bold: bool
    _characters: dict[str, Character] = field(default_factory=dict)
    _turned: dict[tuple[Glyph, Turn], Glyph] = field(default_factory=dict)

    @property
    def baseline(self) -> int:
        """Rows from the upper edge of the type's body to the baseline."""
        return round(self.pixels * _BASELINE)

    def character(self, character: str) -> Character:
        """Return a character. Ask ``Typeface.missing`` before: an absent one is rendered as a box."""
        found = self._characters.get(character)
        if found is None:
            found = self._characters[character] = self._render(character)
        return found

    def turned(self, glyph: Glyph, turn: Turn) -> Glyph:
        """Return a glyph of this face as it is drawn in turned text, always the same object."""
        if turn is Turn.NONE:
            return glyph
        found = self._turned.get((glyph, turn))
        if found is None:
            found = self._turned[glyph, turn] = turned_glyph(glyph, turn)
        return found

    def digit_advance(self) -> int:
        """Return the width of a cell that each of the ten digits fits into."""
        return max(self.character(digit).advance for digit in DIGITS)

    def _render(self, character: str) -> Character:
        left, top, right, bottom = (int(edge) for edge in self.font.getbbox(character, mode="1", anchor="ls"))
        advance = round(self.font.getlength(character, mode="1"))
        smear = max(1, round(self.pixels / _BOLD_STROKE)) if self.bold else 0
        canvas = Image.new("1", (max(1, right - left + smear), max(1, bottom - top)))
        pen = ImageDraw.Draw(canvas)
        pen.fontmode = "1"
        pen.text((-left, -top), character, fill=1, font=self.font, anchor="ls")
        for _ in range(smear):
            canvas = ImageChops.logical_or(canvas, ImageChops.offset(canvas, 1, 0))
        ink = canvas.getbbox()
        if ink is None:
            return Character(None, 0, 0, advance)
        black = canvas.crop(ink)
        glyph = Glyph(character, black.width, black.height, black.tobytes())
        return Character(glyph, left + ink[0], top + ink[1], advance + smear)


class Typeface:
    """One typeface of this computer.

    Attributes:
        family: its name, for people.
        path, index: its file and the face in the file; None for the built-in one.
    """

    def __init__(self, family: str, path: Path | None, index: int = 0) -> None:
        """Open the typeface in the file ``path``, or Pillow's built-in one if it is None.

        Raises:
            InputError: the file cannot be read as a font.
        """
        self.family = family
        self.path = path
        self.index = index
        self._faces: dict[tuple[int, bool], SizedFace] = {}
        self._known: dict[str, bool] = {}
        self._compared = self._open(_COMPARED_PIXELS)
        self._absent = self._shape(_NONCHARACTER)

    @property
    def chinese(self) -> bool:
        """False for the built-in one, which has Latin characters only."""
        return self.path is not None

    def sized(self, pixels: int, *, bold: bool = False) -> SizedFace:
        """Return the typeface in a size.

        Raises:
            InputError: it is too small to be read.
        """
        if pixels < LEAST_PIXELS:
            raise InputError(
                say(
                    "Text {found} dots high cannot be read; at least {least} dots are needed.",
                    found=pixels,
                    least=LEAST_PIXELS,
                )
            )
        face = self._faces.get((pixels, bold))
        if face is None:
            face = self._faces[pixels, bold] = SizedFace(self._open(pixels), pixels, bold)
        return face

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of ``text`` that the typeface does not have, each once, in order."""
        return tuple(dict.fromkeys(character for character in text if not self._has(character)))

    def _has(self, character: str) -> bool:
        # Pillow does not show a font's character map, so an absent character is known by its picture:
        # that of a code point which is no character, large enough that no real one looks the same.
        known = self._known.get(character)
        if known is None:
            known = self._known[character] = self._shape(character) != self._absent
        return known

    def _shape(self, character: str) -> tuple[tuple[int, int], bytes, float]:
        mask = self._compared.getmask(character, mode="L")
        return mask.size, bytes(mask), self._compared.getlength(character)

    def _open(self, pixels: int) -> ImageFont.FreeTypeFont:
        if self.path is None:
            font = ImageFont.load_default(pixels)
            assert isinstance(font, ImageFont.FreeTypeFont)
            return font
        try:
            return ImageFont.truetype(
                self.path, pixels, index=self.index, layout_engine=ImageFont.Layout.BASIC
            )
        except OSError as error:
            raise InputError(
                say("The font file {path} cannot be read as a font: {reason}.", path=self.path, reason=error)
            ) from error


def font_folders(platform: str, environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Return the folders in which an operating system keeps its fonts, those of the person first.

    Args:
        platform: as in ``sys.platform``.
        environment: as in ``os.environ``.
        home: the person's home folder.
    """
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        own = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return (*own, Path(environment.get("SYSTEMROOT", r"C:\Windows")) / "Fonts")
    if platform == "darwin":
        return (
            home / "Library/Fonts",
            Path("/Library/Fonts"),
            Path("/System/Library/Fonts"),
            Path("/System/Library/AssetsV2"),
        )
    data = environment.get("XDG_DATA_HOME") or home / ".local/share"
    return (Path(data) / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def find_typeface(folders: Iterable[Path], family: str = "") -> Typeface:
    """Return the best Chinese typeface in ``folders``, or the built-in Latin one if there is none.

    Args:
        folders: are searched with all folders in them.
        family: the family that is wanted; another one is taken where it is not installed.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        for directory, _, names in os.walk(folder):
            for name in names:
                files.setdefault(name.lower(), Path(directory, name))
    for known in sorted(CHINESE_FONTS, key=lambda known: known.family != family):
        path = files.get(known.file_name.lower())
        if path is not None:
            return Typeface(known.family, path, known.index)
    return Typeface("Aileron", None)


@cache
def system_typeface(family: str = "") -> Typeface:
    """Return the typeface for labels on this computer, looked for once (see ``find_typeface``)."""
    return find_typeface(font_folders(sys.platform, os.environ, Path.home()), family)
