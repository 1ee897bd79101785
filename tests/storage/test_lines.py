"""Lines, stations and printers as both databases keep them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.devices import PrinterSettings
from desktop.errors import InputError, Refused
from desktop.products.job import CoderOrder, JobState
from desktop.products.lines import Line, Station
from desktop.storage import audit_trail, jobs, line_jobs, lines, printers, rights
from desktop.storage.store import Store
from tests.fakes import BEGINNING, FakeClock
from tests.refusals import refusal_of
from tests.storage.stock import add_codes, add_job, add_product, code_values

ADDRESS = "tcp://192.0.2.7:9100"


def add_line(store: Store, name: str = "Line 1") -> Line:
    with store.change("engineer", "line.add", "line") as change:
        return lines.insert_line(change, name)


def add_station(store: Store, line: Line, name: str, **more: object) -> Station:
    new = replace(Station(0, line.id, name, 0, 1, None, "", "", None), **more)  # type: ignore[arg-type]
    with store.change("engineer", "station.save", "station") as change:
        return lines.insert_station(change, new)


def add_printer(store: Store, name: str = "Z1", address: str = ADDRESS) -> printers.StoredPrinter:
    with store.change("engineer", "printer.add", "printer") as change:
        return printers.insert(change, name, address, PrinterSettings())


def places(store: Store, line: Line) -> list[tuple[int, str]]:
    with store.read() as connection:
        return [(one.place, one.name) for one in lines.stations_of(connection, line.id)]


def test_a_printer_is_kept_with_every_setting(store: Store) -> None:
    wanted = PrinterSettings(-1.25, 0.5, 0, 14, 0.9985, 1.0021)
    with store.change("engineer", "printer.add", "printer") as change:
        made = printers.insert(change, "凸版 1", ADDRESS, wanted)
    with store.read() as connection:
        assert printers.by_address(connection, ADDRESS) == made
        assert made.settings == wanted
        assert printers.by_address(connection, ADDRESS + "0") is None


def test_a_calibration_tells_who_and_when(store: Store) -> None:
    made = add_printer(store)
    with store.change("engineer", "printer.calibrate", "printer") as change:
        printers.note_calibration(change, made.id)
    with store.read() as connection:
        found = printers.get(connection, made.id)
    assert (found.calibrated_at, found.calibrated_by) == (BEGINNING, "engineer")


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [("Z1", "usb://1", "called Z1"), ("Z2", ADDRESS, "that of the printer Z1")],
)
def test_names_and_addresses_of_printers_are_their_own(
    store: Store, name: str, address: str, told: str
) -> None:
    add_printer(store)
    other = add_printer(store, "Z9", "usb://9")

    def add() -> None:
        add_printer(store, name, address)

    def change() -> None:
        with store.change("engineer", "printer.change", "printer") as changing:
            printers.save(changing, other.id, name, address, PrinterSettings())

    assert told in refusal_of(add, Refused)
    assert told in refusal_of(change, Refused)
    with store.read() as connection:
        assert [one.name for one in printers.list_all(connection)] == ["Z1", "Z9"]


def test_a_printer_may_be_saved_as_it_is(store: Store) -> None:
    made = add_printer(store)
    with store.change("engineer", "printer.change", "printer") as change:
        printers.save(change, made.id, made.name, made.address, made.settings)


@pytest.mark.parametrize("call", [printers.get, lines.get_line, lines.get_station])
def test_what_is_not_there_is_told(store: Store, call: object) -> None:
    assert callable(call)
    with store.read() as connection:
        assert "There is no" in refusal_of(lambda: call(connection, 99), InputError)


def test_a_station_is_kept_with_what_its_coder_is_told(store: Store) -> None:
    line, printer = add_line(store), add_printer(store, "laser", "zipher://192.0.2.9:3003")
    coder = CoderOrder("小盒", (("SN", "{code}"), ("EXP", "{expiry:%y%m%d}")))
    made = add_station(store, line, "激光", level=2, printer_id=printer.id, label="case", coder=coder)
    with store.read() as connection:
        assert lines.get_station(connection, made.id) == made
    assert (made.coder, made.level, made.place) == (coder, 2, 1)


def test_a_station_on_another_line_comes_last_there_and_leaves_no_gap(store: Store) -> None:
    first, second = add_line(store), add_line(store, "Line 2")
    moved, *_ = [add_station(store, first, name) for name in "ABC"]
    add_station(store, second, "X")
    with store.change("engineer", "station.save", "station") as change:
        lines.save_station(change, replace(moved, line_id=second.id))
    assert places(store, first) == [(1, "B"), (2, "C")]
    assert places(store, second) == [(1, "X"), (2, "A")]


def test_a_station_that_is_taken_out_leaves_no_gap(store: Store) -> None:
    line = add_line(store)
    _, middle, _ = [add_station(store, line, name) for name in "ABC"]
    with store.change("engineer", "station.remove", "station") as change:
        lines.remove_station(change, middle.id)
    assert places(store, line) == [(1, "A"), (2, "C")]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=6))
def test_places_stay_in_order_however_stations_are_moved(store: Store, moves: list[tuple[int, int]]) -> None:
    with store.trial("engineer") as change:
        line = lines.insert_line(change, "any")
        blank = Station(0, line.id, "", 0, 1, None, "", "", None)
        made = [lines.insert_station(change, replace(blank, name=name)) for name in "ABCD"]
        expected = list("ABCD")
        for index, place in moves:
            lines.move(change, made[index].id, place)
            expected.remove(made[index].name)
            expected.insert(place - 1, made[index].name)
        found = lines.stations_of(change.connection, line.id)
    assert [(one.place, one.name) for one in found] == list(enumerate(expected, start=1))


@pytest.mark.parametrize("place", [0, 3, -1])
def test_a_place_that_the_line_does_not_have_is_refused(store: Store, place: int) -> None:
    line = add_line(store)
    station, _ = add_station(store, line, "A"), add_station(store, line, "B")
    with store.trial("engineer") as change:
        assert "places 1 to 2" in refusal_of(lambda: lines.move(change, station.id, place), InputError)


def test_names_of_lines_and_of_a_lines_stations_are_their_own(store: Store) -> None:
    first, second = add_line(store), add_line(store, "Line 2")
    add_station(store, first, "A")
    add_station(store, second, "A")
    assert "called Line 1" in refusal_of(lambda: add_line(store), Refused)
    assert "called A" in refusal_of(lambda: add_station(store, first, "A"), Refused)


def test_a_line_goes_with_its_stations_and_the_trail_keeps_them(store: Store) -> None:
    line = add_line(store)
    add_station(store, line, "A")
    with store.change("engineer", "line.remove", "line") as change:
        lines.remove_line(change, line.id)
    with store.read() as connection:
        assert lines.list_stations(connection) == ()
        (last,) = audit_trail.newest(connection, 1)
    assert '"name":"A"' in last.old


def test_the_printers_places_are_named(store: Store) -> None:
    line, printer = add_line(store), add_printer(store)
    add_station(store, line, "A", printer_id=printer.id)
    add_station(store, line, "B")
    add_station(store, line, "C", printer_id=printer.id)
    with store.read() as connection:
        assert lines.station_names(connection) == {printer.id: ("Line 1 / A", "Line 1 / C")}


def test_the_job_that_matters_is_the_most_urgent_and_then_the_newest(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(20))
    made = [add_job(store, product_id, 2) for _ in range(6)]

    def shown(*states: JobState) -> int:
        with store.change("lead", "job.state", "job") as change:
            for job_id, state in zip(made, states, strict=True):
                jobs.set_state(change, job_id, state)
        with store.read() as connection:
            return line_jobs.current(connection, {ADDRESS, "usb://other"})[ADDRESS].job.id

    done, ready, paused = JobState.DONE, JobState.READY, JobState.PAUSED
    stopped, running = JobState.STOPPED, JobState.RUNNING
    assert shown(done, done, done, done, done, done) == made[5]
    assert shown(done, ready, done, ready, done, done) == made[3]
    assert shown(done, paused, done, ready, done, done) == made[1]
    assert shown(stopped, paused, done, ready, done, done) == made[0]
    assert shown(stopped, paused, running, ready, done, done) == made[2]


def test_the_job_that_matters_comes_with_lot_product_and_counts(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(20))
    add_job(store, product_id, 3, "OTHER")
    job_id = add_job(store, product_id, 5, "L02708")
    with store.read() as connection:
        found = line_jobs.current(connection, [ADDRESS])[ADDRESS]
        assert line_jobs.current(connection, []) == {}
    assert (found.job.id, found.product, found.lot) == (job_id, "蒙脱石散", "L02708")
    assert (found.counts.allocated, found.counts.issued) == (5, 5)


def test_unfinished_jobs_are_found_by_their_printer(store: Store) -> None:
    product_id = add_product(store)
    add_codes(store, product_id, code_values(20))
    finished, *open_jobs = [add_job(store, product_id, 2) for _ in range(3)]
    with store.change("lead", "job.state", "job") as change:
        jobs.set_state(change, finished, JobState.ABORTED)
    with store.read() as connection:
        assert line_jobs.unfinished(connection, ADDRESS) == tuple(open_jobs)
        assert line_jobs.unfinished(connection, "usb://other") == ()


def test_rights_are_kept_with_who_granted_them(store: Store, clock: FakeClock) -> None:
    clock.advance(3)
    with store.change("chief", "right.grant", "person") as change:
        rights.insert(change, "李雷", "reprint")
        rights.insert(change, "Ann", "reprint")
        at = change.at
    with store.read() as connection:
        assert rights.holders(connection, "reprint") == ("Ann", "李雷")
        assert rights.list_all(connection)[1] == rights.StoredGrant("李雷", "reprint", at, "chief")
    with store.change("chief", "right.revoke", "person") as change:
        assert rights.holders(change.connection, "reprint", to_change=True) == ("Ann", "李雷")
        rights.remove(change, "Ann", "reprint")
    with store.read() as connection:
        assert rights.holders(connection, "reprint") == ("李雷",)


def test_lines_stand_in_the_order_of_the_numbers_in_their_names(store: Store) -> None:
    for name in ("Line 10", "Line 2", "A", "2 号线", "12 号线", "Line 1"):
        add_line(store, name)
    with store.read() as connection:
        names = [line.name for line in lines.list_lines(connection)]
    assert names == ["2 号线", "12 号线", "A", "Line 1", "Line 2", "Line 10"]
