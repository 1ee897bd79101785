"""``packmark label``: templates, checks against the rules, rendering to files."""

import argparse
import json
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.labels.checks import Finding
from desktop.labels.layout import Values
from desktop.labels.primitives import Bars
from desktop.operations import labels
from desktop.texts import say
from desktop.units import Resolution


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("label", help="label designs").add_subparsers(dest="action", required=True)
    listing = group.add_parser("list", parents=[common], help="list the templates")
    listing.set_defaults(run=_list)
    checking = group.add_parser("check", parents=[common], help="check a design against the rules")
    rendering = group.add_parser("render", parents=[common], help="draw a label into a file")
    for command in (checking, rendering):
        command.add_argument("design", metavar="FILE|NAME")
        command.add_argument(
            "--dpmm", type=int, required=True, help="dots per mm of the printer: 6, 8, 12, 24"
        )
        command.add_argument("--values", type=Path, metavar="V.json", help="values for the fields")
    rendering.add_argument("-o", dest="out", type=Path, required=True, metavar="x.png|.pdf|.svg|.zpl")
    checking.set_defaults(run=_check)
    rendering.set_defaults(run=_render)


def _list(context: Context) -> int:
    with context.plant() as plant:
        rows = labels.list_templates(plant)
    for row in rows:
        context.console.line(
            f"{row.name}  {row.design.width_mm:g} x {row.design.height_mm:g} mm  "
            f"{row.design.title.in_language(context.console.language)}"
        )
    context.console.result(
        {
            "templates": [
                {
                    "name": row.name,
                    "title": row.design.title.in_language(context.console.language),
                    "width_mm": row.design.width_mm,
                    "height_mm": row.design.height_mm,
                }
                for row in rows
            ]
        }
    )
    return 0


def _check(context: Context) -> int:
    shown, _ = _preview(context)
    for finding in shown.findings:
        context.console.line(
            f"{finding.severity}: {finding.element}: {finding.message.in_language(context.console.language)}"
        )
    if not shown.findings:
        context.console.say(say("No findings."))
    context.console.result(
        {
            "findings": [_finding_record(finding, context.console.language) for finding in shown.findings],
            "symbols": [_symbol_record(symbol, shown.resolution) for symbol in shown.symbols],
        }
    )
    return 1 if shown.findings else 0


def _render(context: Context) -> int:
    out: Path = context.options.out
    with context.plant() as plant:
        shown, values = _preview(context)
        labels.render(plant, shown, values, out)
    context.console.say(say("Written: {file}", file=out))
    context.console.result(
        {"file": str(out), "width_dots": shown.width_dots, "height_dots": shown.height_dots}
    )
    return 0


def _preview(context: Context) -> tuple[labels.Preview, Values | None]:
    options = context.options
    values = _read_values(options.values) if options.values else None
    with context.plant() as plant:
        design = labels.load_design(plant, options.design)
    return labels.preview(design, Resolution(options.dpmm), values), values


def _read_values(path: Path) -> Values:
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


def _symbol_record(symbol: Bars, resolution: Resolution) -> dict[str, object]:
    return {
        "element": symbol.element,
        "symbology": str(symbol.symbology),
        "data": symbol.data,
        "x_dots": symbol.module_dots,
        "x_mm": resolution.mm(symbol.module_dots),
        "width_mm": resolution.mm(symbol.area.width),
    }
