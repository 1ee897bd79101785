"""Long work away from the window: one executor, one object that brings results home.

Workers never touch a widget and never emit from an object of their own: results travel as closures
through the one long-lived ``Background`` and its one queued signal, and are dropped when the widget
that asked for them is gone. (An object per task loses results or kills the process.)
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.errors import PackmarkError
from desktop.operations.plant import Cancelled, Report

T = TypeVar("T")

_WORKERS = 32
"""More than lines in a plant, since each running job keeps one; threads start only when needed."""
_REPORTS_APART_S = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: fraction 0 to 1, and seconds left once they can be told."""

    fraction: float
    seconds_left: float | None


class Task:
    """A piece of work that was handed over; ``cancel`` asks it to end early.

    Attributes:
        lasting: whether it only waits for something, as for a scanner, and ends when it is cancelled.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self.lasting = lasting
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to cancel at its next report."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Tell whether somebody asked to cancel."""
        return self._cancelled.is_set()


class Background(QObject):
    """Runs work on threads and calls back on the window's thread.

    Signals:
        told: carries closures to the window's thread; nobody else connects to it.
    """

    told = Signal(object)

    def __init__(self, on_error: Callable[[PackmarkError], None]) -> None:
        super().__init__()
        self._on_error = on_error
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="background")
        self._tasks: set[Task] = set()
        self._closed = False
        self.told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Report], T],
        *,
        receiver: QObject,
        done: Callable[[T], None],
        failed: Callable[[PackmarkError], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        ended: Callable[[], None] | None = None,
        lasting: bool = False,
    ) -> Task:
        """Run ``work`` on a thread; call back on the window's thread while ``receiver`` lives.

        Args:
            work: gets a ``Report`` to call with the fraction done; must not touch a widget.
            receiver: nothing is called any more once this object is deleted.
            done: gets the result.
            failed: gets a trouble that a person can act on; without it the messages tell it, as they
                tell that the work was cancelled.
            progress: gets the progress, at most ten times a second.
            ended: called last in every case, done, failed or cancelled.
            lasting: the work waits for something until it is cancelled; it is not under way for ``busy``.

        Returns:
            The task, to cancel it.
        """
        task = Task(lasting=lasting)
        if self._closed:  # windows that are being taken down may still ask
            task.cancel()
            return task
        self._tasks.add(task)

        def tell(call: Callable[[], None]) -> None:
            self.tell(receiver, call)

        def finish(future: Future[T]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                tell(lambda: done(future.result()))
            elif isinstance(error, PackmarkError):
                trouble = error
                listener = None if isinstance(error, Cancelled) else failed
                tell(lambda: (listener or self._on_error)(trouble))
            else:
                bug = error
                self.tell(self, lambda: _raise(bug))
            if ended is not None:
                tell(ended)
            # Last, so that whoever sees that nothing is busy has been called back already.
            self.tell(self, lambda: self._tasks.discard(task))

        self._executor.submit(work, _reporter(task, progress, tell)).add_done_callback(finish)
        return task

    def tell(self, receiver: QObject, call: Callable[[], None]) -> None:
        """Call back on the window's thread while ``receiver`` lives. Any thread; calls keep their order."""
        if not self._closed:
            self.told.emit((receiver, call))

    @property
    def busy(self) -> bool:
        """Tell whether any work is under way that ends by itself."""
        return any(not task.lasting for task in tuple(self._tasks))

    def close(self) -> None:
        """Cancel what can be cancelled, wait for the rest, and deliver nothing any more."""
        self._closed = True
        for task in tuple(self._tasks):
            task.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, message: tuple[QObject, Callable[[], None]]) -> None:
        receiver, call = message
        if isValid(receiver) and not self._closed:
            call()


def _reporter(
    task: Task,
    progress: Callable[[Progress], None] | None,
    tell: Callable[[Callable[[], None]], None],
) -> Report:
    started = time.monotonic()
    last = 0.0

    def report(fraction: float) -> bool:
        nonlocal last
        now = time.monotonic()
        if progress is not None and now - last >= _REPORTS_APART_S:
            last = now
            spent = now - started
            left = spent * (1 - fraction) / fraction if fraction > 0 and spent > 1 else None
            state = Progress(fraction, left)
            tell(lambda: progress(state))
        return not task.cancelled

    return report


def _raise(error: BaseException) -> None:
    raise error
