"""Ten emulated devices in one process, for ``ten_lines``: ``python -m tests.benchmarks.ten_devices``.

The first line of its output is a list of the devices in JSON. When its input ends it prints what they
have seen, and ends.
"""

import gc
import json
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from printers.emulators.coder import CoderEmulator
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.wsi import WsiEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zebra_machine import PhysicalLabel
from printers.emulators.zipher import ZipherEmulator

PER_S = 20
PERIOD_S = 1 / PER_S
ZEBRAS, ZIPHERS, LEIBINGERS = 4, 3, 2
IDLE_S = PERIOD_S / 2
"""A head that stands still for so long between two labels ran dry."""


class Zebra:
    """A label printer that takes as long for a label as the line gives it."""

    def __init__(self, opened: ExitStack) -> None:
        self._device = opened.enter_context(ZebraEmulator(print_ms=1000 * PERIOD_S))
        self._device.machine.listen(self._came_out)
        self._last: float | None = None
        self._begun = 0.0
        self._idle: list[float] = []
        self._longest = 0.0
        self.address = self._device.address
        self.family = "zebra"

    def report(self) -> Mapping[str, Any]:
        """Return what it has seen: labels, and how often and when its head waited for one."""
        return {
            "printed": self._device.odometer,
            "dry": len(self._idle),
            "longest_ms": 1000 * self._longest,
            "dry_after_s": self._idle,
        }

    def _came_out(self, _label: PhysicalLabel) -> None:
        now = time.monotonic()
        if self._last is None:
            self._begun = now
        else:
            idle = now - self._last - PERIOD_S
            if idle > IDLE_S:
                self._idle.append(round(now - self._begun, 1))
            self._longest = max(self._longest, idle)
        self._last = now


class Buffered:
    """A coder with a buffer; products come on time, whether it has a record for them or not."""

    def __init__(self, device: CoderEmulator, count: int) -> None:
        self._device = device
        self._count = count
        self._dry = 0
        self._latest = 0.0
        self._ended = threading.Event()
        self.address = device.address
        self.family = device.scheme
        threading.Thread(target=self._convey, daemon=True).start()

    def report(self) -> Mapping[str, Any]:
        """Return what it has seen: prints, and products behind the first on which nothing was printed."""
        return {"printed": self._device.odometer, "dry": self._dry, "longest_ms": 1000 * self._latest}

    def _convey(self) -> None:
        due = time.monotonic()
        while self._device.odometer < self._count:
            due += PERIOD_S
            late = time.monotonic() - due
            if late < 0:
                time.sleep(-late)
            elif self._device.odometer:
                self._latest = max(self._latest, late)
            printed = self._device.trigger()
            self._dry += not printed and self._device.odometer > 0


class Single:
    """A coder with one set of field values; each product waits until the next record is there."""

    def __init__(self, device: CoderEmulator) -> None:
        self._device = device
        self.address = device.address
        self.family = device.scheme

    def report(self) -> Mapping[str, Any]:
        """Return what it has seen; that a product had to wait shows in the codes a second."""
        return {"printed": self._device.odometer, "dry": 0, "longest_ms": 0.0}


def main() -> None:
    """Serve until the input ends."""
    count = int(sys.argv[1])
    sys.setswitchinterval(0.0005)
    gc.disable()  # what a device has printed is kept to the end: looking it through stops all ten of them
    with ExitStack() as opened:
        devices: list[Zebra | Buffered | Single] = [Zebra(opened) for _ in range(ZEBRAS)]
        devices += [Buffered(opened.enter_context(ZipherEmulator()), count) for _ in range(ZIPHERS)]
        devices += [Buffered(opened.enter_context(LeibingerEmulator()), count) for _ in range(LEIBINGERS)]
        devices.append(Single(opened.enter_context(WsiEmulator(products_per_s=PER_S))))
        print(json.dumps([(one.family, one.address) for one in devices]), flush=True)
        sys.stdin.read()
        print(json.dumps([one.report() for one in devices]), flush=True)


if __name__ == "__main__":
    main()
