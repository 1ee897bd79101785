"""The pool: keep codes for a purpose, give unused ones back to the platform.

What a batch needs is in ``pool_plan``, when the pool runs low in ``pool_watch``, whether its codes are
unique in ``pool_proof`` and ``proof_check``; all that a person does with the pool is here under one name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.exchange.code_file_writer import format_to_return, outgoing
from desktop.exchange.code_format import CodeFormat, FileKind
from desktop.exchange.proof_format import UniquenessProof
from desktop.operations.plant import Plant
from desktop.operations.pool_plan import CodePlan, PlanRow, plan_codes
from desktop.operations.pool_proof import Proven, uniqueness_proof, write_proof
from desktop.operations.pool_watch import PoolOutlook, outlook, set_threshold
from desktop.operations.proof_check import ProofVerdict, check_proof
from desktop.products.product import Product
from desktop.storage import code_files, codes, moves, products, withdrawals
from desktop.storage.moves import Pick
from desktop.storage.store import Change
from desktop.storage.withdrawals import Kind as WithdrawalKind
from desktop.storage.withdrawals import Withdrawal
from desktop.texts import say

__all__ = [
    "MOST_RETURNED",
    "CodePlan",
    "CodesAllocated",
    "CodesReturned",
    "PlanRow",
    "PoolOutlook",
    "ProofVerdict",
    "Proven",
    "Reservation",
    "Return",
    "UniquenessProof",
    "allocate",
    "check_proof",
    "outlook",
    "plan_codes",
    "release",
    "reservations",
    "return_codes",
    "returns",
    "set_threshold",
    "uniqueness_proof",
    "write_proof",
]

MOST_RETURNED = 1_000_000
"""Codes of one return: it is one transaction, and printing jobs wait for it some seconds."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """Codes kept for a purpose."""

    id: int
    product_id: int
    product: str
    level: int
    count: int
    purpose: str
    at: datetime
    by: str
    file: str
    """The file that they were written to, or empty."""
    released: bool
    first: str
    last: str
    """First and last code; empty once it is released."""


@dataclass(frozen=True, slots=True)
class CodesAllocated:
    """What an allocation kept."""

    reservations: tuple[Reservation, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class CodesReturned:
    """What was given back to the platform."""

    id: int
    count: int
    first: str
    last: str
    path: Path
    sha256: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Return:
    """Codes that were given back to the platform."""

    id: int
    product_id: int
    product: str
    level: int
    count: int
    reason: str
    at: datetime
    by: str
    file: str
    sha256: str


def allocate(
    plant: Plant, product_id: int, counts: Mapping[int, int], purpose: str, *, path: Path | None = None
) -> CodesAllocated:
    """Keep codes for a named purpose: on every level that is asked for, or on none.

    Args:
        plant: where.
        product_id: whose codes.
        counts: how many by pack level.
        purpose: what for, in the words of who asks.
        path: also write the codes to this file, for a print house (``.xlsx``: a workbook, else one code a
            line). They may then be on paper, so they cannot be released any more. One level only.

    Raises:
        InputError: a number or the purpose is missing, or there is no such product or level.
        Refused: the pool has too few, or the file exists.
        StorageError: the file cannot be written; nothing was kept.
    """
    wanted = {level: count for level, count in sorted(counts.items()) if count}
    _require_sound(wanted, purpose)
    if path is None:
        with plant.store.change(plant.actor, "codes.allocate", purpose) as change:
            made = _keep(change, product_id, wanted, purpose)
    elif len(wanted) > 1:
        raise InputError(say("A file takes the codes of one pack level: allocate level by level."))
    else:
        form = CodeFormat(FileKind.TXT, line_ending="\r\n")
        if path.suffix.lower() == ".xlsx":
            form = CodeFormat(FileKind.XLSX, heading="追溯码")
        with (
            outgoing(path) as file,
            plant.store.change(plant.actor, "codes.allocate", purpose) as change,
        ):
            made = _keep(change, product_id, wanted, purpose)
            digest = file.write(form, _values(change, made[0]))
            withdrawals.note_file(change, made[0].id, path.name, digest)
            change.new = {**(change.new or {}), "file": path.name, "file_sha256": digest}
    kept = {one.id for one in made}
    found = tuple(one for one in reversed(reservations(plant)) if one.id in kept)
    return CodesAllocated(found, Changes.of(Kind.CODES))


def reservations(plant: Plant) -> tuple[Reservation, ...]:
    """Return all reservations, the newest first, those that were released too."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        return tuple(
            Reservation(
                one.id,
                one.product_id,
                names[one.product_id],
                one.level,
                one.count,
                one.purpose,
                one.at,
                one.actor,
                one.file_name,
                one.released,
                *withdrawals.ends(connection, one),
            )
            for one in withdrawals.list_all(connection, WithdrawalKind.RESERVATION)
        )


def release(plant: Plant, reservation_id: int) -> tuple[Reservation, Changes]:
    """Give the codes of a reservation back to the pool.

    Raises:
        InputError: there is no such reservation.
        Refused: it is released already, or its codes were written to a file.
    """
    with plant.store.change(plant.actor, "codes.release", f"reservation {reservation_id}") as change:
        change.new = {"released": withdrawals.release(change, reservation_id)}
    found = next(one for one in reservations(plant) if one.id == reservation_id)
    return found, Changes.of(Kind.CODES)


def return_codes(
    plant: Plant,
    path: Path,
    *,
    product_id: int,
    level: int,
    count: int | None = None,
    file_id: int | None = None,
    reason: str = "",
) -> CodesReturned:
    """Give unused codes back to the platform: written in the format they came in, never used here again.

    Args:
        plant: where.
        path: the file to write; it appears once the codes are out of the pool.
        product_id: whose codes.
        level: their pack level.
        count: how many, the oldest first; None: all that are unused. At most 1 000 000.
        file_id: only of this imported file; None: of any.
        reason: why, for the audit trail.

    Raises:
        InputError: there is no such product or level, or the count is out of its range.
        Refused: too few are unused, the file exists, or they came in files of different formats.
        StorageError: the file cannot be written; nothing was returned.
    """
    with (
        outgoing(path) as file,
        plant.store.change(plant.actor, "codes.return", path.name, reason=reason) as change,
    ):
        product = products.get(change.connection, product_id).product
        _require_level(product, level)
        sources = _sources(change, product_id, level, file_id)
        pick = Pick(product_id, level, _wanted(count, sum(sources.values())), file_id)
        form = _one_format(change, product, pick, sources)
        made = withdrawals.give_to_platform(change, pick, reason)
        first, last = withdrawals.ends(change.connection, made)
        run = _serial(last) - _serial(first) + 1 == pick.count
        digest = file.write(
            format_to_return(form, product, level, (first, last) if run else ()), _values(change, made)
        )
        withdrawals.note_file(change, made.id, path.name, digest)
        change.new = {
            "return": made.id,
            "product": product.type_no,
            "level": level,
            "count": pick.count,
            "first": first,
            "last": last,
            "file_sha256": digest,
        }
    return CodesReturned(made.id, pick.count, first, last, path, digest, Changes.of(Kind.CODES))


def returns(plant: Plant) -> tuple[Return, ...]:
    """Return all that was given back to the platform, the newest first."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        found = withdrawals.list_all(connection, WithdrawalKind.RETURN)
    return tuple(
        Return(
            one.id,
            one.product_id,
            names[one.product_id],
            one.level,
            one.count,
            one.purpose,
            one.at,
            one.actor,
            one.file_name,
            one.file_sha256,
        )
        for one in found
    )


def _require_sound(wanted: Mapping[int, int], purpose: str) -> None:
    if not purpose.strip():
        raise InputError(say("What are the codes kept for? Give a purpose, such as a lot number."))
    if not wanted:
        raise InputError(say("No codes are asked for: expected one or more on a pack level."))
    for level, count in wanted.items():
        if count < 0:
            raise InputError(
                say("Level {level}: {count} codes, expected one or more.", level=level, count=count)
            )


def _require_level(product: Product, level: int) -> None:
    if level not in {one.level for one in product.levels}:
        raise InputError(say("{product} has no pack level {level}.", product=product.name, level=level))


def _keep(change: Change, product_id: int, wanted: Mapping[int, int], purpose: str) -> list[Withdrawal]:
    product = products.get(change.connection, product_id).product
    made = []
    for level, count in wanted.items():
        _require_level(product, level)
        made.append(withdrawals.reserve(change, Pick(product_id, level, count), purpose))
    change.new = {
        "product": product.type_no,
        "reservations": [{"id": one.id, "level": one.level, "count": one.count} for one in made],
    }
    return made


def _sources(change: Change, product_id: int, level: int, file_id: int | None) -> dict[int, int]:
    """Return the files that have unused codes, the oldest first, and how many each has."""
    connection = change.connection
    return {
        found: moves.available_of_file(connection, found)
        for found in moves.files_with_available(connection, product_id, level)
        if file_id in {None, found}
    }


def _wanted(count: int | None, unused: int) -> int:
    if count is not None and count < 1:
        raise InputError(say("{count} codes to return: expected one or more.", count=count))
    if unused == 0:
        raise Refused(say("No codes are unused there: nothing can be returned."))
    wanted = unused if count is None else count
    if wanted > MOST_RETURNED:
        raise Refused(
            say(
                "{count} codes to return: one file takes at most {most}; return them in several.",
                count=wanted,
                most=MOST_RETURNED,
            )
        )
    return wanted


def _one_format(
    change: Change, product: Product, pick: Pick, sources: Mapping[int, int]
) -> CodeFormat | None:
    """Return how the files were written that the codes come from: all in the same way."""
    found: dict[CodeFormat, tuple[str, CodeFormat | None]] = {}
    left = pick.count
    for file_id, unused in sources.items():
        if left <= 0:
            break
        left -= unused
        file = code_files.get(change.connection, file_id)
        form = CodeFormat.from_json(file.format)
        found.setdefault(format_to_return(form, product, pick.level, ()), (file.name, form))
    if len(found) > 1:
        raise Refused(
            say(
                "The unused codes came in files of different formats ({files}): return them file by file.",
                files=", ".join(name for name, _ in found.values()),
            )
        )
    return next(iter(found.values()))[1]


def _values(change: Change, made: Withdrawal) -> Iterator[str]:
    return (code.value for code in codes.of_job(change.connection, made.holder))


def _serial(code: str) -> int:
    return int(code[7:16])
