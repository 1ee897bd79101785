"""The overlay of error correction: what a symbol is worth if all that is worse is wrong (ISO/IEC 15415)."""

from collections.abc import Callable, Sequence

import numpy
from numpy.typing import NDArray

from desktop.grading.ecc200 import unused_correction
from desktop.grading.editions import decimal
from desktop.grading.matrix_layout import Bools, Layout, carriers
from desktop.grading.model import Edition, Name
from desktop.grading.sampling import Doubles
from desktop.grading.thresholds import exact_grade, row_of

WHOLE_LEVELS = (4.0, 3.0, 2.0, 1.0)
_DIRECT_LEVELS = (4.0, 3.0, 1.0)
"""Fixed pattern damage of direct marks leaves C out (Cognex, DM475V: ISO 29158 grading parameters)."""


def levels_of(edition: Edition) -> tuple[float, ...]:
    """Return the levels that an overlay tries: whole ones, or since there are decimals every tenth."""
    if edition is Edition.ISO_29158_2020:
        return _DIRECT_LEVELS
    return tuple(step / 10 for step in range(40, 0, -1)) if decimal(edition) else WHOLE_LEVELS


def module_grades(modulation: Doubles, edition: Edition) -> Doubles:
    """Return the grade of each module by its modulation in percent; what is negative has grade 0."""
    nodes = row_of(edition, Name.MOD).nodes
    values = numpy.array([value for value, _ in reversed(nodes)])
    grades = numpy.array([grade for _, grade in reversed(nodes)])
    if decimal(edition):
        between = numpy.interp(modulation, values, grades)
        return numpy.where(modulation < values[0], 0.0, between)
    steps = numpy.concatenate(([0.0], grades))
    return numpy.asarray(steps[numpy.searchsorted(values, modulation, side="right")])


def best_level(grades: Doubles, levels: tuple[float, ...], worth: Callable[[Bools], float]) -> float:
    """Return the best compromise: the highest, over all levels, of the lower of level and worth.

    Args:
        grades: of the units (code words, modules).
        levels: to try.
        worth: grade that is left if the given units are wrong.
    """
    return max((min(level, worth(grades < level - 1e-9)) for level in levels), default=0.0)


def codeword_overlay(
    modulation: Doubles, layout: Layout, edition: Edition, wrong: frozenset[int] = frozenset()
) -> float:
    """Grade modulation with error correction: ISO/IEC 15415:2011, 7.8.3 (MOD) and 7.8.4 (RM).

    Args:
        modulation: of each module of the symbol in percent, without its sign.
        layout: of the symbol.
        edition: whole grades, or decimals; these go down in steps of one tenth.
        wrong: code words whose modules count as 0 (RM; and MOD since 2024): those that were corrected.
    """
    blocks = [layout.block(number) for number in range(layout.blocks)]
    return overlaid(
        modulation, carriers(layout), blocks, lambda bad: unused_correction(bad, layout), edition, wrong
    )


def overlaid(
    modulation: Doubles,
    where: NDArray[numpy.int_],
    blocks: Sequence[Sequence[int]],
    unused: Callable[[int], float],
    edition: Edition,
    wrong: frozenset[int],
) -> float:
    """Lay error correction over modulation; a code word is worth its worst module.

    Args:
        modulation: of each module of the symbol in percent, without its sign.
        where: which bit of the code words each module carries, 8 to a word; below 0: none.
        blocks: code words of each block of error correction.
        unused: percent of a block's correction that so many wrong code words leave.
        edition: whole grades, or decimals; these go down in steps of one tenth.
        wrong: code words whose modules count as 0.
    """
    words = numpy.full(sum(len(block) for block in blocks), 4.0)
    used = where >= 0
    numpy.minimum.at(words, where[used] // 8, module_grades(modulation, edition)[used])
    words[list(wrong)] = 0.0

    def worth(bad: Bools) -> float:
        least = min(unused(int(bad[list(block)].sum())) for block in blocks)
        return exact_grade(edition, Name.UEC, least)

    return best_level(words, levels_of(edition), worth)
