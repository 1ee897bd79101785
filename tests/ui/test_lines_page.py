import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.changes import Changes, Kind
from desktop.operations import jobs, lines, printers
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.products.lines import Station
from desktop.texts import CHINESE
from printers.emulators.zebra import ZebraEmulator
from tests.ui.lines_of_sample import CODER, DEMO, ORDER, add_line, add_printer, add_station
from tests.ui.people import PATIENCE_MS, click, go, order, rest, texts, when_asked
from ui.dialogs.edit_station import EditStation
from ui.dialogs.find_printers import FindPrinters
from ui.dialogs.go_to import GoTo
from ui.dialogs.name_line import NameLine
from ui.dialogs.new_job import NewJob
from ui.main_window import MainWindow
from ui.pages.catalogue import PAGES
from ui.pages.jobs import JobsPage
from ui.pages.lines import LinesPage
from ui.pages.today import TodayPage
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def station(sample: Plant) -> Station:
    """A station for unit labels with the built-in printer, on a line of its own."""
    return add_station(sample, add_line(sample), "Unit label", add_printer(sample), camera=DEMO)


def _again(qtbot: QtBot, work: Workplace, *kinds: Kind) -> None:
    work.announce(Changes.of(*kinds))
    rest(qtbot, work)


def test_an_empty_page_says_what_comes_first(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    assert page.first_find.isVisible()
    assert page.first_line.isVisible()
    assert not page.add_line.isVisible()


def test_a_line_and_a_station_are_set_up_from_nothing(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    printer = add_printer(sample)

    def name(dialog: NameLine) -> None:
        dialog.name.setText("Line 1")
        click(qtbot, dialog.store)

    when_asked(NameLine, name)
    click(qtbot, page.first_line)
    rest(qtbot, work)

    def fill(dialog: EditStation) -> None:
        qtbot.waitUntil(lambda: dialog.store.isEnabled())
        dialog.name.setText("Unit label")
        dialog.printer.setCurrentIndex(dialog.printer.findData(printer.id))
        dialog.label.setCurrentIndex(1)
        click(qtbot, dialog.store)

    line = lines.list_lines(sample)[0].line
    when_asked(EditStation, fill)
    page.bands.edit_station(line, None)
    rest(qtbot, work)
    (tile,) = page.bands.tiles()
    assert tile.view.printer == printers.list_printers(sample)[0]
    assert tile.view.station.label
    assert tile.picture.isVisible()


def test_a_line_s_name_that_is_taken_is_told_at_the_field(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    add_line(sample)
    page = go(qtbot, window, work, "lines", LinesPage)
    told: list[str] = []

    def name(dialog: NameLine) -> None:
        dialog.name.setText("Line 1")
        click(qtbot, dialog.store)
        qtbot.waitUntil(lambda: dialog.store.isEnabled())
        told.append(dialog.name_field.below())
        dialog.reject()

    when_asked(NameLine, name)
    click(qtbot, page.add_line)
    assert "already" in told[0]


def test_a_job_runs_from_its_tile_and_the_tile_follows_it(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    job_id = order(sample, 5)
    page = go(qtbot, window, work, "lines", LinesPage)
    tile = page.bands.tile(station.id)
    assert (tile.state_word(), tile.start.text()) == ("Ready", "Start")
    click(qtbot, tile.start)
    assert tile.badge.mark is Mark.RUNNING
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    rest(qtbot, work)
    assert tile is page.bands.tile(station.id)
    assert (tile.state_word(), tile.done()) == ("Done", "5 / 5")
    assert tile.order.isVisible()
    assert jobs.job(sample, job_id).job.state is JobState.DONE


def test_a_stopped_job_s_tile_leads_to_its_job(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    with ZebraEmulator() as zebra:
        zebra.faults.media_out_after = 2
        printer = add_printer(sample, address=zebra.address)
        station = add_station(sample, add_line(sample), "Unit label", printer)
        job_id = order(sample, 9, zebra.address, None)
        work.running.start(job_id)
        qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
        page = go(qtbot, window, work, "lines", LinesPage)
        tile = page.bands.tile(station.id)
        assert tile.badge.mark is Mark.STOPPED
        assert not tile.start.isVisible()
        click(qtbot, tile.help)
        rest(qtbot, work)
    assert isinstance(window.page, JobsPage)
    assert str(job_id) in window.page.view.heading()


def test_a_new_job_is_ordered_for_the_station_of_the_tile(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)

    def fill(dialog: NewJob) -> None:
        qtbot.waitUntil(lambda: dialog.order.isEnabled())
        assert not dialog.target.isVisible()
        dialog.count.setValue(3)
        dialog.first_article.setChecked(True)
        click(qtbot, dialog.order)

    when_asked(NewJob, fill)
    click(qtbot, page.bands.tile(station.id).order)
    rest(qtbot, work)
    (row,) = jobs.list_jobs(sample)
    assert (row.job.printer, row.job.camera, row.job.level, row.job.count) == (DEMO, DEMO, 1, 3)
    assert row.job.first_article.value == "due"
    assert isinstance(window.page, JobsPage)


def test_a_job_for_a_coder_is_told_what_the_station_says(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    coder = add_printer(sample, "Coder", CODER)
    station = add_station(sample, add_line(sample), "Unit code", coder, coder=ORDER)
    page = go(qtbot, window, work, "lines", LinesPage)

    def fill(dialog: NewJob) -> None:
        qtbot.waitUntil(lambda: dialog.order.isEnabled())
        click(qtbot, dialog.more)
        dialog.target.coder.lines[2].text.setText("LOT {lot}")
        click(qtbot, dialog.order)

    when_asked(NewJob, fill)
    click(qtbot, page.bands.tile(station.id).order)
    rest(qtbot, work)
    (row,) = jobs.list_jobs(sample)
    assert row.job.coder is not None
    assert row.job.coder.job == "PACKMARK"
    assert row.job.coder.fields == (*ORDER.fields[:2], ("LOT", "LOT {lot}"))


def test_stations_are_moved_along_their_line(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = add_line(sample)
    first, second = (add_station(sample, line, name) for name in ("one", "two"))
    page = go(qtbot, window, work, "lines", LinesPage)
    assert [tile.view.station.id for tile in page.bands.tiles()] == [first.id, second.id]
    lines.move_station(sample, second.id, 1)
    _again(qtbot, work, Kind.LINES)
    assert [tile.view.station.id for tile in page.bands.tiles()] == [second.id, first.id]


@pytest.mark.parametrize("sure", [True, False])
def test_a_station_is_removed_only_after_a_yes(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station, sure: bool
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    when_asked(QMessageBox, lambda box: click(qtbot, box.buttons()[0 if sure else 1]))
    page.bands.menu(station.id).actions()[-1].trigger()
    rest(qtbot, work)
    assert bool(page.bands.tiles()) is not sure


def test_today_shows_the_stations_and_starts_their_jobs(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    order(sample, 4)
    page = go(qtbot, window, work, "today", TodayPage)
    (tile,) = page.stations()
    assert page.tiles() == ()
    shown = [text for text, _ in texts(tile)]
    assert "Line 1 · Unit label" in shown
    click(qtbot, tile.start)
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    rest(qtbot, work)
    assert (tile.state_word(), tile.done()) == ("Done", "4 / 4")


def test_a_job_at_no_station_still_has_a_tile_of_its_own_on_today(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    order(sample, 4, "tcp://192.0.2.7:9100", None)
    page = go(qtbot, window, work, "today", TodayPage)
    assert (len(page.stations()), len(page.tiles())) == (1, 1)


def test_ten_running_lines_are_shown_by_one_timer_and_without_reading_the_database(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        add_station(sample, add_line(sample, f"Line {number}"), "Unit label", None)
    page = go(qtbot, window, work, "today", TodayPage)
    reads: list[str] = []
    monkeypatch.setattr(lines, "overview", lambda _plant: reads.append("read"))
    for _ in range(20):
        page._tick()
    assert len(page.stations()) == 10
    assert reads == []


def test_the_printers_are_asked_how_they_are(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    add_printer(sample, "Coder", CODER)
    add_printer(sample, "Office", "queue://office")
    add_printer(sample, "Far away", "tcp://127.0.0.1:1")
    page = go(qtbot, window, work, "lines", LinesPage)
    states = page.printers.states()
    assert states[DEMO][0] is Mark.DONE
    assert states[CODER][0] in {Mark.DONE, Mark.RUNNING}
    assert states["tcp://127.0.0.1:1"][0] is Mark.STOPPED
    assert "queue://office" not in states


def test_a_printer_on_which_a_job_runs_is_not_disturbed(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    page.printers.show_printers(printers.list_printers(sample), frozenset({DEMO}))
    assert not page.printers.test.isEnabled()
    page.printers.ask_all()
    assert not work.background.busy


def test_a_printer_that_stands_at_a_station_cannot_be_removed(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    page.show_what(DEMO)
    told: list[str] = []
    work.messages.told.connect(lambda _mark, text, _details: told.append(str(text)))
    when_asked(QMessageBox, lambda box: click(qtbot, box.buttons()[0]))
    click(qtbot, page.printers.remove)
    rest(qtbot, work)
    assert "Line 1 / Unit label" in told[0]
    assert len(printers.list_printers(sample)) == 1


def test_keys_alone_find_a_printer(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    go(qtbot, window, work, "lines", LinesPage)
    opened: list[bool] = []

    def look(dialog: FindPrinters) -> None:
        opened.append(True)
        dialog.reject()

    when_asked(FindPrinters, look)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened))
    rest(qtbot, work)


def test_go_to_knows_lines_and_printers(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    def type_name(dialog: GoTo) -> None:
        qtbot.waitUntil(lambda: dialog.list.count() > len(PAGES))
        dialog.field.setText("unit printer")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    when_asked(GoTo, type_name)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, work)
    assert isinstance(window.page, LinesPage)
    chosen = window.page.printers.chosen()
    assert chosen is not None
    assert chosen.name == "Unit printer"


def test_the_tiles_speak_chinese_after_a_switch(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, station: Station
) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    work.language.choose(CHINESE)
    tile = page.bands.tile(station.id)
    assert (tile.state_word(), tile.order.text()) == ("空闲", "新建任务")
