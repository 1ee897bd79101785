"""Where a person was on the page Trace: back, forward, and what was searched for."""

from dataclasses import dataclass
from enum import Enum, auto

_MOST = 200
"""Steps that are kept to go back."""
LISTED = 20
"""Searches that are offered again."""


class Where(Enum):
    """What the page shows."""

    CODE = auto()
    INSIDE = auto()
    """All that is in the pack with a code."""
    BATCH = auto()
    """The largest packs of a batch."""
    FOUND = auto()
    """What a search found."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing that was looked at: a code, what was searched for, or the id of a batch."""

    where: Where
    text: str = ""
    batch_id: int = 0


class Visits:
    """The way through what was looked at."""

    def __init__(self) -> None:
        self._way: list[Visit] = []
        self._at = -1

    @property
    def now(self) -> Visit | None:
        """What is looked at."""
        return self._way[self._at] if self._way else None

    @property
    def can_back(self) -> bool:
        """Tell whether something was looked at before."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Tell whether the person went back."""
        return self._at < len(self._way) - 1

    def go(self, visit: Visit) -> None:
        """Look at something else; what was ahead is forgotten. The same once more is no step."""
        if visit == self.now:
            return
        self._way = [*self._way[: self._at + 1], visit][-_MOST:]
        self._at = len(self._way) - 1

    def back(self) -> Visit:
        """Go one step back; there must be one."""
        self._at -= 1
        return self._way[self._at]

    def forward(self) -> Visit:
        """Go one step forward; there must be one."""
        self._at += 1
        return self._way[self._at]


def remembered(before: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the searches to offer again after one more, the newest first.

    >>> remembered(("a", "b"), "b")
    ('b', 'a')
    """
    return (text, *(one for one in before if one != text))[:LISTED]
