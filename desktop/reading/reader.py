"""Reads the symbols of black-and-white pictures in a process of its own, with a time limit.

>>> with SymbolReader() as reader:
...     reader.read(width=8, height=2, rows=bytes(2))
()
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as TimeLimitPassed
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.errors import DeviceError, InputError
from desktop.reading.framing import (
    HEAD,
    LENGTH,
    LONGEST_REPLY,
    LONGEST_SIDE,
    acceptable,
    read_exactly,
    row_bytes,
)
from desktop.texts import say

LABEL_FORMATS = ("Code128",)
"""What labels carry. The fewer symbologies are looked for, the fewer are found that are not there."""


@dataclass(frozen=True, slots=True)
class ReadSymbol:
    """What one symbol says. ``symbology_identifier`` is that of ISO/IEC 15424, such as ``]C0``."""

    symbology_identifier: str
    text: str


class SymbolReader:
    """Owns one reading process. One thread at a time.

    The process is started by ``with`` and again after it died or was killed for being too slow, so one
    bad picture costs one ``DeviceError`` and no more.
    """

    def __init__(
        self, formats: Sequence[str] = LABEL_FORMATS, *, limit_s: float = 5.0, start_limit_s: float = 30.0
    ) -> None:
        """Describe a reader.

        Args:
            formats: symbologies to look for, by the decoder's names.
            limit_s: seconds that one picture may take.
            start_limit_s: seconds that the process may take to start, cold disk and virus scan included.
        """
        self._formats = tuple(formats)
        self._limit_s = limit_s
        self._start_limit_s = start_limit_s
        self._worker: _Worker | None = None
        # The pipe is written and read on this thread, so that the caller can give up waiting on any system.
        self._thread: ThreadPoolExecutor | None = None

    def command(self) -> Sequence[str]:
        """Return the command that starts the reading process."""
        # -P: the folder one happens to be in must not come first on the path.
        return (sys.executable, "-P", "-m", "desktop.reading.worker", *self._formats)

    def __enter__(self) -> Self:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._worker = _Worker(self.command())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def read(self, width: int, height: int, rows: bytes) -> tuple[ReadSymbol, ...]:
        """Read all symbols of a picture.

        Args:
            width: dots in a row.
            height: number of rows.
            rows: rows of ``(width + 7) // 8`` bytes, first dot highest bit, 1 = black.

        Raises:
            InputError: the picture has no possible size, or not as many bytes as its size needs.
            DeviceError: the reading process died or took too long. The next call starts a new one.
        """
        if not acceptable(width, height) or len(rows) != row_bytes(width) * height:
            raise InputError(
                say(
                    "Expected a picture of up to {longest} x {longest} dots, one bit each; found {width} x "
                    "{height} dots in {size} bytes.",
                    longest=LONGEST_SIDE,
                    width=width,
                    height=height,
                    size=len(rows),
                )
            )
        worker = self._ready_worker()
        return self._ask(worker, HEAD.pack(width, height) + rows, self._limit_s)

    def _ready_worker(self) -> "_Worker":
        if self._thread is None:
            raise RuntimeError("a SymbolReader reads only inside its with block")
        if self._worker is None:
            self._worker = _Worker(self.command())
        if not self._worker.greeted:
            self._ask(self._worker, b"", self._start_limit_s)
            self._worker.greeted = True
        return self._worker

    def _ask(self, worker: "_Worker", request: bytes, limit_s: float) -> tuple[ReadSymbol, ...]:
        assert self._thread is not None
        asked = self._thread.submit(worker.exchange, request)
        try:
            return _parsed(asked.result(limit_s))
        except TimeLimitPassed:
            self._end(worker, asked)
            raise DeviceError(
                say(
                    "The reading process took more than {limit} s for one picture and was ended. "
                    "Look at that label yourself, then go on.",
                    limit=f"{limit_s:g}",
                )
            ) from None
        except (OSError, EOFError, ValueError, RecursionError) as error:
            said = self._end(worker, asked)
            raise DeviceError(
                say(
                    "The reading process ended while it read a picture ({found}). "
                    "Look at that label yourself, then go on.",
                    found=said or repr(error),
                )
            ) from error

    def _end(self, worker: "_Worker", asked: "Future[bytes]") -> str:
        self._worker = None
        worker.kill()
        wait([asked])  # its pipes have ended, and so does the exchange on them
        return worker.last_words()


class _Worker:
    """One running reading process and its pipes."""

    def __init__(self, command: Sequence[str]) -> None:
        # In the checkout and in the wheel alike this is the folder that holds `desktop`.
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.greeted = False

    def exchange(self, request: bytes) -> bytes:
        """Send a request (none to wait for the greeting) and return the reply."""
        requests, replies = self._process.stdin, self._process.stdout
        assert requests is not None
        assert replies is not None
        requests.write(request)
        requests.flush()
        (length,) = LENGTH.unpack(read_exactly(replies, LENGTH.size))
        if length > LONGEST_REPLY:
            raise ValueError(f"reply of {length} bytes")
        return read_exactly(replies, length)

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def last_words(self) -> str:
        """Wait for the end of the process; return the last line that it wrote about itself."""
        _, said = self._process.communicate()
        lines = said.decode(errors="replace").splitlines()
        return lines[-1].strip()[:200] if lines else ""

    def close(self) -> None:
        """Let the process end by itself, which it does when nothing more can be asked."""
        try:
            self._process.communicate(timeout=2.0)  # closes stdin first
        except subprocess.TimeoutExpired:
            self.kill()
            self.last_words()


def _parsed(content: bytes) -> tuple[ReadSymbol, ...]:
    entries = json.loads(content)
    if not isinstance(entries, list):
        raise ValueError(f"reply with {content!r:.100}")  # noqa: TRY004 (a wrong value, not a wrong call)
    symbols = []
    for entry in entries:
        match entry:
            case [str(identifier), str(text)]:
                symbols.append(ReadSymbol(identifier, text))
            case _:
                raise ValueError(f"reply with {entry!r:.100}")
    return tuple(symbols)
