"""Second persons: who confirms what another does, and proves that it is they.

A reviewer comes to the operator's screen, gives name and secret, and the action goes on under both names. A
secret is kept as scrypt makes it, with a salt of its own; nothing of it is ever logged. Whoever guesses is
stopped after a few tries, on every computer of the plant at once, for the audit trail counts them.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations.plant import Plant
from desktop.operations.rights import Right, require, right_name
from desktop.products.lines import checked_name
from desktop.storage import people
from desktop.storage import rights as stored_rights
from desktop.texts import say

SHORTEST_SECRET: Final = 6
LONGEST_SECRET: Final = 128
"""Characters. No standard's numbers: short enough for a keypad at the line, as guessing is slowed down."""

MOST_FAILURES: Final = 5
FAILURES_COUNT_FOR: Final = timedelta(minutes=5)
"""So many wrong secrets within this time, and the person waits until the time is over."""

_COST: Final = 2**14
_BLOCK: Final = 8
_PARALLEL: Final = 5
"""scrypt N, r and p: 16 MiB and five passes (OWASP, Password Storage Cheat Sheet, scrypt)."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who proved who they are, to confirm what another does. Made by ``confirm`` only.

    Attributes:
        name: as rights are granted to it.
        right: what they were asked to hold.
    """

    name: str
    right: Right


def confirm(plant: Plant, person: str, secret: str, right: Right = Right.REVIEW) -> Reviewer:
    """Let a second person confirm what the person at the keyboard does.

    Args:
        plant: where, and who is at the keyboard.
        person: who confirms.
        secret: what they prove it with.
        right: what they must hold.

    Raises:
        InputError: the name is none.
        Refused: it is the person at the keyboard; they do not hold the right; they have no secret yet, or
            only one that somebody else chose; the secret is wrong, or was so too often just now.
    """
    person = checked_name(person, say("person"))
    if person.casefold() == plant.actor.casefold():
        raise Refused(
            say(
                "{person} does this and cannot confirm it as well: let another person confirm.", person=person
            )
        )
    with plant.store.read() as connection:
        holders = stored_rights.holders(connection, right)
    if person not in holders:
        raise Refused(
            say(
                "{person} may not confirm this: it takes the right to {right}, which is held by: {holders}.",
                person=person,
                right=right_name(right),
                holders=", ".join(holders) or "-",
            )
        )
    kept = _proved(plant, person, secret)
    if kept.set_by != person:
        raise Refused(
            say(
                "The secret of {person} was chosen by {other}: {person} chooses one that nobody else knows "
                "before confirming anything.",
                person=person,
                other=kept.set_by,
            )
        )
    return Reviewer(person, right)


def who_may_confirm(plant: Plant, right: Right = Right.REVIEW) -> tuple[str, ...]:
    """Return by name who holds a right, but for the person at the keyboard."""
    with plant.store.read() as connection:
        holders = stored_rights.holders(connection, right)
    return tuple(one for one in holders if one.casefold() != plant.actor.casefold())


class SecretState(StrEnum):
    """Whether a person can prove who they are."""

    NONE = "none"
    """Nobody has set a secret for them."""
    FIRST = "first"
    """Somebody else knows it: it confirms nothing until they have changed it."""
    OWN = "own"
    """They chose it themselves."""


@dataclass(frozen=True, slots=True)
class SecretRow:
    """How it stands with the secret of a person; of the secret itself nothing is told.

    Attributes:
        person: whose.
        state: whether it proves anything.
        set_at: when it was set; None: never.
        set_by: by whom, or empty.
    """

    person: str
    state: SecretState
    set_at: datetime | None = None
    set_by: str = ""


def secrets_of(plant: Plant) -> tuple[SecretRow, ...]:
    """Return how it stands with the secrets of all people who have one, by name."""
    with plant.store.read() as connection:
        return tuple(_row(kept) for kept in people.all_secrets(connection))


def secret_of(plant: Plant, person: str) -> SecretRow:
    """Return how it stands with the secret of a person."""
    with plant.store.read() as connection:
        kept = people.secret_of(connection, person)
    return SecretRow(person, SecretState.NONE) if kept is None else _row(kept)


def _row(kept: people.StoredSecret) -> SecretRow:
    state = SecretState.OWN if kept.set_by == kept.person else SecretState.FIRST
    return SecretRow(kept.person, state, kept.set_at, kept.set_by)


def has_secret(plant: Plant, person: str) -> bool:
    """Tell whether a secret was set for a person."""
    with plant.store.read() as connection:
        return people.secret_of(connection, person) is not None


def set_secret(plant: Plant, person: str, old: str | None, new: str) -> Changes:
    """Give a person a secret.

    Who knows the old one is that person, at whichever keyboard. Without it only an administrator sets one,
    for somebody who comes or who forgot; it confirms nothing until the person has changed it.

    Args:
        plant: where.
        person: whose.
        old: the secret until now; None: there is none, or it is forgotten.
        new: 6 to 128 characters.

    Raises:
        InputError: the name is none, or the secret has too few or too many characters or begins or ends with
            a blank.
        Refused: the old one is wrong, or was so too often just now; without it, who asks is no administrator.
    """
    person = checked_name(person, say("person"))
    _refuse_weak(person, new)
    if old is None:
        require(plant, Right.ADMINISTER)
        set_by = plant.actor
    else:
        _proved(plant, person, old)
        _refuse_same(old, new)
        set_by = person
    salt = secrets.token_hex(16)
    digest = _hash(new, salt)
    with plant.store.change(plant.actor, "person.secret", f"person {person}") as change:
        people.keep_secret(change, person, salt, digest, set_by)
    return Changes.of(Kind.RIGHTS)


def _proved(plant: Plant, person: str, secret: str) -> people.StoredSecret:
    """Return what is kept for a person who gave the right secret; a wrong one is told to the audit trail."""
    subject = f"person {person}"
    with plant.store.read() as connection:
        kept = people.secret_of(connection, person)
        failures = people.failures_since(connection, subject, plant.clock.now() - FAILURES_COUNT_FOR)
    if kept is None:
        raise Refused(
            say(
                "{person} has no secret yet. Who grants rights sets the first one: {command}",
                person=person,
                command="packmark people secret NAME",
            )
        )
    if failures >= MOST_FAILURES:
        raise Refused(
            say(
                "The secret of {person} was wrong {count} times: wait {minutes} minutes, then try again.",
                person=person,
                count=failures,
                minutes=FAILURES_COUNT_FOR // timedelta(minutes=1),
            )
        )
    if not hmac.compare_digest(_hash(secret, kept.salt), kept.hash):
        with plant.store.change(plant.actor, people.REFUSED, subject):
            pass
        raise Refused(say("That is not the secret of {person}.", person=person))
    return kept


def _hash(secret: str, salt: str) -> str:
    return hashlib.scrypt(
        secret.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=2**26
    ).hex()


def _refuse_weak(person: str, secret: str) -> None:
    fits = SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET
    if (
        not fits
        or secret != secret.strip()
        or not secret.isprintable()
        or secret.casefold() == person.casefold()
    ):
        raise InputError(
            say(
                "A secret has {least} to {most} visible characters, no blank at its ends, and is no name.",
                least=SHORTEST_SECRET,
                most=LONGEST_SECRET,
            )
        )


def _refuse_same(old: str, new: str) -> None:
    if old == new:
        raise InputError(say("The new secret is the old one: choose another."))
