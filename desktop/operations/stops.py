"""What the stops of a job left unknown, stop by stop, as a person settles it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.jobs.runner import ENDED
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.storage import codes, jobs, reprints, settling
from desktop.storage.codes import StoredCode
from desktop.storage.fates import Fate
from desktop.storage.reprints import ReprintRow
from desktop.storage.settling import Stretch


class Left(StrEnum):
    """Who can say what became of the labels of a stop."""

    TO_A_PERSON = "to a person"
    """Only who looks at the roll or the packs."""
    TO_A_RESUME = "to a resume"
    """They were in flight when the job ended: the device, when the job is resumed; else a person."""
    TO_NOBODY = "to nobody"
    """A reprint without an answer: there may be two labels, so both are destroyed."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Labels in a row that one stop left unknown; ``jobs.settle`` settles it."""

    labels: tuple[Fate, ...]
    before: int
    """Number of the last known label before them; 0: there is none, so perhaps none came out at all."""
    before_code: str
    """And its code, or nothing."""
    left: Left

    @property
    def first(self) -> int:
        """Number of its first label."""
        return self.labels[0].number

    @property
    def last(self) -> int:
        """Number of its last label."""
        return self.labels[-1].number

    @property
    def since(self) -> datetime:
        """When it was; of what is in flight, when the last label left."""
        return self.labels[-1].since

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of its labels, in the order of sending."""
        return tuple(label.code for label in self.labels)


def open_stops(plant: Plant, job_id: int) -> tuple[Stop, ...]:
    """Return the stops of a job that are to be settled, in the order of its labels.

    Reprints without an answer come last: settling any other stop gives them up too.

    Raises:
        StorageError: the database does not give them.
    """
    with plant.store.read() as connection:
        resumes = jobs.get(connection, job_id).state not in ENDED
        stops = [
            _stop(stretch, codes.of_label(connection, job_id, stretch.before), resumes=resumes)
            for stretch in settling.stretches(connection, job_id)
        ]
        return (*stops, *map(_reprinted, reprints.unanswered(connection, job_id)))


def _stop(stretch: Stretch, before: StoredCode | None, *, resumes: bool) -> Stop:
    in_flight = resumes and stretch.labels[0].state is CodeState.SENT
    left = Left.TO_A_RESUME if in_flight else Left.TO_A_PERSON
    return Stop(stretch.labels, stretch.before, before.value if before else "", left)


def _reprinted(row: ReprintRow) -> Stop:
    return Stop((Fate(row.code, row.label, CodeState.UNKNOWN, row.at),), 0, "", Left.TO_NOBODY)
