"""Secrets on the command line: typed unseen, or read from standard input; never an argument or an answer."""

import getpass
import sys

from desktop.errors import InputError
from desktop.operations import reviewers
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.texts import say


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


def second_person(plant: Plant, name: str | None) -> Reviewer | None:
    """Return who confirms, if somebody was named, after they gave their secret.

    Raises:
        InputError: there is no secret.
        Refused: as ``reviewers.confirm`` says.
    """
    return None if name is None else reviewers.confirm(plant, name, read_secret(name))
