"""Designs that are being drawn. What is saved while drawing is one row, changed in place.

Saving happens every second while somebody draws, so it writes no audit record; making, renaming,
deleting and freezing a draft do. Nobody overwrites what another saved: who saves says which version it
was that he changed.
"""

import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, literal, select, update
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import IntegrityError

from desktop.errors import InputError, Refused
from desktop.storage.store import Change, Store
from desktop.storage.tables import design_draft
from desktop.texts import say

_NUMBERED = re.compile(r" [0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class OpenMark:
    """Since when, by whom and on which station a designer has a draft open."""

    at: datetime
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """One draft. ``document`` is the design as its codec wrote it, ``history`` its steps, as text."""

    id: int
    name: str
    document: str
    history: str
    version: int
    """How often it was saved."""
    based_on: int | None
    """Id of the revision that it was begun from or last frozen as."""
    saved_at: datetime
    saved_by: str
    opened: OpenMark | None
    """None: it was closed properly."""


def insert(
    change: Change, name: str, document: str, history: str = "", based_on: int | None = None
) -> StoredDraft:
    """Add a draft.

    Raises:
        Refused: there is one of that name.
    """
    try:
        with change.connection.begin_nested():
            key = change.connection.execute(
                insert_into(design_draft).values(
                    name=name,
                    document=document,
                    history=history,
                    version=1,
                    based_on=based_on,
                    saved_at=change.at,
                    saved_by=change.actor,
                    opened_at=None,
                    opened_by="",
                    opened_on="",
                )
            ).inserted_primary_key
    except IntegrityError as error:
        raise _taken(name) from error
    assert key is not None
    return get(change.connection, key[0])


def save(
    store: Store, draft_id: int, document: str, history: str, *, version: int, at: datetime, by: str
) -> bool:
    """Replace what version ``version`` of a draft says. False: it is another version by now, or gone."""
    with closing(store.connect()) as connection, store.writing(connection):
        done = connection.execute(
            update(design_draft)
            .where(design_draft.c.id == draft_id, design_draft.c.version == version)
            .values(document=document, history=history, version=version + 1, saved_at=at, saved_by=by)
        )
        return done.rowcount == 1


def mark_open(store: Store, draft_id: int, mark: OpenMark | None) -> None:
    """Note that a designer opened a draft, or (None) that it was closed properly."""
    with closing(store.connect()) as connection, store.writing(connection):
        connection.execute(
            update(design_draft)
            .where(design_draft.c.id == draft_id)
            .values(
                opened_at=mark.at if mark else None,
                opened_by=mark.by if mark else "",
                opened_on=mark.on if mark else "",
            )
        )


def change_to(
    change: Change, draft_id: int, *, name: str, document: str, based_on: int | None
) -> StoredDraft:
    """Rename a draft, or note what it was frozen as; it becomes another version.

    Raises:
        Refused: there is another of that name.
    """
    try:
        with change.connection.begin_nested():
            change.connection.execute(
                update(design_draft)
                .where(design_draft.c.id == draft_id)
                .values(name=name, document=document, based_on=based_on, version=design_draft.c.version + 1)
            )
    except IntegrityError as error:
        raise _taken(name) from error
    return get(change.connection, draft_id)


def remove(change: Change, draft_id: int) -> None:
    """Delete a draft."""
    change.connection.execute(delete(design_draft).where(design_draft.c.id == draft_id))


def get(connection: Connection, draft_id: int) -> StoredDraft:
    """Return one draft.

    Raises:
        InputError: there is none.
    """
    found = find(connection, draft_id)
    if found is None:
        raise InputError(say("There is no draft number {id}: it was deleted.", id=draft_id))
    return found


def find(connection: Connection, draft_id: int) -> StoredDraft | None:
    """Return one draft, or None if it was deleted."""
    row = connection.execute(select(design_draft).where(design_draft.c.id == draft_id)).one_or_none()
    return None if row is None else _draft(row)


def standing_of(connection: Connection, draft_id: int) -> tuple[str, int | None] | None:
    """Return name and ``based_on`` of a draft without reading all of it; None if it was deleted."""
    columns = (design_draft.c.name, design_draft.c.based_on)
    row = connection.execute(select(*columns).where(design_draft.c.id == draft_id)).one_or_none()
    return None if row is None else (row.name, row.based_on)


def by_name(connection: Connection, name: str) -> StoredDraft | None:
    """Return the draft of a name."""
    row = connection.execute(select(design_draft).where(design_draft.c.name == name)).one_or_none()
    return None if row is None else _draft(row)


def list_all(connection: Connection) -> tuple[StoredDraft, ...]:
    """Return all drafts by name, without their histories: those are long, and no list shows them."""
    columns = (
        literal("").label("history") if column.name == "history" else column for column in design_draft.c
    )
    rows = connection.execute(select(*columns).order_by(design_draft.c.name))
    return tuple(_draft(row) for row in rows)


def free_name(connection: Connection, name: str, taken: Iterable[str], longest: int) -> str:
    """Return ``name``, or ``name 2`` and so on where a draft or one of ``taken`` has it already."""
    known = {*taken, *connection.scalars(select(design_draft.c.name))}
    found, number, stem = name, 1, _NUMBERED.sub("", name)
    while found in known:
        number += 1
        found = f"{stem[: longest - 1 - len(str(number))]} {number}"
    return found


def _draft(row: Row[*tuple[object, ...]]) -> StoredDraft:
    mark = None if row.opened_at is None else OpenMark(row.opened_at, row.opened_by, row.opened_on)
    return StoredDraft(
        row.id,
        row.name,
        row.document,
        row.history,
        row.version,
        row.based_on,
        row.saved_at,
        row.saved_by,
        mark,
    )


def _taken(name: str) -> Refused:
    return Refused(say("There is a design “{name}” already: choose another name.", name=name))
