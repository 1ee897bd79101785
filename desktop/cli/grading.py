"""``packmark grade``: the print quality of the symbols in pictures."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.grading.formal import at_most, formal, letter
from desktop.grading.model import Parameter, SymbolGrade
from desktop.grading.record import symbol_record
from desktop.grading.words import title
from desktop.operations import grading
from desktop.operations.grading import Graded, GradingRequest
from desktop.texts import Text, say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    command = commands.add_parser("grade", parents=[common], help="grade the print quality of symbols")
    command.add_argument(
        "images", type=Path, nargs="+", metavar="IMAGE", help="scan or camera picture: PNG, TIFF, BMP, JPEG"
    )
    edition = command.add_mutually_exclusive_group()
    edition.add_argument(
        "--edition",
        metavar="E",
        help='such as "GB/T 14258-2003" or 15415:2024; as far as it tells them apart',
    )
    edition.add_argument("--all-editions", action="store_true", help="by every edition, side by side")
    command.add_argument("--symbology", metavar="S", help="only symbols of it, such as DataMatrix")
    command.add_argument("--x-mm", type=float, metavar="X", help="X-dimension; tells the scale")
    command.add_argument("--dpi", type=float, metavar="D", help="resolution, if the file does not say it")
    command.add_argument("--aperture-mm", type=float, metavar="A", help="diameter of the measuring aperture")
    curve = command.add_mutually_exclusive_group()
    curve.add_argument("--linear", action="store_true", help="the readings are linear in light (cameras)")
    curve.add_argument("--srgb", action="store_true", help="the readings follow the curve of sRGB (scanners)")
    command.add_argument(
        "--card", type=Path, metavar="FILE.json", help="calibration record of the reflectance"
    )
    command.set_defaults(run=_grade)


def _grade(context: Context) -> int:
    console, options = context.console, context.options
    request = GradingRequest(
        edition=grading.parse_edition(options.edition) if options.edition else None,
        all_editions=options.all_editions,
        symbology=options.symbology,
        x_mm=options.x_mm,
        dpi=options.dpi,
        aperture_mm=options.aperture_mm,
        linear=True if options.linear else False if options.srgb else None,
        calibration=grading.read_calibration(options.card) if options.card else None,
    )
    with grading.picture_process() as process:
        graded = [grading.grade_file(path, request, process) for path in options.images]
    for one in graded:
        _tell(context, one)
    console.result(
        {
            "symbols": [
                {"file": str(one.path), **symbol_record(symbol, console.language)}
                for one in graded
                for symbol in one.symbols
            ],
            "pictures": [_picture(one, console.language) for one in graded],
        }
    )
    return 0 if all(one.good() for one in graded) else 1


def _picture(graded: Graded, language: str) -> dict[str, object]:
    image = graded.image
    height, width = image.reflectance.shape
    return {
        "file": str(graded.path),
        "width": width,
        "height": height,
        "bits": image.bits,
        "channel": image.channel,
        "linearised": image.linearised,
        "lossy": image.lossy,
        "px_per_mm": image.px_per_mm,
        "calibrated": image.calibration is not None,
        "remarks": [remark.in_language(language) for remark in grading.remarks(image)],
    }


def _tell(context: Context, graded: Graded) -> None:
    console = context.console
    console.line(graded.path.name)
    for symbol in graded.symbols:
        console.line(f"  {symbol.symbology}  {symbol.data.replace(chr(29), '<GS>')}  ({symbol.edition})")
        console.line("    " + _verdict(symbol).in_language(console.language))
        for reason in symbol.not_measurable:
            console.line("    " + reason.in_language(console.language))
        for parameter in symbol.parameters:
            console.line("      " + _row(parameter, console.language))
    for remark in grading.remarks(graded.image):
        console.line("  " + remark.in_language(console.language))


def _verdict(symbol: SymbolGrade) -> Text:
    if symbol.grade is not None:
        written = formal(symbol) or f"{symbol.grade:.1f}"
        return say("Grade {letter}: {formal}", letter=letter(symbol.grade), formal=written)
    most = at_most(symbol)
    if most is None:
        return say("Not measurable.")
    return say("Not measurable; at most {grade} ({letter}).", grade=f"{most:.1f}", letter=letter(most))


def _row(parameter: Parameter, language: str) -> str:
    value = "" if parameter.value is None else f"{parameter.value:.1f}"
    grade = "-" if parameter.grade is None else f"{parameter.grade:.1f}"
    note = "" if parameter.note is None else "  " + parameter.note.in_language(language)
    return f"{grade:>4} {value:>7}  {title(parameter.name).in_language(language)}{note}"
