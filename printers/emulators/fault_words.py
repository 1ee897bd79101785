"""Faults of emulated devices, switched on by words as they stand on a command line."""

import dataclasses
from typing import Any, Final

from desktop.errors import InputError
from desktop.texts import say

_KINDS: Final = (bool, int, float, int | None)


def switch(faults: Any, specification: str) -> None:
    """Switch a fault on, such as ``fault-after-prints=10``, ``silent`` or ``slow=0.01``.

    Args:
        faults: a dataclass whose fields of type bool, int and float are the faults.
        specification: as it was typed.

    Raises:
        InputError: no such fault, or no such value.
    """
    spelled, _, value = specification.partition("=")
    kinds = {
        entry.name.replace("_", "-"): entry.type
        for entry in dataclasses.fields(faults)
        if entry.type in _KINDS
    }
    kind = kinds.get(spelled)
    if kind is None:
        raise InputError(
            say(
                "There is no fault {found}. Faults are: {known}.",
                found=repr(spelled[:40]),
                known=", ".join(sorted(kinds)),
            )
        )
    setattr(faults, spelled.replace("-", "_"), _value_of(specification, kind, value))


def _value_of(specification: str, kind: object, value: str) -> bool | int | float:
    if kind is bool and value in {"", "yes", "no"}:
        return value != "no"
    if kind in (int, int | None) and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    if kind is float:
        whole, _, part = value.partition(".")
        if (whole + part).isascii() and (whole + part).isdigit() and len(value) <= 9:
            return float(value)
    raise InputError(
        say(
            "Fault {found}: expected a name alone for a state, =NUMBER for a count or for seconds.",
            found=repr(specification[:60]),
        )
    )
