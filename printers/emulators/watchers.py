"""Who looks at each label that comes out, without holding up the printer."""

import queue
import threading
from collections.abc import Callable

from printers.emulators.zebra_machine import PhysicalLabel, ZebraMachine


class Watcher:
    """Hands each label from now on to ``look``, in order, on a thread of its own; drawing is done there."""

    def __init__(self, machine: ZebraMachine, look: Callable[[PhysicalLabel], None]) -> None:
        self._machine = machine
        self._look = look
        self._labels: queue.SimpleQueue[PhysicalLabel | None] = queue.SimpleQueue()
        self._see = self._labels.put
        self._thread = threading.Thread(target=self._run, name="watches an emulated printer", daemon=True)
        machine.listen(self._see)
        self._thread.start()

    def finish(self) -> None:
        """Look at what has come out so far, then no more."""
        self._machine.unlisten(self._see)
        self._labels.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (label := self._labels.get()) is not None:
            self._look(label)
