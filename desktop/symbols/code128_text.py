"""Any text as Code 128 with the fewest symbol characters, all three code subsets used.

The shortest way is found from the end: for each place and each subset it is known how many symbol
characters the rest takes.
"""

from desktop.errors import InputError
from desktop.symbols.code128 import (
    FNC1,
    PATTERNS,
    START_A,
    START_B,
    START_C,
    STOP,
    Code128Symbol,
    encode_digits,
)
from desktop.texts import say

_A, _B, _C = range(3)
_BY_PREFERENCE = (_B, _C, _A)
"""Of equally short ways: subset A is for control characters (ISO/IEC 15417:2007, annex E)."""
_STARTS = (START_A, START_B, START_C)
_LATCH_TO = (101, 100, 99)
_SHIFT = 98
_FNC1_VALUE = 102
_MODULUS = 103
_NEVER = 1_000_000

_VALUES: tuple[dict[str, int], dict[str, int]] = (
    {chr(32 + value): value for value in range(64)} | {chr(value): 64 + value for value in range(32)},
    {chr(32 + value): value for value in range(96)},
)
"""Values of characters in the subsets A and B (ISO/IEC 15417:2007, table 1)."""

_DIGITS = frozenset("0123456789")

Costs = tuple[int, int, int]
"""Symbol characters that a rest of the text takes when the subset A, B or C is in force."""


def encode_text(text: str) -> Code128Symbol:
    """Encode a text of ASCII characters; ``FNC1`` in it is the function character.

    Raises:
        InputError: the text is empty, or has a character that Code 128 has not.
    """
    if text.isascii() and text.isdigit() and len(text) % 2 == 0:
        return encode_digits(text)
    _check(text)
    costs = _costs(text)
    subset = min(_BY_PREFERENCE, key=lambda one: costs[0][one])
    values = [_STARTS[subset]]
    place = 0
    while place < len(text):
        chosen = _next_subset(text, place, subset, costs)
        if chosen != subset:
            values.append(_LATCH_TO[chosen])
            subset = chosen
        place += _write(text, place, subset, values)
    values.append((values[0] + sum(i * value for i, value in enumerate(values))) % _MODULUS)
    values.append(STOP)
    return Code128Symbol(tuple(values), "".join([PATTERNS[value] for value in values]))


def _check(text: str) -> None:
    foreign = next((one for one in text if not one.isascii() and one != FNC1), None)
    if not text or foreign:
        raise InputError(
            say(
                "Code 128 takes at least one character, all of them ASCII; these data have {found}.",
                found=repr(foreign) if foreign else "0",
            )
        )


def _costs(text: str) -> list[Costs]:
    """Return, for every place, what the rest takes in each subset; a change of subset costs one."""
    costs: list[Costs] = [(0, 0, 0)] * (len(text) + 1)
    for place in range(len(text) - 1, -1, -1):
        a, b, c = _costs_here(text, place, costs)
        costs[place] = (min(a, b + 1, c + 1), min(b, a + 1, c + 1), min(c, a + 1, b + 1))
    return costs


def _costs_here(text: str, place: int, costs: list[Costs]) -> Costs:
    """Return what the rest takes if the character here is written in each of the subsets."""
    character = text[place]
    rest_a, rest_b, rest_c = costs[place + 1]
    if character == FNC1:
        return rest_a + 1, rest_b + 1, rest_c + 1
    # What a subset has not is written behind a SHIFT, which counts as a second symbol character.
    a = rest_a + (1 if character in _VALUES[_A] else 2)
    b = rest_b + (1 if character in _VALUES[_B] else 2)
    return a, b, costs[place + 2][_C] + 1 if _pair(text, place) else _NEVER


def _pair(text: str, place: int) -> bool:
    return text[place] in _DIGITS and place + 1 < len(text) and text[place + 1] in _DIGITS


def _next_subset(text: str, place: int, subset: int, costs: list[Costs]) -> int:
    """Return in which subset the character at ``place`` is written: the present one if that is no worse."""
    here = _costs_here(text, place, costs)
    return min(_BY_PREFERENCE, key=lambda one: (here[one] + (one != subset), one != subset))


def _write(text: str, place: int, subset: int, values: list[int]) -> int:
    """Write what stands at ``place`` in ``subset``; return how many characters that were."""
    character = text[place]
    if character == FNC1:
        values.append(_FNC1_VALUE)
        return 1
    if subset == _C:
        values.append(int(text[place : place + 2]))
        return 2
    if character not in _VALUES[subset]:
        values.append(_SHIFT)
        subset = _B if subset == _A else _A
    values.append(_VALUES[subset][character])
    return 1
