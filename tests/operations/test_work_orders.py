"""Work orders: entered twice and blind, gated, and started all or nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from desktop.app import open_plant
from desktop.errors import InputError, Refused
from desktop.operations import (
    batches,
    clearance,
    lines,
    order_entry,
    order_gates,
    order_planning,
    printers,
    product_saving,
    products,
    sample_plant,
    work_orders,
)
from desktop.operations.jobs import abort_job, create_job, job, list_jobs
from desktop.operations.lines import StationDraft
from desktop.operations.order_entry import Entered
from desktop.operations.order_gates import Gate
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.packing.order import OrderState
from desktop.products.job import FirstArticle
from desktop.products.quality import BatchStatus
from desktop.storage import audit_trail, quality
from desktop.storage import work_orders as stored
from desktop.texts import say
from tests.operations.conftest import an_order
from tests.operations.orders import a_draft, a_line, confirmed, running
from tests.refusals import refusal_of


@pytest.fixture
def line_id(plant: Plant) -> int:
    return a_line(plant)


def gates(plant: Plant, order_id: int) -> list[Gate]:
    return [one.gate for one in order_gates.obstacles(plant, order_id)]


def test_an_order_plans_codes_of_each_level_with_spare(plant: Plant, line_id: int) -> None:
    row, _ = order_planning.plan_order(plant, a_draft(plant, line_id, units=1000))
    assert row.plan.codes == (1020, 102, 11)
    assert row.state is OrderState.PLANNED


def test_spare_is_said_by_level(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id, units=1000, spare_percent={1: 5.0}, not_printed=frozenset({3}))
    row, _ = order_planning.plan_order(plant, draft)
    assert row.plan.codes == (1050, 100, 0)


def test_a_last_case_that_is_not_full_is_told(plant: Plant, line_id: int) -> None:
    row, _ = order_planning.plan_order(plant, a_draft(plant, line_id, units=167))
    told = [text.in_language("en") for text in row.last_packs]
    assert told == ["The last of 17 bundles holds 7 of 10.", "The last of 2 cases holds 7 of 10."]


def test_nobody_sees_the_first_entry_before_the_second_is_in(plant: Plant, line_id: int) -> None:
    row, _ = order_planning.plan_order(plant, a_draft(plant, line_id, lot="N7351"))
    assert row.batch is None
    assert row.entered_by == plant.actor
    with plant.store.read() as connection:
        assert "N7351" not in str(audit_trail.newest(connection))


def test_two_entries_that_agree_create_the_batch_and_confirm_the_order(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id)
    row = confirmed(plant, draft)
    assert row.state is OrderState.CONFIRMED
    assert row.batch is not None
    assert (row.batch.lot, row.batch.expiry, row.batch.made) == (draft.lot, draft.expiry, draft.made)
    assert row.batch.specimen
    assert row.confirmed_by == plant.actor


def test_a_known_batch_is_found_not_created_again(plant: Plant, line_id: int) -> None:
    known = batches.list_batches(plant)[0]
    draft = a_draft(plant, line_id, lot=known.batch.lot, expiry=known.batch.expiry, made=None)
    assert confirmed(plant, draft).batch_id == known.id


def test_entries_that_differ_are_both_shown_and_both_forgotten(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id, lot="N0001")
    row, _ = order_planning.plan_order(plant, draft)
    assert draft.expiry is not None
    result, _ = order_entry.enter(plant, row.id, "N0007", draft.expiry)
    assert result.outcome is Entered.DIFFERENT
    told = result.sentence.in_language("en")
    assert "N0001" in told
    assert "N0007" in told
    after = work_orders.order(plant, row.id)
    assert (after.state, after.entered_by) == (OrderState.PLANNED, "")
    assert "N0001" not in {one.batch.lot for one in batches.list_batches(plant)}
    outcomes = [order_entry.enter(plant, row.id, "N0007", draft.expiry)[0].outcome for _ in range(2)]
    assert outcomes == [Entered.FIRST, Entered.CONFIRMED]


def test_where_two_people_are_asked_for_one_cannot_enter_twice(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id, two_people=True)
    row, _ = order_planning.plan_order(plant, draft)
    expiry = draft.expiry
    assert expiry is not None
    assert "another person" in refusal_of(
        lambda: order_entry.enter(plant, row.id, draft.lot, expiry), Refused
    )
    bob = Reviewer("Bob", Right.REVIEW)
    result, _ = order_entry.enter(plant, row.id, draft.lot, expiry, person=bob)
    assert result.outcome is Entered.CONFIRMED
    assert work_orders.order(plant, row.id).confirmed_by == "Bob"


def test_a_lot_without_production_date_gets_it_with_the_first_entry(plant: Plant, line_id: int) -> None:
    said = a_draft(plant, line_id)
    row, _ = order_planning.plan_order(plant, replace(said, lot="", expiry=None, made=None))
    expiry = said.expiry
    assert expiry is not None
    told = refusal_of(lambda: order_entry.enter(plant, row.id, "N1", expiry), InputError)
    assert "on which day it was made" in told
    order_entry.enter(plant, row.id, "N1", expiry, made=said.made)
    order_entry.enter(plant, row.id, "N1", expiry)
    batch = work_orders.order(plant, row.id).batch
    assert batch is not None
    assert batch.made == said.made


def test_a_confirmed_order_takes_no_further_entry(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id)
    row = confirmed(plant, draft)
    expiry = draft.expiry
    assert expiry is not None
    assert "stand already" in refusal_of(lambda: order_entry.enter(plant, row.id, "X", expiry), Refused)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"number": " "}, "1 to 60 visible"),
        ({"units": 0}, "expected 1 to"),
        ({"spare_percent": 101.0}, "expected 0 to 100"),
        ({"line_id": 99}, "no line number 99"),
        ({"lot": "L 1"}, "character 2"),
        ({"expiry": None}, "expiry is missing"),
        ({"made": None}, "on which day it was made"),
        ({"not_printed": frozenset({1})}, "level 1 cannot come from elsewhere"),
        ({"clearance": ("a", "a")}, "none of them twice"),
    ],
)
def test_a_draft_that_is_not_as_it_must_be_is_refused(
    plant: Plant, line_id: int, said: dict[str, object], told: str
) -> None:
    draft = replace(a_draft(plant, line_id), **said)  # type: ignore[arg-type]
    assert told in refusal_of(lambda: order_planning.plan_order(plant, draft), InputError)
    assert work_orders.list_orders(plant) == ()


def test_an_expiry_that_does_not_follow_from_production_is_refused(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id)
    assert draft.expiry is not None
    wrong = replace(draft, expiry=draft.expiry + timedelta(days=1))
    assert "shelf life" in refusal_of(lambda: order_planning.plan_order(plant, wrong), Refused)


def test_a_known_lot_with_another_expiry_is_refused(plant: Plant, line_id: int) -> None:
    known = batches.list_batches(plant)[0].batch
    draft = a_draft(plant, line_id, lot=known.lot, expiry=known.expiry + timedelta(days=31), made=None)
    assert "is known already" in refusal_of(lambda: order_planning.plan_order(plant, draft), Refused)


def test_a_number_is_given_once(plant: Plant, line_id: int) -> None:
    order_planning.plan_order(plant, a_draft(plant, line_id))
    told = refusal_of(lambda: order_planning.plan_order(plant, a_draft(plant, line_id)), Refused)
    assert "order WO-1 already" in told


def test_a_start_gives_each_level_its_job_on_the_lines_printer(plant: Plant, line_id: int) -> None:
    row = running(plant, a_draft(plant, line_id))
    assert row.state is OrderState.RUNNING
    jobs = {one.level: job(plant, one.job_id).job for one in row.jobs}
    assert {level: one.count for level, one in jobs.items()} == {1: 21, 2: 3, 3: 2}
    assert [one.printer for one in jobs.values()] == [f"tcp://192.0.2.1{level}:9100" for level in (1, 2, 3)]
    assert all(one.first_article is FirstArticle.DUE for one in jobs.values())
    with plant.store.read() as connection:
        assert stored.order_of_job(connection, jobs[2].id) == row.id
        assert stored.packing_order(connection, row.id).packing.children == (1, 10, 10)


def test_what_is_printed_elsewhere_gets_no_job(plant: Plant, line_id: int) -> None:
    row = running(plant, a_draft(plant, line_id, not_printed=frozenset({2, 3})))
    assert [one.level for one in row.jobs] == [1]


def test_an_order_starts_once(plant: Plant, line_id: int) -> None:
    row = running(plant, a_draft(plant, line_id))
    assert "cannot be started again" in refusal_of(lambda: order_gates.start(plant, row.id), Refused)
    assert gates(plant, row.id) == []


def test_an_order_that_is_entered_once_does_not_start(plant: Plant, line_id: int) -> None:
    row, _ = order_planning.plan_order(plant, a_draft(plant, line_id))
    assert gates(plant, row.id) == [Gate.ENTRY]
    assert "a second time" in refusal_of(lambda: order_gates.start(plant, row.id), Refused)
    with plant.store.read() as connection:
        assert "not entered twice" in refusal_of(lambda: stored.packing_order(connection, row.id), Refused)


def test_a_line_takes_the_next_order_only_when_the_one_before_is_closed(plant: Plant, line_id: int) -> None:
    first = running(plant, a_draft(plant, line_id, "WO-1"))
    second = confirmed(plant, a_draft(plant, line_id, "WO-2", lot="N0002"))
    assert gates(plant, second.id) == [Gate.LINE]
    assert "Order WO-1 is still on this line" in refusal_of(
        lambda: order_gates.start(plant, second.id), Refused
    )
    for state in (OrderState.CLOSING, OrderState.CLOSED):
        assert gates(plant, second.id) == [Gate.LINE]
        with plant.store.change("lead", "order.close", "order") as change:
            stored.set_state(change, first.id, state)
    assert gates(plant, second.id) == []


def test_two_orders_that_start_at_one_moment_do_not_share_a_line(database_url: str, tmp_path: Path) -> None:
    with open_plant(database_url, tmp_path) as plant:
        sample_plant.load(plant)
        line = a_line(plant)
        orders = [confirmed(plant, a_draft(plant, line, f"WO-{n}", lot=f"N{n}")).id for n in (1, 2)]
        together = threading.Barrier(2)

        def start(order_id: int) -> bool:
            together.wait()
            try:
                order_gates.start(plant, order_id)
            except Refused:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            started = list(pool.map(start, orders))
        assert sorted(started) == [False, True]
        assert len(list_jobs(plant)) == 3


def test_a_line_that_an_order_names_stays(plant: Plant, line_id: int) -> None:
    order_planning.plan_order(plant, a_draft(plant, line_id))
    assert "Work order WO-1 names this line" in refusal_of(lambda: lines.remove_line(plant, line_id), Refused)


def test_a_print_job_of_no_order_has_the_line_until_it_is_finished(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id))
    stray, _ = create_job(plant, an_order(plant, f"tcp://192.0.2.{line_id * 10 + 2}:9100", level=2))
    (found,) = order_gates.obstacles(plant, row.id)
    assert found.gate is Gate.JOBS
    assert f"Print job {stray.job.id} on Line 1 P2" in str(found.text)
    assert order_gates.readiness(plant, row.id).strays == (stray.job.id,)
    told = refusal_of(lambda: order_gates.start(plant, row.id), Refused)
    assert "before the line begins another batch" in told
    abort_job(plant, stray.job.id, "not needed")
    assert gates(plant, row.id) == []


def test_a_print_job_on_a_printer_elsewhere_is_no_gate(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id))
    create_job(plant, an_order(plant, "tcp://192.0.2.200:9100"))
    assert gates(plant, row.id) == []


def test_of_several_stations_that_print_a_level_it_is_told_which_gets_the_job(
    plant: Plant, line_id: int
) -> None:
    printer, _ = printers.add_printer(plant, "spare", "tcp://192.0.2.99:9100")
    lines.save_station(
        plant, StationDraft(None, line_id, "S2b", level=2, printer_id=printer.id, label="drug_code_b")
    )
    row = confirmed(plant, a_draft(plant, line_id))
    told = {one.level: (one.station, one.idle) for one in order_gates.readiness(plant, row.id).levels}
    assert told == {1: ("S1", ()), 2: ("S2", ("S2b",)), 3: ("S3", ())}
    order_gates.start(plant, row.id)
    assert printer.address not in {one.job.printer for one in list_jobs(plant)}


def test_another_line_is_free(plant: Plant, line_id: int) -> None:
    running(plant, a_draft(plant, line_id))
    other = confirmed(plant, a_draft(plant, a_line(plant, "Line 2"), "WO-2", lot="N0002"))
    assert gates(plant, other.id) == []


def test_an_order_waits_for_codes(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id, units=10_000))
    found = order_gates.obstacles(plant, row.id)
    assert {one.gate for one in found} == {Gate.CODES}
    assert "import 200 more" in found[0].text.in_language("en")


def test_an_order_waits_for_a_station_that_prints(plant: Plant, line_id: int) -> None:
    station = lines.list_lines(plant)[0].stations[1].station
    lines.save_station(plant, replace(StationDraft.of(station), label=""))
    row = confirmed(plant, a_draft(plant, line_id))
    (found,) = order_gates.obstacles(plant, row.id)
    assert found.gate is Gate.STATION
    assert "level 2 (3 bundles)" in found.text.in_language("en")


def test_an_order_waits_until_its_lot_is_held_after_a_release(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id))
    assert row.batch_id is not None
    with plant.store.change("qa", "batch.release", "batch") as change:
        quality.set_status(change, row.batch_id, BatchStatus.RELEASED, say("released"))
    assert gates(plant, row.id) == [Gate.RELEASE]


def test_an_order_of_a_product_that_changed_is_planned_again(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id))
    product = products.find_product(plant, sample_plant.GTIN)
    with plant.store.change("lead", "product.revise", "product") as change:
        master = product_saving.newest_master(change, product.id)
        revised = replace(master, product=replace(master.product, spec="6 g"))
        product_saving.save(change, product.id, revised)
    assert gates(plant, row.id) == [Gate.VERSION]
    assert "plan it again" in refusal_of(lambda: order_gates.start(plant, row.id), Refused)


def test_nothing_is_created_when_the_last_job_cannot_be(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id))
    station = lines.list_lines(plant)[0].stations[2].station
    lines.save_station(plant, replace(StationDraft.of(station), label="ru_mdlp"))
    assert gates(plant, row.id) == []
    with pytest.raises(Refused, match="ru_mdlp"):
        order_gates.start(plant, row.id)
    after = work_orders.order(plant, row.id)
    assert (after.state, after.jobs) == (OrderState.CONFIRMED, ())
    assert list_jobs(plant) == ()


POINTS = ("No old labels", "Bins empty")


def test_each_point_of_the_clearance_is_confirmed_by_a_second_person(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id, clearance=POINTS))
    assert gates(plant, row.id) == [Gate.CLEARANCE, Gate.CLEARANCE]
    assert "second person" in refusal_of(lambda: clearance.clear(plant, row.id, POINTS[0]), Refused)
    himself = Reviewer(plant.actor.upper(), Right.REVIEW)
    assert "another person" in refusal_of(lambda: clearance.clear(plant, row.id, POINTS[0], himself), Refused)
    bob = Reviewer("Bob", Right.REVIEW)
    clearance.clear(plant, row.id, POINTS[0], bob)
    assert "already" in refusal_of(lambda: clearance.clear(plant, row.id, POINTS[0], bob), Refused)
    assert gates(plant, row.id) == [Gate.CLEARANCE]
    clearance.clear(plant, row.id, POINTS[1], bob)
    assert order_gates.start(plant, row.id)[0].cleared[0].reviewer == "Bob"


def test_a_point_that_the_order_does_not_have_is_refused_with_those_it_has(
    plant: Plant, line_id: int
) -> None:
    row = confirmed(plant, a_draft(plant, line_id, clearance=POINTS, reviewed=False))
    told = refusal_of(lambda: clearance.clear(plant, row.id, "Swept"), InputError)
    assert all(point in told for point in POINTS)


def test_a_line_is_not_cleared_while_another_order_is_on_it(plant: Plant, line_id: int) -> None:
    running(plant, a_draft(plant, line_id))
    second = confirmed(plant, a_draft(plant, line_id, "WO-2", lot="N2", clearance=POINTS, reviewed=False))
    assert "still on this line" in refusal_of(lambda: clearance.clear(plant, second.id, POINTS[0]), Refused)


def test_a_clearance_does_not_outlast_another_order_on_the_line(plant: Plant, line_id: int) -> None:
    waiting = confirmed(plant, a_draft(plant, line_id, lot="N2", clearance=POINTS, reviewed=False))
    for point in POINTS:
        clearance.clear(plant, waiting.id, point)
    assert gates(plant, waiting.id) == []
    running(plant, a_draft(plant, line_id, "WO-2"))
    assert gates(plant, waiting.id) == [Gate.LINE, Gate.CLEARANCE, Gate.CLEARANCE]


def test_an_order_that_was_not_started_is_taken_out_with_a_reason(plant: Plant, line_id: int) -> None:
    row = confirmed(plant, a_draft(plant, line_id, clearance=POINTS, reviewed=False))
    clearance.clear(plant, row.id, POINTS[0])
    refusal_of(lambda: work_orders.withdraw(plant, row.id, " "), InputError)
    work_orders.withdraw(plant, row.id, "typed wrong")
    assert work_orders.list_orders(plant) == ()
    order_planning.plan_order(plant, a_draft(plant, line_id))


def test_an_order_that_was_started_stays(plant: Plant, line_id: int) -> None:
    row = running(plant, a_draft(plant, line_id))
    assert "was started" in refusal_of(lambda: work_orders.withdraw(plant, row.id, "why not"), Refused)


@pytest.mark.parametrize("text", ["wo-2", "n0002", "line 2"])
def test_orders_are_found_by_what_people_know_of_them(plant: Plant, line_id: int, text: str) -> None:
    confirmed(plant, a_draft(plant, line_id))
    second = confirmed(plant, a_draft(plant, a_line(plant, "Line 2"), "WO-2", lot="N0002"))
    assert [one.id for one in work_orders.search(plant, text)] == [second.id]
    assert work_orders.find_order(plant, "WO-2") == second


def test_orders_are_listed_by_state_and_line(plant: Plant, line_id: int) -> None:
    first = running(plant, a_draft(plant, line_id))
    second, _ = order_planning.plan_order(plant, a_draft(plant, line_id, "WO-2", lot="N2"))
    assert [one.id for one in work_orders.list_orders(plant)] == [second.id, first.id]
    assert [one.id for one in work_orders.list_orders(plant, (OrderState.RUNNING,))] == [first.id]
    assert work_orders.list_orders(plant, line_id=line_id + 1) == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda plant: work_orders.order(plant, 99),
        lambda plant: work_orders.find_order(plant, "no such"),
        lambda plant: order_gates.obstacles(plant, 99),
        lambda plant: clearance.clear(plant, 99, "x"),
        lambda plant: work_orders.withdraw(plant, 99, "x"),
    ],
)
def test_an_order_that_is_none_is_refused(plant: Plant, call: Callable[[Plant], object]) -> None:
    assert "There is no" in refusal_of(lambda: call(plant), InputError)


def test_the_standard_points_are_worded_in_both_languages() -> None:
    points = clearance.standard_points()
    assert len({point.in_language("zh_CN") for point in points} - {str(point) for point in points}) == len(
        points
    )


def test_a_listed_order_is_the_same_as_one_that_is_asked_for(plant: Plant, line_id: int) -> None:
    ran = running(plant, a_draft(plant, line_id, "RAN"))
    other = a_line(plant, "Line 2")
    points = ("bins are empty", "rolls are right")
    cleared, _ = order_planning.plan_order(
        plant, a_draft(plant, other, "CLEAR", lot="N0002", clearance=points)
    )
    clearance.clear(plant, cleared.id, points[1], Reviewer("Bob", Right.REVIEW))
    listed = {one.id: one for one in work_orders.list_orders(plant)}
    assert listed == {one.id: work_orders.order(plant, one.id) for one in (ran, cleared)}
    (found,) = work_orders.list_orders(plant, (OrderState.PLANNED,), line_id=other)
    assert found == listed[cleared.id]
    assert len(listed[ran.id].jobs) == 3


def test_listing_asks_no_more_of_the_database_for_more_orders(plant: Plant, line_id: int) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            work_orders.list_orders(plant)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(statements)

    order_planning.plan_order(plant, a_draft(plant, line_id, "ONE"))
    few = asked()
    for number in range(20):
        order_planning.plan_order(plant, a_draft(plant, line_id, f"WO-{number}"))
    assert asked() == few


def test_how_far_an_order_is_is_told_by_level(plant: Plant, line_id: int) -> None:
    draft = a_draft(plant, line_id, units=50_000, not_printed=frozenset({3}))
    order, _ = order_planning.plan_order(plant, draft)
    found = order_gates.readiness(plant, order.id)
    assert found.closed == {Gate.ENTRY, Gate.CODES}
    assert [(one.level, one.needed, one.station) for one in found.levels] == [
        (1, 51_000, "S1"),
        (2, 5_100, "S2"),
        (3, 0, ""),
    ]
    assert found.levels[0].available == 10_000


def test_an_order_that_runs_has_no_gate_left(plant: Plant, line_id: int) -> None:
    order = running(plant, a_draft(plant, line_id))
    assert order_gates.readiness(plant, order.id).obstacles == ()


def test_who_has_the_line_is_told_with_the_gates(plant: Plant, line_id: int) -> None:
    running(plant, a_draft(plant, line_id, "FIRST"))
    second, _ = order_planning.plan_order(plant, a_draft(plant, line_id, "SECOND", lot="N0002"))
    assert order_gates.readiness(plant, second.id).occupied_by == ("FIRST",)
