"""People take labels out while the job prints: on both databases nothing is lost, blocked or forged."""

import threading
from pathlib import Path

import pytest

from desktop.errors import StorageError
from desktop.operations import label_events
from desktop.operations.plant import Plant
from desktop.ports import Tally
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import audit, codes
from desktop.storage.journal import StoredJournal, open_journal
from desktop.storage.store import Store
from desktop.texts import say
from printers.registry import DeviceRegistry
from tests.storage.stock import code_values, stocked

COUNT = 120


@pytest.fixture
def plant(store: Store, tmp_path: Path) -> Plant:
    return Plant(store, store.clock, DeviceRegistry(), "line lead", {}, tmp_path, "line 1")


def state_of(store: Store, value: str) -> CodeState:
    with store.read() as connection:
        found = codes.by_value(connection, value)
    assert found is not None
    return found.state


def print_all(journal: StoredJournal) -> None:
    """Print and read back as a runner does, in windows of four, and end the job."""
    journal.change_state(JobState.RUNNING)
    while labels := journal.next_codes(4):
        journal.record(sent=labels)
        journal.record(printed=labels)
        journal.record(verified=labels)
    journal.change_state(JobState.DONE)


def assert_sound(store: Store) -> None:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound, verdict.why


def test_labels_are_taken_out_while_the_job_prints_and_every_sum_and_seal_holds(plant: Plant) -> None:
    store = plant.store
    job_id = stocked(store, COUNT, COUNT)
    first, troubles = threading.Event(), list[BaseException]()

    def run() -> None:
        try:
            with open_journal(store, job_id, "lead", "demo://zebra") as journal:
                labels = journal.next_codes(20)
                journal.record(sent=labels, printed=labels)
                first.set()
                print_all(journal)
        except BaseException as error:
            troubles.append(error)
            raise
        finally:
            first.set()

    runner = threading.Thread(target=run)
    runner.start()
    first.wait()
    for number, value in enumerate(code_values(20)):
        take_out = label_events.sample if number % 2 else label_events.spoil
        take_out(plant, job_id, value, "looked at beside the line")
    runner.join()
    assert troubles == []
    with open_journal(store, job_id, "lead", "demo://zebra") as journal:
        assert journal.tally() == Tally(verified=COUNT - 20, spoiled=10, sampled=10)
    assert_sound(store)


@pytest.mark.parametrize("take_out", [label_events.spoil, label_events.sample])
def test_what_a_person_said_of_a_label_stands_when_its_picture_is_read_later(
    plant: Plant, take_out: object
) -> None:
    job_id = stocked(plant.store, 3, 3)
    values = code_values(3)
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        labels = journal.next_codes(3)
        journal.record(sent=labels, printed=labels)
        assert callable(take_out)
        take_out(plant, job_id, values[1], "torn")
        journal.record(verified=labels[:2], unknown=labels[2:])
        journal.record(spoiled=labels[:2], reason=say("Label {number} is bad.", number=1))
    taken = CodeState.SPOILED if take_out is label_events.spoil else CodeState.SAMPLED
    assert [state_of(plant.store, value) for value in values] == [
        CodeState.SPOILED,
        taken,
        CodeState.UNKNOWN,
    ]
    assert_sound(plant.store)


def test_a_code_that_a_person_took_out_is_never_sent(plant: Plant) -> None:
    job_id = stocked(plant.store, 2, 2)
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        labels = journal.next_codes(1)
        journal.record(sent=labels, printed=labels)
        label_events.spoil(plant, job_id, labels[0].value, "torn")
        with pytest.raises(StorageError, match="is spoiled and cannot become sent"):
            journal.record(sent=labels)
        with pytest.raises(StorageError, match="is spoiled and cannot become printed"):
            journal.record(printed=labels)
    assert_sound(plant.store)
