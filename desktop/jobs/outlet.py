"""What a runner asks of the thing that its labels leave by: a label printer, or a coder.

Both give the same promises in their own ways: what was handed over is answered for by the device's own word,
and whatever goes wrong, each code ends as printed, as taken back, as unknown, or as open until the device can
be asked again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.jobs.flight import SentLabel
from desktop.products.job import JobCode
from desktop.texts import Text


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A label that is ready to leave. ``hand_over`` sends it; its code must be in the journal by then."""

    sent: SentLabel
    hand_over: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the codes that were on their way, and a sentence that says so.

    Attributes:
        printed: by the device's own word.
        taken_back: not printed by the device's own numbers, and no longer in it; may be sent again.
        unknown: quarantined.
        left: the device cannot be asked now, but will know; they stay on their way.
        reason: what happened, and what to do.
    """

    printed: Sequence[JobCode]
    unknown: Sequence[JobCode]
    reason: Text
    taken_back: Sequence[JobCode] = ()
    left: Sequence[JobCode] = ()


class Outlet(Protocol):
    """Where labels leave. One thread at a time. Every method may raise ``DeviceError``."""

    @property
    def tells_prints(self) -> bool:
        """Whether the device says of a label that it is printed; else only a camera can."""
        ...

    @property
    def odometer(self) -> int | None:
        """The device's count of labels before the first one: it numbers the pictures. None: it has none."""
        ...

    def make_ready(self, first: JobCode) -> None:
        """Empty the device and teach it the label; ``first`` will be handed over first."""
        ...

    def draw(self, code: JobCode) -> Outgoing:
        """Draw the label of a code and check it, before the journal says that it was sent."""
        ...

    def room(self, on_the_way: int) -> int:
        """Return how many more labels may leave now."""
        ...

    def unseen_room(self, on_the_way: int, unseen: int) -> int:
        """Return how many more may leave while so many printed labels were not seen by the camera yet."""
        ...

    def handed_over(self, *, last: bool) -> None:
        """Hear that a batch of labels was handed over; ``last``: nothing follows it in this run."""
        ...

    def answers(self, timeout_s: float) -> Sequence[str]:
        """Return the codes that the device has newly said are printed, in that order; waits for the first."""
        ...

    def examine(self, silent_s: float) -> None:
        """Find out why no answer came for so long. DeviceError if that needs a person."""
        ...

    def hold(self) -> bool:
        """Let nothing more be printed from now on; False if what was handed over must come out first."""
        ...

    def settle(self, left: Sequence[JobCode], trouble: Text, *, clean: bool, sound: bool) -> Settled:
        """Find out what became of ``left``, the codes on their way, and empty the device.

        Args:
            left: oldest first; they stand in the journal as sent.
            trouble: what happened.
            clean: a person ended the run and nothing went wrong.
            sound: False if it is the device's answers that are wrong.
        """
        ...

    def recover(self, left: Sequence[JobCode], trouble: Text) -> Settled:
        """Settle what an earlier run, perhaps of a program that died, left on the way."""
        ...

    def finish(self) -> None:
        """Make sure, with nothing on the way, that the device agrees with what it answered."""
        ...
