"""Labels of larger packs, printed when they are needed."""

from dataclasses import dataclass

import pytest

from desktop.errors import Refused
from desktop.operations import lines, printers
from desktop.operations.label_supply import printing
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.storage import jobs as stored_jobs
from desktop.storage import work_orders
from printers.emulators.zebra import ZebraEmulator
from tests.operations.orders import LABEL, a_draft, running


@dataclass(frozen=True)
class Bundling:
    """A running order, and the ids of its stations of bundles and of cases; only bundles get labels there."""

    order_id: int
    bundles: int
    cases: int


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
