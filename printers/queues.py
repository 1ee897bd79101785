"""Print queues of this computer: bytes one way. Nothing is ever known of what became of them.

So only labels without codes of their own go here: a spooler says "completed" of labels that never came
out, and prints others twice after a fault.
"""

import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, Self
from urllib.parse import quote

from desktop.devices import FoundPrinter, Way
from desktop.errors import DeviceError, InputError
from desktop.texts import Text, say
from printers.addresses import DeviceAddress
from printers.cups import CupsSpooler, PrintQueue
from printers.transport import closed


class Spooler(Protocol):
    """The print service of an operating system. Every method may raise ``DeviceError``."""

    def queues(self) -> Sequence[PrintQueue]:
        """Return the queues of this computer and how they are."""
        ...

    def hand_over(self, queue: str, data: bytes) -> None:
        """Make one print job of ``data``; returning means that the queue took all of it."""
        ...


def system_spooler() -> Spooler:
    """Return the print service of this operating system."""
    if sys.platform == "win32":
        from printers.windows_spooler import WindowsSpooler  # noqa: PLC0415 (pywin32 is for Windows only)

        return WindowsSpooler(importlib.import_module("win32print"))
    return CupsSpooler()


class QueueSink:
    """Hands bytes to a print queue; each ``write`` is one print job. Implements ``desktop.devices.Sink``."""

    def __init__(self, name: str, spooler: Spooler) -> None:
        self._name = name
        self._spooler = spooler
        self._open = True

    @classmethod
    def connect(cls, name: str, spooler: Spooler) -> Self:
        """Look whether the queue can be used now.

        Raises:
            DeviceError: it does not exist, is stopped, or refuses jobs.
        """
        sink = cls(name, spooler)
        sink._check()
        return sink

    def write(self, data: bytes) -> None:
        """Make one print job of ``data``.

        Raises:
            DeviceError: the queue is gone, stopped or refuses jobs; nothing was handed over.
        """
        if not self._open:
            raise closed(queue_address(self._name))
        self._check()
        self._spooler.hand_over(self._name, data)

    def close(self) -> None:
        """Give it free. May be called twice."""
        self._open = False

    def _check(self) -> None:
        queues = self._spooler.queues()
        queue = next((one for one in queues if one.name == self._name), None)
        trouble = _not_there(self._name, queues) if queue is None else trouble_of(queue)
        if trouble is not None:
            raise DeviceError(trouble)


def queue_address(name: str) -> str:
    """Return the address of a queue.

    >>> queue_address("ZDesigner ZT411")
    'queue://ZDesigner%20ZT411'
    """
    return f"queue://{quote(name, safe='')}"


def trouble_of(queue: PrintQueue) -> Text | None:
    """Return what keeps a queue from printing; None if nothing is known against it."""
    if not queue.accepting:
        return say(
            "The print queue “{name}” takes no print jobs ({reason}). Let it take jobs in the system's"
            " printer settings, then print again.",
            name=queue.name,
            reason=queue.reason or "-",
        )
    if not queue.running:
        return say(
            "The print queue “{name}” is stopped ({reason}). Start it in the system's printer settings, then"
            " print again.",
            name=queue.name,
            reason=queue.reason or "-",
        )
    return None


def found_queues(spooler: Spooler) -> list[FoundPrinter]:
    """Return the queues of this computer as printers that were found. Raises ``DeviceError``."""
    return [_found(queue) for queue in spooler.queues()]


def _found(queue: PrintQueue) -> FoundPrinter:
    address = queue_address(queue.name)
    try:
        DeviceAddress.parse(address)
    except InputError:
        why = say(
            "The print queue “{name}” has characters in its name that an address cannot carry. Rename it in"
            " the system's printer settings.",
            name=queue.name,
        )
        return FoundPrinter("", queue.name, why, Way.QUEUE)
    return FoundPrinter(address, queue.name, trouble_of(queue), Way.QUEUE)


def _not_there(name: str, queues: Sequence[PrintQueue]) -> Text:
    if not queues:
        return say(
            "This computer has no print queue “{name}”, nor any other. Set it up in the system's printer"
            " settings.",
            name=name,
        )
    return say(
        "This computer has no print queue “{name}”. It has: {known}.",
        name=name,
        known=", ".join(queue.name for queue in queues),
    )
