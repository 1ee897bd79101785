"""What the application asks of its surroundings, as Protocols: clocks, the journal, a printer's language.

``printers`` and ``desktop.storage`` implement them; machines stand in ``desktop.devices``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.products.job import Job, JobCode, JobState
from desktop.texts import Text


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start that never run backwards."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class LabelLanguage(Protocol):
    """Writes labels in a printer's language, for files and for printers alike."""

    def stored_format(self, plan: LabelPlan) -> bytes:
        """Return what is sent once: the static part of ``plan`` and its slots."""
        ...

    def label(self, label: FilledLabel) -> bytes:
        """Return what is sent for each label."""
        ...


class JobJournal(Protocol):
    """The durable record of one running job; the runner writes nothing else.

    Each method is one transaction that is on the disk when it returns. A code is in exactly one state.
    """

    @property
    def job(self) -> Job:
        """The job as it was when the journal was opened."""
        ...

    def next_codes(self, count: int) -> Sequence[JobCode]:
        """Return up to ``count`` allocated codes that were never sent, in the order of printing."""
        ...

    def in_flight(self) -> Sequence[JobCode]:
        """Return the codes that were sent and neither confirmed nor quarantined, in order of sending."""
        ...

    def record(
        self,
        *,
        sent: Sequence[JobCode] = (),
        printed: Sequence[JobCode] = (),
        verified: Sequence[JobCode] = (),
        unknown: Sequence[JobCode] = (),
        spoiled: Sequence[JobCode] = (),
        taken_back: Sequence[JobCode] = (),
        reason: Text | None = None,
    ) -> None:
        """Move codes on: allocated -> sent -> printed -> verified, sent -> unknown, ... -> spoiled.

        ``taken_back``: sent -> allocated, for what a device says by its own numbers that it has not printed
        and holds no longer.

        Raises:
            StorageError: a code is not in the state that the move starts from (nothing is changed),
                or the database cannot take it.
        """
        ...

    def mark(self, name: str) -> int | None:
        """Return the number noted under ``name`` (such as the odometer at the start), or None."""
        ...

    def note(self, name: str, value: int) -> None:
        """Note a number that a resume after a crash will need."""
        ...

    def change_state(self, state: JobState, reason: Text | None = None) -> None:
        """Record that the job is now running, paused, stopped or done, with an audit record."""
        ...

    def tally(self) -> "Tally":
        """Count the job's codes by state."""
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """How many codes of a job are in each state. ``sent`` is in flight: its fate is not known yet."""

    allocated: int = 0
    sent: int = 0
    printed: int = 0
    verified: int = 0
    packed: int = 0
    spoiled: int = 0
    sampled: int = 0
    void: int = 0
    unknown: int = 0

    @property
    def good(self) -> int:
        """Good labels, wherever their packs are."""
        return self.printed + self.verified + self.packed
