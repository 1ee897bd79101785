"""Whoever tampers with the trail through SQL is found out, and what he touched is named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from desktop.products.job import JobState
from desktop.storage import audit
from desktop.storage.audit import AuditVerdict
from desktop.storage.journal import open_journal
from desktop.storage.store import Store
from desktop.texts import CHINESE
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.storage.stock import stocked


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for all tests of this module: each takes back what it tampered with."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path_factory.mktemp('audit') / 'packmark.sqlite').as_posix()}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture(scope="module")
def trail(shared_url: str) -> Iterator[Store]:
    """A store with six records, of which 4 and 5 are those of a job that printed three labels."""
    store = Store.open(shared_url, FakeClock())
    job_id = stocked(store, 10, 5)
    with open_journal(store, job_id, "lead", "tcp://192.0.2.7:9100") as journal:
        journal.change_state(JobState.RUNNING)
        codes = journal.next_codes(3)
        journal.record(sent=codes, printed=codes[:2], verified=codes[:1])
        journal.record(unknown=codes[2:])
        journal.change_state(JobState.STOPPED)
    with store.change("anna", "note", "last") as change:
        change.new = {"value": 6}
    yield store
    store.close()


def tampered(store: Store, *statements: str) -> AuditVerdict:
    """Return the verdict after tampering, which is taken back again."""
    with store.connect() as connection, connection.begin() as transaction:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
        verdict = audit.verify(connection)
        transaction.rollback()
    return verdict


def test_an_untouched_trail_is_sound(trail: Store) -> None:
    with trail.read() as connection:
        verdict = audit.verify(connection)
        head = audit.head(connection)
    assert verdict == AuditVerdict(True, 6, head.hash, None, None)


def test_an_empty_trail_is_sound(store: Store) -> None:
    with store.read() as connection:
        assert audit.verify(connection) == AuditVerdict(True, 0, audit.GENESIS, None, None)


def test_each_record_names_the_one_before_it(trail: Store) -> None:
    with trail.read() as connection:
        records = audit.newest(connection)
    assert [record.number for record in records] == [6, 5, 4, 3, 2, 1]
    assert [record.previous for record in records[:-1]] == [record.hash for record in records[1:]]


@pytest.mark.parametrize(
    ("statements", "first_bad", "why"),
    [
        (["UPDATE audit SET actor = 'bert' WHERE number = 3"], 3, "Record 3 was edited."),
        (["UPDATE audit SET at = at + 1 WHERE number = 1"], 1, "Record 1 was edited."),
        (["UPDATE audit SET reason = 'why not' WHERE number = 6"], 6, "Record 6 was edited."),
        (["UPDATE audit SET new = '{}' WHERE number = 2"], 2, "Record 2 was edited."),
        (["UPDATE audit SET hash = previous WHERE number = 4"], 4, "Record 4 was edited."),
        (["DELETE FROM audit WHERE number = 1"], 1, "Record 1 is missing."),
        (["DELETE FROM audit WHERE number = 4"], 4, "Record 4 is missing."),
        (
            ["DELETE FROM audit WHERE number = 6"],
            6,
            "Record 6 is missing: the trail had 6 records.",
        ),
        (
            ["DELETE FROM audit WHERE number > 2"],
            3,
            "Record 3 is missing: the trail had 6 records.",
        ),
        (
            [
                "UPDATE audit SET number = 99 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 5",
                "UPDATE audit SET number = 5 WHERE number = 99",
            ],
            2,
            "Record 2 was moved here: it was record 5.",
        ),
        (
            [
                "DELETE FROM audit WHERE number = 3",
                "UPDATE audit SET number = number - 1 WHERE number = 4",
                "UPDATE audit SET number = number - 1 WHERE number = 5",
                "UPDATE audit SET number = number - 1 WHERE number = 6",
            ],
            3,
            "Record 3 was moved here: it was record 4.",
        ),
        (
            [
                (
                    "INSERT INTO audit SELECT 7, at, actor, action, subject, old, new, reason, previous, "
                    "hash FROM audit WHERE number = 6"
                )
            ],
            7,
            "Record 7 was moved here: it was record 6.",
        ),
        (
            [
                "DELETE FROM audit WHERE number = 6",
                "UPDATE audit_head SET count = 5",
            ],
            5,
            "Record 5 is not the one that the trail ended with.",
        ),
    ],
)
def test_tampering_is_named(trail: Store, statements: Sequence[str], first_bad: int, why: str) -> None:
    verdict = tampered(trail, *statements)
    assert (verdict.sound, verdict.first_bad, str(verdict.why)) == (False, first_bad, why)
    assert verdict.why is not None
    assert verdict.why.in_language(CHINESE) != why


def test_a_record_made_up_at_the_end_is_named(trail: Store) -> None:
    with trail.read() as connection:
        last = audit.newest(connection, 1)[0]
    made_up = audit.AuditRecord(7, last.at, "bert", "x", "y", "", "", "", last.hash, "")
    verdict = tampered(
        trail,
        "INSERT INTO audit SELECT 7, at, 'bert', 'x', 'y', '', '', '', hash, "
        f"'{made_up.computed_hash()}' FROM audit WHERE number = 6",
    )
    assert (verdict.first_bad, str(verdict.why)) == (7, "Record 7 was added: the trail had 6 records.")


def test_a_record_with_a_hash_of_its_own_does_not_fit_the_next(trail: Store) -> None:
    with trail.read() as connection:
        third = audit.newest(connection)[3]
    forged = replace(third, actor="bert")
    verdict = tampered(
        trail, f"UPDATE audit SET actor = 'bert', hash = '{forged.computed_hash()}' WHERE number = 3"
    )
    assert (verdict.first_bad, str(verdict.why)) == (4, "Record 4 does not follow the one before it.")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET event = 4 WHERE event = 9",
        "UPDATE journal SET actor = 'bert' WHERE event = 3",
        "UPDATE journal SET at = at - 1 WHERE event = 4",
        "DELETE FROM journal WHERE event = 9",
        "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal WHERE event = 3)",
    ],
)
def test_tampering_with_the_journal_is_named_by_the_record_that_sealed_it(
    trail: Store, statement: str
) -> None:
    verdict = tampered(trail, statement)
    assert (verdict.sound, verdict.first_bad) == (False, 5)
    assert "The journal of job 1 is not the one that record 5 sealed" in str(verdict.why)


def test_a_journal_row_put_in_place_of_another_is_found(trail: Store) -> None:
    verdict = tampered(
        trail,
        "DELETE FROM journal WHERE event = 9",
        "INSERT INTO journal (id, job_id, code_id, event, at, actor, device, detail) "
        "SELECT max(id) + 1, 1, min(code_id), 4, 0, 'x', '', '' FROM journal",
    )
    assert (verdict.sound, verdict.first_bad) == (False, 5)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "UPDATE code SET state = 4 WHERE state = 9",
            "is printed, but the last that its journal says is unknown.",
        ),
        (
            "UPDATE code SET state = 5 WHERE id = (SELECT max(id) FROM code)",
            "is verified, but the last that its journal says is available.",
        ),
        (
            "UPDATE code SET state = 1, job_id = NULL, ordinal = NULL WHERE state = 5",
            "is available, but the last that its journal says is verified.",
        ),
    ],
)
def test_a_code_whose_state_is_not_what_its_journal_says_is_found(
    trail: Store, statement: str, why: str
) -> None:
    verdict = tampered(trail, statement)
    assert (verdict.sound, verdict.first_bad) == (False, None)
    assert str(verdict.why).endswith(why)


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE code SET value = '80217620000000099999' WHERE ordinal IS NULL AND id = 8"],
        ["UPDATE code SET id = id + 100 WHERE id = 7"],
        ["DELETE FROM code WHERE id = 10"],
        [
            (
                "INSERT INTO code (id, value, product_id, level, file_id, state) "
                "SELECT 11, '80217620000000099999', product_id, level, file_id, 1 FROM code WHERE id = 10"
            ),
            "UPDATE code_count SET n = n + 1 WHERE job_id = 0 AND state = 1",
        ],
    ],
    ids=["edited", "moved", "removed", "added"],
)
def test_tampering_with_codes_is_named_by_the_record_of_their_import(
    trail: Store, statements: Sequence[str]
) -> None:
    verdict = tampered(trail, *statements)
    assert (verdict.sound, verdict.first_bad) == (False, 2)
    assert "The codes of file codes.txt are not those that record 2 sealed" in str(verdict.why)


def test_codes_that_no_import_brought_are_found(trail: Store) -> None:
    verdict = tampered(
        trail,
        "INSERT INTO code_file (id, name, sha256, product_id, level, count, imported_at, imported_by, "
        "codes_sha256) SELECT 2, 'forged.txt', 'x', product_id, level, 1, 0, 'x', '' FROM code_file",
        "INSERT INTO code (id, value, product_id, level, file_id, state) "
        "SELECT 11, '80217620000000099999', product_id, level, 2, 1 FROM code WHERE id = 10",
    )
    assert str(verdict.why) == "No record tells of the codes of file forged.txt."


def test_a_count_that_is_not_the_number_of_codes_is_found(trail: Store) -> None:
    verdict = tampered(trail, "UPDATE code_count SET n = n + 1 WHERE job_id = 0 AND state = 1")
    assert (verdict.sound, verdict.first_bad) == (False, None)
    assert str(verdict.why) == "The plant counts 6 codes of level 1 as available (job -), but there are 5."
