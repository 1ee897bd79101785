"""Reads the file of a picture, as bytes that nobody has looked into yet."""

from pathlib import Path

from desktop.errors import InputError, StorageError
from desktop.texts import say


def content_of(path: Path, most: int) -> bytes:
    """Return the bytes of a file.

    Args:
        path: of the file.
        most: bytes that it may have.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is larger than that, or empty.
    """
    try:
        with path.open("rb") as file:
            # One byte more than may be: a file that grows, or has no size, cannot fill the memory either.
            content = file.read(most + 1)
            size = path.stat().st_size
    except OSError as error:
        raise StorageError(
            say("File {file} cannot be read: {why}.", file=path, why=error.strerror)
        ) from error
    if len(content) > most:
        raise InputError(
            say(
                "{file} has {size} MB; a picture has at most {most} MB.",
                file=path.name,
                size=size // 1_000_000,
                most=most // 1_000_000,
            )
        )
    if not content:
        raise InputError(say("{file} is empty: it has no bytes. Save or copy it again.", file=path.name))
    return content
