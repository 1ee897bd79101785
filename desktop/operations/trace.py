"""Trace: what happened to a code, when, by whom, on which printer."""

from dataclasses import dataclass
from datetime import datetime

from desktop.operations.batches import BatchRow
from desktop.operations.labels import Preview
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.products.code_pool import CodeState
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """One thing that happened to a code."""

    at: datetime
    what: Text
    actor: str
    device: str
    """Printer or camera address, or empty."""


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
    """Its label as laid out for the job's printer; None before it has a job."""


def trace(plant: Plant, text: str) -> Trace:
    """Tell everything about the code in ``text`` (20 digits; one hyphen or spaces are accepted).

    Raises:
        InputError: no code of this shape, or it was never imported here.
    """
    raise NotImplementedError
