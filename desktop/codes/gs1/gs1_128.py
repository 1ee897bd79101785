"""How long a GS1-128 symbol gets, and when a 2D symbol must take its place."""

from dataclasses import dataclass

from desktop.codes.gs1.element_string import ElementString
from desktop.codes.gs1.table import GS
from desktop.texts import Text, say

MOST_CHARACTERS = 48
"""Data characters of one symbol, AIs and separators counted (source document S001: "最大数据字数为48个")."""

LONGEST_MM = 165.0
"""Length with quiet zones (source document S001: "包括空白区在内的物理长度不能超过165mm")."""

_MODULES_A_CHARACTER = 11
_STOP_MODULES = 13
_QUIET_MODULES = 20
_FRAME_CHARACTERS = 3
"""Start character, FNC1 in first place, check character."""


@dataclass(frozen=True, slots=True)
class LinearSize:
    """Size of a GS1-128 symbol.

    Attributes:
        characters: data characters, AIs and separators counted.
        modules: width in modules, with a quiet zone of 10 modules on both sides.
        width_mm: the same in mm.
    """

    characters: int
    modules: int
    width_mm: float


def linear_size(string: ElementString, x_mm: float) -> LinearSize:
    """Compute the size of the GS1-128 symbol of an element string.

    Args:
        string: what is encoded.
        x_mm: width of the narrowest bar in mm.
    """
    raw = string.raw
    data = symbol_characters(raw)
    modules = (data + _FRAME_CHARACTERS) * _MODULES_A_CHARACTER + _STOP_MODULES + _QUIET_MODULES
    return LinearSize(len(raw), modules, modules * x_mm)


def linear_faults(string: ElementString, x_mm: float) -> tuple[Text, ...]:
    """Say why an element string cannot be a GS1-128 symbol with bars of ``x_mm``; empty if it can."""
    size = linear_size(string, x_mm)
    faults: list[Text] = []
    if size.characters > MOST_CHARACTERS:
        faults.append(
            say(
                "GS1-128 holds at most {most} characters, AIs and separators counted; found {found}. "
                "Use GS1 DataMatrix.",
                most=MOST_CHARACTERS,
                found=size.characters,
            )
        )
    if size.width_mm > LONGEST_MM:
        faults.append(
            say(
                "GS1-128 with bars of {x} mm gets {width} mm long with its quiet zones; at most {most} mm "
                "are allowed. Use GS1 DataMatrix.",
                x=f"{x_mm:g}",
                width=f"{size.width_mm:.1f}",
                most=f"{LONGEST_MM:g}",
            )
        )
    return tuple(faults)


def symbol_characters(raw: str) -> int:
    r"""Count the Code 128 symbol characters of raw data behind FNC1, with the fewest changes of code set.

    Code set C takes two digits in one symbol character; set B takes any character of GS1 data; FNC1 is in
    both. A change costs one symbol character, the choice of the start character nothing.

    >>> symbol_characters("0106932833600109"), symbol_characters("10A")
    (8, 3)
    """
    impossible = 10**9
    in_b, in_c = 0, 0
    # Before the digit that completes a pair, what code set C had cost one character earlier is needed.
    c_before = impossible
    for index, character in enumerate(raw):
        pair = index > 0 and character.isdigit() and raw[index - 1].isdigit()
        next_b = min(in_b, in_c + 1) + 1
        next_c = c_before + 1 if pair else impossible
        if character == GS:
            next_c = min(in_c, in_b + 1) + 1
        c_before = min(in_c, in_b + 1) if character.isdigit() else impossible
        in_b, in_c = next_b, next_c
    return min(in_b, in_c)
