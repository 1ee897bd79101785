"""The durable record of a running job: what each code did is on the disk before the next thing happens.

A move is guarded: it happens only to a code that is in the state the move starts from, else nothing in
the whole call happens. So even if two programs ran one job, no code could be sent twice.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy import insert as insert_into
from sqlalchemy.dialects import postgresql, sqlite

from desktop.errors import Refused, StorageError
from desktop.ports import Tally
from desktop.products.code_pool import CodeState, state_name
from desktop.products.job import Job, JobCode, JobState
from desktop.storage import counts, jobs
from desktop.storage.claims import Claim, Claimed
from desktop.storage.pack_places import refuse_packed
from desktop.storage.seals import JournalDigest, hold_journal
from desktop.storage.store import Change, Store
from desktop.storage.tables import code, job_mark, journal
from desktop.texts import Text, say, to_json

_SOURCES: dict[CodeState, tuple[CodeState, ...]] = {
    CodeState.SENT: (CodeState.ALLOCATED,),
    CodeState.ALLOCATED: (CodeState.SENT,),
    CodeState.PRINTED: (CodeState.SENT,),
    CodeState.VERIFIED: (CodeState.PRINTED,),
    CodeState.UNKNOWN: (CodeState.SENT, CodeState.PRINTED),
    CodeState.SPOILED: (CodeState.PRINTED, CodeState.VERIFIED, CodeState.UNKNOWN),
}
"""What a runner may do to a code: the state that it sets, and the states that it may come from."""

_MOVE = (
    update(code)
    .where(
        code.c.id == bindparam("of_code"),
        code.c.state == bindparam("source"),
        code.c.job_id == bindparam("of_job"),
    )
    .values(state=bindparam("target"))
)
_NOTE = insert_into(journal)
_IN_ORDER = (
    select(code.c.id, code.c.value, code.c.ordinal)
    .where(code.c.job_id == bindparam("of_job"), code.c.state == bindparam("of_state"))
    .order_by(code.c.ordinal)
    .limit(bindparam("at_most"))
)

_NEVER_A_JOBS = {CodeState.AVAILABLE, CodeState.RETURNED}
"""States of codes that no job has."""

_ALL = 1_000_000
"""More codes than can ever be in flight."""

_BY_PEOPLE = {CodeState.SPOILED, CodeState.SAMPLED}
_BY_SCANS = {CodeState.VERIFIED, CodeState.PACKED}

_LEFT_ALONE: dict[CodeState, set[CodeState]] = {
    CodeState.VERIFIED: _BY_PEOPLE | _BY_SCANS,
    CodeState.UNKNOWN: _BY_PEOPLE | _BY_SCANS,
    CodeState.SPOILED: _BY_PEOPLE,
}
"""What a runner may report late of a label, and the states in which it then stays: a label that was scanned
behind the printer is there and was read. A bad one is not left alone, wherever its pack has got to."""

_DIGESTED_AT_ONCE = 512
"""Rows of the journal: so many are digested in some milliseconds. Left to the end of a run of hours, they
would keep the interpreter, and with it all other lines, for half a second."""

_Wanted = tuple[CodeState, Sequence[JobCode]]
"""Codes, and the state that they shall get."""

_Move = tuple[JobCode, CodeState, CodeState]
"""A code, the state it is in, the state it gets."""


def open_journal(store: Store, job_id: int, actor: str, device: str) -> "StoredJournal":
    """Claim a job and open its journal.

    Args:
        store: where the job is.
        job_id: which job.
        actor: who runs it.
        device: address of the printer, noted with every move.

    Raises:
        InputError: there is no such job.
        Refused: somebody else runs it, or it is closed.
        StorageError: the database or the disk is in trouble.
    """
    connection = store.connect()
    try:
        claim = Claim(store, connection, Claimed.job(job_id))
    except BaseException:
        connection.close()
        raise
    try:
        with store.reading(connection):
            job = _open_job(connection, job_id)
    except BaseException:
        claim.close()
        connection.close()
        raise
    return StoredJournal(store, connection, claim, job, actor, device)


def _open_job(connection: Connection, job_id: int) -> Job:
    job = jobs.get(connection, job_id)
    if job.state is JobState.CLOSED:
        raise Refused(say("Job {job} is closed: nothing more is printed for it.", job=job_id))
    if job.state is JobState.ABORTED:
        raise Refused(say("Job {job} was given up: nothing more is printed for it.", job=job_id))
    return job


class _OutOfStepError(Exception):
    """A code was not in the state that its move starts from; the transaction was rolled back."""

    def __init__(self, moves: Sequence[_Move]) -> None:
        super().__init__()
        self.moves = moves


class StoredJournal:
    """Implements ``desktop.ports.JobJournal``. Any thread may call it; ``close`` gives the job free."""

    def __init__(
        self, store: Store, connection: Connection, claim: Claim, job: Job, actor: str, device: str
    ) -> None:
        self._store = store
        self._connection = connection
        self._claim = claim
        self._job = job
        self._actor = actor
        self._device = device
        self._one_at_a_time = threading.Lock()
        self._digest: JournalDigest | None = None
        self._undigested = 0

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
        """Give the job free. May be called twice."""
        with self._one_at_a_time:
            self._claim.close()
            self._connection.close()

    @property
    def job(self) -> Job:
        """The job as it was when the journal was opened."""
        return self._job

    def next_codes(self, count: int) -> Sequence[JobCode]:
        """Return up to ``count`` allocated codes that were never sent, in the order of printing."""
        return self._codes_in(CodeState.ALLOCATED, count)

    def in_flight(self) -> Sequence[JobCode]:
        """Return the codes that were sent and neither confirmed nor quarantined, in order of sending."""
        return self._codes_in(CodeState.SENT, _ALL)

    def record(
        self,
        *,
        sent: Sequence[JobCode] = (),
        printed: Sequence[JobCode] = (),
        verified: Sequence[JobCode] = (),
        unknown: Sequence[JobCode] = (),
        spoiled: Sequence[JobCode] = (),
        taken_back: Sequence[JobCode] = (),
        reason: Text | None = None,
    ) -> None:
        """Move codes on, in the order of the arguments: see ``JobJournal.record``."""
        wanted = (
            (CodeState.SENT, sent),
            (CodeState.PRINTED, printed),
            (CodeState.VERIFIED, verified),
            (CodeState.UNKNOWN, unknown),
            (CodeState.SPOILED, spoiled),
            (CodeState.ALLOCATED, taken_back),
        )
        if not any(codes for _, codes in wanted):
            return
        try:
            self._write(wanted, reason)
        except _OutOfStepError:
            self._write_beside_people(wanted, reason)
        self._undigested += sum(len(codes) for _, codes in wanted)
        if self._undigested >= _DIGESTED_AT_ONCE:
            self._digested()

    def mark(self, name: str) -> int | None:
        """Return the number noted under ``name``, or None."""
        with self._reading() as connection:
            return connection.scalar(
                select(job_mark.c.value).where(job_mark.c.job_id == self._job.id, job_mark.c.name == name)
            )

    def note(self, name: str, value: int) -> None:
        """Note a number that a resume after a crash will need."""
        with self._writing() as connection:
            builder = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(
                builder(job_mark)
                .values(job_id=self._job.id, name=name, value=value)
                .on_conflict_do_update(index_elements=[*job_mark.primary_key], set_={"value": value})
            )

    def change_state(self, state: JobState, reason: Text | None = None) -> None:
        """Record the job's state with an audit record that seals what the journal gained."""
        digest = self._digested()
        at = self._store.clock.now()
        with self._writing() as connection:
            change = Change(connection, at, self._actor, f"job.{state.value}", f"job {self._job.id}")
            change.digests = (digest,)
            change.reason = "" if reason is None else str(reason)
            jobs.set_state(change, self._job.id, state, reason)
            change.record()
        self._digest = None

    def _digested(self) -> JournalDigest:
        """Digest what is there for the next seal."""
        with self._reading() as connection:
            if self._digest is not None and self._digest.is_since_last_seal(connection):
                self._digest.read_on(connection)
            else:
                self._digest = JournalDigest.since_last_seal(connection, self._job.id)
            self._undigested = 0
            return self._digest

    def tally(self) -> Tally:
        """Count the job's codes by state."""
        with self._reading() as connection:
            numbers = counts.numbers_of_job(connection, self._job.id)
        return Tally(**{state.value: n for state, n in numbers.items() if state not in _NEVER_A_JOBS})

    def _write(self, wanted: Sequence[_Wanted], reason: Text | None) -> None:
        with self._writing() as connection:
            hold_journal(connection, self._job.id)
            self._apply(connection, self._planned(connection, wanted), reason)

    def _write_beside_people(self, wanted: Sequence[_Wanted], reason: Text | None) -> None:
        """Move codes on, but not those that a person or a scan behind the printer was quicker with.

        While a job runs a person may take any printed label out, also one whose picture is still being
        read, and a station may scan and pack it. What they said of it stands.
        """
        try:
            with self._writing() as connection:
                hold_journal(connection, self._job.id)
                printed = [item.id for target, moved in wanted if target in _LEFT_ALONE for item in moved]
                states = self._states_of(connection, printed)
                left = [
                    (
                        target,
                        [item for item in moved if states.get(item.id) not in _LEFT_ALONE.get(target, ())],
                    )
                    for target, moved in wanted
                ]
                self._apply(connection, self._planned(connection, left), reason)
        except _OutOfStepError as trouble:
            raise self._explained(trouble.moves) from trouble

    def _codes_in(self, state: CodeState, count: int) -> tuple[JobCode, ...]:
        values = {"of_job": self._job.id, "of_state": state, "at_most": count}
        with self._reading() as connection:
            return tuple(JobCode(*row) for row in connection.execute(_IN_ORDER, values))

    def _planned(self, connection: Connection, wanted: Sequence[_Wanted]) -> list[_Move]:
        """Find out which state each code leaves; one call may move a code several times."""
        moves: list[_Move] = []
        now: dict[int, CodeState] = {}
        for target, moved in wanted:
            sources = _SOURCES[target]
            if target is CodeState.SPOILED:
                self._refuse_packed(connection, moved)
            # With one possible source nothing is looked up: the guard of the move itself will tell.
            if len(sources) > 1:
                strangers = [item.id for item in moved if item.id not in now]
                now.update(self._states_of(connection, strangers))
            for item in moved:
                source = now.get(item.id, sources[0])
                if source not in sources:
                    raise _OutOfStepError([(item, source, target)])
                moves.append((item, source, target))
                now[item.id] = target
        return moves

    def _refuse_packed(self, connection: Connection, bad: Sequence[JobCode]) -> None:
        """A bad label whose pack lies in a tray or in another pack stops the job: a person must find it."""
        for item in bad:
            try:
                refuse_packed(connection, item.id, item.value)
            except Refused as trouble:
                raise StorageError(trouble.text) from trouble

    def _states_of(self, connection: Connection, code_ids: Sequence[int]) -> dict[int, CodeState]:
        if not code_ids:
            return {}
        rows = connection.execute(select(code.c.id, code.c.state).where(code.c.id.in_(code_ids)))
        return {row.id: row.state for row in rows}

    def _apply(self, connection: Connection, moves: Sequence[_Move], reason: Text | None) -> None:
        if not moves:
            return
        job_id = self._job.id
        moved = connection.execute(
            _MOVE,
            [
                {"of_code": item.id, "of_job": job_id, "source": source, "target": target}
                for item, source, target in moves
            ],
        ).rowcount
        if moved != len(moves):
            raise _OutOfStepError(moves)
        at = self._store.clock.now()
        detail = "" if reason is None else to_json(reason)
        connection.execute(
            _NOTE,
            [
                {
                    "job_id": job_id,
                    "code_id": item.id,
                    "event": target,
                    "at": at,
                    "actor": self._actor,
                    "device": self._device,
                    "detail": detail,
                }
                for item, _, target in moves
            ],
        )
        shifts: Counter[CodeState] = Counter()
        for _, source, target in moves:
            shifts[source] -= 1
            shifts[target] += 1
        counts.shift_in_job(connection, job_id, shifts)

    def _explained(self, moves: Sequence[_Move]) -> StorageError:
        """Tell which code was not where it had to be."""
        firsts = {move[0].id: move for move in reversed(moves)}
        with self._reading() as connection:
            states = self._states_of(connection, list(firsts))
        item, _, target = next(
            (move for move in firsts.values() if states.get(move[0].id) is not move[1]), moves[0]
        )
        return self._impossible(item, states.get(item.id), target)

    def _impossible(self, item: JobCode, found: CodeState | None, target: CodeState) -> StorageError:
        return StorageError(
            say(
                "Job {job}: code {code} (label {ordinal}) is {found} and cannot become {target}. "
                "Nothing was changed: stop the job and look at this label.",
                job=self._job.id,
                code=item.value,
                ordinal=item.ordinal,
                found="?" if found is None else state_name(found),
                target=state_name(target),
            )
        )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._one_at_a_time, self._store.writing(self._connection):
            yield self._connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._one_at_a_time, self._store.reading(self._connection):
            yield self._connection
