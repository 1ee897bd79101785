"""Grades to put on record."""

from dataclasses import replace
from datetime import UTC, datetime

from desktop.products.quality import GradeRecord, Occasion, Source, Verdict, verdict_of

PLAIN = GradeRecord(
    id=0,
    at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    by="Li",
    source=Source.PACKMARK,
    device="Packmark 0.1.0",
    job_id=None,
    code="",
    label=None,
    number=None,
    occasion=Occasion.EXTRA,
    repeat_of=None,
    reason="",
    symbology="Code 128",
    data="",
    edition="GB/T 14258-2003",
    grade=3.0,
    at_most=3.0,
    formal="3.0/06/660",
    minimum=1.5,
    verdict=Verdict.PASSED,
    calibrated=True,
)


def a_grade(grade: float | None = 3.0, **changes: object) -> GradeRecord:
    """Return a record whose verdict follows from the rest of it."""
    wanted = {"grade": grade, "at_most": grade, **changes}
    faults = wanted.get("faults", ())
    assert isinstance(faults, tuple)
    verdict = verdict_of(grade, 1.5, calibrated=bool(wanted.get("calibrated", True)), faults=faults)
    return replace(PLAIN, **{**wanted, "verdict": verdict})  # type: ignore[arg-type]
