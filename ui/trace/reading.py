"""What the page Trace reads in the background, one value for each of its views."""

from dataclasses import dataclass

from desktop.operations import inspections, recall, trace
from desktop.operations.plant import Plant
from desktop.operations.recall import Cases, Outline
from desktop.operations.trace import Trace, TreePack
from desktop.products.quality import GradeRecord


@dataclass(frozen=True, slots=True)
class CodeStory:
    """A code's trace; the last grade of which a picture is kept, and that picture as PNG."""

    found: Trace
    read: GradeRecord | None
    png: bytes


@dataclass(frozen=True, slots=True)
class Inside:
    """A pack, and the first page of what lies in it."""

    found: Trace
    packs: tuple[TreePack, ...]


@dataclass(frozen=True, slots=True)
class BatchCases:
    """What is known of a batch, and the first page of its largest packs."""

    outline: Outline
    cases: Cases


def read_code(plant: Plant, text: str) -> CodeStory:
    """Read everything about a code. InputError: it is none, or not known here."""
    found = trace.trace(plant, text)
    for record in reversed(found.grades):
        if png := inspections.picture_of(plant, record.id):
            return CodeStory(found, record, png)
    return CodeStory(found, None, b"")


def read_inside(plant: Plant, text: str) -> Inside:
    """Read what lies in a pack. InputError: its code is none, or not known here."""
    found = trace.trace(plant, text)
    return Inside(found, found.place.children if found.place is not None else ())


def read_batch(plant: Plant, batch_id: int) -> BatchCases:
    """Read the largest packs of a batch. InputError: there is none."""
    return BatchCases(recall.outline(plant, batch_id), recall.cases(plant, batch_id))
