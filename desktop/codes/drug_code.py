"""China's drug traceability code: 20 digits, one for each pack, read off a Code 128C symbol.

Structure (source documents S001 and S003): seven digits name the product and the pack level, nine are
the serial number, four are the result of a secret algorithm. The last four can neither be computed nor
verified here; whether a code is real is known only from the pool of codes that were issued.
"""

from dataclasses import dataclass
from typing import Literal

from desktop.codes.characters import DIGITS, OUTER_SPACE, are_digits, first_foreign, name_of
from desktop.codes.gtin import check_digit
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTH = 20
"""Digits of a drug code."""

PREFIX_LENGTH = 7
"""Leading digits that name product and pack level (NMPAB/T 1002-2019: the drug identification code)."""

MARK = "8"
"""The mark digit: every code that is issued today starts with it (platform's own filter, and S003)."""

Grouping = Literal["1-6-9-4", "7-13"]
"""How the human-readable digits are set apart (S003's drawing; one hyphen or space after the prefix)."""


@dataclass(frozen=True, slots=True)
class DrugCode:
    """One code. ``value`` is exactly 20 digits."""

    value: str

    def __post_init__(self) -> None:
        if len(self.value) != LENGTH or not are_digits(self.value):
            raise InputError(_fault_of(self.value, self.value))

    @classmethod
    def parse(cls, text: str, *, any_mark: bool = False) -> "DrugCode":
        """Read a code as a scanner sends it or a person types it.

        Spaces and line ends around it, single spaces within and one hyphen within are taken off.

        Args:
            text: what was scanned or typed.
            any_mark: also take codes that do not start with 8.

        Raises:
            InputError: it is no drug code; the sentence says what it is instead.

        >>> DrugCode.parse("8021762-9000000001003").grouped("1-6-9-4")
        '8 021762 900000000 1003'
        """
        digits = _ungrouped(text.strip(OUTER_SPACE))
        if len(digits) != LENGTH or not are_digits(digits):
            raise InputError(_fault_of(text, digits))
        if digits[0] != MARK and not any_mark:
            raise InputError(
                say(
                    "Drug code {code} starts with {found}: all drug codes issued today start with 8.",
                    code=digits,
                    found=digits[0],
                )
            )
        return cls(digits)

    @property
    def prefix(self) -> str:
        """The seven digits that name product and pack level."""
        return self.value[:PREFIX_LENGTH]

    @property
    def serial(self) -> str:
        """The nine digits that number the pack within its prefix."""
        return self.value[7:16]

    @property
    def secret(self) -> str:
        """The last four digits, whose algorithm only the platform knows."""
        return self.value[16:]

    def grouped(self, grouping: Grouping) -> str:
        """Return the digits with spaces between the groups, as they stand under the bars."""
        code = self.value
        if grouping == "7-13":
            return f"{code[:7]} {code[7:]}"
        return f"{code[0]} {code[1:7]} {code[7:16]} {code[16:]}"


def _ungrouped(text: str) -> str:
    """Take off what groups the digits; what is more than a grouping stays and is refused later."""
    if text.count("-") == 1 and text[0] != "-" and text[-1] != "-":
        text = text.replace("-", "")
    return text if "  " in text else text.replace(" ", "")


def _fault_of(text: str, digits: str) -> Text:
    if not digits:
        return say("No drug code was scanned or typed: expected 20 digits.")
    two = "".join(text.split())
    if len(two) == 2 * LENGTH and are_digits(two):
        return say(
            "Two codes in one scan, {first} and {second}: scan one code at a time.",
            first=two[:LENGTH],
            second=two[LENGTH:],
        )
    if not are_digits(digits):
        return _foreign_character(text, digits)
    if len(digits) in {13, 14} and int(digits[-1]) == check_digit(digits[:-1]):
        return say(
            "{found} is the product bar code (GTIN), not the drug code: scan the bar code with 20 digits.",
            found=digits,
        )
    return say(
        "Drug code {text}: found {found} digits, expected {expected}.",
        text=digits,
        found=len(digits),
        expected=LENGTH,
    )


def _foreign_character(text: str, digits: str) -> Text:
    # What is left when the grouping is off holds the culprit; its place counts in what was typed.
    found = first_foreign(digits, DIGITS)
    assert found is not None
    character = digits[found]
    position = _position(text, character)
    if not character.isascii():
        return say(
            "Drug code: character {position} is {character}, only 0-9 are allowed. "
            "Switch the input method to English and scan again.",
            position=position,
            character=name_of(character),
        )
    return say(
        "Drug code: character {position} is {character}, only 0-9 are allowed.",
        position=position,
        character=name_of(character),
    )


def _position(text: str, character: str) -> int:
    """Return where in ``text``, counted from 1, ``character`` stands that is no grouping."""
    if character == " ":
        return text.index("  ", len(text) - len(text.lstrip(OUTER_SPACE))) + 2
    return text.index(character) + 1
