"""A file from outside: opened, told apart from other kinds of files, and its text decoded.

Nothing here trusts a file's name or ending.
"""

import stat
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from desktop.errors import InputError, StorageError
from desktop.texts import Text, say

HEAD_SIZE = 65_536
"""Bytes from a file's beginning that tell what kind it is."""

UTF_8_MARK = b"\xef\xbb\xbf"

_TEXT_CONTROLS = frozenset(b"\t\n\r\x1a")
_BINARY_SHARE = 0.05
"""Control characters among the first bytes; text has none, encrypted bytes have an eighth."""


def open_incoming(path: Path) -> BufferedReader:
    """Open a regular file for reading.

    Raises:
        InputError: it is not there, is a folder or a device, is locked, or may not be read.
        StorageError: the disk or the network drive fails.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(say("{path} is a folder: choose a file in it.", path=str(path)))
        if not stat.S_ISREG(mode):
            raise InputError(say("{path} is a device or a pipe: choose a file.", path=str(path)))
        return path.open("rb")
    except PermissionError as error:
        raise InputError(
            say(
                "{path} cannot be opened: another program has locked it, or you may not read it. "
                "Close it there and try again.",
                path=str(path),
            )
        ) from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError(say("{path}: there is no such file.", path=str(path))) from error
    except OSError as error:
        raise StorageError(
            say("{path} cannot be opened: {reason}.", path=str(path), reason=error.strerror or str(error))
        ) from error


def read_some(stream: BinaryIO, size: int, name: str) -> bytes:
    """Read up to ``size`` bytes. Raises ``StorageError`` if the disk or the network drive fails."""
    try:
        return stream.read(size)
    except OSError as error:
        raise StorageError(
            say(
                "{name} could not be read to its end: {reason}. Copy it to this computer and try again.",
                name=name,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def refuse_other_kinds(head: bytes, name: str, expected: Text) -> None:
    """Refuse what is no text: archives, workbooks, PDF, encrypted bytes, UTF-16.

    Args:
        head: the first bytes of the file.
        name: how to call the file.
        expected: what the file should be, such as "a code file".

    Raises:
        InputError: the sentence says what the file is and where to get the right one.
    """
    if not head:
        raise InputError(say("{name} is empty: expected {expected}.", name=name, expected=expected))
    for magic, kind in _kinds():
        if head.startswith(magic):
            raise InputError(
                say(
                    "{name} is {kind}, not {expected}: decrypt or export it in the platform client first.",
                    name=name,
                    kind=kind,
                    expected=expected,
                )
            )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(say("{name} is UTF-16 text: save it as UTF-8 or GB18030 and try again.", name=name))
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    if controls > 1 and controls > _BINARY_SHARE * len(head):
        raise InputError(
            say(
                "{name} is binary, perhaps still encrypted, not {expected}: "
                "decrypt or export it in the platform client first.",
                name=name,
                expected=expected,
            )
        )


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode text as the platform writes it, and name the encoding.

    Returns:
        The text without a byte order mark, and ``"utf-8-sig"``, ``"utf-8"`` or ``"gb18030"``.

    Raises:
        InputError: it is neither; the sentence names the byte.
    """
    if data.startswith(UTF_8_MARK):
        return decode_as(data, "utf-8", name), "utf-8-sig"
    reached = 0
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
    raise InputError(
        say(
            "{name}: byte {position} is {byte}, which is neither UTF-8 nor GB18030 text.",
            name=name,
            position=reached + 1,
            byte=f"0x{data[reached]:02X}",
        )
    )


def decode_as(data: bytes, encoding: str, name: str) -> str:
    """Decode text in the encoding that the file itself declares, without its byte order mark.

    Raises:
        InputError: it is another; the sentence names the byte.
    """
    body = data.removeprefix(UTF_8_MARK)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            say(
                "{name} says that it is {encoding}, but byte {position} is {byte}, which is none.",
                name=name,
                encoding=encoding.upper(),
                position=len(data) - len(body) + error.start + 1,
                byte=f"0x{body[error.start]:02X}",
            )
        ) from error


def _kinds() -> tuple[tuple[bytes, Text], ...]:
    archive = say("a ZIP archive or an Excel workbook")
    other_archive = say("a compressed archive")
    picture = say("a picture")
    return (
        (b"PK\x03\x04", archive),
        (b"PK\x05\x06", archive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", say("an old Excel or Word file")),
        (b"%PDF", say("a PDF file")),
        (b"\x1f\x8b", other_archive),
        (b"7z\xbc\xaf\x27\x1c", other_archive),
        (b"Rar!", other_archive),
        (b"BZh", other_archive),
        (b"\xfd7zXZ", other_archive),
        (b"\x89PNG", picture),
        (b"\xff\xd8\xff", picture),
        (b"SQLite format 3", say("a database")),
        (b"-----BEGIN", say("an encrypted or signed file")),
        (b"Salted__", say("an encrypted or signed file")),
    )
