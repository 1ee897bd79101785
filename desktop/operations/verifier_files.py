"""Results of a verifier beside ours, taken over from its file: no row twice, every faulty row told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.changes import Changes
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.verifier_columns import Column
from desktop.exchange.verifier_results import LARGEST_FILE, FaultyRow, Taken, VerifierFile, read_results
from desktop.operations import inspections
from desktop.operations.plant import Plant
from desktop.products.quality import ExternalResult, GradeRecord, Source

__all__ = ["Column", "FaultyRow", "Imported", "Taken", "VerifierFile", "read_file", "record_all"]

_COMPARED = 20_000
"""Newest records of the plant in which a row is looked for before it is taken."""

_Key = tuple[str, str, float | None, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows. ``known``: how many were on record already and were left out."""

    records: tuple[GradeRecord, ...]
    known: int


def read_file(
    path: Path,
    *,
    device: str = "",
    symbology: str = "",
    calibrated: bool = False,
    mapping: Mapping[Column, str] | None = None,
) -> VerifierFile:
    """Read a verifier's file; nothing is put on record yet.

    Arguments as of ``desktop.exchange.verifier_results.read_results``.

    Raises:
        InputError: there is no such file, or it is no such table.
        StorageError: it cannot be read.
    """
    with open_incoming(path) as stream:
        content = read_some(stream, LARGEST_FILE + 1, path.name)
    return read_results(
        content, path.name, device=device, symbology=symbology, calibrated=calibrated, mapping=mapping
    )


def record_all(
    plant: Plant, results: Sequence[ExternalResult], *, job_id: int | None = None
) -> tuple[Imported, Changes]:
    """Put results on record, each in a transaction of its own; a failed one holds its batch.

    A row that says when it was measured is taken once only, however often its file is imported.

    Args:
        plant: where.
        results: as a file gave them.
        job_id: whose labels they are; None: found by the code in each.

    Raises:
        InputError: there is no such job.
        Refused: as with ``inspections.record_external``; the rows before are on record.
    """
    seen = {_key_of(one) for one in inspections.newest(plant, _COMPARED) if one.source is Source.VERIFIER}
    records: list[GradeRecord] = []
    known = 0
    changes = inspections.CHANGED
    for result in results:
        key = _key(result)
        if key is not None and key in seen:
            known += 1
            continue
        record, changes = inspections.record_external(plant, replace(result, job_id=result.job_id or job_id))
        records.append(record)
        seen.add(key)
    return Imported(tuple(records), known), changes


def _key(result: ExternalResult) -> _Key | None:
    if result.measured_at is None:
        return None
    return result.device.strip(), result.data, result.grade, result.measured_at.isoformat()


def _key_of(record: GradeRecord) -> _Key | None:
    details = json.loads(record.details) if record.details else {}
    measured = details.get("measured_at") if isinstance(details, dict) else None
    return None if measured is None else (record.device, record.data, record.grade, str(measured))
