"""A running order at a station, on the page of packing."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations.plant import Plant
from tests.ui.packing.line_on_screen import PackedLine, packed_line
from tests.ui.people import go, rest
from ui.main_window import MainWindow
from ui.packing.station_view import StationView
from ui.pages.packing import PackingPage
from ui.workplace import Workplace


@pytest.fixture
def line(plant: Plant) -> PackedLine:
    """Units, bundles of three and cases of two, all printed."""
    return packed_line(plant)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, line: PackedLine) -> PackingPage:
    """The page of packing, while an order runs."""
    return go(qtbot, window, work, "packing", PackingPage)


@pytest.fixture
def view(qtbot: QtBot, work: Workplace, page: PackingPage, line: PackedLine) -> StationView:
    """The station of bundles."""
    page.choice.tiles[f"{line.order_id}/{line.bundles}"].click()
    rest(qtbot, work)
    assert page.view is not None
    return page.view


@pytest.fixture
def scan(qtbot: QtBot, work: Workplace, view: StationView) -> Callable[..., None]:
    """Scans as a hand scanner types, and waits for the answers."""

    def scan(*codes: str) -> None:
        for code in codes:
            QTest.keyClicks(view.panel.field, code + "\r")
            qtbot.wait(60)  # sooner it would be the same reading
        rest(qtbot, work)
        qtbot.wait(120)  # until it is drawn

    return scan
