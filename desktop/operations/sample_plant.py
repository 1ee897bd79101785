"""The sample plant: a product, codes and batches to try everything with. All of it is marked specimen."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import resources
from desktop.changes import Changes, Kind
from desktop.errors import InputError
from desktop.operations import batches, codes, lines, order_planning, printers, products
from desktop.operations.clearance import standard_points
from desktop.operations.plant import Plant
from desktop.products.batch import Batch

GTIN = "06932833600109"
"""Montmorillonite powder of the source document S001, table 3."""
SHELF_LIFE_MONTHS = 48
"""S001, table 3: made 2016-02-01, expiry 2020-01-31."""
_OLD_LOT = Batch("L02707", date(2016, 2, 1), date(2020, 1, 31), specimen=True)
LINE, ORDER = "L1", "WO-1"
"""The line that ``load_line`` sets up, and the order that it plans there."""
_UNITS = 200
_PRINTER, _SCANNER = "demo://zebra", "demo://scanner"
_STATIONS = ((1, "drug_code_b", ""), (2, "drug_code_b_bundle", _SCANNER), (3, "drug_code_b_case", ""))
"""Level, label and scanner: what the demo printer prints the demo scanner reads, where bundles are filled."""
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


def load_with_line(plant: Plant, language: str) -> Changes:
    """Do ``load``, and ``load_line`` where no line or printer is; arguments and errors as of both."""
    loaded = load(plant)
    if lines.list_lines(plant) or printers.list_printers(plant):
        return loaded
    return Changes(loaded.kinds | load_line(plant, language).kinds)


def load_line(plant: Plant, language: str) -> Changes:
    """Add to the loaded sample plant a line of demo devices and a work order, planned and entered once.

    Args:
        plant: where.
        language: of the points of its line clearance.

    Raises:
        InputError: the sample plant is not loaded.
        Refused: such a line, or such an order, is there already.
    """
    product = products.find_product(plant, GTIN)
    printer, _ = printers.add_printer(plant, LINE, _PRINTER)
    line, _ = lines.add_line(plant, LINE)
    for level, label, scanner in _STATIONS:
        draft = lines.StationDraft(
            None, line.line.id, f"S{level}", level=level, printer_id=printer.id, label=label, scanner=scanner
        )
        lines.save_station(plant, draft)
    today = plant.clock.now().date()
    batch = next(row.batch for row in batches.list_batches(plant) if row.batch.expiry > today)
    order = order_planning.OrderDraft(
        ORDER,
        product.id,
        line.line.id,
        _UNITS,
        lot=batch.lot,
        expiry=batch.expiry,
        first_article=False,
        clearance=tuple(one.in_language(language) for one in standard_points()),
        reviewed=False,
        planned_for=today,
    )
    order_planning.plan_order(plant, order)
    return Changes.of(Kind.LINES, Kind.PRINTERS, Kind.ORDERS)


@contextmanager
def _as_files() -> Iterator[Path]:
    """Lay the resources out as files, since they may come from inside an archive."""
    with tempfile.TemporaryDirectory(prefix="packmark-sample-") as folder:
        for name in ("products.xml", *_FILES):
            (Path(folder) / name).write_bytes(resources.read_bytes(f"sample_plant/{name}"))
        yield Path(folder)
