"""Rights: what only some people may do, who they are, and who decides that.

A person is the login at the computer (``Plant.actor``). Until somebody holds ``Right.ADMINISTER`` anyone may
grant it, to themselves too: a plant begins somewhere, and the audit trail tells who began. From then on
only its holders grant and revoke.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations.plant import Plant
from desktop.products.lines import checked_name
from desktop.storage import rights as stored
from desktop.storage.store import Change
from desktop.texts import Text, say


class Right(StrEnum):
    """What may be granted."""

    ADMINISTER = "administer"
    """Grant rights and revoke them."""
    REPRINT = "reprint"
    """Print the label of a code once more."""
    RELEASE = "release"
    """Release batches that QA has graded."""
    REVIEW = "review"
    """Confirm as a second person what another does on a line."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right that a person holds."""

    person: str
    right: Right
    granted_at: datetime
    granted_by: str


_NAMES: Final[Mapping[Right, Text]] = MappingProxyType(
    {
        Right.ADMINISTER: say("grant rights"),
        Right.REPRINT: say("reprint labels"),
        Right.RELEASE: say("release batches"),
        Right.REVIEW: say("confirm the work of others"),
    }
)


def right_name(right: Right) -> Text:
    """Return what the holder of a right may do, such as "reprint labels"."""
    return _NAMES[right]


def holds(plant: Plant, right: Right) -> bool:
    """Tell whether the person at the keyboard holds a right."""
    with plant.store.read() as connection:
        return plant.actor in stored.holders(connection, right)


def require(plant: Plant, right: Right) -> None:
    """Refuse whoever does not hold a right, and say who may grant it.

    Raises:
        Refused: the person at the keyboard does not hold it.
    """
    with plant.store.read() as connection:
        if plant.actor in stored.holders(connection, right):
            return
        administrators = stored.holders(connection, Right.ADMINISTER)
    raise Refused(_missing(plant.actor, right, administrators))


def grants(plant: Plant) -> tuple[Grant, ...]:
    """Return who holds what, by person."""
    with plant.store.read() as connection:
        return tuple(
            Grant(row.person, Right(row.right), row.granted_at, row.granted_by)
            for row in stored.list_all(connection)
        )


def grant(plant: Plant, person: str, right: Right) -> Changes:
    """Let a person do what the right allows.

    Raises:
        InputError: the name is none.
        Refused: somebody administers rights, and it is not who asks; nobody does, and it is another right
            that is granted; the person holds it already.
    """
    person = checked_name(person, say("person"))
    with plant.store.change(plant.actor, "right.grant", f"person {person}") as change:
        administrators = stored.holders(change.connection, Right.ADMINISTER, to_change=True)
        if administrators or right is not Right.ADMINISTER:
            _refuse_others(plant.actor, administrators)
        if person in stored.holders(change.connection, right):
            raise Refused(say("{person} may {right} already.", person=person, right=right_name(right)))
        stored.insert(change, person, right)
    return Changes.of(Kind.RIGHTS)


def revoke(plant: Plant, person: str, right: Right) -> Changes:
    """Take a right from a person.

    Raises:
        Refused: who asks does not administer rights; the person does not hold it; or nobody would be left
            who administers rights.
    """
    with plant.store.change(plant.actor, "right.revoke", f"person {person}") as change:
        administrators = stored.holders(change.connection, Right.ADMINISTER, to_change=True)
        _refuse_others(plant.actor, administrators)
        _refuse_not_held(change, person, right)
        if right is Right.ADMINISTER and administrators == (person,):
            raise Refused(
                say(
                    "{person} is the last who may grant rights: let somebody else do so first.",
                    person=person,
                )
            )
        stored.remove(change, person, right)
    return Changes.of(Kind.RIGHTS)


def _refuse_not_held(change: Change, person: str, right: Right) -> None:
    if person not in stored.holders(change.connection, right):
        raise Refused(
            say(
                "{person} does not hold the right to {right}: nothing to take away.",
                person=person,
                right=right_name(right),
            )
        )


def _refuse_others(actor: str, administrators: tuple[str, ...]) -> None:
    if actor not in administrators:
        raise Refused(_missing(actor, Right.ADMINISTER, administrators))


def _missing(actor: str, right: Right, administrators: tuple[str, ...]) -> Text:
    if administrators:
        return say(
            "{person} does not hold the right to {right}. It can be granted by: {administrators}.",
            person=actor,
            right=right_name(right),
            administrators=", ".join(administrators),
        )
    return say(
        "{person} does not hold the right to {right}, and nobody grants rights here yet. Decide who does, "
        "and begin with: {command}",
        person=actor,
        right=right_name(right),
        command=f"packmark rights grant NAME {Right.ADMINISTER}",
    )
