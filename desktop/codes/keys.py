"""What all numbers with a fixed count of digits and a GS1 check digit have in common."""

from dataclasses import dataclass
from typing import ClassVar, Self

from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, name_of
from desktop.codes.gtin import check_digit
from desktop.errors import InputError
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A number of ``LENGTH`` digits, the last of them the GS1 check digit.

    Attributes:
        NAME: what the field calls it, for the sentences.
        LENGTH: its digits, check digit included.
    """

    NAME: ClassVar[str | Text]
    LENGTH: ClassVar[int]

    value: str

    def __post_init__(self) -> None:
        fault = self._shape_fault() or self._own_fault() or self._check_fault()
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the number as typed or scanned. Spaces around it are taken off, nothing within is.

        Raises:
            InputError: it is empty, holds something but 0-9, has another length or another check digit.
        """
        return cls(text.strip(OUTER_SPACE))

    @classmethod
    def _of_body(cls, body: str) -> Self:
        return cls(f"{body}{check_digit(body)}")

    def _own_fault(self) -> Text | None:
        """What else the kind of number demands of a value with the right shape."""
        return None

    def _shape_fault(self) -> Text | None:
        if not self.value:
            return say(
                "No {name} was given: expected {expected} digits.", name=self.NAME, expected=self.LENGTH
            )
        index = first_foreign(self.value, DIGITS)
        if index is not None:
            return say(
                "{name}: character {position} is {character}, only 0-9 are allowed.",
                name=self.NAME,
                position=index + 1,
                character=name_of(self.value[index]),
            )
        if len(self.value) != self.LENGTH:
            return say(
                "{name} {value}: found {found} digits, expected {expected} (the last is the check digit).",
                name=self.NAME,
                value=self.value,
                found=len(self.value),
                expected=self.LENGTH,
            )
        return None

    def _check_fault(self) -> Text | None:
        expected = check_digit(self.value[:-1])
        if int(self.value[-1]) == expected:
            return None
        return say(
            "{name} {value}: check digit is {found}, must be {expected}.",
            name=self.NAME,
            value=self.value,
            found=self.value[-1],
            expected=expected,
        )
