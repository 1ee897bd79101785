"""What the application asks of the world, as Protocols: printers, cameras, clocks, the journal.

``printers`` and ``desktop.storage`` implement them; ``desktop.jobs`` knows nothing else of either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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


class Condition(StrEnum):
    """What a printer may have to say about itself. ``READY`` stands alone; the others may add up."""

    READY = "ready"
    PAUSED = "paused"
    HEAD_OPEN = "head open"
    MEDIA_OUT = "media out"
    RIBBON_OUT = "ribbon out"
    BUFFER_FULL = "buffer full"
    OVER_TEMPERATURE = "over temperature"
    SILENT = "silent"
    """It does not answer, which some printers do in a fault: a state, not proof of a lost link."""
    OTHER_FAULT = "other fault"


@dataclass(frozen=True, slots=True)
class PrinterIdentity:
    """Who the printer says it is. ``unique_id`` is empty where it has none."""

    model: str
    firmware: str
    unique_id: str
    dots_per_mm: int


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer's state. ``formats_waiting``: labels received and not yet printed, None if unknown."""

    conditions: frozenset[Condition]
    formats_waiting: int | None

    @property
    def ready(self) -> bool:
        """Tell whether it would print now."""
        return self.conditions == {Condition.READY}


class Printer(Protocol):
    """A connected label printer. One thread at a time. Every method may raise ``DeviceError``."""

    def identify(self) -> PrinterIdentity:
        """Ask the printer who it is."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. Silence is an answer (``Condition.SILENT``), not an error."""
        ...

    def odometer(self) -> int:
        """Return the count of labels the printer has printed in its life."""
        ...

    def prepare(self, plan: LabelPlan) -> None:
        """Store what all labels of ``plan`` share. Refuses a plan for another resolution or width.

        To be repeated after every reconnect: a printer that lost power lost the format too.
        """
        ...

    def send(self, label: FilledLabel, code: str) -> None:
        """Hand over one label. Returning means that bytes left, not that anything is printed."""
        ...

    def confirmed(self, timeout_s: float) -> Sequence[str]:
        """Return codes that the printer says it has printed since the last call, in that order.

        Waits up to ``timeout_s`` for the first; an empty answer means that none came in time.
        """
        ...

    def cancel(self) -> None:
        """Throw away what the printer has received and not yet printed."""
        ...

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        ...


class Ability(StrEnum):
    """What a coder can do; it decides what a resume after a fault may do by itself."""

    INDEXED_BUFFER = "indexed_buffer"
    """Records carry numbers: a retry cannot double one, and the last printed number can be asked."""
    UNINDEXED_BUFFER = "unindexed_buffer"
    """Records wait in a queue without numbers: a retry may double one."""
    SINGLE_SLOT = "single_slot"
    """One set of field values at a time."""
    PRINT_EVENT = "print_event"
    """It says when it has printed."""
    COUNTER_ONLY = "counter_only"
    """All that it says of prints is a count."""
    READ_BACK = "read_back"
    """The field values that it will print can be asked."""


class CoderState(StrEnum):
    """What a coder is doing."""

    OFF = "off"
    STARTING = "starting"
    STOPPED = "stopped"
    RUNNING = "running"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class CoderFault:
    """A fault or warning in the device's own words. ``clearable``: it may be acknowledged from here."""

    number: str
    text: str
    warning: bool = False
    clearable: bool = False


@dataclass(frozen=True, slots=True)
class CoderStatus:
    """A coder's state. ``job``: what is selected, empty if nothing or if it does not say."""

    state: CoderState
    job: str = ""
    faults: tuple[CoderFault, ...] = ()


class Coder(Protocol):
    """A connected inkjet, laser or thermal-transfer coder, which holds jobs with fields of its own.

    One thread at a time. Every method may raise ``DeviceError``; what the device cannot do at all (see
    ``abilities``) raises ``Refused``, and data that its protocol cannot carry raise ``InputError``
    before anything is sent.
    """

    @property
    def abilities(self) -> frozenset[Ability]:
        """What this device can do."""
        ...

    def identify(self) -> str:
        """Return what the device says it is, for people; empty if it does not say."""
        ...

    def status(self) -> CoderStatus:
        """Ask the device how it is."""
        ...

    def list_jobs(self) -> Sequence[str]:
        """Return the jobs that it holds."""
        ...

    def job_fields(self, job: str) -> Sequence[str]:
        """Return the variable fields of a job."""
        ...

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        """Choose a job and fill the fields that all its prints share; InputError if it has not such."""
        ...

    def read_back(self) -> Mapping[str, str]:
        """Return the field values that it would print now."""
        ...

    def start(self) -> None:
        """Let it print at each trigger."""
        ...

    def stop(self) -> None:
        """Let it print no more."""
        ...

    def room(self) -> int:
        """Return how many more records its buffer takes now."""
        ...

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Hand over the record number ``index`` (from 1, rising by 1). Returning means it is taken."""
        ...

    def printed_upto(self) -> int:
        """Return the number of the last record that it says it has printed, 0 for none."""
        ...

    def clear(self) -> None:
        """Throw away the records that were not printed."""
        ...

    def acknowledge(self) -> None:
        """Acknowledge the faults and warnings that may be."""
        ...

    def close(self) -> None:
        """Give the device free. May be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A black-and-white picture of one label: rows of ``(width + 7) // 8`` bytes, 1 = black.

    ``ordinal`` counts the labels that the device has printed in its life, from 1 (its odometer).
    """

    ordinal: int
    width: int
    height: int
    rows: bytes


class Camera(Protocol):
    """Sees each label behind the printer. One thread at a time."""

    def next_picture(self, timeout_s: float) -> Picture | None:
        """Return the picture of the next label, or None if none came in time. Order = print order."""
        ...

    def close(self) -> None:
        """Give the camera free. May be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that is plugged into this computer.

    ``address`` is empty where it has no number of its own; ``trouble``: why it cannot be opened.
    """

    address: str
    model: str
    trouble: Text | None = None


class Devices(Protocol):
    """Opens devices by address (``tcp://host:9100``, ``demo://zebra``)."""

    def found(self) -> Sequence[FoundPrinter]:
        """Return the printers that are plugged into this computer. Raises ``DeviceError``."""
        ...

    def check_address(self, address: str) -> None:
        """Say whether ``address`` names a printer, without connecting. InputError if it does not."""
        ...

    def printer(self, address: str) -> Printer:
        """Connect to the printer at ``address``. Raises ``DeviceError`` or ``InputError``."""
        ...

    def camera(self, address: str) -> Camera:
        """Connect to the camera at ``address``. Raises ``DeviceError`` or ``InputError``."""
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
        reason: Text | None = None,
    ) -> None:
        """Move codes on: allocated -> sent -> printed -> verified, sent -> unknown, ... -> spoiled.

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
    spoiled: int = 0
    sampled: int = 0
    void: int = 0
    unknown: int = 0
