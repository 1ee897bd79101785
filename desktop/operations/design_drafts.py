"""Drafts: the designs of the plant that are being drawn.

A draft is saved while it is drawn, cheaply and without an audit record; what is made, renamed, deleted or
frozen is in the audit trail. Nothing that was drawn is ever lost to another program: who saves a draft
that somebody else changed in the meantime gets it as a draft of another name.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import label_templates
from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.exchange.new_file import write_new
from desktop.labels import codec
from desktop.labels.document import LabelDesign
from desktop.labels.limits import check_name
from desktop.operations import labels
from desktop.operations.plant import Plant
from desktop.storage import designs as stored
from desktop.storage import drafts
from desktop.storage.drafts import OpenMark, StoredDraft
from desktop.storage.store import Change
from desktop.texts import Text, say

MOST_HISTORY = 64_000_000
"""Characters of a history. One that is longer is left out, the design itself is kept."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A draft as lists show it."""

    id: int
    name: str
    design: LabelDesign
    saved_at: datetime
    saved_by: str
    revision: int
    """The newest released revision, 0 if there is none."""
    changed: bool
    """Whether it differs from that revision."""
    opened: OpenMark | None
    """Where a designer has it open, or had when the program ended."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is being drawn."""

    id: int
    name: str
    design: LabelDesign
    history_json: str
    """As ``History.dump`` wrote it; empty if there is none."""
    saved_at: datetime
    version: int
    """To be given to the next ``save_draft``."""
    based_on: int | None = None
    """Id of the revision that it was begun from or last frozen as."""
    note: Text | None = None
    """What its person must be told: that it was recovered, or is open elsewhere."""


class SavedElsewhere(Refused):
    """The draft was changed by another: what was to be saved is a draft of its own now.

    Attributes:
        draft: that draft.
    """

    def __init__(self, text: Text, draft: Draft) -> None:
        super().__init__(text)
        self.draft = draft


def list_designs(plant: Plant) -> tuple[DesignRow, ...]:
    """Return the plant's drafts by name."""
    with plant.store.read() as connection:
        newest = {row.name: row for row in stored.newest_released(connection)}
        rows = drafts.list_all(connection)
    return tuple(_row(row, newest.get(row.name)) for row in rows)


def recover(plant: Plant) -> tuple[DesignRow, ...]:
    """Return the drafts that were open on this station when its program ended, or are still."""
    return tuple(
        row for row in list_designs(plant) if row.opened is not None and row.opened.on == plant.station
    )


def new_draft(plant: Plant, design: LabelDesign, *, based_on: int | None = None) -> tuple[Draft, Changes]:
    """Begin a draft. Where its name is taken it gets another (``name 2``); see ``Draft.name``."""
    with plant.store.change(plant.actor, "design.create", "design") as change:
        row = _insert(change, design, "", based_on)
    return _draft(row), Changes.of(Kind.DESIGNS)


def find_draft(plant: Plant, name: str) -> int:
    """Return the id of the draft of that name.

    Raises:
        InputError: there is none.
    """
    with plant.store.read() as connection:
        found = drafts.by_name(connection, name)
    if found is None:
        raise InputError(
            say(
                "There is no design “{name}” that is being drawn: see {command}.",
                name=name,
                command="packmark label list",
            )
        )
    return found.id


def open_draft(plant: Plant, draft_id: int) -> Draft:
    """Return a draft to go on with it, and note that it is open; ``close_draft`` takes the note back.

    Raises:
        InputError: it was deleted.
    """
    with plant.store.read() as connection:
        row = drafts.get(connection, draft_id)
    mark = OpenMark(plant.clock.now(), plant.actor, plant.station)
    drafts.mark_open(plant.store, draft_id, mark)
    return replace(_draft(row), note=_left_open(row, plant.station))


def close_draft(plant: Plant, draft_id: int) -> None:
    """Note that a draft is no longer open. A draft that was deleted meanwhile is no trouble."""
    drafts.mark_open(plant.store, draft_id, None)


def save_draft(
    plant: Plant, draft_id: int, design: LabelDesign, history_json: str = "", *, version: int
) -> Draft:
    """Save what was drawn. Cheap: for every pause in drawing.

    Args:
        plant: where.
        draft_id: which.
        design: as it is now; its name becomes that of the draft.
        history_json: as ``History.dump`` writes it. One that is too long is left out.
        version: of the draft that was changed: ``Draft.version`` of the last one got.

    Raises:
        SavedElsewhere: somebody else changed or deleted the draft. What was to be saved is a new draft.
        InputError: the design is too large.
        StorageError: it cannot be written.
    """
    history = history_json if len(history_json) <= MOST_HISTORY else ""
    with plant.store.read() as connection:
        name, based_on = drafts.standing_of(connection, draft_id) or (design.name, None)
    design = replace(design, name=name)
    document = document_of(design)
    at = plant.clock.now()
    if not drafts.save(plant.store, draft_id, document, history, version=version, at=at, by=plant.actor):
        raise _saved_elsewhere(plant, draft_id, design, history)
    return Draft(draft_id, name, design, history, at, version + 1, based_on)


def rename_draft(plant: Plant, draft_id: int, name: str) -> tuple[Draft, Changes]:
    """Give a draft another name. Its frozen revisions keep the old one.

    Raises:
        Refused: another design has that name.
        InputError: it is no name, or the draft was deleted.
    """
    name = name.strip()
    check_name(name)
    with plant.store.change(plant.actor, "design.rename", f"design {name}") as change:
        row = drafts.get(change.connection, draft_id)
        if name in label_templates.names():
            raise Refused(
                say("“{name}” is the name of a template of the program: choose another.", name=name)
            )
        document = document_of(replace(codec.load(row.document), name=name))
        change.old, change.new = {"name": row.name}, {"name": name}
        renamed = drafts.change_to(change, draft_id, name=name, document=document, based_on=row.based_on)
    return _draft(renamed), Changes.of(Kind.DESIGNS)


def delete_draft(plant: Plant, draft_id: int) -> Changes:
    """Delete a draft. Its frozen revisions stay for ever.

    Raises:
        InputError: it was deleted already.
    """
    with plant.store.change(plant.actor, "design.delete", "design") as change:
        row = drafts.get(change.connection, draft_id)
        change.subject = f"design {row.name}"
        change.old = {"name": row.name, "document_sha256": stored.digest_of(row.document)}
        drafts.remove(change, draft_id)
    return Changes.of(Kind.DESIGNS)


def import_design(plant: Plant, path: Path) -> tuple[Draft, Changes]:
    """Take a design file into the plant as a draft.

    Raises:
        InputError: it is no design of this program; the sentence names the place in the file.
        StorageError: it cannot be read.
    """
    return new_draft(plant, labels.read_design(path))


def export_design(plant: Plant, design: LabelDesign, path: Path) -> None:
    """Write a design as a file that any Packmark can import.

    Raises:
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    del plant
    write_new(path, codec.dump(design).encode())


def _insert(change: Change, design: LabelDesign, history: str, based_on: int | None) -> StoredDraft:
    name = drafts.free_name(change.connection, design.name, label_templates.names(), LONGEST_NAME)
    document = document_of(replace(design, name=name))
    change.subject = f"design {name}"
    change.new = {"name": name, "document_sha256": stored.digest_of(document)}
    return drafts.insert(change, name, document, history, based_on)


def _saved_elsewhere(plant: Plant, draft_id: int, design: LabelDesign, history: str) -> SavedElsewhere:
    with plant.store.change(plant.actor, "design.create", "design") as change:
        other = drafts.find(change.connection, draft_id)
        row = _insert(change, design, history, None if other is None else other.based_on)
    drafts.mark_open(plant.store, row.id, OpenMark(row.saved_at, plant.actor, plant.station))
    if other is None:
        text = say(
            "The design was deleted by another window or program. What you drew was saved again as “{name}”.",
            name=row.name,
        )
    else:
        text = say(
            "“{name}” was changed by {person} in another window or program. What you drew was saved as "
            "“{copy}”: nothing is lost, compare the two.",
            name=other.name,
            person=other.saved_by,
            copy=row.name,
        )
    return SavedElsewhere(text, _draft(row))


def _left_open(row: StoredDraft, station: str) -> Text | None:
    mark = row.opened
    if mark is None:
        return None
    if mark.on == station:
        return say(
            "Recovered: “{name}” was open when the program ended. This is what {person} had drawn when it "
            "was last saved. (If another window of this computer has it open, close it there first.)",
            name=row.name,
            person=row.saved_by,
        )
    return say(
        "“{name}” is open on {station} too, by {person}. Whoever saves second gets a draft of another name.",
        name=row.name,
        station=mark.on,
        person=mark.by,
    )


def document_of(design: LabelDesign) -> str:
    """Write a design as it is stored. InputError where it is too large to be kept."""
    document = codec.dump(design)
    size = len(document.encode())
    if size > codec.MOST_BYTES:
        raise InputError(
            say(
                "The design “{name}” has {size} MB with its pictures; at most {most} MB can be kept. Make "
                "the pictures smaller.",
                name=design.name,
                size=f"{size / 1e6:.1f}",
                most=f"{codec.MOST_BYTES / 1e6:.0f}",
            )
        )
    return document


def _row(row: StoredDraft, newest: stored.StoredDesign | None) -> DesignRow:
    return DesignRow(
        row.id,
        row.name,
        codec.load(row.document),
        row.saved_at,
        row.saved_by,
        0 if newest is None else newest.revision,
        newest is None or newest.digest != stored.digest_of(row.document),
        row.opened,
    )


def _draft(row: StoredDraft) -> Draft:
    return Draft(
        row.id, row.name, codec.load(row.document), row.history, row.saved_at, row.version, row.based_on
    )
