"""``packmark scanner``: try a scanner out."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.numbers import amount
from desktop.codes.recognise import recognise
from desktop.operations.scanners import open_scanner
from desktop.operations.wedge_sheet import write_sheet
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("scanner", help="scanners").add_subparsers(dest="action", required=True)
    testing = group.add_parser("test", parents=[common], help="show what a scanner reads")
    testing.add_argument(
        "address",
        metavar="ADDRESS",
        help="scan+tcp://HOST:PORT, scan+listen://HOST:PORT, scan+serial://PORT?baud=9600 or demo://scanner",
    )
    testing.add_argument(
        "--seconds",
        type=amount,
        default=10.0,
        metavar="S",
        help="how long to wait for each scan; default: 10",
    )
    testing.set_defaults(run=_test)
    sheet = group.add_parser(
        "sheet", parents=[common], help="write the check sheet of keyboard scanners, to be printed"
    )
    sheet.add_argument("file", type=Path, metavar="FILE.pdf")
    sheet.set_defaults(run=_sheet)


def _sheet(context: Context) -> int:
    console, path = context.console, context.options.file
    write_sheet(path, console.language)
    console.say(say("Exported to {path}.", path=str(path)))
    console.result({"file": str(path)})
    return 0


def _test(context: Context) -> int:
    console, options = context.console, context.options
    found: list[dict[str, object]] = []
    with context.plant() as plant, open_scanner(plant, options.address) as scanner:
        console.say(say("Scan a few labels; {seconds} s without one end the test.", seconds=options.seconds))
        while (scan := scanner.next(options.seconds)) is not None:
            damage = recognise(scan.text).damage
            console.line(f"{scan.symbology or '-'}  {scan.text!r}")
            for one in damage:
                console.say(one.message)
            found.append(
                {
                    "text": scan.text,
                    "symbology": scan.symbology,
                    "damage": [one.message.in_language(console.language) for one in damage],
                }
            )
    if not found:
        console.say(
            say(
                "Nothing came from {address}. Check that the scanner sends to this connection and not as a "
                "keyboard, and that its baud rate is the same.",
                address=options.address,
            )
        )
    console.result({"scans": found})
    return 0 if found else 1
