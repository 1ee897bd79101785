"""Stations that take nothing more, as labels and packs had slipped there, and their being resumed.

Both are events of the order; the last one of a station tells how it stands.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Select, bindparam, func, select

from desktop.packing.model import STOPS, EventKind, PackEvent
from desktop.storage import pack_events
from desktop.storage.pack_tables import EXCEPTIONAL, pack_event
from desktop.storage.plant_tables import station

_KINDS: Final = tuple(sorted(kind.value for kind in STOPS))


@dataclass(frozen=True, slots=True)
class News:
    """What was heard of a station.

    Attributes:
        last: its newest stop or resuming; None: there is no newer one.
        through: number of the last event of the order that was looked at.
    """

    last: PackEvent | None
    through: int


def news(connection: Connection, order_id: int, station_id: int, after: int = 0) -> News:
    """Return what was heard of a station behind event number ``after``."""
    # First up to where: an event that is written meanwhile is then looked at the next time.
    through = connection.scalar(_LAST, {"of_order": order_id}) or 0
    values = {"of_order": order_id, "at_station": station_id, "after": after}
    number = connection.scalar(_NEWEST, values)
    return News(None if number is None else pack_events.event(connection, number), through)


def open_ones(connection: Connection, order_id: int) -> tuple[PackEvent, ...]:
    """Return the stops of an order's stations that were not resumed since, the oldest first."""
    rows = connection.execute(_OF_ORDER, {"of_order": order_id})
    last = {station_id: number for number, station_id in rows}  # of each station the newest remains
    found = (pack_events.event(connection, number) for number in sorted(last.values()))
    return tuple(one for one in found if one.decision.kind is EventKind.SLIPPED)


def station_name(connection: Connection, station_id: int | None) -> str:
    """Return the name of a station as it is called now; ``-`` if it was taken away."""
    return connection.scalar(select(station.c.name).where(station.c.id == station_id)) or "-"


_LAST = select(func.max(pack_event.c.id)).where(pack_event.c.order_id == bindparam("of_order"))
_NEWEST: Select[int] = (
    select(pack_event.c.id)
    .where(
        pack_event.c.order_id == bindparam("of_order"),
        EXCEPTIONAL,
        pack_event.c.kind.in_(_KINDS),
        # As a sum, or this leads to the index of stations, and to all that was ever scanned there.
        pack_event.c.station_id + 0 == bindparam("at_station"),
        pack_event.c.id > bindparam("after"),
    )
    .order_by(pack_event.c.id.desc())
    .limit(1)
)
_OF_ORDER: Select[int, int | None] = (
    select(pack_event.c.id, pack_event.c.station_id)
    .where(
        pack_event.c.order_id == bindparam("of_order"),
        EXCEPTIONAL,
        pack_event.c.kind.in_(_KINDS),
    )
    .order_by(pack_event.c.id)
)
