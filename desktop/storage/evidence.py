"""Whether codes, their journal, their counts and their packs are what the audit trail says of them.

Each check takes the chain of records for sound, which ``audit.verify`` finds out before.
"""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, func, literal, select, union_all

from desktop.products.code_pool import CodeState, state_name
from desktop.storage import code_files, pack_evidence
from desktop.storage.audit_trail import records
from desktop.storage.columns import State
from desktop.storage.seals import (
    FILE_SEALS,
    JOURNAL_SEALS,
    FileSeal,
    JournalSeal,
    digest_codes,
    digest_journal,
)
from desktop.storage.tables import OF_SEVERAL, POOL, code, code_count, code_file, journal
from desktop.texts import Text, say

_Seal = TypeVar("_Seal")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written. ``number``: the audit record that says how it was, if one does."""

    number: int | None
    why: Text


def first_fault_of_evidence(connection: Connection) -> Fault | None:
    """Return the first disagreement between the trail, the journal, the codes and their counts."""
    checks: tuple[Callable[[Connection], Fault | None], ...] = (
        _broken_journal,
        _broken_code_file,
        _code_out_of_step,
        _wrong_count,
        _wrong_packs,
    )
    return next((fault for check in checks if (fault := check(connection)) is not None), None)


def _wrong_packs(connection: Connection) -> Fault | None:
    told = pack_evidence.first_fault(connection)
    return None if told is None else Fault(*told)


def _broken_journal(connection: Connection) -> Fault | None:
    sealed_through: dict[int, int] = {}
    for number, sealed in _seals(connection, JOURNAL_SEALS, JournalSeal):
        joins = sealed.after == sealed_through.get(sealed.job, 0)
        if not joins or digest_journal(connection, sealed.job, sealed.after, sealed.last) != sealed:
            return Fault(
                number,
                say(
                    "The journal of job {job} is not the one that record {number} sealed: "
                    "rows were edited, removed or added.",
                    job=sealed.job,
                    number=number,
                ),
            )
        sealed_through[sealed.job] = sealed.last
    return None


def _broken_code_file(connection: Connection) -> Fault | None:
    found = digest_codes(connection)
    names = {row.id: row.name for row in connection.execute(select(code_file.c.id, code_file.c.name))}
    for number, sealed in _seals(connection, FILE_SEALS, FileSeal):
        if found.pop(sealed.file, FileSeal(sealed.file, 0, sealed.sha256)) != sealed:
            return Fault(
                number,
                say(
                    "The codes of file {file} are not those that record {number} sealed: "
                    "codes were edited, removed or added.",
                    file=names.get(sealed.file, "?"),
                    number=number,
                ),
            )
    for file_id in found:
        return Fault(None, say("No record tells of the codes of file {file}.", file=names[file_id]))
    return None


def _seals(connection: Connection, name: str, kind: type[_Seal]) -> list[tuple[int, _Seal]]:
    """Return the seals of one kind with the number of the record that each stands in."""
    with closing(records(connection)) as all_records:
        return [
            (record.number, kind(**fields))
            for record in all_records
            if record.new
            for fields in json.loads(record.new).get(name, [])
        ]


def _code_out_of_step(connection: Connection) -> Fault | None:
    """Find a code that is not in the state that its last journal row says."""
    of_one = select(journal.c.code_id, journal.c.id).where(~OF_SEVERAL)
    in_run = code.c.id.between(journal.c.code_id, journal.c.code_id + journal.c.run - 1)
    of_run = select(code.c.id, journal.c.id).join(code, in_run).where(OF_SEVERAL)
    events = union_all(of_one, of_run).subquery()
    last = select(events.c.code_id, func.max(events.c.id).label("id")).group_by(events.c.code_id).cte("last")
    moved = (
        select(code.c.value, code.c.state, journal.c.event)
        .join(last, last.c.code_id == code.c.id)
        .join(journal, last.c.id == journal.c.id)
        .where(code.c.state != journal.c.event)
    )
    never_moved = select(code.c.value, code.c.state, literal(CodeState.AVAILABLE, State)).where(
        code.c.state != CodeState.AVAILABLE,
        code.c.id.not_in(select(last.c.code_id)),
    )
    row = connection.execute(union_all(moved, never_moved).limit(1)).one_or_none()
    if row is None:
        return None
    value, found, expected = row
    return Fault(
        None,
        say(
            "Code {code} is {found}, but the last that its journal says is {expected}.",
            code=value,
            found=state_name(found),
            expected=state_name(expected),
        ),
    )


def _wrong_count(connection: Connection) -> Fault | None:
    """Find a count that is not the number of codes that it counts."""
    owner = func.coalesce(code.c.job_id, POOL)
    keys = (owner, code.c.product_id, code.c.level, code.c.state)
    statement = select(*keys, func.count()).group_by(*keys)
    unfinished = code_files.unfinished(connection)
    if unfinished:
        statement = statement.where(code.c.file_id.not_in(unfinished))
    found = {tuple(key): number for *key, number in connection.execute(statement)}
    counted = {
        (row.job_id, row.product_id, row.level, row.state): row.n
        for row in connection.execute(select(code_count))
        if row.n
    }
    for key in sorted(found.keys() | counted.keys()):
        if found.get(key, 0) != counted.get(key, 0):
            job_id, _, level, state = key
            return Fault(
                None,
                say(
                    "The plant counts {counted} codes of level {level} as {state} (job {job}), "
                    "but there are {found}.",
                    counted=counted.get(key, 0),
                    level=level,
                    state=state_name(state),
                    job=job_id or "-",
                    found=found.get(key, 0),
                ),
            )
    return None
