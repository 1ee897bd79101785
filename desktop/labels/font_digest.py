"""Which font a design was frozen with: the SHA-256 of its file, since another edition draws other dots."""

from dataclasses import replace
from functools import cache
from hashlib import file_digest
from pathlib import Path

from desktop.errors import StorageError
from desktop.labels.document import LabelDesign
from desktop.labels.typeface import Typeface, system_typeface
from desktop.texts import say


def typeface_digest(typeface: Typeface) -> str:
    """Return the digest of a typeface's file; empty for the built-in one, which has no file.

    Raises:
        StorageError: the file cannot be read.
    """
    if typeface.path is None:
        return ""
    try:
        status = typeface.path.stat()
        return _digest(typeface.path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise StorageError(
            say("The font file {path} cannot be read: {reason}.", path=typeface.path, reason=error.strerror)
        ) from error


def with_font_recorded(design: LabelDesign) -> LabelDesign:
    """Return the design with family and digest of the typeface that this computer sets it in."""
    typeface = system_typeface(design.font_family)
    return replace(design, font_family=typeface.family, font_digest=typeface_digest(typeface))


@cache
def _digest(path: Path, changed_ns: int, size: int) -> str:
    """Read the file once; ``changed_ns`` and ``size`` make a replaced file another one."""
    del changed_ns, size
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
