"""How verdicts and the status of batches are marked and worded, the same on every view of quality."""

from desktop.products.quality import BatchStatus, GradeRecord, Verdict
from desktop.texts import Text, say
from ui.quality.grade_words import graded
from ui.wording import Mark

VERDICTS: dict[Verdict, tuple[Mark, Text]] = {
    Verdict.PASSED: (Mark.DONE, say("Passes")),
    Verdict.FAILED: (Mark.STOPPED, say("Fails")),
    Verdict.NOT_MEASURABLE: (Mark.UNKNOWN, say("Not measurable")),
}
STATUSES: dict[BatchStatus, tuple[Mark, Text]] = {
    BatchStatus.UNDER_TEST: (Mark.IDLE, say("Under test")),
    BatchStatus.HELD: (Mark.STOPPED, say("Held")),
    BatchStatus.RELEASED: (Mark.DONE, say("Released")),
}


def grade_of(record: GradeRecord) -> str:
    """Write the grade of a record: ``2.8 (B)``, or at most what it is, or a dash."""
    if record.grade is not None:
        return graded(record.grade)
    return "–" if record.at_most is None else f"≤ {graded(record.at_most)}"


def label_of(record: GradeRecord) -> str:
    """Write which label was graded."""
    number = record.label if record.label is not None else record.number
    return "–" if number is None else str(number)
