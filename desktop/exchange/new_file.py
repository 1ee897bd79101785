"""Writes files that must not exist yet: nothing is overwritten, and nothing half written stays behind."""

from pathlib import Path

from desktop.errors import Refused, StorageError
from desktop.texts import say


def write_new(path: Path, content: bytes) -> None:
    """Write ``content`` as the new file ``path``.

    Raises:
        Refused: there is a file of that name already; it is left as it is.
        StorageError: it cannot be written; nothing of it stays.
    """
    try:
        stream = path.open("xb")
    except FileExistsError as error:
        raise exists_already(path) from error
    except OSError as error:
        raise not_written(path, error) from error
    try:
        with stream:
            stream.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise not_written(path, error) from error


def safe_name(text: str) -> str:
    """Return a text that can stand in the name of a file; other signs become an underscore.

    >>> safe_name("WO 1/7")
    'WO_1_7'
    """
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in text)


def exists_already(path: Path) -> Refused:
    """Return the trouble that there is a file of that name."""
    return Refused(say("{path} exists already: choose another name.", path=str(path)))


def not_written(path: Path, error: OSError) -> StorageError:
    """Return the trouble that the disk does not take a file."""
    return StorageError(
        say(
            "{path} cannot be written: {reason}. Choose another folder.",
            path=str(path),
            reason=error.strerror or type(error).__name__,
        )
    )
