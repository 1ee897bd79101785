"""The sample plant, and an emulated printer to print on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import batches, jobs, products, sample_plant
from desktop.operations.plant import Plant
from printers.emulators.zebra import ZebraEmulator


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a sample plant, to be copied: loading one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("sample")
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as opened:
        sample_plant.load(opened)
    return folder / "plant.db"


@pytest.fixture
def plant(tmp_path: Path, loaded: Path) -> Iterator[Plant]:
    shutil.copy(loaded, tmp_path / "plant.db")
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        yield opened


@pytest.fixture
def printer() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as emulator:
        yield emulator


def an_order(plant: Plant, printer: str, count: int = 5, *, level: int = 1) -> jobs.JobOrder:
    product = products.find_product(plant, sample_plant.GTIN)
    batch = batches.list_batches(plant)[0]
    return jobs.JobOrder(product.id, batch.id, level, count, "drug_code_b", printer)
