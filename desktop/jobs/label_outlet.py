"""A label printer: it is sent drawn labels, a few at a time, and answers for each by the label's own data."""

from collections.abc import Sequence

from desktop.devices import Printer
from desktop.errors import DeviceError
from desktop.jobs.counter import LabelCounter
from desktop.jobs.faults import NEEDS_A_PERSON, trouble
from desktop.jobs.flight import SentLabel
from desktop.jobs.outlet import Outgoing, Settled
from desktop.jobs.settling import settle_labels
from desktop.jobs.start import make_ready
from desktop.jobs.verify import expected_symbols
from desktop.labels.layout import LabelPlan
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode
from desktop.texts import Text, say

WINDOWS = range(2, 6)
"""How many labels may be in flight: enough to hide the way to the printer, few enough to look for."""
MOST_UNSEEN = 8
"""Labels that may be sent or printed and not yet seen by the camera: a bad print shows within so many."""
SLICE_S = 0.25
"""A printer that owes an answer for so long is asked how it is."""


class LabelOutlet:
    """Implements ``Outlet`` for a label printer.

    Args:
        journal: of the job; gets notes that are evidence after a crash.
        printer: connected, and used by nobody else.
        plan: of the job's labels; its slots are filled with ``JobCode.values``.
        clock: for time limits.
        window: labels in flight, 2 to 5; as many as may be, unless told: each covers a label's time of
            waiting for the disk.
        answer_timeout_s: a printer that owes an answer for so long has a fault.
    """

    tells_prints = True

    def __init__(
        self,
        journal: JobJournal,
        printer: Printer,
        plan: LabelPlan,
        clock: Clock,
        *,
        window: int = WINDOWS[-1],
        answer_timeout_s: float = 10.0,
    ) -> None:
        if window not in WINDOWS:
            raise ValueError(f"window {window}: 2 to 5 labels may be in flight")
        self._journal = journal
        self._printer = printer
        self._plan = plan
        self._clock = clock
        self._window = window
        self._answer_timeout_s = answer_timeout_s
        self._counter: LabelCounter | None = None

    @property
    def odometer(self) -> int | None:
        """The printer's count of labels before the first one."""
        return None if self._counter is None else self._counter.start

    def make_ready(self, first: JobCode) -> None:
        """Empty the printer, store the label in it, and note where its odometer stands."""
        self._counter = make_ready(
            self._journal, self._printer, self._plan, first, self._clock, self._answer_timeout_s
        )

    def draw(self, code: JobCode) -> Outgoing:
        """Draw a label; its symbols are decoded back (law 6)."""
        drawn = self._plan.fill(code.values)
        return Outgoing(
            SentLabel(code, expected_symbols(self._plan, drawn)),
            lambda: self._printer.send(drawn, code.value),
        )

    def room(self, on_the_way: int) -> int:
        """Return how many more labels may leave now."""
        return self._window - on_the_way

    def unseen_room(self, on_the_way: int, unseen: int) -> int:
        """Return how many more may leave before the camera has seen what was printed."""
        return MOST_UNSEEN - on_the_way - unseen

    def handed_over(self, *, last: bool) -> None:
        """Do nothing: the printer prints what it gets."""

    def answers(self, timeout_s: float) -> Sequence[str]:
        """Return the codes whose labels the printer has newly said are printed."""
        codes = self._printer.confirmed(timeout_s)
        if self._counter is not None:
            self._counter.answered += len(codes)
        return codes

    def examine(self, silent_s: float) -> None:
        """Ask a printer that is silent for too long how it is."""
        if silent_s < SLICE_S:
            return
        status = self._printer.status()
        fault = trouble(status)
        if fault is not None and status.conditions & NEEDS_A_PERSON:
            raise DeviceError(fault)
        if silent_s >= self._answer_timeout_s:
            raise DeviceError(
                fault
                or say(
                    "The printer says that it is ready, but has not answered for a label for {seconds} s. "
                    "See what it is doing, then resume the job.",
                    seconds=f"{silent_s:.0f}",
                )
            )

    def hold(self) -> bool:
        """Return False: the few labels in flight come out."""
        return False

    def settle(self, left: Sequence[JobCode], trouble: Text, *, clean: bool, sound: bool) -> Settled:
        """Empty the printer; what it still answers for is printed, the rest is unknown."""
        del clean  # what a label printer holds may come out whoever ended the run
        return settle_labels(self._journal, self._printer, left, trouble, answers_are_sound=sound)

    def recover(self, left: Sequence[JobCode], trouble: Text) -> Settled:
        """Settle what an earlier run left in flight: see ``settle``."""
        return self.settle(left, trouble, clean=False, sound=True)

    def finish(self) -> None:
        """Compare the printer's odometer with its answers."""
        if self._counter is not None:
            self._counter.check()
