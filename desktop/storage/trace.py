"""What happened to one code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from desktop.products.code_pool import CodeState
from desktop.storage import code_files, codes
from desktop.storage.code_files import StoredFile
from desktop.storage.codes import StoredCode
from desktop.storage.tables import LONGEST_RUN, OF_SEVERAL, journal
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
    rows = connection.execute(_rows_of(found.id))
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


def _rows_of(code_id: int) -> Select[*tuple[Any, ...]]:
    """Select the journal rows of a code: those that start at it, and those of runs that reach it."""
    starting = select(journal).where(journal.c.code_id == code_id)
    reaching = select(journal).where(
        OF_SEVERAL,
        journal.c.code_id.between(code_id - LONGEST_RUN + 1, code_id - 1),
        journal.c.code_id + journal.c.run > code_id,
    )
    rows = starting.union_all(reaching).subquery()
    return select(rows).order_by(rows.c.id)
