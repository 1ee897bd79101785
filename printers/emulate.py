"""``packmark emulate``: an emulated printer, coder or scanner as a program of its own."""

import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

from desktop.units import Resolution
from printers.emulators import coder_bench, scanner_bench
from printers.emulators.camera_eye import CameraEye
from printers.emulators.faults import Faults
from printers.emulators.input_lines import obey_standard_input
from printers.emulators.scanner import ScannerEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.scanners.addresses import ScannerAddress


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
            obey = partial(coder_bench.obey, emulator)
            threading.Thread(target=lambda: obey_standard_input(obey), daemon=True).start()
        _serve(f"coder {emulator.address} camera {emulator.camera_address}")
    return 0


def run_scanner(
    *,
    port: int,
    calls: str | None = None,
    sees: str | None = None,
    identifier: str = "",
    faults: Sequence[str] = (),
    commands: bool = False,
) -> int:
    """Serve as a scanner until SIGTERM or SIGINT; call it on the main thread.

    One line tells the address under which Packmark takes its readings: ``scanner scan+tcp://127.0.0.1:2001``.

    Args:
        port: where it waits; 0 takes a free one. Not used by one that calls.
        calls: ``HOST:PORT`` of the host that it calls; None: it waits to be called.
        sees: address of the camera behind an emulated printer or coder, whose labels it reads.
        identifier: symbology identifier before each reading, such as ``]C1``.
        faults: such as ``doubled`` or ``cut-after=10``; see ``ScannerFaults``.
        commands: take lines on standard input; see ``scanner_bench.obey``.

    Returns:
        The exit status: 0.

    Raises:
        InputError: a fault that does not exist, or an address that is none.
        DeviceError: the port is taken, or the camera cannot be reached.
    """
    called = None if calls is None else ScannerAddress.parse(f"scan+listen://{calls}")
    with ExitStack() as opened:
        emulator = opened.enter_context(
            ScannerEmulator(port, identifier=identifier)
            if called is None
            else ScannerEmulator(called.port, host=called.host, identifier=identifier, calls=True)
        )
        for fault in faults:
            emulator.faults.switch(fault)
        if sees is not None:
            camera = scanner_bench.camera(sees)
            opened.enter_context(CameraEye(camera, emulator.scan, lambda error: _tell(str(error))))
        if commands:
            obey = partial(scanner_bench.obey, emulator)
            threading.Thread(target=lambda: obey_standard_input(obey), daemon=True).start()
        _serve(f"scanner {emulator.address}")
    return 0


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


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
