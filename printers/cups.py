"""Print queues of CUPS (Linux, macOS), through the package ``zebra`` and with its silences made to speak.

What that package (0.2.1) leaves out, and what is done here instead:

- It does not look at the exit status of ``lpr``: labels for a queue that does not exist vanish without a
  word. ``_SeenQueue`` starts the same ``lpr`` and looks.
- ``lpr`` itself is content with a queue that is stopped, and the labels lie there until somebody starts
  it. So the queue is asked by ``lpstat`` before each print job.
- ``getqueues`` starts ``lpstat`` in an empty environment, without PATH and CUPS_SERVER. Not used.
- Text is encoded in cp437. Only bytes are handed to it.
"""

import itertools
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from zebra import Zebra

from desktop.errors import DeviceError
from desktop.texts import say

_PATIENCE_S: Final = 20.0
"""The print service answers within some milliseconds; what takes longer than this is a fault."""
_NO_QUEUES: Final = "No destinations added"
_LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class PrintQueue:
    """A print queue of this computer. ``reason``: what the system says of its state, may be empty."""

    name: str
    running: bool = True
    """Whether it prints what it is given, and does not keep it."""
    accepting: bool = True
    """Whether it takes print jobs."""
    reason: str = ""


class CupsSpooler:
    """The print queues of CUPS. Any thread may call it."""

    def queues(self) -> tuple[PrintQueue, ...]:
        """Return the queues of this computer and how they are.

        Raises:
            DeviceError: CUPS is not installed, or does not answer.
        """
        return parse_queues(_ask("-a"), _ask("-p"))

    def hand_over(self, queue: str, data: bytes) -> None:
        """Make one print job of ``data``, as they are.

        Raises:
            DeviceError: it was not taken.
        """
        _SeenQueue(queue).output(data)  # type: ignore[no-untyped-call]  # the package has no types


class _SeenQueue(Zebra):
    """The package's queue; the end of its ``lpr`` is looked at."""

    def _output_unix(self, commands: bytes) -> None:
        done = _run(["lpr", f"-P{self.queue}", "-oraw"], commands)
        if done.returncode != 0:
            raise DeviceError(
                say(
                    "The print queue “{name}” did not take the labels: {reason}. Look at it in the system's"
                    " printer settings, then print again.",
                    name=self.queue,
                    reason=_words(done.stderr) or f"lpr {done.returncode}",
                )
            )


def parse_queues(accepting: str, printers: str) -> tuple[PrintQueue, ...]:
    r"""Read what ``lpstat -a`` and ``lpstat -p`` say in the locale C; lines of other forms are left out.

    >>> parse_queues("hall2 accepting requests since ...\n", "printer hall2 disabled since ... -\n\tjam\n")
    (PrintQueue(name='hall2', running=False, accepting=True, reason='jam'),)
    """
    queues: dict[str, PrintQueue] = {}
    for line, reason in _entries(accepting):
        if found := re.match(r"(\S+) (not )?accepting requests\b", line):
            taking = found[2] is None
            queues[found[1]] = PrintQueue(found[1], accepting=taking, reason="" if taking else reason)
    for line, reason in _entries(printers):
        found = re.match(r"printer (\S+) disabled\b", line)
        if found and found[1] in queues:
            queues[found[1]] = replace(queues[found[1]], running=False, reason=reason)
    return tuple(queues.values())


def _entries(said: str) -> Iterator[tuple[str, str]]:
    """Yield each line that begins at its margin, with what is told of it in the first line below."""
    lines = [*said.splitlines(), ""]
    for line, following in itertools.pairwise(lines):
        if line and not line[0].isspace():
            yield line, following.strip()[:_LONGEST_REASON] if following[:1].isspace() else ""


def _ask(option: str) -> str:
    done = _run(["lpstat", option])
    if done.returncode == 0:
        return done.stdout.decode(errors="replace")
    if _NO_QUEUES in _words(done.stderr):
        return ""
    raise DeviceError(
        say(
            "The print service of this computer (CUPS) does not tell its queues: {reason}. Start it, then"
            " try again.",
            reason=_words(done.stderr) or f"lpstat {done.returncode}",
        )
    )


def _run(command: Sequence[str], data: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
            # What it says is read by us: in English, whatever the person's language is.
            env={**os.environ, "LC_ALL": "C", "LANG": "C"},
        )
    except FileNotFoundError as error:
        raise DeviceError(
            say(
                "Print queues need the program {program}, which this computer does not have. Install CUPS"
                " (Debian: packages cups, cups-client, cups-bsd), or choose the printer by its own address.",
                program=command[0],
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise DeviceError(
            say(
                "The print service of this computer (CUPS) did not answer within {seconds} s.",
                seconds=f"{_PATIENCE_S:g}",
            )
        ) from error


def _words(said: bytes) -> str:
    """Return what a program said in one line, without its own name and the full stop at the end."""
    line = " ".join(said.decode(errors="replace").split())
    return line.removeprefix("lpr: ").removeprefix("lpstat: ").rstrip(". ")[:_LONGEST_REASON]
