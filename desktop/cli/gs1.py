"""``packmark gs1``: checks an element string and explains it."""

import argparse

from desktop.cli.context import Context
from desktop.codes.gs1 import Explanation, Fault, explain
from desktop.codes.gs1.source import shown
from desktop.operations.explain import UdidVerdict
from desktop.operations.explain import explain as explain_here
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    command = commands.add_parser("gs1", parents=[common], help="check and explain a GS1 element string")
    command.add_argument(
        "text", metavar="TEXT", help="with brackets, as a scanner sends it, or a GS1 Digital Link"
    )
    command.add_argument(
        "--udid", action="store_true", help="hold it against the UDID record of this plant's product"
    )
    command.add_argument(
        "--beside",
        metavar="TEXT",
        action="append",
        default=[],
        help="what another symbol on the same label holds (with --udid; may be given several times)",
    )
    command.set_defaults(run=_explain)


def _explain(context: Context) -> int:
    found = explain(context.options.text, whole_item=not context.options.beside)
    record = _record(found, context.console.language)
    _tell(context, found)
    agrees = True
    if context.options.udid:
        verdicts = _against_udid(context)
        agrees = bool(verdicts) and not any(verdict.faults for verdict in verdicts)
        record["udid"] = [_verdict_record(verdict, context.console.language) for verdict in verdicts]
    context.console.result(record)
    return 0 if found.valid and agrees else 1


def _against_udid(context: Context) -> tuple[UdidVerdict, ...]:
    with context.plant() as plant:
        verdicts = explain_here(plant, context.options.text, context.options.beside).against_udid
    for verdict in verdicts:
        for fault in verdict.faults:
            context.console.say(say("{product}: {fault}", product=verdict.product, fault=fault))
        if not verdict.faults:
            context.console.say(say("{product}: agrees with its UDID record.", product=verdict.product))
    if not verdicts:
        context.console.say(say("No product of this plant with UDI has this device identifier."))
    return verdicts


def _verdict_record(verdict: UdidVerdict, language: str) -> dict[str, object]:
    return {
        "product": verdict.product,
        "faults": [fault.in_language(language) for fault in verdict.faults],
    }


def _tell(context: Context, found: Explanation) -> None:
    console = context.console
    for element in found.elements:
        console.line(f"({element.ai}) {shown(element.value)}  {element.title}")
    for fault in found.faults:
        console.line(_marked(found.text, fault))
        console.say(fault.message)
        if fault.offer is not None:
            console.say(say("Right would be: {text}", text=shown(fault.mended(found.text) or "")))
    if found.valid:
        console.say(say("Valid."))
        console.say(say("Line under the symbol: {hri}", hri=found.hri))
    if found.digital_link is not None:
        console.say(say("GS1 Digital Link: {link}", link=found.digital_link))


def _marked(text: str, fault: Fault) -> str:
    """Write the text with the wrong part underlined."""
    before = shown(text[: fault.start])
    wrong = shown(text[fault.start : fault.end])
    return f"{before}{wrong}{shown(text[fault.end :])}\n{' ' * len(before)}{'^' * max(1, len(wrong))}"


def _record(found: Explanation, language: str) -> dict[str, object]:
    return {
        "valid": found.valid,
        "elements": [
            {"ai": element.ai, "value": element.value, "title": element.title} for element in found.elements
        ],
        "faults": [
            {
                "code": str(fault.code),
                "message": fault.message.in_language(language),
                "start": fault.start,
                "end": fault.end,
                "offer": fault.offer,
                "severity": str(fault.severity),
            }
            for fault in found.faults
        ],
        "raw": found.raw,
        "hri": found.hri,
        "digital_link": found.digital_link,
    }
