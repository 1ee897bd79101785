"""How a DataMatrix symbol is laid out: its sizes, its regions, and which module carries which bit."""

from dataclasses import dataclass
from functools import cache

import numpy
from numpy.typing import NDArray

Ints = NDArray[numpy.int_]
Bools = NDArray[numpy.bool_]
Module = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """One size of DataMatrix ECC 200: a row of ISO/IEC 16022:2006, table 7.

    Attributes:
        rows, columns: modules, finder pattern included, quiet zone not.
        down, across: regions, each with a finder pattern of its own.
        data, checks: code words in all.
        blocks: Reed-Solomon blocks that the code words are dealt out to in turn.
    """

    rows: int
    columns: int
    down: int
    across: int
    data: int
    checks: int
    blocks: int = 1

    @property
    def region_rows(self) -> int:
        """Rows of one region, its finder pattern included."""
        return self.rows // self.down

    @property
    def region_columns(self) -> int:
        """Columns of one region, its finder pattern included."""
        return self.columns // self.across

    @property
    def codewords(self) -> int:
        """Code words in all."""
        return self.data + self.checks

    def block(self, number: int) -> list[int]:
        """Return the places of a block's code words: its data, then its check words (from 0).

        Data and check words are dealt out anew each: it matters in 144x144 only, whose blocks differ.
        """
        return [
            *range(number, self.data, self.blocks),
            *range(self.data + number, self.codewords, self.blocks),
        ]

    @property
    def checks_per_block(self) -> int:
        """Check words of one block; every block of a symbol has as many."""
        return self.checks // self.blocks


LAYOUTS: tuple[Layout, ...] = (
    Layout(10, 10, 1, 1, 3, 5),
    Layout(12, 12, 1, 1, 5, 7),
    Layout(14, 14, 1, 1, 8, 10),
    Layout(16, 16, 1, 1, 12, 12),
    Layout(18, 18, 1, 1, 18, 14),
    Layout(20, 20, 1, 1, 22, 18),
    Layout(22, 22, 1, 1, 30, 20),
    Layout(24, 24, 1, 1, 36, 24),
    Layout(26, 26, 1, 1, 44, 28),
    Layout(32, 32, 2, 2, 62, 36),
    Layout(36, 36, 2, 2, 86, 42),
    Layout(40, 40, 2, 2, 114, 48),
    Layout(44, 44, 2, 2, 144, 56),
    Layout(48, 48, 2, 2, 174, 68),
    Layout(52, 52, 2, 2, 204, 84, 2),
    Layout(64, 64, 4, 4, 280, 112, 2),
    Layout(72, 72, 4, 4, 368, 144, 4),
    Layout(80, 80, 4, 4, 456, 192, 4),
    Layout(88, 88, 4, 4, 576, 224, 4),
    Layout(96, 96, 4, 4, 696, 272, 4),
    Layout(104, 104, 4, 4, 816, 336, 6),
    Layout(120, 120, 6, 6, 1050, 408, 6),
    Layout(132, 132, 6, 6, 1304, 496, 8),
    Layout(144, 144, 6, 6, 1558, 620, 10),
    Layout(8, 18, 1, 1, 5, 7),
    Layout(8, 32, 1, 2, 10, 11),
    Layout(12, 26, 1, 1, 16, 14),
    Layout(12, 36, 1, 2, 22, 18),
    Layout(16, 36, 1, 2, 32, 24),
    Layout(16, 48, 1, 2, 49, 28),
)
"""ISO/IEC 16022:2006, table 7."""
EXTENDED_LAYOUTS: tuple[Layout, ...] = (
    Layout(8, 48, 1, 2, 18, 15),
    Layout(8, 64, 1, 4, 24, 18),
    Layout(8, 80, 1, 4, 32, 22),
    Layout(8, 96, 1, 4, 38, 28),
    Layout(8, 120, 1, 6, 49, 32),
    Layout(8, 144, 1, 6, 63, 36),
    Layout(12, 64, 1, 4, 43, 27),
    Layout(12, 88, 1, 4, 64, 36),
    Layout(16, 64, 1, 4, 62, 36),
    Layout(20, 36, 1, 2, 44, 28),
    Layout(20, 44, 1, 2, 56, 34),
    Layout(20, 64, 1, 4, 84, 42),
    Layout(22, 48, 1, 2, 72, 38),
    Layout(24, 48, 1, 2, 80, 41),
    Layout(24, 64, 1, 4, 108, 46),
    Layout(26, 40, 1, 2, 70, 38),
    Layout(26, 48, 1, 2, 90, 42),
    Layout(26, 64, 1, 4, 118, 50),
)
"""DMRE, the rectangular extension: ISO/IEC 21471:2020, table 1, as zint writes them."""


def fixed_pattern(layout: Layout) -> tuple[Bools, Bools]:
    """Return which modules belong to finder patterns, and which of these have the finder's colour."""
    row = numpy.arange(layout.rows)[:, None] % layout.region_rows
    column = numpy.arange(layout.columns)[None, :] % layout.region_columns
    left, bottom = column == 0, row == layout.region_rows - 1
    top, right = row == 0, column == layout.region_columns - 1
    fixed = left | bottom | top | right
    clock = (top & (column % 2 == 0)) | (right & (row % 2 == 1))
    return fixed, fixed & (left | bottom | clock)


@cache
def carriers(layout: Layout) -> Ints:
    """Return eight times the code word of each module plus its bit (0 is the highest); -1 if it has none."""
    rows = layout.rows - 2 * layout.down
    columns = layout.columns - 2 * layout.across
    where = numpy.full((layout.rows, layout.columns), -1)
    where[~fixed_pattern(layout)[0]] = _Placement(rows, columns).bits.ravel()
    where.flags.writeable = False
    return where


class _Placement:
    """The walk of ISO/IEC 16022:2006, annex F, through the mapping matrix (all regions without finders)."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.bits = numpy.full((rows, columns), -1)
        self._word = 0
        self._walk()
        self.bits[self.bits >= rows * columns // 8 * 8] = -1

    def _walk(self) -> None:
        row, column = 4, 0
        while row < self.rows or column < self.columns:
            self._corners(row, column)
            row, column = self._sweep(row, column, up=True)
            row, column = self._sweep(row + 1, column + 3, up=False)
            row, column = row + 3, column + 1

    def _sweep(self, row: int, column: int, *, up: bool) -> tuple[int, int]:
        step = -2 if up else 2
        while True:
            if 0 <= row < self.rows and 0 <= column < self.columns and self.bits[row, column] < 0:
                self._utah(row, column)
            row, column = row + step, column - step
            if not (row >= 0 and column < self.columns if up else row < self.rows and column >= 0):
                return row, column

    def _corners(self, row: int, column: int) -> None:
        rows, columns = self.rows, self.columns
        if column == 0:
            if row == rows:
                self._put(
                    *((rows - 1, c) for c in (0, 1, 2)),
                    *_right_edge(columns, (0, 2), (0, 1), (1, 1), (2, 1), (3, 1)),
                )
            elif row == rows - 2 and columns % 4:
                self._put(
                    *((r, 0) for r in (rows - 3, rows - 2, rows - 1)),
                    *_right_edge(columns, (0, 4), (0, 3), (0, 2), (0, 1), (1, 1)),
                )
            elif row == rows - 2 and columns % 8 == 4:
                self._put(
                    *((r, 0) for r in (rows - 3, rows - 2, rows - 1)),
                    *_right_edge(columns, (0, 2), (0, 1), (1, 1), (2, 1), (3, 1)),
                )
        elif row == rows + 4 and column == 2 and columns % 8 == 0:
            self._put(
                (rows - 1, 0),
                (rows - 1, columns - 1),
                *_right_edge(columns, (0, 3), (0, 2), (0, 1), (1, 3), (1, 2), (1, 1)),
            )

    def _utah(self, row: int, column: int) -> None:
        self._put(
            *(
                self._wrapped(row + down, column + across)
                for down, across in (
                    (-2, -2),
                    (-2, -1),
                    (-1, -2),
                    (-1, -1),
                    (-1, 0),
                    (0, -2),
                    (0, -1),
                    (0, 0),
                )
            )
        )

    def _wrapped(self, row: int, column: int) -> Module:
        if row < 0:
            row, column = row + self.rows, column + 4 - (self.rows + 4) % 8
        if column < 0:
            row, column = row + 4 - (self.columns + 4) % 8, column + self.columns
        # Only in 26x40 and 26x48: ISO/IEC 21471:2020, annex E.
        return row % self.rows, column

    def _put(self, *modules: Module) -> None:
        for bit, module in enumerate(modules):
            self.bits[module] = 8 * self._word + bit
        self._word += 1


def _right_edge(columns: int, *modules: Module) -> tuple[Module, ...]:
    """Modules by their row and their distance from behind the last column."""
    return tuple((row, columns - back) for row, back in modules)
