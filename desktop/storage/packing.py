"""The book of packs in the database: implements ``desktop.packing.book.Book``.

Each event is one transaction that is on the disk when it returns: the places of packs, the moves of their
codes with journal and counts, and the event itself. Scans get no audit record of their own, as a line makes
twenty a second; their digest stands in the next record of the order. Exceptions get one at once.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection

from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.errors import Refused
from desktop.packing.model import Decision, EventKind, Order, Pack, PackEvent
from desktop.packing.slip import Slip
from desktop.storage import departures, pack_changes, pack_events, pack_stops, packs, products
from desktop.storage.pack_changes import Signed
from desktop.storage.pack_seals import EventDigest
from desktop.storage.pack_stops import News
from desktop.storage.store import Change, Store

Decide = Callable[[Pack, Sequence[Pack]], Decision]
"""Decides what is done to a pack, from it and all that is in it; raises ``Refused``."""

_ROUTINE: Final = (EventKind.COLLECTED, EventKind.PACKED)


class StoredBook:
    """The packs of a plant. Any thread may call it; ``close`` gives its connection back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.connect()
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back. May be called twice."""
        with self._one_at_a_time:
            self._connection.close()

    def pack(self, code: str) -> Pack | None:
        """Return what is known of a code, None if the plant never got it."""
        with self._reading() as connection:
            return packs.by_value(connection, code)

    def packs(self, codes: Sequence[str]) -> tuple[Pack, ...]:
        """Return what is known of codes, in their order; those that the plant never got are left out."""
        with self._reading() as connection:
            return packs.by_values(connection, codes)

    def by_id(self, code_id: int) -> Pack:
        """Return a pack by the id of its code. InputError if there is none."""
        with self._reading() as connection:
            return packs.by_id(connection, code_id)

    def product_name(self, product_id: int) -> str:
        """Return the name of a product with its strength. InputError if there is none."""
        with self._reading() as connection:
            product = products.get(connection, product_id).product
            return f"{product.name} {product.spec}".strip()

    def owner_of(self, code: str) -> tuple[str, int] | None:
        """Return name of the product and pack level whose codes begin as this one; None: of no product."""
        with self._reading() as connection:
            found = products.level_of_prefix(connection, code[:PREFIX_LENGTH])
        return None if found is None else (self.product_name(found.product_id), found.level)

    def children(self, parent_id: int) -> tuple[Pack, ...]:
        """Return what lies in a pack, by place."""
        with self._reading() as connection:
            return packs.children(connection, parent_id)

    def contents(self, parent_id: int) -> tuple[Pack, ...]:
        """Return all that is in a pack, down to the units, level by level."""
        with self._reading() as connection:
            return packs.contents(connection, parent_id)

    def tray(self, station_id: int) -> tuple[Pack, ...]:
        """Return what lies in the tray of a station, by place."""
        with self._reading() as connection:
            return packs.tray(connection, station_id)

    def event(self, number: int) -> PackEvent:
        """Return one event. InputError if there is none with this number."""
        with self._reading() as connection:
            return pack_events.event(connection, number)

    def last_event(self, order: Order, station_id: int) -> PackEvent | None:
        """Return what a station did last that is not taken back; None if there is nothing."""
        with self._reading() as connection:
            return pack_events.last_of_station(connection, order.id, station_id)

    def news_of_station(self, order: Order, station_id: int, after: int = 0) -> News:
        """Return whether labels slipped at a station or it was resumed, behind event number ``after``."""
        with self._reading() as connection:
            return pack_stops.news(connection, order.id, station_id, after)

    def events_of_code(self, code_id: int) -> tuple[PackEvent, ...]:
        """Return the events that name a code, in their order."""
        with self._reading() as connection:
            return pack_events.of_code(connection, code_id)

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
        proves: Slip | None = None,
    ) -> PackEvent:
        """Do what was decided, all or nothing, and keep it as an event.

        Args:
            order: whose event it is.
            decision: what is done.
            station_id: where.
            actor: who does it.
            reviewer: who confirmed it, empty where nobody had to.
            reason: why, empty where nobody has to say.
            undoes: the event that it takes back.
            proves: that labels slipped at the station. Then its stop is an event of its own right behind, and
                one is never on record without the other.

        Raises:
            Refused: something it starts from is no longer so, or a law of the tree would be broken; nothing
                was changed.
            StorageError: the database or the disk does not take it; nothing was changed.
        """
        new = PackEvent(
            0, order.id, station_id, self._store.clock.now(), actor, reviewer, reason, decision, undoes
        )
        with self._one_at_a_time:
            # What is there is digested before all other writers have to wait.
            is_exception = self._is_exception(new)
            digest = self._digest(order) if is_exception or proves is not None else None
            with self._store.writing(self._connection):
                done = self._apply(order, new)
                if digest is not None and is_exception:
                    self._record(order, done, digest)
                if digest is not None and proves is not None:
                    self._stop(order, done, proves, digest)
                return done

    def apply_each(
        self,
        order: Order,
        code_ids: Sequence[int],
        decide: Decide,
        *,
        station_id: int | None,
        actor: str,
        reviewer: str,
        reason: str,
    ) -> tuple[PackEvent | Refused, ...]:
        """Do the same to each of some packs, in one transaction with one audit record.

        Args:
            order: whose events they are.
            code_ids: of the packs; others who write wait while all of them are done.
            decide: asked for each with what is so by then.
            station_id: where.
            actor: who does it.
            reviewer: who confirmed it.
            reason: why.

        Returns:
            For each its event, or why nothing was changed of it; that hinders none of the others.

        Raises:
            StorageError: the database or the disk does not take it; nothing was changed.
        """
        at = self._store.clock.now()

        def attempt(code_id: int) -> PackEvent | Refused:
            try:
                pack, contents = self._whole(code_id)
                decision = decide(pack, contents)
                with self._connection.begin_nested():
                    return self._apply(
                        order, PackEvent(0, order.id, station_id, at, actor, reviewer, reason, decision)
                    )
            except Refused as refusal:
                return refusal

        with self._one_at_a_time:
            digest = self._digest(order)
            with self._store.writing(self._connection):
                # All at once and first: taken one after the other, two such acts could wait for each other.
                pack_changes.hold(self._connection, order, self._with_contents(code_ids))
                answers = tuple(attempt(one) for one in code_ids)
                done = [one for one in answers if isinstance(one, PackEvent)]
                if done:
                    self._record_all(order, done, digest)
                return answers

    def take_back(
        self,
        order: Order,
        number: int,
        *,
        station_id: int | None,
        actor: str,
        reviewer: str = "",
        reason: str = "",
    ) -> PackEvent:
        """Take an event back: everything is as it was before it.

        Raises:
            InputError: there is no such event.
            Refused: it was taken back already, or its packs are no longer as it left them.
        """
        undone = self.event(number).decision
        inverse = Decision(EventKind.TAKEN_BACK, undone.code_id, undone.other_id, undone.inverse)
        return self.apply(
            order,
            inverse,
            station_id=station_id,
            actor=actor,
            reviewer=reviewer,
            reason=reason,
            undoes=number,
        )

    def _apply(self, order: Order, new: PackEvent) -> PackEvent:
        connection = self._connection
        if new.undoes is not None:
            pack_events.require_open(connection, order, new.undoes, new.decision)
        departures.require_here(connection, new.decision)
        signed = Signed(new.at, new.actor, new.reason, new.undoes)
        pack_changes.apply(connection, order, new.decision.changes, signed)
        return pack_events.numbered(new, pack_events.add(connection, new))

    def _whole(self, code_id: int) -> tuple[Pack, tuple[Pack, ...]]:
        """Return a pack and all that is in it, in the transaction that is open."""
        pack = packs.by_id(self._connection, code_id)
        return pack, packs.contents(self._connection, code_id) if pack.children else ()

    def _with_contents(self, code_ids: Sequence[int]) -> set[int]:
        inside = (one.id for code_id in code_ids for one in self._whole(code_id)[1])
        return {*code_ids, *inside}

    def _stop(self, order: Order, proof: PackEvent, slip: Slip, digest: EventDigest) -> None:
        decision = Decision(EventKind.SLIPPED, proof.decision.code_id, None, (), slip)
        new = PackEvent(0, order.id, proof.station_id, proof.at, proof.actor, "", "", decision)
        self._record(order, pack_events.numbered(new, pack_events.add(self._connection, new)), digest)

    def _record(self, order: Order, done: PackEvent, digest: EventDigest) -> None:
        kind, undoes = done.decision.kind, done.undoes
        action, subject = f"pack.{kind.value}", f"work order {order.id}"
        change = Change(self._connection, done.at, done.actor, action, subject, done.reason)
        change.events = digest
        change.new = {
            "event": done.number,
            "code": packs.by_id(self._connection, done.decision.code_id).code,
            **({"reviewer": done.reviewer} if done.reviewer else {}),
            **({} if undoes is None else {"undoes": undoes}),
            **self._told_of_stop(done),
        }
        change.touches_events(order.id)
        change.record()

    def _record_all(self, order: Order, done: Sequence[PackEvent], digest: EventDigest) -> None:
        """Write one audit record for events of one kind that one person did for one reason."""
        first = done[0]
        action, subject = f"pack.{first.decision.kind.value}", f"work order {order.id}"
        change = Change(self._connection, first.at, first.actor, action, subject, first.reason)
        change.events = digest
        named = packs.by_ids(self._connection, [one.decision.code_id for one in done])
        codes = {one.id: one.code for one in named}
        change.new = {
            "events": [one.number for one in done],
            "codes": [codes[one.decision.code_id] for one in done],
            "reviewer": first.reviewer,
        }
        change.touches_events(order.id)
        change.record()

    def _told_of_stop(self, done: PackEvent) -> dict[str, object]:
        slip = done.decision.slip
        if slip is None:
            return {}
        return {
            "station": pack_stops.station_name(self._connection, done.station_id),
            "slip": slip.kind.value,
            "scan": slip.at,
            "by": slip.by,
            "expected": slip.expected,
            "found": slip.found,
        }

    def _is_exception(self, new: PackEvent) -> bool:
        """Tell whether an event is more than a scan, or the taking back of a scan."""
        if new.reason or new.reviewer:
            return True
        kind = new.decision.kind
        if new.undoes is not None:
            with self._store.reading(self._connection):
                kind = pack_events.event(self._connection, new.undoes).decision.kind
        return kind not in _ROUTINE

    def _digest(self, order: Order) -> EventDigest:
        with self._store.reading(self._connection):
            return EventDigest.since_last_seal(self._connection, order.id)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._one_at_a_time, self._store.reading(self._connection):
            yield self._connection
