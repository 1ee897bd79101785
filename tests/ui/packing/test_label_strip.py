"""Labels of the packs that a station fills, printed when a tray is full, from the window."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from desktop.operations import first_articles, jobs, lines, printers
from desktop.operations.label_supply import label_job
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from printers.emulators.zebra import ZebraEmulator
from tests.operations.orders import LABEL, a_draft, running
from tests.ui.packing.line_on_screen import PackedLine, packed_line
from tests.ui.people import PATIENCE_MS, click, go, rest
from ui.main_window import MainWindow
from ui.packing.station_view import StationView
from ui.pages.jobs import JobsPage
from ui.pages.packing import PackingPage
from ui.workplace import Workplace


@pytest.fixture
def printer() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as opened:
        yield opened


@pytest.fixture
def line(plant: Plant) -> PackedLine:
    """Units for many bundles of three, and one label for them."""
    return packed_line(plant, (12, 1, 1))


@pytest.fixture
def bundling(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, printer: ZebraEmulator
) -> StationView:
    """The station of bundles of a running order; its labels come from an emulated printer."""
    return _station(qtbot, window, work, printer, first_article=False)


def _station(
    qtbot: QtBot, window: MainWindow, work: Workplace, printer: ZebraEmulator, *, first_article: bool
) -> StationView:
    sample = work.plant
    row, _ = lines.add_line(sample, "Line 7")
    for level, address in ((1, "tcp://192.0.2.1:9100"), (2, printer.address)):
        known, _ = printers.add_printer(sample, f"P{level}", address)
        draft = StationDraft(None, row.line.id, f"S{level}", level=level, printer_id=known.id, label=LABEL)
        lines.save_station(sample, draft)
    wanted = a_draft(sample, row.line.id, first_article=first_article, not_printed=frozenset({3}), units=100)
    running(sample, wanted)
    page = go(qtbot, window, work, "packing", PackingPage)
    (tile,) = page.choice.tiles.values()
    tile.click()
    rest(qtbot, work)
    assert page.view is not None
    return page.view


def test_while_the_first_label_is_awaited_the_station_says_what_is_to_be_done(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, printer: ZebraEmulator
) -> None:
    view = _station(qtbot, window, work, printer, first_article=True)
    labels = view.panel.labels
    qtbot.waitUntil(lambda: "looked at before the others" in labels.told(), timeout=PATIENCE_MS)
    found = label_job(sample, view.place.order.id, view.place.station.level)
    assert found is not None
    jobs.open_job(sample, found.id).run()
    view.look()
    qtbot.waitUntil(lambda: "scan it to confirm it. Then" in labels.told(), timeout=PATIENCE_MS)
    waiting = first_articles.waiting(sample, found.id)
    assert waiting is not None
    assert waiting in labels.told()
    assert not labels.start.isVisible()
    first_articles.confirm(sample, found.id, waiting)
    view.look()
    qtbot.waitUntil(lambda: "Take the next label that lies ready" in labels.told(), timeout=PATIENCE_MS)
    assert labels.start.isVisible()


def test_the_page_of_a_job_whose_first_label_waits_says_that_the_station_asks_for_the_others(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, printer: ZebraEmulator
) -> None:
    view = _station(qtbot, window, work, printer, first_article=True)
    found = label_job(sample, view.place.order.id, view.place.station.level)
    assert found is not None
    jobs.open_job(sample, found.id).run()
    page = go(qtbot, window, work, "jobs", JobsPage)
    page.open(found.id)
    rest(qtbot, work)
    assert "the packing station asks for the others" in page.view.first_article.trouble()


@contextmanager
def _ended(qtbot: QtBot, work: Workplace) -> Iterator[None]:
    """End the job within the test: a window that closes while one runs asks first."""
    try:
        yield
    finally:
        work.running.pause_all()
        qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)


def _start(qtbot: QtBot, work: Workplace, view: StationView) -> None:
    click(qtbot, view.panel.labels.start)
    qtbot.waitUntil(
        lambda: all(work.running.progress(job_id) is not None for job_id in work.running.ids),
        timeout=PATIENCE_MS,
    )
    qtbot.waitUntil(view.panel.labels.another.isVisible, timeout=PATIENCE_MS)


def test_starting_the_labels_prints_none_before_a_tray_is_full(
    qtbot: QtBot, work: Workplace, bundling: StationView, printer: ZebraEmulator
) -> None:
    with _ended(qtbot, work):
        _start(qtbot, work, bundling)
        qtbot.wait(300)
        assert list(printer.physical) == []
        assert "0 so far" in bundling.panel.labels.told()


def test_another_label_is_printed_when_it_is_asked_for(
    qtbot: QtBot, work: Workplace, bundling: StationView, printer: ZebraEmulator
) -> None:
    with _ended(qtbot, work):
        _start(qtbot, work, bundling)
        click(qtbot, bundling.panel.labels.another)
        assert printer.wait_printed(1)
        qtbot.waitUntil(lambda: "1 so far" in bundling.panel.labels.told(), timeout=PATIENCE_MS)


def test_a_label_that_was_asked_for_before_the_printer_answered_is_printed_once(
    qtbot: QtBot, work: Workplace, bundling: StationView, printer: ZebraEmulator
) -> None:
    with _ended(qtbot, work):
        click(qtbot, bundling.panel.labels.start)
        bundling.panel.labels.wanted.permit()
        qtbot.waitUntil(lambda: "1 so far" in bundling.panel.labels.told(), timeout=PATIENCE_MS)
    assert len(printer.physical) == 1


def test_labels_are_printed_again_when_the_station_is_opened_next(
    qtbot: QtBot, work: Workplace, bundling: StationView
) -> None:
    with _ended(qtbot, work):
        _start(qtbot, work, bundling)
    assert bundling.panel.labels.start.isVisible()
    with _ended(qtbot, work):
        again = StationView(work, bundling.place)
        qtbot.addWidget(again)
        qtbot.waitUntil(lambda: bool(work.running.ids), timeout=PATIENCE_MS)
        again.close_station()


def test_a_printer_that_cannot_be_reached_is_told_at_the_station(
    qtbot: QtBot, work: Workplace, bundling: StationView, printer: ZebraEmulator
) -> None:
    printer.close()
    with _ended(qtbot, work):
        click(qtbot, bundling.panel.labels.start)
        qtbot.waitUntil(lambda: "127.0.0.1" in bundling.panel.labels.told(), timeout=PATIENCE_MS)
    assert bundling.panel.labels.badge.word() == "No labels are printed"
    assert bundling.panel.labels.start.isVisible()


def test_while_the_job_does_not_run_no_label_is_asked_for(bundling: StationView) -> None:
    bundling.panel.labels.wanted.permit()
    assert bundling.panel.labels.wanted.permitted == 0


def test_a_full_tray_whose_label_does_not_come_says_why_wherever_labels_are_printed(
    view: StationView, line: PackedLine, scan: Callable[..., None]
) -> None:
    labels = view.panel.labels
    scan(*line.units[:3])
    assert labels.badge.word() == "Labels lie ready"
    scan(line.packs[0], *line.units[3:6])
    assert labels.badge.word() == "No labels are printed"
    assert "prints nothing: start it, and the label of the full tray comes" in labels.told()
    view.panel.undo.click()
    scan()
    assert labels.badge.word() == "Labels lie ready"
