"""How full a coder's buffer is kept."""

from collections import deque
from typing import Final

from desktop.ports import Clock

LOW_S: Final = 5.0
HIGH_S: Final = 15.0
"""Seconds of codes: refilled below the low water up to the high water. Fewer run dry when the computer is
busy; more are more to take back at a fault."""
ASSUMED_PER_S: Final = 10.0
"""Codes a second before the line's own speed is known: a fast carton line."""
LEAST: Final = 6
MEASURED_S: Final = 20.0


class Water:
    """The low and high water of one buffer, from its size and the line's speed.

    Args:
        capacity: records that the device takes when it is empty.
        clock: measures the line's speed.
    """

    def __init__(self, capacity: int, clock: Clock) -> None:
        self._capacity = max(1, capacity)
        self._clock = clock
        self._prints: deque[tuple[float, int]] = deque()

    def printed(self, count: int) -> None:
        """Hear that so many more records were printed."""
        now = self._clock.monotonic()
        self._prints.append((now, count))
        while now - self._prints[0][0] > MEASURED_S:
            self._prints.popleft()

    @property
    def high(self) -> int:
        """Records up to which the buffer is filled."""
        return min(self._capacity, max(LEAST, round(HIGH_S * self.rate())))

    @property
    def low(self) -> int:
        """Records from which on it is filled again."""
        return self.high // 3

    def room(self, held: int) -> int:
        """Return how many more records a buffer that holds ``held`` shall get now."""
        return self.high - held if held <= self.low else 0

    def rate(self) -> float:
        """Return how many records a second the line prints; ``ASSUMED_PER_S`` until that is known."""
        if len(self._prints) < 2:
            return ASSUMED_PER_S
        seconds = self._prints[-1][0] - self._prints[0][0]
        if seconds < LOW_S:
            return ASSUMED_PER_S
        return sum(count for _, count in self._prints) / seconds
