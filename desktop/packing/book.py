"""Where packs lie: what the rules ask, and what they change."""

from collections.abc import Sequence
from typing import Protocol

from desktop.packing.model import Decision, Order, Pack, PackEvent


class Book(Protocol):
    """The packs of a plant. Implemented by the database, and in memory for tests of the rules."""

    def pack(self, code: str) -> Pack | None:
        """Return what is known of a code, None if the plant never got it."""

    def by_id(self, code_id: int) -> Pack:
        """Return a pack by the id of its code."""

    def children(self, parent_id: int) -> Sequence[Pack]:
        """Return what lies in a pack, by place."""

    def tray(self, station_id: int) -> Sequence[Pack]:
        """Return what lies in the tray of a station, by place."""

    def apply(
        self,
        order: Order,
        decision: Decision,
        *,
        station_id: int | None,
        actor: str,
        reviewer: str = "",
        reason: str = "",
        undoes: int | None = None,
    ) -> PackEvent:
        """Do what was decided, all or nothing, and keep it as an event.

        Raises:
            Refused: something it starts from is no longer so, or a law of the tree would be broken; nothing
                was changed.
        """
