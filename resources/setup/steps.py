"""Numbered lines that say what is being done, and programs that are run as one such step."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SHOWN_ON_FAILURE = 60
"""Lines of a failed program's output that are shown."""


class SetupError(Exception):
    """Setting up cannot go on; the text says what to do."""


class Steps:
    """Numbered lines that say what is being done, and how long it took."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0
        self._title = ""
        self._began = 0.0
        self._shown = 0
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")  # a console without Chinese shall not stop us

    def begin(self, title: str) -> None:
        """Open the line of the next step."""
        self._number += 1
        self._title = f"[{self._number}/{self._total}] {title} ... "
        self._began = time.monotonic()
        self._shown = 0
        print(self._title, end="", flush=True)

    def tick(self, doing: str) -> None:
        """Show that it goes on: each second to a person, each quarter of a minute in a log."""
        seconds = int(time.monotonic() - self._began)
        if sys.stdout.isatty():
            detail = f"{seconds} s  {doing[:40]}"
            print(f"\r{self._title}{detail:<{self._shown}}", end="", flush=True)
            self._shown = len(detail)
        elif seconds >= self._shown + 15:
            self._shown = seconds
            print(f"{seconds} s ... ", end="", flush=True)

    def end(self, outcome: str = "ok") -> None:
        """Close the line with its outcome and the time it took."""
        told = f"{outcome} ({time.monotonic() - self._began:.1f} s)"
        if sys.stdout.isatty():
            print(f"\r{self._title}{told:<{self._shown}}", flush=True)
        else:
            print(told, flush=True)

    def hand_over(self, title: str) -> None:
        """Name the last step, whose program speaks for itself on the lines below."""
        self.begin(title)
        print(flush=True)

    def pass_over(self, title: str) -> None:
        """Tell that a step has nothing to do."""
        self.begin(title)
        self.end("there already 已就绪")

    def run(self, title: str, command: Sequence[str], *, cwd: Path | None = None) -> str:
        """Run ``command`` as one step and return what it wrote.

        Raises:
            SetupError: it failed; the text holds the end of what it wrote.
        """
        self.begin(title)
        # A file, not a pipe: nobody has to keep reading it while we wait and show the time.
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
            try:
                while (status := _ended(process, within_s=1)) is None:
                    self.tick(_last_line(output.fileno()))
            except BaseException:
                process.terminate()
                process.wait()
                raise
            output.seek(0)
            written = output.read().decode(errors="replace").strip()
        if status != 0:
            self.end("failed 失败")
            end = "\n".join(written.splitlines()[-SHOWN_ON_FAILURE:])
            raise SetupError(f"{end}\n\n`{' '.join(command)}` ended with status {status}.")
        self.end()
        return written


def _ended(process: subprocess.Popen[bytes], within_s: float) -> int | None:
    """Wait up to ``within_s`` seconds for the program's exit status."""
    try:
        return process.wait(timeout=within_s)
    except subprocess.TimeoutExpired:
        return None


def _last_line(file: int) -> str:
    """Return the last line that a running program wrote, without moving its place in the file."""
    lines: list[str] = []
    if sys.platform != "win32":  # which has no pread
        size = os.fstat(file).st_size
        lines = os.pread(file, 400, max(0, size - 400)).decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def run_in_front(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> int:
    """Run a program that speaks to the person itself, and return its exit status."""
    # Ctrl-C reaches the program too. It is the one to end, in its own time; we wait for it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.call(command, cwd=cwd, env=env)
    finally:
        signal.signal(signal.SIGINT, before)


def run_reporting(main: Callable[[], int]) -> int:
    """Run ``main`` for a person: troubles as one text without a traceback, Ctrl-C as a plain stop."""
    try:
        return main()
    except SetupError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"\nThis folder cannot be set up 无法设置: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; start again to go on. 已停止，可重新启动。", file=sys.stderr)
        return 130
