"""``packmark demo``: the whole main job on the sample plant and the emulated printer, no screen needed."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from desktop.cli import line_demo
from desktop.cli.context import Context
from desktop.cli.jobs import record
from desktop.devices import Picture
from desktop.errors import Refused, StorageError
from desktop.labels.image import png_bytes
from desktop.operations import audit, batches, codes, job_files, jobs, sample_plant, trace
from desktop.operations import products as product_operations
from desktop.operations.plant import Plant
from desktop.products.batch import Batch
from desktop.products.job import JobState
from desktop.texts import Text, say

PRINTER = "demo://zebra"
LABEL = "drug_code_b"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the demo to the command line."""
    demo = commands.add_parser("demo", parents=[common], help="the whole main job on the sample plant")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument("--labels", type=int, default=200, metavar="N")
    demo.add_argument("--line", action="store_true", help="a whole packing line instead, packed and closed")
    line = demo.add_argument_group("with --line")
    line.add_argument("--units", type=int, default=2000, metavar="N", help="smallest packs")
    line.add_argument("--ratio", default="1:10:100", metavar="RATIO", help="packs in the largest one")
    line.add_argument(
        "--exceptions", type=float, default=0.01, metavar="SHARE", help="of packs with something unusual"
    )
    line.add_argument(
        "--faults", type=float, default=0.001, metavar="SHARE", help="of labels at which a printer fails"
    )
    line.add_argument("--seed", type=int, default=1, metavar="N", help="of all chance")
    demo.set_defaults(run=run)


def run(context: Context) -> int:
    """Import, print, read back, reconcile and report; 0 if every label was read back right."""
    began = time.monotonic()
    out: Path = context.options.out
    if context.options.line:
        _fresh_folder(out, out)
        with _demo_plant(context, out) as plant:
            return line_demo.run(context, plant)
    _fresh_folder(out, out / "labels")
    with _demo_plant(context, out) as plant:
        _step(context, 1, say("Load the sample plant: products and code files"))
        sample_plant.load(plant)
        product = product_operations.find_product(plant, sample_plant.GTIN)
        imported = sum(level.counts.issued for level in codes.pool_levels(plant))
        _step(context, 2, say("Create a batch, its expiry computed from the shelf life"))
        batch = _current_batch(plant, product)
        _step(context, 3, say("Order {count} unit labels", count=context.options.labels))
        order = jobs.JobOrder(product.id, batch.id, 1, context.options.labels, LABEL, PRINTER, PRINTER)
        ordered, _ = jobs.create_job(plant, order)
        _step(context, 4, say("Print them on the emulated Zebra and read each one back"))
        row, shown = _print(context, plant, ordered.job.id, out)
        _step(context, 5, say("Write the printer stream, the batch report and one trace"))
        job_files.write_stream(plant, row.job.id, out / "stream.zpl")
        report = out / "report.pdf"
        job_files.batch_report(plant, row.job.id, report, context.console.language)
        if shown:
            _trace_one(context, plant, shown[0])
        verdict = audit.verify_audit(plant)
        database = plant.store.place if context.options.db else str(out / "demo.db")
    printed = row.counts.good + row.counts.spoiled
    good = (
        row.job.state is JobState.DONE
        and verdict.sound
        and row.counts.verified == printed == context.options.labels
    )
    context.console.say(
        say(
            "{printed} labels printed, {verified} read back, {wrong} wrong, {unknown} unknown. "
            "All files are in {folder}.",
            printed=printed,
            verified=row.counts.verified,
            wrong=row.counts.spoiled,
            unknown=row.counts.unknown,
            folder=out,
        )
    )
    context.console.result(
        {
            "codes_imported": imported,
            "labels_printed": printed,
            "labels_read_back": row.counts.verified,
            "mismatches": row.counts.spoiled,
            "unknown": row.counts.unknown,
            "seconds": round(time.monotonic() - began, 3),
            "database": database,
            "report": str(report),
            "audit_sound": verdict.sound,
            **record(row),
        }
    )
    return 0 if good else 1


def _fresh_folder(out: Path, inner: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise Refused(say("Folder {folder} is not empty. Name a new one with --out.", folder=out))
    try:
        inner.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            say("Folder {folder} cannot be made: {why}.", folder=out, why=error.strerror)
        ) from error


@contextmanager
def _demo_plant(context: Context, out: Path) -> Iterator[Plant]:
    url = context.options.db or f"sqlite:///{(out / 'demo.db').resolve()}"
    with context.open_plant(url, out) as plant:
        yield plant


def _current_batch(plant: Plant, product: product_operations.ProductRow) -> batches.BatchRow:
    made = plant.clock.now().date() - timedelta(days=7)
    proposal = batches.proposed_expiry(plant, product.id, made)
    batch = Batch(f"D{made:%y%m%d}", made, proposal.day_before, specimen=True)
    row, _ = batches.create_batch(plant, product.id, batch)
    return row


def _print(context: Context, plant: Plant, job_id: int, out: Path) -> tuple[jobs.JobRow, list[str]]:
    shown: list[str] = []

    def keep(picture: Picture, code: str) -> None:
        shown.append(code)
        (out / "labels" / f"{len(shown):06}-{code}.png").write_bytes(
            png_bytes(picture.width, picture.height, picture.rows)
        )
        context.console.progress(
            say("{done} of {count} labels", done=len(shown), count=context.options.labels)
        )

    running = jobs.open_job(plant, job_id, keep)
    running.run()
    return jobs.job(plant, job_id), shown


def _trace_one(context: Context, plant: Plant, code: str) -> None:
    found = trace.trace(plant, code)
    for event in found.events:
        context.console.line(f"   {event.at:%H:%M:%S}  {event.what.in_language(context.console.language)}")


def _step(context: Context, number: int, text: Text) -> None:
    context.console.say(say("[{number}/5] {what} …", number=number, what=text))
