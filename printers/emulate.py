"""``packmark emulate``: an emulated printer or coder as a program of its own."""

import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from desktop.units import Resolution
from printers.emulators import coder_bench
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
    with ZebraEmulator(
        port, camera_port, dots_per_mm=dots_per_mm, print_ms=print_ms, paper=paper, out=out
    ) as emulator:
        for fault in faults:
            emulator.faults.switch(fault)
        _serve(f"printer {emulator.address} camera {emulator.camera_address}")
    return 0


def run_coder(
    *,
    family: str,
    port: int,
    camera_port: int,
    jobs: Sequence[str] = (),
    faults: Sequence[str] = (),
    paper: Path | None = None,
    products_per_s: float = 0.0,
    commands: bool = False,
) -> int:
    """Serve as a coder until SIGTERM or SIGINT; call it on the main thread.

    One line tells where: ``coder zipher://127.0.0.1:3003 camera tcp://127.0.0.1:9180``.

    Args:
        family: ``zipher``, ``leibinger``, ``ngpcl`` or ``wsi``.
        port: for the coder; 0 takes a free one.
        camera_port: for cameras; 0 takes a free one.
        jobs: that it holds, such as ``CARTON:CODE,LOT,EXP``; of a Leibinger printer names alone.
        faults: such as ``half-print-after=10`` or ``silent``; see ``CoderFaults``.
        paper: file to which a line is appended for each print, as soon as it is there; see ``Paper``.
        products_per_s: how many products come by themselves while a record waits for them.
        commands: take lines on standard input; see ``coder_bench.obey``.

    Returns:
        The exit status: 0.

    Raises:
        InputError: a fault that does not exist, or what is no job.
        DeviceError: a port is taken, or the paper cannot be written.
    """
    with coder_bench.coder(
        family, jobs, port=port, camera_port=camera_port, paper=paper, products_per_s=products_per_s
    ) as emulator:
        for fault in faults:
            emulator.faults.switch(fault)
        if commands:
            threading.Thread(target=coder_bench.obey_standard_input, args=(emulator,), daemon=True).start()
        _serve(f"coder {emulator.address} camera {emulator.camera_address}")
    return 0


def _serve(where: str) -> None:
    """Tell where, and wait until a signal ends the program."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        sys.stdout.write(f"{where}\n")
        sys.stdout.flush()
        while not ended.wait(0.5):  # on Windows a wait without end would not see Ctrl-C
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
