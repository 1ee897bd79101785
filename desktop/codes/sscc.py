"""The Serial Shipping Container Code: one number for one logistic unit (case, pallet)."""

from dataclasses import dataclass
from typing import ClassVar

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.keys import CheckedNumber
from desktop.errors import InputError
from desktop.texts import Text, say

BODY_LENGTH = 16
"""Digits of company prefix and serial reference together (18 less extension and check digit)."""


@dataclass(frozen=True, slots=True)
class Sscc(CheckedNumber):
    """One SSCC: extension digit, company prefix, serial reference, check digit."""

    NAME: ClassVar[str | Text] = "SSCC"
    LENGTH: ClassVar[int] = 18

    @classmethod
    def build(cls, extension: int, prefix: CompanyPrefix, serial: int) -> "Sscc":
        """Make an SSCC by computing its check digit.

        Args:
            extension: 0 to 9, free for the company to choose.
            prefix: the company prefix.
            serial: the serial reference, 0 to ``serial_space(prefix)`` - 1.

        >>> Sscc.build(3, CompanyPrefix("6948710"), 123456789).value
        '369487101234567895'
        """
        if extension not in range(10):
            raise InputError(say("SSCC: extension digit {extension}, expected 0 to 9.", extension=extension))
        space = serial_space(prefix)
        if not 0 <= serial < space:
            raise InputError(
                say(
                    "SSCC: serial reference {serial}, expected 0 to {most} behind company prefix {prefix}.",
                    serial=serial,
                    most=space - 1,
                    prefix=prefix.value,
                )
            )
        width = BODY_LENGTH - len(prefix.value)
        return cls._of_body(f"{extension}{prefix.value}{serial:0{width}}")

    @property
    def extension(self) -> str:
        """The first digit, free for the company to choose."""
        return self.value[0]

    @property
    def serial_and_prefix(self) -> str:
        """Company prefix and serial reference; only the company knows where one ends."""
        return self.value[1:-1]


def serial_space(prefix: CompanyPrefix) -> int:
    """Return how many serial references there are behind ``prefix`` for each extension digit."""
    return int(10 ** (BODY_LENGTH - len(prefix.value)))
