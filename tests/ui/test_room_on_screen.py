"""What matters is in view on a screen of 1366 x 768, whatever else there is."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.operations import lines, printers
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.products.job import CoderOrder
from tests.ui.people import go, rest, stopped
from ui.dialogs.edit_station import EditStation
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.pages.today import TodayPage
from ui.workplace import Workplace

_SMALL = (1366, 768)
_TITLE_AND_TASK_BAR_PX = 70
_FIELDS = tuple((f"FIELD{number}", "{code}") for number in range(8))


def _in_view(widget: QWidget) -> bool:
    """Tell whether all of ``widget`` is seen: nothing it lies in cuts it off."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def _label(top: QWidget, text: str) -> QLabel:
    return next(label for label in top.findChildren(QLabel) if label.text() == text)


def test_what_needs_attention_is_in_view_below_the_tiles_of_twelve_stations(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    for number in range(1, 13):
        line, _ = lines.add_line(work.plant, f"{number}")
        lines.save_station(work.plant, StationDraft(None, line.line.id, "units"))
    stopped(work.plant, 4, 3)
    window.resize(*_SMALL)
    page = go(qtbot, window, work, "today", TodayPage)
    assert len(page.stations()) == 12
    assert _in_view(_label(page, "Needs attention"))
    unknown = next(label for label in page.findChildren(QLabel) if "3 labels unknown" in label.text())
    assert _in_view(unknown)
    qtbot.waitUntil(lambda: _in_view(page.stations()[0]))


def test_a_stopped_job_needs_no_scrolling(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    window.resize(*_SMALL)
    page = go(qtbot, window, work, "jobs", JobsPage)
    page.open(stopped(work.plant, 9, 4, 4))
    rest(qtbot, work)
    for part in (page.view.settle.code, page.view.fault.unknown, page.view.fault.safe, page.view.start):
        assert _in_view(part)


def test_a_station_with_many_coder_fields_fits_on_a_low_screen(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    coder, _ = printers.add_printer(work.plant, "Coder", "demo://zipher")
    line, _ = lines.add_line(work.plant, "1")
    lines.save_station(
        work.plant,
        StationDraft(None, line.line.id, "units", printer_id=coder.id, coder=CoderOrder("PACKMARK", _FIELDS)),
    )
    row = lines.list_lines(work.plant)[0]
    dialog = EditStation(work, row.line, row.stations[0].station, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(qtbot, work)
    dialog.setMaximumHeight(_SMALL[1] - _TITLE_AND_TASK_BAR_PX)
    rest(qtbot, work)
    assert len(dialog.coder.lines) == len(_FIELDS)
    place = QRect(dialog.store.mapTo(dialog, QPoint()), dialog.store.size())
    assert place.bottom() <= _SMALL[1] - _TITLE_AND_TASK_BAR_PX
    last = dialog.coder.lines[-1].name
    assert not _in_view(last)
    before = dialog.coder.lines[-2].remove
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert _in_view(last)


def test_a_large_screen_shows_more_tiles_beside_each_other(
    qtbot: QtBot, work: Workplace, window: MainWindow, sample: Plant
) -> None:
    for number in range(1, 7):
        line, _ = lines.add_line(work.plant, f"{number}")
        lines.save_station(work.plant, StationDraft(None, line.line.id, "units"))
    window.resize(*_SMALL)
    page = go(qtbot, window, work, "today", TodayPage)
    assert len({tile.mapTo(page, QPoint()).y() for tile in page.stations()}) == 2
    window.resize(2560, 1440)
    rest(qtbot, work)
    qtbot.waitUntil(lambda: len({tile.mapTo(page, QPoint()).y() for tile in page.stations()}) == 1)
    qtbot.waitUntil(lambda: all(_in_view(tile) for tile in page.stations()))


def test_a_dialog_that_grows_stays_on_the_screen(qtbot: QtBot, work: Workplace, window: MainWindow) -> None:
    dialog = EditStation(work, lines.add_line(work.plant, "Line 1")[0].line, None, window)
    qtbot.addWidget(dialog)
    dialog.show()
    lowest = dialog.screen().availableGeometry().bottom()
    dialog.move(dialog.x(), lowest - dialog.height() // 2)
    dialog.grow()
    assert dialog.frameGeometry().bottom() <= lowest
