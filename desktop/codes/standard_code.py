"""药品本位码, the national drug code: 14 digits for a drug of one maker in one form and strength."""

from dataclasses import dataclass
from typing import ClassVar

from desktop.codes.keys import CheckedNumber
from desktop.texts import Text, say

START = "869"
"""Country (86) and drug (9); GB 18937 for the check digit, which is computed as a GTIN's."""


@dataclass(frozen=True, slots=True)
class StandardCode(CheckedNumber):
    """One national drug code: 869, company (5), product (5), check digit."""

    NAME: ClassVar[str | Text] = say("National drug code")
    LENGTH: ClassVar[int] = 14

    @property
    def company(self) -> str:
        """The five digits of the company."""
        return self.value[3:8]

    @property
    def product(self) -> str:
        """The five digits of the company's product."""
        return self.value[8:13]

    def _own_fault(self) -> Text | None:
        if self.value.startswith(START):
            return None
        return say(
            "{name} {value}: begins with {found}, must begin with {expected} (86 China, 9 drug).",
            name=self.NAME,
            value=self.value,
            found=self.value[:3],
            expected=START,
        )
