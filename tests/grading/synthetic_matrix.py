"""DataMatrix scenes with faults of known size, and what they are worth by ISO/IEC 15415.

A cell is a module, or a twentieth of one where dark modules grow. Expected values follow from the
construction alone; the grades' nodes are those of ISO/IEC 15415:2011 and, for the fixed pattern, of
ISO/IEC 16022 Annex M.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.grading.model import Point
from tests.grading.placement import Size, codewords_at, size_of
from tests.grading.synthetic import DARK, LIGHT, Doubles, Scene

Flags = NDArray[np.bool_]
Module = tuple[int, int]
_PARTS = 20
"""Cells along a growing module; growth is a multiple of two of them."""


@dataclass(frozen=True, slots=True)
class Modules:
    """A matrix symbol and all that can be wrong with it.

    Attributes:
        rows: modules from the top, "1" for dark.
        light, dark: reflectances in percent; light above dark, or exchanged for a light symbol.
        flips: modules of the wrong colour, by row and column; -1 and the count of rows or columns are the
            quiet zone.
        tints: reflectance of single modules in percent.
        stretch: width of a module in heights of a module.
        bow: by how many modules the columns and the rows in the middle are displaced, right and down; the
            outermost stay.
        growth: by how much of X dark modules are wider and higher, in tenths of X.
        quiet: modules of paper around.
        nominal_rim: how the outermost modules of a bowed symbol are drawn: half a nominal module wide outside
            of their centre, or, else, as wide as the pitch goes on.
    """

    rows: tuple[str, ...]
    light: float = LIGHT
    dark: float = DARK
    flips: frozenset[Module] = frozenset()
    tints: Mapping[Module, float] = field(default_factory=dict)
    stretch: float = 1.0
    bow: Point = (0.0, 0.0)
    growth: tuple[int, int] = (0, 0)
    quiet: int = 4
    nominal_rim: bool = False

    @property
    def size(self) -> Size:
        """Its row of the table of sizes."""
        return size_of(len(self.rows), len(self.rows[0]))

    def wanted(self) -> Flags:
        """Return which modules should be dark, one ring of quiet zone included."""
        return np.pad(np.array([[module == "1" for module in row] for row in self.rows]), 1)

    def shown(self) -> Flags:
        """Return which modules are dark in the picture, one ring of quiet zone included."""
        dark = self.wanted()
        for at in self.flips:
            dark[at[0] + 1, at[1] + 1] ^= True
        return dark

    def scene(self) -> Scene:
        """Draw it."""
        dark = np.pad(self.shown(), self.quiet - 1)
        parts = _PARTS if any(self.growth) else 1
        fine = np.repeat(np.repeat(dark, parts, axis=0), parts, axis=1)
        fine = _grown(_grown(fine, self.growth[0]).T, self.growth[1]).T
        cells = np.where(fine, self.dark, self.light)
        for (row, column), tint in self.tints.items():
            at_row, at_column = (row + self.quiet) * parts, (column + self.quiet) * parts
            cells[at_row : at_row + parts, at_column : at_column + parts] = tint
        rows, columns = len(self.rows), len(self.rows[0])
        drawn = _nominal_at_the_rim if self.nominal_rim else _bowed
        x = self.stretch * drawn(_edges(columns, self.quiet, parts), columns, self.bow[0])
        y = drawn(_edges(rows, self.quiet, parts), rows, self.bow[1])
        first, last = self.quiet * parts, -self.quiet * parts - 1
        left, right, top, bottom = float(x[first]), float(x[last]), float(y[first]), float(y[last])
        return Scene(x, y, cells, ((left, top), (right, top), (right, bottom), (left, bottom)))

    def anu(self) -> float:
        """Return its axial non-uniformity in percent."""
        return 100 * abs(self.stretch - 1) / ((self.stretch + 1) / 2)

    def gnu(self) -> float:
        """Return its grid non-uniformity in percent, of a symbol that is not stretched."""
        worst = [
            abs(bow) * max(4 * i * (count - 1 - i) / (count - 1) ** 2 for i in range(count))
            for bow, count in zip(self.bow, (len(self.rows[0]), len(self.rows)), strict=True)
        ]
        return 100 * float(np.hypot(worst[0], worst[1]))


def _grown(dark: Flags, tenths: int) -> Flags:
    """Widen dark runs along rows by so many tenths of a module, half of it at each side; shrink below 0."""
    if tenths < 0:
        return ~_grown(~dark, -tenths)
    grown = dark.copy()
    for shift in range(1, tenths * _PARTS // 20 + 1):
        padded = np.pad(dark, ((0, 0), (shift, shift)), mode="edge")
        grown |= padded[:, 2 * shift :] | padded[:, : -2 * shift]
    return grown


def _edges(count: int, quiet: int, parts: int) -> Doubles:
    return np.linspace(-quiet, count + quiet, (count + 2 * quiet) * parts + 1)


def _bowed(edges: Doubles, count: int, bow: float) -> Doubles:
    """Displace edges so that the centre of module i goes by bow * 4 t (1 - t), t = i / (count - 1).

    The centre lies between two edges, whose mean displacement lacks 4 h^2 of that, h half a step of t:
    the same for all modules.
    """
    half = 0.5 / (count - 1)
    t = np.clip((edges - 0.5) / (count - 1), -half, 1 + half)
    return np.asarray(edges + bow * 4 * (t * (1 - t) + half**2))


def _nominal_at_the_rim(edges: Doubles, count: int, bow: float) -> Doubles:
    """Displace centres by bow * 4 t (1 - t), t = i / (count - 1); edges are in the middle of two centres.

    Beyond the outermost centres nothing is displaced.
    """
    centres = np.arange(-edges.size, count + edges.size) + 0.5
    t = np.clip((centres - 0.5) / (count - 1), 0, 1)
    displaced = centres + bow * 4 * t * (1 - t)
    middles = np.interp(edges, (centres[1:] + centres[:-1]) / 2, (displaced[1:] + displaced[:-1]) / 2)
    return np.where((edges <= 0) | (edges >= count), edges, middles)


def wrong_codewords(size: Size, count: int, block: int = 0) -> frozenset[Module]:
    """Return one module each of the first so many data codewords of a block."""
    where = codewords_at(size)
    chosen = [n for n in range(size.data + size.correction) if size.block_of(n) == block][:count]
    return frozenset(_module(where, 8 * codeword) for codeword in chosen)


def _module(where: NDArray[np.int32], bit: int) -> Module:
    row, column = np.argwhere(where == bit)[0]
    return int(row), int(column)


def unused_correction(size: Size, wrong: Iterable[int]) -> float:
    """Return UEC in percent: 1 - 2t / (check words of a block), the worst block's; below none: 0."""
    counts = np.zeros(size.blocks)
    for codeword in wrong:
        counts[size.block_of(codeword)] += 1
    return 100 * max(0.0, 1 - 2 * float(counts.max()) / size.correction_each)


def step_grade(value: float, nodes: tuple[float, float, float, float], *, rising: bool = True) -> int:
    """Return a whole grade: ``nodes`` are the limits of 4, 3, 2, 1, each of which still belongs to it."""
    for grade, node in zip((4, 3, 2, 1), nodes, strict=True):
        if value >= node if rising else value <= node:
            return grade
    return 0


UEC_NODES, MOD_NODES, SC_NODES = (62.0, 50.0, 37.0, 25.0), (50.0, 40.0, 30.0, 20.0), (70.0, 55.0, 40.0, 20.0)
ANU_NODES, GNU_NODES, LINE_NODES = (6.0, 8.0, 10.0, 12.0), (38.0, 50.0, 63.0, 75.0), (0.0, 9.0, 13.0, 17.0)
"""Limits in percent (ISO/IEC 15415:2011; lines of the fixed pattern: ISO/IEC 16022 Annex M)."""


def modulation(symbol: Modules) -> Doubles:
    """Return the modulation of each module in percent, with one ring of quiet zone; wrong ones below 0."""
    middle, half = (symbol.light + symbol.dark) / 2, abs(symbol.light - symbol.dark) / 2
    seen = np.where(symbol.shown(), symbol.dark, symbol.light)
    for (row, column), tint in symbol.tints.items():
        seen[row + 1, column + 1] = tint
    sign = np.where(symbol.wanted(), -1.0, 1.0) * np.sign(symbol.light - symbol.dark)
    return np.asarray(100 * sign * (seen - middle) / half)


def modulation_grade(symbol: Modules) -> int:
    """Return the grade of modulation by the overlay: best of min(level, grade of what correction is left).

    Modules count by how far they are from the threshold, not by which side they are on: a codeword in error
    at full contrast costs RM and UEC, not MOD.
    """
    return _overlaid(symbol, np.abs(modulation(symbol)))


def margin_grade(symbol: Modules) -> int:
    """Return the grade of reflectance margin: as modulation, but wrong modules count as 0."""
    return _overlaid(symbol, np.maximum(modulation(symbol), 0.0))


def _overlaid(symbol: Modules, seen: Doubles) -> int:
    where = codewords_at(symbol.size)
    inner = seen[1:-1, 1:-1]
    best = 0
    for level, node in zip((4, 3, 2, 1), MOD_NODES, strict=True):
        low = set((where[(where >= 0) & (inner < node)] // 8).tolist())
        left = unused_correction(symbol.size, low)
        best = max(best, min(level, step_grade(left, UEC_NODES)))
    return best


def line_damage(symbol: Modules) -> Mapping[str, float]:
    """Return the share of wrong modules, in percent, of L and quiet zone of a symbol (names: Cognex)."""
    wrong = symbol.wanted() != symbol.shown()
    last = wrong.shape[0] - 1
    lines = {
        "LLS": wrong[1:-1, 1],
        "BLS": wrong[last - 1, 1:-1],
        "LQZ": wrong[:, 0],
        "BQZ": wrong[last, :],
    }
    return {name: 100 * float(line.mean()) for name, line in lines.items()}


def average_grade(grades: tuple[float, float, float, float, float]) -> int:
    """Return AG from the grades of L1, L2, QZL1, QZL2 and clock with solid (ISO/IEC 16022 Annex M)."""
    return step_grade(sum(grades) / 5, (4.0, 3.5, 3.0, 2.5))
