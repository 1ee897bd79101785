"""The second person on the command line: a name as an option, the secret typed or from a pipe."""

import argparse

from desktop.cli.context import Context
from desktop.cli.second_person import read_secret
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
        InputError: there is no secret.
        Refused: they may not confirm this, or the secret is wrong.
    """
    name: str = context.options.reviewer
    return reviewers.confirm(plant, name, read_secret(name))
