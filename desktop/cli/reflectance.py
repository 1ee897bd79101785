"""``packmark grade-calibrate`` and ``packmark grade-ruler``: what makes grades absolute."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.cli.context import Context
from desktop.operations import reflectance
from desktop.operations.reflectance import Grey
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    command = commands.add_parser(
        "grade-calibrate", parents=[common], help="measure a reflectance card, for absolute contrast"
    )
    command.add_argument("picture", type=Path, metavar="PICTURE", help="of a card with two known greys")
    for name, which in (("--dark", "darker"), ("--light", "lighter")):
        command.add_argument(
            name,
            nargs=2,
            required=True,
            metavar=("PERCENT", "X,Y,W,H"),
            help=f"the {which} grey: its stated reflectance, and its area in pixels",
        )
    command.add_argument("--card", required=True, metavar="NAME", help="which card: name, serial number")
    curve = command.add_mutually_exclusive_group()
    curve.add_argument("--linear", action="store_true", help="the readings are linear in light (cameras)")
    curve.add_argument("--srgb", action="store_true", help="the readings follow the curve of sRGB (scanners)")
    command.add_argument("-o", "--out", type=Path, required=True, metavar="FILE.json", help="the record")
    command.set_defaults(run=_calibrate)

    ruler = commands.add_parser(
        "grade-ruler", parents=[common], help="the true dpi of a scanner, by the scan of a ruler card"
    )
    ruler.add_argument(
        "picture", type=Path, metavar="PICTURE", help="scan of a ruler card (Lines, printer, Calibrate)"
    )
    ruler.add_argument(
        "--dpi", type=float, required=True, metavar="D", help="resolution that the scanner was set to"
    )
    ruler.set_defaults(run=_ruler)


def _calibrate(context: Context) -> int:
    console, options = context.console, context.options
    dark, light = Grey.parse(*options.dark), Grey.parse(*options.light)
    linear = True if options.linear else False if options.srgb else None
    with context.plant() as plant:
        record = reflectance.measure_card(plant, options.picture, dark, light, options.card, linear=linear)
    reflectance.save(record, options.out)
    console.say(
        say(
            "{dark} % reads {dark_reading}, {light} % reads {light_reading}. Written: {path}. Grade pictures "
            "of the same device and light with --card.",
            dark=f"{record.dark_percent:g}",
            dark_reading=f"{record.dark_reading:.4f}",
            light=f"{record.light_percent:g}",
            light_reading=f"{record.light_reading:.4f}",
            path=str(options.out),
        )
    )
    console.result({"file": str(options.out), **asdict(record)})
    return 0


def _ruler(context: Context) -> int:
    console, options = context.console, context.options
    found = reflectance.scale_of_ruler_card(options.picture, options.dpi)
    console.say(
        say(
            "{across} dpi across and {down} dpi down (± {uncertainty} %), by {marks} marks, if the card is "
            "as long as it should be: compare it with a ruler of steel.",
            across=f"{found.dpi_across:.1f}",
            down=f"{found.dpi_down:.1f}",
            uncertainty=f"{100 * found.uncertainty:.2f}",
            marks=found.marks,
        )
    )
    console.result(asdict(found))
    return 0
