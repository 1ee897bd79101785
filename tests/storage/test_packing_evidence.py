"""Whoever moves a pack through SQL is found out, and the pack is named. On both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from desktop.packing import rules
from desktop.storage import audit
from desktop.storage.audit import AuditVerdict
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from desktop.texts import CHINESE
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.storage.pack_stock import Line, add_line, fill, known, scan


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for all tests of this module: each takes back what it tampered with."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path_factory.mktemp('packing') / 'packmark.sqlite').as_posix()}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture(scope="module")
def packed(shared_url: str) -> Iterator[Line]:
    """One case of six units, a tray with one more, one spoiled unit; sealed."""
    store = Store.open(shared_url, FakeClock())
    line = add_line(store)
    with StoredBook(store) as book:
        fill(book, line, 6)
        scan(book, line, line.codes[0][6])
        bad = known(book, line.codes[0][7])
        book.apply(
            line.order, rules.scrap(line.order, bad, ()), station_id=None, actor="anna", reason="dented"
        )
    yield line
    store.close()


def tampered(line: Line, *statements: str) -> AuditVerdict:
    """Return the verdict after tampering, which is taken back again."""
    with line.store.connect() as connection, connection.begin() as transaction:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
        verdict = audit.verify(connection)
        transaction.rollback()
    return verdict


def test_what_was_packed_and_left_alone_is_sound(packed: Line) -> None:
    with packed.store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


UNIT = "(SELECT id FROM code WHERE value = '{}')"


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE pack SET place = 9 WHERE code_id = {unit}", "place 9, but the last"),
        (
            (
                "UPDATE pack SET parent_id = (SELECT code_id FROM pack WHERE level = 3), place = 9 "
                "WHERE code_id = {unit}"
            ),
            "is in pack",
        ),
        ("UPDATE pack SET parent_id = NULL, place = NULL WHERE code_id = {unit}", "is loose, but the last"),
        ("DELETE FROM pack WHERE code_id = {unit}", "is loose, but the last"),
        ("DELETE FROM pack WHERE level = 3", "is packed, but nothing says"),
        ("UPDATE pack SET children = 7 WHERE level = 3", "is said to hold 7 packs, but 2"),
        ("UPDATE pack SET flag = 2 WHERE level = 3", "The flag of pack"),
        ("UPDATE pack SET flag = NULL WHERE level = 3", "The flag of pack"),
        (
            (
                "INSERT INTO pack (code_id, order_id, level, tray, place, children) "
                "SELECT id, 1, 1, 7, 1, 0 FROM code WHERE value = '{free}'"
            ),
            "in the tray of station 7",
        ),
        ("UPDATE pack_event SET changes = '[]' WHERE id = 1", "are not those that record"),
        ("DELETE FROM pack_event WHERE id = 2", "are not those that record"),
        ("UPDATE pack_event SET reviewer = 'bert' WHERE id = 3", "are not those that record"),
    ],
)
def test_tampering_with_packs_is_named(packed: Line, statement: str, why: str) -> None:
    verdict = tampered(
        packed, statement.format(unit=UNIT.format(packed.codes[0][0]), free=packed.codes[0][9])
    )
    assert not verdict.sound
    assert why in str(verdict.why)


def test_a_code_that_is_moved_with_its_journal_and_counts_does_not_go_with_its_pack(packed: Line) -> None:
    verdict = tampered(
        packed,
        f"UPDATE code SET state = 5 WHERE id = {UNIT.format(packed.codes[0][0])}",
        "INSERT INTO journal (id, job_id, code_id, event, at, actor, device, detail) SELECT 900, job_id, id, "
        f"5, 0, 'm', '', '' FROM code WHERE value = '{packed.codes[0][0]}'",
        "UPDATE code_count SET n = n - 1 WHERE job_id = 1 AND state = 11",
        "UPDATE code_count SET n = n + 1 WHERE job_id = 1 AND state = 5",
    )
    assert not verdict.sound
    assert verdict.why is not None
    assert "does not go with its pack" in str(verdict.why)
    assert packed.codes[0][0] in verdict.why.in_language(CHINESE)
