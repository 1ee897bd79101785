"""``packmark grade``: the print quality of the symbols in pictures."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError, PackmarkError
from desktop.grading.formal import PASSES_FROM, at_most, formal, letter
from desktop.grading.model import Parameter, SymbolGrade
from desktop.grading.record import symbol_record
from desktop.grading.words import title
from desktop.operations import grade_files, grading
from desktop.operations.grading import Graded, GradingRequest
from desktop.operations.watched_folder import WatchedFolder
from desktop.reading.picture_process import PictureProcess
from desktop.texts import Text, say

_LOOK_EVERY_S = 0.5
"""A picture is graded about a second after it was written."""


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    command = commands.add_parser("grade", parents=[common], help="grade the print quality of symbols")
    command.add_argument(
        "images", type=Path, nargs="*", metavar="IMAGE", help="scan or camera picture: PNG, TIFF, BMP, JPEG"
    )
    command.add_argument("--watch", type=Path, metavar="FOLDER", help="grade each new picture in a folder")
    command.add_argument(
        "--for", type=float, dest="seconds", metavar="SECONDS", help="how long to watch; else until Ctrl+C"
    )
    command.add_argument("--report", type=Path, metavar="FILE.pdf", help="write a report as PDF")
    command.add_argument("--csv", type=Path, metavar="FILE.csv", help="write a row for each symbol")
    command.add_argument(
        "--needed",
        type=float,
        default=PASSES_FROM,
        metavar="GRADE",
        help=f"least grade that passes, 0 to 4; {PASSES_FROM} if not given",
    )
    add_grading_options(command)
    command.set_defaults(run=_grade)


def add_grading_options(command: argparse.ArgumentParser) -> None:
    """Add what says how pictures are graded; ``request_of`` reads it."""
    edition = command.add_mutually_exclusive_group()
    edition.add_argument(
        "--edition",
        metavar="E",
        help='such as "GB/T 14258-2003", 15415:2024 or 29158; as far as it tells them apart',
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


def request_of(options: argparse.Namespace) -> GradingRequest:
    """Return how pictures are to be graded.

    Raises:
        InputError: no such edition, or the calibration record is none.
        StorageError: it cannot be read.
    """
    return GradingRequest(
        edition=grading.parse_edition(options.edition) if options.edition else None,
        all_editions=options.all_editions,
        symbology=options.symbology,
        x_mm=options.x_mm,
        dpi=options.dpi,
        aperture_mm=options.aperture_mm,
        linear=True if options.linear else False if options.srgb else None,
        calibration=grading.read_calibration(options.card) if options.card else None,
    )


def _grade(context: Context) -> int:
    console, options = context.console, context.options
    _check(options)
    request = request_of(options)
    if options.watch is not None:
        return _watch(context, request)
    with grading.picture_process() as process:
        graded = [grading.grade_file(path, request, process) for path in options.images]
    if options.csv is not None:
        grade_files.write_csv(graded, options.csv, console.language, minimum=options.needed)
    if options.report is not None:
        with context.plant() as plant:
            grade_files.write_report(plant, graded, options.report, console.language, minimum=options.needed)
    for one in graded:
        _tell(context, one)
    for written in (options.csv, options.report):
        if written is not None:
            console.say(say("Written: {path}", path=str(written)))
    console.result(_result(graded, console.language))
    return 0 if all(one.good(options.needed) for one in graded) else 1


def _check(options: argparse.Namespace) -> None:
    if (options.watch is None) == (not options.images):
        raise InputError(say("Name pictures to grade, or a folder with --watch: one of both."))
    if options.watch is not None and (options.csv is not None or options.report is not None):
        raise InputError(
            say("A report and a CSV file are written of pictures that are named, not with --watch.")
        )
    if options.seconds is not None and options.watch is None:
        raise InputError(say("--for goes with --watch."))
    if not 0 <= options.needed <= 4:
        raise InputError(say("A grade is 0.0 to 4.0, not {found}.", found=f"{options.needed:g}"))


def _watch(context: Context, request: GradingRequest) -> int:
    """Grade each new picture of a folder until the time is over or a person ends it."""
    console, options = context.console, context.options
    good = True
    with context.plant() as plant, grading.picture_process() as process:
        folder = WatchedFolder(options.watch, plant.clock)
        end = None if options.seconds is None else plant.clock.monotonic() + options.seconds
        said = None
        console.say(say("Watching {folder}; Ctrl+C ends it.", folder=str(options.watch)))
        try:
            while end is None or plant.clock.monotonic() < end:
                for path in folder.poll():
                    good = _arrived(context, path, request, process) and good
                for faulty in folder.faulty:
                    good = False
                    _refused(context, faulty.path, faulty.reason)
                if folder.trouble is not None and folder.trouble != said:
                    console.trouble(InputError(folder.trouble))
                said = folder.trouble
                plant.clock.sleep(_LOOK_EVERY_S)
        except KeyboardInterrupt:
            console.say(say("Watching has ended."))
    return 0 if good else 1


def _arrived(context: Context, path: Path, request: GradingRequest, process: PictureProcess) -> bool:
    try:
        graded = grading.grade_file(path, request, process)
    except PackmarkError as error:
        _refused(context, path, error.text)
        return False
    _tell(context, graded)
    context.console.out.flush()
    context.console.result(_result([graded], context.console.language))
    return graded.good(context.options.needed)


def _refused(context: Context, path: Path, reason: Text) -> None:
    console = context.console
    if console.as_json:
        console.result({"file": str(path), "trouble": reason.in_language(console.language)})
    else:
        console.trouble(InputError(say("{name}: {problem}", name=path.name, problem=reason)))


def _result(graded: Sequence[Graded], language: str) -> dict[str, object]:
    return {
        "symbols": [
            {"file": str(one.path), **symbol_record(symbol, language)}
            for one in graded
            for symbol in one.symbols
        ],
        "pictures": [_picture(one, language) for one in graded],
    }


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
