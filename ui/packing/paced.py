"""Calls something at once, and then no more often than so many times a second."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Paced(QObject):
    """Calls ``act`` when it is wanted; what is wanted meanwhile is one call, made when the time is over."""

    def __init__(self, owner: QObject, apart_ms: int, act: Callable[[], object]) -> None:
        super().__init__(owner)
        self._act = act
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(apart_ms)
        self._timer.timeout.connect(self._over)

    def want(self) -> None:
        """Want it called."""
        if self._timer.isActive():
            self._again = True
        else:
            self._timer.start()
            self._act()

    def _over(self) -> None:
        if self._again:
            self._again = False
            self._timer.start()
            self._act()
