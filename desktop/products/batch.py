"""One production lot of a product, and the expiry that follows from its production date."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from desktop.codes.characters import CSET_82, first_foreign, name_of
from desktop.errors import InputError
from desktop.products.product import fault_of_shelf_life
from desktop.texts import Text, say

MAX_LOT_LENGTH = 20
"""GS1 AI (10) holds at most 20 characters."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A lot. ``expiry`` is the last day on which the product may be used."""

    lot: str
    """1 to 20 characters of GS1 set 82, so that every data carrier can hold it. Lots follow no other
    rule and carry no date (S001: 20120215, 0101504002, 6TA049)."""
    made: date
    expiry: date
    """Later than ``made``."""
    specimen: bool = False
    """True for proofs and for the sample plant: its labels say so and are no merchandise."""

    def __post_init__(self) -> None:
        fault = _fault_of_lot(self.lot)
        if fault is None and self.expiry <= self.made:
            fault = say(
                "Lot {lot}: expiry {expiry} is not later than its production date {made}.",
                lot=self.lot,
                expiry=self.expiry.isoformat(),
                made=self.made.isoformat(),
            )
        if fault is not None:
            raise InputError(fault)


@dataclass(frozen=True, slots=True)
class ExpiryProposal:
    """The two lawful ways to state an expiry.

    Source document S001: made 20170213, 3 years: 20200212 (the day before), or 2020年1月 (the last
    whole month).
    """

    day_before: date
    last_whole_month: tuple[int, int]
    """(year, month)"""

    @property
    def month_end(self) -> date:
        """The last day of the last whole month: what that way of stating it means as a day."""
        year, month = self.last_whole_month
        return date(year, month, monthrange(year, month)[1])


def propose_expiry(made: date, shelf_life_months: int) -> ExpiryProposal:
    """Compute the expiry from the production date.

    The product may be used up to the day before the same day of the month, ``shelf_life_months`` later.
    Where the target month is too short for that day, its last day is meant: made on 2016-02-29, twelve
    months end on 2017-02-28, the day before the 29th that 2017 has not; made on 2016-01-31, one month
    ends on 2016-02-29. The last whole month is the last one that ends on that day or before it.

    Args:
        made: production date.
        shelf_life_months: 1 to 120.

    Raises:
        InputError: the shelf life is out of range, or the expiry is behind the year 9999.

    >>> propose_expiry(date(2017, 2, 13), 36)
    ExpiryProposal(day_before=datetime.date(2020, 2, 12), last_whole_month=(2020, 1))
    """
    fault = fault_of_shelf_life(shelf_life_months)
    if fault is not None:
        raise InputError(fault)
    month_index = made.year * 12 + made.month - 1 + shelf_life_months
    year, month = month_index // 12, month_index % 12 + 1
    if year > MAXYEAR:
        raise InputError(say("Production date {made}: the year is too far ahead.", made=made.isoformat()))
    if made.day == 1:
        day_before = date(year, month, 1) - timedelta(days=1)
    else:
        day_before = date(year, month, min(made.day - 1, monthrange(year, month)[1]))
    return ExpiryProposal(day_before, _last_month_within(day_before))


def _last_month_within(day: date) -> tuple[int, int]:
    """Return the last month that is over when ``day`` is over."""
    if day.day == monthrange(day.year, day.month)[1]:
        return day.year, day.month
    end = day.replace(day=1) - timedelta(days=1)
    return end.year, end.month


def _fault_of_lot(lot: str) -> Text | None:
    if not lot:
        return say("The lot number is missing: expected 1 to {most} characters.", most=MAX_LOT_LENGTH)
    if len(lot) > MAX_LOT_LENGTH:
        return say(
            "Lot {lot}: {found} characters, expected at most {most}.",
            lot=lot,
            found=len(lot),
            most=MAX_LOT_LENGTH,
        )
    index = first_foreign(lot, CSET_82)
    if index is None:
        return None
    return say(
        "Lot number: character {position} is {character}; expected letters A-Z, digits and common signs, "
        "without spaces.",
        position=index + 1,
        character=name_of(lot[index]),
    )
