"""``packmark rights``: who may do what not everybody may."""

import argparse
from collections.abc import Callable

from desktop.changes import Changes
from desktop.cli.context import Context
from desktop.cli.numbers import one_of
from desktop.operations import rights
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.texts import say


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add this room's commands to the command line."""
    group = commands.add_parser("rights", help="who may do what").add_subparsers(dest="action", required=True)
    group.add_parser("list", parents=[common], help="list who holds what").set_defaults(run=_list)
    for name, change, text in (
        ("grant", rights.grant, "give a person a right"),
        ("revoke", rights.revoke, "take a right from a person"),
    ):
        command = group.add_parser(name, parents=[common], help=text)
        command.add_argument("person", metavar="PERSON", help="login at the computer")
        command.add_argument("right", type=one_of(Right), metavar="RIGHT", help=f"one of: {', '.join(Right)}")
        command.set_defaults(run=_changing(change))


def _changing(change: Callable[[Plant, str, Right], Changes]) -> Callable[[Context], int]:
    def run(context: Context) -> int:
        with context.plant() as plant:
            change(plant, context.options.person, context.options.right)
        return _list(context)

    return run


def _list(context: Context) -> int:
    console = context.console
    with context.plant() as plant:
        held = rights.grants(plant)
    for one in held:
        console.line(f"{one.person}  {one.right}  {one.granted_at:%Y-%m-%d %H:%M:%S}Z  {one.granted_by}")
    if not held:
        console.say(
            say(
                "Nobody holds a right yet. Begin with who grants them: {command}",
                command=f"packmark rights grant NAME {Right.ADMINISTER}",
            )
        )
    console.result(
        {
            "grants": [
                {
                    "person": one.person,
                    "right": str(one.right),
                    "granted_at": one.granted_at.isoformat(),
                    "granted_by": one.granted_by,
                }
                for one in held
            ]
        }
    )
    return 0
