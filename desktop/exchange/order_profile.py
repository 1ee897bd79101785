"""What an ERP calls the columns of its work orders.

A profile is a small JSON file that the plant writes once for each ERP; what it does not name has our own
headings, English or Chinese::

    {"name": "SAP", "columns": {"number": "AUFNR", "product": "MATNR"}, "days": "DD.MM.YYYY"}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.small_json import parsed, read_small
from desktop.texts import LANGUAGES, Text, say

MAX_HEADING = 100


class OrderField(StrEnum):
    """What a table can say of an order."""

    NUMBER = "number"
    PRODUCT = "product"
    UNITS = "units"
    LINE = "line"
    LOT = "lot"
    EXPIRY = "expiry"
    MADE = "made"
    PLANNED_FOR = "planned_for"


NEEDED = (OrderField.NUMBER, OrderField.PRODUCT, OrderField.UNITS)
"""Fields without which nothing can be ordered."""

DAYS = frozenset({OrderField.EXPIRY, OrderField.MADE, OrderField.PLANNED_FOR})
"""Fields that are days."""


def field_title(of: OrderField) -> Text:
    """Return the heading of a field where no profile calls it otherwise."""
    return {
        OrderField.NUMBER: say("Order"),
        OrderField.PRODUCT: say("Product"),
        OrderField.UNITS: say("Units"),
        OrderField.LINE: say("Line"),
        OrderField.LOT: say("Lot"),
        OrderField.EXPIRY: say("Expiry"),
        OrderField.MADE: say("Made"),
        OrderField.PLANNED_FOR: say("Planned for"),
    }[of]


@dataclass(frozen=True, slots=True)
class OrderProfile:
    """The columns of one ERP.

    Attributes:
        name: of the ERP; empty for our own headings.
        columns: headings by field, where they are not our own.
        days: how days are written, of YYYY, MM and DD; empty: as 2026-01-31, 2026/1/31 or 20260131.
    """

    name: str = ""
    columns: Mapping[OrderField, str] = field(default_factory=dict)
    days: str = ""

    def __post_init__(self) -> None:
        headings = [heading.strip().casefold() for heading in self.columns.values()]
        if any(not 1 <= len(heading) <= MAX_HEADING for heading in headings) or len(set(headings)) < len(
            headings
        ):
            raise InputError(
                say(
                    "Profile {name}: each heading has 1 to {most} characters and stands once.",
                    name=self.name,
                    most=MAX_HEADING,
                )
            )
        if self.days and (
            sorted(map(self.days.count, ("YYYY", "MM", "DD"))) != [1, 1, 1] or "%" in self.days
        ):
            raise InputError(
                say(
                    "Profile {name}: days are written of YYYY, MM and DD, such as DD.MM.YYYY, not {found}.",
                    name=self.name,
                    found=repr(self.days[:MAX_HEADING]),
                )
            )

    @property
    def day_format(self) -> str:
        """How days are written, for ``strptime``; empty where the profile does not say."""
        return self.days.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")

    def headings(self) -> dict[str, OrderField]:
        """Return the field of each heading, in small letters."""
        own = {
            heading: one
            for one in OrderField
            if one not in self.columns
            for heading in (str(one), *(field_title(one).in_language(each).casefold() for each in LANGUAGES))
        }
        return own | {heading.strip().casefold(): one for one, heading in self.columns.items()}


STANDARD = OrderProfile()
"""Our own headings."""


def read_profile(path: Path) -> OrderProfile:
    """Read a profile.

    Raises:
        InputError: it is no profile, names a field that orders do not have, or a heading twice.
        StorageError: the disk failed.
    """
    content = read_small(path)
    try:
        document = parsed(content, say("A profile of orders"))
    except InputError as error:
        raise _no_profile(path.name, error.text) from error
    match document:
        case {"name": str(name), "columns": dict(columns), **rest} if set(rest) <= {"days"}:
            days = rest.get("days", "")
            if isinstance(days, str) and all(isinstance(heading, str) for heading in columns.values()):
                return OrderProfile(name, {_field(key): value for key, value in columns.items()}, days)
    raise _no_profile(path.name)


def _field(key: str) -> OrderField:
    try:
        return OrderField(key)
    except ValueError:
        raise InputError(
            say(
                "An order has no field {found}; it has: {known}.",
                found=repr(key[:MAX_HEADING]),
                known=", ".join(OrderField),
            )
        ) from None


def _no_profile(name: str, *why: Text) -> InputError:
    return InputError(
        say(
            "{name} is no profile: expected JSON like {example}.",
            name=name,
            example='{"name": "SAP", "columns": {"number": "AUFNR"}, "days": "DD.MM.YYYY"}',
        ),
        why,
    )
