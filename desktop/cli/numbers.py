"""Numbers and choices on the command line, refused in the reader's language before anything is done."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from desktop.errors import InputError
from desktop.texts import say

Choice = TypeVar("Choice", bound=StrEnum)

_LARGEST: Final = 2**31 - 1
"""Jobs are numbered by a column of 32 bits."""
_PORTS: Final = range(2**16)
_LONGEST: Final = 40


def job_number(text: str) -> int:
    """Return the number of a job. InputError if none can have it."""
    return _whole(text, range(1, _LARGEST + 1))


def port(text: str) -> int:
    """Return a TCP port; 0 stands for any that is free. InputError if it is none."""
    return _whole(text, _PORTS)


def amount(text: str) -> float:
    """Return a number that is not below 0, such as seconds or millimetres. InputError if it is none."""
    whole, _, part = text.partition(".")
    if (whole + part).isascii() and (whole + part).isdigit() and len(text) <= _LONGEST:
        return float(text)
    raise InputError(
        say("Expected a number from 0 upwards, such as 2 or 0.5, not {found}.", found=repr(text[:_LONGEST]))
    )


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """Return what reads one of ``choices``; it raises InputError for anything else."""

    def read(text: str) -> Choice:
        try:
            return choices(text)
        except ValueError:
            raise InputError(
                say(
                    "Expected one of: {known}; not {found}.",
                    known=", ".join(choices),
                    found=repr(text[:_LONGEST]),
                )
            ) from None

    return read


def _whole(text: str, numbers: range) -> int:
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST and int(text) in numbers:
        return int(text)
    raise InputError(
        say(
            "Expected a whole number from {least} to {most}, not {found}.",
            least=numbers[0],
            most=numbers[-1],
            found=repr(text[:_LONGEST]),
        )
    )
