"""Labels of larger packs, printed when they are needed."""

from dataclasses import dataclass

import pytest

from desktop.errors import Refused
from desktop.operations import lines, printers
from desktop.operations.label_supply import LabelSupply, label_job, printing
from desktop.operations.lines import StationDraft
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.storage import jobs as stored_jobs
from desktop.storage import work_orders
from desktop.texts import say
from printers.emulators.zebra import ZebraEmulator
from tests.operations.orders import LABEL, a_draft, running


@dataclass(frozen=True)
class Bundling:
    """A running order, and the ids of its stations of bundles and of cases; only bundles get labels there."""

    order_id: int
    bundles: int
    cases: int


class Nothing:
    """Labels that nobody prints: what is asked for is forgotten."""

    permitted = 0

    def permit(self, count: int = 1) -> None:
        """Forget it."""


@pytest.fixture
def bundling(plant: Plant, printer: ZebraEmulator) -> Bundling:
    row, _ = lines.add_line(plant, "Line 7")
    ids = []
    for level, address in ((1, "tcp://192.0.2.1:9100"), (2, printer.address), (3, "tcp://192.0.2.3:9100")):
        known, _ = printers.add_printer(plant, f"P{level}", address)
        draft = StationDraft(None, row.line.id, f"S{level}", level=level, printer_id=known.id, label=LABEL)
        ids.append(lines.save_station(plant, draft)[0].station.id)
    wanted = a_draft(plant, row.line.id, first_article=False, not_printed=frozenset({3}), units=100)
    return Bundling(running(plant, wanted).id, ids[1], ids[2])


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (JobState.READY, None),
        (JobState.PAUSED, None),
        (JobState.STOPPED, "has stopped"),
        (JobState.RUNNING, "another computer, or was cut off"),
    ],
)
def test_what_hinders_a_job_of_labels_is_told_with_what_to_do(
    plant: Plant, bundling: Bundling, state: JobState, told: str | None
) -> None:
    found = label_job(plant, bundling.order_id, 2)
    assert found is not None
    with plant.store.change("lead", "job.test", "job") as change:
        stored_jobs.set_state(change, found.id, state)
    again = label_job(plant, bundling.order_id, 2)
    assert again is not None
    assert (again.to_do is None) is (told is None)
    assert told is None or told in str(again.to_do)


def test_a_level_without_labels_has_no_job_of_labels(plant: Plant, bundling: Bundling) -> None:
    assert label_job(plant, bundling.order_id, 3) is None


def test_a_label_leaves_when_it_is_asked_for_and_the_others_stay(
    plant: Plant, printer: ZebraEmulator, bundling: Bundling
) -> None:
    for number in (1, 2):
        with printing(plant, bundling.order_id, bundling.bundles) as labels:
            labels.permit()
            assert printer.wait_printed(number)
        assert len(printer.physical) == number
        with plant.store.read() as connection:
            linked = work_orders.jobs_of(connection, bundling.order_id)
            (job_id,) = (one.job_id for one in linked if one.level == 2)
            assert stored_jobs.get(connection, job_id).state is JobState.PAUSED
    assert len({label.field_data[0] for label in printer.physical}) == 2


def test_a_level_without_a_print_job_prints_nothing(plant: Plant, bundling: Bundling) -> None:
    with (
        pytest.raises(Refused, match="no print job of level 3"),
        printing(plant, bundling.order_id, bundling.cases),
    ):
        pass


def test_a_station_tells_why_no_label_comes_for_its_full_tray(
    plant: Plant, printer: ZebraEmulator, bundling: Bundling
) -> None:
    supply = LabelSupply(plant, bundling.order_id, 2, Nothing())
    assert supply.trouble(full=False) is None
    assert "is ready and prints nothing: start it" in str(supply.trouble(full=True))
    with printing(plant, bundling.order_id, bundling.bundles) as labels:
        labels.permit()
        assert printer.wait_printed(1)
    assert supply.trouble(full=True) is None, "a label lies ready"


def test_a_job_that_prints_on_demand_has_no_rate_and_no_time_left(
    plant: Plant, printer: ZebraEmulator, bundling: Bundling
) -> None:
    with printing(plant, bundling.order_id, bundling.bundles) as labels:
        labels.permit(2)
        assert printer.wait_printed(2)
        told = labels.progress()
        assert (told.on_demand, told.rate, told.seconds_left) == (True, 0.0, None)


def test_a_station_tells_that_the_job_of_its_labels_has_stopped(plant: Plant, bundling: Bundling) -> None:
    with plant.store.change("lead", "job.stop", "job") as change:
        linked = work_orders.jobs_of(change.connection, bundling.order_id)
        (job_id,) = (one.job_id for one in linked if one.level == 2)
        stored_jobs.set_state(change, job_id, JobState.STOPPED, say("The printer is out of labels."))
    told = str(LabelSupply(plant, bundling.order_id, 2, Nothing()).trouble(full=False))
    assert told == f"Print job {job_id} of these labels has stopped: The printer is out of labels."
    with PackStation(plant, bundling.order_id, bundling.bundles, Nothing()) as station:
        assert str(station.state().labels) == told
        assert str(station.scan("hello").labels) == told
    with PackStation(plant, bundling.order_id, bundling.bundles) as station:
        assert station.state().labels is None, "its labels lie ready"


def test_a_station_tells_that_all_labels_are_used_up(plant: Plant, bundling: Bundling) -> None:
    with plant.store.change("lead", "job.done", "job") as change:
        for one in work_orders.jobs_of(change.connection, bundling.order_id):
            stored_jobs.set_state(change, one.job_id, JobState.DONE)
    told = LabelSupply(plant, bundling.order_id, 2, Nothing()).trouble(full=True)
    assert "order further labels" in str(told)


def test_a_station_whose_labels_are_made_elsewhere_asks_for_no_print_job(
    plant: Plant, bundling: Bundling
) -> None:
    assert LabelSupply(plant, bundling.order_id, 3, Nothing()).trouble(full=True) is None
