"""Who may do what: a plant begins with whoever comes first, and then only its administrators decide."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.errors import InputError, Refused
from desktop.operations import rights
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.storage import audit_trail
from tests.refusals import refusal_of


@pytest.fixture
def plant(database_url: str, tmp_path: Path) -> Iterator[Plant]:
    """An empty plant, on each database, with Ann at the keyboard."""
    with open_plant(database_url, tmp_path) as opened:
        yield replace(opened, actor="Ann")


@pytest.fixture
def bob(plant: Plant) -> Plant:
    """The same plant with Bob at the keyboard."""
    return replace(plant, actor="Bob")


def held(plant: Plant) -> list[tuple[str, Right, str]]:
    return [(one.person, one.right, one.granted_by) for one in rights.grants(plant)]


def test_anybody_may_begin_and_the_trail_tells_who(plant: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    assert rights.holds(plant, Right.ADMINISTER)
    assert held(plant) == [("Ann", Right.ADMINISTER, "Ann")]
    with plant.store.read() as connection:
        (last,) = audit_trail.newest(connection, 1)
    assert (last.actor, last.action, last.subject) == ("Ann", "right.grant", "person Ann")


def test_before_that_nobody_grants_anything_else(plant: Plant) -> None:
    told = refusal_of(lambda: rights.grant(plant, "Ann", Right.REPRINT), Refused)
    assert "packmark rights grant NAME administer" in told
    assert rights.grants(plant) == ()


def test_then_only_administrators_grant_and_revoke(plant: Plant, bob: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    for call in (
        lambda: rights.grant(bob, "Bob", Right.ADMINISTER),
        lambda: rights.grant(bob, "Bob", Right.REPRINT),
        lambda: rights.revoke(bob, "Ann", Right.ADMINISTER),
    ):
        assert "can be granted by: Ann" in refusal_of(call, Refused)
    assert held(plant) == [("Ann", Right.ADMINISTER, "Ann")]


def test_a_right_that_is_missing_is_refused_with_who_may_grant_it(plant: Plant, bob: Plant) -> None:
    assert "nobody grants rights here yet" in refusal_of(lambda: rights.require(bob, Right.REPRINT), Refused)
    rights.grant(plant, "Ann", Right.ADMINISTER)
    assert refusal_of(lambda: rights.require(bob, Right.REPRINT), Refused) == (
        "Bob does not hold the right to reprint labels. It can be granted by: Ann."
    )
    rights.grant(plant, "Bob", Right.REPRINT)
    rights.require(bob, Right.REPRINT)
    rights.revoke(plant, "Bob", Right.REPRINT)
    assert not rights.holds(bob, Right.REPRINT)


def test_who_administers_does_not_hold_the_other_rights_by_that(plant: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    refusal_of(lambda: rights.require(plant, Right.REPRINT), Refused)


def test_the_last_administrator_stays(plant: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    assert "the last who may grant" in refusal_of(
        lambda: rights.revoke(plant, "Ann", Right.ADMINISTER), Refused
    )
    rights.grant(plant, "Bob", Right.ADMINISTER)
    rights.revoke(plant, "Ann", Right.ADMINISTER)
    assert [one[0] for one in held(plant)] == ["Bob"]


def test_a_right_is_granted_once_and_revoked_once(plant: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    assert "already" in refusal_of(lambda: rights.grant(plant, " Ann ", Right.ADMINISTER), Refused)
    assert "nothing to take away" in refusal_of(lambda: rights.revoke(plant, "Bob", Right.REPRINT), Refused)


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "two\nlines"])
def test_a_name_that_is_none_is_refused(plant: Plant, name: str) -> None:
    assert "1 to 60" in refusal_of(lambda: rights.grant(plant, name, Right.ADMINISTER), InputError)


def test_two_administrators_cannot_revoke_each_other_at_the_same_moment(plant: Plant, bob: Plant) -> None:
    rights.grant(plant, "Ann", Right.ADMINISTER)
    for _ in range(5):
        holder, missing = (plant, "Bob") if rights.holds(plant, Right.ADMINISTER) else (bob, "Ann")
        rights.grant(holder, missing, Right.ADMINISTER)
        together = threading.Barrier(2)

        def revoke(who: Plant, other: str, together: threading.Barrier = together) -> None:
            together.wait()
            try:
                rights.revoke(who, other, Right.ADMINISTER)
            except Refused:
                return

        threads = [
            threading.Thread(target=revoke, args=(plant, "Bob")),
            threading.Thread(target=revoke, args=(bob, "Ann")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(rights.grants(plant)) == 1
