"""A Zebra printer that is not there, plugged in by USB."""

import threading
from typing import Final

from printers.closing import Closing
from printers.emulators.usb_backend import UsbBackend
from printers.emulators.usb_device import PLAIN, EmulatedUsbPrinter, Interface
from printers.emulators.zebra_machine import ZebraMachine
from printers.emulators.zpl_stream import ZplStream

_LOOK_S: Final = 0.1


class UsbZebraEmulator(Closing):
    """An emulated Zebra printer on an emulated USB.

    Attributes:
        machine: the printer, with its faults and its labels.
        cable: its end of the USB cable, with the cable's faults.
        backend: what ``UsbTransport.connect`` takes to find it.
    """

    def __init__(self, *, serial_number: str = "EMULATED", interfaces: tuple[Interface, ...] = PLAIN) -> None:
        self.machine = ZebraMachine(unique_id=serial_number)
        self.cable = EmulatedUsbPrinter(serial_number=serial_number, interfaces=interfaces)
        self.backend = UsbBackend(self.cable)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated USB printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switch the printer off. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self.cable.drop()
        self.machine.close()
        self._thread.join()

    def _serve(self) -> None:
        stream, current = ZplStream(), 0
        while not self._closing.is_set():
            number, data = self.cable.take_of(_LOOK_S)
            if number != current:
                stream, current = ZplStream(), number  # a label that was cut off is no label
            for item in stream.feed(data):
                self.machine.receive(item, self.cable)
            if not self.cable.plugged:
                self._closing.wait(_LOOK_S)
