"""``packmark job``: order, run, resume, settle and close print jobs; ``packmark export report``."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date

from desktop.cli import export, label_events, line_files
from desktop.cli.coder_options import add_coder_options, coder_order
from desktop.cli.context import Context
from desktop.cli.export_options import add_order, require_folder
from desktop.cli.label_events import JOB_HELP
from desktop.cli.numbers import job_number
from desktop.errors import InputError
from desktop.exchange.new_file import safe_name
from desktop.operations import batches, job_files, jobs, lines, order_report, products
from desktop.operations.named_work import order_or_none
from desktop.operations.plant import Plant
from desktop.products.batch import Batch
from desktop.products.code_pool import CodeState, state_name
from desktop.products.job import JobState
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("job", help="print jobs").add_subparsers(dest="action", required=True)
    creating = group.add_parser("create", parents=[common], help="order labels for a batch")
    creating.add_argument("--product", required=True, metavar="GTIN|PREFIX", help="what is packed")
    creating.add_argument("--lot", required=True, help="batch number")
    creating.add_argument("--made", type=_a_date, metavar="YYYY-MM-DD", help="production date of a new batch")
    creating.add_argument("--expiry", type=_a_date, metavar="YYYY-MM-DD", help="default: from the shelf life")
    creating.add_argument("--level", type=int, metavar="N", help="pack level; default: the station's, or 1")
    creating.add_argument("--count", type=int, required=True, metavar="N", help="how many labels")
    creating.add_argument(
        "--station", metavar="LINE/STATION", help="gives printer, label, camera, coder and level"
    )
    creating.add_argument("--label", metavar="NAME", help="label design; default: the station's")
    creating.add_argument("--printer", metavar="URL", help="printer or coder; default: the station's")
    creating.add_argument("--camera", metavar="URL", help="reads every label back; '' for none")
    creating.add_argument(
        "--first-article", action="store_true", help="print one label and wait until it was looked at"
    )
    add_coder_options(creating)
    creating.set_defaults(run=_create)
    for name, handler, text in (
        ("start", _run_job, "run a job until it is done, stopped or in need of a person"),
        ("resume", _run_job, "go on with a paused, stopped or crashed job"),
        ("status", _status, "tell how far a job is"),
        ("close", _close, "close a job: unused codes go back to the pool"),
    ):
        command = group.add_parser(name, parents=[common], help=text)
        command.add_argument("id", type=job_number, metavar="JOB", help=JOB_HELP)
        command.set_defaults(run=handler)
    settling = group.add_parser(
        "settle", parents=[common], help="settle unknown codes by the last good label"
    )
    settling.add_argument("id", type=job_number, metavar="JOB", help=JOB_HELP)
    told = settling.add_mutually_exclusive_group(required=True)
    told.add_argument("--last-good", metavar="CODE", help="the last good label before the stop")
    settling.add_argument(
        "--missing", action="append", default=[], metavar="CODE", help="a label before it that is cut off"
    )
    told.add_argument("--none", action="store_true", help="no label came out before the stop")
    settling.set_defaults(run=_settle)
    group.add_parser("list", parents=[common], help="list all jobs").set_defaults(run=_list)
    label_events.add_commands(group, common, _tell)
    exporting = commands.add_parser("export", help="files for others").add_subparsers(
        dest="action", required=True
    )
    report = exporting.add_parser(
        "report", parents=[common], help="the report of a job or a work order as PDF"
    )
    add_order(report)
    report.set_defaults(run=_report)
    export.add_exports(exporting, common)
    line_files.add_exports(exporting, common)


def record(row: jobs.JobRow) -> dict[str, object]:
    """Return a job as the command line gives it to machines."""
    # Codes are returned from the pool only, never from a job.
    counts = {state: number for state, number in asdict(row.counts).items() if state != "returned"}
    return {"job": row.job.id, "state": str(row.job.state), "counts": counts}


def _a_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"a date is written YYYY-MM-DD, not {text!r}") from error


def _create(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        product = products.find_product(plant, options.product)
        batch = _batch(plant, product, options)
        at = None if options.station is None else lines.find_station(plant, options.station)
        row, _ = jobs.create_job(plant, _order(options, product.id, batch.id, at))
    _tell(context, row)
    return 0


def _order(
    options: argparse.Namespace, product_id: int, batch_id: int, at: lines.StationRow | None
) -> jobs.JobOrder:
    """Order what the options say; what they leave out is as at the station."""
    station = None if at is None else at.station
    printer = options.printer or (at.printer.address if at is not None and at.printer is not None else "")
    label = options.label or (station.label if station is not None else "")
    for option, value in (("--printer URL", printer), ("--label NAME", label)):
        if not value:
            raise InputError(say("Give {option}, or a --station that has it.", option=option))
    camera, level = options.camera, options.level
    if station is not None:
        camera = station.camera if camera is None else camera
        level = station.level if level is None else level
    return jobs.JobOrder(
        product_id,
        batch_id,
        1 if level is None else level,
        options.count,
        label,
        printer,
        camera or None,
        coder_order(options, None if station is None or options.printer else station.coder),
        options.first_article,
    )


def _batch(plant: Plant, product: products.ProductRow, options: argparse.Namespace) -> batches.BatchRow:
    for row in batches.list_batches(plant):
        if row.product_id == product.id and row.batch.lot == options.lot:
            _refuse_other_dates(row.batch, options)
            return row
    if options.made is None:
        raise InputError(
            say("Lot {lot} is new: give its production date with --made YYYY-MM-DD.", lot=options.lot)
        )
    expiry = options.expiry or batches.proposed_expiry(plant, product.id, options.made).day_before
    row, _ = batches.create_batch(plant, product.id, Batch(options.lot, options.made, expiry))
    return row


def _refuse_other_dates(batch: Batch, options: argparse.Namespace) -> None:
    for name, known, given in (
        ("--made", batch.made, options.made),
        ("--expiry", batch.expiry, options.expiry),
    ):
        if given is not None and given != known:
            raise InputError(
                say(
                    "Lot {lot} is known with {option} {known}, not {given}. "
                    "Leave the option out or use another lot.",
                    lot=batch.lot,
                    option=name,
                    known=known,
                    given=given,
                )
            )


def _run_job(context: Context) -> int:
    with context.plant() as plant:
        running = jobs.open_job(plant, context.options.id)
        ended = threading.Event()
        with _interrupt_pauses(running), _progress_shown(context, running, ended):
            running.run()
        row = jobs.job(plant, context.options.id)
    _tell(context, row)
    return 0 if row.job.state is JobState.DONE else 1


@contextmanager
def _interrupt_pauses(running: jobs.RunningJob) -> Iterator[None]:
    """Let Ctrl-C and a termination request pause the job: what is in flight is waited for."""

    def pause(_number: int, _frame: object) -> None:
        running.pause()

    earlier = [(number, signal.signal(number, pause)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for number, handler in earlier:
            signal.signal(number, handler)


@contextmanager
def _progress_shown(context: Context, running: jobs.RunningJob, ended: threading.Event) -> Iterator[None]:
    def show() -> None:
        while not ended.wait(0.5):
            now = running.progress()
            context.console.progress(
                say(
                    "{printed} of {wanted} printed, {rate}/s, {left} s left",
                    printed=now.printed,
                    wanted=now.wanted,
                    rate=round(now.rate),
                    left="?" if now.seconds_left is None else round(now.seconds_left),
                )
            )

    thread = threading.Thread(target=show, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _status(context: Context) -> int:
    with context.plant() as plant:
        row = jobs.job(plant, context.options.id)
    _tell(context, row)
    return 0


def _list(context: Context) -> int:
    with context.plant() as plant:
        rows = jobs.list_jobs(plant)
    for row in rows:
        context.console.line(f"{row.job.id}  {row.job.state}  {row.product}  {row.lot}  {row.job.count}")
    context.console.result({"jobs": [record(row) for row in rows]})
    return 0


def _settle(context: Context) -> int:
    with context.plant() as plant:
        options = context.options
        row, _ = jobs.settle(plant, options.id, options.last_good or None, options.missing)
    _tell(context, row)
    return 0


def _close(context: Context) -> int:
    with context.plant() as plant:
        row, _ = jobs.close_job(plant, context.options.id)
    _tell(context, row)
    return 0


def _report(context: Context) -> int:
    require_folder(context)
    number, language = context.options.order, context.console.language
    path = context.options.out / f"report-{safe_name(number)}.pdf"
    with context.plant() as plant:
        order_id = order_or_none(plant, number)
        if order_id is None:
            job_files.batch_report(plant, job_number(number), path, language)
        else:
            order_report.write(plant, order_id, path, language)
    context.console.say(say("Written: {file}", file=path))
    context.console.result({"file": str(path)})
    return 0


def _tell(context: Context, row: jobs.JobRow) -> None:
    counts = ", ".join(
        f"{state_name(CodeState(state)).in_language(context.console.language)} {number}"
        for state, number in asdict(row.counts).items()
        if number
    )
    context.console.say(
        say(
            "Job {id} is {state}: {counts}",
            id=row.job.id,
            state=jobs.state_name(row.job.state),
            counts=counts,
        )
    )
    if row.reason is not None:
        context.console.say(row.reason)
    context.console.result(
        record(row) | ({"reason": row.reason.in_language(context.console.language)} if row.reason else {})
    )
