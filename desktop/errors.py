"""What can go wrong in a way that a person can act on.

::

    PackmarkError
    +-- InputError     a file, a value or a command is not as it must be          exit status 2
    |   +-- Refused    the request is well formed, but a rule forbids it now      exit status 2
    +-- DeviceError    a printer, scanner or camera is gone, silent or wrong      exit status 3
    |   +-- InUse      it is there, and serves somebody else                      exit status 3
    +-- StorageError   the database or the disk will not take or give the data    exit status 3
    +-- Cancelled      the person cancelled the work; everything is as it was     exit status 1

Each carries one sentence (expected, found, where, what to do) and, where many things are wrong at
once, one further sentence a place. Anything else that is raised is a bug.
"""

from collections.abc import Sequence
from typing import ClassVar

from desktop.texts import ENGLISH, Text


class PackmarkError(Exception):
    """A trouble that is told to the person in front of the screen, in their language."""

    exit_status: ClassVar[int] = 2

    def __init__(self, text: Text, details: Sequence[Text] = ()) -> None:
        super().__init__(text.in_language(ENGLISH))
        self.text = text
        self.details = tuple(details)

    def in_language(self, language: str) -> str:
        """Word the trouble in ``language``, its details on lines of their own."""
        return "\n".join(part.in_language(language) for part in (self.text, *self.details))


class InputError(PackmarkError):
    """A file, a value or a command is not as it must be."""


class Refused(InputError):  # noqa: N818 (the field's word, and it reads well in `raise Refused`)
    """The request is well formed, but a rule forbids it in the present state."""


class DeviceError(PackmarkError):
    """A printer, scanner or camera is gone, silent, or not the one that is needed."""

    exit_status = 3


class InUse(DeviceError):  # noqa: N818 (the word on its display)
    """A device is there and serves another program or computer now."""


class StorageError(PackmarkError):
    """The database or the disk will not take or give the data."""

    exit_status = 3


class Cancelled(PackmarkError):  # noqa: N818 (nothing went wrong)
    """A person cancelled long work; everything is as it was before."""

    exit_status = 1
