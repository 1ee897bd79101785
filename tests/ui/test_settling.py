"""A line lead is led through what each stop left unknown, with a scanner and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations import jobs, stops
from desktop.operations.plant import Plant
from desktop.storage import codes, reprints
from tests.ui.people import click, go, rest, stopped
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.pages.settle_panel import SettlePanel
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> JobsPage:
    return go(qtbot, window, work, "jobs", JobsPage)


def _shown(qtbot: QtBot, work: Workplace, page: JobsPage, job_id: int) -> SettlePanel:
    page.open(job_id)
    rest(qtbot, work)
    assert page.view.settle.isVisible()
    return page.view.settle


def _scan(qtbot: QtBot, work: Workplace, panel: SettlePanel, code: str) -> None:
    panel.code.setFocus()
    QTest.keyClicks(panel.code, f"{code}\r")
    rest(qtbot, work)


def test_two_stops_are_settled_one_after_the_other_the_oldest_first(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = stopped(work.plant, 4, 3, 2)
    first, second = stops.open_stops(work.plant, job_id)
    panel = _shown(qtbot, work, page, job_id)
    assert "First of 2 stops" in panel.guidance()
    assert "labels 5 to 7" in panel.guidance()
    assert "scan label 4" in panel.guidance()
    _scan(qtbot, work, panel, first.codes[0])
    assert "labels 8 to 9" in panel.guidance()
    assert "scan label 5" in panel.guidance()
    _scan(qtbot, work, panel, second.codes[0])
    assert not panel.isVisible()
    counts = jobs.job(work.plant, job_id).counts
    assert (counts.printed, counts.void, counts.unknown) == (6, 3, 0)


def test_the_labels_before_the_last_good_one_are_asked_for_one_by_one(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = stopped(work.plant, 4, 4)
    (stop,) = stops.open_stops(work.plant, job_id)
    panel = _shown(qtbot, work, page, job_id)
    _scan(qtbot, work, panel, stop.codes[2])
    assert panel.question() == "Are labels 5 to 6 all there and whole, too?"
    assert jobs.job(work.plant, job_id).counts.unknown == 4
    assert panel.ticks.hasFocus()
    QTest.keyClick(panel.ticks, Qt.Key.Key_Space)
    QTest.keyClick(panel.ticks, Qt.Key.Key_Return)
    rest(qtbot, work)
    counts = jobs.job(work.plant, job_id).counts
    assert (counts.printed, counts.void, counts.unknown) == (6, 2, 0)
    with work.plant.store.read() as connection:
        missing = codes.by_value(connection, stop.codes[0])
    assert missing is not None
    assert missing.state == "void"


def test_a_line_of_the_question_is_ticked_by_a_click_anywhere_on_it(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = stopped(work.plant, 4, 4)
    (stop,) = stops.open_stops(work.plant, job_id)
    panel = _shown(qtbot, work, page, job_id)
    _scan(qtbot, work, panel, stop.codes[2])
    ticks = panel.ticks
    place = ticks.visualItemRect(ticks.item(1)).center()
    QTest.mouseClick(ticks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ticks.unticked() == stop.codes[1:2]
    QTest.mouseClick(ticks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ticks.unticked() == ()


def test_escape_takes_the_question_back(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id = stopped(work.plant, 4, 4)
    panel = _shown(qtbot, work, page, job_id)
    _scan(qtbot, work, panel, stops.open_stops(work.plant, job_id)[0].codes[2])
    assert not page.view.fault.unknown.isVisible()
    QTest.keyClick(panel.ticks, Qt.Key.Key_Escape)
    assert not panel.is_asking()
    assert panel.code.hasFocus()
    assert page.view.fault.unknown.isVisible()
    assert jobs.job(work.plant, job_id).counts.unknown == 4


def test_that_none_came_out_is_offered_only_where_nothing_came_before(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    panel = _shown(qtbot, work, page, stopped(work.plant, 4, 3))
    assert not panel.none.isVisible()
    job_id = stopped(work.plant, 0, 3)
    _shown(qtbot, work, page, job_id)
    click(qtbot, panel.none)
    rest(qtbot, work)
    counts = jobs.job(work.plant, job_id).counts
    assert (counts.void, counts.unknown) == (3, 0)


def test_a_reprint_without_an_answer_needs_no_scan(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id = stopped(work.plant, 4)
    with work.plant.store.change("lead", "reprint", f"job {job_id}") as change:
        target = codes.of_label(change.connection, job_id, 2)
        assert target is not None
        reprints.begin(change, target, "torn", "demo://zebra", 3)
    panel = _shown(qtbot, work, page, job_id)
    assert "reprint of label 2" in panel.guidance()
    assert panel.button.text() == "They are destroyed"
    click(qtbot, panel.button)
    rest(qtbot, work)
    assert jobs.job(work.plant, job_id).counts.spoiled == 1
