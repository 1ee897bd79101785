"""What grading leaves in files: the report as PDF, and figures as CSV."""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from desktop.exchange.incoming import open_incoming
from desktop.exchange.new_file import write_new
from desktop.grading.formal import PASSES_FROM
from desktop.operations.grading import Graded, remarks
from desktop.operations.plant import Plant


def write_report(
    plant: Plant, graded: Sequence[Graded], path: Path, language: str, *, minimum: float = PASSES_FROM
) -> None:
    """Write the grade report: each symbol with its picture, its figures and the conditions of measuring.

    Args:
        plant: says who graded, and when.
        graded: the pictures; their files are read once more for their digest.
        path: of the new PDF file.
        language: of the report.
        minimum: the grade that is needed.

    Raises:
        Refused: the file exists.
        InputError: a picture is not there any more.
        StorageError: the report cannot be written, or a picture cannot be read.
    """
    from desktop.exchange.grade_report import (  # noqa: PLC0415 (start-up: setting type takes long to load)
        GradeReport,
        ReportedPicture,
        grade_report_pdf,
    )

    pictures = tuple(
        ReportedPicture(one.path.name, _digest(one.path), one.image, one.symbols, remarks(one.image))
        for one in graded
    )
    report = GradeReport(pictures, minimum, plant.clock.now(), plant.actor)
    write_new(path, grade_report_pdf(report, language))


def write_csv(graded: Sequence[Graded], path: Path, language: str, *, minimum: float = PASSES_FROM) -> None:
    """Write a row for each symbol of the pictures; arguments and errors as of ``write_report``."""
    from desktop.exchange.grades_table import grades_csv  # noqa: PLC0415 (start-up)

    symbols = [(one.path.name, symbol) for one in graded for symbol in one.symbols]
    write_new(path, grades_csv(symbols, minimum, language))


def _digest(path: Path) -> str:
    with open_incoming(path) as stream:
        return file_digest(stream, "sha256").hexdigest()
