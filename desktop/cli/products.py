"""``packmark products``: import the platform's product list, show what is known, complete it."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import products
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("products", help="the products of the plant").add_subparsers(
        dest="action", required=True
    )
    importing = group.add_parser("import", parents=[common], help="import the platform's products.xml")
    importing.add_argument("file", type=Path)
    importing.set_defaults(run=_import)
    listing = group.add_parser("list", parents=[common], help="list all products")
    listing.set_defaults(run=_list)
    completing = group.add_parser("complete", parents=[common], help="add the GTIN and the shelf life")
    completing.add_argument("product", help="GTIN, 7-digit prefix, typeNo or name")
    completing.add_argument("--gtin")
    completing.add_argument("--shelf-life-months", type=int)
    completing.set_defaults(run=_complete)


def _import(context: Context) -> int:
    with context.plant() as plant:
        done = products.import_products(plant, context.options.file)
    context.console.say(
        say(
            "{added} products added, {unchanged} were known already.",
            added=done.added,
            unchanged=done.unchanged,
        )
    )
    context.console.result({"added": done.added, "unchanged": done.unchanged})
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
