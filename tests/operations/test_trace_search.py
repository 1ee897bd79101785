"""What is scanned or typed to trace is found; what a batch or a pack holds goes into a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from desktop.app import open_plant
from desktop.errors import InputError, Refused
from desktop.operations import pack_list, recall
from desktop.operations.plant import Cancelled, Plant
from desktop.operations.trace import trace
from desktop.operations.trace_search import search
from desktop.products.code_pool import CodeState
from desktop.storage.plant_tables import line, station
from tests.packed_order import Packed, digits, note_event, packed_order, turn


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        yield opened


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """A running order of two full cases."""
    return packed_order(plant.store, 200)


@pytest.mark.parametrize("form", ["{}", " {} ", "(01)06932833600109(10)LOT01(21){}", "010693283360010921{}"])
def test_a_code_is_found_however_it_was_scanned(plant: Plant, packed: Packed, form: str) -> None:
    code = digits(1, 1, 7)
    assert search(plant, form.format(code)).code == code


def test_a_part_of_a_lot_finds_its_batch_and_its_orders(plant: Plant, packed: Packed) -> None:
    found = search(plant, "lot0")
    assert [row.batch.lot for row in found.batches] == ["LOT01"]
    assert [row.number for row in found.orders] == ["WO-1"]


def test_the_lot_of_an_element_string_without_a_serial_number_is_searched(
    plant: Plant, packed: Packed
) -> None:
    assert [row.batch.lot for row in search(plant, "(01)06932833600109(10)LOT01").batches] == ["LOT01"]


def test_first_digits_find_codes(plant: Plant, packed: Packed) -> None:
    code = digits(3, 1, 2)
    assert [one.code for one in search(plant, f"{code[:1]} {code[1:16]}").codes] == [code]


@pytest.mark.parametrize("text", ["", "nothing", "12", "(10)NOLOT"])
def test_what_nothing_is_called_is_refused_with_what_can_be_typed(
    plant: Plant, packed: Packed, text: str
) -> None:
    with pytest.raises(InputError, match="type its 20 digits"):
        search(plant, text)


@pytest.mark.parametrize("text", ["811111111111", "8" * 21])
def test_digits_that_are_no_code_are_refused_as_digits(plant: Plant, packed: Packed, text: str) -> None:
    with pytest.raises(InputError, match=str(len(text))):
        search(plant, text)


def test_a_trace_counts_what_lies_before_a_pack_on_each_level(plant: Plant, packed: Packed) -> None:
    found = trace(plant, digits(1, 1, 118)).place
    assert found is not None
    assert found.before == (1, 7)


def test_a_trace_tells_at_which_station_and_by_which_scanner_something_happened(
    plant: Plant, packed: Packed
) -> None:
    with plant.store.change("lead", "station.add", "station") as change:
        line_id = change.connection.scalars(select(line.c.id)).one()
        names = {
            "name": "Bundling",
            "label": "",
            "camera": "",
            "coder": "",
            "scanner": "tcp://192.0.2.7:9004",
        }
        change.connection.execute(insert(station).values(id=5, line_id=line_id, place=1, level=2, **names))
    note_event(plant.store, packed, "unreadable", packed.code_id(1, 7), None, "smeared", station_id=5)
    (told,) = (one for one in trace(plant, digits(1, 1, 7)).events if str(one.what).startswith("unreadable"))
    assert (told.actor, told.device) == ("李雷", "Bundling · tcp://192.0.2.7:9004")


def test_the_outline_of_a_recall_counts_what_may_be_out(plant: Plant, packed: Packed) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.SPOILED)
    turn(plant.store, packed.code_id(1, 8), CodeState.UNKNOWN)
    found = recall.outline(plant, packed.batch_id)
    assert found.packs == {CodeState.PACKED: 220, CodeState.UNKNOWN: 1}
    assert (found.all, found.largest, found.orders, found.mixed) == (221, 2, ("WO-1",), ())


def test_a_recall_that_is_cancelled_leaves_no_file(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    path = tmp_path / "recall.csv"
    with pytest.raises(Cancelled):
        recall.write(plant, packed.batch_id, path, "en", lambda _done: False)
    assert not path.exists()


def test_a_recall_tells_how_far_it_is(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    told: list[float] = []

    def report(done: float) -> bool:
        told.append(done)
        return True

    recall.write(plant, packed.batch_id, tmp_path / "recall.csv", "en", report)
    assert told
    assert all(0 <= one <= 1 for one in told)


def test_all_that_is_in_a_case_goes_into_a_file(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    assert pack_list.write(plant, digits(3, 1, 2), path, "en").packs == 110
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[:3] == [
        "Code,Pack level,In pack,Packed as",
        f"{digits(2, 1, 11)},2,{digits(3, 1, 2)},full",
        f"{digits(1, 1, 101)},1,{digits(2, 1, 11)},",
    ]


def test_a_list_of_what_is_in_a_pack_overwrites_nothing(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    (tmp_path / "case.csv").write_bytes(b"mine")
    with pytest.raises(Refused):
        pack_list.write(plant, digits(3, 1, 2), tmp_path / "case.csv", "en")


def test_a_list_that_is_cancelled_leaves_no_file(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        pack_list.write(plant, digits(3, 1, 2), tmp_path / "case.csv", "en", lambda _done: False)
    assert not (tmp_path / "case.csv").exists()
