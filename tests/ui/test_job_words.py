"""What the tiles of Today say of a job's pace, and of labels that are not good."""

from datetime import UTC, datetime

import pytest

from desktop.operations.jobs import JobRow
from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job, JobProgress, JobState
from ui.pages.job_tile import JobTile
from ui.pages.job_words import pace, the_others
from ui.workplace import Workplace


def _job(state: JobState, counts: CodeCounts) -> JobRow:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    job = Job(1, 1, 1, 1, 1, 126, "tcp://192.0.2.7:9100", None, state, "", at, "Wang Li")
    return JobRow(job, "Product", "L02707", counts, None)


def _progress(rate: float, seconds_left: float | None, *, on_demand: bool = False) -> JobProgress:
    return JobProgress(1, JobState.RUNNING, 126, 10, 0, 0, 0, "", rate, seconds_left, on_demand=on_demand)


def test_a_closed_job_says_what_became_of_its_labels_that_are_not_good() -> None:
    counts = CodeCounts(packed=118, verified=3, spoiled=2, sampled=1)
    assert str(the_others(_job(JobState.CLOSED, counts))) == "2 spoiled · 1 sampled · 2 not printed"


def test_what_is_unknown_of_an_ended_job_is_told_first() -> None:
    counts = CodeCounts(printed=120, unknown=1, void=5)
    assert str(the_others(_job(JobState.ABORTED, counts))) == "1 unknown · 5 void"


@pytest.mark.parametrize(
    ("state", "good"), [(JobState.DONE, 126), (JobState.PAUSED, 100), (JobState.READY, 0)]
)
def test_nothing_is_said_of_other_labels_while_a_job_goes_on_or_where_all_are_good(
    state: JobState, good: int
) -> None:
    assert the_others(_job(state, CodeCounts(printed=good))) is None


def test_the_tile_of_a_done_job_says_what_became_of_the_others(work: Workplace) -> None:
    tile = JobTile(work, _job(JobState.DONE, CodeCounts(verified=121, spoiled=5)))
    assert tile.told() == "5 spoiled"


def test_a_job_that_prints_on_demand_tells_neither_a_rate_nor_a_time_left() -> None:
    assert str(pace(_progress(0.0, None, on_demand=True))) == "on demand"
    assert "min 0 s left" in str(pace(_progress(1.0, 120.0)))
    assert pace(_progress(0.0, None)) is None
