"""The second person on the command line: a name as an option, the secret typed or from a pipe."""

import argparse
import getpass
import sys

from desktop.cli.context import Context
from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer


def add_grounds(parser: argparse.ArgumentParser) -> None:
    """Add why something is done and who confirms it."""
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands on record for ever")
    parser.add_argument(
        "--reviewer",
        required=True,
        metavar="NAME",
        help="who confirms it; the secret is asked for, or is a line of standard input",
    )


def confirmed(context: Context, plant: Plant) -> Reviewer:
    """Let the reviewer of the options prove who they are.

    Raises:
        Refused: they may not confirm this, or the secret is wrong.
    """
    name: str = context.options.reviewer
    watched = sys.stdin.isatty()
    secret = getpass.getpass(f"{name}: ") if watched else sys.stdin.readline().rstrip("\r\n")
    return reviewers.confirm(plant, name, secret)
