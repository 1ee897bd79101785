"""What the quality page can be asked to do or to show."""

from dataclasses import dataclass

from desktop.operations.sampling import DueSample
from desktop.products.quality import GradeRecord, Occasion, occasion_name
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class ShowSamples:
    """Show the samples that are due; of one job, or of all."""

    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShowBatch:
    """Show the release of one batch."""

    batch_id: int


@dataclass(frozen=True, slots=True)
class Taking:
    """The sample that the next picture is taken for.

    Attributes:
        number: of the label that it is due at; None: it was not due.
        repeat_of, reason: the record that is measured again, and why.
    """

    job_id: int
    occasion: Occasion
    number: int | None
    lot: str = ""
    repeat_of: int | None = None
    reason: str = ""

    @classmethod
    def of_due(cls, due: DueSample) -> "Taking":
        """Take a sample that is due."""
        return cls(due.job_id, due.occasion, due.number, due.lot)

    @classmethod
    def again(cls, record: GradeRecord, reason: str) -> "Taking | None":
        """Measure the label of a record again; None: it is of no job."""
        if record.job_id is None:
            return None
        return cls(record.job_id, record.occasion, record.number, repeat_of=record.id, reason=reason)

    def title(self) -> Text:
        """Say which sample it is."""
        if self.repeat_of is not None:
            return say("Job {job}: grade {id} is measured again.", job=self.job_id, id=self.repeat_of)
        return say(
            "Job {job}, lot {lot}: label {number}, {occasion}.",
            job=self.job_id,
            lot=self.lot,
            number=self.number or "–",
            occasion=occasion_name(self.occasion),
        )
