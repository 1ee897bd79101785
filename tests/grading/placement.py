"""Where each codeword of a DataMatrix lies: ISO/IEC 16022 Annex F once more, for the oracle's own use.

That a symbol of another house's writer has all its error correction in order by this placement is what
the tests prove it with; the engine's own placement is not used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Size:
    """A row of ISO/IEC 16022:2006, table 7: modules, data regions, codewords, blocks."""

    rows: int
    columns: int
    regions_down: int
    regions_across: int
    data: int
    correction: int
    blocks: int

    @property
    def correction_each(self) -> int:
        """Error correction codewords of one block."""
        return self.correction // self.blocks

    def block_of(self, codeword: int) -> int:
        """Tell the block of a codeword: they take turns, check words from the first block on again."""
        return (codeword if codeword < self.data else codeword - self.data) % self.blocks


SIZES = tuple(
    Size(*row)
    for row in (
        (10, 10, 1, 1, 3, 5, 1), (12, 12, 1, 1, 5, 7, 1), (14, 14, 1, 1, 8, 10, 1), (16, 16, 1, 1, 12, 12, 1),
        (18, 18, 1, 1, 18, 14, 1), (20, 20, 1, 1, 22, 18, 1), (22, 22, 1, 1, 30, 20, 1),
        (24, 24, 1, 1, 36, 24, 1), (26, 26, 1, 1, 44, 28, 1), (32, 32, 2, 2, 62, 36, 1),
        (36, 36, 2, 2, 86, 42, 1), (40, 40, 2, 2, 114, 48, 1), (44, 44, 2, 2, 144, 56, 1),
        (48, 48, 2, 2, 174, 68, 1), (52, 52, 2, 2, 204, 84, 2), (64, 64, 4, 4, 280, 112, 2),
        (72, 72, 4, 4, 368, 144, 4), (80, 80, 4, 4, 456, 192, 4), (88, 88, 4, 4, 576, 224, 4),
        (96, 96, 4, 4, 696, 272, 4), (104, 104, 4, 4, 816, 336, 6), (120, 120, 6, 6, 1050, 408, 6),
        (132, 132, 6, 6, 1304, 496, 8), (144, 144, 6, 6, 1558, 620, 10),
        (8, 18, 1, 1, 5, 7, 1), (8, 32, 1, 2, 10, 11, 1), (12, 26, 1, 1, 16, 14, 1),
        (12, 36, 1, 2, 22, 18, 1), (16, 36, 1, 2, 32, 24, 1), (16, 48, 1, 2, 49, 28, 1),
    )
)  # fmt: skip
"""All sizes of DataMatrix ECC 200 (ISO/IEC 16022:2006, table 7)."""


def size_of(rows: int, columns: int) -> Size:
    """Return the row of a size that there is."""
    return next(size for size in SIZES if (size.rows, size.columns) == (rows, columns))


def codewords_at(size: Size) -> Ints:
    """Return 8 * codeword + bit (7 the highest) of each module; -1 of finder, clock and unused corner."""
    down = (size.rows // size.regions_down) - 2
    across = (size.columns // size.regions_across) - 2
    inner = _placed(down * size.regions_down, across * size.regions_across)
    whole = np.full((size.rows, size.columns), -1, np.int32)
    rows, columns = np.indices(inner.shape)
    whole[rows + 2 * (rows // down) + 1, columns + 2 * (columns // across) + 1] = inner
    return whole


_UTAH = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
"""Modules of a codeword from its highest bit, by row and column from its last one."""


def _placed(rows: int, columns: int) -> Ints:
    """Walk the mapping matrix as figure F.1 of the standard does."""
    placed = np.full((rows, columns), -1, np.int32)
    for number, modules in enumerate(_walk(rows, columns, placed)):
        for bit, (row, column) in enumerate(modules):
            placed[row, column] = 8 * number + 7 - bit
    return placed


def _walk(rows: int, columns: int, placed: Ints) -> Iterator[Sequence[tuple[int, int]]]:
    row, column = 4, 0
    while row < rows or column < columns:
        corner = _corner(row, column, rows, columns)
        if corner is not None:
            yield corner
        while row >= 0 and column < columns:
            if row < rows and column >= 0 and placed[row, column] < 0:
                yield _around(row, column, rows, columns)
            row, column = row - 2, column + 2
        row, column = row + 1, column + 3
        while row < rows and column >= 0:
            if row >= 0 and column < columns and placed[row, column] < 0:
                yield _around(row, column, rows, columns)
            row, column = row + 2, column - 2
        row, column = row + 3, column + 1


def _around(row: int, column: int, rows: int, columns: int) -> list[tuple[int, int]]:
    found = []
    for down, right in _UTAH:
        at, beside = row + down, column + right
        if at < 0:
            at, beside = at + rows, beside + 4 - (rows + 4) % 8
        if beside < 0:
            at, beside = at + 4 - (columns + 4) % 8, beside + columns
        found.append((at, beside))
    return found


def _corner(row: int, column: int, rows: int, columns: int) -> list[tuple[int, int]] | None:
    """Return the modules of a codeword in a corner, where the walk comes by one (figures F.3 to F.6)."""
    r, c = rows - 1, columns - 1
    if row == rows and column == 0:
        return [(r, 0), (r, 1), (r, 2), (0, c - 1), (0, c), (1, c), (2, c), (3, c)]
    if row == rows - 2 and column == 0 and columns % 4:
        return [(r - 2, 0), (r - 1, 0), (r, 0), (0, c - 3), (0, c - 2), (0, c - 1), (0, c), (1, c)]
    if row == rows - 2 and column == 0 and columns % 8 == 4:
        return [(r - 2, 0), (r - 1, 0), (r, 0), (0, c - 1), (0, c), (1, c), (2, c), (3, c)]
    if row == rows + 4 and column == 2 and columns % 8 == 0:
        return [(r, 0), (r, c), (0, c - 2), (0, c - 1), (0, c), (1, c - 2), (1, c - 1), (1, c)]
    return None


def read_codewords(size: Size, dark: NDArray[np.bool_]) -> list[int]:
    """Return the codewords of modules, data first."""
    where = codewords_at(size)
    bits = np.zeros((size.data + size.correction) * 8, np.int64)
    bits[where[where >= 0]] = dark[where >= 0]
    return [int(word) for word in bits.reshape(-1, 8) @ (1 << np.arange(8))]


def in_order(size: Size, codewords: list[int]) -> bool:
    """Tell whether all blocks are words of their code (GF(256) of 0x12D, roots 2, 4, 8 ...)."""
    logs, powers = _field()
    for block in range(size.blocks):
        word = [value for n, value in enumerate(codewords) if size.block_of(n) == block]
        for root in range(1, size.correction_each + 1):
            total = 0
            for value in word:
                total = (powers[(logs[total] + root) % 255] if total else 0) ^ value
            if total:
                return False
    return True


def _field() -> tuple[list[int], list[int]]:
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value = (value << 1) ^ (0x12D if value & 0x80 else 0)
    return [powers.index(value) if value else 0 for value in range(256)], powers
