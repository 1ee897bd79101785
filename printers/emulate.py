"""``packmark emulate zebra``: an emulated printer as a program of its own."""

import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from desktop.units import Resolution
from printers.emulators.faults import Faults
from printers.emulators.zebra import ZebraEmulator


def run_zebra(
    *,
    port: int,
    camera_port: int,
    faults: Sequence[str] = (),
    out: Path | None = None,
    paper: Path | None = None,
    dots_per_mm: int = 12,
    print_ms: float = 0.0,
) -> int:
    """Serve as a Zebra printer until SIGTERM or SIGINT; call it on the main thread.

    One line tells where: ``printer tcp://127.0.0.1:9100 camera tcp://127.0.0.1:9180``.

    Args:
        port: for labels; 0 takes a free one.
        camera_port: for cameras; 0 takes a free one.
        faults: such as ``media-out-after=10`` or ``silent``; see ``Faults``.
        out: folder for a PNG of each label.
        paper: file to which a line is appended for each label, as soon as it is printed.
        dots_per_mm: resolution.
        print_ms: milliseconds that a label takes.

    Returns:
        The exit status: 0.

    Raises:
        InputError: a fault that does not exist, or a resolution that no printer has.
        DeviceError: a port is taken, or a file cannot be written.
    """
    Resolution(dots_per_mm)
    for fault in faults:
        Faults().switch(fault)
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with ZebraEmulator(
            port, camera_port, dots_per_mm=dots_per_mm, print_ms=print_ms, paper=paper, out=out
        ) as emulator:
            for fault in faults:
                emulator.faults.switch(fault)
            sys.stdout.write(f"printer {emulator.address} camera {emulator.camera_address}\n")
            sys.stdout.flush()
            while not ended.wait(0.5):  # on Windows a wait without end would not see Ctrl-C
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0
