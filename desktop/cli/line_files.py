"""``packmark export epcis | table | udi``: files of an order for other systems, and devices for UDID."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.export_options import add_order, add_out, require_folder
from desktop.codes.company_prefix import CompanyPrefix
from desktop.exchange.epcis_names import EpcisProfile, NameStyle
from desktop.exchange.mapping_profiles import MappingProfile
from desktop.exchange.small_json import read_small
from desktop.exchange.table_writer import TableFormat
from desktop.operations import epcis_export, kept_files, named_work, table_export, udid_export
from desktop.operations.kept_files import KeptFile
from desktop.operations.plant import Plant
from desktop.operations.udid_export import UdidFormat
from desktop.texts import say


def add_exports(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these commands to ``packmark export``."""
    epcis = group.add_parser("epcis", parents=[common], help="write what happened to packs as EPCIS 2.0")
    add_order(epcis)
    epcis.add_argument("--style", choices=[style.value for style in NameStyle], default=NameStyle.CODE.value)
    epcis.add_argument("--host", default="", help="of the names of packs, such as trace.example.com")
    epcis.add_argument("--company-prefix", default="", metavar="DIGITS", help="GS1 prefix, for SGTINs")
    epcis.add_argument("--location", default="", metavar="URI", help="of the place, such as an SGLN")
    epcis.set_defaults(run=_epcis)
    table = group.add_parser("table", parents=[common], help="write all codes of an order for an ERP")
    add_order(table)
    table.add_argument("--profile", type=Path, metavar="FILE.json", help="columns and what they are called")
    table.add_argument("--format", choices=[how.value for how in TableFormat], help="default: the profile's")
    table.set_defaults(run=_table)
    udi = group.add_parser("udi", parents=[common], help="write medical devices for the national database")
    udi.add_argument(
        "products",
        nargs="+",
        metavar="PRODUCT|JOB",
        help="GTIN, typeNo or name, or an order or print job of it",
    )
    udi.add_argument("--format", choices=[how.value for how in UdidFormat], default=UdidFormat.XLSX.value)
    add_out(udi)
    udi.set_defaults(run=_udi)


def _epcis(context: Context) -> int:
    options = context.options
    require_folder(context)
    prefix = CompanyPrefix.parse(options.company_prefix) if options.company_prefix else None
    profile = EpcisProfile(NameStyle(options.style), options.host, prefix, options.location)
    with context.plant() as plant:
        order_id = named_work.order_of(plant, options.order)
        report = context.console.report(say("Exported"))
        file, _ = epcis_export.export_epcis(plant, order_id, profile, report)
        _save(context, plant, file)
    return 0


def _table(context: Context) -> int:
    options, console = context.options, context.console
    require_folder(context)
    profile = None if options.profile is None else MappingProfile.parse(read_small(options.profile))
    how = None if options.format is None else TableFormat(options.format)
    with context.plant() as plant:
        order_id = named_work.order_of(plant, options.order)
        report = console.report(say("Exported"))
        file, _ = table_export.export_table(plant, order_id, profile, how, console.language, report)
        _save(context, plant, file)
    return 0


def _udi(context: Context) -> int:
    options, console = context.options, context.console
    require_folder(context)
    with context.plant() as plant:
        ids = [named_work.product_of(plant, name) for name in options.products]
        file, _ = udid_export.export_udid(plant, ids, UdidFormat(options.format))
        path = kept_files.save(plant, file.kept.id, options.out)
    kept = file.kept
    console.say(say("File {id}: {path}, SHA-256 {sha256}.", id=kept.id, path=str(path), sha256=kept.sha256))
    gaps = {device.di: [row.title for row in device.gaps] for device in file.devices}
    for di, fields in gaps.items():
        if fields:
            console.say(say("Still empty in {di}: {fields}.", di=di, fields=", ".join(fields)))
    console.result(
        {
            "file": str(path),
            "kept_file": kept.id,
            "sha256": kept.sha256,
            "devices": len(file.devices),
            "gaps": gaps,
        }
    )
    return 0


def _save(context: Context, plant: Plant, file: KeptFile) -> None:
    path = kept_files.save(plant, file.id, context.options.out)
    context.console.say(
        say("File {id}: {path}, SHA-256 {sha256}.", id=file.id, path=str(path), sha256=file.sha256)
    )
    context.console.result({"file": file.id, "path": str(path), "sha256": file.sha256})
