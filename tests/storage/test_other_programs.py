"""Several programs on one store, some of which are killed."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import desktop
from desktop.errors import Refused
from desktop.ports import Tally
from desktop.products.code_pool import CodeState
from desktop.storage import audit, codes, products
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from desktop.storage.store import Store
from desktop.texts import say
from tests.refusals import refusal_of
from tests.storage.stock import add_product, stocked

ROOT = Path(desktop.__file__).resolve().parent.parent


@contextmanager
def program(task: str, url: str) -> Iterator[subprocess.Popen[str]]:
    """Another program; killed at the end if it still runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.worker", task, url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def hear(started: subprocess.Popen[str]) -> str:
    assert started.stdout is not None
    return started.stdout.readline().strip()


def taken_over(store: Store) -> None:
    """Wait until the operating system or the server has noticed that the other program is gone."""
    for _ in range(200):
        try:
            with claim(store, Claimed.job(1)):
                return
        except Refused:
            time.sleep(0.02)
    pytest.fail("the claim of a killed program was never given free")


def test_a_program_killed_in_the_middle_of_a_change_leaves_nothing_of_it(
    store: Store, store_url: str
) -> None:
    with program("hang_in_a_change", store_url) as other:
        assert hear(other) == "inside"
        other.kill()
        other.wait()
    add_product(store)
    with store.read() as connection:
        assert len(products.list_all(connection)) == 1
        verdict = audit.verify(connection)
    assert (verdict.sound, verdict.records) == (True, 1)


def test_a_program_killed_in_the_middle_of_an_allocation_took_nothing(store: Store, store_url: str) -> None:
    stocked(store, 10, 5)
    with program("hang_in_an_allocation", store_url) as other:
        assert hear(other) == "inside"
        other.kill()
        other.wait()
    with store.change("me", "job.more", "job 1") as change:
        codes.allocate(change, 1, 1, 5, 1)
    with store.read() as connection:
        assert [code.ordinal for code in codes.of_job(connection, 1)] == list(range(1, 11))
        assert audit.verify(connection).sound


def test_a_program_killed_at_any_moment_leaves_a_sound_trail(store: Store, store_url: str) -> None:
    with program("change_for_ever", store_url) as other:
        for _ in range(random.randint(1, 20)):
            assert hear(other) == "done"
        time.sleep(random.random() / 100)
        other.kill()
        other.wait()
    with store.change("me", "note", "after"):
        pass
    with store.read() as connection:
        verdict = audit.verify(connection)
        assert len(products.list_all(connection)) == verdict.records - 1
    assert verdict.sound


def test_the_job_of_a_killed_program_is_taken_over_as_it_was(store: Store, store_url: str) -> None:
    stocked(store, 10, 5)
    with program("run_a_job", store_url) as other:
        assert hear(other) == "sent"
        refusal_of(lambda: open_journal(store, 1, "me", "x"), Refused)
        other.kill()
        other.wait()
    taken_over(store)
    with open_journal(store, 1, "me", "x") as journal:
        assert journal.tally() == Tally(allocated=3, sent=1, printed=1)
        assert [code.ordinal for code in journal.in_flight()] == [2]
        journal.record(unknown=journal.in_flight())
        assert [code.ordinal for code in journal.next_codes(1)] == [3]


def test_what_a_killed_program_had_in_flight_can_be_settled_at_once(store: Store, store_url: str) -> None:
    stocked(store, 10, 5)
    with program("run_a_job", store_url) as other:
        assert hear(other) == "sent"
        other.kill()
        other.wait()
    taken_over(store)
    with claim(store, Claimed.job(1)), store.change("me", "job.settle", "job 1") as change:
        assert codes.settle(change, 1, 1, say("Settled.")) == (0, 1)
    with store.read() as connection:
        states = [code.state for code in codes.of_job(connection, 1)]
        assert audit.verify(connection).sound
    assert states == [CodeState.PRINTED, CodeState.VOID, *[CodeState.ALLOCATED] * 3]


def test_a_claim_keeps_other_programs_off_until_it_is_given_back(store: Store, store_url: str) -> None:
    stocked(store, 10, 5)
    with program("hold_a_claim", store_url) as other:
        assert hear(other) == "held"
        refusal_of(lambda: open_journal(store, 1, "me", "x"), Refused)
        other.communicate("\n")
    taken_over(store)
