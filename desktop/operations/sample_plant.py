"""The sample plant: a product, codes and batches to try everything with. All of it is marked specimen."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import resources
from desktop.changes import Changes, Kind
from desktop.errors import InputError
from desktop.operations import batches, codes, products
from desktop.operations.plant import Plant
from desktop.products.batch import Batch

GTIN = "06932833600109"
"""Montmorillonite powder of the source document S001, table 3."""
SHELF_LIFE_MONTHS = 48
"""S001, table 3: made 2016-02-01, expiry 2020-01-31."""
_OLD_LOT = Batch("L02707", date(2016, 2, 1), date(2020, 1, 31), specimen=True)
_FILES = ("codes_level1.txt", "codes_level2.txt", "codes_level3.txt")


def is_loaded(plant: Plant) -> bool:
    """Tell whether the sample plant's product is already known."""
    try:
        products.find_product(plant, GTIN)
    except InputError:
        return False
    return True


def load(plant: Plant) -> Changes:
    """Import the sample plant's products.xml and code files through the same operations as any.

    Raises:
        Refused: it is loaded already.
    """
    with _as_files() as folder:
        products.import_products(plant, folder / "products.xml")
        product = next(row for row in products.list_products(plant) if row.product.specimen)
        products.complete_product(plant, product.id, gtin=GTIN, shelf_life_months=SHELF_LIFE_MONTHS)
        for name in _FILES:
            codes.import_codes(plant, folder / name)
    batches.create_batch(plant, product.id, _OLD_LOT)
    made = plant.clock.now().date() - timedelta(days=3)
    expiry = batches.proposed_expiry(plant, product.id, made).day_before
    batches.create_batch(plant, product.id, Batch(f"S{made:%y%m%d}", made, expiry, specimen=True))
    return Changes.of(Kind.PRODUCTS, Kind.CODES, Kind.BATCHES)


@contextmanager
def _as_files() -> Iterator[Path]:
    """Lay the resources out as files, since they may come from inside an archive."""
    with tempfile.TemporaryDirectory(prefix="packmark-sample-") as folder:
        for name in ("products.xml", *_FILES):
            (Path(folder) / name).write_bytes(resources.read_bytes(f"sample_plant/{name}"))
        yield Path(folder)
