"""``packmark printer add|set|remove|list``: the printers of the plant, and those that are found."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from desktop.cli.console import Console
from desktop.cli.context import Context
from desktop.cli.numbers import amount
from desktop.devices import FoundPrinter, PrinterSettings
from desktop.errors import InputError
from desktop.operations import printers
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow
from desktop.texts import say

_AS_SET = "as-set"
"""In place of a number: as it is set at the printer."""


def add_actions(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add these actions to ``packmark printer``."""
    adding = group.add_parser("add", parents=[common], help="set a printer or coder up")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("address", metavar="URL")
    _add_settings(adding)
    adding.set_defaults(run=_add)
    setting = group.add_parser("set", parents=[common], help="change a printer that was set up")
    setting.add_argument("printer", metavar="NAME|URL")
    setting.add_argument("--name", metavar="NAME", help="its new name")
    setting.add_argument("--address", metavar="URL", help="its new address")
    _add_settings(setting)
    setting.set_defaults(run=_set)
    removing = group.add_parser("remove", parents=[common], help="take a printer out")
    removing.add_argument("printer", metavar="NAME|URL")
    removing.set_defaults(run=_remove)
    listing = group.add_parser("list", parents=[common], help="list printers: set up, then found")
    listing.add_argument(
        "--seconds", type=amount, default=2.0, metavar="N", help="how long to look for more; 0: not at all"
    )
    listing.set_defaults(run=_list)


def printer_record(row: PrinterRow) -> dict[str, object]:
    """Return a printer as the command line gives it to machines."""
    return {
        "id": row.id,
        "name": row.name,
        "address": row.address,
        **asdict(row.settings),
        "calibrated_at": None if row.calibrated_at is None else row.calibrated_at.isoformat(),
        "calibrated_by": row.calibrated_by,
        "stations": list(row.stations),
    }


def known_printer(plant: Plant, name_or_address: str) -> PrinterRow:
    """Return a printer that was set up. InputError if there is none such."""
    row = printers.find_printer(plant, name_or_address)
    if row is None:
        raise InputError(
            say(
                "No printer called {found}, or with that address, was set up. Set it up first: {command}",
                found=repr(name_or_address[:130]),
                command="packmark printer add NAME URL",
            )
        )
    return row


def _add_settings(parser: argparse.ArgumentParser) -> None:
    for option, kind, text in (
        ("--offset-x", float, "mm to the right, below 0 to the left"),
        ("--offset-y", float, "mm down, below 0 up"),
        ("--darkness", _number_or_as_set, f"0 to 30, or {_AS_SET}"),
        ("--speed", _number_or_as_set, f"inches a second, 1 to 14, or {_AS_SET}"),
    ):
        parser.add_argument(option, type=kind, default=argparse.SUPPRESS, metavar="N", help=text)


def _number_or_as_set(text: str) -> int | None:
    if text == _AS_SET:
        return None
    try:
        return int(text)
    except ValueError:
        raise InputError(
            say("Expected a whole number or {as_set}, not {found}.", as_set=_AS_SET, found=repr(text[:40]))
        ) from None


def _settings(options: argparse.Namespace, known: PrinterSettings) -> PrinterSettings:
    given = vars(options)
    return PrinterSettings(
        given.get("offset_x", known.offset_x_mm),
        given.get("offset_y", known.offset_y_mm),
        given.get("darkness", known.darkness),
        given.get("speed", known.speed_ips),
        known.scale_x,
        known.scale_y,
    )


def _add(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row, _ = printers.add_printer(
            plant, options.name, options.address, _settings(options, PrinterSettings())
        )
    _tell(context.console, row)
    context.console.result(printer_record(row))
    return 0


def _set(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        known = known_printer(plant, options.printer)
        row, _ = printers.change_printer(
            plant,
            known.id,
            known.name if options.name is None else options.name,
            known.address if options.address is None else options.address,
            _settings(options, known.settings),
        )
    _tell(context.console, row)
    context.console.result(printer_record(row))
    return 0


def _remove(context: Context) -> int:
    with context.plant() as plant:
        known = known_printer(plant, context.options.printer)
        printers.remove_printer(plant, known.id)
    context.console.say(say("The printer {name} is taken out.", name=known.name))
    context.console.result({"removed": known.id})
    return 0


def _list(context: Context) -> int:
    console, seconds = context.console, context.options.seconds
    with context.plant() as plant:
        rows = printers.list_printers(plant)
        found = printers.found(plant, seconds=seconds) if seconds > 0 else ()
    for row in rows:
        _tell(console, row)
    _tell_found(console, found, {row.address for row in rows})
    if not rows and not any(one.address for one in found):
        console.say(
            say(
                "No printer was set up, and none was found. One on the network has the address tcp://HOST:9100."
            )
        )
    console.result(
        {
            "printers": [printer_record(row) for row in rows],
            "found": [
                {
                    "address": one.address,
                    "model": one.model,
                    "way": str(one.way),
                    "trouble": None if one.trouble is None else one.trouble.in_language(console.language),
                }
                for one in found
            ],
        }
    )
    return 0


def _tell(console: Console, row: PrinterRow) -> None:
    console.line("  ".join([row.name, row.address, *row.stations]))


def _tell_found(console: Console, found: Sequence[FoundPrinter], known: set[str]) -> None:
    new = [one for one in found if one.address not in known]
    if any(one.address for one in new):
        console.say(say("Found, and not set up:"))
    for one in new:
        if one.address or one.model:
            console.line(f"{one.address or '-'}  {one.model}")
        if one.trouble is not None:
            console.say(one.trouble)
