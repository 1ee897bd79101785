"""What a job leaves in files: the batch report, and its labels in the printer's language."""

from pathlib import Path

from desktop.errors import Refused
from desktop.exchange.batch_report import BatchReport, Reprinted, batch_report_pdf
from desktop.exchange.new_file import write_new
from desktop.operations import labels
from desktop.operations.jobs import OUT_OF_THE_PRINTER, job
from desktop.operations.plant import Plant
from desktop.operations.running import plan_as_printed
from desktop.products.code_pool import CodeCounts
from desktop.products.job import label_values
from desktop.storage import audit, batches, codes, designs, product_versions, reprints
from desktop.texts import say


def batch_report(plant: Plant, job_id: int, path: Path, language: str) -> None:
    """Write the batch report as PDF: product, batch, reconciliation, first and last label, chain head.

    Raises:
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    row = job(plant, job_id)
    with plant.store.read() as connection:
        ends = codes.first_and_last(connection, job_id, OUT_OF_THE_PRINTER)
        product = product_versions.of_job(connection, row.job).product
        batch = batches.get(connection, row.job.batch_id).batch
        frozen = designs.get(connection, row.job.design_revision_id)
        head = audit.head(connection)
        again = tuple(
            Reprinted(each.label, each.code, each.number, each.reason, each.actor, each.outcome)
            for each in reprints.of_job(connection, job_id)
        )
        issued = next(
            (
                levels.counts
                for levels in codes.level_counts(connection)
                if (levels.product_id, levels.level) == (row.job.product_id, row.job.level)
            ),
            CodeCounts(),
        )
    plan = plan_as_printed(plant, row.job) if ends else None
    report = BatchReport(
        job=row.job,
        product=product,
        batch=batch,
        design=f"{frozen.name} r{frozen.revision}",
        counts=row.counts,
        reprints=again,
        pool=issued,
        pictures=()
        if plan is None or ends is None
        else tuple(
            (
                code.ordinal or 0,
                code.value,
                labels.previewed(plan, label_values(code.value, code.ordinal or 0)).primitives,
            )
            for code in ends
        ),
        size=(plan.width_dots, plan.height_dots, plan.resolution) if plan else None,
        audit_records=head.count,
        audit_head=head.hash,
        written_at=plant.clock.now(),
        written_by=plant.actor,
    )
    write_new(path, batch_report_pdf(report, language))


def write_stream(plant: Plant, job_id: int, path: Path) -> None:
    """Write what a job's labels look like in the printer's language, for study and comparison.

    Raises:
        Refused: the batch is merchandise: a file that could print its codes again must not exist.
    """
    row = job(plant, job_id)
    with plant.store.read() as connection:
        if not batches.get(connection, row.job.batch_id).batch.specimen:
            raise Refused(
                say(
                    "A printer stream is only written for specimen batches: from a file, codes could be "
                    "printed twice."
                )
            )
        values = [
            label_values(code.value, code.ordinal or 0)
            for code in codes.of_job(connection, job_id, OUT_OF_THE_PRINTER)
        ]
    plan = plan_as_printed(plant, row.job)
    if plan is None:
        raise Refused(say("Job {job} has printed nothing yet.", job=job_id))
    language = plant.languages["zpl"]
    stream = [language.stored_format(plan), *(language.label(plan.fill(each)) for each in values)]
    write_new(path, b"".join(stream))
