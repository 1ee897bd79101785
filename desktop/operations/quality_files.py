"""What the work of QA on a batch leaves in files: the quality report as PDF, its grades as CSV."""

from pathlib import Path

from desktop.exchange.new_file import write_new
from desktop.operations import inspections, quality_trend, release
from desktop.operations.plant import Plant


def write_report(plant: Plant, batch_id: int, path: Path, language: str) -> None:
    """Write the quality report of a batch: status, obstacles, trends, grades, holds and releases.

    Raises:
        InputError: there is no such batch.
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    from desktop.exchange.quality_report import (  # noqa: PLC0415 (start-up: setting type takes long to load)
        BatchQualityReport,
        quality_report_pdf,
    )
    from desktop.exchange.trend_chart import Series  # noqa: PLC0415 (start-up)

    state = release.status(plant, batch_id)
    series = tuple(
        Series(
            job_id=one.job_id,
            printer=one.printer,
            symbology=one.symbology,
            edition=one.edition,
            records=one.records,
            minimum=one.minimum,
            control=None if one.control is None else (one.control.lower, one.control.mean, one.control.upper),
        )
        for one in quality_trend.trends(plant, batch_id=batch_id)
    )
    records = inspections.of_batch(plant, batch_id)
    report = BatchQualityReport(
        product=state.product,
        lot=state.lot,
        specimen=state.specimen,
        status=state.status,
        obstacles=state.obstacles,
        events=release.history(plant, batch_id),
        records=records,
        series=series,
        written_at=plant.clock.now(),
        written_by=plant.actor,
        remarks=inspections.remarks_on(records),
    )
    write_new(path, quality_report_pdf(report, language))


def write_csv(plant: Plant, batch_id: int, path: Path, language: str) -> None:
    """Write the grades of a batch as CSV, the oldest first; errors as of ``write_report``."""
    from desktop.exchange.grades_table import records_csv  # noqa: PLC0415 (start-up)

    release.status(plant, batch_id)  # refuses a batch that is not there
    write_new(path, records_csv(inspections.of_batch(plant, batch_id), language))
