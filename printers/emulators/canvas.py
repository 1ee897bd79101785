"""A 1-bit drawing surface. A row is one integer whose highest bit is the leftmost dot."""

from collections.abc import Sequence
from typing import Self


class Canvas:
    """White paper of ``width`` times ``height`` dots. What lies outside is not drawn, as on a printer."""

    def __init__(self, width: int, height: int, rows: Sequence[int] | None = None) -> None:
        self.width = width
        self.height = height
        self._rows = [0] * height if rows is None else list(rows)

    def copy(self) -> Self:
        """Return a second canvas with the same dots."""
        return type(self)(self.width, self.height, self._rows)

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        """Blacken a rectangle."""
        self.repeat(x, y, width, (1 << width) - 1, height)

    def repeat(self, x: int, y: int, width: int, bits: int, height: int) -> None:
        """Draw the same row of dots ``height`` times, such as the bars of a linear symbol."""
        shifted = self._at(x, width, bits)
        rows = self._rows
        for row in range(max(0, y), min(y + height, self.height)):
            rows[row] |= shifted

    def strip(self, x: int, y: int, width: int, bits: int, length: int) -> None:
        """Draw ``length`` dots downwards, the highest bit first, each ``width`` dots wide."""
        for place in range(length):
            if bits >> (length - 1 - place) & 1:
                self.fill(x, y + place, width, 1)

    def stamp(self, x: int, y: int, width: int, rows: Sequence[int]) -> None:
        """Draw rows of ``width`` dots below each other."""
        own = self._rows
        for row, bits in enumerate(rows, y):
            if bits and 0 <= row < self.height:
                own[row] |= self._at(x, width, bits)

    def to_bytes(self, height: int | None = None) -> bytes:
        """Return the rows, each ``(width + 7) // 8`` bytes; below ``height`` they are left white."""
        row_bytes = (self.width + 7) // 8
        spare = row_bytes * 8 - self.width
        shown = self.height if height is None else height
        rows = [(row << spare).to_bytes(row_bytes, "big") for row in self._rows[:shown]]
        return b"".join(rows) + bytes(row_bytes * (self.height - len(rows)))

    def _at(self, x: int, width: int, bits: int) -> int:
        shift = self.width - x - width
        return bits << shift if shift >= 0 else bits >> -shift
