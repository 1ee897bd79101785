"""One production lot of a product, and the expiry that follows from its production date."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Batch:
    """A lot. ``expiry`` is the last day on which the product may be used."""

    lot: str
    made: date
    expiry: date
    specimen: bool = False
    """True for proofs and for the sample plant: its labels say so and are no merchandise."""


@dataclass(frozen=True, slots=True)
class ExpiryProposal:
    """The two lawful ways to state an expiry (source document S001: 20170213 + 3 years gives
    20200212, the day before, or 2020年1月, the last whole month)."""

    day_before: date
    last_whole_month: tuple[int, int]
    """(year, month)"""


def propose_expiry(made: date, shelf_life_months: int) -> ExpiryProposal:
    """Compute the expiry from the production date.

    Args:
        made: production date.
        shelf_life_months: 1 to 120.

    Raises:
        InputError: the shelf life is out of range.
    """
    raise NotImplementedError
