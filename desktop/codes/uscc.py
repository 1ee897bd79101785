"""The unified social credit code of a Chinese organisation (GB 32100): 18 characters, two checks."""

from dataclasses import dataclass

from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, is_full_width, name_of
from desktop.codes.identity_number import personal_data
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTH = 18

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Its characters by their value; I, O, S, V and Z are left out (GB 32100)."""

_WEIGHTS = tuple(3**index % 31 for index in range(LENGTH - 1))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MAY_STAND = frozenset(ALPHABET)


def check_character(body: str) -> str:
    """Compute the last character (GB 32100, mod 31) of the first 17.

    >>> check_character("91110000600037341")
    'L'
    """
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """Compute the check character (GB 11714, mod 11) of the eight characters of an organisation code.

    >>> organisation_check("M000100Y"), organisation_check("60003734")
    ('4', '1')
    """
    total = sum(
        int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


@dataclass(frozen=True, slots=True)
class Uscc:
    """One code."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "Uscc":
        """Read a code as typed or scanned. Spaces around it are taken off; small letters are not taken.

        Raises:
            InputError: it is none, or the identity number of a person.
        """
        return cls(text.strip(OUTER_SPACE))

    @property
    def region(self) -> str:
        """The division where it is registered, six digits."""
        return self.value[2:8]

    @property
    def organisation(self) -> str:
        """The organisation code, its check character behind a hyphen."""
        return f"{self.value[8:16]}-{self.value[16]}"


def _fault_of(value: str) -> Text | None:
    if not value:
        return say("No unified social credit code was given: expected 18 digits and capital letters.")
    index = first_foreign(value, _MAY_STAND)
    if index is not None:
        return personal_data(value) or _foreign_character(value[index], index + 1)
    if len(value) != LENGTH:
        return say(
            "Unified social credit code {code}: found {found} characters, expected {expected}.",
            code=value,
            found=len(value),
            expected=LENGTH,
        )
    return _check_fault(value)


def _check_fault(value: str) -> Text | None:
    expected = check_character(value[:-1])
    if value[-1] != expected:
        # A person's number can pass for a wrong code, hardly ever for a right one.
        return personal_data(value) or say(
            "Unified social credit code {code}: check character is {found}, must be {expected}.",
            code=value,
            found=value[-1],
            expected=expected,
        )
    if first_foreign(value[2:8], DIGITS) is not None:
        return say(
            "Unified social credit code {code}: characters 3 to 8 are {found}, expected the digits of a "
            "division (GB/T 2260).",
            code=value,
            found=value[2:8],
        )
    organisation = organisation_check(value[8:16])
    if value[16] == organisation:
        return None
    return say(
        "Unified social credit code {code}: the organisation code in it ends in {found}, must end in "
        "{expected}.",
        code=value,
        found=value[16],
        expected=organisation,
    )


def _foreign_character(character: str, position: int) -> Text:
    if character in "IOSVZ":
        return say(
            "Unified social credit code: character {position} is {character}; the letters I, O, S, V and Z "
            "are "
            "not used in it.",
            position=position,
            character=name_of(character),
        )
    if is_full_width(character):
        return say(
            "Unified social credit code: character {position} is {character}, only 0-9 and capital letters "
            "are "
            "allowed. Switch the input method to English.",
            position=position,
            character=name_of(character),
        )
    return say(
        "Unified social credit code: character {position} is {character}, only 0-9 and capital letters are "
        "allowed.",
        position=position,
        character=name_of(character),
    )
