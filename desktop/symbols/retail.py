"""EAN-13, EAN-8 and UPC-A (ISO/IEC 15420): digits to modules, and element widths back to digits.

The encoder glues patterns of seven modules together; the decoder has its own table of element widths, so
that a slip in one of them does not hide in the other.
"""

from desktop.errors import InputError
from desktop.texts import say

_SET_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111",
    "0001011",
)  # fmt: skip
_COMPLEMENT = str.maketrans("01", "10")
_SET_C = tuple(pattern.translate(_COMPLEMENT) for pattern in _SET_A)
_SET_B = tuple(pattern[::-1] for pattern in _SET_C)
"""Modules of each digit in the number sets A, B and C (ISO/IEC 15420:2009, table 1)."""

_SETS_OF_FIRST_DIGIT = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"
)  # fmt: skip
"""How an EAN-13 says its first digit: by the sets of the left half (ISO/IEC 15420:2009, table 2)."""

_GUARD, _CENTRE = "101", "01010"

_WIDTHS_A = {
    (3, 2, 1, 1): 0, (2, 2, 2, 1): 1, (2, 1, 2, 2): 2, (1, 4, 1, 1): 3, (1, 1, 3, 2): 4,
    (1, 2, 3, 1): 5, (1, 1, 1, 4): 6, (1, 3, 1, 2): 7, (1, 2, 1, 3): 8, (3, 1, 1, 2): 9,
}  # fmt: skip
"""Element widths of each digit in set A; C has the same with the colours exchanged, B backwards."""

_HALF_ELEMENTS = {13: 24, 8: 16}
_GUARD_ELEMENTS, _CENTRE_ELEMENTS = 3, 5


def ean13_modules(digits: str) -> str:
    """Draw the 13 digits of an EAN-13, which must be right: 95 modules."""
    sets = _SETS_OF_FIRST_DIGIT[int(digits[0])]
    left = (
        (_SET_A if of == "A" else _SET_B)[int(digit)] for of, digit in zip(sets, digits[1:7], strict=True)
    )
    right = (_SET_C[int(digit)] for digit in digits[7:])
    return "".join((_GUARD, *left, _CENTRE, *right, _GUARD))


def ean8_modules(digits: str) -> str:
    """Draw the 8 digits of an EAN-8, which must be right: 67 modules."""
    left = (_SET_A[int(digit)] for digit in digits[:4])
    right = (_SET_C[int(digit)] for digit in digits[4:])
    return "".join((_GUARD, *left, _CENTRE, *right, _GUARD))


EAN_13_LONG = ((0, 3), (45, 50), (92, 95))
EAN_8_LONG = ((0, 3), (31, 36), (64, 67))
UPC_A_LONG = ((0, 10), (45, 50), (85, 95))
"""Ranges of modules whose bars reach further down: the guards, of a UPC-A its first and last digit too
(GS1 General Specifications, EAN/UPC symbology, human readable interpretation)."""


def read_retail(widths: list[int]) -> str:
    """Read the digits of an EAN-13 or EAN-8 from its element widths in modules, first bar first.

    Raises:
        InputError: these are no widths of such a symbol, or its check digit is wrong.
    """
    count = next((digits for digits, half in _HALF_ELEMENTS.items() if len(widths) == 2 * half + 11), None)
    if count is None:
        raise _no_symbol(len(widths))
    half = _HALF_ELEMENTS[count]
    centre = _GUARD_ELEMENTS + half
    guards = widths[:3] + widths[centre : centre + _CENTRE_ELEMENTS] + widths[-3:]
    if any(width != 1 for width in guards):
        raise _no_symbol(len(widths))
    left = _read_half(widths[3:centre])
    right = _read_half(widths[centre + _CENTRE_ELEMENTS : -3])
    sets = "".join(of for of, _ in left)
    digits = "".join(str(digit) for _, digit in left + right)
    if any(of != "A" for of, _ in right):
        raise _no_symbol(len(widths))
    if count == 13:
        if sets not in _SETS_OF_FIRST_DIGIT:
            raise _no_symbol(len(widths))
        digits = f"{_SETS_OF_FIRST_DIGIT.index(sets)}{digits}"
    elif sets != "AAAA":
        raise _no_symbol(len(widths))
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    if weighted % 10:
        raise InputError(say("The bars say {digits}, whose check digit is wrong.", digits=digits))
    return digits


def _read_half(widths: list[int]) -> list[tuple[str, int]]:
    """Read number set and digit of each four elements."""
    found = []
    for place in range(0, len(widths), 4):
        four = (widths[place], widths[place + 1], widths[place + 2], widths[place + 3])
        if four in _WIDTHS_A:
            found.append(("A", _WIDTHS_A[four]))
        elif four[::-1] in _WIDTHS_A:
            found.append(("B", _WIDTHS_A[four[::-1]]))
        else:
            raise _no_symbol(len(widths))
    return found


def _no_symbol(count: int) -> InputError:
    return InputError(say("These {count} bars and spaces are no EAN-13, EAN-8 or UPC-A symbol.", count=count))
