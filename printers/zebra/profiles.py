"""How wide the Zebra models print. They do not say so themselves: ~HI tells the resolution only."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Profile:
    """A family of models. ``source`` tells where the number is from."""

    model: str
    """How the model's name begins in the answer to ~HI."""
    print_width_mm: int
    source: str


_REMEMBERED: Final = "maker's data sheets, from memory; to be confirmed on a device"

PROFILES: Final = (
    Profile("ZT421", 168, _REMEMBERED),
    Profile("ZT420", 168, _REMEMBERED),
    Profile("ZT620", 168, _REMEMBERED),
    Profile("ZE500-6", 168, _REMEMBERED),
    Profile("ZE521", 168, _REMEMBERED),
    Profile("ZT41", 104, _REMEMBERED),
    Profile("ZT61", 104, _REMEMBERED),
    Profile("ZT51", 104, _REMEMBERED),
    Profile("ZT23", 104, _REMEMBERED),
    Profile("ZE500-4", 104, _REMEMBERED),
    Profile("ZE511", 104, _REMEMBERED),
    Profile("ZD42", 108, _REMEMBERED),
    Profile("ZD62", 108, _REMEMBERED),
)
"""Print widths by model. Wider than this cannot be printed; a model that is not here is not judged."""


def print_width_mm(model: str) -> int | None:
    """Return how many millimetres wide ``model`` prints, None if that is not known."""
    return next((row.print_width_mm for row in PROFILES if model.startswith(row.model)), None)
