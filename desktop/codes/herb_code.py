"""Codes of the tracing system for Chinese medicinal materials (source document S002).

Company: 6 digits of trade, 7 of company, 1 check. Goods: 3 of trade, 7 of company, 9 of goods, 1 check.
How the check digits are computed has not been published, so only the shape can be looked at.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, name_of
from desktop.errors import InputError
from desktop.texts import Text, say

COMPANY_LENGTH = 14
GOODS_LENGTH = 20


class Source(StrEnum):
    """What the material is made of: the first digit of the goods' nine."""

    PLANT = "1"
    ANIMAL = "2"
    MINERAL = "3"


def source_title(source: Source) -> Text:
    """Name a source of material."""
    return {Source.PLANT: say("plant"), Source.ANIMAL: say("animal"), Source.MINERAL: say("mineral")}[source]


@dataclass(frozen=True, slots=True)
class HerbCompanyCode:
    """A company of the tracing system, 14 digits."""

    value: str

    def __post_init__(self) -> None:
        fault = _shape_fault(self.value, COMPANY_LENGTH)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "HerbCompanyCode":
        """Read a company code; spaces around it are taken off.

        Raises:
            InputError: it has not 14 digits.
        """
        return cls(text.strip(OUTER_SPACE))

    @property
    def trade(self) -> str:
        """The six digits of the trade."""
        return self.value[:6]

    @property
    def company(self) -> str:
        """The seven digits of the company."""
        return self.value[6:13]


@dataclass(frozen=True, slots=True)
class HerbGoodsCode:
    """Goods of a company, 20 digits."""

    value: str

    def __post_init__(self) -> None:
        fault = _shape_fault(self.value, GOODS_LENGTH) or _source_fault(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "HerbGoodsCode":
        """Read a goods code; spaces around it are taken off.

        Raises:
            InputError: it has not 20 digits, or none of the three sources of material.
        """
        return cls(text.strip(OUTER_SPACE))

    @property
    def trade(self) -> str:
        """The three digits of the trade."""
        return self.value[:3]

    @property
    def company(self) -> str:
        """The seven digits of the company."""
        return self.value[3:10]

    @property
    def goods(self) -> str:
        """The nine digits of the goods."""
        return self.value[10:19]

    @property
    def source(self) -> Source:
        """What the material is made of."""
        return Source(self.value[10])


def _shape_fault(value: str, length: int) -> Text | None:
    index = first_foreign(value, DIGITS)
    if index is not None:
        return say(
            "Code of medicinal materials: character {position} is {character}, only 0-9 are allowed.",
            position=index + 1,
            character=name_of(value[index]),
        )
    if len(value) == length:
        return None
    return say(
        "Code of medicinal materials: found {found} digits, expected {expected}.",
        found=len(value),
        expected=length,
    )


def _source_fault(value: str) -> Text | None:
    if value[10] in set(Source):
        return None
    return say(
        "Code of medicinal materials: digit 11 is {found}, expected 1 (plant), 2 (animal) or 3 (mineral).",
        found=value[10],
    )
