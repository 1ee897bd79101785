"""The printer's odometer against its answers: the second witness."""

from desktop.devices import Printer
from desktop.errors import DeviceError
from desktop.jobs.flight import uncalled_for
from desktop.ports import Clock
from desktop.texts import say

PATIENCE_S = 1.0
"""A counter may lag behind the answers by so much."""
STEP_S = 0.05


class LabelCounter:
    """Compares how many labels the printer has counted with how many it has answered for.

    Attributes:
        start: the odometer before the first label.
        answered: labels that the printer answered for since then.
    """

    def __init__(self, printer: Printer, clock: Clock) -> None:
        self._printer = printer
        self._clock = clock
        self.start = printer.odometer()
        self.answered = 0

    def surplus(self) -> int:
        """Return how many labels more than answered for the printer has counted; below 0: fewer."""
        return self._printer.odometer() - self.start - self.answered

    def check(self) -> None:
        """Make sure that both say the same, while nothing is in flight.

        Raises:
            DeviceError: they do not, or the printer answers once more.
        """
        until = self._clock.monotonic() + PATIENCE_S
        surplus = self.surplus()
        while surplus < 0 and self._clock.monotonic() < until:
            self._refuse_answers()
            surplus = self.surplus()
        if surplus > 0:
            raise DeviceError(
                say(
                    "The printer has printed {counted} labels since the start, {surplus} more than this job "
                    "sent. A label may be there twice, or another program prints on it too: look for them, "
                    "then resume.",
                    counted=self.answered + surplus,
                    surplus=surplus,
                )
            )
        if surplus < 0:
            raise DeviceError(
                say(
                    "The printer has answered for {answered} labels, but its counter says only {counted}. "
                    "Look whether labels are missing, then resume.",
                    answered=self.answered,
                    counted=self.answered + surplus,
                )
            )

    def _refuse_answers(self) -> None:
        for code in self._printer.confirmed(STEP_S):
            raise uncalled_for(code)
