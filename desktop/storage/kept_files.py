"""Files that were offered to somebody outside: their very bytes, so that the same file can be given for ever.

A newer program may write the same thing otherwise; what was handed over once is given again as it was, or
not at all.
"""

import json
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy import insert as insert_into

from desktop import __version__
from desktop.errors import InputError, StorageError
from desktop.storage.pack_tables import kept_file, kept_file_product, pack_event, platform_count
from desktop.storage.store import Change
from desktop.texts import say

_WITHOUT_CONTENT = tuple(column for column in kept_file.c if column.name != "content")


class FileKind(StrEnum):
    """What a kept file is."""

    RELATION = "relation"
    EPCIS = "epcis"
    BILL = "bill"
    UDID = "udid"
    CORRECTIONS = "corrections"
    REPORT = "report"
    RECALL = "recall"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class PackCounts:
    """How many packs a file tells of: all, those of its largest level, and smallest ones."""

    all: int = 0
    largest: int = 0
    smallest: int = 0


@dataclass(frozen=True, slots=True)
class NewKeptFile:
    """A file that is to be kept.

    Attributes:
        kind: what it is.
        name: of the file, without a folder.
        packed: its bytes, compressed by zlib.
        sha256: of its bytes as they are, in hex.
        counts: of packs in it; None where it holds none.
        profile: switches it was written with, as JSON; or empty.
    """

    kind: FileKind
    name: str
    packed: bytes
    sha256: str
    counts: PackCounts | None = None
    profile: str = ""

    @classmethod
    def of(
        cls, kind: FileKind, name: str, content: bytes, counts: PackCounts | None = None, profile: str = ""
    ) -> "NewKeptFile":
        """Take the bytes of a file that fits into memory."""
        return cls(kind, name, zlib.compress(content), sha256(content).hexdigest(), counts, profile)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file without its bytes.

    Attributes:
        order_id: the work order it is of; None: it is of a batch or of products.
        version: of the program that wrote it.
        through_event: number of the last event of its order that it knows of; 0: none.
        at, by: when and by whom; files of one export have the same moment.
        batch_id: the batch it is of; None: it is of an order or of products.
    """

    id: int
    order_id: int | None
    kind: FileKind
    name: str
    profile: str
    sha256: str
    counts: PackCounts | None
    version: str
    through_event: int
    at: datetime
    by: str
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class FileOwner:
    """What a kept file is of: a work order, a batch, both, or products.

    Raises:
        ValueError: of nothing; a fault of the program.
    """

    order_id: int | None = None
    batch_id: int | None = None
    product_ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a file that nobody would find again."""
        if self.order_id is None and self.batch_id is None and not self.product_ids:
            raise ValueError


@dataclass(frozen=True, slots=True)
class PlatformCounts:
    """What the platform said that it took of a file, as a person entered it."""

    id: int
    file_id: int
    counts: PackCounts
    at: datetime
    by: str


def insert(
    change: Change, owner: int | FileOwner, files: Iterable[NewKeptFile], through_event: int = 0
) -> tuple[KeptFile, ...]:
    """Keep the files of one export; their digests go into the audit record of ``change``.

    Args:
        change: in which they are kept.
        owner: what they are of; a number is that of a work order.
        files: to keep.
        through_event: the last event of the order that they know of.
    """
    of = FileOwner(owner) if isinstance(owner, int) else owner
    kept = tuple(_insert(change, of, new, through_event) for new in files)
    told = [{"file": one.id, "name": one.name, "sha256": one.sha256} for one in kept]
    change.new = {**(change.new or {}), "files": told}
    return kept


def _insert(change: Change, owner: FileOwner, new: NewKeptFile, through_event: int) -> KeptFile:
    counts = {} if new.counts is None else _as_json(new.counts)
    key = change.connection.execute(
        insert_into(kept_file).values(
            order_id=owner.order_id,
            batch_id=owner.batch_id,
            kind=new.kind.value,
            name=new.name,
            profile=new.profile,
            sha256=new.sha256,
            counts=json.dumps(counts),
            version=__version__,
            through_event=through_event,
            at=change.at,
            by=change.actor,
            content=new.packed,
        )
    ).inserted_primary_key
    assert key is not None
    rows = [{"file_id": key[0], "product_id": one} for one in sorted(set(owner.product_ids))]
    if rows:
        change.connection.execute(insert_into(kept_file_product), rows)
    return get(change.connection, key[0])


def get(connection: Connection, file_id: int) -> KeptFile:
    """Return one file.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(select(*_WITHOUT_CONTENT).where(kept_file.c.id == file_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no kept file number {id}.", id=file_id))
    return _kept(row)


def content(connection: Connection, file_id: int) -> bytes:
    """Return the very bytes that were handed over.

    Raises:
        InputError: there is no such file.
        StorageError: the database no longer holds what was written.
    """
    asked = select(kept_file.c.name, kept_file.c.sha256, kept_file.c.content).where(kept_file.c.id == file_id)
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise InputError(say("There is no kept file number {id}.", id=file_id))
    try:
        found = zlib.decompress(row.content)
    except zlib.error as error:
        raise _damaged(row.name) from error
    if sha256(found).hexdigest() != row.sha256:
        raise _damaged(row.name)
    return found


def of_order(connection: Connection, order_id: int, kind: FileKind | None = None) -> tuple[KeptFile, ...]:
    """Return the files of a work order, the oldest first."""
    statement = select(*_WITHOUT_CONTENT).where(kept_file.c.order_id == order_id).order_by(kept_file.c.id)
    if kind is not None:
        statement = statement.where(kept_file.c.kind == kind.value)
    return tuple(map(_kept, connection.execute(statement)))


def of_batch(connection: Connection, batch_id: int) -> tuple[KeptFile, ...]:
    """Return the files that are of a batch itself, the oldest first; its orders have theirs."""
    statement = select(*_WITHOUT_CONTENT).where(kept_file.c.batch_id == batch_id).order_by(kept_file.c.id)
    return tuple(map(_kept, connection.execute(statement)))


def of_product(connection: Connection, product_id: int) -> tuple[KeptFile, ...]:
    """Return the files that tell of a product, the oldest first."""
    told = select(kept_file_product.c.file_id).where(kept_file_product.c.product_id == product_id)
    statement = select(*_WITHOUT_CONTENT).where(kept_file.c.id.in_(told)).order_by(kept_file.c.id)
    return tuple(map(_kept, connection.execute(statement)))


def products_of(connection: Connection, file_id: int) -> tuple[int, ...]:
    """Return the products that a file tells of."""
    told = select(kept_file_product.c.product_id).where(kept_file_product.c.file_id == file_id)
    return tuple(connection.scalars(told.order_by(kept_file_product.c.product_id)))


def newest_same(connection: Connection, new: NewKeptFile, product_ids: Collection[int]) -> KeptFile | None:
    """Return the newest file of these very products, if a new one of its kind would be the same."""
    own = [
        one
        for one in of_product(connection, min(product_ids))
        if (one.kind, one.profile) == (new.kind, new.profile)
        and set(products_of(connection, one.id)) == set(product_ids)
    ]
    return own[-1] if own and own[-1].sha256 == new.sha256 else None


def last_event(connection: Connection, order_id: int) -> int:
    """Return the number of the last event of an order, 0 if nothing happened yet."""
    return connection.scalar(select(func.max(pack_event.c.id)).where(pack_event.c.order_id == order_id)) or 0


def insert_platform_counts(change: Change, file_id: int, counts: PackCounts) -> None:
    """Note what the platform said that it took of a file."""
    change.connection.execute(
        insert_into(platform_count).values(file_id=file_id, **_as_json(counts), at=change.at, by=change.actor)
    )
    change.new = _as_json(counts)


def platform_counts(connection: Connection, file_id: int) -> tuple[PlatformCounts, ...]:
    """Return what was entered for a file, the oldest first."""
    columns = (*platform_count.c, platform_count.c.all.label("every"))
    asked = select(*columns).where(platform_count.c.file_id == file_id).order_by(platform_count.c.id)
    return tuple(
        PlatformCounts(row.id, row.file_id, PackCounts(row.every, row.largest, row.smallest), row.at, row.by)
        for row in connection.execute(asked)
    )


def _as_json(counts: PackCounts) -> dict[str, int]:
    return {"all": counts.all, "largest": counts.largest, "smallest": counts.smallest}


def _kept(row: Row[*tuple[Any, ...]]) -> KeptFile:
    stored = json.loads(row.counts)
    return KeptFile(
        row.id,
        row.order_id,
        FileKind(row.kind),
        row.name,
        row.profile,
        row.sha256,
        PackCounts(**stored) if stored else None,
        row.version,
        row.through_event,
        row.at,
        row.by,
        row.batch_id,
    )


def _damaged(name: str) -> StorageError:
    return StorageError(
        say(
            "The kept file {name} is no longer what was handed over: its bytes do not have its SHA-256. Put "
            "the database back from a backup.",
            name=name,
        )
    )
