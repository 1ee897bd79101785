"""``packmark label expect``: the print quality that a design can be expected to have."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.console import Console
from desktop.cli.context import Context
from desktop.cli.plain_labels import read_values
from desktop.grading.record import symbol_record
from desktop.operations import grading, label_rules, labels, prediction
from desktop.operations.needed_grade import NeededGrade
from desktop.operations.prediction import ExpectedGrade, PressModel
from desktop.texts import say
from desktop.units import Resolution


def add_label_action(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this command to those of ``packmark label``."""
    command = group.add_parser("expect", parents=[common], help="say which grades to expect of a design")
    command.add_argument("design", metavar="FILE|NAME")
    command.add_argument("--dpmm", type=int, required=True, help="dots per mm of the printer: 6, 8, 12, 24")
    command.add_argument("--values", type=Path, metavar="V.json", help="values for the fields")
    command.add_argument(
        "--dot-gain", type=float, default=10.0, metavar="PCT", help="percent of a dot that marks grow (10)"
    )
    command.add_argument("--blur", type=float, default=0.0, metavar="MM", help="spread of the ink (0)")
    command.add_argument("--ink", type=float, default=5.0, metavar="PCT", help="reflectance of the ink (5)")
    command.add_argument(
        "--stock", type=float, default=85.0, metavar="PCT", help="reflectance of the stock (85)"
    )
    command.add_argument("--edition", metavar="E", help="such as 15416:2016; each kind's default without it")
    command.add_argument(
        "--product", metavar="GTIN|PREFIX", help="hold the grades against what this product asks for too"
    )
    command.set_defaults(run=_expect)


def _expect(context: Context) -> int:
    options, console = context.options, context.console
    press = PressModel(options.dot_gain / 100, options.blur, options.ink, options.stock)
    edition = grading.parse_edition(options.edition) if options.edition else None
    values = read_values(options.values) if options.values else None
    with context.plant() as plant:
        design = labels.load_design(plant, options.design)
        asked = 0.0
        if options.product is not None:
            asked = label_rules.details_today(plant, options.product).least_grade
        found = prediction.expected_grades(design, Resolution(options.dpmm), values, press, edition)
    console.result({"expected": told(console, found, asked)})
    enough = (NeededGrade.of(one.symbology, asked).met_by(one.expectation.grade) for one in found)
    return 0 if all(enough) else 1


def told(console: Console, found: Sequence[ExpectedGrade], asked: float = 0.0) -> list[dict[str, object]]:
    """Tell a person which grades are to be expected and which are needed; return the same for machines.

    ``asked``: what the product that is shown asks for; 0: nothing.
    """
    for one in found:
        console.say(prediction.worded(one))
        console.say(NeededGrade.of(one.symbology, asked).sentence)
    if not found:
        console.say(say("The label has no symbols."))
    console.say(prediction.caveat())
    return [_record(one, NeededGrade.of(one.symbology, asked), console.language) for one in found]


def _record(one: ExpectedGrade, needed: NeededGrade, language: str) -> dict[str, object]:
    limit = one.expectation.limit
    return {
        "element": one.element,
        "limit": None if limit is None else limit.name,
        "needed": needed.least,
        "needed_by": "product" if needed.stricter else "rule",
        **symbol_record(one.expectation.symbol, language),
    }
