"""The Global Shipment Identification Number: one number for all that goes with one delivery."""

from dataclasses import dataclass
from typing import ClassVar

from desktop.codes.keys import CheckedNumber
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class Gsin(CheckedNumber):
    """One GSIN: company prefix, shipper reference, check digit."""

    NAME: ClassVar[str | Text] = "GSIN"
    LENGTH: ClassVar[int] = 17
