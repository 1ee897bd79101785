"""``packmark order check``, ``close``, ``report`` and ``packmark recall``: what became of every code."""

import argparse
from pathlib import Path

from desktop.cli.console import Console
from desktop.cli.context import Context
from desktop.cli.second_person import second_person
from desktop.operations import closing, order_report, recall, reconciliation, release
from desktop.operations.plant import Plant
from desktop.operations.reconciliation import Listing, Reconciliation
from desktop.packing.order import state_name
from desktop.texts import say, say_count

_STATES = (
    "allocated",
    "printed",
    "verified",
    "packed",
    "spoiled",
    "sampled",
    "void",
    "unknown",
    "returned",
)


def add_order_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands of this room to the group ``packmark order``."""

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, parents=[common], help=text)
        made.add_argument("order", metavar="ORDER", help="number of the work order")
        return made

    check = command("check", "tell what became of every code, and what is still open")
    check.add_argument("--list", choices=[one.value for one in Listing], help="the codes behind a number")
    check.add_argument("--level", type=int, default=1, metavar="N", help="pack level of the list")
    check.set_defaults(run=_check)
    close = command("close", "close a work order; its unused codes go back to the pool")
    close.add_argument("--reviewer", metavar="PERSON", help="who accepts what is still open")
    close.add_argument("--reason", default="", metavar="TEXT", help="why that is acceptable")
    close.set_defaults(run=_close)
    resume = command("resume", "let a work order that is being closed run again")
    resume.add_argument("--reason", required=True, metavar="TEXT")
    resume.set_defaults(run=_resume)
    report = command("report", "write the report of a work order as PDF")
    report.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    report.set_defaults(run=_report)


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's own command to the command line."""
    recalling = commands.add_parser(
        "recall", parents=[common], help="list every pack of a batch that may be out, and what it is in"
    )
    recalling.add_argument("lot", metavar="LOT")
    recalling.add_argument("--product", default="", help="where several products have such a lot")
    recalling.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="a new CSV file")
    recalling.set_defaults(run=_recall)


def _check(context: Context) -> int:
    console, options = context.console, context.options
    with context.plant() as plant:
        order_id = reconciliation.find_order(plant, options.order)
        if options.list is not None:
            return _list(console, plant, order_id, options)
        found = reconciliation.reconciliation(plant, order_id)
    _tell(console, found)
    console.result(_record(found, console.language))
    return 0 if found.balances and not found.items else 1


def _tell(console: Console, found: Reconciliation) -> None:
    console.say(
        say(
            "Order {number}: {state}; {product}, lot {lot}, on {line}.",
            number=found.number,
            state=state_name(found.state),
            product=found.product,
            lot=found.lot or "–",
            line=found.line,
        )
    )
    for level in found.levels:
        numbers = "  ".join(f"{name} {getattr(level.counts, name)}" for name in _STATES)
        console.say(
            say(
                "Level {level}: issued {issued} = {numbers}",
                level=level.level,
                issued=level.issued,
                numbers=numbers,
            )
        )
    for item in found.items:
        console.line(f"- {item.sentence.in_language(console.language)}")
    if not found.items:
        console.say(say("Nothing is open."))


def _record(found: Reconciliation, language: str) -> dict[str, object]:
    return {
        "order": found.number,
        "state": found.state.value,
        "product": found.product,
        "lot": found.lot,
        "line": found.line,
        "balances": found.balances,
        "levels": [
            {
                "level": level.level,
                "issued": level.issued,
                "found": level.found,
                **{name: getattr(level.counts, name) for name in _STATES},
                "in_trays": level.in_trays,
                "loose": level.loose,
                "empty": level.empty,
                "below_ratio": level.below_ratio,
            }
            for level in found.levels
        ],
        "open": [
            {
                "kind": item.kind.value,
                "level": item.level,
                "count": item.count,
                "what": item.sentence.in_language(language),
                "list": None if item.listing is None else item.listing.value,
                "may_be_accepted": item.may_be_accepted,
            }
            for item in found.items
        ],
    }


def _list(console: Console, plant: Plant, order_id: int, options: argparse.Namespace) -> int:
    listed: list[dict[str, object]] = []
    after = reconciliation.START
    while page := reconciliation.listed(plant, order_id, options.level, Listing(options.list), after):
        after = page[-1].key
        for one in page:
            console.line(f"{one.code}  {one.state}  {one.parent}".rstrip())
            if console.as_json:
                listed.append({"code": one.code, "state": str(one.state), "parent": one.parent or None})
    console.result({"list": options.list, "level": options.level, "packs": listed})
    return 0


def _close(context: Context) -> int:
    console, options = context.console, context.options
    with context.plant() as plant:
        order_id = reconciliation.find_order(plant, options.order)
        closing.close(plant, order_id, second_person(plant, options.reviewer), options.reason)
        found = reconciliation.reconciliation(plant, order_id)
    _tell(console, found)
    console.result(_record(found, console.language))
    return 0


def _resume(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        closing.resume(plant, reconciliation.find_order(plant, options.order), options.reason)
    context.console.say(say("Order {number} runs again.", number=options.order))
    context.console.result({"order": options.order, "state": "running"})
    return 0


def _report(context: Context) -> int:
    console, options = context.console, context.options
    with context.plant() as plant:
        order_id = reconciliation.find_order(plant, options.order)
        order_report.write(plant, order_id, options.out, console.language)
    console.say(say("Written: {path}", path=str(options.out)))
    console.result({"order": options.order, "file": str(options.out)})
    return 0


def _recall(context: Context) -> int:
    console, options = context.console, context.options
    with context.plant() as plant:
        batch_id = release.find_batch(plant, options.lot, options.product)
        found = recall.write(plant, batch_id, options.out, console.language)
    console.say(
        say_count(
            "{n} pack of lot {lot} may be out, in {largest} largest packs: {path}",
            "{n} packs of lot {lot} may be out, in {largest} largest packs: {path}",
            n=found.packs,
            lot=options.lot,
            largest=found.largest,
            path=str(found.path),
        )
    )
    console.result(
        {
            "lot": options.lot,
            "file": str(found.path),
            "packs": found.packs,
            "largest": found.largest,
            "sha256": found.sha256,
            "kept_file": found.kept.id,
        }
    )
    return 0
