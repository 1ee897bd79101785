"""What can go wrong with every emulated coder; each family adds what only it can suffer."""

from dataclasses import dataclass

from printers.emulators.fault_words import switch


@dataclass(slots=True, eq=False)
class CoderFaults:
    """Faults of an emulated coder. Any thread may set them; misspelt ones raise.

    The ``..._after = n`` faults strike once: n more go well, and then it happens. States such as
    ``out_of_ink`` stay until they are set to False again.
    """

    out_of_ink: bool = False
    out_of_media: bool = False
    """Foil, ribbon or tape. Nothing is printed without it."""
    fault_after_prints: int | None = None
    """Prints until the device stops with a fault of its head."""
    half_print_after: int | None = None
    """Prints until one is begun and not finished; the device stops then and does not count it."""
    buffer_full: bool = False
    """No record is taken."""

    silent: bool = False
    """Nothing is answered."""
    slow: float = 0.0
    """Seconds before each answer."""
    garbage: bool = False
    """Answers are noise."""
    split_replies: bool = False
    """Answers come byte by byte."""
    merged_replies: bool = False
    """Answers to what came in one piece go back in one piece."""
    drop_connection_after_bytes: int | None = None
    """Bytes received until the connection is reset and what comes behind them is lost."""
    drop_connection_after_records: int | None = None
    """Records until one is taken, but the connection is reset before that is said."""

    @property
    def out_of_supplies(self) -> bool:
        """Whether something is missing without which nothing can be printed."""
        return self.out_of_ink or self.out_of_media

    def strikes(self, name: str) -> bool:
        """Count an ``..._after`` fault down; tell whether it strikes now."""
        left: int | None = getattr(self, name)
        if left is None:
            return False
        setattr(self, name, left - 1 if left else None)
        return not left

    def switch(self, specification: str) -> None:
        """Switch a fault on by words, such as ``fault-after-prints=10`` or ``silent``. InputError if none."""
        switch(self, specification)
