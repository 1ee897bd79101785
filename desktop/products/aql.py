"""Acceptance sampling by AQL: how many labels of a lot are looked at, and how many may fail.

GB/T 2828.1-2012, which is ISO 2859-1:1999: single sampling, normal inspection. Switching to tightened or
reduced inspection is a matter of the plant and not reckoned here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.errors import InputError
from desktop.texts import say


class InspectionLevel(StrEnum):
    """How large samples are for a lot; II is the usual one."""

    S_1 = "S-1"
    S_2 = "S-2"
    S_3 = "S-3"
    S_4 = "S-4"
    I = "I"  # noqa: E741 (the standard's own name)
    II = "II"
    III = "III"


@dataclass(frozen=True, slots=True)
class LotSize:
    """A row of table 1: code letters for lots of at most ``most`` (None: of any size), by level."""

    most: int | None
    letters: str
    """In the order of ``InspectionLevel``."""


LOT_SIZES: Final = (
    LotSize(8, "AAAAAAB"),
    LotSize(15, "AAAAABC"),
    LotSize(25, "AABBBCD"),
    LotSize(50, "ABBCCDE"),
    LotSize(90, "BBCCCEF"),
    LotSize(150, "BBCDDFG"),
    LotSize(280, "BCDEEGH"),
    LotSize(500, "BCDEFHJ"),
    LotSize(1_200, "CCEFGJK"),
    LotSize(3_200, "CDEGHKL"),
    LotSize(10_000, "CDFGJLM"),
    LotSize(35_000, "CDFHKMN"),
    LotSize(150_000, "DEGJLNP"),
    LotSize(500_000, "DEGJMPQ"),
    LotSize(None, "DEHKNQR"),
)
"""ISO 2859-1 table 1, as published sampling charts and the annex of a Russian method state it alike."""

SAMPLE_SIZES: Final = (
    ("A", 2),
    ("B", 3),
    ("C", 5),
    ("D", 8),
    ("E", 13),
    ("F", 20),
    ("G", 32),
    ("H", 50),
    ("J", 80),
    ("K", 125),
    ("L", 200),
    ("M", 315),
    ("N", 500),
    ("P", 800),
    ("Q", 1_250),
    ("R", 2_000),
)
"""ISO 2859-1 table 2-A: code letter and sample size (published sampling charts)."""

AQLS: Final = (0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5)
"""Percent nonconforming, the columns of table 2-A that a print quality can sensibly have."""

_ACCEPTED: Final = (0, 0, 1, 1, 2, 3, 5, 7, 10, 14, 21)
"""Table 2-A down a column, from the letter of acceptance number 0: the arrow up behind it leads back to that
plan, the arrow down behind that to the plan with 1. Each column begins one letter before the finer one.

Read in published charts: the series of numbers and at which letter each column begins. Remembered: the two
arrows behind the 0. They agree with 7 CFR 42.140 (500 at 0.25 %: 3 accepted), five letters below its 0."""
_PLACES: Final = (0, 0, 3, 3, 4, 5, 6, 7, 8, 9, 10)
"""How many letters below the one with 0 the plan stands that is used in each place."""
_ZERO_OF_FINEST: Final = 14
"""At an AQL of 0.010 the acceptance number 0 stands at letter Q (1 250)."""


@dataclass(frozen=True, slots=True)
class AqlSample:
    """What a lot asks for: ``size`` labels; it is not acceptable from ``reject`` failed ones on."""

    letter: str
    size: int
    accept: int

    @property
    def reject(self) -> int:
        """Rejection number: one more than is accepted (single sampling)."""
        return self.accept + 1


@dataclass(frozen=True, slots=True)
class AqlPlan:
    """A sampling plan by AQL.

    Attributes:
        level: inspection level.
        aql: acceptance quality limit in percent, one of ``AQLS``.
    """

    level: InspectionLevel = InspectionLevel.II
    aql: float = 0.65

    def __post_init__(self) -> None:
        if self.aql not in AQLS:
            raise InputError(
                say(
                    "There is no AQL of {found} %; there are {known}.",
                    found=f"{self.aql:g}",
                    known=", ".join(f"{one:g}" for one in AQLS),
                )
            )

    def sample(self, lot_size: int) -> AqlSample:
        """Return what a lot asks for. Where the sample would be larger than the lot, it is the lot.

        Args:
            lot_size: labels of the lot, 1 or more; one label is the whole sample.

        >>> AqlPlan(InspectionLevel.II, 0.65).sample(10_000)
        AqlSample(letter='L', size=200, accept=3)
        >>> AqlPlan(InspectionLevel.II, 1.0).sample(400)
        AqlSample(letter='H', size=50, accept=1)
        """
        row = next(one for one in LOT_SIZES if one.most is None or lot_size <= one.most)
        letters = [letter for letter, _ in SAMPLE_SIZES]
        start = letters.index(row.letters[list(InspectionLevel).index(self.level)])
        zero = _ZERO_OF_FINEST - AQLS.index(self.aql)
        place = min(max(start - zero, 0), len(_ACCEPTED) - 1)
        if zero + _PLACES[place] >= len(SAMPLE_SIZES):
            place = 0  # an arrow down at the end of the table: only the one up is there
        letter, size = SAMPLE_SIZES[zero + _PLACES[place]]
        return AqlSample(letter, min(size, lot_size), _ACCEPTED[place])
