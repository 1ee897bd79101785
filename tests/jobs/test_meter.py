"""Progress of a running job."""

import threading

import pytest

from desktop.jobs.meter import Meter
from desktop.ports import Tally
from desktop.products.job import JobState
from tests.fakes import FakeClock, job_of


def running(tally: Tally) -> tuple[Meter, FakeClock]:
    clock = FakeClock()
    meter = Meter(job_of(100), tally, clock)
    meter.state(JobState.RUNNING)
    return meter, clock


def print_steadily(meter: Meter, clock: FakeClock, labels: int, seconds_each: float) -> None:
    for number in range(labels):
        meter.moved(sent=1)
        clock.advance(seconds_each)
        meter.moved(printed=1, last_code=str(number))


def test_a_job_starts_with_what_the_journal_counts() -> None:
    meter, _ = running(Tally(allocated=60, sent=2, printed=10, verified=20, unknown=3, spoiled=5))
    shown = meter.progress()
    assert (shown.printed, shown.verified, shown.in_flight, shown.unknown) == (30, 20, 2, 3)
    assert (shown.rate, shown.seconds_left) == (0.0, None)


def test_rate_and_time_left_follow_the_printer() -> None:
    meter, clock = running(Tally(allocated=100))
    print_steadily(meter, clock, 40, 0.25)
    shown = meter.progress()
    assert shown.rate == pytest.approx(4.0)
    assert shown.seconds_left == pytest.approx(60 / 4)
    assert shown.last_code == "39"


def test_the_rate_forgets_what_is_long_ago() -> None:
    meter, clock = running(Tally(allocated=1000))
    print_steadily(meter, clock, 100, 1.0)
    print_steadily(meter, clock, 400, 0.1)
    assert meter.progress().rate == pytest.approx(10.0, rel=0.05)


def test_the_rate_falls_while_nothing_comes_out() -> None:
    meter, clock = running(Tally(allocated=100))
    print_steadily(meter, clock, 40, 0.25)
    clock.advance(30)
    assert meter.progress().rate < 2


def test_the_memory_of_a_meter_does_not_grow_with_the_rate() -> None:
    meter, clock = running(Tally(allocated=100_000))
    print_steadily(meter, clock, 50_000, 0.001)
    assert len(meter._samples) < 200


def test_a_job_that_does_not_run_has_no_rate() -> None:
    meter, clock = running(Tally(allocated=100))
    print_steadily(meter, clock, 40, 0.25)
    meter.state(JobState.PAUSED)
    shown = meter.progress()
    assert (shown.state, shown.rate, shown.seconds_left) == (JobState.PAUSED, 0.0, None)


def test_unknown_and_spoiled_labels_are_no_longer_counted_as_printed_or_in_flight() -> None:
    meter, _ = running(Tally(allocated=10))
    meter.moved(sent=4)
    meter.moved(printed=2, unknown=2)
    meter.moved(spoiled=1)
    shown = meter.progress()
    assert (shown.printed, shown.unknown, shown.in_flight) == (1, 2, 0)


def test_progress_is_whole_on_every_thread() -> None:
    meter, _ = running(Tally(allocated=10_000))
    seen: list[int] = []

    def watch() -> None:
        for _ in range(2000):
            shown = meter.progress()
            seen.append(shown.printed + shown.in_flight)

    watcher = threading.Thread(target=watch)
    watcher.start()
    meter.moved(sent=4)
    for _ in range(2000):
        meter.moved(sent=1, printed=1)
    watcher.join()
    assert seen == sorted(seen)
