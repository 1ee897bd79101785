"""Versions of products: the newest is edited until a job froze it, then succeeded."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError
from desktop.products.code_pool import CodeState
from desktop.products.job import Job, JobState
from desktop.products.version import Master, ProductVersion, from_document, to_document
from desktop.storage.pack_tables import work_order
from desktop.storage.store import Change
from desktop.storage.tables import code, code_file, job, product_version
from desktop.texts import say


def insert(
    connection: Connection,
    product_id: int,
    master: Master,
    *,
    effective_from: date | None = None,
    change: Change | None = None,
) -> int:
    """Add the next version of a product and return its id.

    Args:
        connection: in the transaction of the change.
        product_id: which product.
        master: what the version says.
        effective_from: the first day on which jobs take it; None: from the beginning.
        change: tells who makes it, when and why; None where that is not known.
    """
    numbers = select(product_version.c.number).where(product_version.c.product_id == product_id)
    key = connection.execute(
        insert_into(product_version).values(
            product_id=product_id,
            number=max(connection.scalars(numbers), default=0) + 1,
            effective_from=effective_from,
            document=to_document(master),
            created_at=change.at if change else None,
            created_by=change.actor if change else "",
            reason=change.reason if change else "",
        )
    ).inserted_primary_key
    assert key is not None
    version_id: int = key[0]
    return version_id


def replace(connection: Connection, version_id: int, master: Master, effective_from: date | None) -> None:
    """Change what a version says; the caller knows that no job froze it."""
    connection.execute(
        update(product_version)
        .where(product_version.c.id == version_id)
        .values(document=to_document(master), effective_from=effective_from)
    )


def get(connection: Connection, version_id: int) -> ProductVersion:
    """Return one version.

    Raises:
        InputError: there is none.
    """
    row = connection.execute(_all().where(product_version.c.id == version_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no product version number {id}.", id=version_id))
    return _version(row)


def of_job(connection: Connection, ordered: Job) -> ProductVersion:
    """Return the version that a job froze."""
    if ordered.product_version_id is None:
        return newest(connection, ordered.product_id)
    return get(connection, ordered.product_version_id)


def least_grade(connection: Connection, ordered: Job) -> float:
    """Return the print grade that the plant asks of what a job prints; 0: the rules alone say it."""
    return of_job(connection, ordered).details.least_grade


def of_product(connection: Connection, product_id: int) -> tuple[ProductVersion, ...]:
    """Return all versions of a product, the newest first."""
    return tuple(map(_version, connection.execute(_newest_first(product_id))))


def newest(connection: Connection, product_id: int) -> ProductVersion:
    """Return the newest version of a product.

    Raises:
        InputError: there is no such product.
    """
    row = connection.execute(_newest_first(product_id).limit(1)).one_or_none()
    if row is None:
        raise InputError(say("There is no product number {id}.", id=product_id))
    return _version(row)


def effective(connection: Connection, product_id: int, on: date) -> ProductVersion | None:
    """Return the version that jobs of the day ``on`` take, or None if the first takes effect later."""
    started = or_(product_version.c.effective_from.is_(None), product_version.c.effective_from <= on)
    row = connection.execute(_newest_first(product_id).where(started).limit(1)).one_or_none()
    return None if row is None else _version(row)


def newest_of_all(connection: Connection) -> dict[int, ProductVersion]:
    """Return the newest version of every product, by the product's id."""
    rows = connection.execute(_all().order_by(product_version.c.number))
    return {row.product_id: row for row in map(_version, {row.product_id: row for row in rows}.values())}


def jobs_of(connection: Connection, version_id: int) -> tuple[int, ...]:
    """Return the numbers of the jobs that froze a version."""
    return tuple(
        connection.scalars(select(job.c.id).where(job.c.product_version_id == version_id).order_by(job.c.id))
    )


def is_frozen(connection: Connection, version_id: int) -> bool:
    """Tell whether a job was ordered or a work order planned with what this version says."""
    planned = select(work_order.c.id).where(work_order.c.product_version_id == version_id).limit(1)
    return bool(jobs_of(connection, version_id)) or connection.scalar(planned) is not None


def open_jobs(connection: Connection, product_id: int) -> tuple[int, ...]:
    """Return the numbers of the jobs of a product that are not closed."""
    not_closed = job.c.state != JobState.CLOSED.value
    return tuple(
        connection.scalars(
            select(job.c.id).where(job.c.product_id == product_id, not_closed).order_by(job.c.id)
        )
    )


def printed_levels(connection: Connection, version_id: int) -> frozenset[int]:
    """Return the pack levels whose labels may have left a printer with what this version says."""
    never_left = (CodeState.AVAILABLE, CodeState.ALLOCATED)
    left = select(code.c.id).where(code.c.job_id == job.c.id, code.c.state.not_in(never_left)).exists()
    return frozenset(
        connection.scalars(select(job.c.level).where(job.c.product_version_id == version_id, left).distinct())
    )


def levels_with_codes(connection: Connection, product_id: int) -> frozenset[int]:
    """Return the pack levels of a product for which codes were imported."""
    return frozenset(
        connection.scalars(select(code_file.c.level).where(code_file.c.product_id == product_id).distinct())
    )


def _all() -> Select[*tuple[Any, ...]]:
    return select(product_version)


def _newest_first(product_id: int) -> Select[*tuple[Any, ...]]:
    return _all().where(product_version.c.product_id == product_id).order_by(product_version.c.number.desc())


def _version(row: Row[*tuple[Any, ...]]) -> ProductVersion:
    master = from_document(row.document)
    return ProductVersion(
        row.id,
        row.product_id,
        row.number,
        row.effective_from,
        master.product,
        master.details,
        row.created_at,
        row.created_by,
        row.reason,
    )
