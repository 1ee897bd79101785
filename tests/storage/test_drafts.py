"""Drafts of designs on both databases: saved in place, never over what another saved."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from desktop.errors import InputError, Refused
from desktop.storage import audit, designs, drafts, schema
from desktop.storage.drafts import OpenMark, StoredDraft
from desktop.storage.store import Store
from desktop.storage.tables import REVISION
from tests.fakes import FakeClock
from tests.refusals import refusal_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def added(store: Store, name: str = "carton", document: str = "{}") -> StoredDraft:
    with store.change("engineer", "design.create", f"design {name}") as change:
        return drafts.insert(change, name, document, "[]")


def saved(store: Store, draft: StoredDraft, document: str, version: int) -> bool:
    return drafts.save(store, draft.id, document, "[1]", version=version, at=AT, by="李雷")


def found(store: Store, draft: StoredDraft) -> StoredDraft:
    with store.read() as connection:
        return drafts.get(connection, draft.id)


def test_a_draft_is_saved_in_place_with_who_and_when(store: Store) -> None:
    draft = added(store)
    assert saved(store, draft, '{"x": 1}', draft.version)
    now = found(store, draft)
    assert (now.document, now.history, now.version) == ('{"x": 1}', "[1]", 2)
    assert (now.saved_at, now.saved_by) == (AT, "李雷")


def test_a_version_that_another_changed_is_not_overwritten(store: Store) -> None:
    draft = added(store)
    assert saved(store, draft, "first", 1)
    assert not saved(store, draft, "second", 1)
    assert found(store, draft).document == "first"


def test_saving_writes_no_audit_record(store: Store) -> None:
    draft = added(store)
    with store.read() as connection:
        before = audit.head(connection)
    saved(store, draft, "x", 1)
    drafts.mark_open(store, draft.id, OpenMark(AT, "李雷", "line-1"))
    with store.read() as connection:
        assert audit.head(connection) == before


def test_two_drafts_never_have_one_name(store: Store) -> None:
    added(store)
    said = refusal_of(lambda: added(store), Refused)
    assert said == "There is a design “carton” already: choose another name."


def test_a_refused_name_leaves_the_change_usable(store: Store) -> None:
    added(store)
    with store.change("engineer", "design.create", "design") as change:
        with pytest.raises(Refused):
            drafts.insert(change, "carton", "{}")
        drafts.insert(change, "other", "{}")
    with store.read() as connection:
        assert [row.name for row in drafts.list_all(connection)] == ["carton", "other"]


def test_a_list_of_drafts_does_not_read_their_histories(store: Store) -> None:
    added(store)
    with store.read() as connection:
        assert [row.history for row in drafts.list_all(connection)] == [""]


def test_a_draft_remembers_where_it_is_open_until_it_is_closed(store: Store) -> None:
    draft = added(store)
    mark = OpenMark(AT, "李雷", "line-1")
    drafts.mark_open(store, draft.id, mark)
    assert found(store, draft).opened == mark
    drafts.mark_open(store, draft.id, None)
    assert found(store, draft).opened is None


def test_a_deleted_draft_is_gone(store: Store) -> None:
    draft = added(store)
    with store.change("engineer", "design.delete", "design carton") as change:
        drafts.remove(change, draft.id)
    assert refusal_of(lambda: found(store, draft), InputError).startswith("There is no draft number ")
    assert not saved(store, draft, "x", 1)


def test_a_revision_that_a_job_froze_becomes_a_released_one(store: Store) -> None:
    with store.change("lead", "job.create", "job") as change:
        frozen = designs.freeze(change, "carton", "{}")
    assert not frozen.released
    with store.change("engineer", "design.freeze", "design carton") as change:
        released = designs.release(change, "carton", "{}", "asked for by QA")
    assert (released.id, released.revision, released.released) == (frozen.id, 1, True)
    assert (released.frozen_by, released.reason) == ("engineer", "asked for by QA")


def test_the_newest_released_revision_counts_and_not_what_a_job_froze_later(store: Store) -> None:
    with store.change("engineer", "design.freeze", "design carton") as change:
        designs.release(change, "carton", "first", "new")
        designs.release(change, "carton", "second", "better")
        designs.freeze(change, "carton", "third")
    with store.read() as connection:
        latest = designs.latest(connection, "carton", released=True)
        assert latest is not None
        assert latest.document == "second"
        assert [row.document for row in designs.newest_released(connection)] == ["second"]
        assert [row.revision for row in designs.revisions(connection, "carton")] == [3, 2, 1]


@pytest.fixture
def before_drafts(database_url: str) -> str:
    """Where a database of schema 0006 is, with a revision that a job froze."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        schema.bring_up(connection, FakeClock(), "here", wanted="0006")
        connection.execute(
            text(
                "INSERT INTO design_revision (name, revision, document, digest, frozen_at, frozen_by) "
                "VALUES ('old', 1, '{}', 'd', 0, 'lead')"
            )
        )
    engine.dispose()
    return database_url


def test_revisions_from_before_drafts_are_those_that_jobs_froze(before_drafts: str) -> None:
    store = Store.open(before_drafts, FakeClock())
    with store.read() as connection:
        assert schema.found_revision(connection) == REVISION
        (old,) = designs.revisions(connection, "old")
        assert (old.released, old.reason) == (False, "")
        assert designs.newest_released(connection) == ()
        assert drafts.list_all(connection) == ()
    store.close()
