"""Takes the codes of a file into the pool: millions in one transaction, all of them or none."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Text,
    cast,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from desktop.errors import Refused
from desktop.products.code_pool import CodeState
from desktop.storage import counts
from desktop.storage.seals import as_hashed
from desktop.storage.tables import POOL, State, code, code_file
from desktop.texts import Text as Sentence
from desktop.texts import say, say_count

_EXAMPLES = 10
"""Codes that are named when a file is refused."""

_COLUMNS = ("value", "product_id", "level", "file_id", "state")


def insert(connection: Connection, file_id: int, chunks: Iterable[Sequence[str]]) -> int:
    """Add the codes of a file to the pool, in their order, and return how many there are.

    Args:
        connection: in a transaction that is rolled back if this raises.
        file_id: from ``code_files.insert``.
        chunks: the codes, some thousand at a time.

    Raises:
        Refused: a code is known already, or stands in the file twice; examples are named.
    """
    file = connection.execute(select(code_file).where(code_file.c.id == file_id)).one()
    total = 0
    digest = sha256()
    for chunk in chunks:
        if chunk:
            _insert_chunk(connection, file_id, file.product_id, file.level, chunk)
            total += len(chunk)
            digest.update(as_hashed(chunk))
    connection.execute(
        update(code_file)
        .where(code_file.c.id == file_id)
        .values(count=total, codes_sha256=digest.hexdigest())
    )
    if total:
        counts.add(connection, POOL, file.product_id, file.level, {CodeState.AVAILABLE: total})
    return total


def _insert_chunk(
    connection: Connection, file_id: int, product_id: int, level: int, chunk: Sequence[str]
) -> None:
    # One statement and one parameter a chunk: much faster than one set of parameters a row.
    values = _as_rows(connection, chunk)
    builder = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = (
        select(
            values.c.value,
            literal(product_id),
            literal(level),
            literal(file_id),
            literal(CodeState.AVAILABLE, State),
        )
        .where(true())  # SQLite cannot tell ON CONFLICT from a join's ON without it
        .order_by(values.c.key)
    )
    with connection.begin_nested() as savepoint:
        added = connection.execute(
            builder(code)
            .from_select(_COLUMNS, rows)
            .on_conflict_do_nothing(index_elements=["value"])
            .execution_options(preserve_rowcount=True)
        ).rowcount
        if added == len(chunk):
            return
        savepoint.rollback()
    raise _refusal(connection, file_id, chunk)


def _as_rows(connection: Connection, values: Sequence[str]) -> FromClause:
    """Return a table expression with the columns ``value`` and ``key``, its place in ``values``."""
    if connection.dialect.name == "postgresql":
        listed = func.unnest(cast(list(values), ARRAY(Text)))
        return listed.table_valued("value", with_ordinality="key", name="listed").render_derived()
    return func.json_each(json.dumps(list(values))).table_valued("value", "key", name="listed")


def _refusal(connection: Connection, file_id: int, chunk: Sequence[str]) -> Refused:
    listed = _as_rows(connection, chunk)
    known = connection.execute(
        select(code.c.value, code_file.c.id, code_file.c.name)
        .join(code_file, code.c.file_id == code_file.c.id)
        .where(code.c.value.in_(select(listed.c.value)))
        .order_by(code.c.id)
    ).all()
    details: list[Sentence] = [
        say("Code {code} was imported with file {file}.", code=row.value, file=row.name)
        if row.id != file_id
        else say("Code {code} stands in this file twice.", code=row.value)
        for row in known
    ]
    details += [
        say("Code {code} stands in this file twice.", code=value)
        for value, times in Counter(chunk).items()
        if times > 1
    ]
    return Refused(
        say_count(
            "At least {n} code of this file is known already or stands in it twice. Nothing was imported.",
            "At least {n} codes of this file are known already or stand in it twice. Nothing was imported.",
            n=len(details),
        ),
        details[:_EXAMPLES],
    )
