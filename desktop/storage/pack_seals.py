"""Digests of packing for the audit trail: what happened to packs cannot be rewritten unnoticed.

The seal of an order says: its events behind ``after`` and up to ``last`` are so many and have this SHA-256.
Seals of one order join without a gap. Scans are sealed in stretches, whenever the order changes its state and
with each exception; see ``desktop.storage.seals`` for the same of print jobs.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Row, Select, bindparam, select, type_coerce, update

from desktop.storage.pack_tables import order_job, pack_event, work_order
from desktop.storage.row_digest import RowDigest, as_json

ORDER_SEALS: Final = "sealed_orders"
"""Where seals of orders stand in the new values of an audit record."""


@dataclass(frozen=True, slots=True)
class EventSeal:
    """The digest of a stretch of one order's events. ``after``: the event before it, 0 at the beginning."""

    order: int
    after: int
    last: int
    rows: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in an audit record."""
        return asdict(self)


class EventDigest(RowDigest):
    """A digest of one order's events that can be read on, in several transactions if need be."""

    @classmethod
    def begin(cls, connection: Connection, order_id: int) -> "EventDigest":
        """Begin behind the last seal of the order; nothing is read yet."""
        return cls(order_id, _sealed_through(connection, order_id))

    @classmethod
    def since_last_seal(cls, connection: Connection, order_id: int) -> "EventDigest":
        """Digest what the order gained since its last seal."""
        begun = cls.begin(connection, order_id)
        begun.read_on(connection)
        return begun

    def seal(self) -> EventSeal | None:
        """Return the seal of what was read; None if that was nothing."""
        if not self._rows:
            return None
        return EventSeal(self.owner, self.after, self._last, self._rows, self._hashed.hexdigest())

    def _behind(self, last: int, through: int | None) -> Select[*tuple[Any, ...]]:
        statement = _ROWS.where(pack_event.c.order_id == self.owner, pack_event.c.id > last)
        return statement if through is None else statement.where(pack_event.c.id <= through)

    def _hashed_rows(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> str:
        return "".join(f"{as_json([*row])}\n" for row in rows)


def hold_order(connection: Connection, order_id: int) -> None:
    """Let nobody else write or seal events of an order until this transaction ends.

    Whoever writes events takes this before any job (``desktop.storage.seals.hold_journal``), so that nobody
    waits in a circle, and events get their numbers in the order of their commits. SQLite has one writer.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"of_order": order_id})


def jobs_of(connection: Connection, order_id: int) -> tuple[int, ...]:
    """Return the print jobs of an order, the oldest first."""
    return tuple(
        connection.scalars(
            select(order_job.c.job_id).where(order_job.c.order_id == order_id).order_by(order_job.c.job_id)
        )
    )


def seal_events(connection: Connection, order_id: int, begun: EventDigest | None = None) -> EventSeal | None:
    """Seal what the order gained since its last seal; None if nothing.

    Args:
        connection: in a transaction that writes and holds the order.
        order_id: which order.
        begun: its digest as far as it was read before; of no use if somebody sealed it since.
    """
    after = _sealed_through(connection, order_id)
    if begun is None or begun.after != after:
        begun = EventDigest(order_id, after)
    begun.read_on(connection)
    made = begun.seal()
    if made is not None:
        connection.execute(
            update(work_order).where(work_order.c.id == order_id).values(sealed_through=made.last)
        )
    return made


def digest_events(connection: Connection, order_id: int, after: int, through: int) -> EventSeal | None:
    """Digest the events of an order behind ``after``, up to ``through``; None if there are none."""
    digest = EventDigest(order_id, after)
    digest.read_on(connection, through)
    return digest.seal()


def _sealed_through(connection: Connection, order_id: int) -> int:
    return connection.scalar(select(work_order.c.sealed_through).where(work_order.c.id == order_id)) or 0


_HOLD = (
    select(work_order.c.id).where(work_order.c.id == bindparam("of_order")).with_for_update(key_share=True)
)
_ROWS: Select[*tuple[Any, ...]] = select(
    pack_event.c.id,
    pack_event.c.order_id,
    pack_event.c.station_id,
    type_coerce(pack_event.c.at, BigInteger).label("at"),
    pack_event.c.actor,
    pack_event.c.reviewer,
    pack_event.c.kind,
    pack_event.c.code_id,
    pack_event.c.other_id,
    pack_event.c.reason,
    pack_event.c.changes,
    pack_event.c.undoes,
).order_by(pack_event.c.id)
