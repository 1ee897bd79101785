"""Stations that labels and packs slipped at: where they are stopped, and how they go on.

A stop is an event of the order. So it outlives the program, is seen by every computer, and keeps the order
from being closed until a second person has confirmed that it was put right.
"""

from collections.abc import Mapping

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations.pack_orders import SETTLING, grounds, order_in
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.slip_watch import LineWatch
from desktop.packing.model import Decision, EventKind, Order, Pack, PackEvent
from desktop.packing.slip import Slip
from desktop.products.lines import Station
from desktop.storage import pack_stops
from desktop.storage.packing import StoredBook
from desktop.texts import say

CHANGED = Changes.of(Kind.ORDERS, Kind.CODES)


def stops(plant: Plant, order_id: int) -> Mapping[int, Slip]:
    """Return the stations of an order that are stopped, by their ids, with where labels slipped."""
    with plant.store.read() as connection:
        found = pack_stops.open_ones(connection, order_id)
    return {
        one.station_id: one.decision.slip
        for one in found
        if one.station_id is not None and one.decision.slip is not None
    }


def resume(
    plant: Plant, order_id: int, station_id: int, *, reason: str, reviewer: Reviewer
) -> tuple[PackEvent, Changes]:
    """Let a station take packs again after what had slipped was put right; also while its order is closed.

    Raises:
        InputError: there is no such order, or no reason is given.
        Refused: the station is not stopped, the order is in another state, or the reviewer is who acts.
    """
    words = grounds(plant, reason, reviewer)
    order = order_in(plant, order_id, SETTLING)
    with StoredBook(plant.store) as book:
        return record_resuming(plant, book, order, station_id, words, reviewer), CHANGED


def record_resuming(
    plant: Plant, book: StoredBook, order: Order, station_id: int, reason: str, reviewer: Reviewer
) -> PackEvent:
    """Put on record that a station takes packs again.

    Raises:
        Refused: it is not stopped.
    """
    stop = book.news_of_station(order, station_id).last
    if stop is None or stop.decision.kind is not EventKind.SLIPPED:
        raise Refused(say("This station is not stopped."))
    return book.apply(
        order,
        Decision(EventKind.RESUMED, stop.decision.code_id, None, (), stop.decision.slip),
        station_id=station_id,
        actor=plant.actor,
        reviewer=reviewer.name,
        reason=reason,
    )


class StationGuard:
    """Whether a station takes packs: it finds slips itself, and hears of stops. One thread at a time.

    Args:
        plant: where.
        book: the events of the plant.
        order: what is packed.
        station: where.
        in_line: whether packs pass the scanner in the order in which their labels were printed. A station at
            which they do not finds no slips, and is stopped by one that was found all the same.

    Attributes:
        slip: why the station takes nothing, as far as was heard; None: it takes packs.
    """

    def __init__(
        self, plant: Plant, book: StoredBook, order: Order, station: Station, *, in_line: bool
    ) -> None:
        self.slip: Slip | None = None
        self._book, self._order, self._station = book, order, station
        self._watch = LineWatch(plant) if in_line else None
        self._heard = 0
        last = self.hear()
        if self._watch is not None:
            self._watch.remember(order, station, 0 if last is None else last.number)

    def hear(self) -> PackEvent | None:
        """Learn whether the station was stopped or resumed, by whatever computer; return that event."""
        news = self._book.news_of_station(self._order, self._station.id, self._heard)
        self._heard = news.through
        if news.last is not None:
            is_stopped = news.last.decision.kind is EventKind.SLIPPED
            self.slip = news.last.decision.slip if is_stopped else None
            if self._watch is not None and not is_stopped:
                self._watch.begin_anew()
        return news.last

    def require_going(self) -> None:
        """Refuse if the station is stopped.

        Raises:
            Refused: it is.
        """
        self.hear()
        if self.slip is not None:
            raise Refused(self.slip.sentence)

    def proven_by(self, pack: Pack) -> Slip | None:
        """Return the slip that a pack at the scanner proves; ``keep`` it when pack and slip are on record."""
        return None if self._watch is None else self._watch.passed(pack)

    def keep(self, slip: Slip | None) -> None:
        """Go on behind a pack that stands on record; behind a slip nothing is taken."""
        if self._watch is not None:
            self._watch.keep()
        self.slip = slip
