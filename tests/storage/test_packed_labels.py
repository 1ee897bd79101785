"""A label that was scanned on the line is not worked on behind its pack's back. On both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.errors import Refused, StorageError
from desktop.operations import label_events
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.products.job import JobCode
from desktop.storage import codes, reprints
from desktop.storage.journal import StoredJournal, open_journal
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from printers.registry import DeviceRegistry
from tests.refusals import refusal_of
from tests.storage.pack_stock import Line, add_line, close_tray, scan


@pytest.fixture
def packed(store: Store) -> Line:
    """A full bundle, in no case yet, and a unit in the tray."""
    line = add_line(store)
    with StoredBook(store) as book:
        for unit in line.codes[0][:3]:
            scan(book, line, unit)
        close_tray(book, line, line.codes[1][0])
        scan(book, line, line.codes[0][3])
    return line


@pytest.fixture
def runner(packed: Line) -> Iterator[StoredJournal]:
    with open_journal(packed.store, packed.jobs[0], "runner", "tcp://192.0.2.1:9100") as opened:
        yield opened


@pytest.fixture
def plant(packed: Line, tmp_path: Path) -> Plant:
    store = packed.store
    return Plant(store, store.clock, DeviceRegistry(), "line lead", {}, tmp_path, "line 1")


def label(packed: Line, number: int) -> JobCode:
    with packed.store.read() as connection:
        found = codes.by_value(connection, packed.codes[0][number])
    assert found is not None
    assert found.ordinal is not None
    return JobCode(found.id, found.value, found.ordinal)


def state_of(packed: Line, value: str) -> CodeState:
    with packed.store.read() as connection:
        found = codes.by_value(connection, value)
    assert found is not None
    return found.state


@pytest.mark.parametrize(("number", "state"), [(0, CodeState.PACKED), (3, CodeState.VERIFIED)])
def test_what_a_runner_reports_late_of_a_scanned_label_changes_nothing(
    packed: Line, runner: StoredJournal, number: int, state: CodeState
) -> None:
    late, fresh = label(packed, number), label(packed, 5)
    runner.record(verified=[late, fresh])
    assert state_of(packed, late.value) is state
    assert state_of(packed, fresh.value) is CodeState.VERIFIED


def test_a_label_that_was_scanned_never_becomes_unknown(packed: Line, runner: StoredJournal) -> None:
    runner.record(unknown=[label(packed, 3), label(packed, 5)])
    assert state_of(packed, packed.codes[0][3]) is CodeState.VERIFIED
    assert state_of(packed, packed.codes[0][5]) is CodeState.UNKNOWN


@pytest.mark.parametrize("number", [0, 3])
def test_a_label_found_bad_when_its_pack_went_on_stops_the_job(
    packed: Line, runner: StoredJournal, number: int
) -> None:
    trouble = refusal_of(lambda: runner.record(spoiled=[label(packed, number)]), StorageError)
    assert packed.codes[0][number] in str(trouble)
    assert state_of(packed, packed.codes[0][number]) is not CodeState.SPOILED


@pytest.mark.parametrize("action", [label_events.spoil, label_events.sample])
def test_a_label_in_a_pack_is_not_taken_out_and_the_refusal_says_where_it_is(
    packed: Line, plant: Plant, action: Callable[[Plant, int, str, str], object]
) -> None:
    trouble = refusal_of(lambda: action(plant, packed.jobs[0], packed.codes[0][1], "dented"), Refused)
    assert f"in pack {packed.codes[1][0]}, place 2" in str(trouble)


def test_a_label_in_a_tray_is_not_taken_out(packed: Line, plant: Plant) -> None:
    trouble = refusal_of(
        lambda: label_events.spoil(plant, packed.jobs[0], packed.codes[0][3], "dented"), Refused
    )
    assert "in the tray of station 1, place 1" in str(trouble)


def test_the_label_of_a_filled_bundle_is_not_taken_out(packed: Line, plant: Plant) -> None:
    trouble = refusal_of(
        lambda: label_events.spoil(plant, packed.jobs[1], packed.codes[1][0], "torn"), Refused
    )
    assert "holds 3 packs" in str(trouble)


def test_a_label_that_was_packed_meanwhile_is_not_reprinted(packed: Line) -> None:
    with packed.store.read() as connection:
        target = codes.by_value(connection, packed.codes[0][3])
    assert target is not None
    with packed.store.change("lead", "reprint", "") as change:
        refusal_of(lambda: reprints.begin(change, target, "torn", "x", 3), Refused)


def test_a_loose_label_is_taken_out_as_ever(packed: Line, plant: Plant) -> None:
    label_events.spoil(plant, packed.jobs[0], packed.codes[0][9], "dented")
    assert state_of(packed, packed.codes[0][9]) is CodeState.SPOILED
