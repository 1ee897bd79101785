"""Takes the codes of a file into the pool: millions of them, all or none, while lines go on printing.

An import is a series of short transactions, as one transaction over millions of rows would lock an SQLite
database for longer than a running job waits. What they write belongs to a file that is not complete: its
codes are in nobody's counts, searches or jobs. The last transaction, a quick one, makes the file complete,
together with its audit record. Whatever ends an import before that (a refusal, a person, a full disk)
takes its rows out again; what a killed program left behind is taken out by the next import. A claim that
ends with its process tells the two apart (``desktop.storage.claims``).

Codes come in the order of their digits: both indexes then grow at their ends, which makes the difference
between ten seconds and a minute for four million codes in an order without locality.
"""

import json
import logging
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Text,
    cast,
    delete,
    func,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import DBAPIError, IntegrityError

from desktop.errors import Refused, StorageError
from desktop.products.code_pool import CodeState
from desktop.storage import code_files, counts
from desktop.storage.claims import Claim, Claimed
from desktop.storage.columns import STATE_NUMBERS, State
from desktop.storage.seals import as_hashed
from desktop.storage.store import Store
from desktop.storage.tables import AVAILABLE_LITERAL, POOL, code, code_file
from desktop.texts import Text as Sentence
from desktop.texts import say, say_count

log = logging.getLogger(__name__)

CHUNK = 10_000
"""Codes in one transaction: some 20 ms."""

_BREATH_S = 0.01
"""Between two transactions, so that a running job gets its turn: SQLite does not queue who waits."""

_EXAMPLES = 10
"""Codes that are named when a file is refused."""

_BYTES_A_CODE = 160
"""Of disk: twice what a row and its index entries take, as pages that were split are half empty."""

_COLUMNS = ("value", "product_id", "level", "file_id", "state")
_COPY = f"COPY code ({', '.join(_COLUMNS)}) FROM STDIN"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file whose codes are to be imported."""

    name: str
    sha256: str
    product_id: int
    level: int
    format: str = ""


class _KnownError(Exception):
    """A code of a chunk is in the pool already; the chunk's transaction was rolled back."""


def import_file(
    store: Store,
    actor: str,
    file: NewFile,
    chunks: Iterable[Sequence[str]],
    about: Mapping[str, object] | None = None,
) -> int:
    """Add the codes of a file to the pool and return how many there are: all or none.

    Args:
        store: where to.
        actor: who imports.
        file: what is known of the file.
        chunks: the codes, some thousand at a time; may raise to end the import. Codes are given to jobs in
            this order.
        about: what the audit record shall say besides.

    Raises:
        Refused: the file or a code of it is known already or stands in it twice (examples are named), or
            the file is being imported somewhere else.
        StorageError: the database or the disk does not take it.
    """
    wanted = Claimed.file(file.sha256, file.name)
    with closing(store.connect()) as connection, closing(Claim(store, connection, wanted)):
        remove_unfinished(store, mine=file.sha256)
        file_id = _open(store, connection, actor, file)
        try:
            total, digest = _insert_all(store, connection, file_id, file, chunks)
            _complete(store, actor, file_id, file, total, digest, about or {})
        except BaseException:
            _give_up(store, connection, file_id)
            raise
        if not store.is_sqlite:
            # Else the server takes a table that has grown by millions for a small one, and sorts all of it
            # to find the next code.
            with store.writing(connection):
                connection.execute(text("ANALYZE code"))
    return total


def refuse_known_file(connection: Connection, file_sha256: str, name: str) -> None:
    """Raise ``Refused`` if a file with exactly these bytes was imported before."""
    known = code_files.by_sha256(connection, file_sha256)
    if known is not None:
        raise Refused(
            say(
                "{file}: this very file was imported on {when} by {who} (as {name}). "
                "Nothing was imported again.",
                file=name,
                when=f"{known.imported_at:%Y-%m-%d %H:%M} UTC",
                who=known.imported_by,
                name=known.name,
            )
        )


def require_room(store: Store, count: int, name: str) -> None:
    """Raise ``Refused`` if the disk of an SQLite database has no room for ``count`` more codes."""
    if not store.is_sqlite:
        return
    needed = count * _BYTES_A_CODE
    free = shutil.disk_usage(store.file.parent).free
    if free < needed:
        raise Refused(
            say(
                "{file}: its {count} codes need about {needed} MB on the disk of the database, which has "
                "{free} MB free. Free space, then repeat.",
                file=name,
                count=count,
                needed=-(-needed // 10**6),
                free=free // 10**6,
            )
        )


def known_among(connection: Connection, values: Sequence[str]) -> list[tuple[str, str]]:
    """Return which of these codes, given in rising order, are in the pool, with the file of each."""
    if not values:
        return []
    between = code.c.value.between(values[0], values[-1])
    if connection.scalar(select(code.c.id).where(between).limit(1)) is None:
        return []
    listed = _as_rows(connection, values)
    rows = connection.execute(
        select(code.c.value, code_file.c.name)
        .join(code_file, code.c.file_id == code_file.c.id)
        .where(code.c.value.in_(select(listed.c.value)), code_file.c.complete)
        .order_by(code.c.value)
    )
    return [(row.value, row.name) for row in rows]


def remove_unfinished(store: Store, mine: str = "") -> None:
    """Take out what killed imports left behind. ``mine``: the file that the caller has the claim on."""
    with store.read() as connection:
        rows = connection.execute(
            select(code_file.c.id, code_file.c.sha256, code_file.c.name).where(~code_file.c.complete)
        ).all()
    for row in rows:
        with closing(store.connect()) as connection:
            if row.sha256 == mine:
                _remove(store, connection, row.id)
                continue
            try:
                claim = Claim(store, connection, Claimed.file(row.sha256, row.name))
            except Refused:
                continue  # that import is alive
            with closing(claim):
                _remove(store, connection, row.id)


def _open(store: Store, connection: Connection, actor: str, file: NewFile) -> int:
    with store.writing(connection):
        refuse_known_file(connection, file.sha256, file.name)
        key = connection.execute(
            insert_into(code_file).values(
                **asdict(file),
                count=0,
                imported_at=store.clock.now(),
                imported_by=actor,
                codes_sha256=sha256().hexdigest(),
                complete=False,
            )
        ).inserted_primary_key
        assert key is not None
        file_id: int = key[0]
        return file_id


def _insert_all(
    store: Store, connection: Connection, file_id: int, file: NewFile, chunks: Iterable[Sequence[str]]
) -> tuple[int, str]:
    total = 0
    digest = sha256()
    for chunk in chunks:
        if not chunk:
            continue
        try:
            with store.writing(connection):
                _insert_chunk(connection, file_id, file, chunk)
        except _KnownError:
            with store.reading(connection):
                raise _refusal(connection, file_id, chunk) from None
        total += len(chunk)
        digest.update(as_hashed(chunk))
        if store.is_sqlite:
            time.sleep(_BREATH_S)
    return total, digest.hexdigest()


def _complete(
    store: Store,
    actor: str,
    file_id: int,
    file: NewFile,
    total: int,
    digest: str,
    about: Mapping[str, object],
) -> None:
    with store.change(actor, "codes.import", file.name) as change:
        change.connection.execute(
            update(code_file)
            .where(code_file.c.id == file_id)
            .values(count=total, codes_sha256=digest, imported_at=change.at, complete=True)
        )
        if total:
            counts.add(change.connection, POOL, file.product_id, file.level, {CodeState.AVAILABLE: total})
        change.new = {"sha256": file.sha256, "level": file.level, "count": total, **about}
        change.touches_code_file(file_id)


def _give_up(store: Store, connection: Connection, file_id: int) -> None:
    try:
        _remove(store, connection, file_id)
    except StorageError as trouble:
        # What ended the import is told; its rows are nobody's, and the next import takes them out.
        log.warning("codes of an import that failed stay until the next one: %s", trouble)


def _remove(store: Store, connection: Connection, file_id: int) -> None:
    some = select(code.c.id).where(code.c.file_id == file_id, code.c.state == AVAILABLE_LITERAL).limit(CHUNK)
    while True:
        with store.writing(connection):
            removed = connection.execute(delete(code).where(code.c.id.in_(some))).rowcount
            if removed == 0:
                connection.execute(delete(code_file).where(code_file.c.id == file_id, ~code_file.c.complete))
                return
        if store.is_sqlite:
            time.sleep(_BREATH_S)


def _insert_chunk(connection: Connection, file_id: int, file: NewFile, chunk: Sequence[str]) -> None:
    try:
        if connection.dialect.name == "postgresql":
            _copy_chunk(connection, file_id, file, chunk)
            return
        # One statement and one parameter a chunk: twice as fast as one set of parameters a row.
        values = _as_rows(connection, chunk)
        rows = select(
            values.c.value,
            literal(file.product_id),
            literal(file.level),
            literal(file_id),
            literal(CodeState.AVAILABLE, State),
        ).order_by(values.c.key)
        connection.execute(insert_into(code).from_select(_COLUMNS, rows.where(true())))
    except IntegrityError as trouble:
        raise _KnownError from trouble


def _copy_chunk(connection: Connection, file_id: int, file: NewFile, chunk: Sequence[str]) -> None:
    rest = f"\t{file.product_id}\t{file.level}\t{file_id}\t{STATE_NUMBERS[CodeState.AVAILABLE]}\n"
    driver = connection.dialect.loaded_dbapi
    try:
        with closing(connection.connection.cursor()) as cursor, cursor.copy(_COPY) as copy:
            copy.write(rest.join([*chunk, ""]))
    except driver.Error as trouble:
        # SQLAlchemy knows no COPY and so did not see this one.
        raise DBAPIError.instance(_COPY, None, trouble, driver.Error, dialect=connection.dialect) from trouble


def _as_rows(connection: Connection, values: Sequence[str]) -> FromClause:
    """Return a table expression with the columns ``value`` and ``key``, its place in ``values``."""
    if connection.dialect.name == "postgresql":
        listed = func.unnest(cast(list(values), ARRAY(Text)))
        return listed.table_valued("value", with_ordinality="key", name="listed").render_derived()
    return func.json_each(json.dumps(list(values))).table_valued("value", "key", name="listed")


def _refusal(connection: Connection, file_id: int, chunk: Sequence[str]) -> Refused:
    listed = _as_rows(connection, chunk)
    known = connection.execute(
        select(code.c.value, code_file.c.id, code_file.c.name, code_file.c.complete)
        .join(code_file, code.c.file_id == code_file.c.id)
        .where(code.c.value.in_(select(listed.c.value)))
        .order_by(code.c.id)
    ).all()
    details: list[Sentence] = [
        _known_from(row.value, row.name, row.complete)
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


def _known_from(value: str, name: str, complete: bool) -> Sentence:
    if complete:
        return say("Code {code} was imported with file {file}.", code=value, file=name)
    return say("Code {code} is being imported with file {file} right now.", code=value, file=name)
