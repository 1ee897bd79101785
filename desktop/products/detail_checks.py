"""Checks of single identifiers that stand among the details of a product."""

from desktop.codes.characters import DIGITS, first_foreign, name_of
from desktop.codes.gtin import check_digit
from desktop.texts import Text, say

_STANDARD_LENGTH = 14
_STANDARD_START = "869"
"""86 (China) and 9 (drugs), as all published codes begin (codes.md B10)."""

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: without I, O, S, V and Z."""
_USCC_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))


def fault_of_standard_code(value: str) -> Text | None:
    """Say what is wrong with a national drug code (药品本位码), or None.

    Its check digit is that of a GTIN (codes.md B10).
    """
    index = first_foreign(value, DIGITS)
    if index is not None:
        return say(
            "character {position} is {character}, only 0-9 are allowed.",
            position=index + 1,
            character=name_of(value[index]),
        )
    if len(value) != _STANDARD_LENGTH:
        return say("found {found} digits, expected {expected}.", found=len(value), expected=_STANDARD_LENGTH)
    if not value.startswith(_STANDARD_START):
        return say(
            "{code} begins with {found}, a national drug code begins with {expected}.",
            code=value,
            found=value[:3],
            expected=_STANDARD_START,
        )
    expected = check_digit(value[:-1])
    if int(value[-1]) == expected:
        return None
    return say(
        "{code}: check digit is {found}, must be {expected}.", code=value, found=value[-1], expected=expected
    )


def fault_of_organisation(value: str) -> Text | None:
    """Say what is wrong with a unified social credit code (GB 32100-2015), or None."""
    if len(value) != 18:
        return say("found {found} characters, expected {expected}.", found=len(value), expected=18)
    index = first_foreign(value, frozenset(_USCC_ALPHABET))
    if index is not None:
        return say(
            "character {position} is {character}; expected 0-9 and capital letters without I, O, S, V and Z.",
            position=index + 1,
            character=name_of(value[index]),
        )
    total = sum(
        _USCC_ALPHABET.index(character) * weight
        for character, weight in zip(value, _USCC_WEIGHTS, strict=False)
    )
    expected = _USCC_ALPHABET[-total % 31]
    if value[-1] == expected:
        return None
    return say(
        "{code}: check character is {found}, must be {expected}.",
        code=value,
        found=value[-1],
        expected=expected,
    )
