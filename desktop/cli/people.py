"""``packmark people``: what people prove with that it is they."""

import argparse

from desktop.cli.context import Context
from desktop.cli.second_person import read_secret
from desktop.operations import reviewers
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("people", help="secrets of people who confirm").add_subparsers(
        dest="action", required=True
    )
    setting = group.add_parser(
        "secret",
        parents=[common],
        help="set a secret; it is typed, or read from standard input: the old one, then the new one",
    )
    setting.add_argument("person", metavar="PERSON", help="login at the computer")
    setting.add_argument(
        "--first", action="store_true", help="there is no old one, or it is forgotten; for administrators"
    )
    setting.set_defaults(run=_secret)


def _secret(context: Context) -> int:
    person = context.options.person
    old = None if context.options.first else read_secret(person)
    new = read_secret(person)
    with context.plant() as plant:
        reviewers.set_secret(plant, person, old, new)
        own = old is not None or plant.actor == person
    context.console.say(
        say("The secret of {person} is set.", person=person)
        if own
        else say(
            "The secret of {person} is set. It confirms nothing until {person} has changed it.", person=person
        )
    )
    context.console.result({"person": person, "own": own})
    return 0
