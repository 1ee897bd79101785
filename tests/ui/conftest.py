"""A real plant on a database of its own, and the windows on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_plant
from desktop.operations import sample_plant
from desktop.operations.plant import Plant
from desktop.texts import ENGLISH
from ui.main_window import MainWindow
from ui.workplace import Workplace


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    """An empty plant."""
    folder = tmp_path / "plant"
    folder.mkdir()
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as opened:
        yield opened


@pytest.fixture
def work(qapp: QApplication, plant: Plant, settings: QSettings) -> Iterator[Workplace]:
    """What pages are built with, in English and light."""
    settings.setValue("language", ENGLISH)
    settings.setValue("dark", "false")
    made = Workplace(qapp, plant, settings)
    yield made
    made.close()
    made.language.choose(ENGLISH)
    made.language.close()


@pytest.fixture
def window(qtbot: QtBot, work: Workplace) -> Iterator[MainWindow]:
    """The main window on an empty plant."""
    made = MainWindow(work)
    qtbot.addWidget(made)
    made.show()
    yield made
    work.running.pause_all()
    qtbot.waitUntil(lambda: not work.running.ids, timeout=20_000)


@pytest.fixture
def sample(work: Workplace) -> Plant:
    """The sample plant, loaded."""
    work.announce(sample_plant.load(work.plant))
    return work.plant
