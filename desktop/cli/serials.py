"""``packmark serials``: issue serial numbers and SSCCs that the plant makes itself."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import serials
from desktop.operations.serials import SerialIssue
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("serials", help="serials made in the plant").add_subparsers(
        dest="action", required=True
    )
    issuing = group.add_parser("issue", parents=[common], help="make serials for a GTIN")
    issuing.add_argument("--gtin", required=True)
    issuing.add_argument(
        "--market", required=True, help="cn_gs1, cn_udi, eu_fmd, us_dscsa, ru_mdlp, in_export"
    )
    issuing.add_argument("--count", type=int, required=True)
    issuing.add_argument("--length", type=int, default=12)
    issuing.add_argument("--first", type=int, help="count up from here instead of drawing by chance")
    issuing.add_argument("-o", dest="out", type=Path, metavar="FILE")
    issuing.set_defaults(run=_issue)
    sscc = group.add_parser("sscc", parents=[common], help="count SSCCs up")
    sscc.add_argument("--prefix", required=True, help="GS1 company prefix")
    sscc.add_argument("--extension", type=int, default=0)
    sscc.add_argument("--first", type=int, default=0, help="first serial reference")
    sscc.add_argument("--count", type=int, required=True)
    sscc.add_argument("-o", dest="out", type=Path, metavar="FILE")
    sscc.set_defaults(run=_sscc)
    writing = group.add_parser("write", parents=[common], help="write the serials of an earlier issue")
    writing.add_argument("issue", type=int)
    writing.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE")
    writing.set_defaults(run=_write)


def _issue(context: Context) -> int:
    options = context.options
    order = serials.SerialOrder(options.gtin, options.market, options.count, options.length, options.first)
    with context.plant() as plant:
        issued, _ = serials.issue_serials(plant, order)
        if options.out is not None:
            serials.write_serials(plant, issued.id, options.out)
    return _tell(context, issued)


def _sscc(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        issued, _ = serials.issue_ssccs(
            plant, options.prefix, extension=options.extension, first=options.first, amount=options.count
        )
        if options.out is not None:
            serials.write_serials(plant, issued.id, options.out)
    return _tell(context, issued)


def _write(context: Context) -> int:
    with context.plant() as plant:
        count = serials.write_serials(plant, context.options.issue, context.options.out)
    context.console.say(say("Written: {file}", file=context.options.out))
    context.console.result({"issue": context.options.issue, "count": count, "file": str(context.options.out)})
    return 0


def _tell(context: Context, issued: SerialIssue) -> int:
    context.console.say(
        say("Issue {id}: {count} serials for {item}.", id=issued.id, count=issued.count, item=issued.item)
    )
    context.console.result(
        {"issue": issued.id, "item": issued.item, "market": issued.market, "count": issued.count}
    )
    return 0
