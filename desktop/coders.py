"""What the application asks of coders (inkjet, laser, thermal transfer), as a Protocol.

``printers`` implements it; ``desktop.jobs`` and ``desktop.operations`` know nothing else of coders.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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
    """A coder's state.

    ``job``: what is selected, empty if nothing or if it does not say. ``prints``: how many whole prints it
    has counted in its life; None if it does not say.
    """

    state: CoderState
    job: str = ""
    faults: tuple[CoderFault, ...] = ()
    prints: int | None = None


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

    def check(self, fields: Mapping[str, str]) -> None:
        """Tell whether the protocol can carry these values, without asking the device. InputError if not."""
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

    def waiting(self) -> int:
        """Return how many records it holds that it has not printed."""
        ...

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Hand over the record number ``index`` (from 1, rising by 1). Returning means it is taken."""
        ...

    def end_after(self, index: int) -> None:
        """Hear that record ``index``, the last that was put, is the last of all."""
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
