"""A picture that takes seconds to open: everything in it might be a symbol, and nothing is."""

from pathlib import Path

import numpy
from PIL import Image

_SIDE, _BLOCK = 1250, 4


def slow_picture(folder: Path) -> Path:
    """Write it."""
    blocks = numpy.random.default_rng(1).integers(0, 2, (_SIDE, _SIDE), dtype=numpy.uint8) * 255
    path = folder / "slow.png"
    Image.fromarray(numpy.kron(blocks, numpy.ones((_BLOCK, _BLOCK), numpy.uint8))).save(
        path, dpi=(600, 600), compress_level=1
    )
    return path
