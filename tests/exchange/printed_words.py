"""What stands on the pages of a PDF and where, as poppler reads it: it shares nothing with what we draw."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.DOTALL
)


@dataclass(frozen=True)
class Word:
    """A word with its box in points from the upper left of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: "Word") -> bool:
        """Tell whether both share more than the fringes of their boxes, which hold the line's leading."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return self.page == other.page and wide > 0.5 and high > 0.45 * lower


def words_of(pdf: bytes, folder: Path) -> list[Word]:
    """Return all words of all pages of A4."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True).stdout.decode()
    words = []
    for number, (width, height, body) in enumerate(_PAGE.findall(told), start=1):
        assert (round(float(width)), round(float(height))) == (595, 842)
        for left, top, right, bottom, text in _WORD.findall(body):
            words.append(Word(number, float(left), float(top), float(right), float(bottom), unescape(text)))
    return words


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the words of all pages, a blank between them."""
    return " ".join(word.text for word in words_of(pdf, folder))


def collisions(words: list[Word]) -> list[tuple[str, str]]:
    """Return words that lie over each other."""
    return [
        (one.text, other.text)
        for index, one in enumerate(words)
        for other in words[index + 1 :]
        if one.covers(other)
    ]


def beyond(words: list[Word]) -> list[str]:
    """Return words that reach into the margins of the page; Chinese punctuation may hang a little."""
    return [one.text for one in words if one.left < 55 or one.right > 549 or one.top < 30 or one.bottom > 830]
