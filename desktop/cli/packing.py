"""``packmark pack``: what a packing station scans, and every exception of packing."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial

from desktop.cli.context import Context
from desktop.cli.numbers import amount, job_number
from desktop.cli.pack_destruction import add_scrapping, scrap_many
from desktop.cli.second_person import add_grounds, confirmed
from desktop.operations import pack_exceptions, station_stops
from desktop.operations.label_supply import printing
from desktop.operations.pack_answers import Outcome, Scanned
from desktop.operations.pack_orders import named_station, order_id_of
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.operations.scanners import open_scanner
from desktop.packing.event_names import event_name
from desktop.packing.model import PackEvent
from desktop.texts import say

_Exception = Callable[..., pack_exceptions.Done]

_OF_ONE = (
    ("sample", pack_exceptions.sample, "take a pack with all that is in it as a sample"),
    ("unreadable", pack_exceptions.unreadable, "give up a code that no scanner reads"),
    ("remove", pack_exceptions.remove, "take a pack out of its parent; it stays good"),
    ("take-apart", pack_exceptions.take_apart, "take everything out of a pack and destroy its label"),
)
_OF_TWO = (
    ("relabel", pack_exceptions.relabel, "NEW", "give a pack a new label for a damaged one", False),
    ("replace", pack_exceptions.replace, "NEW", "put a loose pack in the place of one in a parent", True),
    ("move", pack_exceptions.move, "PARENT", "move a pack into another parent", True),
    ("top-up", pack_exceptions.top_up, "PARENT", "put a loose pack into a parent that has room", True),
)


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("pack", help="pack units into larger packs").add_subparsers(
        dest="action", required=True
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, parents=[common], help=text)
        made.add_argument("order", metavar="ORDER", help="number of the work order")
        return made

    _add_station_commands(command)
    for name, action, text in _OF_ONE:
        one = command(name, text)
        one.add_argument("code", metavar="CODE")
        _add_exception(one, partial(_one, action))
    scrapping = command("scrap", "destroy packs with all that is in them")
    add_scrapping(scrapping)
    _add_exception(scrapping, _scrap)
    for name, paired, second, text, mixes in _OF_TWO:
        two = command(name, text)
        two.add_argument("code", metavar="CODE")
        two.add_argument("other", metavar=second)
        if mixes:
            two.add_argument("--mixed", action="store_true", help="the reviewer approves mixed batches")
        _add_exception(two, partial(_two, paired))
    back = command("take-back", "take an event back: all is as it was before it")
    back.add_argument("event", type=job_number, metavar="EVENT", help="number of the event")
    _add_exception(back, _take_back)


def _add_station_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    def at_station(name: str, text: str) -> argparse.ArgumentParser:
        made = command(name, text)
        made.add_argument("--station", required=True, metavar="NAME", help="of a station of the order's line")
        return made

    scanning = at_station("scan", "scan packs, and the pack that they go into")
    scanning.add_argument("codes", nargs="*", metavar="CODE", help="- reads them line by line")
    scanning.add_argument("--scanner", metavar="URL", help="take scans of this scanner; see scanner test")
    scanning.add_argument(
        "--idle", type=amount, default=0.0, metavar="S", help="end after so many seconds without a scan"
    )
    scanning.add_argument(
        "--in-line", action="store_true", help="packs come in print order: watch for labels that slip"
    )
    scanning.add_argument(
        "--print", action="store_true", dest="printing", help="print the label of each pack when it is full"
    )
    scanning.set_defaults(run=_scan)
    at_station("undo", "take the last scan of a station back").set_defaults(run=_undo)
    at_station("tray", "show what lies in the tray of a station").set_defaults(run=_tray)
    resuming = at_station("resume", "let a station go on at which labels had slipped and were put right")
    add_grounds(resuming)
    resuming.set_defaults(run=_resume)
    closing = at_station("partial", "close a pack that is not full")
    closing.add_argument("code", metavar="PARENT")
    add_grounds(closing)
    closing.set_defaults(run=_partial)


def _add_exception(parser: argparse.ArgumentParser, run: Callable[[Context], int]) -> None:
    parser.add_argument("--station", metavar="NAME", help="at which station of the order's line")
    add_grounds(parser)
    parser.set_defaults(run=run)


def _scan(context: Context) -> int:
    options = context.options
    answers: list[Scanned] = []
    with context.plant() as plant, ExitStack() as opened:
        order_id, station_id = named_station(plant, options.order, options.station)
        labels = opened.enter_context(printing(plant, order_id, station_id)) if options.printing else None
        station = opened.enter_context(
            PackStation(plant, order_id, station_id, labels, in_line=options.in_line)
        )
        if options.scanner is not None:
            scanner = opened.enter_context(open_scanner(plant, options.scanner))
            while (scan := scanner.next(options.idle or 3600.0)) is not None:
                answers.append(_told(context, station.scan(scan.text, scan.at)))
        answers += (_told(context, station.scan(text)) for text in _texts(options.codes))
        lying = [one.code for one in station.state().tray]
    context.console.result({"scans": [_record(context, one) for one in answers], "tray": lying})
    return 0 if all(one.outcome is not Outcome.REFUSED and one.slip is None for one in answers) else 1


def _texts(given: list[str]) -> Iterator[str]:
    for one in given:
        if one == "-":
            yield from (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        else:
            yield one


def _told(context: Context, answer: Scanned) -> Scanned:
    context.console.line(f"{answer.code or '-'}  {answer.sentence.in_language(context.console.language)}")
    if answer.labels is not None:
        context.console.say(answer.labels)
    return answer


def _record(context: Context, answer: Scanned) -> dict[str, object]:
    return {
        "outcome": answer.outcome.value,
        "code": answer.code,
        "why": None if answer.why is None else answer.why.value,
        "parent": answer.parent,
        "event": answer.event,
        "sentence": answer.sentence.in_language(context.console.language),
        "labels": None if answer.labels is None else answer.labels.in_language(context.console.language),
    }


def _station(context: Context, plant: Plant) -> PackStation:
    return PackStation(plant, *named_station(plant, context.options.order, context.options.station))


def _undo(context: Context) -> int:
    with context.plant() as plant, _station(context, plant) as station:
        answer = _told(context, station.undo())
    context.console.result(_record(context, answer) | {"tray": [one.code for one in answer.tray]})
    return 0


def _tray(context: Context) -> int:
    with context.plant() as plant, _station(context, plant) as station:
        state = station.state()
    for place in state.tray:
        context.console.line(f"{place.place:>4}  {place.code or place.cell.value}")
    context.console.say(state.sentence if state.slip is None else state.slip.sentence)
    context.console.result(
        {
            "level": state.level,
            "room": state.room,
            "tray": [one.code for one in state.tray],
            "slip": None if state.slip is None else asdict(state.slip),
        }
    )
    return 0


def _resume(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        reviewer = confirmed(context, plant)
        order_id, station_id = named_station(plant, options.order, options.station)
        event, _ = station_stops.resume(plant, order_id, station_id, reason=options.reason, reviewer=reviewer)
    return _event_told(context, event)


def _partial(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        reviewer = confirmed(context, plant)
        with _station(context, plant) as station:
            closed = station.partial(options.code, reason=options.reason, reviewer=reviewer)
        answer = _told(context, closed)
    context.console.result(_record(context, answer))
    return 0


def _one(action: _Exception, context: Context) -> int:
    return _except(context, partial(action, code=context.options.code))


def _scrap(context: Context) -> int:
    """One code that is named is scrapped wherever it lies, many only where they lie nowhere."""
    options = context.options
    if len(options.codes) == 1 and not (options.file or options.never_scanned or options.level is not None):
        return _except(context, partial(pack_exceptions.scrap, code=options.codes[0]))
    return scrap_many(context)


def _two(action: _Exception, context: Context) -> int:
    options = context.options
    names = ("old", "new") if options.action in {"relabel", "replace"} else ("code", "parent")
    given: dict[str, object] = dict(zip(names, (options.code, options.other), strict=True))
    if "mixed" in options:
        given["mixed"] = options.mixed
    return _except(context, partial(action, **given))


def _take_back(context: Context) -> int:
    return _except(context, partial(pack_exceptions.take_back, event=context.options.event))


def _except(context: Context, action: _Exception) -> int:
    options = context.options
    with context.plant() as plant:
        reviewer = confirmed(context, plant)
        order_id, station_id = order_id_of(plant, options.order), None
        if options.station is not None:
            _, station_id = named_station(plant, options.order, options.station)
        event, _ = action(plant, order_id, reason=options.reason, reviewer=reviewer, station_id=station_id)
    return _event_told(context, event)


def _event_told(context: Context, event: PackEvent) -> int:
    kind = event.decision.kind
    context.console.say(say("Event {number}: {what}.", number=event.number, what=event_name(kind)))
    context.console.result({"event": event.number, "kind": kind.value, "reviewer": event.reviewer})
    return 0
