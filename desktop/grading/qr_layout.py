"""How a QR Code symbol is laid out: its versions, its blocks, and which module carries which bit.

Model 2, versions 1 to 40 (ISO/IEC 18004:2015). The tables of blocks are checked against the symbols of two
encoders of other houses; a wrong number in them could not be read.
"""

from dataclasses import dataclass
from functools import cache

import numpy
from numpy.typing import NDArray

Ints = NDArray[numpy.int_]
Bools = NDArray[numpy.bool_]

LEVELS = "LMQH"
VERSIONS = range(1, 41)
QUIET = 4
"""Modules of quiet zone on each side: ISO/IEC 18004:2015, 6.3.8."""
FINDER = 7
TIMING = 6
"""Row and column of the timing patterns, from 0."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of one level of error correction, versions 1 to 40: ISO/IEC 18004:2015, table 9.

    Attributes:
        checks: check words of one block.
        counts: blocks.
        reserved: check words of versions 1 to 3 that are kept back to detect misreading (p of table 9).
    """

    checks: tuple[int, ...]
    counts: tuple[int, ...]
    reserved: tuple[int, int, int]


_BLOCKS = {
    "L": _Blocks(
        (
            *(7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28),
            *(28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
        ),
        (
            *(1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8),
            *(8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25),
        ),
        (3, 2, 1),
    ),
    "M": _Blocks(
        (
            *(10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26),
            *(26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28),
        ),
        (
            *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
            *(17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
        ),
        (2, 0, 0),
    ),
    "Q": _Blocks(
        (
            *(13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30),
            *(28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
        ),
        (
            *(1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20),
            *(23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68),
        ),
        (1, 0, 0),
    ),
    "H": _Blocks(
        (
            *(17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28),
            *(30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
        ),
        (
            *(1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25),
            *(25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81),
        ),
        (1, 0, 0),
    ),
}


@dataclass(frozen=True, slots=True)
class QrLayout:
    """A version of QR Code at one level of error correction.

    Attributes:
        version: 1 to 40.
        level: L, M, Q or H.
    """

    version: int
    level: str

    @property
    def side(self) -> int:
        """Modules along a side, quiet zone not included."""
        return side_of(self.version)

    @property
    def codewords(self) -> int:
        """Code words in all."""
        return int((~function_pattern(self.version)[0]).sum()) // 8

    @property
    def blocks(self) -> int:
        """Reed-Solomon blocks."""
        return _BLOCKS[self.level].counts[self.version - 1]

    @property
    def checks_per_block(self) -> int:
        """Check words of one block; every block of a symbol has as many."""
        return _BLOCKS[self.level].checks[self.version - 1]

    @property
    def reserved(self) -> int:
        """Check words of a block that correct nothing: they keep it from being misread."""
        return _BLOCKS[self.level].reserved[self.version - 1] if self.version <= 3 else 0

    @property
    def data(self) -> int:
        """Data code words in all."""
        return self.codewords - self.blocks * self.checks_per_block

    def block(self, number: int) -> list[int]:
        """Return the places of a block's code words in the symbol: its data, then its check words (from 0).

        The shorter blocks come first; the last data words are those of the longer ones (7.6).
        """
        short, longer = divmod(self.data, self.blocks)
        first_longer = self.blocks - longer
        places = list(range(number, short * self.blocks, self.blocks))
        if number >= first_longer:
            places.append(short * self.blocks + number - first_longer)
        return places + list(range(self.data + number, self.codewords, self.blocks))


def side_of(version: int) -> int:
    """Return the modules along a side.

    >>> side_of(1), side_of(40)
    (21, 177)
    """
    return 17 + 4 * version


def alignment_places(version: int) -> tuple[int, ...]:
    """Return the rows, which are the columns too, of the centres of alignment patterns.

    ISO/IEC 18004:2015, annex E: evenly spaced from the far end, by an even number of modules.

    >>> alignment_places(2), alignment_places(7), alignment_places(32)
    ((6, 18), (6, 22, 38), (6, 34, 60, 86, 112, 138))
    """
    if version == 1:
        return ()
    count = version // 7 + 2
    step = 26 if version == 32 else (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return (TIMING, *(side_of(version) - 7 - step * back for back in range(count - 2, -1, -1)))


def alignment_centres(version: int) -> tuple[tuple[int, int], ...]:
    """Return row and column of the centre of each alignment pattern: none lies on a finder pattern."""
    places = alignment_places(version)
    last = len(places) - 1
    corners = {(0, 0), (0, last), (last, 0)}
    return tuple(
        (row, column)
        for i, row in enumerate(places)
        for j, column in enumerate(places)
        if (i, j) not in corners
    )


@cache
def function_pattern(version: int) -> tuple[Bools, Bools]:
    """Return which modules carry no code word, and which of these are dark.

    Finder, separators, timing, alignment, the dark module and version information; the places of format
    information are among them, light for now: what they say is known once they are read.
    """
    side = side_of(version)
    fixed, dark = numpy.zeros((side, side), numpy.bool_), numpy.zeros((side, side), numpy.bool_)
    fixed[TIMING, :] = fixed[:, TIMING] = True
    dark[TIMING, ::2] = dark[::2, TIMING] = True
    for row, column in ((0, 0), (0, side - FINDER), (side - FINDER, 0)):
        rows = slice(max(0, row - 1), row + FINDER + 1)
        columns = slice(max(0, column - 1), column + FINDER + 1)
        fixed[rows, columns], dark[rows, columns] = True, False
        dark[row : row + FINDER, column : column + FINDER] = rings(3)
    for row, column in alignment_centres(version):
        around = slice(row - 2, row + 3), slice(column - 2, column + 3)
        fixed[around], dark[around] = True, rings(2)
    for copy in format_places(version):
        fixed[tuple(numpy.array(copy).T)] = True
    fixed[side - 8, 8] = dark[side - 8, 8] = True
    if version >= 7:
        bits = version_word(version)
        for copy in version_places(version):
            for bit, place in enumerate(copy):
                fixed[place], dark[place] = True, bits >> bit & 1
    return fixed, dark


def rings(reach: int) -> Bools:
    """Return a finder pattern (reach 3) or an alignment pattern (reach 2): a core and a ring around it."""
    far = numpy.abs(numpy.arange(-reach, reach + 1))
    distance = numpy.maximum(far[:, None], far[None, :])
    return numpy.asarray(distance != reach - 1)


def format_places(version: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return row and column of each bit of both copies of format information, the lowest bit first.

    ISO/IEC 18004:2015, figure 25.
    """
    side = side_of(version)
    first = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)]
    first += [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    second = [(8, side - 1 - bit) for bit in range(8)]
    second += [(side - 15 + bit, 8) for bit in range(8, 15)]
    return first, second


def version_places(version: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return row and column of each bit of both copies of version information, the lowest bit first.

    ISO/IEC 18004:2015, figure 28.
    """
    start = side_of(version) - 11
    upper = [(bit // 3, start + bit % 3) for bit in range(18)]
    return upper, [(column, row) for row, column in upper]


def version_word(version: int) -> int:
    """Return version information with its check bits: the Golay code of ISO/IEC 18004:2015, annex D.

    >>> bin(version_word(7))
    '0b111110010010100'
    """
    return version << 12 | _remainder(version << 12, 0x1F25, 12)


@cache
def format_words() -> tuple[int, ...]:
    """Return all masked words of format information, by their data: BCH, ISO/IEC 18004:2015, annex C."""
    return tuple((data << 10 | _remainder(data << 10, 0x537, 10)) ^ 0x5412 for data in range(32))


def _remainder(bits: int, generator: int, degree: int) -> int:
    for place in range(bits.bit_length() - 1, degree - 1, -1):
        if bits >> place & 1:
            bits ^= generator << (place - degree)
    return bits


@cache
def carriers(version: int) -> Ints:
    """Return eight times the code word of each module plus its bit (0 is the highest); -1 if it has none.

    Two columns at a time from the right, upwards and downwards in turn, past the upright timing pattern
    (ISO/IEC 18004:2015, 7.7.3).
    """
    side = side_of(version)
    rights = [right if right > TIMING else right - 1 for right in range(side - 1, 0, -2)]
    order: list[Ints] = []
    for turn, right in enumerate(rights):
        rows = numpy.arange(side) if turn % 2 else numpy.arange(side - 1, -1, -1)
        order.append((rows[:, None] * side + numpy.array([right, right - 1])).ravel())
    walk = numpy.concatenate(order)
    walk = walk[~function_pattern(version)[0].ravel()[walk]]
    where = numpy.full(side * side, -1)
    whole = len(walk) // 8 * 8
    where[walk[:whole]] = numpy.arange(whole)
    found = where.reshape(side, side)
    found.flags.writeable = False
    return found


@cache
def mask(number: int, version: int) -> Bools:
    """Return which modules a data mask inverts: ISO/IEC 18004:2015, table 10."""
    row, column = numpy.indices((side_of(version), side_of(version)))
    conditions = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        row * column % 2 + row * column % 3,
        (row * column % 2 + row * column % 3) % 2,
        ((row + column) % 2 + row * column % 3) % 2,
    )
    return numpy.asarray(conditions[number] == 0)
