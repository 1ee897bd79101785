"""The composition root: the only place that knows every room and chooses the real parts.

Tests open the same plant with an own folder and, where they must, own parts; nothing in the program
reaches for a global.
"""

import getpass
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from desktop import logs
from desktop.cli.main import Parts, run, write_utf8
from desktop.operations.plant import Plant
from desktop.storage.store import Store
from printers.emulate import run_coder, run_scanner, run_zebra
from printers.emulators.line import EmulatedLine
from printers.registry import DeviceRegistry
from printers.zebra.zpl import ZplLanguage

_APPLICATION = "Packmark"


class SystemClock:
    """The time of this computer."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def _this_computer() -> str:
    # Windows answers platform.node() slowly.
    return os.environ.get("COMPUTERNAME") or platform.node()


@contextmanager
def open_plant(url: str | None = None, folder: Path | None = None) -> Iterator[Plant]:
    """Open a plant and close it again.

    Args:
        url: database (``sqlite:///FILE`` or ``postgresql+psycopg://...``); None: the user's own file.
        folder: where the plant keeps its files; None: the user's data folder.

    Raises:
        StorageError: the database cannot be opened, or is newer than this program.
    """
    folder = folder or platformdirs.user_data_path(_APPLICATION, appauthor=False)
    clock = SystemClock()
    store = Store.open(url or f"sqlite:///{folder / 'packmark.db'}", clock)
    try:
        devices = DeviceRegistry()
        try:
            yield Plant(
                store, clock, devices, getpass.getuser(), {"zpl": ZplLanguage()}, folder, _this_computer()
            )
        finally:
            devices.close()
    finally:
        store.close()


def open_windows(url: str | None, sample: bool, language: str | None) -> int:
    """Show the windows until they are closed. ``sample`` opens the sample plant's own database."""
    from ui.application import run_windows  # noqa: PLC0415 (Qt is loaded only when windows are wanted)

    folder = platformdirs.user_data_path(_APPLICATION, appauthor=False)
    if sample and url is None:
        folder = folder / "sample"
    with open_plant(url, folder) as plant:
        return run_windows(plant, sample=sample, language=language)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program: windows without a command, else the command line. Returns the exit status."""
    write_utf8()
    log_file = platformdirs.user_log_path(_APPLICATION, appauthor=False) / "packmark.log"
    logs.write_to(log_file)
    parts = Parts(open_plant, open_windows, run_zebra, run_coder, run_scanner, EmulatedLine, log_file)
    return run(sys.argv[1:] if arguments is None else arguments, parts)
