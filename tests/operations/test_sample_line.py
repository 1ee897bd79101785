"""The sample plant's line: everything is there to pack a first order without any device."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import batches, clearance, jobs, lines, order_entry, order_gates, sample_plant
from desktop.operations import work_orders as orders
from desktop.operations.pack_answers import Outcome
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.operations.scanners import open_scanner
from desktop.packing.order import OrderState
from desktop.texts import CHINESE, ENGLISH


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as plant:
        yield plant


def test_the_sample_order_is_packed_with_the_devices_of_the_sample_line(empty: Plant) -> None:
    sample_plant.load_with_line(empty, ENGLISH)
    (order,) = orders.list_orders(empty)
    assert order.state is OrderState.PLANNED
    (current,) = (row.batch for row in batches.list_batches(empty) if row.batch.lot.startswith("S"))
    order_entry.enter(empty, order.id, current.lot, current.expiry)
    for point in order.plan.clearance:
        clearance.clear(empty, order.id, point)
    started, _ = order_gates.start(empty, order.id)
    job_ids = {one.level: one.job_id for one in started.jobs}
    (line,) = lines.list_lines(empty)
    bundles = next(view.station for view in line.stations if view.station.level == 2)
    with open_scanner(empty, bundles.scanner) as scanner, PackStation(empty, order.id, bundles.id) as station:
        for level, count in ((1, 10), (2, 1)):
            job = jobs.open_job(empty, job_ids[level])
            job.pause_at(count)
            job.run()
        outcomes: list[Outcome] = []
        while (read := scanner.next(2.0 if len(outcomes) < 11 else 0.0)) is not None:
            outcomes.append(station.scan(read.text).outcome)
    assert outcomes.count(Outcome.COLLECTED) == 9
    assert (outcomes.count(Outcome.FULL), outcomes.count(Outcome.PACKED)) == (1, 1)


def test_the_points_of_its_line_clearance_are_in_the_language_of_the_window(empty: Plant) -> None:
    sample_plant.load_with_line(empty, CHINESE)
    (order,) = orders.list_orders(empty)
    assert order.plan.clearance == tuple(one.in_language(CHINESE) for one in clearance.standard_points())


def test_a_plant_with_a_line_of_its_own_gets_no_other(empty: Plant) -> None:
    lines.add_line(empty, "1")
    sample_plant.load_with_line(empty, ENGLISH)
    assert [line.line.name for line in lines.list_lines(empty)] == ["1"]
    assert orders.list_orders(empty) == ()
