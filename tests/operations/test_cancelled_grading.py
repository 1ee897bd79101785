"""Who waits no longer for a picture does not wait until it is opened either."""

from pathlib import Path

import pytest

from desktop.errors import Cancelled
from desktop.operations import grading, inspections, sample_scan
from desktop.operations.grading import GradingRequest
from desktop.operations.plant import Plant
from tests.grading.slow_picture import slow_picture


class Patience:
    """Goes on for so many looks; keeps what it was told."""

    def __init__(self, looks: int) -> None:
        self.told: list[float] = []
        self._looks = looks

    def __call__(self, fraction: float) -> bool:
        self.told.append(fraction)
        return len(self.told) <= self._looks


@pytest.mark.parametrize("looks", [0, 3, 12])
def test_a_picture_that_takes_long_to_open_is_left_at_once_and_so_is_its_process(
    tmp_path: Path, looks: int
) -> None:
    path, report = slow_picture(tmp_path), Patience(looks)
    with grading.picture_process() as process:
        with pytest.raises(Cancelled):
            grading.grade_file(path, GradingRequest(), process, report)
        assert report.told == [0.0] * (looks + 1)
        assert process.warm is False
    assert list(tmp_path.iterdir()) == [path]


def test_a_sample_that_takes_long_to_open_is_left_without_a_trace(plant: Plant, tmp_path: Path) -> None:
    path = slow_picture(tmp_path)
    with pytest.raises(Cancelled):
        inspections.inspect(plant, path, GradingRequest(), job_id=None, report=Patience(3))
    assert inspections.newest(plant) == ()


def test_the_picture_after_one_that_was_left_is_graded(plant: Plant, tmp_path: Path) -> None:
    path, request = sample_scan.write_sample_scan(plant)
    with grading.picture_process() as process:
        with pytest.raises(Cancelled):
            grading.grade_file(slow_picture(tmp_path), request, process, Patience(3))
        assert grading.grade_file(path, request, process).good()
        assert process.warm


@pytest.mark.parametrize("looks", range(4))
def test_a_sample_scan_that_is_left_while_it_is_drawn_leaves_no_file(plant: Plant, looks: int) -> None:
    with pytest.raises(Cancelled):
        sample_scan.write_sample_scan(plant, Patience(looks))
    assert not (plant.data_folder / sample_scan.NAME).exists()
