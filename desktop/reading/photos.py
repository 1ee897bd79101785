"""Opens a photo or scan of a label, in a process of its own, and finds the symbols in it."""

import json
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from desktop.errors import InputError
from desktop.reading.framing import LENGTH, LONGEST_REPLY, NO_PICTURE, TOO_LARGE
from desktop.reading.picture_file import content_of
from desktop.reading.picture_process import no_answer, took_too_long
from desktop.texts import say

LARGEST_FILE = 60_000_000
"""Bytes."""
_LIMIT_S = 60.0
_PNG = b"\x89PNG\r\n\x1a\n"

Corner = tuple[float, float]
"""A place in a picture, as parts of its width and height, 0 to 1."""


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A symbol in a picture.

    Attributes:
        identifier: the symbology identifier of ISO/IEC 15424, such as ``]d2``.
        text: what it says, with GS (0x1D) for separators.
        corners: of the symbol as it reads: its upper left, upper right, lower right, lower left.
    """

    identifier: str
    text: str
    corners: tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in grey.

    Attributes:
        width, height: in pixels of the file (``png`` may be smaller).
        dpi: pixels an inch, as the file says; 0 if it does not.
        png: the picture.
        symbols: what was found in it.
    """

    width: int
    height: int
    dpi: float
    png: bytes
    symbols: tuple[FoundSymbol, ...]


def open_photo(path: Path, turn: int = 0, limit_s: float = _LIMIT_S) -> Photo:
    """Open a PNG, JPEG or TIFF file.

    Args:
        path: of the file.
        turn: degrees clockwise by which the picture is turned: 0, 90, 180 or 270.
        limit_s: seconds that it may take.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no picture, or one that is too large or damaged.
        DeviceError: the process that opens it died or took too long.
    """
    head, png = looked_at(path, "desktop.reading.photo_worker", str(turn), limit_s)
    try:
        return _photo(head, png)
    except (KeyError, TypeError, ValueError) as error:
        raise no_answer(path.name, repr(error)) from error


def looked_at(
    path: Path, worker: str, argument: str, limit_s: float = _LIMIT_S
) -> tuple[dict[str, object], bytes]:
    """Have a worker process look at a picture; return what it says, and the picture as PNG.

    Args:
        path: of the file.
        worker: the module that is started.
        argument: what it is told beside the picture.
        limit_s: seconds that it may take.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no picture, or one that is too large, empty or damaged.
        DeviceError: the process died or took too long.
    """
    content = content_of(path, LARGEST_FILE)
    head, png = answered(path.name, content, (worker, argument), limit_s)
    if "trouble" in head:
        _refuse(path.name, head)
    if not png.startswith(_PNG):
        raise no_answer(path.name, "no picture in the reply")
    return head, png


def answered(
    name: str, content: bytes, command: tuple[str, ...], limit_s: float
) -> tuple[dict[str, object], bytes]:
    """Have a worker process look at ``content``; return the two parts of its reply, whatever they say.

    Args:
        name: of the file, for messages.
        content: what is put to its standard input.
        command: the module that is started and its arguments.
        limit_s: seconds that it may take.

    Raises:
        DeviceError: the process died or took too long.
    """
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            (sys.executable, "-P", "-m", *command),
            input=content,
            capture_output=True,
            timeout=limit_s,
            check=True,
            env={**os.environ, "PYTHONPATH": search},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        head, png = _parts(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise took_too_long(name, limit_s) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").splitlines()
        raise no_answer(name, said[-1].strip()[:200] if said else str(error.returncode)) from error
    except (ValueError, RecursionError, struct.error) as error:
        raise no_answer(name, repr(error)[:200]) from error
    return head, png


def _parts(reply: bytes) -> tuple[dict[str, object], bytes]:
    (length,) = LENGTH.unpack(reply[: LENGTH.size])
    head = json.loads(reply[LENGTH.size : LENGTH.size + length]) if length <= LONGEST_REPLY else None
    if not isinstance(head, dict):
        raise ValueError(f"reply of {length} bytes")  # noqa: TRY004 (a wrong value, not a wrong call)
    return head, reply[LENGTH.size + length :]


def _refuse(name: str, head: dict[str, object]) -> NoReturn:
    if head["trouble"] == TOO_LARGE:
        raise InputError(
            say(
                "{file} has {width} x {height} pixels, which is more than a picture to trace may have.",
                file=name,
                width=head.get("width"),
                height=head.get("height"),
            )
        )
    if head["trouble"] == NO_PICTURE:
        raise InputError(say("{file} is no picture in PNG, JPEG or TIFF.", file=name))
    raise damaged(name, head)


def damaged(name: str, head: dict[str, object]) -> InputError:
    """Say what the process that opens pictures found wrong in a file."""
    reason = str(head.get("reason", ""))
    if "truncated" in reason:
        return InputError(
            say("{file} is damaged: it ends before the picture does. Save or copy it again.", file=name)
        )
    return InputError(say("{file} is damaged: {reason}.", file=name, reason=reason))


def _photo(head: dict[str, object], png: bytes) -> Photo:
    match head:
        case {
            "width": int(width),
            "height": int(height),
            "dpi": int() | float() as dpi,
            "symbols": list(found),
        }:
            return Photo(width, height, float(dpi), png, tuple(_symbol(one) for one in found))
    raise ValueError(f"reply with {str(head)[:100]}")


def _symbol(one: object) -> FoundSymbol:
    match one:
        case {"identifier": str(identifier), "text": str(text), "corners": [a, b, c, d]}:
            return FoundSymbol(identifier, text, (_corner(a), _corner(b), _corner(c), _corner(d)))
    raise ValueError(f"symbol {str(one)[:100]}")


def _corner(place: object) -> Corner:
    match place:
        case [int() | float() as x, int() | float() as y]:
            return float(x), float(y)
    raise ValueError(f"corner {str(place)[:60]}")
