"""``packmark export relation | corrections`` and ``packmark relation ...``: relations for the platform."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.export_options import add_order, add_out, require_folder
from desktop.errors import InputError
from desktop.exchange.relation_profile import PROFILES, profile_of
from desktop.operations import kept_files, named_work, products, relation_check, relation_export, release
from desktop.operations.kept_files import Compared, KeptFile, PackCounts
from desktop.operations.plant import Plant, Report
from desktop.operations.relation_export import Exported, RelationNotes
from desktop.products.packing import Reading
from desktop.texts import say, say_count


def add_exports(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to ``packmark export``."""
    relation = group.add_parser("relation", parents=[common], help="write the relation file of a work order")
    add_order(relation)
    relation.add_argument(
        "--profile",
        default=PROFILES[0].name,
        metavar="NAME",
        help=f"one of {', '.join(profile.name for profile in PROFILES)}, or a .json file with switches",
    )
    for name, text in (
        ("workshop", "where it was packed"),
        ("manager", "who led the line"),
        ("licence", "number of the plant at the platform"),
        ("comment", "a remark in the file"),
    ):
        relation.add_argument(f"--{name}", default="", help=text)
    relation.add_argument(
        "--new", action="store_true", help="a new one, as the platform has not taken the last one"
    )
    relation.set_defaults(run=_relation)
    corrections = group.add_parser(
        "corrections", parents=[common], help="write what to correct at the platform since the relation left"
    )
    add_order(corrections)
    corrections.set_defaults(run=_corrections)


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add ``packmark relation`` to the command line."""
    group = commands.add_parser("relation", help="relation files and what the platform took").add_subparsers(
        dest="action", required=True
    )
    checking = group.add_parser("check", parents=[common], help="check a relation file, whoever wrote it")
    checking.add_argument("file", type=Path, metavar="FILE.xml")
    checking.add_argument(
        "--nested", action="store_true", help="its ratio counts packs in the next larger one"
    )
    codes = checking.add_mutually_exclusive_group()
    codes.add_argument("--own", action="store_true", help="every code must be one of this plant")
    codes.add_argument("--alone", action="store_true", help="do not look its codes up in this plant")
    checking.set_defaults(run=_check)
    counts = group.add_parser("counts", parents=[common], help="enter what the platform took, and compare")
    counts.add_argument("id", type=int, metavar="FILE_ID")
    for name, text in (("all", "all packs"), ("largest", "largest packs"), ("smallest", "smallest packs")):
        counts.add_argument(name, type=int, metavar=name.upper(), help=text)
    counts.set_defaults(run=_counts)
    files = group.add_parser(
        "files", parents=[common], help="list the files that are kept: of a work order, a lot, or a product"
    )
    files.add_argument("order", nargs="?", metavar="ORDER", help="its number")
    files.add_argument("--lot", help="recall lists of this lot")
    files.add_argument(
        "--product", metavar="PRODUCT", help="device tables of it; with --lot: whose lot it is"
    )
    files.set_defaults(run=_files)
    saving = group.add_parser("save", parents=[common], help="write a kept file once more, byte for byte")
    saving.add_argument("id", type=int, metavar="FILE_ID")
    add_out(saving)
    saving.set_defaults(run=_save)


def _relation(context: Context) -> int:
    options = context.options
    require_folder(context)
    profile = profile_of(options.profile)
    notes = RelationNotes(options.workshop, options.manager, options.licence, options.comment)
    with context.plant() as plant:
        order_id = named_work.order_of(plant, options.order)
        done = relation_export.export_relation(
            plant, order_id, profile, notes, again=options.new, report=_report(context)
        )
        _written(context, plant, done)
    if done.left_out:
        context.console.say(
            say_count(
                "{n} pack lies in no largest one and is not told of.",
                "{n} packs lie in no largest one and are not told of.",
                n=done.left_out,
            )
        )
    return 0


def _corrections(context: Context) -> int:
    options = context.options
    require_folder(context)
    with context.plant() as plant:
        order_id = named_work.order_of(plant, options.order)
        done = relation_export.export_corrections(plant, order_id, _report(context))
        _written(context, plant, done)
    if not done.files:
        context.console.say(say("Nothing is to be corrected."))
    return 0


def _report(context: Context) -> Report:
    return context.console.report(say("Exported"))


def _written(context: Context, plant: Plant, done: Exported) -> None:
    """Save the files of an export and tell of each."""
    folder: Path = context.options.out
    for file in done.files:
        path = kept_files.save(plant, file.id, folder)
        context.console.say(
            say("File {id}: {path}, SHA-256 {sha256}.", id=file.id, path=str(path), sha256=file.sha256)
        )
    context.console.result(
        {
            "new": done.new,
            "left_out": done.left_out,
            "files": [{**_record(file), "path": str(folder / file.name)} for file in done.files],
        }
    )


def _check(context: Context) -> int:
    options, console = context.options, context.console
    reading = Reading.NESTED if options.nested else Reading.CUMULATIVE
    with context.plant() as plant:
        checked = relation_check.check_relation(
            plant,
            options.file,
            reading,
            own=options.own,
            alone=options.alone,
            report=console.report(say("Checked")),
        )
    found = checked.findings
    told = [
        say("line {line}: {reason}", line=fault.line, reason=fault.text).in_language(console.language)
        for fault in checked.faults
    ]
    for line in told:
        console.line(line)
    console.say(
        say(
            "{name}: {all} codes, {largest} largest packs, {smallest} smallest packs, {unknown} not of this "
            "plant, faults: {faults}.",
            name=checked.name,
            all=found.all,
            largest=found.largest,
            smallest=found.smallest,
            unknown=checked.unknown,
            faults=found.total,
        )
    )
    console.result(
        {
            "file": checked.name,
            "product_code": found.product_code,
            "type_no": found.type_no,
            "cascade": found.cascade,
            "lots": list(found.lots),
            "all": found.all,
            "largest": found.largest,
            "smallest": found.smallest,
            "unknown": checked.unknown,
            "faults": found.total,
            "told": told,
        }
    )
    return 0 if checked.sound else 1


def _counts(context: Context) -> int:
    options, console = context.options, context.console
    with context.plant() as plant:
        compared, _ = kept_files.enter_platform_counts(
            plant, options.id, PackCounts(options.all, options.largest, options.smallest)
        )
    for difference in compared.differences:
        console.say(difference)
    console.say(compared.advice or say("The platform took all of {name}.", name=compared.file.name))
    console.result(_compared(compared, console.language))
    return 1 if compared.differences else 0


def _compared(compared: Compared, language: str) -> dict[str, object]:
    return {
        **_record(compared.file),
        "same": not compared.differences,
        "differences": [one.in_language(language) for one in compared.differences],
    }


def _files(context: Context) -> int:
    with context.plant() as plant:
        files = _found(plant, context.options)
    for file in files:
        context.console.line(
            f"{file.id}\t{file.kind}\t{file.name}\t{file.at:%Y-%m-%d %H:%M}\t{file.by}\t{file.sha256}"
        )
    context.console.result({"files": [_record(file) for file in files]})
    return 0


def _found(plant: Plant, options: argparse.Namespace) -> tuple[KeptFile, ...]:
    if (options.order is None) == (options.lot is None and options.product is None):
        raise InputError(say("Name a work order, or --lot, or --product: one of them."))
    if options.order is not None:
        return kept_files.files_of(plant, named_work.order_of(plant, options.order))
    if options.lot is not None:
        return kept_files.files_of_batch(plant, release.find_batch(plant, options.lot, options.product or ""))
    return kept_files.files_of_product(plant, products.find_product(plant, options.product).id)


def _save(context: Context) -> int:
    require_folder(context)
    with context.plant() as plant:
        path = kept_files.save(plant, context.options.id, context.options.out)
    context.console.say(say("Written: {path}", path=str(path)))
    context.console.result({"file": str(path)})
    return 0


def _record(file: KeptFile) -> dict[str, object]:
    counts = file.counts
    return {
        "file": file.id,
        "kind": file.kind.value,
        "name": file.name,
        "sha256": file.sha256,
        "at": file.at.isoformat(),
        "by": file.by,
        "version": file.version,
        "through_event": file.through_event,
        "all": counts.all if counts else None,
        "largest": counts.largest if counts else None,
        "smallest": counts.smallest if counts else None,
    }
