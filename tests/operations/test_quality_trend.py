"""Grades over the labels of a job: the minimum judges labels, the control line the process."""

import pytest

from desktop.operations.plant import Plant
from desktop.operations.quality_trend import control_line, trends
from desktop.storage import quality
from tests.operations.test_quality_work import done
from tests.storage.grades import a_grade


def test_the_control_line_is_reckoned_from_the_first_twenty_grades() -> None:
    grades = [a_grade(grade) for grade in (3.0, 3.2) * 10 + (0.0,) * 5]
    line = control_line(grades)
    assert line is not None
    assert line.mean == pytest.approx(3.1)
    assert line.lower == pytest.approx(3.1 - 3 * 0.1026, abs=1e-3)
    assert line.upper == pytest.approx(3.1 + 3 * 0.1026, abs=1e-3)


def test_from_too_few_grades_there_is_no_control_line() -> None:
    assert control_line([a_grade(3.0)] * 19 + [a_grade(None)] * 5) is None


def test_the_control_line_stays_within_the_grades_there_are() -> None:
    line = control_line([a_grade(grade) for grade in (4.0, 0.0) * 10])
    assert line is not None
    assert (line.lower, line.upper) == (0.0, 4.0)


def test_a_series_has_one_symbology_of_one_job_in_the_order_of_its_labels(plant: Plant) -> None:
    job_id, codes = done(plant)
    other, _ = done(plant)
    with plant.store.change("Li", "test", "grades") as change:
        for job, label, grade, kind in (
            (job_id, 3, 1.0, "Code 128"),
            (job_id, 1, 3.0, "Code 128"),
            (job_id, 1, 2.0, "EAN-13"),
            (other, 1, 3.0, "Code 128"),
        ):
            quality.insert(change, a_grade(grade, job_id=job, label=label, symbology=kind, code=codes[0]))
    bars, retail, last = trends(plant)
    assert [one.label for one in bars.records] == [1, 3]
    assert (retail.symbology, last.job_id) == ("EAN-13", other)
    assert bars.below == {bars.records[1].id}
    assert bars.control is None
    assert [one.job_id for one in trends(plant, job_id=other)] == [other]
    assert [one.symbology for one in trends(plant, symbology="EAN-13")] == ["EAN-13"]
    assert trends(plant, printer="tcp://192.0.2.1") == ()
