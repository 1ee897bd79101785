"""The plant: what every operation needs, built once by the composition root and handed on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.devices import Devices
from desktop.errors import Cancelled
from desktop.ports import Clock, LabelLanguage
from desktop.storage.store import Store

__all__ = ["Cancelled", "Plant", "Report"]


@dataclass(frozen=True, slots=True)
class Plant:
    """The store, the devices and the person at the keyboard."""

    store: Store
    clock: Clock
    devices: Devices
    actor: str
    """Who acts: the signed-in person's name."""
    languages: Mapping[str, LabelLanguage]
    """Printer languages by file ending: ``{"zpl": ...}``."""
    data_folder: Path
    """Where this plant keeps its files."""
    station: str
    """This computer's name in its network."""


Report = Callable[[float], bool]
"""Called by long work with the fraction done (0 to 1); returns False to ask the work to cancel.
Cancelled work leaves everything as it was and raises ``Cancelled``."""
