"""Lines of standard input by which a person or a test works an emulated device."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Final

from desktop.errors import InputError

_BITE: Final = 4096


def obey_standard_input(obey: Callable[[str], None]) -> None:
    """Give each line of standard input to ``obey`` until it ends; what is none is told on standard error."""
    for line in _lines():
        try:
            obey(line)
        except InputError as error:
            sys.stderr.write(f"{error}\n")


def _lines() -> Iterator[str]:
    # Not through sys.stdin: a thread that waits in it holds its lock, and the program could not end.
    pending = b""
    while data := os.read(0, _BITE):
        *lines, pending = (pending + data).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines if line.strip())
