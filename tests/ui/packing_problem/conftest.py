"""A plant with two full bundles of three units, six loose units, and a second person with a secret."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import open_plant
from desktop.operations import reviewers, rights
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from tests.operations.packing_line import PackingLine, packing_line
from tests.ui.people import rest
from ui.dialogs.packing_problem import PackingProblem
from ui.workplace import Workplace

SECRET = "green apples"


@dataclass(frozen=True)
class Stock:
    """The folder of the plant, to be copied, and what lies in it."""

    folder: Path
    made: PackingLine


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Fill the plant once."""
    folder = tmp_path_factory.mktemp("packed")
    with packing_line(folder) as made:
        with PackStation(made.plant, made.order_id, made.bundles) as station:
            for number in range(2):
                for code in (*made.units[3 * number : 3 * number + 3], made.line.codes[1][number]):
                    assert station.scan(code).taken
        rights.grant(made.plant, "anna", Right.ADMINISTER)
        rights.grant(made.plant, "Bob", Right.REVIEW)
        reviewers.set_secret(made.plant, "Bob", None, "the first one")
        reviewers.set_secret(made.plant, "Bob", "the first one", SECRET)
    return Stock(folder, made)


@pytest.fixture
def packed(stock: Stock, tmp_path: Path) -> Iterator[PackingLine]:
    """The plant, of the test's own."""
    folder = tmp_path / "plant"
    shutil.copytree(stock.folder, folder)
    with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as opened:
        yield replace(stock.made, plant=replace(opened, actor="anna"))


@pytest.fixture
def plant(packed: PackingLine) -> Plant:
    """The plant of the windows."""
    return packed.plant


@pytest.fixture
def dialog(qtbot: QtBot, work: Workplace, packed: PackingLine) -> Iterator[PackingProblem]:
    """The open dialog, at the station that fills bundles."""
    behind = QWidget()
    qtbot.addWidget(behind)
    made = PackingProblem(work, packed.order_id, packed.bundles, behind)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    rest(qtbot, work)
    yield made
    behind.close()  # it must live as long
