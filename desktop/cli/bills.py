"""``packmark bill new | scan | take-off | compare | close | export | list``: goods in and out (核注核销)."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.operations import bill_board, bills
from desktop.operations.bills import StoredBill
from desktop.packing.bills import BillKind, kind_name
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add ``packmark bill`` to the command line."""
    group = commands.add_parser("bill", help="goods that come into the warehouse or leave it").add_subparsers(
        dest="action", required=True
    )
    opening = group.add_parser("new", parents=[common], help="open a bill")
    opening.add_argument("kind", choices=[kind.value for kind in BillKind])
    _add_number(opening)
    opening.add_argument(
        "--field", action="append", default=[], metavar="KEY=VALUE", help="such as dispatch_date=2026-01-31"
    )
    opening.add_argument("--special", action="store_true", help="drugs under special control")
    opening.set_defaults(run=_new)
    scanning = group.add_parser("scan", parents=[common], help="put packs on a bill")
    _add_number(scanning)
    _add_codes(scanning)
    scanning.set_defaults(run=_scan)
    taking = group.add_parser("take-off", parents=[common], help="take a pack off an open bill")
    _add_number(taking)
    taking.add_argument("code")
    taking.add_argument("--reason", required=True)
    taking.set_defaults(run=_take_off)
    comparing = group.add_parser(
        "compare", parents=[common], help="compare an independent scan of the goods; not by who packed them"
    )
    _add_number(comparing)
    _add_codes(comparing)
    comparing.set_defaults(run=_compare)
    closing = group.add_parser("close", parents=[common], help="close a bill and keep its files")
    _add_number(closing)
    closing.add_argument("--reason", default="", help="needed where packs are missing")
    closing.set_defaults(run=_close)
    exporting = group.add_parser("export", parents=[common], help="write the files of a closed bill")
    _add_number(exporting)
    exporting.add_argument("-o", "--out", type=Path, required=True, metavar="DIR")
    exporting.set_defaults(run=_export)
    listing = group.add_parser("list", parents=[common], help="all bills, the newest first")
    listing.set_defaults(run=_list)


def _add_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="of the bill")


def _add_codes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="+", metavar="CODE", help="or - to read one a line from the input")


def _codes(context: Context) -> Iterator[str]:
    for text in context.options.codes:
        if text == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield text


def _fields(context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in context.options.field:
        key, equals, value = text.partition("=")
        if not equals:
            raise InputError(
                say("--field {found}: expected KEY=VALUE, such as dispatch_date=2026-01-31.", found=text)
            )
        found[key.strip()] = value
    return found


def _new(context: Context) -> int:
    options = context.options
    kind = BillKind(options.kind)
    with context.plant() as plant:
        made, _ = bills.new_bill(plant, kind, options.number, _fields(context), special=options.special)
    context.console.say(say("Bill {number} is open: {kind}.", number=made.bill.number, kind=kind_name(kind)))
    context.console.result(_record(made))
    return 0


def _scan(context: Context) -> int:
    """Scan all codes; what is refused is told and does not keep the others off the bill."""
    console = context.console
    taken: list[str] = []
    refused: list[dict[str, str]] = []
    with context.plant() as plant:
        found = bills.find(plant, context.options.number)
        for text in _codes(context):
            try:
                line, _ = bills.scan(plant, found.id, text)
            except InputError as error:
                console.trouble(error)
                refused.append({"scanned": text, "reason": error.in_language(console.language)})
                continue
            taken.append(line.code)
            console.say(
                say(
                    "{code} (level {level}) is on bill {number}.",
                    code=line.code,
                    level=line.level,
                    number=found.bill.number,
                )
            )
    console.result({"bill": found.bill.number, "taken": taken, "refused": refused})
    return 2 if refused else 0


def _take_off(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        found = bills.find(plant, options.number)
        bills.take_off(plant, found.id, options.code, options.reason)
    context.console.say(
        say("{code} is taken off bill {number}.", code=options.code, number=found.bill.number)
    )
    context.console.result({"bill": found.bill.number, "taken_off": options.code})
    return 0


def _compare(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        found = bills.find(plant, context.options.number)
        scanned, _ = bill_board.second_scan(plant, found.id, tuple(_codes(context)))
    compared = scanned.compared
    for one in scanned.differences:
        console.say(say("{code}: {what}", code=one.code, what=one.told))
    if compared.agrees:
        console.say(say("All packs are there, each once."))
    console.result(
        {
            "bill": found.bill.number,
            "agrees": compared.agrees,
            "missing": list(compared.missing),
            "surplus": list(compared.surplus),
            "doubled": list(compared.doubled),
            "told": {one.code: one.told.in_language(console.language) for one in scanned.differences},
        }
    )
    return 0 if compared.agrees else 1


def _close(context: Context) -> int:
    with context.plant() as plant:
        found = bills.find(plant, context.options.number)
        closed, _ = bills.close(plant, found.id, context.options.reason)
    context.console.say(
        say(
            "Bill {number} is closed with {count} packs.",
            number=found.bill.number,
            count=len(closed.lines),
        )
    )
    context.console.result(
        {**_record(closed.stored), "packs": len(closed.lines), "missing": list(closed.missing)}
    )
    return 0


def _export(context: Context) -> int:
    with context.plant() as plant:
        paths = bills.export(plant, bills.find(plant, context.options.number).id, context.options.out)
    for path in paths:
        context.console.say(say("Written: {path}", path=str(path)))
    context.console.result({"files": [str(path) for path in paths]})
    return 0


def _list(context: Context) -> int:
    with context.plant() as plant:
        found = bills.list_bills(plant)
    for one in found:
        context.console.line(
            f"{one.bill.number}\t{one.bill.kind}\t{one.state}\t{one.at:%Y-%m-%d %H:%M}\t{one.by}"
        )
    context.console.result({"bills": [_record(one) for one in found]})
    return 0


def _record(found: StoredBill) -> dict[str, object]:
    return {
        "bill": found.bill.number,
        "kind": found.bill.kind.value,
        "state": found.state.value,
        "at": found.at.isoformat(),
        "by": found.by,
        "fields": dict(found.bill.values),
    }
