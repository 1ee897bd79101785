"""The emulated devices inside the program, behind the ``demo://`` addresses."""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from printers.addresses import LEIBINGER, NGPCL, WSI, ZEBRA, ZIPHER
from printers.emulators.coder import CoderEmulator
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.ngpcl import NgpclEmulator
from printers.emulators.scanner import ScannerEmulator
from printers.emulators.wsi import WsiEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zipher import ZipherEmulator
from printers.markem.coder import NgpclCoder
from printers.transport import Transport

PRODUCTS_PER_S: Final = 5.0
"""A conveyor at which a person can follow what happens."""


def _own_number() -> str:
    """Each is a device of its own: its counts must not be taken for another's."""
    return secrets.token_hex(4).upper()


_CODERS: Final[Mapping[str, Callable[[], CoderEmulator]]] = MappingProxyType(
    {
        ZIPHER: lambda: ZipherEmulator(products_per_s=PRODUCTS_PER_S),
        LEIBINGER: lambda: LeibingerEmulator(serial=_own_number(), products_per_s=PRODUCTS_PER_S),
        NGPCL: lambda: NgpclEmulator(products_per_s=PRODUCTS_PER_S),
        WSI: lambda: WsiEmulator(products_per_s=PRODUCTS_PER_S),
    }
)


class Demonstration:
    """Each device is started when it is first asked for, and shared until ``close``. Any thread may call it.

    The coders hold a job ``PACKMARK`` with the fields CODE, LOT and EXP (a Leibinger printer with its one
    field), and five products a second pass them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._zebra: ZebraEmulator | None = None
        self._coders: dict[str, CoderEmulator] = {}
        self._scanner: ScannerEmulator | None = None

    def zebra(self) -> ZebraEmulator:
        """Return the emulated Zebra printer."""
        with self._lock:
            if self._zebra is None:
                self._zebra = ZebraEmulator(unique_id=f"DEMO-{_own_number()}")
            return self._zebra

    def coder(self, family: str) -> CoderEmulator:
        """Return the emulated coder of a family."""
        with self._lock:
            if family not in self._coders:
                self._coders[family] = _CODERS[family]()
            return self._coders[family]

    def scanner(self) -> ScannerEmulator:
        """Return the emulated scanner, which reads each label of the emulated Zebra printer from now on."""
        printer = self.zebra()
        with self._lock:
            if self._scanner is None:
                self._scanner = ScannerEmulator()
                self._scanner.watch(printer.machine)
            return self._scanner

    def camera_address(self, family: str) -> str:
        """Return the address of the camera behind a device."""
        return self.zebra().camera_address if family == ZEBRA else self.coder(family).camera_address

    def close(self) -> None:
        """Stop all of them. May be called twice."""
        with self._lock:
            zebra, self._zebra = self._zebra, None
            coders, self._coders = self._coders, {}
            scanner, self._scanner = self._scanner, None
        if scanner is not None:
            scanner.close()
        if zebra is not None:
            zebra.close()
        for coder in coders.values():
            coder.close()


class AttendedNgpclCoder(NgpclCoder):
    """The driver of the emulated coder that only a person can start and stop: here the person is built in."""

    def __init__(self, transport: Transport, record_fields: Sequence[str], device: CoderEmulator) -> None:
        super().__init__(transport, record_fields)
        self._device = device

    def start(self) -> None:
        """Have start pressed at the display, and see that it prints."""
        self._device.press_start()
        super().start()

    def stop(self) -> None:
        """Have stop pressed at the display, and see that it does not print."""
        self._device.press_pause()
        super().stop()
