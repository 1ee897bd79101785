"""``packmark label``: templates and designs, checks against the rules, drawing into files, plain printing."""

import argparse
from pathlib import Path

from desktop.cli import designs, expectation, plain_labels
from desktop.cli.context import Context
from desktop.cli.plain_labels import read_values
from desktop.labels.findings import Finding, Severity
from desktop.labels.primitives import Bars, Symbol
from desktop.operations import label_rules, labels, prediction
from desktop.operations.prediction import PressModel
from desktop.texts import say
from desktop.units import Resolution

_DOT_GAIN = 10.0
"""Percent of a dot, where nobody says."""


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("label", help="label designs").add_subparsers(dest="action", required=True)
    checking = group.add_parser("check", parents=[common], help="check a design against the rules")
    rendering = group.add_parser("render", parents=[common], help="draw a label into a file")
    for command in (checking, rendering):
        command.add_argument("design", metavar="FILE|NAME")
        command.add_argument(
            "--dpmm", type=int, required=True, help="dots per mm of the printer: 6, 8, 12, 24"
        )
        command.add_argument("--values", type=Path, metavar="V.json", help="values for the fields")
    checking.add_argument(
        "--product",
        metavar="GTIN|PREFIX",
        help="hold the label against the UDID record and the least grade of this product too",
    )
    checking.add_argument(
        "--expect",
        type=float,
        nargs="?",
        const=_DOT_GAIN,
        metavar="PCT",
        help="say which grades to expect at this dot gain (10), in percent of a dot",
    )
    rendering.add_argument(
        "--proof", action="store_true", help="specimen codes, and the mark of a proof behind the label"
    )
    rendering.add_argument("-o", dest="out", type=Path, required=True, metavar="x.png|.pdf|.svg|.zpl")
    checking.set_defaults(run=_check)
    rendering.set_defaults(run=_render)
    expectation.add_label_action(group, common)
    plain_labels.add_label_action(group, common)
    designs.add_commands(group, common)


def _check(context: Context) -> int:
    options, language = context.options, context.console.language
    values = read_values(options.values) if options.values else None
    press = None if options.expect is None else PressModel(options.expect / 100)
    with context.plant() as plant:
        design = labels.load_design(plant, options.design)
        shown = labels.preview(design, Resolution(options.dpmm), values)
        findings, asked = shown.findings, 0.0
        if options.product is not None:
            findings += label_rules.findings_against_udid(
                plant, design, options.product, values or design.sample_values
            )
            asked = label_rules.details_today(plant, options.product).least_grade
    for finding in findings:
        context.console.line(
            f"{finding.severity}: {finding.element}: {finding.message.in_language(language)}"
        )
    if not findings:
        context.console.say(say("No findings."))
    result: dict[str, object] = {
        "findings": [_finding_record(finding, language) for finding in findings],
        "symbols": [_symbol_record(symbol, shown.resolution) for symbol in shown.symbols],
    }
    if press is not None:
        result["expected"] = expectation.told(context.console, prediction.expected_of(shown, press), asked)
    context.console.result(result)
    return 1 if any(finding.severity is Severity.ERROR for finding in findings) else 0


def _render(context: Context) -> int:
    options = context.options
    values = read_values(options.values) if options.values else None
    with context.plant() as plant:
        design = labels.load_design(plant, options.design)
        if options.proof:
            values = labels.specimen_values(design, values)
        shown = labels.preview(design, Resolution(options.dpmm), values)
        labels.render(plant, shown, values, options.out, proof=options.proof)
    context.console.say(say("Written: {file}", file=options.out))
    context.console.result(
        {"file": str(options.out), "width_dots": shown.width_dots, "height_dots": shown.height_dots}
    )
    return 0


def _finding_record(finding: Finding, language: str) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "element": finding.element,
        "measured": finding.measured,
        "required": finding.required,
        "unit": finding.unit,
        "source": finding.source,
        "message": finding.message.in_language(language),
    }


def _symbol_record(symbol: Symbol, resolution: Resolution) -> dict[str, object]:
    # The width of a turned symbol is still the length that its bars take up side by side.
    modules = len(symbol.modules) if isinstance(symbol, Bars) else len(symbol.rows[0])
    return {
        "element": symbol.element,
        "symbology": str(symbol.symbology),
        "data": symbol.data,
        "x_dots": symbol.module_dots,
        "x_mm": resolution.mm(symbol.module_dots),
        "width_mm": resolution.mm(modules * symbol.module_dots),
    }
