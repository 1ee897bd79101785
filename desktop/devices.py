"""What the application asks of machines, as Protocols: printers, cameras, scanners, and their finder.

``printers`` implements them; ``desktop.jobs`` and ``desktop.operations`` know nothing else of machines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from desktop.coders import Coder
from desktop.errors import InputError
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.texts import Text, say


class Condition(StrEnum):
    """What a printer may have to say about itself. ``READY`` stands alone; the others may add up."""

    READY = "ready"
    PAUSED = "paused"
    HEAD_OPEN = "head open"
    MEDIA_OUT = "media out"
    RIBBON_OUT = "ribbon out"
    BUFFER_FULL = "buffer full"
    OVER_TEMPERATURE = "over temperature"
    SILENT = "silent"
    """It does not answer, which some printers do in a fault: a state, not proof of a lost link."""
    OTHER_FAULT = "other fault"


@dataclass(frozen=True, slots=True)
class PrinterIdentity:
    """Who the printer says it is.

    Attributes:
        model: its name and resolution, as it says them.
        firmware: its version.
        unique_id: empty where it has none.
        dots_per_mm: of its head.
        languages: what it says of the printer languages that it understands now, such as ``zpl``; empty where
            it does not say.
        width_mm: the widest that it prints; None where that is not known for certain.
    """

    model: str
    firmware: str
    unique_id: str
    dots_per_mm: int
    languages: str = ""
    width_mm: float | None = None


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer's state. ``formats_waiting``: labels received and not yet printed, None if unknown."""

    conditions: frozenset[Condition]
    formats_waiting: int | None

    @property
    def ready(self) -> bool:
        """Tell whether it would print now."""
        return self.conditions == {Condition.READY}


MOST_OFFSET_MM: Final = 10.0
DARKNESS: Final = range(31)
"""``~SD`` takes 00 to 30 (ZPL guide)."""
SPEEDS_IPS: Final = range(1, 15)
"""``^PR`` takes 1 to 14 inches a second (ZPL guide); a printer takes what it can of these."""
SCALES: Final = (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What one printer is told beside its labels; what is None stays as it is set at the printer.

    Attributes:
        offset_x_mm: by how much everything is moved to the right; below 0 to the left. At most 10.
        offset_y_mm: by how much everything is moved down (against the feed); below 0 up. At most 10.
        darkness: 0 to 30.
        speed_ips: inches a second, 1 to 14.
        scale_x: what was measured on a ruler card across the feed, divided by what it should be. Dots stay
            dots: it is shown with every length, and never drawn.
        scale_y: the same in the direction of feed.

    Raises:
        InputError: a number is out of its range.
    """

    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    darkness: int | None = None
    speed_ips: int | None = None
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __post_init__(self) -> None:
        for name, value, least, most in (
            (say("horizontal offset in mm"), self.offset_x_mm, -MOST_OFFSET_MM, MOST_OFFSET_MM),
            (say("vertical offset in mm"), self.offset_y_mm, -MOST_OFFSET_MM, MOST_OFFSET_MM),
            (say("darkness"), self.darkness, DARKNESS[0], DARKNESS[-1]),
            (say("speed in inches a second"), self.speed_ips, SPEEDS_IPS[0], SPEEDS_IPS[-1]),
            (say("scale across the feed"), self.scale_x, *SCALES),
            (say("scale along the feed"), self.scale_y, *SCALES),
        ):
            if value is not None and not least <= value <= most:
                raise InputError(
                    say(
                        "The {name} must be from {least} to {most}, not {found}.",
                        name=name,
                        least=least,
                        most=most,
                        found=value,
                    )
                )


AS_SET: Final = PrinterSettings()
"""Everything as it is set at the printer."""


class Printer(Protocol):
    """A connected label printer. One thread at a time. Every method may raise ``DeviceError``."""

    def identify(self) -> PrinterIdentity:
        """Ask the printer who it is."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. Silence is an answer (``Condition.SILENT``), not an error."""
        ...

    def odometer(self) -> int:
        """Return the count of labels the printer has printed in its life."""
        ...

    def prepare(self, plan: LabelPlan) -> None:
        """Store what all labels of ``plan`` share. Refuses a plan for another resolution or width.

        To be repeated after every reconnect: a printer that lost power lost the format too.
        """
        ...

    def send(self, label: FilledLabel, code: str) -> None:
        """Hand over one label. Returning means that bytes left, not that anything is printed."""
        ...

    def confirmed(self, timeout_s: float) -> Sequence[str]:
        """Return codes that the printer says it has printed since the last call, in that order.

        Waits up to ``timeout_s`` for the first; an empty answer means that none came in time.
        """
        ...

    def cancel(self) -> None:
        """Throw away what the printer has received and not yet printed."""
        ...

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A black-and-white picture of one label: rows of ``(width + 7) // 8`` bytes, 1 = black.

    ``ordinal`` counts the labels that the device has printed in its life, from 1 (its odometer).
    """

    ordinal: int
    width: int
    height: int
    rows: bytes


class Camera(Protocol):
    """Sees each label behind the printer. One thread at a time."""

    def next_picture(self, timeout_s: float) -> Picture | None:
        """Return the picture of the next label, or None if none came in time. Order = print order."""
        ...

    def close(self) -> None:
        """Give the camera free. May be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a scanner.

    Attributes:
        text: what the symbol says, with its separators; never the line end, and never the identifier.
        at: when its end came, in seconds of ``time.monotonic``.
        symbology: the identifier that the scanner put before it (ISO/IEC 15424), such as ``]C1``; None where
            it sends none.
    """

    text: str
    at: float
    symbology: str | None = None


class Scanner(Protocol):
    """A connected hand scanner or fixed reader. One thread at a time."""

    @property
    def connected(self) -> bool:
        """Whether it is there now, as far as is known: one that calls us may not have called yet."""
        ...

    def next(self, timeout_s: float) -> Scan | None:
        """Return the next reading, or None if none came in time. Order = order of reading.

        Raises ``DeviceError`` if it is gone, or does not end its readings as it must.
        """
        ...

    def close(self) -> None:
        """Give the scanner free. May be called twice."""
        ...


class DeviceKind(StrEnum):
    """What an address stands for."""

    LABEL_PRINTER = "label printer"
    """Takes labels, and answers for each: ``Devices.printer``."""
    CODER = "coder"
    """Holds jobs of its own with fields that are filled: ``Devices.coder``."""
    QUEUE = "queue"
    """A print queue of this computer: bytes one way, and never a word of what was printed."""


class Way(StrEnum):
    """How a printer is connected to this computer."""

    USB = "USB"
    NETWORK = "network"
    SERIAL = "serial line"
    QUEUE = "print queue"
    BUILT_IN = "built in"


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that was found.

    ``address`` is empty where it has no number of its own; ``trouble``: why it cannot be opened, or, with no
    address and no model, why this way could not be searched.
    """

    address: str
    model: str
    trouble: Text | None = None
    way: Way = Way.USB


class Sink(Protocol):
    """Takes bytes for a printer, one way; nothing is ever known of what becomes of them."""

    def write(self, data: bytes) -> None:
        """Hand over all of ``data``. Raises ``DeviceError``; returning means that it was taken."""
        ...

    def close(self) -> None:
        """Give it free. May be called twice. Raises ``DeviceError`` if what was written is refused now."""
        ...


class LabelStream(Protocol):
    """Writes one stream of labels in a printer's language, with what this printer is told beside them."""

    def stored_format(self, plan: LabelPlan) -> bytes:
        """Return what is sent once. InputError if the printer's offset would push something off the label."""
        ...

    def label(self, label: FilledLabel) -> bytes:
        """Return what is sent for each label."""
        ...


class Devices(Protocol):
    """Opens devices by address (``tcp://host:9100``, ``zipher://host:3003``, ``queue://name``, ``demo://zebra``)."""

    def found(self, ways: Sequence[Way] = tuple(Way), seconds: float = 2.0) -> Sequence[FoundPrinter]:
        """Look for printers, for about so many seconds; what cannot be searched is told in its row."""
        ...

    def spelled(self, address: str) -> str:
        """Return the one spelling of an address, by which two of one device are seen to be the same.

        InputError if it is none.
        """
        ...

    def scanner_spelled(self, address: str) -> str:
        """Return the one spelling of the address of a scanner. InputError if it is none."""
        ...

    def device(self, address: str) -> str:
        """Return what stands for the device itself, whichever of its own ports is named.

        InputError if it is no address.
        """
        ...

    def kind(self, address: str) -> DeviceKind:
        """Return what ``address`` stands for, without connecting. InputError if for nothing."""
        ...

    def printer(self, address: str, settings: PrinterSettings = AS_SET) -> Printer:
        """Connect to the label printer at ``address``. Raises ``DeviceError`` or ``InputError``."""
        ...

    def coder(self, address: str, record_fields: Sequence[str] = ()) -> Coder:
        """Connect to the coder at ``address``. Raises ``DeviceError`` or ``InputError``.

        ``record_fields``: the fields that change with each record; some coders do not list theirs.
        """
        ...

    def sink(self, address: str) -> Sink:
        """Open a way for bytes to the label printer or queue at ``address``.

        Only for labels without codes of their own. Raises ``DeviceError`` or ``InputError``.
        """
        ...

    def stream(self, address: str, settings: PrinterSettings = AS_SET) -> LabelStream:
        """Begin a stream of labels for what stands at ``address``, without connecting.

        InputError if that is neither a label printer nor a queue.
        """
        ...

    def camera(self, address: str) -> Camera:
        """Connect to the camera at ``address``. Raises ``DeviceError`` or ``InputError``."""
        ...

    def scanner(self, address: str) -> Scanner:
        """Connect to the scanner at ``address``, or wait for it to connect (``scan+listen://HOST:PORT``).

        Raises ``DeviceError`` or ``InputError``.
        """
        ...
