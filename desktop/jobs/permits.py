"""Labels that are printed when they are needed: each leaves only when somebody has asked for it."""

from threading import Condition


class Permits:
    """How many labels may leave now. Any thread may give; the runner takes.

    They are wishes, not facts: they end with the program, and whoever needs a label asks for it again.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._left = 0

    @property
    def left(self) -> int:
        """How many labels were asked for and have not left."""
        return self._left

    def give(self, count: int = 1) -> None:
        """Let ``count`` more labels leave."""
        if count < 1:
            raise ValueError(f"at least one label can be asked for, not {count}")
        with self._changed:
            self._left += count
            self._changed.notify_all()

    def take(self, count: int) -> None:
        """Note that ``count`` of them have left; never more than ``left``."""
        with self._changed:
            if count > self._left:
                raise ValueError(f"{count} labels left, and {self._left} were asked for")
            self._left -= count

    def wait(self, timeout_s: float) -> None:
        """Wait until a label may leave, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._left > 0, timeout_s)
