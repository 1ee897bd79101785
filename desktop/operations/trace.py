"""Trace: what happened to a code, when, by whom, on which printer."""

from dataclasses import dataclass
from datetime import datetime

from desktop.codes.drug_code import DrugCode
from desktop.errors import InputError
from desktop.operations import labels
from desktop.operations.batches import BatchRow
from desktop.operations.labels import Preview
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.operations.running import plan_as_printed
from desktop.products.code_pool import CodeState, state_name
from desktop.products.job import label_values
from desktop.storage import batches, jobs, products
from desktop.storage import trace as stored
from desktop.texts import Text, say

__all__ = ["CodeEvent", "Trace", "state_name", "trace"]


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """One thing that happened to a code."""

    at: datetime
    what: Text
    actor: str
    device: str
    """Printer address, or empty."""
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


def trace(plant: Plant, text: str) -> Trace:
    """Tell everything about the code in ``text`` (20 digits; one hyphen or spaces are accepted).

    Raises:
        InputError: no code of this shape, or it was never imported here.
    """
    value = DrugCode.parse(text).value
    with plant.store.read() as connection:
        history = stored.history(connection, value)
        if history is None:
            raise InputError(
                say("{code} is not known here: no code file with it was ever imported.", code=value)
            )
        code = history.code
        product = products.get(connection, code.product_id)
        job = None if code.job_id is None else jobs.get(connection, code.job_id)
        batch = None if job is None else batches.get(connection, job.batch_id)
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
        (imported, *(_event(entry) for entry in history.events)),
        None if plan is None else labels.previewed(plan, label_values(value, code.ordinal or 0)),
    )


def _event(entry: stored.JournalEntry) -> CodeEvent:
    name = state_name(entry.event)
    if entry.job_id is not None:
        name = say("{state} (job {job})", state=name, job=entry.job_id)
    if entry.reason is not None:
        name = say("{state}: {reason}", state=name, reason=entry.reason)
    return CodeEvent(entry.at, name, entry.actor, entry.device, entry.event)
