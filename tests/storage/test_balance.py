"""Whatever happens to codes, in whatever order: each is in one state, and the sums are right."""

import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from desktop.errors import Refused, StorageError
from desktop.products.code_pool import MOVES, CodeState
from desktop.products.job import JobCode, JobState
from desktop.storage import audit, codes, settling, withdrawals
from desktop.storage.counts import as_counts
from desktop.storage.journal import open_journal
from desktop.storage.moves import Pick
from desktop.storage.store import Store
from desktop.storage.tables import code
from desktop.storage.withdrawals import Withdrawal
from desktop.texts import say
from tests.fakes import FakeClock
from tests.storage.stock import add_codes, add_job, add_product, code_values

SETTABLE = ("sent", "printed", "verified", "unknown", "spoiled")


class Plant(RuleBasedStateMachine):
    """A plant that imports, orders, prints, loses, settles and gives back, and what must be true of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "packmark.sqlite"
        self.clock = FakeClock()
        self.store = Store.open(f"sqlite:///{path.as_posix()}", self.clock)
        self.product_id = add_product(self.store)
        self.issued = 0
        self.jobs: list[int] = []
        self.reservations: list[Withdrawal] = []
        self.states: dict[str, CodeState] = {}
        """Every code's state, by what the moves should have done."""
        self.stops: dict[str, float] = {}
        """When each unknown code became unknown."""

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(count=st.integers(1, 12))
    def import_codes(self, count: int) -> None:
        values = code_values(count, first=self.issued)
        add_codes(self.store, self.product_id, values, f"file {self.issued}")
        self.issued += count
        self.states.update(dict.fromkeys(values, CodeState.AVAILABLE))

    @rule(count=st.integers(1, 8))
    def order(self, count: int) -> None:
        free = sum(state is CodeState.AVAILABLE for state in self.states.values())
        try:
            job_id = add_job(self.store, self.product_id, count)
        except Refused:
            assert count > free
            return
        assert count <= free
        self.jobs.append(job_id)
        for item in self._codes_of(job_id):
            assert self.states[item.value] is CodeState.AVAILABLE
            self.states[item.value] = CodeState.ALLOCATED

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(self.jobs))
        owned = self._codes_of(job_id)
        chosen = {
            name: data.draw(st.lists(st.sampled_from(owned), max_size=3, unique=True)) if owned else []
            for name in data.draw(st.sets(st.sampled_from(SETTABLE), min_size=1))
        }
        self.clock.advance(1)
        with open_journal(self.store, job_id, "lead", "demo://zebra") as journal:
            try:
                journal.record(**chosen, reason=say("why"))
            except StorageError:
                return
        for name in SETTABLE:
            for item in chosen.get(name, []):
                assert (self.states[item.value], CodeState(name)) in MOVES
                self.states[item.value] = CodeState(name)
                if name == "unknown":
                    self.stops[item.value] = self.clock.monotonic()

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(self.jobs))
        last = data.draw(st.integers(0, 9))
        self.clock.advance(1)
        told = self._told(job_id, last)
        try:
            with self.store.change("qa", "job.settle", f"job {job_id}") as change:
                codes.settle(change, job_id, last, say("Settled."))
        except Refused:
            assert told == []
            return
        assert told
        for item in self._codes_of(job_id):
            if self.states[item.value] is CodeState.SENT:
                self.states[item.value] = CodeState.UNKNOWN
                self.stops[item.value] = self.clock.monotonic()
        for item in told:
            self.states[item.value] = CodeState.PRINTED if item.ordinal <= last else CodeState.VOID

    def _told(self, job_id: int, last: int) -> list[JobCode]:
        """The codes of the row of one stop that label ``last`` is in, or is the last known before."""
        stops = self.stops | {
            value: self.clock.monotonic() for value, state in self.states.items() if state is CodeState.SENT
        }
        rows: list[tuple[int, list[JobCode]]] = []
        known = 0
        for item in self._codes_of(job_id):
            if self.states[item.value] in {CodeState.SENT, CodeState.UNKNOWN}:
                follows = rows and rows[-1][1][-1].ordinal == item.ordinal - 1
                if not follows or stops[rows[-1][1][-1].value] != stops[item.value]:
                    rows.append((known, []))
                rows[-1][1].append(item)
            elif self.states[item.value] in settling.OUT_OF_THE_PRINTER:
                known = item.ordinal
        inside = [row for _, row in rows if row[0].ordinal <= last <= row[-1].ordinal]
        behind = [row for before, row in rows if before == last]
        return next(iter([*inside, *behind]), [])

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(self.jobs))
        unused = [
            item.value for item in self._codes_of(job_id) if self.states[item.value] is CodeState.ALLOCATED
        ]
        with self.store.change("lead", "job.close", f"job {job_id}") as change:
            assert codes.release(change, job_id) == len(unused)
        self.states.update(dict.fromkeys(unused, CodeState.AVAILABLE))

    @rule(count=st.integers(1, 6), returned=st.booleans())
    def withdraw(self, count: int, returned: bool) -> None:
        free = sum(state is CodeState.AVAILABLE for state in self.states.values())
        pick = Pick(self.product_id, 1, count)
        take = withdrawals.give_to_platform if returned else withdrawals.reserve
        try:
            with self.store.change("lead", "codes.withdraw", "pool") as change:
                made = take(change, pick, "why")
        except Refused:
            assert count > free
            return
        for item in self._codes_of(made.holder):
            assert self.states[item.value] is CodeState.AVAILABLE
            self.states[item.value] = CodeState.RETURNED if returned else CodeState.ALLOCATED
        if not returned:
            self.reservations.append(made)

    @precondition(lambda self: self.reservations)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        made = data.draw(st.sampled_from(self.reservations))
        self.reservations.remove(made)
        self.states.update({item.value: CodeState.AVAILABLE for item in self._codes_of(made.holder)})
        with self.store.change("lead", "codes.release", "pool") as change:
            assert withdrawals.release(change, made.id) == made.count

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), state=st.sampled_from([JobState.PAUSED, JobState.RUNNING]))
    def change_state(self, data: st.DataObject, state: JobState) -> None:
        with open_journal(self.store, data.draw(st.sampled_from(self.jobs)), "lead", "x") as journal:
            journal.change_state(state)

    @rule()
    def fail_in_the_middle(self) -> None:
        with suppress(ZeroDivisionError), self.store.change("x", "x", "x") as change:
            for job_id in self.jobs:
                codes.release(change, job_id)
            _ = 1 / 0

    @invariant()
    def the_rows_are_as_the_moves_made_them(self) -> None:
        with self.store.read() as connection:
            rows = {row.value: row.state for row in connection.execute(select(code.c.value, code.c.state))}
        assert rows == self.states

    @invariant()
    def the_sums_balance(self) -> None:
        with self.store.read() as connection:
            pool = codes.level_counts(connection)
            by_job = {job_id: codes.job_counts(connection, job_id) for job_id in self.jobs}
        if self.issued:
            assert pool[0].counts == as_counts(Counter(self.states.values()))
            assert pool[0].counts.issued == self.issued
        for job_id, counts in by_job.items():
            held = Counter(self.states[item.value] for item in self._codes_of(job_id))
            assert counts == as_counts(held)

    @invariant()
    def the_trail_is_sound(self) -> None:
        with self.store.read() as connection:
            verdict = audit.verify(connection)
        # Moves since the last change of state are in no seal yet, but agree with the codes.
        assert verdict.sound, verdict.why

    def _codes_of(self, job_id: int) -> list[JobCode]:
        with self.store.read() as connection:
            return [
                JobCode(item.id, item.value, item.ordinal or 0) for item in codes.of_job(connection, job_id)
            ]


TestPlant = Plant.TestCase
TestPlant.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
