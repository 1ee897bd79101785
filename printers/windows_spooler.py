"""Print queues of Windows, through the package ``zebra`` and with its silences made to speak.

The package (0.2.1) lists only the printers that are set up on this computer, not those of a print server,
and it does not look how many bytes ``WritePrinter`` took; both are done here.
"""

from typing import Any, Final

import zebra

from desktop.errors import DeviceError
from desktop.texts import say
from printers.cups import PrintQueue

_LOCAL, _CONNECTIONS = 0x2, 0x4
"""PRINTER_ENUM_LOCAL and PRINTER_ENUM_CONNECTIONS (winspool.h)."""
_STOPPED: Final = 0x1 | 0x2 | 0x80
"""PRINTER_STATUS_PAUSED, _ERROR and _OFFLINE (winspool.h)."""
_REFUSING: Final = 0x4
"""PRINTER_STATUS_PENDING_DELETION (winspool.h)."""
_WORK_OFFLINE: Final = 0x400
"""PRINTER_ATTRIBUTE_WORK_OFFLINE (winspool.h)."""
_DETAILED: Final = 2


class WindowsSpooler:
    """The print queues of Windows. Any thread may call it.

    Args:
        win32print: the module of that name (of pywin32).
    """

    def __init__(self, win32print: Any) -> None:
        self._api = win32print

    def queues(self) -> tuple[PrintQueue, ...]:
        """Return the queues that this computer can print on, and how they are.

        Raises:
            DeviceError: Windows does not tell.
        """
        try:
            rows = self._api.EnumPrinters(_LOCAL | _CONNECTIONS, None, _DETAILED)
        except self._api.error as error:
            raise DeviceError(
                say("Windows does not tell its print queues: {reason}.", reason=_words(error))
            ) from error
        return tuple(
            PrintQueue(
                row["pPrinterName"],
                running=not (row["Status"] & _STOPPED or row["Attributes"] & _WORK_OFFLINE),
                accepting=not row["Status"] & _REFUSING,
            )
            for row in rows
        )

    def hand_over(self, queue: str, data: bytes) -> None:
        """Make one print job of ``data``, as they are.

        Raises:
            DeviceError: it was not taken, or not all of it.
        """
        try:
            _CountedQueue(queue, self._api).output(data)  # type: ignore[no-untyped-call]  # no types there
        except self._api.error as error:
            raise DeviceError(
                say(
                    "The print queue “{name}” did not take the labels: {reason}. Look at it in the system's"
                    " printer settings, then print again.",
                    name=queue,
                    reason=_words(error),
                )
            ) from error


class _CountedQueue(zebra.Zebra):
    """The package's queue; what Windows took is counted."""

    def __init__(self, queue: str, win32print: Any) -> None:
        super().__init__(queue)  # type: ignore[no-untyped-call]
        self._api = win32print

    def _output_win(self, commands: bytes) -> None:
        printer = self._api.OpenPrinter(self.queue)
        try:
            self._api.StartDocPrinter(printer, 1, ("Label", None, "RAW"))
            try:
                taken = self._api.WritePrinter(printer, commands)
            finally:
                self._api.EndDocPrinter(printer)
        finally:
            self._api.ClosePrinter(printer)
        if taken != len(commands):
            raise DeviceError(
                say(
                    "The print queue “{name}” took only {taken} of {total} bytes: some labels are missing."
                    " Count what comes out.",
                    name=self.queue,
                    taken=taken,
                    total=len(commands),
                )
            )


def _words(error: Exception) -> str:
    """Return what Windows says: the last of (number, function, words)."""
    return str(error.args[-1]).strip().rstrip(".") if error.args else type(error).__name__
