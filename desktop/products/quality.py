"""The work of QA on a batch: what was graded and what it is worth, and whether the batch may leave.

Plans of samples are in ``sampling_plan`` and ``aql``; all of it is here under one name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop.errors import InputError
from desktop.products.aql import AQLS, AqlPlan, AqlSample, InspectionLevel
from desktop.products.sampling_plan import (
    DEFAULT_PLAN,
    Due,
    Occasion,
    Plan,
    SamplingPlan,
    due_labels,
    occasion_name,
    plan_in_words,
)
from desktop.symbols.symbol_rules import rule_for, specifications
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

__all__ = [
    "AQLS",
    "DEFAULT_PLAN",
    "AqlPlan",
    "AqlSample",
    "BatchEvent",
    "BatchStatus",
    "Due",
    "ExternalResult",
    "GradeRecord",
    "InspectionLevel",
    "Obstacle",
    "Obstruction",
    "Occasion",
    "Plan",
    "SamplingPlan",
    "Source",
    "Verdict",
    "due_labels",
    "minimum_grade",
    "occasion_name",
    "plan_in_words",
    "status_name",
    "verdict_name",
    "verdict_of",
]

_LEADING_NUMBER: Final = re.compile(r"\d(\.\d)?")
LARGEST_CROP: Final = 300_000
"""Bytes of the picture of a symbol that is kept with its record."""
DRUG_CODE_MINIMUM: Final = 1.5
"""C, the least that the printing rules of the drug code ask for (GB/T 14258-2003)."""
LONGEST_DATA: Final = 4_000
"""Characters of a symbol's data: more than any symbology holds as text (DataMatrix: 2 335)."""


class Source(StrEnum):
    """Who graded."""

    PACKMARK = "packmark"
    VERIFIER = "verifier"
    """An instrument beside ours; its result was typed in or imported."""


class Verdict(StrEnum):
    """What a graded sample is worth."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MEASURABLE = "not measurable"
    """No grade, or one without calibration: nobody knows whether it is good."""


class BatchStatus(StrEnum):
    """Whether a batch may leave."""

    UNDER_TEST = "under test"
    HELD = "held"
    RELEASED = "released"


class Obstruction(StrEnum):
    """The kinds of what stands against a release."""

    SAMPLES_DUE = "samples due"
    FAILED = "failed"
    NOT_MEASURABLE = "not measurable"
    NOTHING_GRADED = "nothing graded"
    JOB_OPEN = "job open"
    UNKNOWN_CODES = "unknown codes"
    NOT_ACCEPTABLE = "not acceptable"
    """As many samples failed as the AQL plan rejects at; no repeat takes that away."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands against a release. ``text`` says what to do; ``job_id``: of which job."""

    kind: Obstruction
    text: Text
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class BatchEvent:
    """A batch changed its status."""

    batch_id: int
    status: BatchStatus
    at: datetime
    by: str
    reason: Text


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """One symbol of one sample, graded; never changed once it is stored.

    Attributes:
        id: 0 until it is stored.
        at, by: when and by whom it was recorded.
        device: name and serial number of the verifier, or the program's version.
        job_id: None: graded without a job.
        code: the drug code that the symbol carries, or empty.
        label: number of the label with that code in its job, None if it is not one of the job's.
        number: number of the label that the sample was due at; None: it was not due.
        repeat_of: the record that this measurement repeats, or None.
        reason: why it was repeated, or empty.
        data: of the symbol, empty if it was not read.
        grade: None: not measurable.
        at_most: what it is at best where there is no grade.
        formal: such as ``1.5/06/660``, or empty.
        minimum: the least grade that passes.
        calibrated: reflectance was absolute; an uncalibrated grade never passes.
        faults: what is wrong with the content.
        not_measurable: why there is no grade.
        printer: address of the printer of the job, or empty.
        design_revision_id: of the job.
        details: the full record of the measurement as JSON, or empty.
        picture_sha256: of the picture's file in hex, or empty.
    """

    id: int
    at: datetime
    by: str
    source: Source
    device: str
    job_id: int | None
    code: str
    label: int | None
    number: int | None
    occasion: Occasion
    repeat_of: int | None
    reason: str
    symbology: str
    data: str
    edition: str
    grade: float | None
    at_most: float | None
    formal: str
    minimum: float
    verdict: Verdict
    calibrated: bool
    faults: tuple[Text, ...] = ()
    not_measurable: tuple[Text, ...] = ()
    printer: str = ""
    design_revision_id: int | None = None
    details: str = ""
    picture_sha256: str = ""

    def __post_init__(self) -> None:
        _refuse_impossible(self.grade)
        due = verdict_of(self.grade, self.minimum, calibrated=self.calibrated, faults=self.faults)
        if self.verdict is not due:
            raise ValueError(f"expected the verdict {due}, found {self.verdict}")


@dataclass(frozen=True, slots=True)
class ExternalResult:
    """What a verifier beside ours says of one symbol, typed in or imported.

    Attributes:
        device: name and serial number of the verifier.
        data: of the symbol.
        symbology: name, such as ``Code 128``.
        edition: by which it graded, such as ``GB/T 14258-2003``, or empty.
        grade: 4.0 to 0.0.
        formal: such as ``3.2/06/660``, or empty.
        measured_at: as the verifier says, or None.
        calibrated: its calibration is valid.
        job_id: of the sample; None: found by the code.
        number, occasion, repeat_of, reason: as of ``GradeRecord``.
        figures: further figures, by the verifier's own names.
    """

    device: str
    data: str
    symbology: str
    grade: float
    edition: str = ""
    formal: str = ""
    measured_at: datetime | None = None
    calibrated: bool = True
    job_id: int | None = None
    number: int | None = None
    occasion: Occasion = Occasion.EXTRA
    repeat_of: int | None = None
    reason: str = ""
    figures: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _refuse_impossible(self.grade)
        if not self.device.strip():
            raise InputError(say("Say which verifier it was: its name and serial number."))
        if not self.data or len(self.data) > LONGEST_DATA:
            raise InputError(
                say(
                    "The data of the symbol have 1 to {most} characters, not {found}.",
                    most=LONGEST_DATA,
                    found=len(self.data),
                )
            )


def _refuse_impossible(grade: float | None) -> None:
    if grade is not None and not 0 <= grade <= 4:
        raise InputError(say("A grade is 0.0 to 4.0, not {found}.", found=f"{grade:g}"))


def verdict_of(
    grade: float | None, minimum: float, *, calibrated: bool, faults: Sequence[object] = ()
) -> Verdict:
    """Return what a sample is worth: wrong content fails whatever the grade, and what is unknown is not good.

    >>> verdict_of(4.0, 1.5, calibrated=False)
    <Verdict.NOT_MEASURABLE: 'not measurable'>
    """
    if faults:
        return Verdict.FAILED
    if grade is None or not calibrated:
        return Verdict.NOT_MEASURABLE
    return Verdict.PASSED if grade >= minimum else Verdict.FAILED


def minimum_grade(symbology: str, specification: str = "", asked: float = 0.0) -> float:
    """Return the least grade of a symbol.

    The drug code needs 1.5 (GB/T 14258-2003); others what the GS1 symbol specification tables say: the row of
    ``specification``, or the strictest one for the symbology.

    Args:
        symbology: name as in ``Symbology``; what stands in no table needs 1.5 as well.
        specification: such as ``SST6``, or empty.
        asked: what the plant asks of the product (``Details.least_grade``); it never lowers what a rule says.

    Raises:
        InputError: the specification has no row for this symbology.

    >>> minimum_grade("Code 128"), minimum_grade("Code 128", asked=2.5), minimum_grade("Code 128", asked=0.5)
    (1.5, 2.5, 1.5)
    """
    known = next((one for one in Symbology if one.value.lower() == symbology.lower()), None)
    if known is None:
        return max(DRUG_CODE_MINIMUM, asked)
    names = (specification,) if specification else specifications(known)
    least = (_LEADING_NUMBER.match(rule_for(known, name).grade) for name in names)
    return max(asked, max((float(one[0]) for one in least if one), default=DRUG_CODE_MINIMUM))


def verdict_name(verdict: Verdict) -> Text:
    """Return the word for a verdict."""
    return {
        Verdict.PASSED: say("passed"),
        Verdict.FAILED: say("failed"),
        Verdict.NOT_MEASURABLE: say("not measurable"),
    }[verdict]


def status_name(status: BatchStatus) -> Text:
    """Return the word for the status of a batch."""
    return {
        BatchStatus.UNDER_TEST: say("under test"),
        BatchStatus.HELD: say("held"),
        BatchStatus.RELEASED: say("released"),
    }[status]
