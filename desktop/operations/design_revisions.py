"""Frozen revisions of the plant's designs: what jobs are ordered with, and what was printed years ago."""

from dataclasses import dataclass
from datetime import datetime

from desktop.changes import Changes, Kind
from desktop.errors import InputError, PackmarkError, Refused
from desktop.labels import codec
from desktop.labels.document import LabelDesign
from desktop.labels.findings import Severity
from desktop.labels.font_digest import with_font_recorded
from desktop.operations import labels
from desktop.operations.design_drafts import Draft, document_of, new_draft
from desktop.operations.plant import Plant
from desktop.storage import designs as stored
from desktop.storage import drafts
from desktop.texts import Text, say
from desktop.units import PRINTER_RESOLUTIONS, Resolution


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A frozen revision."""

    id: int
    name: str
    revision: int
    design: LabelDesign
    frozen_at: datetime
    frozen_by: str
    released: bool
    """A person froze it for use; else a job froze what it printed."""
    reason: str


def freeze(plant: Plant, draft_id: int, reason: str) -> tuple[RevisionRow, Changes]:
    """Freeze a draft as a revision that jobs may be ordered with; its font is recorded in it.

    Args:
        plant: where.
        draft_id: which.
        reason: why, in the person's words; not empty.

    Raises:
        InputError: there is no reason, or the draft was deleted.
        Refused: it breaks rules on a printer that it is meant for, or nothing changed since it was frozen.
    """
    reason = reason.strip()
    if not reason:
        raise InputError(say("Say why the design is frozen: what is new in it, or who asked for it."))
    with plant.store.change(plant.actor, "design.freeze", "design", reason=reason) as change:
        row = drafts.get(change.connection, draft_id)
        design = with_font_recorded(codec.load(row.document))
        _refuse_errors(design)
        document = document_of(design)
        revision = stored.release(change, row.name, document, reason)
        change.subject = f"design {row.name} r{revision.revision}"
        change.new = {"name": row.name, "revision": revision.revision, "document_sha256": revision.digest}
        drafts.change_to(change, draft_id, name=row.name, document=document, based_on=revision.id)
    return _revision(revision), Changes.of(Kind.DESIGNS)


def revisions(plant: Plant, name: str) -> tuple[RevisionRow, ...]:
    """Return the frozen revisions of a design, the newest first; those that jobs froze too."""
    with plant.store.read() as connection:
        return tuple(_revision(row) for row in stored.revisions(connection, name))


def open_revision(plant: Plant, revision_id: int) -> tuple[Draft, Changes]:
    """Begin a draft from a frozen revision.

    Raises:
        InputError: there is no such revision.
    """
    with plant.store.read() as connection:
        row = stored.get(connection, revision_id)
    return new_draft(plant, codec.load(row.document), based_on=row.id)


def _refuse_errors(design: LabelDesign) -> None:
    """Each printer that a design names must be able to print it; of one that names none, at least one."""
    faults = {dots: _faults(design, dots) for dots in design.resolutions or PRINTER_RESOLUTIONS}
    broken = {dots: found for dots, found in faults.items() if found}
    if not broken or (not design.resolutions and len(broken) < len(faults)):
        return
    dots = min(broken, key=lambda dots: len(broken[dots]))
    raise Refused(
        say(
            "“{name}” cannot be frozen: at {dots} dots/mm it breaks {count} rules.",
            name=design.name,
            dots=dots,
            count=len(broken[dots]),
        ),
        broken[dots],
    )


def _faults(design: LabelDesign, dots: int) -> tuple[Text, ...]:
    try:
        findings = labels.preview(design, Resolution(dots)).findings
    except PackmarkError as error:
        return (error.text,)
    return tuple(finding.message for finding in findings if finding.severity is Severity.ERROR)


def _revision(row: stored.StoredDesign) -> RevisionRow:
    return RevisionRow(
        row.id,
        row.name,
        row.revision,
        codec.load(row.document),
        row.frozen_at,
        row.frozen_by,
        row.released,
        row.reason,
    )
