"""Identity numbers of persons, known here only so that they can be kept out of product codes.

Source document S002: the number of a natural person is for filing only and must not be used in a product's
trace code; codes must not carry private data.
"""

from dataclasses import dataclass
from datetime import date

from desktop.codes.characters import OUTER_SPACE, are_digits
from desktop.codes.region import PROVINCES
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTH = 18

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(body: str) -> str:
    """Compute the last character (mod 11) of the 17 digits ``body``.

    >>> check_character("36042619910101007")
    '1'
    """
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A person's number. It is never stored, and shown only as ``masked``."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "IdentityNumber":
        """Read an identity number; spaces around it are taken off and a small x is taken for a capital.

        Raises:
            InputError: it is none.
        """
        return cls(text.strip(OUTER_SPACE).upper())

    @property
    def masked(self) -> str:
        """The number without the day of birth and the serial, such as ``360426********0071``."""
        return f"{self.value[:6]}********{self.value[-4:]}"

    @property
    def warning(self) -> Text:
        """Why it must not be used."""
        return say(
            "{number} is the identity number of a person: personal data must not be used in a product code. "
            "Use the unified social credit code of the company.",
            number=self.masked,
        )


def personal_data(text: str) -> Text | None:
    """Say why ``text`` must not be part of a product code if it is a person's number, else None."""
    try:
        return IdentityNumber.parse(text).warning
    except InputError:
        return None


def _fault_of(value: str) -> Text | None:
    if len(value) != LENGTH:
        return say(
            "Identity number: found {found} characters, expected {expected}.",
            found=len(value),
            expected=LENGTH,
        )
    if not are_digits(value[:-1]) or value[-1] not in _CHECKS:
        return say("Identity number: expected 17 digits and then a digit or X.")
    if value[:2] not in PROVINCES:
        return say("Identity number: no province begins with {found} (GB/T 2260).", found=value[:2])
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return say("Identity number: digits 7 to 14 are no date of birth.")
    if value[-1] != check_character(value[:-1]):
        return say("Identity number: the check character does not fit.")
    return None
