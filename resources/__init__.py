"""Files that come along with the program, read by name, never by a path from outside."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def _find(name: str) -> Traversable:
    parts = name.split("/")
    if not name or any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        raise ValueError(f"expected a relative resource name, got {name!r}")
    return files(__name__).joinpath(*parts)


def read_bytes(name: str) -> bytes:
    """Return the content of the resource ``name``, such as ``"icons/print.svg"``."""
    return _find(name).read_bytes()


def read_text(name: str) -> str:
    """Return the UTF-8 text of the resource ``name``."""
    return _find(name).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> tuple[str, ...]:
    """List the resources of ``folder`` that end in ``suffix``, sorted, as names for ``read_*``."""
    return tuple(
        sorted(f"{folder}/{entry.name}" for entry in _find(folder).iterdir() if entry.name.endswith(suffix))
    )
