"""Scans while the database comes and goes: none is lost, none is taken twice, none is confirmed too early."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.errors import StorageError
from desktop.operations.pack_answers import Outcome, Scanned
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.texts import say
from tests.ui.packing.line_on_screen import PackedLine
from tests.ui.people import PATIENCE_MS, rest
from ui.packing.scan_queue import ScanQueue
from ui.packing.station_worker import Opening
from ui.workplace import Workplace

Break = Callable[..., None]


@pytest.fixture
def queue(work: Workplace, line: PackedLine) -> Iterator[ScanQueue]:
    made = ScanQueue(work, Opening(line.order_id, line.bundles))
    yield made
    made.close()


@pytest.fixture
def answers(queue: ScanQueue) -> list[Scanned]:
    found: list[Scanned] = []
    queue.answered.connect(found.append)
    return found


@pytest.fixture
def break_once(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Lets the database fail at the next scan, before or after it is on record."""
    real = PackStation.scan

    def break_once(*, after: bool) -> None:
        def scan(station: PackStation, text: str, at: float | None = None) -> Scanned:
            monkeypatch.setattr(PackStation, "scan", real)
            if after:
                real(station, text, at)
            raise StorageError(say("Cancel"))

        monkeypatch.setattr(PackStation, "scan", scan)

    return break_once


def _wait(qtbot: QtBot, answers: list[Scanned], count: int) -> None:
    qtbot.waitUntil(lambda: len(answers) >= count, timeout=PATIENCE_MS)


def test_a_scan_that_the_database_did_not_take_is_not_confirmed_and_waits(
    qtbot: QtBot,
    work: Workplace,
    queue: ScanQueue,
    answers: list[Scanned],
    line: PackedLine,
    break_once: Break,
) -> None:
    break_once(after=False)
    with qtbot.waitSignal(queue.held):
        queue.scan(line.units[0], 1.0)
        queue.scan(line.units[1], 2.0)
    rest(qtbot, work)
    assert (answers, queue.waiting) == ([], 2)


def test_what_waits_is_taken_in_its_order_when_the_database_is_there_again(
    qtbot: QtBot, queue: ScanQueue, answers: list[Scanned], line: PackedLine, break_once: Break
) -> None:
    break_once(after=False)
    for at, unit in enumerate(line.units[:3]):
        queue.scan(unit, float(at))
    with qtbot.waitSignal(queue.held):
        pass
    queue.look()
    _wait(qtbot, answers, 3)
    assert [one.code for one in answers] == list(line.units[:3])
    assert [one.outcome for one in answers] == [Outcome.COLLECTED, Outcome.COLLECTED, Outcome.FULL]


def test_it_is_tried_again_without_anybody_asking(
    qtbot: QtBot, queue: ScanQueue, answers: list[Scanned], line: PackedLine, break_once: Break
) -> None:
    break_once(after=False)
    queue.scan(line.units[0], 1.0)
    _wait(qtbot, answers, 1)
    assert answers[0].outcome is Outcome.COLLECTED


def test_a_scan_whose_answer_was_lost_is_found_on_record_and_not_refused_as_doubled(
    qtbot: QtBot, queue: ScanQueue, answers: list[Scanned], line: PackedLine, break_once: Break
) -> None:
    queue.scan(line.units[0], 1.0)
    _wait(qtbot, answers, 1)
    break_once(after=True)
    with qtbot.waitSignal(queue.held):
        queue.scan(line.units[1], 2.0)
    queue.look()
    _wait(qtbot, answers, 2)
    assert (answers[1].outcome, answers[1].code) == (Outcome.COLLECTED, line.units[1])


def test_a_slip_whose_answer_was_lost_stops_the_station_all_the_same(
    qtbot: QtBot, work: Workplace, line: PackedLine, break_once: Break
) -> None:
    queue = ScanQueue(work, Opening(line.order_id, line.bundles, in_line=True))
    found: list[Scanned] = []
    queue.answered.connect(found.append)
    for at, unit in enumerate((line.units[0], line.units[1], line.units[1])):
        queue.scan(unit, float(at))
    _wait(qtbot, found, 3)
    break_once(after=True)
    with qtbot.waitSignal(queue.held):
        queue.scan(line.units[2], 9.0)
    queue.look()
    _wait(qtbot, found, 4)
    assert (found[3].outcome, found[3].code) == (Outcome.SLIP, line.units[2])
    queue.close()


def test_a_pack_whose_closing_was_not_answered_is_found_closed(
    qtbot: QtBot, queue: ScanQueue, answers: list[Scanned], line: PackedLine, break_once: Break
) -> None:
    for at, unit in enumerate(line.units[:3]):
        queue.scan(unit, float(at))
    _wait(qtbot, answers, 3)
    break_once(after=True)
    with qtbot.waitSignal(queue.held):
        queue.scan(line.packs[0], 9.0)
    queue.look()
    _wait(qtbot, answers, 4)
    assert (answers[3].outcome, answers[3].parent) == (Outcome.PACKED, line.packs[0])


def test_a_pack_that_lay_in_the_tray_before_is_still_refused_after_a_lost_connection(
    qtbot: QtBot, queue: ScanQueue, answers: list[Scanned], line: PackedLine, break_once: Break
) -> None:
    queue.scan(line.units[0], 1.0)
    _wait(qtbot, answers, 1)
    break_once(after=False)
    with qtbot.waitSignal(queue.held):
        queue.scan(line.units[0], 9.0)
    queue.look()
    _wait(qtbot, answers, 2)
    assert answers[1].outcome is Outcome.REFUSED


def test_a_station_of_another_line_is_told_as_why_nothing_can_be_packed(
    qtbot: QtBot, work: Workplace, plant: Plant, line: PackedLine
) -> None:
    queue = ScanQueue(work, Opening(line.order_id, 9999))
    with qtbot.waitSignal(queue.failed):
        queue.look()
    rest(qtbot, work)
    queue.close()


def test_a_station_that_is_closed_still_takes_what_was_scanned_before(
    qtbot: QtBot, work: Workplace, plant: Plant, line: PackedLine
) -> None:
    queue = ScanQueue(work, Opening(line.order_id, line.bundles))
    for unit in line.units[:2]:
        queue.scan(unit)
    queue.close()
    rest(qtbot, work)
    with PackStation(plant, line.order_id, line.bundles) as station:
        assert station.state().lying == 2
