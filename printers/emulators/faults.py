"""What can go wrong with an emulated printer: every fault is an attribute, switched on by setting it."""

import threading
from dataclasses import dataclass, field
from typing import Final

from printers.emulators.fault_words import switch

_BEGINNINGS: Final = tuple(
    (f"{state}_after", state)
    for state in ("media_out", "head_open", "ribbon_out", "over_temperature", "pause", "power_cycle")
)
"""Counts of labels, and the states that begin when they have run down."""


@dataclass(slots=True, eq=False)
class Faults:
    """The faults of one emulated Zebra printer. Any thread may set them; misspelt ones raise.

    The ``..._after`` faults count down with each label (or byte) and strike once, when so many more
    have gone by; states such as ``media_out`` stay until they are set to False again. Media, ribbon or head
    that fail while a label is under the head leave a fragment of it.
    """

    media_out: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    pause: bool = False
    over_temperature: bool = False
    buffer_full: bool = False
    """Nothing more is taken from a connection once a label has come over it."""

    media_out_after: int | None = None
    """Labels until the media run out; likewise the next ones."""
    head_open_after: int | None = None
    ribbon_out_after: int | None = None
    over_temperature_after: int | None = None
    pause_after: int | None = None
    """Labels until somebody presses PAUSE at the printer."""
    partial_label: bool = False
    """What fails after so many labels leaves a piece of the next one, as on a real roll's end."""
    power_cycle: bool = False
    """The power goes and comes back now; the printer itself sets this to False again."""
    power_cycle_after: int | None = None
    """Labels until the power goes and comes back."""
    power_cycle_after_bytes: int | None = None
    """Bytes received until the power goes and comes back."""
    wrong_print_after: int | None = None
    """Labels until one carries a wrong last digit in the symbols that the printer draws itself, while it
    knows nothing of it.
    """

    silent: bool = False
    """Nothing is answered, to anything."""
    silent_in_fault: bool = False
    """~HS is not answered in a fault but at the status port, as the ZPL II guide says of real printers."""
    mute_in_fault: bool = False
    """No question at all is answered in a fault but at the status port."""
    no_proofs: bool = False
    """^HV is never answered."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    merge_replies: float = 0.0
    """Seconds for which answers are kept back, to come in one packet."""
    slow_reader: float = 0.0
    """Seconds before each small bite that the printer takes of what it is sent."""
    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset."""
    drop_connection_after_labels: int | None = None
    """Labels until one is printed but the connection is reset before that is said."""
    cable_pulled: float = 0.0
    """Set to seconds: the network is gone for so long. The printer prints on; it sets this to 0 at once."""

    changed: threading.Condition = field(default_factory=threading.Condition, repr=False)
    """Held while the printer looks at its faults; told when one is set."""

    def __setattr__(self, name: str, value: object) -> None:
        # The first assignment of all makes the condition itself; there is nobody to tell yet.
        changed: threading.Condition | None = getattr(self, "changed", None)
        if changed is None:
            object.__setattr__(self, name, value)
            return
        with changed:
            object.__setattr__(self, name, value)
            changed.notify_all()

    @property
    def stopped(self) -> bool:
        """Whether the printer would not print now."""
        return self.in_fault or self.pause

    @property
    def in_fault(self) -> bool:
        """Whether something is wrong that is more than a pause."""
        return self.media_out or self.head_open or self.ribbon_out or self.over_temperature

    @property
    def cuts(self) -> bool:
        """Whether something is wrong that ends a label in its middle."""
        return self.media_out or self.head_open or self.ribbon_out or self.power_cycle

    def begins(self) -> str | None:
        """Count a label for the faults that begin before a label; return the state that begins now."""
        with self.changed:
            for counter, state in _BEGINNINGS:
                if getattr(self, counter) == 0:
                    setattr(self, counter, None)
                    setattr(self, state, True)
                    return state
            for counter, _ in _BEGINNINGS:
                self.strikes(counter)
            return None

    def strikes(self, name: str, passed: int = 1) -> bool:
        """Count an ``..._after`` fault down by ``passed``; tell whether it strikes now."""
        with self.changed:
            left: int | None = getattr(self, name)
            if left is None:
                return False
            if left >= passed:
                setattr(self, name, left - passed)
                return False
            setattr(self, name, None)
            return True

    def switch(self, specification: str) -> None:
        """Switch a fault on by words, such as ``media-out-after=10``, ``silent`` or ``slow-reader=0.01``.

        Raises:
            InputError: no such fault, or no such value.
        """
        switch(self, specification)
