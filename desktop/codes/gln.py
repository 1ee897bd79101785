"""The Global Location Number: one number for a company or one of its places."""

from dataclasses import dataclass
from typing import ClassVar

from desktop.codes.keys import CheckedNumber
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class Gln(CheckedNumber):
    """One GLN: company prefix, location reference, check digit."""

    NAME: ClassVar[str | Text] = "GLN"
    LENGTH: ClassVar[int] = 13
