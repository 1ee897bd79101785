"""Who looks at each label or print that comes out, without holding up the device."""

import queue
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

Print = TypeVar("Print")
Seen_co = TypeVar("Seen_co", covariant=True)


class Watched(Protocol[Seen_co]):
    """A device whose prints can be seen."""

    def listen(self, listener: Callable[[Seen_co], None]) -> None:
        """Call ``listener`` with each print from now on, on the device's thread: it must be quick."""
        ...

    def unlisten(self, listener: Callable[[Seen_co], None]) -> None:
        """Stop calling ``listener``."""
        ...


class Watcher(Generic[Print]):
    """Hands each print from now on to ``look``, in order, on a thread of its own; drawing is done there."""

    def __init__(self, device: Watched[Print], look: Callable[[Print], None]) -> None:
        self._device = device
        self._look = look
        self._prints: queue.SimpleQueue[Print | None] = queue.SimpleQueue()
        self._see = self._prints.put
        self._thread = threading.Thread(target=self._run, name="watches an emulated device", daemon=True)
        device.listen(self._see)
        self._thread.start()

    def finish(self) -> None:
        """Look at what has come out so far, then no more."""
        self._device.unlisten(self._see)
        self._prints.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (seen := self._prints.get()) is not None:
            self._look(seen)
