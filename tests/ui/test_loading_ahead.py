"""The page that has most to load is shown at once, and the window never stands still for it."""

import subprocess
import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.texts import say
from tests.ui.people import PATIENCE_MS, click
from ui.main_window import MainWindow
from ui.pages.quality import QualityPage
from ui.when_idle import WhenIdle
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace

_MOST_AT_ONCE = 20
"""Modules of one piece: they take some hundredths of a second together."""
_LOADED_AHEAD = f"""
import sys
from importlib import import_module
from ui.pages.catalogue import AHEAD, BESIDE
for name in BESIDE:
    import_module(name)
assert not any(name.startswith(("PySide6", "ui.quality")) for name in set(sys.modules) - AT_FIRST)
import ui.application, ui.pages.today
for name in AHEAD:
    before = set(sys.modules)
    import_module(name)
    new = [one for one in set(sys.modules) - before]
    assert 0 < len(new) <= {_MOST_AT_ONCE}, (name, new)
    loaded = [one for one in new if one.startswith(("desktop.", "numpy", "PIL"))]
    assert len(loaded) <= 3, (name, loaded)
"""


def test_what_is_loaded_ahead_comes_in_small_pieces_and_all_that_has_no_qt_beside() -> None:
    begin = "import sys; import ui.pages.catalogue; AT_FIRST = set(sys.modules)\n"
    subprocess.run([sys.executable, "-c", begin + _LOADED_AHEAD], check=True)


def test_pieces_are_done_in_their_order_and_each_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    host, done = QObject(), []
    idle = WhenIdle(host)
    idle.add(lambda: done.append(1), lambda: done.append(2))
    idle.add(lambda: done.append(3))
    assert done == []
    seen: list[int] = []
    while len(done) < 3:
        qtbot.waitUntil(lambda: len(done) > len(seen))
        seen.append(len(done))
    assert (done, seen) == ([1, 2, 3], [1, 2, 3])


def test_nothing_is_done_for_a_window_that_is_gone(qtbot: QtBot) -> None:
    host, done = QWidget(), []
    WhenIdle(host).add(lambda: done.append(1))
    host.deleteLater()
    with qtbot.waitSignal(host.destroyed):
        pass
    qtbot.wait(80)
    assert done == []


def test_a_view_is_made_when_it_is_chosen_and_once(qtbot: QtBot, work: Workplace) -> None:
    tabs, made = Tabs(work.kit), []

    def make() -> QLabel:
        made.append(QLabel("second"))
        return made[-1]

    qtbot.addWidget(tabs)
    tabs.add(say("First"), QLabel("first"))
    tabs.add_later(say("Second"), make)
    tabs.show()
    assert made == []
    click(qtbot, tabs.buttons[1])
    tabs.make_ready(1)
    assert [one.isVisible() for one in made] == [True]
    tabs.choose(0)
    tabs.choose(1)
    assert (len(made), tabs.current()) == (1, 1)


def test_the_quality_page_is_shown_before_its_other_views_are_made(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    later = {"samples", "batches", "trend"}
    work.go("quality")
    page = window.page
    assert isinstance(page, QualityPage)
    assert page.grading.first_open.isVisible()
    assert not later & vars(page).keys()
    assert "workspace" not in vars(page.grading)
    qtbot.waitUntil(lambda: later < vars(page).keys(), timeout=PATIENCE_MS)
    assert "workspace" in vars(page.grading)


def test_a_view_of_the_quality_page_that_is_asked_for_at_once_is_there(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    work.go("quality")
    page = window.page
    assert isinstance(page, QualityPage)
    click(qtbot, page.tabs.buttons[2])
    assert page.batches.isVisible()
    assert "samples" not in vars(page)
