"""The sample plant, and an emulated printer to print on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.operations import batches, jobs, products, sample_plant
from desktop.operations.plant import Plant
from printers.emulators.zebra import ZebraEmulator


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        sample_plant.load(opened)
        yield opened


@pytest.fixture
def printer() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as emulator:
        yield emulator


def an_order(plant: Plant, printer: str, count: int = 5, *, level: int = 1) -> jobs.JobOrder:
    product = products.find_product(plant, sample_plant.GTIN)
    batch = batches.list_batches(plant)[0]
    return jobs.JobOrder(product.id, batch.id, level, count, "drug_code_b", printer)
