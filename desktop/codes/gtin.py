"""The Global Trade Item Number: GTIN-8, -12, -13 and -14, and its check digit."""

from dataclasses import dataclass

from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, is_full_width, name_of
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTHS = (8, 12, 13, 14)
"""Digits of a GTIN (GS1 General Specifications)."""


@dataclass(frozen=True, slots=True)
class RestrictedPrefix:
    """GS1 prefixes (first three digits of a GTIN-13) that are never on a trade item of a plant."""

    first: int
    last: int
    meant_for: Text

    def covers(self, prefix: int) -> bool:
        """Tell whether the three-digit ``prefix`` is one of these."""
        return self.first <= prefix <= self.last


def restricted_prefixes() -> tuple[RestrictedPrefix, ...]:
    """Return the prefixes that no product may carry (GS1 General Specifications)."""
    in_store = say("numbers that a shop gives itself")
    return (
        RestrictedPrefix(20, 29, in_store),
        RestrictedPrefix(40, 49, in_store),
        RestrictedPrefix(200, 299, in_store),
        RestrictedPrefix(977, 979, say("periodicals and books")),
        RestrictedPrefix(990, 999, say("coupons")),
    )


def check_digit(body: str) -> int:
    """Compute the GS1 check digit (mod 10, weights 3 and 1 from the right).

    Args:
        body: the digits without the check digit.

    >>> check_digit("693283360010")
    9
    """
    total = sum(int(digit) * (3, 1)[index % 2] for index, digit in enumerate(reversed(body)))
    return -total % 10


@dataclass(frozen=True, slots=True)
class Gtin:
    """A GTIN with as many digits as it was given with. Two are the same item if ``as_14`` is equal."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "Gtin":
        """Read a GTIN as typed or scanned. Spaces around it are taken off, nothing within is.

        Raises:
            InputError: it is empty, holds something but 0-9, has another length or another check digit.
        """
        return cls(text.strip(OUTER_SPACE))

    @property
    def as_14(self) -> str:
        """The number in 14 digits, as data carriers and databases hold it."""
        return self.value.zfill(14)

    @property
    def restriction(self) -> Text | None:
        """Why no product of a plant can have this number, or None if one can."""
        if len(self.value) == 14 and self.value[0] == "9":
            return say(
                "GTIN {gtin}: indicator 9 means a variable measure, which no drug pack has.", gtin=self.value
            )
        if len(self.value) == 8:
            return None
        prefix = self.as_14[1:4]
        for row in restricted_prefixes():
            if row.covers(int(prefix)):
                return say(
                    "GTIN {gtin}: prefix {prefix} is kept for {meant_for}, not for products.",
                    gtin=self.value,
                    prefix=prefix,
                    meant_for=row.meant_for,
                )
        return None


def _fault_of(value: str) -> Text | None:
    if not value:
        return say("No GTIN was given: expected 8, 12, 13 or 14 digits.")
    index = first_foreign(value, DIGITS)
    if index is not None:
        return _foreign_character(value, index)
    if len(value) not in LENGTHS:
        return say(
            "GTIN {gtin}: found {found} digits, expected 8, 12, 13 or 14 (the last is the check digit).",
            gtin=value,
            found=len(value),
        )
    expected = check_digit(value[:-1])
    return None if int(value[-1]) == expected else _wrong_check_digit(value, expected)


def _foreign_character(value: str, index: int) -> Text:
    if is_full_width(value[index]):
        return say(
            "GTIN: character {position} is {character}, only 0-9 are allowed. "
            "Switch the input method to English.",
            position=index + 1,
            character=name_of(value[index]),
        )
    return say(
        "GTIN: character {position} is {character}, only 0-9 are allowed.",
        position=index + 1,
        character=name_of(value[index]),
    )


def _wrong_check_digit(value: str, expected: int) -> Text:
    corrected = f"{value[:-1]}{expected}"
    if len(value) == 12:
        return say(
            "GTIN {gtin}: 12 digits found; GTIN-13 needs 13 (the last is the check digit). "
            "As a GTIN-12 its check digit is {found}, must be {expected}.",
            gtin=value,
            found=value[-1],
            expected=expected,
        )
    if len(value) == 14 and int(value[-1]) == check_digit(value[1:-1]):
        return say(
            "GTIN {gtin}: check digit is {found}, must be {expected}: the indicator in front changes it. "
            "The GTIN-14 of {inner} with indicator {indicator} is {corrected}.",
            gtin=value,
            found=value[-1],
            expected=expected,
            inner=value[1:],
            indicator=value[0],
            corrected=corrected,
        )
    return say(
        "GTIN {gtin}: check digit is {found}, must be {expected}.",
        gtin=value,
        found=value[-1],
        expected=expected,
    )
