"""Codes: import code files of the platform, and say how many are left on which level."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.exchange.code_file import CodeFile, read_code_file
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.products.code_pool import CodeCounts
from desktop.storage import code_files, products
from desktop.storage import codes as stored
from desktop.storage.store import Change
from desktop.texts import say

_READING_SHARE = 0.3
"""Part of an import's time that reading and checking the file takes; the rest is storing."""


@dataclass(frozen=True, slots=True)
class CodesImported:
    """What an import of a code file did."""

    product: str
    level: int
    count: int
    sha256: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class PoolLevel:
    """The codes of one product on one pack level."""

    product_id: int
    product: str
    level: int
    prefix: str
    counts: CodeCounts


def import_codes(plant: Plant, path: Path, report: Report | None = None) -> CodesImported:
    """Import one code file: all of it or nothing.

    The whole file is read and checked before the first code is stored.

    Raises:
        InputError: the file is not one, or lines of it are wrong (each is named).
        Refused: the very same file, or a code of it, was imported before.
        Cancelled: ``report`` said so; nothing was kept.
    """
    file = read_code_file(path, None if report is None else lambda done: report(done * _READING_SHARE))
    with plant.store.change(plant.actor, "codes.import", file.name) as change:
        _refuse_same_file(change, file)
        owner = products.level_of_prefix(change.connection, file.prefix)
        if owner is None:
            raise Refused(
                say(
                    "{file}: no product has the code prefix {prefix}. "
                    "Import the platform's products.xml first.",
                    file=file.name,
                    prefix=file.prefix,
                )
            )
        product = products.get(change.connection, owner.product_id).product
        if file.level is not None and file.level != owner.level:
            raise Refused(
                say(
                    "{file}: its first line says level {found}, but prefix {prefix} is level {expected} "
                    "of {product}.",
                    file=file.name,
                    found=file.level,
                    prefix=file.prefix,
                    expected=owner.level,
                    product=product.name,
                )
            )
        file_id = code_files.insert(
            change, name=file.name, sha256=file.sha256, product_id=owner.product_id, level=owner.level
        )
        count = stored.insert(change.connection, file_id, _reported(file, report))
        change.new = {
            "sha256": file.sha256,
            "product": product.type_no,
            "level": owner.level,
            "count": count,
            "header": file.header.raw if file.header else None,
        }
    return CodesImported(product.name, owner.level, count, file.sha256, Changes.of(Kind.CODES))


def pool_levels(plant: Plant) -> tuple[PoolLevel, ...]:
    """Return every product and pack level with its counts, those without codes too."""
    with plant.store.read() as connection:
        rows = products.list_all(connection)
        counts = {(row.product_id, row.level): row.counts for row in stored.level_counts(connection)}
    return tuple(
        PoolLevel(
            row.id,
            row.product.name,
            level.level,
            level.prefix,
            counts.get((row.id, level.level), CodeCounts()),
        )
        for row in rows
        for level in row.product.levels
    )


def _refuse_same_file(change: Change, file: CodeFile) -> None:
    known = code_files.by_sha256(change.connection, file.sha256)
    if known is not None:
        raise Refused(
            say(
                "{file}: this very file was imported on {when} by {who} (as {name}). "
                "Nothing was imported again.",
                file=file.name,
                when=f"{known.imported_at:%Y-%m-%d %H:%M} UTC",
                who=known.imported_by,
                name=known.name,
            )
        )


def _reported(file: CodeFile, report: Report | None) -> Iterator[Sequence[str]]:
    stored_so_far = 0
    for chunk in file.chunks():
        yield chunk
        stored_so_far += len(chunk)
        if report is not None and not report(
            _READING_SHARE + (1 - _READING_SHARE) * stored_so_far / max(file.count, 1)
        ):
            raise Cancelled(say("Import of {file} was cancelled; nothing was kept.", file=file.name))
