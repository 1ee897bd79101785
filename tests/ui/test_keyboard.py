"""Every screen of lines, printers and jobs can be worked without a mouse."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.operations import jobs, lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.products.job import CoderOrder, JobProgress, JobState
from tests.ui.people import click, go, order, rest, when_asked
from ui.dialogs.abort import AbortJob
from ui.dialogs.calibrate import Calibrate
from ui.dialogs.edit_printer import EditPrinter
from ui.dialogs.edit_station import EditStation
from ui.dialogs.find_printers import FindPrinters
from ui.dialogs.finish_job import FinishJob
from ui.dialogs.new_job import NewJob
from ui.dialogs.pause_at import PauseAt
from ui.dialogs.problem import ProblemDialog
from ui.dialogs.reprint import ReprintLabel
from ui.dialogs.scanner_check import ScannerCheck
from ui.dialogs.shortcuts import ShortcutSheet
from ui.dialogs.wedge_check import WedgeCheck
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.kit import Button
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.pages.lines import LinesPage
from ui.workplace import Workplace

_WORKED = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
_MOST_TABS = 80
_ORDER = CoderOrder("PACKMARK", (("CODE", "{code}"),))


def _worked(top: QWidget) -> set[QWidget]:
    """Return what a person can work below ``top``, without the parts of other such things."""
    return {
        widget
        for widget in top.findChildren(QWidget)
        if isinstance(widget, _WORKED)
        and widget.isVisible()
        and widget.isEnabled()
        and not any(isinstance(above, _WORKED) for above in _above(widget))
    }


def _above(widget: QWidget) -> Iterator[QWidget]:
    while (above := widget.parentWidget()) is not None:
        yield above
        widget = above


def _tabbed(top: QWidget) -> set[QWidget]:
    """Return what gets the focus while a person presses Tab."""
    met: set[QWidget] = set()
    for _ in range(_MOST_TABS):
        focus = QApplication.focusWidget()
        if focus is not None:
            met.add(focus)
        QTest.keyClick(focus or top, Qt.Key.Key_Tab)
    return met


_DIALOGS: dict[str, Callable[[Workplace, QWidget, int], QDialog]] = {
    "new job": lambda work, window, _job: NewJob(work, window),
    "problem": lambda work, window, job: ProblemDialog(work, jobs.job(work.plant, job), window),
    "finish": lambda work, window, job: FinishJob(work, jobs.job(work.plant, job), window),
    "abort": lambda work, window, job: AbortJob(work, jobs.job(work.plant, job), window),
    "pause at": lambda work, window, job: PauseAt(
        work, JobProgress(job, JobState.RUNNING, 20, 5, 0, 0, 0, "", 0.0, None), window
    ),
    "reprint": lambda work, window, job: ReprintLabel(work, job, "", "torn", window),
    "why not": lambda work, window, _job: WhyNotPrinting(work, "demo://zebra", None, window),
    "find printers": lambda work, window, _job: FindPrinters(
        work, printers.list_printers(work.plant), window
    ),
    "printer": lambda work, window, _job: EditPrinter(work, printers.list_printers(work.plant)[0], window),
    "calibrate": lambda work, window, _job: Calibrate(work, printers.list_printers(work.plant)[0], window),
    "keyboard scanner": lambda work, window, _job: WedgeCheck(work, window),
    "network scanner": lambda work, window, _job: ScannerCheck(work, "demo://scanner", window),
    "station": lambda work, window, _job: _station(work, window),
}


def _station(work: Workplace, window: QWidget) -> EditStation:
    line = lines.list_lines(work.plant)[0]
    return EditStation(work, line.line, line.stations[0].station, window)


def _set_up(plant: Plant) -> int:
    coder, _ = printers.add_printer(plant, "Coder", "demo://zipher")
    printers.add_printer(plant, "Zebra", "demo://zebra")
    line, _ = lines.add_line(plant, "1")
    lines.save_station(plant, StationDraft(None, line.line.id, "units", printer_id=coder.id, coder=_ORDER))
    return order(plant, 20)


@pytest.mark.parametrize("name", _DIALOGS)
def test_tab_reaches_everything_in_a_dialog(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant, name: str
) -> None:
    dialog = _DIALOGS[name](work, window, _set_up(work.plant))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(qtbot, work)
    assert _worked(dialog) - _tabbed(dialog) == set()
    dialog.reject()
    rest(qtbot, work)


def test_tab_reaches_everything_on_a_job_s_page(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    page = go(qtbot, window, work, "jobs", JobsPage)
    page.open(_set_up(work.plant))
    rest(qtbot, work)
    assert _worked(page.view) - _tabbed(page.view) == set()


def test_tab_reaches_every_station_and_printer(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    _set_up(work.plant)
    page = go(qtbot, window, work, "lines", LinesPage)
    assert _worked(page.bands) - _tabbed(page) == set()
    page.tabs.choose(1)
    rest(qtbot, work)
    assert _worked(page.printers) - _tabbed(page) == set()


def test_enter_presses_the_button_that_has_the_focus_and_not_the_default_one(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    before = len(jobs.list_jobs(work.plant))

    def cancel(dialog: NewJob) -> None:
        qtbot.waitUntil(dialog.order.isEnabled)
        (button,) = [each for each in dialog.findChildren(Button) if each.text() == "Cancel"]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)

    page = go(qtbot, window, work, "jobs", JobsPage)
    when_asked(NewJob, cancel)
    page.new_job.click() if page.new_job.isVisible() else page.first_job.click()
    rest(qtbot, work)
    assert len(jobs.list_jobs(work.plant)) == before


def test_escape_goes_from_a_job_back_to_the_list(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    page = go(qtbot, window, work, "jobs", JobsPage)
    page.open(order(work.plant, 3))
    rest(qtbot, work)
    QTest.keyClick(page.view.start, Qt.Key.Key_Escape)
    rest(qtbot, work)
    assert not page.view.isVisible()
    assert page.table.isVisible()


def test_the_keys_of_the_packing_lines_are_listed_by_f1(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    assert {keys for keys, _ in page.shortcuts} >= {"Ctrl+N", "Ctrl+F", "F5", "F2", "F9"}
    opened: list[str] = []

    def read(sheet: ShortcutSheet) -> None:
        opened.append(sheet.windowTitle())
        sheet.reject()

    when_asked(ShortcutSheet, read)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert opened == ["Shortcuts"]


def test_a_chosen_printer_is_edited_by_a_key(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    _set_up(work.plant)
    page = go(qtbot, window, work, "lines", LinesPage)
    page.tabs.choose(1)
    rest(qtbot, work)
    opened: list[str] = []

    def read(dialog: EditPrinter) -> None:
        opened.append(dialog.name.text())
        dialog.reject()

    when_asked(EditPrinter, read)
    QTest.keyClick(page.printers.table.view, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == ["Coder"]
    click(qtbot, page.printers.refresh_all)
    rest(qtbot, work)
