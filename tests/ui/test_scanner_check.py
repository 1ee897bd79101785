"""A scanner is tried out before it is relied on."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.errors import Refused
from desktop.operations import lines
from desktop.operations.plant import Plant
from desktop.operations.scanners import open_scanner
from printers.emulators.scanner import ScannerEmulator
from tests.ui.lines_of_sample import add_line
from tests.ui.people import click, go, rest, when_asked
from ui.dialogs.edit_station import EditStation
from ui.dialogs.scanner_check import ScannerCheck
from ui.dialogs.wedge_check import WedgeCheck
from ui.main_window import MainWindow
from ui.pages.lines import LinesPage
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def emulated() -> Iterator[ScannerEmulator]:
    with ScannerEmulator(identifier="]d2") as scanner:
        yield scanner


@pytest.fixture
def dialog(
    qtbot: QtBot, window: MainWindow, work: Workplace, emulated: ScannerEmulator
) -> Iterator[ScannerCheck]:
    made = ScannerCheck(work, emulated.address, window)
    made.show()
    qtbot.waitUntil(lambda: made.state.mark is Mark.DONE)
    assert emulated.wait_connected()
    yield made
    made.reject()


def test_what_came_is_shown_with_its_separators_and_its_symbology(
    qtbot: QtBot, dialog: ScannerCheck, emulated: ScannerEmulator
) -> None:
    emulated.scan("0109506000134352\x1d21A")
    qtbot.waitUntil(lambda: dialog.came.text() == "0109506000134352<GS>21A")
    assert dialog.symbology.text() == "]d2, GS1 DataMatrix"
    assert dialog.length.text().startswith("20 ")


def test_a_label_that_is_read_twice_is_told(
    qtbot: QtBot, dialog: ScannerCheck, emulated: ScannerEmulator
) -> None:
    emulated.faults.doubled = True
    emulated.scan("81250531278265838370")
    qtbot.waitUntil(lambda: "read twice" in dialog.answer.sentence())
    assert dialog.since.text().endswith(" ms")


def test_a_reading_without_an_end_is_told(
    qtbot: QtBot, dialog: ScannerCheck, emulated: ScannerEmulator
) -> None:
    emulated.faults.no_end = True
    emulated.scan("81250531278265838370")
    qtbot.waitUntil(lambda: "without an end" in dialog.told.text())


def test_closing_the_dialog_gives_the_scanner_free(
    qtbot: QtBot, work: Workplace, dialog: ScannerCheck
) -> None:
    dialog.accept()
    qtbot.waitUntil(lambda: _is_free(work.plant, dialog.feed.address))


def _is_free(plant: Plant, address: str) -> bool:
    try:
        with open_scanner(plant, address):
            return True
    except Refused:
        return False


def test_a_station_is_given_its_scanner_in_its_dialog(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, emulated: ScannerEmulator
) -> None:
    dialog = EditStation(work, add_line(sample).line, None, window)
    dialog.show()
    rest(qtbot, work)
    dialog.name.setText("Case packing")
    dialog.scanner.setText("tcp://nowhere")
    click(qtbot, dialog.try_scanner)
    assert "no address of a scanner" in dialog.scanner_field.below()
    dialog.scanner.setText(emulated.address)
    checks: list[str] = []
    when_asked(ScannerCheck, lambda check: _seen(checks, check))
    click(qtbot, dialog.try_scanner)
    assert checks == ["Try the scanner"]
    click(qtbot, dialog.store)
    rest(qtbot, work)
    assert lines.list_lines(sample)[0].stations[0].station.scanner == emulated.address


def test_a_keyboard_scanner_is_checked_from_the_station_and_from_the_lines(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = add_line(sample)
    dialog = EditStation(work, line.line, None, window)
    dialog.show()
    rest(qtbot, work)
    checks: list[str] = []
    when_asked(WedgeCheck, lambda check: _seen(checks, check))
    click(qtbot, dialog.try_scanner)
    dialog.reject()
    page = go(qtbot, window, work, "lines", LinesPage)
    when_asked(WedgeCheck, lambda check: _seen(checks, check))
    click(qtbot, page.check_scanner)
    assert checks == ["Check a keyboard scanner"] * 2


def _seen(checks: list[str], check: QDialog) -> None:
    checks.append(check.windowTitle())
    check.reject()
