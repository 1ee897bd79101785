"""What happened to one code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desktop.products.code_pool import CodeState
from desktop.storage import code_files, codes
from desktop.storage.code_files import StoredFile
from desktop.storage.codes import StoredCode
from desktop.storage.tables import journal
from desktop.texts import Text, from_json


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One move of a code."""

    id: int
    at: datetime
    event: CodeState
    """The state that it moved to."""
    actor: str
    device: str
    """Address of the printer or camera, or empty where no device took part."""
    job_id: int | None
    """None: it happened in the pool, and ``reason`` says how."""
    reason: Text | None


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """A code, the file that brought it, and its moves in their order."""

    code: StoredCode
    file: StoredFile
    events: tuple[JournalEntry, ...]


def history(connection: Connection, value: str) -> CodeHistory | None:
    """Return all that is known of the code with these 20 digits; None if it was never imported."""
    found = codes.by_value(connection, value)
    if found is None:
        return None
    rows = connection.execute(select(journal).where(journal.c.code_id == found.id).order_by(journal.c.id))
    events = tuple(
        JournalEntry(
            row.id,
            row.at,
            row.event,
            row.actor,
            row.device,
            row.job_id if row.job_id > 0 else None,
            from_json(row.detail) if row.detail else None,
        )
        for row in rows
    )
    return CodeHistory(found, code_files.get(connection, found.file_id), events)
