"""One print order for one batch: what was ordered, and how far it is.

The values of a job stand here, below storage and the runner, which both speak of them and do not know
each other. How a job runs is in ``desktop/jobs``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job is in its life."""

    READY = "ready"
    """Codes are allocated; nothing was sent yet."""
    RUNNING = "running"
    """A runner owns the job. Found at start-up, it means that the program died while it printed."""
    PAUSED = "paused"
    """A person paused it, nothing is in flight; it resumes with the next code."""
    STOPPED = "stopped"
    """A fault or a mismatch stopped it; ``Job.reason`` says which. A person looks, then it resumes."""
    DONE = "done"
    """Every ordered label is printed (and read back where the job has a camera)."""
    ABORTED = "aborted"
    """A person gave it up. Nothing more is printed; it is settled and closed."""
    CLOSED = "closed"
    """Reconciled and closed; unused codes went back to the pool. Nothing changes any more."""


class FirstArticle(StrEnum):
    """The first label of a job that is looked at before the others are printed."""

    NOT_ASKED = ""
    DUE = "due"
    """One label is printed, then the job waits for a person who scans it."""
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class CoderOrder:
    """What a coder is told: one of the jobs that it holds, and what fills this one's fields.

    Attributes:
        job: as the coder names it.
        fields: name in the coder, and what fills it: text with fields of labels, such as ``{code}``,
            ``{lot}`` or ``{expiry:%y%m%d}``.
    """

    job: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A print order. The batch, the design revision and the product version are frozen with it."""

    id: int
    product_id: int
    batch_id: int
    design_revision_id: int
    level: int
    count: int
    """How many good labels are wanted."""
    printer: str
    """Address of the printer as a URL, such as ``tcp://192.0.2.7:9100``."""
    camera: str | None
    """Address of the camera that reads the labels back; None: labels are not read back."""
    state: JobState
    reason: str
    """Why it stopped, as a sentence in JSON (see ``desktop.texts``), or empty."""
    created_at: datetime
    created_by: str
    product_version_id: int | None = None
    """The version of its product, frozen with it. Every stored job has one."""
    coder: CoderOrder | None = None
    """What the coder is told; None for a label printer."""
    first_article: FirstArticle = FirstArticle.NOT_ASKED


@dataclass(frozen=True, slots=True)
class JobCode:
    """One code of a job. ``ordinal`` counts from 1 in the order of printing."""

    id: int
    value: str
    ordinal: int

    @property
    def values(self) -> dict[str, str]:
        """What fills the fields that differ from label to label.

        The 20-digit code is the serial number too, where an element string has one (S001). Labels are
        counted here and never by a printer, which would count on after a fault.
        """
        return label_values(self.value, self.ordinal)


def label_values(code: str, ordinal: int) -> dict[str, str]:
    """Return the values of the fields that differ from label to label of a job."""
    return {"code": code, "serial": code, "number": str(ordinal)}


VARYING_FIELDS = frozenset(label_values("", 0))
"""The fields that a job fills anew for each label."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A running job as the window shows it. Times are seconds; rates are labels per second."""

    job_id: int
    state: JobState
    wanted: int
    printed: int
    """Labels confirmed by the printer, those read back included."""
    verified: int
    in_flight: int
    unknown: int
    last_code: str
    rate: float
    seconds_left: float | None
    pause_at: int | None = None
    """Behind this label the job pauses; None: it goes on to its end."""
    on_demand: bool = False
    """Its labels leave as they are asked for: it has no rate of its own, and nobody knows the time left."""
