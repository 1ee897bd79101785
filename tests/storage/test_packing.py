"""Packs in the database: every event whole or not at all, and taken back exactly. On both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update

from desktop.errors import Refused
from desktop.packing import rules
from desktop.packing.model import LOOSE, Decision, EventKind, PackFlag, Place, PlaceChange, StateChange
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import audit, codes, counts, trace
from desktop.storage.pack_seals import ORDER_SEALS
from desktop.storage.pack_tables import pack, pack_event
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from desktop.storage.tables import code
from tests.refusals import refusal_of
from tests.storage.pack_stock import (
    BUNDLE_STATION,
    UNIT_STATION,
    Line,
    add_line,
    add_order,
    close_tray,
    fill,
    known,
    scan,
)


@pytest.fixture
def packed(store: Store) -> Line:
    return add_line(store)


@pytest.fixture
def book(packed: Line) -> Iterator[StoredBook]:
    with StoredBook(packed.store) as opened:
        yield opened


def everything(store: Store) -> tuple[object, ...]:
    """What every pack and code is, and what is counted."""
    with store.read() as connection:
        places = connection.execute(
            select(pack.c.code_id, pack.c.parent_id, pack.c.tray, pack.c.place, pack.c.children, pack.c.flag)
            .where(pack.c.parent_id.is_not(None) | pack.c.tray.is_not(None) | (pack.c.children > 0))
            .order_by(pack.c.code_id)
        ).all()
        states = connection.execute(select(code.c.id, code.c.state).order_by(code.c.id)).all()
        return [tuple(row) for row in places], [tuple(row) for row in states], counts.level_counts(connection)


def is_sound(store: Store) -> bool:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why
    return True


def test_a_scanned_unit_lies_in_the_tray_and_its_label_counts_as_read(packed: Line, book: StoredBook) -> None:
    scan(book, packed, packed.codes[0][0])
    found = known(book, packed.codes[0][0])
    assert (found.state, found.place) == (CodeState.VERIFIED, Place(tray=UNIT_STATION, place=1))
    assert [one.code for one in book.tray(UNIT_STATION)] == [packed.codes[0][0]]
    assert is_sound(packed.store)


def test_a_filled_case_holds_its_bundles_in_the_order_of_their_scans(packed: Line, book: StoredBook) -> None:
    fill(book, packed, 6)
    case = known(book, packed.codes[2][0])
    assert (case.state, case.flag, case.children) == (CodeState.PACKED, PackFlag.NORMAL, 2)
    assert case.batches == {packed.order.batch_id}
    bundles = book.children(case.id)
    assert [one.code for one in bundles] == list(packed.codes[1][:2])
    assert [one.code for one in book.contents(case.id)[2:]] == list(packed.codes[0][:6])
    assert is_sound(packed.store)


def test_sums_balance_after_each_step_of_packing(packed: Line, book: StoredBook) -> None:
    issued = {1: 12, 2: 4, 3: 2}
    found: dict[int, CodeCounts] = {}
    for number in range(6):
        fill(book, packed, 1, number)
        with packed.store.read() as connection:
            found = {row.level: row.counts for row in counts.level_counts(connection)}
        assert {level: one.issued for level, one in found.items()} == issued
        assert found[1].packed == (number + 1) // 3 * 3
    assert (found[1].packed, found[1].printed, found[2].packed, found[3].packed) == (6, 6, 2, 1)
    assert is_sound(packed.store)


def test_a_partial_bundle_is_flagged_and_its_closing_is_in_the_audit_trail(
    packed: Line, book: StoredBook
) -> None:
    scan(book, packed, packed.codes[0][0])
    close_tray(book, packed, packed.codes[1][0], partial=True)
    assert known(book, packed.codes[1][0]).flag is PackFlag.PARTIAL
    with packed.store.read() as connection:
        newest = audit.newest(connection, 1)[0]
    assert (newest.action, newest.reason) == ("pack.packed", "the last one")
    assert ORDER_SEALS in newest.new


def test_plain_scans_leave_no_audit_record_of_their_own(packed: Line, book: StoredBook) -> None:
    with packed.store.read() as connection:
        before = audit.head(connection).count
    fill(book, packed, 4)
    with packed.store.read() as connection:
        assert audit.head(connection).count == before


def test_taking_back_events_in_their_opposite_order_restores_every_row(
    packed: Line, book: StoredBook
) -> None:
    seen, numbers = [], []
    for number in range(6):
        seen.append(everything(packed.store))
        numbers.append(scan(book, packed, packed.codes[0][number]).number)
        if number % 3 == 2:
            seen.append(everything(packed.store))
            numbers.append(close_tray(book, packed, packed.codes[1][number // 3]).number)
    while numbers:
        book.take_back(packed.order, numbers.pop(), station_id=UNIT_STATION, actor="anna")
        assert everything(packed.store) == seen.pop()
    assert is_sound(packed.store)


def test_an_event_is_taken_back_once(packed: Line, book: StoredBook) -> None:
    done = scan(book, packed, packed.codes[0][0])
    book.take_back(packed.order, done.number, station_id=UNIT_STATION, actor="anna")
    refusal_of(
        lambda: book.take_back(packed.order, done.number, station_id=UNIT_STATION, actor="bert"), Refused
    )


def test_a_scan_is_not_taken_back_once_its_pack_went_on(packed: Line, book: StoredBook) -> None:
    done = scan(book, packed, packed.codes[0][0])
    close_tray(book, packed, packed.codes[1][0], partial=True)
    before = everything(packed.store)
    refusal_of(
        lambda: book.take_back(packed.order, done.number, station_id=UNIT_STATION, actor="anna"), Refused
    )
    assert everything(packed.store) == before


def test_an_event_of_another_order_is_not_taken_back(packed: Line, book: StoredBook) -> None:
    done = scan(book, packed, packed.codes[0][0])
    other = add_order(packed.store, packed.order.product_id, packed.order.packing, (), lot="L2")
    refusal_of(
        lambda: book.take_back(other.order, done.number, station_id=UNIT_STATION, actor="anna"), Refused
    )


def test_a_decision_from_before_another_scan_is_refused_whole(packed: Line, book: StoredBook) -> None:
    stale = rules.collect(packed.order, known(book, packed.codes[0][0]), (), UNIT_STATION, 2)
    scan(book, packed, packed.codes[0][0])
    before = everything(packed.store)
    refusal_of(lambda: book.apply(packed.order, stale, station_id=UNIT_STATION, actor="bert"), Refused)
    assert everything(packed.store) == before


def test_two_packs_never_get_the_same_place(packed: Line, book: StoredBook) -> None:
    stale = rules.collect(packed.order, known(book, packed.codes[0][1]), (), UNIT_STATION, 2)
    scan(book, packed, packed.codes[0][0])
    before = everything(packed.store)
    refusal_of(lambda: book.apply(packed.order, stale, station_id=UNIT_STATION, actor="bert"), Refused)
    assert everything(packed.store) == before


def test_an_unlawful_decision_changes_nothing(packed: Line, book: StoredBook) -> None:
    """A unit straight into a case: no rule would say so."""
    unit, case = known(book, packed.codes[0][0]), known(book, packed.codes[2][0])
    changes = (
        StateChange(unit.id, CodeState.PRINTED, CodeState.VERIFIED),
        PlaceChange(unit.id, LOOSE, Place(parent_id=case.id, place=1)),
        StateChange(unit.id, CodeState.VERIFIED, CodeState.PACKED),
        StateChange(case.id, CodeState.PRINTED, CodeState.VERIFIED),
        StateChange(case.id, CodeState.VERIFIED, CodeState.PACKED),
    )
    before = everything(packed.store)
    refusal_of(
        lambda: book.apply(
            packed.order, Decision(EventKind.PACKED, case.id, None, changes), station_id=1, actor="anna"
        ),
        Refused,
    )
    assert everything(packed.store) == before


def test_a_place_beyond_the_ratio_is_refused(packed: Line, book: StoredBook) -> None:
    unit = known(book, packed.codes[0][0])
    changes = (
        StateChange(unit.id, CodeState.PRINTED, CodeState.VERIFIED),
        PlaceChange(unit.id, LOOSE, Place(tray=1, place=4)),
    )
    refusal_of(
        lambda: book.apply(
            packed.order, Decision(EventKind.COLLECTED, unit.id, None, changes), station_id=1, actor="anna"
        ),
        Refused,
    )


def test_a_sampled_case_takes_all_that_is_in_it_along_and_is_restored_whole(
    packed: Line, book: StoredBook
) -> None:
    fill(book, packed, 6)
    before = everything(packed.store)
    case = known(book, packed.codes[2][0])
    done = book.apply(
        packed.order,
        rules.sample(packed.order, case, book.contents(case.id)),
        station_id=None,
        actor="anna",
        reviewer="bert",
        reason="stability",
    )
    assert {known(book, one).state for one in packed.codes[0][:6]} == {CodeState.SAMPLED}
    assert (known(book, case.code).children, known(book, case.code).flag) == (0, None)
    assert is_sound(packed.store)
    book.take_back(packed.order, done.number, station_id=None, actor="anna", reason="the wrong one")
    assert everything(packed.store) == before
    assert is_sound(packed.store)


def test_a_relabelled_bundle_keeps_its_place_and_its_units(packed: Line, book: StoredBook) -> None:
    fill(book, packed, 6)
    before = everything(packed.store)
    old, new = known(book, packed.codes[1][0]), known(book, packed.codes[1][3])
    done = book.apply(
        packed.order,
        rules.relabel(packed.order, old, new, book.children(old.id)),
        station_id=BUNDLE_STATION,
        actor="anna",
        reason="torn",
    )
    case = known(book, packed.codes[2][0])
    assert [one.code for one in book.children(case.id)] == [new.code, packed.codes[1][1]]
    assert [one.code for one in book.children(new.id)] == list(packed.codes[0][:3])
    assert known(book, old.code).state is CodeState.SPOILED
    assert is_sound(packed.store)
    book.take_back(packed.order, done.number, station_id=BUNDLE_STATION, actor="anna", reason="no")
    assert everything(packed.store) == before


def test_a_replaced_unit_leaves_its_place_to_the_new_one(packed: Line, book: StoredBook) -> None:
    fill(book, packed, 3)
    old, new = known(book, packed.codes[0][1]), known(book, packed.codes[0][7])
    book.apply(
        packed.order,
        rules.replace(packed.order, old, new, ()),
        station_id=None,
        actor="anna",
        reason="dented",
    )
    assert known(book, new.code).place == old.place
    assert known(book, old.code).state is CodeState.SPOILED
    assert is_sound(packed.store)


def test_a_unit_of_another_batch_makes_its_bundle_and_its_case_mixed(packed: Line, book: StoredBook) -> None:
    values = tuple(f"8021762{number:013d}" for number in range(900, 902))
    codes.import_file(
        packed.store, "engineer", codes.NewFile("more", "more", packed.order.product_id, 1), [values]
    )
    other = add_order(packed.store, packed.order.product_id, packed.order.packing, (values,), lot="L2")
    fill(book, packed, 6)
    old, new = known(book, packed.codes[0][0]), known(book, values[0])
    done = book.apply(
        packed.order,
        rules.replace(packed.order, old, new, (), mixed_approved=True),
        station_id=None,
        actor="anna",
        reviewer="bert",
        reason="the last of the batch before",
    )
    case = known(book, packed.codes[2][0])
    assert case.flag is PackFlag.MIXED
    assert case.batches == {packed.order.batch_id, other.order.batch_id}
    assert known(book, packed.codes[1][0]).flag is PackFlag.MIXED
    assert known(book, packed.codes[1][1]).flag is PackFlag.NORMAL
    assert is_sound(packed.store)
    book.take_back(packed.order, done.number, station_id=None, actor="anna", reason="no")
    assert known(book, case.code).flag is PackFlag.NORMAL
    assert is_sound(packed.store)


def test_what_a_scan_says_of_a_label_stands_in_its_history(packed: Line, book: StoredBook) -> None:
    fill(book, packed, 3)
    with packed.store.read() as connection:
        told = trace.history(connection, packed.codes[0][0])
    assert told is not None
    assert [one.event for one in told.events][-3:] == [
        CodeState.PRINTED,
        CodeState.VERIFIED,
        CodeState.PACKED,
    ]
    assert told.events[-1].actor == "anna"


def test_the_last_event_of_a_station_is_the_last_one_that_is_not_taken_back(
    packed: Line, book: StoredBook
) -> None:
    first = scan(book, packed, packed.codes[0][0])
    second = scan(book, packed, packed.codes[0][1])
    assert book.last_event(packed.order, UNIT_STATION) == second
    book.take_back(packed.order, second.number, station_id=UNIT_STATION, actor="anna")
    assert book.last_event(packed.order, UNIT_STATION) == first
    assert book.last_event(packed.order, BUNDLE_STATION) is None


def test_an_event_is_read_as_it_was_written(packed: Line, book: StoredBook) -> None:
    done = scan(book, packed, packed.codes[0][0])
    assert book.event(done.number) == done
    assert book.events_of_code(known(book, packed.codes[0][0]).id) == (done,)


def test_codes_of_a_job_from_before_packing_are_counted_too(packed: Line, book: StoredBook) -> None:
    """Such a job has no row for packed codes in the counts."""
    with packed.store.change("lead", "test", "old job") as change:
        change.connection.exec_driver_sql("DELETE FROM code_count WHERE state = 11")
    fill(book, packed, 3)
    assert is_sound(packed.store)


def test_a_code_that_was_never_got_is_unknown(book: StoredBook) -> None:
    assert book.pack("80217629999999999999") is None


def test_codes_are_told_in_the_order_in_which_they_are_asked_for(packed: Line, book: StoredBook) -> None:
    wanted = [packed.codes[0][4], "80217629999999999999", packed.codes[0][1]]
    assert [one.code for one in book.packs(wanted)] == [packed.codes[0][4], packed.codes[0][1]]


def test_a_state_change_of_the_order_seals_all_that_it_did(packed: Line, book: StoredBook) -> None:
    fill(book, packed, 3)
    with packed.store.change("lead", "order.close", "work order 1") as change:
        change.touches_order(packed.order.id)
    with packed.store.read() as connection:
        count = connection.scalar(select(func.count()).select_from(pack_event))
        assert f'"rows":{count}' in audit.newest(connection, 1)[0].new
    assert is_sound(packed.store)
    with packed.store.change("mallory", "test", "") as change:
        change.connection.execute(update(pack_event).where(pack_event.c.id == 1).values(actor="nobody"))
    with packed.store.read() as connection:
        assert not audit.verify(connection).sound
