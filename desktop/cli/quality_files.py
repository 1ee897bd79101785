"""``packmark quality report``, ``csv`` and ``import``: grades to and from files."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.numbers import job_number
from desktop.cli.quality_told import tell_grades
from desktop.errors import InputError
from desktop.operations import quality_files, release, verifier_files
from desktop.operations.verifier_files import Column
from desktop.products.quality import Verdict
from desktop.texts import say


def add_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to ``packmark quality``."""
    for name, ending, text, run in (
        ("report", "pdf", "write the quality report of a batch as PDF", _report),
        ("csv", "csv", "write the grades of a batch as CSV", _csv),
    ):
        writing = group.add_parser(name, parents=[common], help=text)
        writing.add_argument("lot", metavar="LOT")
        writing.add_argument("--product", default="", help="where several products have such a lot")
        writing.add_argument("-o", "--out", type=Path, required=True, metavar=f"FILE.{ending}")
        writing.set_defaults(run=run)
    taking = group.add_parser("import", parents=[common], help="put a verifier's CSV file on record")
    taking.add_argument("file", type=Path, metavar="FILE.csv")
    taking.add_argument("--device", default="", help="name and serial number of the verifier")
    taking.add_argument("--symbology", default="", metavar="S", help="where no column names it")
    taking.add_argument(
        "--calibrated", action="store_true", help="its calibration is valid, else none passes"
    )
    taking.add_argument(
        "--column",
        nargs=2,
        action="append",
        default=[],
        metavar=("WHAT", "HEADING"),
        help=f"the heading of {', '.join(Column)}, where it is an unusual one",
    )
    taking.add_argument(
        "--mapping", type=Path, metavar="MAP.json", help="the headings, as the import window saved them"
    )
    taking.add_argument("--job", type=job_number, metavar="JOB", help="whose labels; else by their codes")
    taking.add_argument("--check", action="store_true", help="only read it; nothing is put on record")
    taking.set_defaults(run=_import)


def _report(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        batch_id = release.find_batch(plant, options.lot, options.product)
        quality_files.write_report(plant, batch_id, options.out, context.console.language)
    return _written(context)


def _csv(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        batch_id = release.find_batch(plant, options.lot, options.product)
        quality_files.write_csv(plant, batch_id, options.out, context.console.language)
    return _written(context)


def _written(context: Context) -> int:
    context.console.say(say("Written: {path}", path=str(context.options.out)))
    context.console.result({"file": str(context.options.out)})
    return 0


def _import(context: Context) -> int:
    console, options = context.console, context.options
    saved = None if options.mapping is None else verifier_files.read_mapping(options.mapping)
    columns = {} if saved is None else saved.headings
    found = verifier_files.read_file(
        options.file,
        device=options.device or (saved.device if saved else ""),
        symbology=options.symbology or (saved.symbology if saved else ""),
        calibrated=options.calibrated,
        mapping=columns | {_column(name): heading for name, heading in options.column},
    )
    faulty = [
        say("line {line}: {reason}", line=row.line, reason=row.reason).in_language(console.language)
        for row in found.faulty
    ]
    for told in faulty:
        console.line(told)
    if options.check:
        console.say(
            say("{good} rows can be taken over, {bad} cannot.", good=len(found.taken), bad=len(faulty))
        )
        console.result({"readable": len(found.taken), "faulty": faulty})
        return 1 if faulty else 0
    results = [row.result for row in found.taken]
    with context.plant() as plant:
        imported, _ = verifier_files.record_all(plant, results, job_id=options.job)
    if imported.known:
        console.say(say("{count} rows were on record already and were left out.", count=imported.known))
    tell_grades(console, imported.records, faulty=faulty, known=imported.known)
    passed = all(record.verdict is Verdict.PASSED for record in imported.records)
    return 0 if passed and not faulty else 1


def _column(name: str) -> Column:
    try:
        return Column(name.lower())
    except ValueError as error:
        raise InputError(
            say("“{found}” is no column; there are {known}.", found=name, known=", ".join(Column))
        ) from error
