"""Error correction of matrix symbols: Reed-Solomon over GF(256).

DataMatrix: ISO/IEC 16022:2006, 5.7 and annex E. QR Code: ISO/IEC 18004:2015, 7.5.2 and annex B.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Field:
    """The arithmetic of a symbology.

    Attributes:
        polynomial: prime modulus of the field, its bits the coefficients.
        first_root: exponent of 2 that is the first root of the generator polynomial.
        source: where it is stated.
    """

    polynomial: int
    first_root: int
    source: str


DATA_MATRIX = Field(0x12D, 1, "ISO/IEC 16022:2006, 5.7.1: x^8 + x^5 + x^3 + x^2 + 1")
QR_CODE = Field(0x11D, 0, "ISO/IEC 18004:2015, 7.5.2: x^8 + x^4 + x^3 + x^2 + 1")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A block after correction: all its code words, and which of them were wrong."""

    words: tuple[int, ...]
    errors: tuple[int, ...]


class _Arithmetic:
    """Products and quotients in a field, by tables of powers and logarithms."""

    def __init__(self, field: Field) -> None:
        powers, value = [], 1
        for _ in range(255):
            powers.append(value)
            value = value << 1 ^ (field.polynomial if value & 0x80 else 0)
        logarithms = [0] * 256
        for exponent, power in enumerate(powers):
            logarithms[power] = exponent
        # Twice round, so that no sum of exponents needs a remainder.
        self.powers = tuple(powers * 2)
        self.logarithms = tuple(logarithms)
        self.first = field.first_root

    def times(self, first: int, second: int) -> int:
        if not first or not second:
            return 0
        return self.powers[self.logarithms[first] + self.logarithms[second]]

    def over(self, first: int, second: int) -> int:
        if not first:
            return 0
        return self.powers[self.logarithms[first] + 255 - self.logarithms[second]]

    def value(self, polynomial: Sequence[int], place: int) -> int:
        """Value of a polynomial, its highest coefficient first, at a place that is not 0."""
        powers, logarithms, shift, value = self.powers, self.logarithms, self.logarithms[place], 0
        for coefficient in polynomial:
            value = powers[logarithms[value] + shift] ^ coefficient if value else coefficient
        return value

    def syndromes(self, words: Sequence[int], checks: int) -> list[int]:
        return [self.value(words, self.powers[self.first + exponent]) for exponent in range(checks)]


@cache
def _arithmetic(field: Field) -> _Arithmetic:
    return _Arithmetic(field)


def checks_of(data: Sequence[int], count: int, field: Field = DATA_MATRIX) -> tuple[int, ...]:
    """Return the check words of data: the remainder by the product of (x - 2^i), ``count`` roots on end."""
    sums = _arithmetic(field)
    generator = [1]
    for exponent in range(sums.first, sums.first + count):
        longer = [*generator, 0]
        for place, coefficient in enumerate(generator):
            longer[place + 1] ^= sums.times(coefficient, sums.powers[exponent])
        generator = longer
    remainder = [0] * count
    for word in data:
        factor = word ^ remainder[0]
        remainder = [
            old ^ sums.times(factor, coefficient)
            for old, coefficient in zip([*remainder[1:], 0], generator[1:], strict=True)
        ]
    return tuple(remainder)


def correct(words: Sequence[int], checks: int, field: Field = DATA_MATRIX) -> Corrected | None:
    """Correct up to ``checks // 2`` wrong code words of a block, data first; None if there are more.

    >>> block = [142, 164, 186, *checks_of([142, 164, 186], 5)]
    >>> block[3:]
    [114, 25, 5, 88, 102]
    >>> block[1] = 0
    >>> correct(block, 5).words[:3], correct(block, 5).errors
    ((142, 164, 186), (1,))
    """
    sums = _arithmetic(field)
    syndromes = sums.syndromes(words, checks)
    if not any(syndromes):
        return Corrected(tuple(words), ())
    locator = _locator(syndromes, sums)
    places = [
        place
        for place in range(len(words))
        if not sums.value(locator[::-1], sums.powers[255 - (len(words) - 1 - place)])
    ]
    if len(places) != len(locator) - 1 or 2 * len(places) > checks:
        return None
    repaired = list(words)
    for place in places:
        repaired[place] ^= _magnitude(syndromes, locator, len(words) - 1 - place, sums)
    if any(sums.syndromes(repaired, checks)):
        return None
    return Corrected(tuple(repaired), tuple(places))


def _locator(syndromes: Sequence[int], sums: _Arithmetic) -> list[int]:
    """Berlekamp and Massey's shortest feedback register; lowest coefficient first."""
    locator, before = [1], [1]
    length, gap, divisor = 0, 1, 1
    for step, syndrome in enumerate(syndromes):
        wrong = syndrome
        for i in range(1, min(length, len(locator) - 1) + 1):
            wrong ^= sums.times(locator[i], syndromes[step - i])
        if not wrong:
            gap += 1
            continue
        factor, old = sums.over(wrong, divisor), list(locator)
        shifted = [0] * gap + [sums.times(factor, one) for one in before]
        locator += [0] * (len(shifted) - len(locator))
        for i, one in enumerate(shifted):
            locator[i] ^= one
        if 2 * length <= step:
            length, before, divisor, gap = step + 1 - length, old, wrong, 1
        else:
            gap += 1
    while locator[-1] == 0:
        locator.pop()
    return locator


def _magnitude(syndromes: Sequence[int], locator: Sequence[int], exponent: int, sums: _Arithmetic) -> int:
    """Forney's formula for the error at x^exponent: the first root 2^b gives the factor X^(1 - b)."""
    inverse = sums.powers[(255 - exponent) % 255]
    evaluator = [0] * (len(locator) - 1)
    for i in range(len(evaluator)):
        for j in range(i + 1):
            evaluator[i] ^= sums.times(syndromes[i - j], locator[j])
    derivative = [one if i % 2 == 0 else 0 for i, one in enumerate(locator[1:])]
    found = sums.over(sums.value(evaluator[::-1], inverse), sums.value(derivative[::-1], inverse))
    return sums.times(found, sums.powers[(1 - sums.first) * exponent % 255])
