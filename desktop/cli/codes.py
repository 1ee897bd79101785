"""``packmark codes``: import code files, count what is left."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import codes
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("codes", help="the pool of codes").add_subparsers(
        dest="action", required=True
    )
    importing = group.add_parser("import", parents=[common], help="import code files of the platform")
    importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    importing.set_defaults(run=_import)
    counting = group.add_parser("count", parents=[common], help="count the codes by product, level and state")
    counting.set_defaults(run=_count)


def _import(context: Context) -> int:
    console = context.console
    imported = []
    with context.plant() as plant:
        for path in context.options.files:

            def report(fraction: float, name: str = path.name) -> bool:
                console.progress(say("{file}: {percent} %", file=name, percent=round(fraction * 100)))
                return True

            done = codes.import_codes(plant, path, report)
            console.say(
                say(
                    "{file}: {count} codes of {product}, level {level}.",
                    file=path.name,
                    count=done.count,
                    product=done.product,
                    level=done.level,
                )
            )
            imported.append(
                {
                    "file": path.name,
                    "product": done.product,
                    "level": done.level,
                    "count": done.count,
                    "sha256": done.sha256,
                }
            )
    console.result({"imported": imported, "count": sum(int(str(row["count"])) for row in imported)})
    return 0


def _count(context: Context) -> int:
    with context.plant() as plant:
        levels = codes.pool_levels(plant)
    for row in levels:
        counts = asdict(row.counts)
        context.console.line(
            f"{row.prefix}  {row.product}  {row.level}:  "
            + "  ".join(f"{state} {number}" for state, number in counts.items() if number)
        )
    context.console.result(
        {
            "levels": [
                {
                    "product": row.product,
                    "level": row.level,
                    "prefix": row.prefix,
                    "issued": row.counts.issued,
                    "counts": asdict(row.counts),
                }
                for row in levels
            ]
        }
    )
    return 0
