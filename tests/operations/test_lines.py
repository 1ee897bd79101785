"""Lines are set up so that what stands at a station can do what is printed there."""

import re
from dataclasses import replace

import pytest

from desktop.changes import Kind
from desktop.errors import InputError, Refused
from desktop.operations import jobs, lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow
from desktop.products.job import CoderOrder
from desktop.storage import audit_trail
from tests.operations.conftest import an_order
from tests.refusals import refusal_of

CODER = CoderOrder("unit", (("SN", "{code}"), ("LOT", "{lot}")))


@pytest.fixture
def line_id(plant: Plant) -> int:
    row, _ = lines.add_line(plant, "Line 1")
    return row.line.id


def a_printer(plant: Plant, address: str = "demo://zebra") -> PrinterRow:
    row, _ = printers.add_printer(plant, address.partition(":")[0], address)
    return row


def refused(plant: Plant, draft: StationDraft, kind: type[InputError] = InputError) -> str:
    """What is told of a station that is not saved."""
    before = lines.list_lines(plant)
    told = refusal_of(lambda: lines.save_station(plant, draft), kind)
    assert lines.list_lines(plant) == before
    return told


def test_a_station_is_added_with_its_printer_and_said_again_as_it_was(plant: Plant, line_id: int) -> None:
    printer = a_printer(plant)
    draft = StationDraft(None, line_id, " Unit ", 0, 1, printer.id, "drug_code_b", "tcp://192.0.2.8:9180")
    row, changes = lines.save_station(plant, draft)
    assert {Kind.LINES, Kind.AUDIT} <= changes.kinds
    assert StationDraft.of(row.station) == replace(draft, id=row.station.id, name="Unit", place=1)
    assert row.printer == printers.printer(plant, printer.id)
    assert row.printer is not None
    assert row.printer.stations == ("Line 1 / Unit",)


def test_a_station_is_put_where_it_is_wanted_and_stays_there_when_it_is_changed(
    plant: Plant, line_id: int
) -> None:
    for name in "AB":
        lines.save_station(plant, StationDraft(None, line_id, name))
    row, _ = lines.save_station(plant, StationDraft(None, line_id, "first", place=1))
    lines.save_station(plant, replace(StationDraft.of(row.station), name="one", place=0))
    (line,) = lines.list_lines(plant)
    assert [one.station.name for one in line.stations] == ["one", "A", "B"]
    moved, _ = lines.move_station(plant, row.station.id, 3)
    assert moved.station.place == 3


def test_a_station_keeps_the_one_spelling_of_its_scanner(plant: Plant, line_id: int) -> None:
    draft = StationDraft(None, line_id, "A", scanner=" SCAN+TCP://Reader-2:2001/ ")
    row, _ = lines.save_station(plant, draft)
    assert row.station.scanner == "scan+tcp://reader-2:2001"
    row, _ = lines.save_station(plant, replace(StationDraft.of(row.station), scanner=""))
    assert row.station.scanner == ""


def test_a_change_tells_what_was_before(plant: Plant, line_id: int) -> None:
    row, _ = lines.save_station(plant, StationDraft(None, line_id, "A", label="drug_code_b"))
    lines.save_station(plant, replace(StationDraft.of(row.station), label=""))
    with plant.store.read() as connection:
        (last,) = audit_trail.newest(connection, 1)
    assert (last.action, last.subject) == ("station.save", f"station {row.station.id}")
    assert '"label":"drug_code_b"' in last.old
    assert '"label":""' in last.new


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "1 to 60 visible characters"),
        ({"name": "x" * 61}, "1 to 60 visible characters"),
        ({"level": 0}, "from 1 to 5"),
        ({"scanner": "tcp://192.0.2.9:9100"}, "no address of a scanner"),
        ({"level": 6}, "from 1 to 5"),
        ({"place": 3}, "no place 3"),
        ({"place": -1}, "no place -1"),
        ({"line_id": 99}, "no line number 99"),
        ({"printer_id": 99}, "no printer number 99"),
        ({"camera": "in the corner"}, "no address of a device"),
        ({"label": "no_such_label"}, "no_such_label"),
        ({"id": 99}, "no station number 99"),
    ],
)
def test_what_is_not_well_formed_is_refused(
    plant: Plant, line_id: int, change: dict[str, object], told: str
) -> None:
    lines.save_station(plant, StationDraft(None, line_id, "A"))
    assert told in refused(plant, replace(StationDraft(None, line_id, "B"), **change))  # type: ignore[arg-type]


def test_a_coder_must_be_told_its_job(plant: Plant, line_id: int) -> None:
    coder = a_printer(plant, "zipher://192.0.2.9:3003")
    draft = StationDraft(None, line_id, "A", printer_id=coder.id)
    assert "which of its jobs" in refused(plant, draft, Refused)
    row, _ = lines.save_station(plant, replace(draft, coder=CODER))
    assert row.station.coder == CODER


@pytest.mark.parametrize("address", [None, "demo://zebra", "queue://labels"])
def test_only_a_coder_is_told_a_job(plant: Plant, line_id: int, address: str | None) -> None:
    printer_id = None if address is None else a_printer(plant, address).id
    draft = StationDraft(None, line_id, "A", printer_id=printer_id, coder=CODER)
    assert "no coder stands there" in refused(plant, draft, Refused)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (CoderOrder(" ", CODER.fields), "job is empty"),
        (CoderOrder("J", ()), "could not be told apart"),
        (CoderOrder("J", (("LOT", "{lot}"),)), "could not be told apart"),
        (CoderOrder("J", (("SN", "{{code}}"),)), "could not be told apart"),
        (CoderOrder("J", (("SN", "{code"),)), "no partner"),
        (CoderOrder("J", (("SN", "{code:%Q}"),)), "is not known"),
        (CoderOrder("J", (("SN", "{code}{weight}"),)), "{weight}, which a job cannot fill"),
        (CoderOrder("J", (("SN", "{code}{nonsense}"),)), "{nonsense}, which a job cannot fill"),
        (CoderOrder("J", (("", "{code}"),)), "no name"),
        (CoderOrder("J", (("SN", "{code}"), ("SN", "{lot}"))), "filled twice"),
        (CoderOrder("J", (("SN", "{code}" + "x" * 200),)), "at most 200"),
    ],
)
def test_what_a_coder_is_told_must_be_well_formed(
    plant: Plant, line_id: int, order: CoderOrder, told: str
) -> None:
    coder = a_printer(plant, "wsi://192.0.2.9")
    with pytest.raises(InputError, match=re.escape(told)):
        lines.save_station(plant, StationDraft(None, line_id, "A", printer_id=coder.id, coder=order))
    assert lines.list_lines(plant)[0].stations == ()


def test_a_queue_stands_nowhere_where_codes_are_printed(plant: Plant, line_id: int) -> None:
    queue = a_printer(plant, "queue://labels")
    draft = StationDraft(None, line_id, "A", printer_id=queue.id, label="drug_code_b")
    told = refused(plant, draft, Refused)
    assert "never says which of them were printed" in told
    assert "station A" in told
    row, _ = lines.save_station(plant, replace(draft, label=""))
    assert "never says" in refused(plant, replace(StationDraft.of(row.station), label="drug_code_b"), Refused)


@pytest.mark.parametrize(
    ("address", "told"),
    [("queue://labels", "never says"), ("ngpcl://192.0.2.9", "which of its jobs")],
)
def test_a_printer_does_not_become_what_its_station_cannot_have(
    plant: Plant, line_id: int, address: str, told: str
) -> None:
    printer = a_printer(plant)
    lines.save_station(plant, StationDraft(None, line_id, "A", printer_id=printer.id, label="drug_code_b"))
    assert told in refusal_of(
        lambda: printers.change_printer(plant, printer.id, "Z", address, printer.settings), Refused
    )
    assert printers.printer(plant, printer.id).address == "demo://zebra"


def test_a_line_or_station_with_a_job_that_is_not_finished_stays(plant: Plant, line_id: int) -> None:
    printer = a_printer(plant)
    row, _ = lines.save_station(plant, StationDraft(None, line_id, "A", printer_id=printer.id))
    ordered, _ = jobs.create_job(plant, an_order(plant, printer.address))
    for call in (
        lambda: lines.remove_line(plant, line_id),
        lambda: lines.remove_station(plant, row.station.id),
    ):
        assert f"job {ordered.job.id}" in refusal_of(call, Refused)
    jobs.close_job(plant, ordered.job.id)
    lines.remove_station(plant, row.station.id)
    lines.remove_line(plant, line_id)
    assert lines.list_lines(plant) == ()
    assert printers.list_printers(plant)[0].stations == ()


def test_tiles_show_each_station_with_its_job(plant: Plant, line_id: int) -> None:
    printer = a_printer(plant)
    for name, printer_id in (("A", printer.id), ("B", None), ("C", a_printer(plant, "usb://1").id)):
        lines.save_station(plant, StationDraft(None, line_id, name, printer_id=printer_id))
    ordered, _ = jobs.create_job(plant, an_order(plant, printer.address))
    (line,) = lines.overview(plant)
    assert [one.job for one in line.stations] == [ordered, None, None]
    assert [one.printer.name if one.printer else None for one in line.stations] == ["demo", None, "usb"]


def test_a_line_gets_another_name(plant: Plant, line_id: int) -> None:
    lines.rename_line(plant, line_id, " 一号线 ")
    assert [row.line.name for row in lines.list_lines(plant)] == ["一号线"]
    lines.add_line(plant, "Line 1")
    assert "already" in refusal_of(lambda: lines.rename_line(plant, line_id, "Line 1"), Refused)


def test_a_station_is_found_by_the_names_of_line_and_station(plant: Plant, line_id: int) -> None:
    made, _ = lines.save_station(plant, StationDraft(None, line_id, "A/B"))
    assert lines.find_station(plant, "Line 1/A/B") == made
    assert "LINE/STATION" in refusal_of(lambda: lines.find_station(plant, "Line 1"), InputError)
    other, _ = lines.add_line(plant, "Line 1/A")
    lines.save_station(plant, StationDraft(None, other.line.id, "B"))
    assert "several" in refusal_of(lambda: lines.find_station(plant, "Line 1/A/B"), InputError)
