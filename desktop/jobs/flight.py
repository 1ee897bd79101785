"""The labels that are on their way: sent, and not yet answered for by the printer."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.errors import DeviceError
from desktop.products.job import JobCode
from desktop.reading.reader import ReadSymbol
from desktop.texts import say


class OutOfTurn(DeviceError):  # noqa: N818 (the word for it)
    """The printer answered for another label than the oldest one in flight: its word is worth nothing."""


def uncalled_for(code: str) -> OutOfTurn:
    """Make the error for an answer that came when none was owed."""
    return OutOfTurn(
        say(
            "The printer says that it printed {found}, but it had no label to print. That label may be there "
            "twice: find and destroy one, then resume.",
            found=code[:40],
        )
    )


@dataclass(frozen=True, slots=True)
class SentLabel:
    """One label on its way: its code, and what must be read on it."""

    code: JobCode
    expected: Sequence[ReadSymbol]


class Flight:
    """A queue: labels leave the printer in the order in which they were sent, or something is wrong.

    Attributes:
        quiet_since: when the printer last answered, or got the first label after it owed none (seconds
            of the clock's ``monotonic``).
    """

    def __init__(self) -> None:
        self._labels: deque[SentLabel] = deque()
        self.quiet_since = 0.0

    def __len__(self) -> int:
        return len(self._labels)

    def send(self, labels: Sequence[SentLabel], now: float) -> None:
        """Add labels whose bytes are about to leave."""
        if not self._labels:
            self.quiet_since = now
        self._labels.extend(labels)

    def answer(self, code: str, now: float) -> SentLabel:
        """Take out the label that the printer says it has printed.

        Raises:
            OutOfTurn: it is not the oldest one.
        """
        if not self._labels:
            raise uncalled_for(code)
        oldest = self._labels[0]
        if oldest.code.value != code:
            raise OutOfTurn(
                say(
                    "The printer should have printed label {number} with code {expected} next, but says that "
                    "it printed {found}. Check the last labels by hand, then resume.",
                    number=oldest.code.ordinal,
                    expected=oldest.code.value,
                    found=code[:40],
                )
            )
        self.quiet_since = now
        return self._labels.popleft()
