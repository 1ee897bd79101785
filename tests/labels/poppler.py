"""A PDF's page as poppler draws it at a printer's resolution; poppler shares nothing with us."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop.units import Resolution

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="poppler's pdftoppm is not installed"
)


def drawn_by_poppler(
    pdf: bytes, width: int, height: int, resolution: Resolution, folder: Path, *, page: int = 1
) -> NDArray[np.bool_]:
    """Return the dots of a page, of which ``width`` x ``height`` are looked at."""
    (picture,) = _pages(pdf, width, height, resolution, folder, "-mono", page)
    dots: NDArray[np.bool_] = np.asarray(picture) == 0
    return dots


def greys_by_poppler(
    pdf: bytes, width: int, height: int, resolution: Resolution, folder: Path
) -> NDArray[np.uint8]:
    """Return how light each dot of the first page is."""
    (picture,) = _pages(pdf, width, height, resolution, folder, "-gray", 1)
    return np.asarray(picture)


def _pages(
    pdf: bytes, width: int, height: int, resolution: Resolution, folder: Path, depth: str, page: int
) -> list[Image.Image]:
    path = folder / "label.pdf"
    path.write_bytes(pdf)
    options = {
        "-r": resolution.dots_per_mm * 25.4,
        "-f": page,
        "-l": page,
        "-x": 0,
        "-y": 0,
        "-W": width,  # a page of 400.0001 dots would be drawn 401 wide
        "-H": height,
    }
    words = [str(word) for option in options.items() for word in option]
    subprocess.run(["pdftoppm", depth, *words, path, folder / "page"], check=True, capture_output=True)
    files = sorted(folder.glob("page*.p?m"))
    pictures: list[Image.Image] = [Image.open(io.BytesIO(file.read_bytes())) for file in files]
    for file in files:
        file.unlink()
    return pictures
