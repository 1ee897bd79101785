"""``packmark printer why``, ``card``, ``calibrate``: what is wrong with a printer, or askew on its labels."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.cli.context import Context
from desktop.cli.numbers import amount, job_number
from desktop.errors import InputError
from desktop.labels.ruler_card import CARD_MM
from desktop.operations import calibration, printers
from desktop.operations.answers import Answer, State
from desktop.operations.diagnosis import diagnose
from desktop.reading.ruler_card import edge_not_seen
from desktop.texts import Text, say

_SIGNS = {State.GOOD: "+", State.BAD: "!", State.UNKNOWN: "?", State.NOT_ASKED: "-"}


def add_actions(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's actions to ``packmark printer``."""
    why = actions.add_parser("why", parents=[common], help="find out why it is not printing")
    why.add_argument("address", metavar="URL", help="of a printer, coder or queue")
    why.add_argument("--job", type=job_number, metavar="N", help="the job that is to be printed there")
    why.set_defaults(run=_why)
    card = actions.add_parser("card", parents=[common], help="print a ruler card to be scanned")
    card.add_argument("address", metavar="URL", help="of a label printer or a queue")
    card.add_argument("--width", type=amount, default=CARD_MM[0], metavar="MM", help="of the labels in it")
    card.add_argument("--height", type=amount, default=CARD_MM[1], metavar="MM", help="of the labels in it")
    card.add_argument("--dpmm", type=int, help="dots per mm of the printer behind a queue")
    card.set_defaults(run=_card)
    calibrate = actions.add_parser("calibrate", parents=[common], help="measure the scan of a ruler card")
    calibrate.add_argument("address", metavar="URL", help="of a printer that was set up")
    calibrate.add_argument("--scan", type=Path, required=True, metavar="FILE", help="PNG, TIFF or JPEG")
    calibrate.add_argument("--dpi", type=amount, metavar="N", help="of the scan, if the file does not say it")
    calibrate.set_defaults(run=_calibrate)


def _why(context: Context) -> int:
    console, options = context.console, context.options

    def tell(answer: Answer) -> None:
        console.line(f"{_SIGNS[answer.state]} {answer.question.in_language(console.language)}")
        console.line(f"    {answer.found.in_language(console.language)}")
        if answer.what_to_do is not None:
            console.line(f"    -> {answer.what_to_do.in_language(console.language)}")

    with context.plant() as plant:
        answers = diagnose(plant, options.address, job_id=options.job, report=lambda _done: True, told=tell)
    bad = sum(answer.state is State.BAD for answer in answers)
    if not bad:
        console.say(say("Nothing was found that would keep it from printing."))

    def worded(text: Text | None) -> str | None:
        return None if text is None else text.in_language(console.language)

    console.result(
        {
            "answers": [
                {
                    "question": worded(answer.question),
                    "state": answer.state.value,
                    "found": worded(answer.found),
                    "what_to_do": worded(answer.what_to_do),
                }
                for answer in answers
            ],
            "bad": bad,
        }
    )
    return 1 if bad else 0


def _card(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        calibration.print_card(
            plant,
            options.address,
            width_mm=options.width,
            height_mm=options.height,
            dots_per_mm=options.dpmm,
        )
    context.console.say(
        say(
            "A ruler card was sent to {address}. Put it on black paper, scan it with 600 dpi, then: "
            "packmark printer calibrate {address} --scan FILE",
            address=options.address,
        )
    )
    context.console.result({"printed": 1})
    return 0


def _calibrate(context: Context) -> int:
    options, console = context.options, context.console
    with context.plant() as plant:
        row = next((one for one in printers.list_printers(plant) if one.address == options.address), None)
        if row is None:
            raise InputError(
                say(
                    "No printer was set up with the address {address}: packmark printer add NAME {address}",
                    address=options.address,
                )
            )
        measured = calibration.measure(options.scan, options.dpi).measured
        settings = calibration.measured_settings(row.settings, measured)
        printers.calibrate(plant, row.id, settings)
    console.say(
        say(
            "Measured from {marks} marks: scale {x} across and {y} along the feed (± {uncertainty}).",
            marks=measured.marks_found,
            x=f"{settings.scale_x:.4f}",
            y=f"{settings.scale_y:.4f}",
            uncertainty=f"{measured.uncertainty:.4f}",
        )
    )
    console.say(
        say(
            "{printer} now prints with an offset of {x} mm to the right and {y} mm down.",
            printer=row.name,
            x=f"{settings.offset_x_mm:g}",
            y=f"{settings.offset_y_mm:g}",
        )
    )
    if None in {measured.offset_x_mm, measured.offset_y_mm}:
        console.say(edge_not_seen())
    console.result({"measured": asdict(measured), "settings": asdict(settings)})
    return 0
