"""What can go wrong with an emulated printer: every fault is an attribute, switched on by setting it."""

import threading
from dataclasses import dataclass, field

from printers.emulators.fault_words import switch


@dataclass(slots=True, eq=False)
class Faults:
    """The faults of one emulated Zebra printer. Any thread may set them; misspelt ones raise.

    The ``..._after`` faults count down with each label (or byte) and strike once, when so many more
    have gone by; states such as ``media_out`` stay until they are set to False again.
    """

    media_out: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    pause: bool = False
    over_temperature: bool = False

    media_out_after: int | None = None
    """Labels until the media run out."""
    partial_label: bool = False
    """When the media run out, a piece of the next label is printed, as on a real roll's end."""
    wrong_print_after: int | None = None
    """Labels until one carries a wrong last digit in the symbols that the printer draws itself, while it
    knows nothing of it.
    """

    silent: bool = False
    """Nothing is answered, to anything."""
    silent_in_fault: bool = False
    """~HS is not answered in a fault, as the ZPL II guide says of real printers."""
    no_proofs: bool = False
    """^HV is never answered."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    slow_reader: float = 0.0
    """Seconds before each small bite that the printer takes of what it is sent."""
    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset."""
    drop_connection_after_labels: int | None = None
    """Labels until one is printed but the connection is reset before that is said."""

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
