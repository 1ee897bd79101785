"""Error correction of DataMatrix: Reed-Solomon over GF(256) (ISO/IEC 16022:2006, 5.7 and annex E)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

POLYNOMIAL = 0x12D
"""x^8 + x^5 + x^3 + x^2 + 1: ISO/IEC 16022:2006, 5.7.1."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A block after correction: all its code words, and which of them were wrong."""

    words: tuple[int, ...]
    errors: tuple[int, ...]


@cache
def _powers() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the powers of 2 (twice round, so that no sum of exponents needs a remainder) and logarithms."""
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value = value << 1 ^ (POLYNOMIAL if value & 0x80 else 0)
    logarithms = [0] * 256
    for exponent, power in enumerate(powers):
        logarithms[power] = exponent
    return tuple(powers * 2), tuple(logarithms)


def _times(first: int, second: int) -> int:
    if not first or not second:
        return 0
    powers, logarithms = _powers()
    return powers[logarithms[first] + logarithms[second]]


def _over(first: int, second: int) -> int:
    if not first:
        return 0
    powers, logarithms = _powers()
    return powers[logarithms[first] + 255 - logarithms[second]]


def _value(polynomial: Sequence[int], place: int) -> int:
    """Value of a polynomial, its highest coefficient first."""
    value = 0
    for coefficient in polynomial:
        value = _times(value, place) ^ coefficient
    return value


def checks_of(data: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the check words of data: the remainder by the product of (x - 2^i), i = 1 to count."""
    powers, _ = _powers()
    generator = [1]
    for exponent in range(1, count + 1):
        longer = [*generator, 0]
        for place, coefficient in enumerate(generator):
            longer[place + 1] ^= _times(coefficient, powers[exponent])
        generator = longer
    remainder = [0] * count
    for word in data:
        factor = word ^ remainder[0]
        remainder = [
            old ^ _times(factor, coefficient)
            for old, coefficient in zip([*remainder[1:], 0], generator[1:], strict=True)
        ]
    return tuple(remainder)


def correct(words: Sequence[int], checks: int) -> Corrected | None:
    """Correct up to ``checks // 2`` wrong code words of a block, data first; None if there are more.

    >>> block = [142, 164, 186, *checks_of([142, 164, 186], 5)]
    >>> block[3:]
    [114, 25, 5, 88, 102]
    >>> block[1] = 0
    >>> correct(block, 5).words[:3], correct(block, 5).errors
    ((142, 164, 186), (1,))
    """
    syndromes = _syndromes(words, checks)
    if not any(syndromes):
        return Corrected(tuple(words), ())
    locator = _locator(syndromes)
    powers, _ = _powers()
    places = [
        place
        for place in range(len(words))
        if not _value(locator[::-1], powers[255 - (len(words) - 1 - place)])
    ]
    if len(places) != len(locator) - 1 or 2 * len(places) > checks:
        return None
    repaired = list(words)
    for place in places:
        repaired[place] ^= _magnitude(syndromes, locator, len(words) - 1 - place)
    if any(_syndromes(repaired, checks)):
        return None
    return Corrected(tuple(repaired), tuple(places))


def _syndromes(words: Sequence[int], checks: int) -> list[int]:
    powers, _ = _powers()
    return [_value(words, powers[exponent]) for exponent in range(1, checks + 1)]


def _locator(syndromes: Sequence[int]) -> list[int]:
    """Berlekamp and Massey's shortest feedback register; lowest coefficient first."""
    locator, before = [1], [1]
    length, gap, divisor = 0, 1, 1
    for step, syndrome in enumerate(syndromes):
        wrong = syndrome
        for i in range(1, min(length, len(locator) - 1) + 1):
            wrong ^= _times(locator[i], syndromes[step - i])
        if not wrong:
            gap += 1
            continue
        factor, old = _over(wrong, divisor), list(locator)
        shifted = [0] * gap + [_times(factor, one) for one in before]
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


def _magnitude(syndromes: Sequence[int], locator: Sequence[int], exponent: int) -> int:
    """Forney's formula for the error at x^exponent; the first root being 2^1, it needs no further factor."""
    powers, _ = _powers()
    inverse = powers[(255 - exponent) % 255]
    evaluator = [0] * (len(locator) - 1)
    for i in range(len(evaluator)):
        for j in range(i + 1):
            evaluator[i] ^= _times(syndromes[i - j], locator[j])
    derivative = [one if i % 2 == 0 else 0 for i, one in enumerate(locator[1:])]
    return _over(_value(evaluator[::-1], inverse), _value(derivative[::-1], inverse))
