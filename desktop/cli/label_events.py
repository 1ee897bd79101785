"""``packmark job``: what happens to single labels, the first article, and reprints."""

import argparse
from collections.abc import Callable
from functools import partial

from desktop.cli.context import Context
from desktop.cli.numbers import job_number
from desktop.operations import first_articles, label_events, reprints
from desktop.operations.jobs import JobRow
from desktop.operations.label_events import Happening
from desktop.texts import say

JOB_HELP = "number of the job"
NOTED = (Happening.ROLL_CHANGED, Happening.RIBBON_CHANGED, Happening.OTHER)
Tell = Callable[[Context, JobRow], None]
"""Answers with a job."""


def add_commands(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser, tell: Tell
) -> None:
    """Add these commands to ``packmark job``."""

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = group.add_parser(name, parents=[common], help=text)
        made.add_argument("id", type=job_number, metavar="JOB", help=JOB_HELP)
        return made

    confirming = command("confirm-first", "confirm the first label by its code: the job may go on")
    confirming.add_argument("--code", required=True, help="as scanned from the first label")
    confirming.set_defaults(run=partial(_confirm, tell))
    rejecting = command("reject-first", "reject the first label: the next start prints another one")
    rejecting.add_argument("--reason", required=True, metavar="TEXT", help="what is wrong with it")
    rejecting.set_defaults(run=partial(_reject, tell))
    for name, handler, text in (
        ("spoil", _spoil, "take a label out: it must be destroyed"),
        ("sample", _sample, "take a pack as a sample"),
    ):
        taking = command(name, text)
        taking.add_argument("--code", required=True, help="as scanned from the label")
        taking.add_argument("--reason", required=True, metavar="TEXT", help="why, for the journal")
        taking.set_defaults(run=partial(handler, tell))
    noting = command("note", "write into the audit trail what happened at the printer")
    noting.add_argument("--what", required=True, choices=[kind.value for kind in NOTED], help="what happened")
    noting.add_argument("--text", default="", help="more about it; needed with other")
    noting.set_defaults(run=_note)
    again = command("reprint", "print a label once more, in place of one that was destroyed")
    again.add_argument("--code", required=True, help="as scanned from the old label")
    again.add_argument("--reason", required=True, metavar="TEXT", help="why it is printed again")
    again.add_argument("--destroyed", action="store_true", help="the old label is destroyed")
    again.set_defaults(run=_reprint)
    command("reprints", "list the reprints of a job").set_defaults(run=_reprints)


def record(row: reprints.ReprintRow) -> dict[str, object]:
    """Return a reprint as the command line gives it to machines."""
    return {
        "code": row.code,
        "label": row.label,
        "reprint": row.number,
        "reason": row.reason,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "printer": row.device,
        "outcome": row.outcome,
    }


def _confirm(tell: Tell, context: Context) -> int:
    with context.plant() as plant:
        row, _ = first_articles.confirm(plant, context.options.id, context.options.code)
    tell(context, row)
    return 0


def _reject(tell: Tell, context: Context) -> int:
    with context.plant() as plant:
        row, _ = first_articles.reject(plant, context.options.id, context.options.reason)
    tell(context, row)
    return 0


def _spoil(tell: Tell, context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row, _ = label_events.spoil(plant, options.id, options.code, options.reason)
    tell(context, row)
    return 0


def _sample(tell: Tell, context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row, _ = label_events.sample(plant, options.id, options.code, options.reason)
    tell(context, row)
    return 0


def _note(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        label_events.note(plant, options.id, Happening(options.what), options.text)
    context.console.say(say("Noted in the audit trail."))
    context.console.result({"job": options.id, "what": options.what})
    return 0


def _reprint(context: Context) -> int:
    options = context.options
    with context.plant() as plant:
        row, _ = reprints.reprint(
            plant, options.id, options.code, options.reason, destroyed=options.destroyed
        )
    context.console.say(
        say(
            "Code {code} is printed again: reprint {number} of {most}.",
            code=row.code,
            number=row.number,
            most=reprints.MOST_REPRINTS,
        )
    )
    context.console.result(record(row))
    return 0


def _reprints(context: Context) -> int:
    with context.plant() as plant:
        rows = reprints.of_job(plant, context.options.id)
    for row in rows:
        context.console.line(
            f"{row.label}  {row.code}  {row.number}  {row.outcome}  {row.actor}  {row.reason}"
        )
    context.console.result({"reprints": [record(row) for row in rows]})
    return 0
