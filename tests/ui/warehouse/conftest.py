"""Goods of a packed order in the plant of the windows."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.storage.packing import StoredBook
from tests.storage.pack_stock import Line
from tests.warehouse_stock import Warehouse, packed_goods

_NAME = "plant.db"


@pytest.fixture(scope="session")
def packed_plant(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Line]:
    """A plant whose order is packed, to be copied."""
    folder = tmp_path_factory.mktemp("packed")
    with open_plant(f"sqlite:///{(folder / _NAME).as_posix()}", folder) as plant:
        line = packed_goods(plant)
        with StoredBook(plant.store) as book:
            Warehouse(plant, line, book).end(OrderState.CLOSED)
    return folder, line


@pytest.fixture
def plant(packed_plant: tuple[Path, Line], tmp_path: Path) -> Iterator[Plant]:
    """The plant of the windows; Bob is at the keyboard."""
    folder = tmp_path / "plant"
    shutil.copytree(packed_plant[0], folder)
    with open_plant(f"sqlite:///{(folder / _NAME).as_posix()}", folder) as opened:
        yield replace(opened, actor="bob")


@pytest.fixture
def goods(plant: Plant, packed_plant: tuple[Path, Line]) -> Iterator[Warehouse]:
    """The goods in it."""
    with StoredBook(plant.store) as book:
        yield Warehouse(plant, packed_plant[1], book)
