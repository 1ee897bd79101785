"""Grades of sample labels: measured, compared with the job, and put on record."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from desktop import __version__
from desktop.changes import Changes, Kind
from desktop.errors import InputError, StorageError
from desktop.grading.editions import edition_for
from desktop.grading.formal import at_most, formal
from desktop.grading.model import SymbolGrade
from desktop.grading.record import symbol_record
from desktop.operations import content
from desktop.operations.content import ContentFault
from desktop.operations.grading import Graded, GradingRequest, grade_file
from desktop.operations.job_codes import reason_given
from desktop.operations.needed_grade import asked_of
from desktop.operations.plant import Plant, Report
from desktop.operations.sample_records import put
from desktop.operations.symbol_crop import crop
from desktop.products.quality import (
    GradeRecord,
    Occasion,
    Source,
    Verdict,
    minimum_grade,
    verdict_of,
)
from desktop.reading.picture_process import PictureProcess
from desktop.storage import jobs, quality
from desktop.texts import Text, say

__all__ = [
    "CHANGED",
    "Inspected",
    "Inspection",
    "find",
    "inspect",
    "newest",
    "of_batch",
    "of_job",
    "picture_of",
    "record",
    "remarks_on",
]

CHANGED = Changes.of(Kind.QUALITY)


@dataclass(frozen=True, eq=False, slots=True)
class Inspected:
    """One symbol of a sample: what it carries, and what it is worth by the edition that counts.

    Attributes:
        code: the drug code that it carries, or empty.
        label: number of the label with that code, None if it is not one of the job's.
        minimum: the least grade that passes.
        faults: what is wrong with its content.
    """

    symbol: SymbolGrade
    code: str
    label: int | None
    minimum: float
    calibrated: bool
    faults: tuple[Text, ...]

    @property
    def verdict(self) -> Verdict:
        """What it is worth."""
        return verdict_of(self.symbol.grade, self.minimum, calibrated=self.calibrated, faults=self.faults)


@dataclass(frozen=True, eq=False, slots=True)
class Inspection:
    """A picture of one label, measured and compared with its job, not on record yet.

    Attributes:
        graded: the picture, with its symbols by every edition that was asked for.
        job_id: None: no job was named, so nothing is known of the content.
        samples: its symbols by the edition that counts: what ``record`` writes.
        faults: all that is wrong with the content.
        picture_sha256: of the file, in hex.
        asked: the least grade that the plant asks of the product; 0: the rules alone say what is needed.
    """

    graded: Graded
    job_id: int | None
    samples: tuple[Inspected, ...]
    faults: tuple[ContentFault, ...]
    picture_sha256: str
    asked: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """What the label is worth: the worst of its symbols."""
        found = {one.verdict for one in self.samples}
        return next(one for one in (Verdict.FAILED, Verdict.NOT_MEASURABLE, Verdict.PASSED) if one in found)

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What a person should know of its content: what nobody compared, where anything was."""
        return () if self.job_id is None else content.not_checked()


def inspect(
    plant: Plant,
    path: Path,
    request: GradingRequest,
    *,
    job_id: int | None = None,
    process: PictureProcess | None = None,
    report: Report | None = None,
) -> Inspection:
    """Measure the symbols of a picture of one label and compare them with its job. Nothing is written.

    Args:
        plant: where.
        path: of the picture.
        request: how to grade. With ``all_editions`` the default edition of each symbol is what counts.
        job_id: whose label it should be.
        process: as of ``grading.grade_file``.
        report: as of ``grading.grade_file``.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no picture, has no symbol, the request is impossible, or there is no such job.
        DeviceError: the process that opens it died or took too long.
    """
    asked = asked_of(plant, job_id)
    digest = _digest(path)
    graded = grade_file(path, request, process, report)
    symbols = [one for one in graded.symbols if one.edition is edition_for(one.symbology, request.edition)]
    faults: tuple[ContentFault, ...] = ()
    if job_id is not None:
        faults = content.check(plant, job_id, symbols, whole_label=request.symbology is None)
    calibrated = graded.image.calibration is not None
    samples = tuple(
        Inspected(
            symbol,
            code := content.code_in(symbol),
            content.label_of(plant, job_id, code),
            minimum_grade(symbol.symbology, asked=asked),
            calibrated,
            tuple(fault.text for fault in faults if fault.symbol in {None, index}),
        )
        for index, symbol in enumerate(symbols)
    )
    return Inspection(graded, job_id, samples, faults, digest, asked)


def record(
    plant: Plant,
    inspection: Inspection,
    *,
    job_id: int | None,
    occasion: Occasion,
    number: int | None,
    repeat_of: int | None = None,
    reason: str = "",
) -> tuple[tuple[GradeRecord, ...], Changes]:
    """Put a sample on record, a row for each symbol. A failed one holds the batch.

    Args:
        plant: where.
        inspection: from ``inspect`` with the same job.
        job_id: whose sample; None: of no job.
        occasion: why it was graded.
        number: of the label that the sample was due at; None with ``Occasion.EXTRA``.
        repeat_of: the record that is measured again. The same label is measured, or another one in its place
            if its code was taken out; the sample stays the one that it was.
        reason: why it is repeated; needed then.

    Raises:
        InputError: there is no such job or record, a repeat has no reason, or another job was inspected.
        Refused: the label was graded for another sample, or a repeat measures another label or symbol.
    """
    if inspection.job_id != job_id:
        raise InputError(say("The picture was compared with another job: inspect it again."))
    words = reason_given(reason) if repeat_of is not None else " ".join(reason.split())
    subject = "picture" if job_id is None else f"job {job_id}"
    with plant.store.change(plant.actor, "quality.grade", subject, reason=words) as change:
        rows = [
            (
                GradeRecord(
                    id=0,
                    at=change.at,
                    by=change.actor,
                    source=Source.PACKMARK,
                    device=f"Packmark {__version__}",
                    job_id=job_id,
                    code=one.code,
                    label=one.label,
                    number=number,
                    occasion=occasion,
                    repeat_of=repeat_of,
                    reason=words,
                    symbology=one.symbol.symbology,
                    data=one.symbol.data,
                    edition=one.symbol.edition.value,
                    grade=one.symbol.grade,
                    at_most=at_most(one.symbol),
                    formal=formal(one.symbol) or "",
                    minimum=one.minimum,
                    verdict=one.verdict,
                    calibrated=one.calibrated,
                    faults=one.faults,
                    not_measurable=one.symbol.not_measurable,
                    details=json.dumps(symbol_record(one.symbol, "en"), ensure_ascii=False),
                    picture_sha256=inspection.picture_sha256,
                ),
                crop(inspection.graded.image, one.symbol),
            )
            for one in inspection.samples
        ]
        return put(change, rows), CHANGED


def remarks_on(records: Sequence[GradeRecord]) -> tuple[Text, ...]:
    """Return what a person should know of the content of graded labels, as ``Inspection.remarks``."""
    compared = any(one.job_id is not None or one.label is not None for one in records)
    return content.not_checked() if compared else ()


def of_job(plant: Plant, job_id: int) -> tuple[GradeRecord, ...]:
    """Return the grades of a job, the oldest first. InputError if there is no such job."""
    with plant.store.read() as connection:
        jobs.get(connection, job_id)
        return quality.of_jobs(connection, (job_id,))


def of_batch(plant: Plant, batch_id: int) -> tuple[GradeRecord, ...]:
    """Return the grades of all jobs of a batch, the oldest first."""
    with plant.store.read() as connection:
        ids = [job.id for job in jobs.list_all(connection) if job.batch_id == batch_id]
        return quality.of_jobs(connection, ids)


def find(plant: Plant, code: str) -> tuple[GradeRecord, ...]:
    """Return the grades of labels with a drug code, the oldest first."""
    with plant.store.read() as connection:
        return quality.of_code(connection, code)


def newest(plant: Plant, limit: int = 200) -> tuple[GradeRecord, ...]:
    """Return the last grades of the plant, the newest first."""
    with plant.store.read() as connection:
        return quality.newest(connection, limit)


def picture_of(plant: Plant, record_id: int) -> bytes:
    """Return the picture of a graded symbol as PNG, empty if there is none. InputError: no such record."""
    with plant.store.read() as connection:
        return quality.picture_of(connection, record_id)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(
            say("File {file} cannot be read: {why}.", file=path, why=error.strerror)
        ) from error
