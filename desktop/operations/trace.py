"""Trace: what happened to a code, when, by whom, on which printer, and where its pack lies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.errors import InputError
from desktop.operations import labels
from desktop.operations.batches import BatchRow
from desktop.operations.labels import Preview
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.operations.running import plan_as_printed
from desktop.operations.scanned import scanned_code
from desktop.packing.bills import kind_name
from desktop.products.code_pool import CodeState, state_name
from desktop.products.job import label_values
from desktop.products.quality import GradeRecord, verdict_name
from desktop.storage import batches, codes, jobs, pack_trace, products, quality
from desktop.storage import trace as stored
from desktop.storage.kept_files import FileKind, KeptFile
from desktop.storage.pack_place import PackPlace, PackStory, Told, files_about, story_of
from desktop.storage.pack_trace import PAGE, BillEntry, TreePack
from desktop.texts import Text, say

__all__ = [
    "PAGE",
    "BillEntry",
    "CodeEvent",
    "PackPlace",
    "Trace",
    "TreePack",
    "children_of",
    "state_name",
    "trace",
]


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """One thing that happened to a code."""

    at: datetime
    what: Text
    actor: str
    device: str
    """Address of the printer or camera, the station with its scanner, the verifier; or empty."""
    state: CodeState = CodeState.AVAILABLE
    """What the code was from then on."""


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of one code."""

    code: str
    state: CodeState
    level: int
    product: ProductRow
    batch: BatchRow | None
    job_id: int | None
    ordinal: int | None
    events: tuple[CodeEvent, ...]
    label: Preview | None
    """Its label as laid out for the job's printer; None before a printer was opened for its job."""
    place: PackPlace | None = None
    """Where its pack lies; None before it was scanned on a line."""
    grades: tuple[GradeRecord, ...] = ()
    """Of symbols with this code, the oldest first."""
    files: tuple[KeptFile, ...] = ()
    """Files that know where it lies, those of an export together; of its batch and its product."""
    billed: tuple[BillEntry, ...] = ()
    """Where it, or a pack it lies in, stands on a bill, in the order of scanning."""

    @property
    def bills(self) -> tuple[str, ...]:
        """Numbers of the bills on which it, or a pack it lies in, stands."""
        return tuple(sorted({one.number for one in self.billed}))


def trace(plant: Plant, text: str) -> Trace:
    """Tell everything about the code in ``text``: 20 digits, or an element string with them as serial number.

    Raises:
        InputError: no code of this shape, or it was never imported here.
    """
    value = scanned_code(text)
    with plant.store.read() as connection:
        history = stored.history(connection, value)
        if history is None:
            raise _unknown(value)
        code = history.code
        product = products.get(connection, code.product_id)
        job = None if code.job_id is None else jobs.get(connection, code.job_id)
        batch = None if job is None else batches.get(connection, job.batch_id)
        packed = story_of(connection, code.id, [entry.at for entry in history.events])
        moments = [one.at for one in history.events] + [one.at for one in packed.events]
        files = files_about(
            connection, packed, code, None if batch is None else batch.id, max(moments, default=None)
        )
        packed = replace(packed, files=files)
        grades = quality.of_code(connection, value)
    imported = CodeEvent(
        history.file.imported_at,
        say("imported from {file}", file=history.file.name),
        history.file.imported_by,
        "",
    )
    plan = None if job is None else plan_as_printed(plant, job)
    return Trace(
        value,
        code.state,
        code.level,
        ProductRow(product.id, product.product),
        None if batch is None else BatchRow(batch.id, batch.product_id, product.product.name, batch.batch),
        code.job_id,
        code.ordinal,
        _in_order(imported, [_event(entry) for entry in history.events], _told(packed, grades)),
        None if plan is None else labels.previewed(plan, label_values(value, code.ordinal or 0)),
        packed.place,
        grades,
        packed.files,
        packed.bills,
    )


def children_of(plant: Plant, text: str, after: int = 0, limit: int = PAGE) -> tuple[TreePack, ...]:
    """Return what lies in the pack with the code in ``text``, in the order of packing.

    Args:
        plant: where.
        text: its code.
        after: ``place`` of the last pack of the page before.
        limit: how many at most.

    Raises:
        InputError: no code of this shape, or it was never imported here.
    """
    value = scanned_code(text)
    with plant.store.read() as connection:
        found = codes.by_value(connection, value)
        if found is None:
            raise _unknown(value)
        return pack_trace.inside(connection, found.id, after, limit)


def _unknown(value: str) -> InputError:
    return InputError(say("{code} is not known here: no code file with it was ever imported.", code=value))


def _told(packed: PackStory, grades: Sequence[GradeRecord]) -> list[Told]:
    """Return what happened to a pack beside the moves of its code, in the order of time."""
    told = list(packed.events)
    told += [
        Told(
            one.at,
            say("graded {grade}: {verdict}", grade=_grade(one), verdict=verdict_name(one.verdict)),
            one.by,
            one.device,
        )
        for one in grades
    ]
    told += [
        Told(
            one.at,
            say("put on the bill {number}: {kind}", number=one.number, kind=kind_name(one.kind)),
            one.by,
        )
        for one in packed.bills
    ]
    told += [Told(one.at, _in_file(one), one.by) for one in packed.files]
    return sorted(told, key=lambda one: one.at)


def _in_file(file: KeptFile) -> Text:
    if file.kind is FileKind.UDID:
        return say("its product was written into the file {name}", name=file.name)
    return say("written into the file {name}", name=file.name)


def _grade(record: GradeRecord) -> str:
    if record.formal or record.grade is None:
        return record.formal or "–"
    return f"{record.grade:.1f}"


def _in_order(
    imported: CodeEvent, moves: Sequence[CodeEvent], others: Sequence[Told]
) -> tuple[CodeEvent, ...]:
    """Put what happened to a code and to its pack behind each other; the code stays what it was."""
    told = [imported, *moves]
    for event in others:
        before = [one for one in told if one.at <= event.at]
        state = before[-1].state if before else imported.state
        told.insert(len(before), CodeEvent(event.at, event.what, event.actor, event.device, state))
    return tuple(told)


def _event(entry: stored.JournalEntry) -> CodeEvent:
    name = state_name(entry.event)
    if entry.job_id is not None:
        name = say("{state} (job {job})", state=name, job=entry.job_id)
    if entry.reason is not None:
        name = say("{state}: {reason}", state=name, reason=entry.reason)
    return CodeEvent(entry.at, name, entry.actor, entry.device, entry.event)
