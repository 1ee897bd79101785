"""``packmark label print`` and ``packmark printer test``: labels without codes of their own."""

import argparse
import json
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.labels.layout import Values
from desktop.operations import plain_labels, printer_test_page
from desktop.operations.plain_labels import PlainPrint
from desktop.texts import say, say_count

_DPMM_HELP = "dots per mm of the printer: 6, 8, 12, 24; a print queue needs it, a printer is asked"


def add_label_action(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add ``print`` to ``packmark label``."""
    printing = group.add_parser("print", parents=[common], help="print labels without codes of their own")
    printing.add_argument("design", metavar="FILE|NAME")
    printing.add_argument("--printer", required=True, metavar="URL", help="a label printer or a print queue")
    printing.add_argument("--count", type=int, default=1, metavar="N", help="how many, all the same")
    printing.add_argument("--dpmm", type=int, help=_DPMM_HELP)
    printing.add_argument("--values", type=Path, metavar="V.json", help="values for the fields")
    printing.set_defaults(run=_print)


def add_printer_action(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add ``test`` to ``packmark printer``."""
    testing = group.add_parser("test", parents=[common], help="print a test page")
    testing.add_argument("address", metavar="URL", help="a label printer or a print queue")
    testing.add_argument("--dpmm", type=int, help=_DPMM_HELP)
    testing.set_defaults(run=_test)


def read_values(path: Path) -> Values:
    """Read values for fields from a file that holds one JSON object of texts.

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            say("Values file {file} cannot be read as JSON: {why}.", file=path, why=error)
        ) from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise InputError(
            say(
                'Values file {file}: expected one JSON object of texts, such as {{"lot": "L02707"}}.',
                file=path,
            )
        )
    return found


def _print(context: Context) -> int:
    options = context.options
    values = read_values(options.values) if options.values else {}
    with context.plant() as plant:
        done = plain_labels.print_plain(
            plant, options.design, values, options.count, options.printer, options.dpmm
        )
    return _tell(context, done)


def _test(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        done = printer_test_page.print_test_page(plant, options.address, options.dpmm)
    return _tell(context, done)


def _tell(context: Context, done: PlainPrint) -> int:
    context.console.say(
        say_count(
            "{n} label was handed over; see whether it comes out.",
            "{n} labels were handed over; see whether they come out.",
            n=done.handed_over,
        )
    )
    context.console.result({"handed_over": done.handed_over, "dots_per_mm": done.dots_per_mm})
    return 0
