"""A station whose scanner is no keyboard, and the dialogs that are opened from it."""

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.operations.plant import Plant
from printers.emulators.scanner import ScannerEmulator
from tests.ui.packing.line_on_screen import PackedLine, packed_line
from tests.ui.people import PATIENCE_MS, click, go, when_asked
from ui.dialogs.packing_problem import PackingProblem
from ui.main_window import MainWindow
from ui.packing.confirmed_action import ConfirmedAction
from ui.packing.station_settings import StationSettings
from ui.packing.station_view import StationView
from ui.pages.packing import PackingPage
from ui.workplace import Workplace


@pytest.fixture
def scanner() -> Iterator[ScannerEmulator]:
    with ScannerEmulator() as emulated:
        yield emulated


@pytest.fixture
def line(plant: Plant, scanner: ScannerEmulator) -> PackedLine:
    """The station of bundles has the emulated scanner."""
    return packed_line(plant, scanner=scanner.address)


@pytest.fixture
def far(
    qtbot: QtBot, window: MainWindow, work: Workplace, line: PackedLine, scanner: ScannerEmulator
) -> Iterator[StationView]:
    """The station, its scanner connected."""
    work.settings.setValue("packing/place", f"{line.order_id}/{line.bundles}")
    window.go("packing")
    page = window.page
    assert isinstance(page, PackingPage)
    qtbot.waitUntil(lambda: page.view is not None, timeout=PATIENCE_MS)
    assert page.view is not None
    assert scanner.wait_connected()
    yield page.view
    page.leave()


def test_what_the_connected_scanner_reads_is_packed(
    qtbot: QtBot, far: StationView, scanner: ScannerEmulator, line: PackedLine
) -> None:
    for code in (*line.units[:3], line.packs[0]):
        scanner.scan(code)
        time.sleep(0.06)
    qtbot.waitUntil(lambda: far.panel.labels.closed.code() == line.packs[0], timeout=PATIENCE_MS)
    assert far.panel.scanner.isVisible()


def test_while_a_dialog_asks_for_a_code_the_connected_scanner_gives_it_there(
    qtbot: QtBot, far: StationView, scanner: ScannerEmulator, line: PackedLine
) -> None:
    scanner.scan(line.units[0])
    qtbot.waitUntil(far.panel.partial.isEnabled, timeout=PATIENCE_MS)
    found: list[str] = []

    def answer(dialog: ConfirmedAction) -> None:
        scanner.scan(line.packs[0])
        qtbot.waitUntil(lambda: bool(dialog.code.code()), timeout=PATIENCE_MS)
        found.append(dialog.code.code())
        dialog.reject()

    when_asked(ConfirmedAction, answer)
    click(qtbot, far.panel.partial)
    assert found == [line.packs[0]]
    assert far.situation.lying == 1


def test_a_reading_that_a_dialog_has_no_use_for_is_told_and_not_packed(
    qtbot: QtBot, work: Workplace, far: StationView, scanner: ScannerEmulator, line: PackedLine
) -> None:
    told: list[str] = []
    work.messages.told.connect(lambda _mark, text, _details: told.append(str(text)))

    def answer(dialog: StationSettings) -> None:
        scanner.scan(line.units[0])
        qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
        dialog.reject()

    when_asked(StationSettings, answer)
    click(qtbot, far.panel.settings)
    assert "a dialog is open" in told[0]
    assert far.situation.lying == 0


def test_the_problem_button_leads_to_the_six_pictures(
    qtbot: QtBot, window: MainWindow, work: Workplace, far: StationView
) -> None:
    seen: list[int] = []

    def answer(dialog: PackingProblem) -> None:
        seen.append(len(dialog.pictures))
        dialog.reject()

    when_asked(PackingProblem, answer)
    click(qtbot, far.panel.problem)
    assert seen == [6]


def test_the_page_of_an_order_s_only_station_opens_it_at_once(
    qtbot: QtBot, window: MainWindow, work: Workplace, plant: Plant
) -> None:
    made = packed_line(plant, printed=(6, 2), children=(1, 3))
    page = go(qtbot, window, work, "packing", PackingPage)
    page.show_what(made.order_id)
    qtbot.waitUntil(lambda: page.view is not None, timeout=PATIENCE_MS)
    page.leave()
