"""Grades over the labels of a job or a printer, with the limits that a chart shows beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Final

from desktop.operations.plant import Plant
from desktop.products.quality import GradeRecord, Verdict
from desktop.storage import jobs, quality
from desktop.texts import Text, say

BASE: Final = 20
"""Grades from which the control line is reckoned: the first ones of a series."""
SPREAD: Final = 3
"""Standard deviations to either side."""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """Where grades lie while nothing changes: mean of the first ones and three standard deviations.

    It says whether a process has changed, not whether a label is good: that says the minimum.
    """

    mean: float
    lower: float
    upper: float
    base: int
    """Grades that it was reckoned from."""
    note: Text


@dataclass(frozen=True, slots=True)
class Trend:
    """The grades of one symbology of one job, in the order of its labels.

    Attributes:
        records: in the order of their labels, those without one by time; also those without a grade.
        minimum: the least grade that passes.
        control: None where too few were graded.
        beyond: ids of the records below the control line or above it.
        below: ids of the records that failed by their grade.
    """

    job_id: int | None
    printer: str
    symbology: str
    edition: str
    records: tuple[GradeRecord, ...]
    minimum: float
    control: ControlLine | None
    beyond: frozenset[int]
    below: frozenset[int]


def trends(
    plant: Plant,
    *,
    job_id: int | None = None,
    batch_id: int | None = None,
    product_id: int | None = None,
    printer: str | None = None,
    symbology: str | None = None,
) -> tuple[Trend, ...]:
    """Return the grades of a plant as series, one for each job, symbology and edition.

    Args:
        plant: where.
        job_id: only of this job.
        batch_id: only of the jobs of this batch.
        product_id: only of the jobs of this product.
        printer: only of jobs on the printer with this address.
        symbology: only of symbols of it.

    Raises:
        InputError: there is no such job.
    """
    with plant.store.read() as connection:
        if job_id is not None:
            jobs.get(connection, job_id)
        wanted = [
            job.id
            for job in jobs.list_all(connection)
            if job_id in {None, job.id}
            and batch_id in {None, job.batch_id}
            and product_id in {None, job.product_id}
            and printer in {None, job.printer}
        ]
        records = quality.of_jobs(connection, wanted)
    series: dict[tuple[int, str, str], list[GradeRecord]] = {}
    for one in records:
        if symbology in {None, one.symbology}:
            series.setdefault((one.job_id or 0, one.symbology, one.edition), []).append(one)
    return tuple(_trend(series[key]) for key in sorted(series))


def _trend(records: Sequence[GradeRecord]) -> Trend:
    ordered = tuple(sorted(records, key=_place))
    first = ordered[0]
    control = control_line(ordered)
    graded = [one for one in ordered if one.grade is not None]
    beyond = (
        frozenset(one.id for one in graded if not control.lower <= (one.grade or 0) <= control.upper)
        if control is not None
        else frozenset[int]()
    )
    below = frozenset(one.id for one in graded if (one.grade or 0) < one.minimum)
    minimum = max(one.minimum for one in ordered)
    return Trend(
        first.job_id, first.printer, first.symbology, first.edition, ordered, minimum, control, beyond, below
    )


def _place(record: GradeRecord) -> tuple[int, int]:
    number = record.label if record.label is not None else record.number
    return (number if number is not None else 2**31, record.id)


def control_line(records: Sequence[GradeRecord]) -> ControlLine | None:
    """Return the control line of a series: mean and three standard deviations of its first grades.

    Grades that are not measurable are no part of it. None: there are too few.
    """
    base = [
        one.grade for one in records if one.grade is not None and one.verdict is not Verdict.NOT_MEASURABLE
    ][:BASE]
    if len(base) < BASE:
        return None
    middle, half = mean(base), SPREAD * stdev(base)
    return ControlLine(
        middle,
        max(0.0, middle - half),
        min(4.0, middle + half),
        len(base),
        say(
            "Control line: mean of the first {count} grades and {spread} standard deviations about it. It "
            "shows changes of the process; whether a label is good is said by the minimum.",
            count=len(base),
            spread=SPREAD,
        ),
    )
