"""The quality report of a batch tells all its grades and what was decided, also where nothing is known."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.exchange.quality_report import BatchQualityReport, quality_report_pdf
from desktop.exchange.trend_chart import Series
from desktop.products.quality import BatchEvent, BatchStatus, GradeRecord, Obstacle, Obstruction
from desktop.texts import say
from tests.exchange.printed_words import beyond, collisions, needs_poppler, text_of, words_of
from tests.exchange.test_grades_table import a_record

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def records(count: int) -> tuple[GradeRecord, ...]:
    grades = (2.8, 3.4, 1.2, None)
    return tuple(
        a_record(grades[number % 4], id=number + 1, label=number * 500 + 1) for number in range(count)
    )


def report(count: int = 40) -> BatchQualityReport:
    found = records(count)
    series = Series(7, "tcp://10.0.0.7:9100", "Code 128", "GB/T 14258-2003", found, 1.5, (1.4, 2.8, 4.0))
    return BatchQualityReport(
        product="阿莫西林胶囊 0.25 g",
        lot="20261122-A",
        specimen=True,
        status=BatchStatus.HELD,
        obstacles=(Obstacle(Obstruction.NOTHING_GRADED, say("Nothing was graded."), 7),),
        events=(BatchEvent(1, BatchStatus.HELD, NOW, "Li Na", say("Held: {reason}", reason="x" * 200)),),
        records=found,
        series=(series,) if found else (),
        written_at=NOW,
        written_by="Wang",
    )


@needs_poppler
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_lies_over_anything_else(language: str, tmp_path: Path) -> None:
    words = words_of(quality_report_pdf(report(), language), tmp_path)
    assert collisions(words) == []
    assert beyond(words) == []


@needs_poppler
def test_grades_status_and_decisions_are_told(tmp_path: Path) -> None:
    told = text_of(quality_report_pdf(report(4), "en"), tmp_path)
    for wanted in (
        "20261122-A",
        "held",
        "SPECIMEN",
        "2.8/06/660",
        "4: 2 passed, 1 failed, 1 not measurable",
        "Li Na",
    ):
        assert wanted in told


@needs_poppler
def test_a_batch_of_which_nothing_is_known_says_so(tmp_path: Path) -> None:
    empty = replace(report(0), events=())
    told = text_of(quality_report_pdf(empty, "en"), tmp_path)
    assert "Nothing was graded." in told
    assert "Nobody has decided yet." in told


@needs_poppler
def test_what_nobody_compared_is_told_at_the_end(tmp_path: Path) -> None:
    one = replace(report(4), remarks=(say("The human-readable text was not read."),))
    assert "The human-readable text was not read." in text_of(quality_report_pdf(one, "en"), tmp_path)


@pytest.mark.parametrize("changes", [{"label": None, "number": None}, {"label": 1}])
def test_a_trend_is_drawn_where_labels_have_no_or_one_number(changes: dict[str, object]) -> None:
    found = tuple(a_record(2.0, **changes) for _ in range(3))
    one = replace(report(4), series=(Series(None, "", "QR Code", "", found, 1.5, None),))
    assert quality_report_pdf(one, "zh_CN").startswith(b"%PDF")
