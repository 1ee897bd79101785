"""Small JSON files that a plant writes for a receiver or an instrument: read and refused in one way."""

import json
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.incoming import open_incoming, read_some
from desktop.texts import Text, say

MOST_BYTES = 64 * 1024
"""More than any of them needs by far; it bounds what is read of a file that is none."""


def read_small(path: Path) -> bytes:
    """Read such a file, but no more than shows that it is too large.

    Raises:
        InputError: there is no such file, or it cannot be opened.
        StorageError: the disk or the network drive fails.
    """
    with open_incoming(path) as stream:
        return read_some(stream, MOST_BYTES + 1, path.name)


def parsed(content: bytes, what: Text) -> object:
    """Return what a file holds.

    Args:
        content: of the file.
        what: the file should be, such as "The mapping": it begins the sentence that refuses it.

    Raises:
        InputError: it is too large, no JSON in UTF-8, or a key stands twice in one object.
    """
    if len(content) > MOST_BYTES:
        raise InputError(
            say("{what} has at most {most} bytes; this file has more.", what=what, most=MOST_BYTES)
        )
    try:
        document: object = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except RecursionError as error:
        raise InputError(say("{what} is no JSON file: it is nested too deeply.", what=what)) from error
    except ValueError as error:  # JSON and UTF-8 errors are both ValueErrors
        raise InputError(
            say("{what} is no JSON file in UTF-8 ({reason}).", what=what, reason=error)
        ) from error
    return document


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
