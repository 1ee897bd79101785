"""Results of a verifier beside ours, taken over from its file: no row twice, every faulty row told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.changes import Changes
from desktop.errors import InputError
from desktop.exchange.incoming import open_incoming, read_some
from desktop.exchange.new_file import write_new
from desktop.exchange.small_json import read_small
from desktop.exchange.verifier_columns import Column
from desktop.exchange.verifier_mapping import VerifierMapping, column_title
from desktop.exchange.verifier_results import (
    LARGEST_FILE,
    FaultyRow,
    Sheet,
    Taken,
    VerifierFile,
    look,
    read_results,
)
from desktop.operations import external_results, inspections
from desktop.operations.external_results import WeighedResult
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.products.quality import ExternalResult, GradeRecord, Source
from desktop.texts import Text, say

__all__ = [
    "Column",
    "FaultyRow",
    "Imported",
    "Sheet",
    "Studied",
    "Taken",
    "VerifierFile",
    "VerifierMapping",
    "WeighedRow",
    "column_title",
    "read_file",
    "read_mapping",
    "record_all",
    "study",
    "write_mapping",
]

_COMPARED = 20_000
"""Newest records of the plant in which a row is looked for before it is taken."""

_Key = tuple[str, str, float | None, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows. ``known``: how many were on record already and were left out."""

    records: tuple[GradeRecord, ...]
    known: int


@dataclass(frozen=True, slots=True)
class WeighedRow:
    """A row that could be read, and what it will be worth.

    Attributes:
        known: it is on record already and will be left out.
    """

    taken: Taken
    weighed: WeighedResult
    known: bool


@dataclass(frozen=True, slots=True)
class Studied:
    """All that can be known of a file before anything of it is on record.

    Attributes:
        sheet: its first rows and what is understood of them.
        rows: what could be read, compared with the jobs.
        faulty: what could not be read.
        trouble: why nothing could be read: which columns hold what must be said; None: it could.
    """

    sheet: Sheet
    rows: tuple[WeighedRow, ...] = ()
    faulty: tuple[FaultyRow, ...] = ()
    trouble: Text | None = None


def study(
    plant: Plant,
    path: Path,
    *,
    device: str = "",
    symbology: str = "",
    calibrated: bool = False,
    mapping: Mapping[Column, str] | None = None,
    heading_line: int | None = None,
    report: Report | None = None,
) -> Studied:
    """Read a verifier's file and compare every row with its job; nothing is put on record.

    Arguments as of ``desktop.exchange.verifier_results.read_results``; ``report`` is told the share of the
    rows that is compared.

    Raises:
        InputError: there is no such file, or it is no table.
        StorageError: it cannot be read.
        Cancelled: ``report`` asked for it.
    """
    content = _content(path)
    sheet = look(content, path.name, mapping=mapping, heading_line=heading_line)
    try:
        found = read_results(
            content,
            path.name,
            device=device,
            symbology=symbology,
            calibrated=calibrated,
            mapping=mapping,
            heading_line=heading_line,
        )
    except InputError as error:
        return Studied(sheet, trouble=error.text)
    return Studied(sheet, _weighed(plant, found.taken, report), found.faulty)


def _weighed(plant: Plant, taken: Sequence[Taken], report: Report | None) -> tuple[WeighedRow, ...]:
    seen = _seen(plant)
    rows: list[WeighedRow] = []
    for number, one in enumerate(taken):
        if report is not None and not report(number / len(taken)):
            raise Cancelled(say("Reading the results was cancelled; nothing is on record."))
        key = _key(one.result)
        rows.append(WeighedRow(one, external_results.weigh_external(plant, one.result), key in seen))
        if key is not None:
            seen.add(key)
    return tuple(rows)


def read_mapping(path: Path) -> VerifierMapping:
    """Read which columns hold what.

    Raises:
        InputError: there is no such file, or it is no mapping.
        StorageError: it cannot be read.
    """
    return VerifierMapping.parse(read_small(path))


def write_mapping(path: Path, mapping: VerifierMapping) -> None:
    """Write which columns hold what into a new file.

    Raises:
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    write_new(path, mapping.as_json())


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
    return read_results(
        _content(path),
        path.name,
        device=device,
        symbology=symbology,
        calibrated=calibrated,
        mapping=mapping,
    )


def record_all(
    plant: Plant,
    results: Sequence[ExternalResult],
    *,
    job_id: int | None = None,
    report: Report | None = None,
) -> tuple[Imported, Changes]:
    """Put results on record, each in a transaction of its own; a failed one holds its batch.

    A row that says when it was measured is taken once only, however often its file is imported.

    Args:
        plant: where.
        results: as a file gave them.
        job_id: whose labels they are; None: found by the code in each.
        report: told the share of the results that is done; it cannot cancel, for the rows before stand.

    Raises:
        InputError: there is no such job.
        Refused: as with ``external_results.record_external``; the rows before are on record.
    """
    seen = _seen(plant)
    records: list[GradeRecord] = []
    known = 0
    changes = inspections.CHANGED
    for number, result in enumerate(results):
        if report is not None:
            report(number / len(results))
        key = _key(result)
        if key is not None and key in seen:
            known += 1
            continue
        record, changes = external_results.record_external(
            plant, replace(result, job_id=result.job_id or job_id)
        )
        records.append(record)
        if key is not None:
            seen.add(key)
    return Imported(tuple(records), known), changes


def _content(path: Path) -> bytes:
    with open_incoming(path) as stream:
        return read_some(stream, LARGEST_FILE + 1, path.name)


def _seen(plant: Plant) -> set[_Key]:
    """Return what is told apart of the newest results of verifiers that are on record."""
    keys = (_key_of(one) for one in inspections.newest(plant, _COMPARED) if one.source is Source.VERIFIER)
    return {key for key in keys if key is not None}


def _key(result: ExternalResult) -> _Key | None:
    if result.measured_at is None:
        return None
    return result.device.strip(), result.data, result.grade, result.measured_at.isoformat()


def _key_of(record: GradeRecord) -> _Key | None:
    details = json.loads(record.details) if record.details else {}
    measured = details.get("measured_at") if isinstance(details, dict) else None
    return None if measured is None else (record.device, record.data, record.grade, str(measured))
