"""Label designs that come along with the program, read by name, never by a path from outside."""

import re
from importlib.resources import files

_SUFFIX = ".json"
_NAME = re.compile(r"[a-z0-9_]+")


def names() -> tuple[str, ...]:
    """Return the names of all templates, sorted."""
    return tuple(
        sorted(
            entry.name.removesuffix(_SUFFIX)
            for entry in files(__name__).iterdir()
            if entry.name.endswith(_SUFFIX)
        )
    )


def read_text(name: str) -> str:
    """Return the template ``name`` as JSON text (see ``desktop.labels.codec``).

    Raises:
        KeyError: there is no such template.
    """
    if not _NAME.fullmatch(name) or name not in names():
        raise KeyError(name)
    return files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
