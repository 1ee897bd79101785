"""Second persons: nobody confirms their own work, and nobody guesses a secret."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import InputError, Refused
from desktop.operations import reviewers, rights
from desktop.operations.plant import Plant
from desktop.operations.reviewers import (
    MOST_FAILURES,
    Reviewer,
    SecretRow,
    SecretState,
    confirm,
    set_secret,
)
from desktop.operations.rights import Right
from desktop.storage import audit_trail
from tests.refusals import refusal_of

FIRST, OWN = "first-1", "bob's own"


@pytest.fixture
def ann(database_url: str, tmp_path: Path) -> Iterator[Plant]:
    """A plant on each database: Ann administers and is at the keyboard, Bob reviews."""
    with open_plant(database_url, tmp_path) as opened:
        plant = replace(opened, actor="Ann")
        rights.grant(plant, "Ann", Right.ADMINISTER)
        rights.grant(plant, "Bob", Right.REVIEW)
        yield plant


@pytest.fixture
def plant(ann: Plant) -> Plant:
    """Bob has a secret of his own."""
    set_secret(ann, "Bob", None, FIRST)
    set_secret(ann, "Bob", FIRST, OWN)
    return ann


def test_a_reviewer_confirms_with_their_secret_at_anothers_keyboard(plant: Plant) -> None:
    assert confirm(plant, " Bob ", OWN) == Reviewer("Bob", Right.REVIEW)


def test_nobody_confirms_their_own_work(plant: Plant) -> None:
    for bob in (replace(plant, actor="Bob"), replace(plant, actor="bob")):
        told = refusal_of(partial(confirm, bob, "Bob", OWN), Refused)
        assert "let another person confirm" in told


def test_who_may_confirm_is_everybody_else_with_the_right(plant: Plant) -> None:
    rights.grant(plant, "Ann", Right.REVIEW)
    assert reviewers.who_may_confirm(plant) == ("Bob",)
    assert reviewers.who_may_confirm(replace(plant, actor="bob")) == ("Ann",)


def test_a_wrong_secret_is_refused_and_stands_in_the_trail_without_it(plant: Plant) -> None:
    assert "That is not the secret of Bob" in refusal_of(lambda: confirm(plant, "Bob", "bob's owN"), Refused)
    with plant.store.read() as connection:
        (last,) = audit_trail.newest(connection, 1)
    assert (last.actor, last.action, last.subject) == ("Ann", "person.refused", "person Bob")


def test_no_secret_is_ever_written_down(plant: Plant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        refusal_of(lambda: confirm(plant, "Bob", "guessed-it"), Refused)
        set_secret(plant, "Bob", OWN, "another-one")
    with plant.store.read() as connection:
        told = " ".join(str(record) for record in audit_trail.newest(connection))
    for secret in (FIRST, OWN, "guessed-it", "another-one"):
        assert secret not in told + caplog.text


def test_who_lacks_the_right_confirms_nothing(plant: Plant) -> None:
    set_secret(plant, "Cy", None, FIRST)
    assert "held by: Bob" in refusal_of(lambda: confirm(plant, "Cy", FIRST), Refused)
    assert "held by: -" in refusal_of(lambda: confirm(plant, "Bob", OWN, Right.RELEASE), Refused)


def test_a_person_without_a_secret_is_told_how_to_get_one(ann: Plant) -> None:
    assert "packmark people secret" in refusal_of(lambda: confirm(ann, "Bob", OWN), Refused)
    assert not reviewers.has_secret(ann, "Bob")


def test_a_secret_that_another_chose_confirms_nothing(ann: Plant) -> None:
    set_secret(ann, "Bob", None, FIRST)
    assert "chosen by Ann" in refusal_of(lambda: confirm(ann, "Bob", FIRST), Refused)
    set_secret(ann, "Bob", FIRST, OWN)
    assert confirm(ann, "Bob", OWN).name == "Bob"


def test_only_an_administrator_sets_a_secret_without_the_old_one(plant: Plant) -> None:
    told = refusal_of(lambda: set_secret(replace(plant, actor="Cy"), "Bob", None, FIRST), Refused)
    assert "can be granted by: Ann" in told
    assert "not the secret" in refusal_of(lambda: set_secret(plant, "Bob", FIRST, "something"), Refused)
    assert confirm(plant, "Bob", OWN).name == "Bob"


@pytest.mark.parametrize("secret", ["", "12345", " blank1", "blank1 ", "x" * 129, "two\nlines", "Barbara"])
def test_a_secret_that_is_none_is_refused(ann: Plant, secret: str) -> None:
    assert "6 to 128" in refusal_of(lambda: set_secret(ann, "barbara", None, secret), InputError)


def test_the_same_secret_again_is_refused(plant: Plant) -> None:
    assert "choose another" in refusal_of(lambda: set_secret(plant, "Bob", OWN, OWN), InputError)


class _Later:
    """The clock of a plant, put forward."""

    def __init__(self, plant: Plant, by: timedelta) -> None:
        self._clock, self._by = plant.clock, by

    def now(self) -> datetime:
        return self._clock.now() + self._by

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


def test_guessing_ends_after_some_tries_even_for_the_right_secret_until_time_has_passed(plant: Plant) -> None:
    for _ in range(MOST_FAILURES):
        refusal_of(lambda: confirm(plant, "Bob", "guessing"), Refused)
    assert "wait 5 minutes" in refusal_of(lambda: confirm(plant, "Bob", OWN), Refused)
    later = replace(plant, clock=_Later(plant, reviewers.FAILURES_COUNT_FOR))
    assert confirm(later, "Bob", OWN).name == "Bob"


def test_it_is_told_who_chose_a_secret_and_never_what_it_is(ann: Plant) -> None:
    assert reviewers.secret_of(ann, "Bob") == SecretRow("Bob", SecretState.NONE)
    set_secret(ann, "Bob", None, FIRST)
    first = reviewers.secret_of(ann, "Bob")
    assert (first.state, first.set_by) == (SecretState.FIRST, "Ann")
    set_secret(ann, "Bob", FIRST, OWN)
    (own,) = reviewers.secrets_of(ann)
    assert (own.person, own.state) == ("Bob", SecretState.OWN)
    assert OWN not in repr(own)
