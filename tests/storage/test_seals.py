"""What a journal gained is digested before the transaction that seals it, as far as it is there."""

import pytest
from sqlalchemy import select, text

from desktop.products.job import JobState
from desktop.storage import audit
from desktop.storage.journal import open_journal
from desktop.storage.pack_seals import EventDigest, digest_events, seal_events
from desktop.storage.pack_tables import EXCEPTIONAL, pack_event
from desktop.storage.seals import JournalDigest, digest_journal, seal_journal
from desktop.storage.store import Store
from tests.packed_order import note_event, packed_order, with_events
from tests.storage.stock import stocked


def print_some(store: Store, job_id: int, count: int) -> None:
    with open_journal(store, job_id, "lead", "demo://zebra") as journal:
        labels = journal.next_codes(count)
        journal.record(sent=labels)
        journal.record(printed=labels)


def test_rows_that_come_between_digest_and_seal_are_sealed_too(store: Store) -> None:
    job_id = stocked(store, 20, 20)
    print_some(store, job_id, 5)
    with store.read() as connection:
        begun = JournalDigest.since_last_seal(connection, job_id)
    print_some(store, job_id, 5)
    with store.change("lead", "test", f"job {job_id}") as change:
        made = seal_journal(change.connection, job_id, begun)
        assert made is not None
        assert made == digest_journal(change.connection, job_id, made.after, made.last)
        assert seal_journal(change.connection, job_id) is None


def test_a_digest_from_before_another_seal_is_of_no_use(store: Store) -> None:
    job_id = stocked(store, 20, 20)
    print_some(store, job_id, 5)
    with store.read() as connection:
        begun = JournalDigest.since_last_seal(connection, job_id)
    with store.change("lead", "test", f"job {job_id}") as change:
        sealed = seal_journal(change.connection, job_id)
    print_some(store, job_id, 5)
    with store.change("lead", "test", f"job {job_id}") as change:
        made = seal_journal(change.connection, job_id, begun)
    assert sealed is not None
    assert made is not None
    assert made.after == sealed.last


def test_a_run_whose_rows_were_digested_in_parts_has_a_sound_trail(store: Store) -> None:
    job_id = stocked(store, 20, 20)
    with open_journal(store, job_id, "lead", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        labels = journal.next_codes(20)
        journal.record(sent=labels)
        journal.record(printed=labels)
        journal.change_state(JobState.DONE)
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


def test_a_long_run_is_digested_while_it_runs(store: Store) -> None:
    job_id = stocked(store, 600, 600)
    with open_journal(store, job_id, "lead", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        while labels := journal.next_codes(50):
            journal.record(sent=labels)
            journal.record(printed=labels)
        journal.change_state(JobState.DONE)
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


def test_what_an_order_did_is_digested_before_the_transaction_that_seals_it(store: Store) -> None:
    packed = packed_order(store, 100)
    with_events(store, packed, 100)
    with store.change("lead", "test", "order", all_of_order=packed.order_id) as change:
        assert change.events is not None
        ahead = change.events.seal()
        assert ahead is not None
        assert ahead.rows == 110
        assert {one.owner for one in change.digests} == set(packed.jobs.values())
        assert ahead == digest_events(change.connection, packed.order_id, 0, ahead.last)


def test_events_that_come_between_digest_and_seal_are_sealed_too(store: Store) -> None:
    packed = packed_order(store, 100)
    with_events(store, packed, 50)
    with store.read() as connection:
        begun = EventDigest.since_last_seal(connection, packed.order_id)
    note_event(store, packed, "scrapped", packed.code_id(1, 7), None, "dropped")
    with store.change("lead", "test", "order") as change:
        made = seal_events(change.connection, packed.order_id, begun)
        assert made is not None
        assert made.rows == 56
        assert made == digest_events(change.connection, packed.order_id, 0, made.last)


def test_exceptions_of_an_order_are_found_by_an_index_of_their_own(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    statement = (
        select(pack_event.c.id).where(pack_event.c.order_id == 1, EXCEPTIONAL).order_by(pack_event.c.id)
    )
    plan = "EXPLAIN QUERY PLAN " + str(statement.compile(compile_kwargs={"literal_binds": True}))
    with store.read() as connection:
        told = [row[3] for row in connection.execute(text(plan))]
    assert any("ix_pack_event_exceptional" in line for line in told), told
