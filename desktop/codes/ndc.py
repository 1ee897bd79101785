"""The GTIN of a US drug: 003, the ten digits of its National Drug Code, and a check digit."""

from desktop.codes.characters import OUTER_SPACE, are_digits
from desktop.codes.gtin import Gtin, check_digit
from desktop.errors import InputError
from desktop.texts import say

LENGTH = 10
START = "003"
"""Indicator 0 and the GS1 prefix 03 under which labeler codes are GS1 numbers."""


def gtin_of_ndc(text: str) -> Gtin:
    """Make the GTIN-14 of a National Drug Code of ten digits; its two hyphens may be left in.

    Raises:
        InputError: there are not ten digits. An 11-digit NDC is a billing form with a zero put in, whose
            place cannot be known.

    >>> gtin_of_ndc("0093721410").value
    '00300937214106'
    """
    value = text.strip(OUTER_SPACE)
    digits = value.replace("-", "")
    if len(digits) != LENGTH or not are_digits(digits) or value.count("-") not in {0, 2}:
        raise InputError(
            say(
                "NDC {found}: expected {expected} digits, with two hyphens or none.",
                found=value,
                expected=LENGTH,
            )
        )
    return Gtin(f"{START}{digits}{check_digit(START + digits)}")
