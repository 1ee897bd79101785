"""Work orders: one batch to be packed on one line, from the order to its closing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.errors import InputError
from desktop.texts import Text, say


class OrderState(StrEnum):
    """Where a work order is in its life."""

    PLANNED = "planned"
    """Entered; lot and expiry are yet to be entered a second time."""
    CONFIRMED = "confirmed"
    """Entered twice, the same both times."""
    RUNNING = "running"
    """The line is cleared and packs; print jobs and stations belong to it."""
    CLOSING = "closing"
    """Nothing more is packed; what is open is being settled."""
    CLOSED = "closed"
    """Reconciled and closed. Nothing changes any more but corrections of exported relations."""


def state_name(state: OrderState) -> Text:
    """Return the word for a state of an order."""
    return {
        OrderState.PLANNED: say("planned"),
        OrderState.CONFIRMED: say("confirmed"),
        OrderState.RUNNING: say("on the line"),
        OrderState.CLOSING: say("being closed"),
        OrderState.CLOSED: say("closed"),
    }[state]


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """How many codes an order needs, and what is asked before it runs.

    Attributes:
        codes: labels to be printed for each level, from level 1, spare included.
        first_article: whether each print job begins with one label that is confirmed.
        clearance: points of the line clearance, each to be confirmed.
        reviewed: whether the clearance needs a second person.
        two_people: whether lot and expiry are entered by two different people.
    """

    codes: tuple[int, ...]
    first_article: bool = True
    clearance: tuple[str, ...] = ()
    reviewed: bool = True
    two_people: bool = False

    def __post_init__(self) -> None:
        if not self.codes or any(count < 0 for count in self.codes) or self.codes[0] < 1:
            raise InputError(
                say(
                    "An order needs codes for level 1 and a number for each further level, not {found}.",
                    found=", ".join(map(str, self.codes)) or "-",
                )
            )


@dataclass(frozen=True, slots=True)
class LotEntry:
    """What one person read from the batch record, not knowing what another reads.

    Attributes:
        lot: as written.
        expiry: last day on which the product may be used.
        by: who entered it.
    """

    lot: str
    expiry: date
    by: str

    def agrees_with(self, other: "LotEntry") -> bool:
        """Tell whether both say the same, whoever entered it."""
        return (self.lot, self.expiry) == (other.lot, other.expiry)
