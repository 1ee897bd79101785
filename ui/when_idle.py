"""Small pieces of work for the window's own thread, one at a time while it has nothing else to do.

Widgets can be made there only. What can be done elsewhere belongs to ``ui.background``.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_APART_MS = 30
"""Between two pieces, so that what a person does comes first."""


class WhenIdle(QObject):
    """Does pieces of work in their order, each in a turn of its own, while its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(_APART_MS)
        self._turn.timeout.connect(self._next)

    def add(self, *pieces: Callable[[], object]) -> None:
        """Do these as well, behind what is waiting."""
        self._waiting.extend(pieces)
        self._turn.start()

    def _next(self) -> None:
        piece = self._waiting.popleft()
        if not self._waiting:
            self._turn.stop()
        piece()
