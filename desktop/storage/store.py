"""The store: one database, opened once, read and changed in transactions.

A change is one transaction with its audit record: both are on the disk, or neither.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from desktop.errors import Cancelled
from desktop.ports import Clock
from desktop.storage import audit_trail, schema
from desktop.storage.engines import READ_ONLY, WRITES, Place, connect_to, create_database, is_missing_database
from desktop.storage.faults import told
from desktop.storage.pack_seals import ORDER_SEALS, EventDigest, hold_order, jobs_of, seal_events
from desktop.storage.row_digest import RowDigest
from desktop.storage.seals import (
    FILE_SEALS,
    JOURNAL_SEALS,
    JournalDigest,
    hold_journals,
    seal_codes,
    seal_journal,
)
from desktop.storage.tables import REVISION
from desktop.storage.turns import Turns
from desktop.texts import say


@dataclass(slots=True)
class Change:
    """A change on its way: the connection to work with, and what its audit record will say.

    Attributes:
        connection: in the transaction of the change.
        at: when, the same for everything in it.
        actor: who.
        action: what is done, such as ``"create job"``.
        subject: what it is done to, such as ``"job 17"``; may be set once it is known.
        reason: why, in the actor's words, or empty.
        old: what was so before, to be set by the caller; goes into the record as JSON.
        new: what is so now.
        digests: of the journals that will be touched, as far as they could be read before.
        events: the same of the order whose packs will be touched.
    """

    connection: Connection
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str = ""
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None
    digests: tuple[JournalDigest, ...] = ()
    events: EventDigest | None = None
    _journaled: set[int] = field(default_factory=set)
    _imported: set[int] = field(default_factory=set)
    _packed: set[int] = field(default_factory=set)

    def touches_journal(self, job_id: int) -> None:
        """Note that rows of this job's journal were written: the audit record will seal them."""
        self._journaled.add(job_id)

    def touches_code_file(self, file_id: int) -> None:
        """Note that codes of this file were imported: the audit record will seal them."""
        self._imported.add(file_id)

    def touches_events(self, order_id: int) -> None:
        """Note that events of this order were written: the audit record will seal them."""
        self._packed.add(order_id)

    def touches_order(self, order_id: int) -> None:
        """Note that a work order changes its state: the audit record will seal all that it did so far.

        To be called first: until the commit nobody else packs or prints for the order.
        """
        hold_order(self.connection, order_id)
        printed = jobs_of(self.connection, order_id)
        hold_journals(self.connection, printed)
        self._packed.add(order_id)
        self._journaled.update(printed)

    def digest_ahead(
        self, job_id: int | None, order_id: int | None, report: Callable[[float], bool] | None = None
    ) -> None:
        """Digest what will be sealed, before the transaction in which all other writers wait.

        Raises:
            Cancelled: the report said so.
        """
        jobs = [] if job_id is None else [job_id]
        ahead: list[RowDigest] = []
        if order_id is not None:
            self.events = EventDigest.begin(self.connection, order_id)
            ahead.append(self.events)
            jobs += jobs_of(self.connection, order_id)
        self.digests = tuple(JournalDigest.begin(self.connection, one) for one in jobs)
        ahead += self.digests
        count = sum(one.unread(self.connection) for one in ahead) if report is not None else 0
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if report is not None and not report(min(1.0, done / max(1, count))):
                raise Cancelled(say("It was cancelled before anything was changed."))

        for one in ahead:
            one.read_on(self.connection, tell=tell)

    def record(self) -> None:
        """Write the audit record, with a seal for each journal, order and code file that was touched."""
        seals = self._seals()
        audit_trail.append(
            self.connection,
            at=self.at,
            actor=self.actor,
            action=self.action,
            subject=self.subject,
            old=self.old,
            new={**(self.new or {}), **seals} if seals else self.new,
            reason=self.reason,
        )

    def _seals(self) -> dict[str, list[dict[str, object]]]:
        begun = {one.owner: one for one in self.digests}
        journals = (
            seal_journal(self.connection, job_id, begun.get(job_id)) for job_id in sorted(self._journaled)
        )
        files = (seal_codes(self.connection, file_id) for file_id in sorted(self._imported))
        begun_events = {} if self.events is None else {self.events.owner: self.events}
        orders = (
            seal_events(self.connection, order_id, begun_events.get(order_id))
            for order_id in sorted(self._packed)
        )
        seals = {
            JOURNAL_SEALS: [made.as_json() for made in journals if made is not None],
            ORDER_SEALS: [made.as_json() for made in orders if made is not None],
            FILE_SEALS: [made.as_json() for made in files],
        }
        return {name: made for name, made in seals.items() if made}


class Store:
    """A database with the schema of this program. May be used by several threads at once."""

    def __init__(self, engine: Engine, place: Place, clock: Clock, patience_s: float) -> None:
        self._engine = engine
        self._place = place
        self._clock = clock
        self._turns = Turns(place.name, patience_s) if place.is_sqlite else None

    @classmethod
    def open(cls, url: str, clock: Clock, *, patience_s: float = 30.0) -> "Store":
        """Open a database; make it if there is none, upgrade it if it is older.

        Args:
            url: ``sqlite:///path`` or ``postgresql+psycopg://user:password@host/name``.
            clock: dates all that is written.
            patience_s: how long a change waits for the lock of another before it gives up. An import of
                millions of codes is one transaction, and a running job shall outlast it.

        Raises:
            InputError: the address is none.
            StorageError: there is no such server, it refuses the user, the file is damaged or belongs to
                another program, the database is newer than this program...
        """
        place = Place.parse(url)
        engine = connect_to(place, patience_s)
        store = cls(engine, place, clock, patience_s)
        try:
            with told(place.name):
                store._bring_up()
        except BaseException:
            engine.dispose()
            raise
        return store

    @property
    def place(self) -> str:
        """Where the database is, without a password."""
        return self._place.name

    @property
    def clock(self) -> Clock:
        """The clock that dates what is written."""
        return self._clock

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a file of this computer."""
        return self._place.is_sqlite

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return self._place.file

    def connect(self) -> Connection:
        """Return a connection of one's own, to be closed by the caller. For what lives long."""
        with told(self.place):
            return self._engine.connect()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection that shows one unchanging state of the database and cannot write."""
        with told(self.place), self._engine.connect() as connection:
            if self.is_sqlite:
                connection.execution_options(**{READ_ONLY: True})
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def change(
        self,
        actor: str,
        action: str,
        subject: str,
        *,
        reason: str = "",
        journal_of: int | None = None,
        all_of_order: int | None = None,
        report: Callable[[float], bool] | None = None,
    ) -> Iterator[Change]:
        """Do a change: all that happens in the block, and its audit record, or nothing.

        Args:
            actor: who.
            action: what is done.
            subject: what it is done to.
            reason: why.
            journal_of: the job whose journal it touches, digested ahead: see ``RowDigest``.
            all_of_order: the order of which it seals all that was done, digested ahead.
            report: called with the share of that which is digested; False asks to give up.

        Raises:
            Cancelled: the report said so; nothing was changed.
            StorageError: the database or the disk does not take it; nothing was changed.
        """
        with told(self.place), self._engine.connect() as connection:
            change = Change(connection, self._clock.now(), actor, action, subject, reason)
            if journal_of is not None or all_of_order is not None:
                with self.reading(connection):
                    change.digest_ahead(journal_of, all_of_order, report)
            with self.writing(connection):
                yield change
                change.record()

    @contextmanager
    def trial(self, actor: str) -> Iterator[Change]:
        """Lend a change to find out what it would do; nothing of it is kept, not even on success."""
        with told(self.place), self._engine.connect() as connection, self._turn():
            transaction = connection.execution_options(**{WRITES: True}).begin()
            try:
                yield Change(connection, self._clock.now(), actor, "trial", "")
            finally:
                transaction.rollback()

    @contextmanager
    def writing(self, connection: Connection) -> Iterator[None]:
        """Open a transaction that writes on a connection from ``connect``."""
        with told(self.place), self._turn(), connection.execution_options(**{WRITES: True}).begin():
            yield

    @contextmanager
    def reading(self, connection: Connection) -> Iterator[None]:
        """Open a transaction that only reads on a connection from ``connect``."""
        with told(self.place), connection.execution_options(**{WRITES: False}).begin():
            yield

    def close(self) -> None:
        """Close all connections that are not lent out."""
        self._engine.dispose()

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.turn()

    def _bring_up(self) -> None:
        try:
            connection = self._engine.connect()
        except OperationalError as trouble:
            if not is_missing_database(self._place, trouble):
                raise
            create_database(self._place)
            connection = self._engine.connect()
        with connection:
            with connection.begin():
                found = schema.found_revision(connection)
            if found != REVISION:
                with self.writing(connection):
                    schema.bring_up(connection, self._clock, self.place)
