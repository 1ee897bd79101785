from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.devices import AS_SET
from desktop.operations.jobs import JobRow
from desktop.operations.lines import StationView
from desktop.operations.printers import PrinterRow
from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job, JobState
from desktop.products.lines import Station
from desktop.texts import Text, say
from ui.pages.station_tile import TileState, tile_state
from ui.wording import Mark

STATION = Station(1, 1, "Unit label", 1, 1, 1, "drug_code_a", "", None)
PRINTER = PrinterRow(1, "Zebra", "tcp://192.0.2.7:9100", AS_SET, None, "", ())
HEAD_OPEN = (Mark.STOPPED, say("Head open"))


def _job(state: JobState, unknown: int = 0) -> JobRow:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    job = Job(1, 1, 1, 1, 1, 100, PRINTER.address, None, state, "", at, "Wang Li")
    return JobRow(job, "Product", "L02707", CodeCounts(printed=10, unknown=unknown), None)


def _state(job: JobRow | None, told: tuple[Mark, Text] | None = None, *, runs: bool = False) -> TileState:
    view = StationView(STATION, PRINTER, job)
    return tile_state(view, runs=runs, connected=True, printer=told)


def test_a_station_without_a_printer_asks_for_one() -> None:
    view = StationView(replace(STATION, printer_id=None), None, None)
    state = tile_state(view, runs=False, connected=False)
    assert (state.mark, state.choose, state.order) == (Mark.IDLE, True, False)


def test_a_station_without_a_job_offers_a_new_one() -> None:
    assert _state(None).order


@pytest.mark.parametrize("state", [JobState.READY, JobState.PAUSED])
def test_a_job_that_waits_can_be_started_from_its_tile(state: JobState) -> None:
    shown = _state(_job(state))
    assert (shown.start, shown.look, shown.order) == (True, False, False)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.ABORTED, JobState.CLOSED])
def test_where_a_job_has_ended_the_next_one_is_offered(state: JobState) -> None:
    shown = _state(_job(state))
    assert (shown.start, shown.order) == (False, True)


def test_a_running_job_is_neither_started_nor_ordered_again() -> None:
    shown = _state(_job(JobState.READY), runs=True)
    assert shown == TileState(Mark.RUNNING, say("Running"))


def test_a_job_that_is_not_connected_yet_says_so() -> None:
    view = StationView(STATION, PRINTER, _job(JobState.READY))
    assert str(tile_state(view, runs=True, connected=False).word) == "Connecting …"


@pytest.mark.parametrize("state", [JobState.STOPPED, JobState.RUNNING])
def test_a_stopped_or_interrupted_job_is_looked_at_before_it_goes_on(state: JobState) -> None:
    shown = _state(_job(state))
    assert (shown.look, shown.start) == (True, False)


@pytest.mark.parametrize("state", [JobState.PAUSED, JobState.DONE, JobState.ABORTED])
def test_unknown_labels_come_before_everything_else(state: JobState) -> None:
    shown = _state(_job(state, unknown=2), HEAD_OPEN)
    assert (shown.mark, shown.look, shown.order, shown.start) == (Mark.UNKNOWN, True, False, False)


@pytest.mark.parametrize("job", [None, _job(JobState.DONE), _job(JobState.CLOSED)])
def test_a_printer_in_trouble_is_told_where_no_job_waits(job: JobRow | None) -> None:
    shown = _state(job, HEAD_OPEN)
    assert (shown.mark, str(shown.word), shown.why) == (Mark.STOPPED, "Head open", True)


def test_a_waiting_job_may_still_be_started_after_the_printer_was_in_trouble() -> None:
    # The printer was asked some time ago; somebody may have closed it since.
    shown = _state(_job(JobState.READY), HEAD_OPEN)
    assert (shown.why, shown.start) == (True, True)


def test_a_printer_that_is_ready_changes_nothing() -> None:
    assert _state(None, (Mark.DONE, say("Ready"))) == _state(None)
