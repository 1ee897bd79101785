"""What a command gets: its options, its voice, and the plant when it asks for one."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.cli.console import Console
from desktop.operations.line_floor import Floor
from desktop.operations.plant import Plant


class Emulate(Protocol):
    """Runs an emulated Zebra printer until it is told to end."""

    def __call__(
        self,
        *,
        port: int,
        camera_port: int,
        faults: Sequence[str],
        out: Path | None,
        paper: Path | None,
        dots_per_mm: int,
        print_ms: float,
    ) -> int:
        """Serve until SIGINT or SIGTERM."""
        ...


class EmulateCoder(Protocol):
    """Runs an emulated coder until it is told to end."""

    def __call__(
        self,
        *,
        family: str,
        port: int,
        camera_port: int,
        jobs: Sequence[str],
        faults: Sequence[str],
        paper: Path | None,
        products_per_s: float,
        commands: bool,
    ) -> int:
        """Serve until SIGINT or SIGTERM."""
        ...


class EmulateScanner(Protocol):
    """Runs an emulated scanner until it is told to end."""

    def __call__(
        self,
        *,
        port: int,
        calls: str | None,
        sees: str | None,
        identifier: str,
        faults: Sequence[str],
        commands: bool,
    ) -> int:
        """Serve until SIGINT or SIGTERM."""
        ...


EmulatedLine = Callable[[int], AbstractContextManager[Floor]]
"""Switches an emulated line of so many pack levels on."""


@dataclass(frozen=True, slots=True)
class Context:
    """One run of one command."""

    options: argparse.Namespace
    console: Console
    open_plant: Callable[[str | None, Path | None], AbstractContextManager[Plant]]
    emulate: Emulate
    emulate_coder: EmulateCoder
    emulate_scanner: EmulateScanner
    emulated_line: EmulatedLine

    def plant(self) -> AbstractContextManager[Plant]:
        """Open the plant that ``--db`` names, or the user's own."""
        return self.open_plant(self.options.db, None)
