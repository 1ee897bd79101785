"""``packmark products``: import and export, show what is known, complete it, note its filing."""

import argparse
from datetime import date
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import product_exchange, product_rules, product_versions, products
from desktop.operations.plant import Plant
from desktop.operations.product_exchange import Action, Mend, ProductsPreview
from desktop.products.field_titles import title
from desktop.products.filing import Filing, FilingStatus, filing_title
from desktop.products.licence import LicensedPrefix
from desktop.products.packing import Packing, Reading
from desktop.products.version import PLATFORM_FIELDS
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("products", help="the products of the plant").add_subparsers(
        dest="action", required=True
    )
    importing = group.add_parser("import", parents=[common], help="import products.xml, CSV or XLSX")
    importing.add_argument("file", type=Path)
    importing.add_argument("--nested", action="store_true", help="read pack ratios as nested, not cumulative")
    importing.add_argument("--preview", action="store_true", help="say what it would do, change nothing")
    importing.add_argument("--mend", action="store_true", help="put right what a spreadsheet has damaged")
    importing.add_argument("--revise", action="store_true", help="take over data that differs")
    importing.set_defaults(run=_import)
    exporting = group.add_parser("export", parents=[common], help="write .xml, .csv or .xlsx")
    exporting.add_argument("file", type=Path)
    exporting.add_argument("--product", action="append", metavar="KEY", help="only this one; may be repeated")
    exporting.set_defaults(run=_export)
    listing = group.add_parser("list", parents=[common], help="list all products")
    listing.set_defaults(run=_list)
    showing = group.add_parser("show", parents=[common], help="show all that is known of a product")
    showing.add_argument("product", help="GTIN, 7-digit prefix, typeNo or name")
    showing.set_defaults(run=_show)
    completing = group.add_parser("complete", parents=[common], help="add the GTIN and the shelf life")
    completing.add_argument("product", help="GTIN, 7-digit prefix, typeNo or name")
    completing.add_argument("--gtin")
    completing.add_argument("--shelf-life-months", type=int)
    completing.set_defaults(run=_complete)
    _add_rules(group, common)


def _add_rules(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    filing = group.add_parser("filing", parents=[common], help="note the filing at the platform")
    filing.add_argument("product", help="GTIN, 7-digit prefix, typeNo or name")
    how = filing.add_mutually_exclusive_group(required=True)
    how.add_argument("--passed", metavar="NUMBER")
    how.add_argument("--submitted", nargs="?", const="", metavar="NUMBER")
    how.add_argument("--none", action="store_true", help="it was not filed after all")
    filing.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD")
    filing.set_defaults(run=_filing)
    licensing = group.add_parser(
        "license", parents=[common], help="a GS1 company prefix that the site may use"
    )
    licensing.add_argument("prefix")
    licensing.add_argument("--holder", required=True, metavar="COMPANY")
    licensing.add_argument(
        "--customer", action="store_true", help="held by a company that this site packs for"
    )
    licensing.set_defaults(run=_license)


def _import(context: Context) -> int:
    options = context.options
    reading = Reading.NESTED if options.nested else Reading.CUMULATIVE
    with context.plant() as plant:
        mends: tuple[Mend, ...] = ()
        if options.mend or options.preview:
            preview = product_exchange.preview_products(plant, options.file, reading=reading)
            if options.mend:
                mends = preview.mends
                preview = product_exchange.preview_products(plant, options.file, reading=reading, mends=mends)
            if options.preview:
                return _tell_preview(context, preview)
        done = product_exchange.import_products(
            plant, options.file, reading=reading, mends=mends, revise=options.revise
        )
    context.console.say(
        say(
            "Products added: {added}; known already: {unchanged}.",
            added=done.added,
            unchanged=done.unchanged,
        )
    )
    if done.completed or done.revised:
        context.console.say(
            say("{completed} completed, {revised} revised.", completed=done.completed, revised=done.revised)
        )
    if mends:
        context.console.say(say("{count} damaged values were put right.", count=len(mends)))
    context.console.result(
        {
            "added": done.added,
            "unchanged": done.unchanged,
            "completed": done.completed,
            "revised": done.revised,
            "mended": len(mends),
        }
    )
    return 0


def _tell_preview(context: Context, preview: ProductsPreview) -> int:
    language = context.console.language
    for row in preview.rows:
        action = product_exchange.action_title(row.action).in_language(language)
        named = f"{row.product.type_no}  {row.product.name}" if row.product else f"{row.line}:"
        why = f"  {row.sentence.in_language(language)}" if row.sentence else ""
        context.console.line(f"{action}  {named}{why}")
    for problem in preview.problems:
        context.console.say(problem.sentence)
        if problem.mend is not None:
            context.console.say(say("  --mend would make it {proposed}", proposed=problem.mend.proposed))
    context.console.result(
        {
            "importable": preview.importable,
            **{action.value: preview.count(action) for action in Action},
            "problems": [
                {
                    "line": problem.line,
                    "column": problem.column,
                    "found": problem.found,
                    "message": problem.text.in_language(language),
                    "mend": problem.mend.proposed if problem.mend else None,
                    "blocking": problem.blocking,
                }
                for problem in preview.problems
            ],
            "problem_count": preview.problem_count,
        }
    )
    return 0 if preview.importable else 1


def _export(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        chosen = [products.find_product(plant, key).id for key in options.product or ()]
        count = product_exchange.export_products(
            plant, options.file, product_ids=chosen or None, language=context.console.language
        )
    context.console.say(say("{count} products written to {file}.", count=count, file=options.file))
    context.console.result({"written": count, "file": str(options.file)})
    return 0


def _list(context: Context) -> int:
    with context.plant() as plant:
        rows = products.list_products(plant)
    for row in rows:
        product = row.product
        context.console.line(
            f"{product.type_no}  {product.name}  {product.package_spec}  "
            + "  ".join(f"{level.level}: {level.prefix}" for level in product.levels)
        )
    context.console.result({"products": [products.as_record(row) for row in rows]})
    return 0


def _show(context: Context) -> int:
    with context.plant() as plant:
        row = products.find_product(plant, context.options.product)
        history = product_versions.versions(plant, row.id)
        gate = product_rules.filing_gate(plant, row.id)
    language, line = context.console.language, context.console.line
    for key in (*PLATFORM_FIELDS, "shelf_life_months"):
        value = getattr(row.product, key)
        line(f"{title(key).in_language(language)}: {'' if value is None else value}")
    for key, value in row.details:
        line(f"{title(key).in_language(language)}: {value}")
    context.console.say(Packing.of(row.product.levels).sentence)
    for level in row.product.levels:
        line(f"{level.level}: {level.prefix}  {level.gtin.value if level.gtin else ''}".rstrip())
    meter = row.completeness
    context.console.say(say("{done} of {of} required fields are filled in.", done=meter.done, of=meter.of))
    if meter.missing:
        line("  " + ", ".join(text.in_language(language) for text in meter.missing))
    if gate is not None:
        context.console.say(gate)
    context.console.result(
        {
            **products.as_record(row),
            "gate": gate.in_language(language) if gate else None,
            "versions": [
                {
                    "number": one.version.number,
                    "effective_from": str(one.version.effective_from or "") or None,
                    "created_by": one.version.created_by,
                    "reason": one.version.reason,
                    "jobs": list(one.jobs),
                    "current": one.current,
                }
                for one in history
            ],
        }
    )
    return 0


def _complete(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row = products.find_product(plant, options.product)
        products.complete_product(
            plant, row.id, gtin=options.gtin, shelf_life_months=options.shelf_life_months
        )
        row = products.find_product(plant, row.product.type_no)
    context.console.say(say("{product} is completed.", product=row.product.name))
    context.console.result(products.as_record(row))
    return 0


def _filing(context: Context) -> int:
    options = context.options
    if options.passed is not None:
        filing = Filing(FilingStatus.PASSED, options.passed, options.date)
    elif options.none:
        filing = Filing()
    else:
        filing = Filing(FilingStatus.SUBMITTED, options.submitted, options.date)
    with context.plant() as plant:
        row = _filed(plant, options.product, filing)
    context.console.say(
        say("{product}: filing {status}.", product=row.product.name, status=filing_title(filing.status))
    )
    context.console.result(products.as_record(row))
    return 0


def _filed(plant: Plant, key: str, filing: Filing) -> products.ProductRow:
    row = products.find_product(plant, key)
    product_rules.set_filing(plant, row.id, filing)
    return products.product(plant, row.id)


def _license(context: Context) -> int:
    options = context.options
    prefix = LicensedPrefix(options.prefix, options.holder, options.customer)
    with context.plant() as plant:
        product_rules.license_prefix(plant, prefix)
        known = product_rules.licensed_prefixes(plant)
    context.console.say(
        say("Company prefix {prefix} of {holder} is noted.", prefix=prefix.prefix, holder=prefix.holder)
    )
    context.console.result(
        {
            "prefixes": [
                {"prefix": row.prefix, "holder": row.holder, "customer": row.customer} for row in known
            ]
        }
    )
    return 0
