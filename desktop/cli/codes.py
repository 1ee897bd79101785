"""``packmark codes``: import and look at files of codes, count and search.

What takes codes out of the pool is in ``pool``, the proof that none is there twice in ``proof``.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.cli import pool, proof
from desktop.cli.context import Context
from desktop.operations import codes
from desktop.operations import pool as pool_operations
from desktop.products.code_pool import state_name
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("codes", help="the pool of codes").add_subparsers(
        dest="action", required=True
    )
    importing = group.add_parser("import", parents=[common], help="import files of codes")
    importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _add_column(importing)
    importing.set_defaults(run=_import)
    looking = group.add_parser("preview", parents=[common], help="say what an import would do")
    looking.add_argument("file", type=Path)
    _add_column(looking)
    looking.set_defaults(run=_preview)
    counting = group.add_parser("count", parents=[common], help="count the codes by product, level and state")
    counting.set_defaults(run=_count)
    searching = group.add_parser("search", parents=[common], help="find codes by their first digits")
    searching.add_argument("text")
    searching.add_argument("--limit", type=int, default=50)
    searching.set_defaults(run=_search)
    pool.add_commands(group, common)
    proof.add_commands(group, common)


def _add_column(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--column", help="column of the codes in a table: heading, letter or number")


def _import(context: Context) -> int:
    console = context.console
    imported = []
    with context.plant() as plant:
        for path in context.options.files:

            def report(fraction: float, name: str = path.name) -> bool:
                console.progress(say("{file}: {percent} %", file=name, percent=round(fraction * 100)))
                return True

            done = codes.import_codes(plant, path, report, column=context.options.column)
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


def _preview(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        found = codes.preview_codes(plant, context.options.file, column=context.options.column)
    console.say(found.sentence)
    for problem in found.problems:
        console.say(problem)
    console.result(
        {
            "file": found.name,
            "importable": found.importable,
            "kind": found.kind,
            "product": found.product,
            "level": found.level,
            "prefix": found.prefix,
            "count": found.count,
            "first": found.first,
            "last": found.last,
            "header": found.header,
            "columns": list(found.columns),
            "column": found.column,
            "problems": [problem.in_language(console.language) for problem in found.problems],
            "problem_count": found.problem_count,
        }
    )
    return 0 if found.importable else 1


def _count(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        levels = pool_operations.outlook(plant)
    for row in levels:
        counts = asdict(row.pool.counts)
        console.line(
            f"{row.pool.prefix}  {row.pool.product}  {row.pool.level}:  "
            + "  ".join(f"{state} {number}" for state, number in counts.items() if number)
        )
        if row.sentence is not None:
            console.say(row.sentence)
    console.result(
        {
            "levels": [
                {
                    "product": row.pool.product,
                    "level": row.pool.level,
                    "prefix": row.pool.prefix,
                    "issued": row.pool.counts.issued,
                    "counts": asdict(row.pool.counts),
                    "threshold": row.pool.threshold,
                    "low": row.pool.low,
                    "per_hour": row.per_hour,
                    "lasts_until": row.lasts_until.isoformat() if row.lasts_until else None,
                }
                for row in levels
            ]
        }
    )
    return 0


def _search(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        found = codes.search_codes(plant, context.options.text, context.options.limit)
    for row in found:
        console.line(
            f"{row.code}  {state_name(row.state).in_language(console.language)}  {row.product}  {row.level}"
        )
    if not found:
        console.say(say("No code begins with {text}.", text=context.options.text))
    console.result(
        {
            "codes": [
                {
                    "code": row.code,
                    "state": str(row.state),
                    "product": row.product,
                    "level": row.level,
                    "job": row.job_id,
                    "reservation": row.reservation_id,
                    "file": row.file,
                }
                for row in found
            ]
        }
    )
    return 0 if found else 1
