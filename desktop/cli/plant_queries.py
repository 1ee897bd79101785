"""``packmark trace`` and ``packmark audit verify``: what happened, and whether the record of it is sound."""

import argparse

from desktop.cli.console import Console
from desktop.cli.context import Context
from desktop.operations import audit
from desktop.operations import trace as tracing
from desktop.operations.trace import PackPlace, Trace, TreePack
from desktop.packing.event_names import flag_name
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    trace = commands.add_parser("trace", parents=[common], help="tell everything about one code")
    trace.add_argument("code")
    trace.set_defaults(run=_trace)
    group = commands.add_parser("audit", help="the audit trail").add_subparsers(dest="action", required=True)
    group.add_parser("verify", parents=[common], help="check the hash chain").set_defaults(run=_verify)


def _trace(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        found = tracing.trace(plant, context.options.code)
    console.say(
        say(
            "{code}: {state}, level {level} of {product}",
            code=found.code,
            state=tracing.state_name(found.state),
            level=found.level,
            product=found.product.product.name,
        )
    )
    if found.place is not None:
        _tell_place(console, found.place)
    for file in found.files:
        console.say(
            say("File {id}: {path}, SHA-256 {sha256}.", id=file.id, path=file.name, sha256=file.sha256)
        )
    for event in found.events:
        console.line(
            f"{event.at:%Y-%m-%d %H:%M:%S}Z  {event.what.in_language(console.language)}"
            f"  {event.actor}  {event.device}"
        )
    console.result(
        {
            "code": found.code,
            "state": str(found.state),
            "level": found.level,
            "product": found.product.product.name,
            "type_no": found.product.product.type_no,
            "lot": found.batch.batch.lot if found.batch else None,
            "job": found.job_id,
            "ordinal": found.ordinal,
            "events": [
                {
                    "at": event.at.isoformat(),
                    "what": event.what.in_language(console.language),
                    "actor": event.actor,
                    "device": event.device,
                }
                for event in found.events
            ],
            **_place_record(found),
        }
    )
    return 0


def _tell_place(console: Console, place: PackPlace) -> None:
    for depth, one in enumerate((*place.path, place.pack)):
        console.line(f"{'  ' * depth}{_pack_line(one, console.language)}")
    for one in place.children:
        console.line(f"{'  ' * (len(place.path) + 1)}{_pack_line(one, console.language)}")
    if len(place.children) < place.pack.children:
        console.say(say("and {n} more packs", n=place.pack.children - len(place.children)))
    if place.station:
        console.say(say("It lies in the tray of {station}.", station=place.station))
    console.say(say("Work order {number} on {line}", number=place.order, line=place.line))


def _pack_line(one: TreePack, language: str) -> str:
    number = "" if one.place is None else f"{one.place}. "
    flag = "" if one.flag is None else f"  {flag_name(one.flag).in_language(language)}"
    return f"{number}{one.code}  {one.lot}{flag}"


def _place_record(found: Trace) -> dict[str, object]:
    place = found.place
    told: dict[str, object] = {
        "grades": [{"at": one.at.isoformat(), "verdict": one.verdict.value} for one in found.grades],
        "files": [
            {
                "file": one.id,
                "kind": one.kind.value,
                "name": one.name,
                "sha256": one.sha256,
                "at": one.at.isoformat(),
                "by": one.by,
            }
            for one in found.files
        ],
        "bills": list(found.bills),
    }
    if place is None:
        return told
    return told | {
        "order": place.order,
        "line": place.line,
        "path": [one.code for one in place.path],
        "place": place.pack.place,
        "flag": None if place.pack.flag is None else int(place.pack.flag),
        "children": [one.code for one in place.children],
        "child_count": place.pack.children,
        "siblings": place.sibling_count,
        "station": place.station or None,
    }


def _verify(context: Context) -> int:
    with context.plant() as plant:
        verdict = audit.verify_audit(plant)
    if verdict.why is not None:
        context.console.say(verdict.why)
    else:
        context.console.say(
            say(
                "The audit trail is sound: {records} records, head {head}",
                records=verdict.records,
                head=verdict.head,
            )
        )
    context.console.result(
        {
            "sound": verdict.sound,
            "records": verdict.records,
            "head": verdict.head,
            "first_bad": verdict.first_bad,
            "why": verdict.why.in_language(context.console.language) if verdict.why else None,
        }
    )
    return 0 if verdict.sound else 1
