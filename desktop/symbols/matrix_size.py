"""How many rows and columns of modules a matrix symbol can have."""

import re
from dataclasses import dataclass
from typing import Self

from desktop.errors import InputError
from desktop.symbols.symbology import Symbology
from desktop.texts import say

_WRITTEN = re.compile(r"([1-9][0-9]{0,2})x([1-9][0-9]{0,2})")


@dataclass(frozen=True, slots=True)
class MatrixSize:
    """Modules of a matrix symbol, finder pattern included, quiet zone not.

    >>> str(MatrixSize.parse("16x48"))
    '16x48'
    """

    rows: int
    columns: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a size such as ``26x26``: rows x columns. InputError."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise InputError(
                say(
                    "The size of a symbol is written as rows x columns, such as 26x26; found {found}.",
                    found=repr(text[:20]),
                )
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.rows}x{self.columns}"

    @property
    def modules(self) -> int:
        """How many modules it has in all."""
        return self.rows * self.columns


SQUARES = tuple(
    MatrixSize(side, side)
    for side in (
        10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104, 120, 132, 144
    )
)  # fmt: skip
"""The square sizes of DataMatrix ECC 200 (ISO/IEC 16022:2006, table 7)."""

RECTANGLES = (
    MatrixSize(8, 18),
    MatrixSize(8, 32),
    MatrixSize(12, 26),
    MatrixSize(12, 36),
    MatrixSize(16, 36),
    MatrixSize(16, 48),
)
"""The rectangular sizes of DataMatrix ECC 200 (ISO/IEC 16022:2006, table 7), least data first."""

_QR_SIZES = tuple(MatrixSize(17 + 4 * version, 17 + 4 * version) for version in range(1, 41))
"""Versions 1 to 40 of QR Code (ISO/IEC 18004:2015, table 1)."""


def sizes(symbology: Symbology) -> tuple[MatrixSize, ...]:
    """Return the sizes that a symbology has, squares first, each from the smallest; none if it is linear."""
    if symbology.linear:
        return ()
    return _QR_SIZES if symbology.qr else SQUARES + RECTANGLES
