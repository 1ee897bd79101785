"""A process that opens pictures of somebody else, and stays warm from one to the next.

Opening and decoding are native code that can die of a hostile file: that costs the process and one
``DeviceError``; the next picture has a new one.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from desktop.errors import Cancelled, DeviceError
from desktop.reading.framing import read_frame, write_frame
from desktop.texts import say

_MOST_PICTURES = 200
"""What libraries leak is given back with the process."""
_LAST_WORDS = 4000
_LOOK_S = 0.05
"""So often it is asked whether anybody still waits for a picture."""


class PictureProcess:
    """Owns one process of a worker module. It is started when it is needed; threads take turns.

    The module speaks ``desktop.reading.framing``'s messages on stdin and stdout until stdin ends.
    """

    def __init__(self, worker: str, *, most_reply: int, most_pictures: int = _MOST_PICTURES) -> None:
        """Describe it.

        Args:
            worker: the module.
            most_reply: bytes behind the JSON of a reply.
            most_pictures: after so many it is replaced by a new one.
        """
        self._module = worker
        self._most_reply = most_reply
        self._most_pictures = most_pictures
        self._running: _Running | None = None
        self._lock = Lock()

    def command(self) -> Sequence[str]:
        """Return the command that starts the process."""
        # -P: the folder one happens to be in must not come first on the path.
        return (sys.executable, "-P", "-m", self._module)

    @property
    def warm(self) -> bool:
        """Tell whether a process stands ready."""
        return self._running is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the process end; asking again starts a new one."""
        with self._lock:
            self._leave()

    def ask(
        self,
        name: str,
        request: Mapping[str, object],
        content: bytes,
        limit_s: float,
        go_on: Callable[[], bool] | None = None,
    ) -> tuple[dict[str, object], bytearray]:
        """Have a picture looked at; return both parts of the reply, whatever they say.

        Args:
            name: of the file, for messages.
            request: what is told beside the picture.
            content: of the file.
            limit_s: seconds that it may take, with the start of the process.
            go_on: asked again and again, on another thread; once it says no, the process is ended at once.

        Raises:
            DeviceError: the process died or took too long.
            Cancelled: ``go_on`` said no.
        """
        wanted = go_on or _always
        with self._turn(name, wanted):
            running = self._ready()
            watch = _Watch(running, limit_s, wanted)
            try:
                with watch:
                    return running.exchange(dict(request), content, self._most_reply)
            except (OSError, EOFError, ValueError, RecursionError) as error:
                self._running = None
                said = running.end()
                if watch.cancelled:
                    raise _cancelled(name) from error
                if watch.late:
                    raise took_too_long(name, limit_s) from error
                raise no_answer(name, said or repr(error)[:200]) from error
            except BaseException:  # such as Ctrl+C: an answer that nobody took would be the next picture's
                self._running = None
                running.end()
                raise

    @contextmanager
    def _turn(self, name: str, wanted: Callable[[], bool]) -> Iterator[None]:
        """Wait until no other thread asks, as long as the answer is wanted."""
        taken = False
        while wanted() and not taken:
            taken = self._lock.acquire(timeout=_LOOK_S)
        if not taken:
            raise _cancelled(name)
        try:
            yield
        finally:
            self._lock.release()

    def _ready(self) -> "_Running":
        running = self._running
        if running is not None and (running.answers >= self._most_pictures or not running.alive()):
            self._leave()
        if self._running is None:
            self._running = _Running(self.command())
        return self._running

    def _leave(self) -> None:
        if self._running is not None:
            self._running.close()
            self._running = None


class _Running:
    """One process and its pipes."""

    def __init__(self, command: Sequence[str]) -> None:
        # In the checkout and in the wheel alike this is the folder that holds `desktop`.
        root = str(Path(__file__).resolve().parents[2])
        search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        # A file, not a pipe: what nobody reads for a hundred pictures would fill a pipe and stop the process.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**os.environ, "PYTHONPATH": search},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.answers = 0

    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def exchange(
        self, request: dict[str, object], content: bytes, most: int
    ) -> tuple[dict[str, object], bytearray]:
        """Ask once."""
        requests, replies = self._process.stdin, self._process.stdout
        assert requests is not None
        assert replies is not None
        write_frame(requests, request, content)
        answer = read_frame(replies, most)
        self.answers += 1
        return answer

    def kill(self) -> None:
        """End the process; who waits for its answer finds that it ended."""
        self._process.kill()

    def end(self) -> str:
        """End the process; return the last line that it wrote about itself."""
        self._process.kill()
        self._wait()
        with self._said:
            size = self._said.seek(0, os.SEEK_END)
            self._said.seek(max(0, size - _LAST_WORDS))
            lines = self._said.read().decode(errors="replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")

    def close(self) -> None:
        """Let the process end by itself, which it does when nothing more can be asked."""
        try:
            self._process.communicate(timeout=2.0)  # closes stdin first
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._wait()
        self._said.close()

    def _wait(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # what it was still to be told does not matter any more
        self._process.wait()


class _Watch:
    """Ends a process that takes too long, or whose answer nobody wants any more."""

    def __init__(self, running: _Running, limit_s: float, wanted: Callable[[], bool]) -> None:
        self.late = self.cancelled = False
        self._running = running
        self._until = time.monotonic() + limit_s
        self._wanted = wanted
        self._over = Event()
        self._thread = Thread(target=self._look, name="picture watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_S):
            self.cancelled = not self._wanted()
            self.late = time.monotonic() >= self._until
            if self.cancelled or self.late:
                self._running.kill()
                return


def _always() -> bool:
    return True


def _cancelled(name: str) -> Cancelled:
    return Cancelled(say("Opening {file} was cancelled.", file=name))


def no_answer(name: str, found: str) -> DeviceError:
    """Say that the worker ended, or answered as it never does."""
    return DeviceError(
        say("The process that opens pictures ended while it opened {file} ({found}).", file=name, found=found)
    )


def took_too_long(name: str, limit_s: float) -> DeviceError:
    """Say that the worker was ended."""
    return DeviceError(
        say("Opening {file} took more than {limit} s and was ended.", file=name, limit=f"{limit_s:g}")
    )
