"""The second person on the command line: a name as an option, and a secret that is never one.

It is typed unseen, or read from standard input; never an argument or an answer.
"""

import argparse
import getpass
import sys

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.texts import say


def add_grounds(parser: argparse.ArgumentParser) -> None:
    """Add why something is done and who confirms it; both must be told."""
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands on record for ever")
    parser.add_argument(
        "--reviewer",
        required=True,
        metavar="NAME",
        help="who confirms it; the secret is asked for, or is a line of standard input",
    )


def read_secret(whose: str) -> str:
    """Read a secret; on a command line everybody at the computer could read it.

    Args:
        whose: what to ask for where a person types.

    Raises:
        InputError: there is none.
    """
    secret = getpass.getpass(f"{whose}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise InputError(
            say("The secret of {person} is missing: it is read from standard input.", person=whose)
        )
    return secret


def confirmed(context: Context, plant: Plant) -> Reviewer:
    """Let the reviewer of the options prove who they are.

    Raises:
        InputError: there is no secret.
        Refused: they may not confirm this, or the secret is wrong.
    """
    return _proven(plant, context.options.reviewer)


def second_person(plant: Plant, name: str | None) -> Reviewer | None:
    """Return who confirms, if somebody was named. Raises as ``confirmed`` does."""
    return None if name is None else _proven(plant, name)


def _proven(plant: Plant, name: str) -> Reviewer:
    return reviewers.confirm(plant, name, read_secret(name))
