"""What commands that write files of a work order have in common: which order, and into which folder."""

import argparse
from pathlib import Path

from desktop.cli.context import Context
from desktop.errors import InputError
from desktop.texts import say

JOB_HELP = "number of the work order, or else of one of its print jobs"


def add_order(parser: argparse.ArgumentParser) -> None:
    """Add the work order and the folder."""
    parser.add_argument("order", metavar="JOB", help=JOB_HELP)
    add_out(parser)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add the folder that is written to."""
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="DIR", help="folder it is written to"
    )


def require_folder(context: Context) -> None:
    """Refuse before anything is kept, not after.

    Raises:
        InputError: there is no such folder.
    """
    folder: Path = context.options.out
    if not folder.is_dir():
        raise InputError(say("{path} is no folder: choose one that exists.", path=str(folder)))
