"""A real plant on a database of its own, and the windows on it."""

import shutil
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


@pytest.fixture(scope="session")
def empty_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty plant, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    with open_plant(_url(folder), folder):
        return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample plant, to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    with open_plant(_url(folder), folder) as opened:
        sample_plant.load(opened)
        return folder


@pytest.fixture
def plant(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plant]:
    """A plant of the test's own: the sample plant if the test asks for ``sample``, else an empty one."""
    wanted = "sample_folder" if "sample" in request.fixturenames else "empty_plant"
    folder = tmp_path / "plant"
    shutil.copytree(request.getfixturevalue(wanted), folder)
    with open_plant(_url(folder), folder) as opened:
        yield opened


def _url(folder: Path) -> str:
    return f"sqlite:///{(folder / 'plant.db').as_posix()}"


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
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    if not made.isVisible():
        return
    work.running.pause_all()
    qtbot.waitUntil(lambda: not work.running.ids, timeout=20_000)


@pytest.fixture
def sample(plant: Plant) -> Plant:
    """The sample plant, loaded before the windows open."""
    return plant
