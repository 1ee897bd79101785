"""What a station did last: found at once, whatever the other stations did. On both databases."""

from typing import Any

import pytest
from sqlalchemy import event

from desktop.storage import pack_events
from desktop.storage.store import Store
from tests.packed_order import Packed, note_event, packed_order

STATION = 7


@pytest.fixture
def packed(store: Store) -> Packed:
    return packed_order(store, 100)


def last(store: Store, packed: Packed) -> int | None:
    with store.read() as connection:
        found = pack_events.last_of_station(connection, packed.order_id, STATION)
    return None if found is None else found.number


def test_the_last_event_of_a_station_is_found_behind_those_of_others(store: Store, packed: Packed) -> None:
    wanted = note_event(store, packed, "collected", packed.code_id(1, 1), None, "", station_id=STATION)
    note_event(store, packed, "collected", packed.code_id(1, 2), None, "", station_id=STATION + 1)
    assert last(store, packed) == wanted


def test_what_was_taken_back_and_what_took_it_back_are_passed_over(store: Store, packed: Packed) -> None:
    first = note_event(store, packed, "collected", packed.code_id(1, 1), None, "", station_id=STATION)
    second = note_event(store, packed, "collected", packed.code_id(1, 2), None, "", station_id=STATION)
    note_event(store, packed, "taken back", packed.code_id(1, 2), None, "", station_id=STATION, undoes=second)
    assert last(store, packed) == first


def test_a_station_that_did_nothing_is_answered_from_an_index_of_its_own(
    store: Store, packed: Packed
) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    asked: list[tuple[str, Any]] = []
    with store.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        assert pack_events.last_of_station(connection, packed.order_id, STATION) is None
        statement, values = asked[0]
        told = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("ix_pack_event_of_station" in line for line in told), told
