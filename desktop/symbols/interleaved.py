"""ITF-14, which is Interleaved 2 of 5 with 14 digits (ISO/IEC 16390).

Two digits share ten elements: the bars say the first, the spaces the second. Of five elements two are wide.
"""

from desktop.errors import InputError
from desktop.texts import say

WIDE = 3
"""Modules of a wide element. The standard takes 2.25 to 3 (ISO/IEC 16390; GS1 General Specifications, whose
target is 2.5); three is the one that is made of whole modules, and so on the grid of every printer."""

_WIDE_ELEMENTS = (
    "00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010"
)  # fmt: skip
"""Which of a digit's five elements are wide (ISO/IEC 16390:2007, table 1)."""

_WEIGHTS = (1, 2, 4, 7, 0)
"""By which a digit is read from its wide elements: their weights add up to it, and to 11 for a 0."""

_START_ELEMENTS, _STOP_WIDTHS = 4, [WIDE, 1, 1]


def itf_modules(digits: str) -> str:
    """Draw an even count of digits: 135 modules for 14 of them."""
    written = ["1010"]
    for place in range(0, len(digits), 2):
        bars, spaces = (_WIDE_ELEMENTS[int(digit)] for digit in digits[place : place + 2])
        for bar, space in zip(bars, spaces, strict=True):
            written += ("1" * (WIDE if bar == "1" else 1), "0" * (WIDE if space == "1" else 1))
    written.append("1" * WIDE + "01")
    return "".join(written)


def read_itf(widths: list[int]) -> str:
    """Read the digits of an ITF symbol from its element widths in modules, first bar first.

    Raises:
        InputError: these are no widths of such a symbol.
    """
    body = widths[_START_ELEMENTS:-3]
    if widths[:_START_ELEMENTS] != [1] * 4 or widths[-3:] != _STOP_WIDTHS or not body or len(body) % 10:
        raise _no_symbol(len(widths))
    return "".join(
        _digit(body[first : place + 10 : 2], len(widths))
        for place in range(0, len(body), 10)
        for first in (place, place + 1)
    )


def _digit(five: list[int], count: int) -> str:
    wide = [weight for weight, width in zip(_WEIGHTS, five, strict=True) if width == WIDE]
    if len(wide) != 2 or five.count(1) != 3:
        raise _no_symbol(count)
    return str(sum(wide) % 11)


def _no_symbol(count: int) -> InputError:
    return InputError(say("These {count} bars and spaces are no ITF-14 symbol.", count=count))
