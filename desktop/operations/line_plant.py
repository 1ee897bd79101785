"""A plant with one packing line: the sample product by any ratio, codes enough, a printer for each level."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from desktop.errors import InputError
from desktop.operations import (
    batches,
    codes,
    lines,
    order_entry,
    order_gates,
    order_planning,
    printers,
    products,
    reviewers,
    rights,
)
from desktop.operations.clearance import clear, standard_points
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.operations.sample_plant import GTIN, SHELF_LIFE_MONTHS
from desktop.products.batch import Batch
from desktop.products.packing import Packing
from desktop.texts import say
from resources.sample_plant import make

LABELS = ("drug_code_b", "drug_code_b_bundle", "drug_code_b_case")
"""Designs of units, bundles and cases; larger packs carry the label of cases."""
_MADE_DAYS_AGO = 7
_FIRST_PREFIX = 8_999_901


@dataclass(frozen=True, slots=True)
class LinePlant:
    """What was set up.

    Attributes:
        batch_id: of the batch that is packed.
        earlier_batch_id: of one that was made before it.
        stations: ids, level 1 first.
        labels: names of designs, level 1 first.
    """

    product_id: int
    batch_id: int
    earlier_batch_id: int
    line_id: int
    stations: tuple[int, ...]
    labels: tuple[str, ...]
    packing: Packing


def set_up(
    plant: Plant,
    packing: Packing,
    issued: Sequence[int],
    addresses: Sequence[str],
    scanners: Mapping[int, str] = MappingProxyType({}),
) -> LinePlant:
    """Set up the line in an empty plant.

    Args:
        plant: where.
        packing: of the product.
        issued: codes for each level, level 1 first.
        addresses: of the printers, likewise.
        scanners: addresses of those that do not type, by the level of their station.

    Raises:
        InputError: not one number and one printer for each level.
    """
    levels = len(packing.children)
    if len(issued) != levels or len(addresses) != levels:
        raise InputError(say("A line of {levels} levels needs a printer for each.", levels=levels))
    product_id = _product(plant, packing, issued)
    batch_id = _batch(plant, product_id, _MADE_DAYS_AGO)
    earlier_batch_id = _batch(plant, product_id, 2 * _MADE_DAYS_AGO)
    line, _ = lines.add_line(plant, "L1")
    labels = tuple(LABELS[min(level, len(LABELS)) - 1] for level in range(1, levels + 1))
    stations = tuple(
        _station(plant, line.line.id, level, address, label, scanners.get(level, ""))
        for level, (address, label) in enumerate(zip(addresses, labels, strict=True), start=1)
    )
    return LinePlant(product_id, batch_id, earlier_batch_id, line.line.id, stations, labels, packing)


def _batch(plant: Plant, product_id: int, days_ago: int) -> int:
    made = plant.clock.now().date() - timedelta(days=days_ago)
    expiry = batches.proposed_expiry(plant, product_id, made).day_before
    batch, _ = batches.create_batch(plant, product_id, Batch(f"D{made:%y%m%d}", made, expiry, specimen=True))
    return batch.id


def _product(plant: Plant, packing: Packing, issued: Sequence[int]) -> int:
    prefixes = [str(_FIRST_PREFIX + number) for number in range(len(issued))]
    with tempfile.TemporaryDirectory(prefix="packmark-line-") as name:
        folder = Path(name)
        table = folder / "products.xml"
        table.write_text(make.products_xml(packing.ratio(), prefixes), encoding="utf-8")
        products.import_products(plant, table)
        (row,) = products.list_products(plant)
        products.complete_product(plant, row.id, gtin=GTIN, shelf_life_months=SHELF_LIFE_MONTHS)
        for level, (prefix, count) in enumerate(zip(prefixes, issued, strict=True), start=1):
            file = folder / f"codes_level{level}.txt"
            file.write_text(make.code_file(level, prefix, count), encoding="utf-8")
            codes.import_codes(plant, file)
    return row.id


def _station(plant: Plant, line_id: int, level: int, address: str, label: str, scanner: str) -> int:
    printer, _ = printers.add_printer(plant, f"P{level}", address)
    draft = lines.StationDraft(
        None, line_id, f"S{level}", level=level, printer_id=printer.id, label=label, scanner=scanner
    )
    row, _ = lines.save_station(plant, draft)
    return row.station.id


def begin_order(
    plant: Plant,
    made: LinePlant,
    number: str,
    batch_id: int,
    units: int,
    spare_percent: Mapping[int, float],
) -> int:
    """Order a batch to be packed on the line, enter it twice, clear the line, start, and return its id."""
    batch = next(row.batch for row in batches.list_batches(plant) if row.id == batch_id)
    draft = order_planning.OrderDraft(
        number,
        made.product_id,
        made.line_id,
        units,
        lot=batch.lot,
        expiry=batch.expiry,
        spare_percent=spare_percent,
        first_article=False,
        clearance=tuple(map(str, standard_points())),
    )
    order, _ = order_planning.plan_order(plant, draft)
    order_entry.enter(plant, order.id, batch.lot, batch.expiry)
    confirming = reviewer(plant)
    for point in draft.clearance:
        clear(plant, order.id, point, confirming)
    order_gates.start(plant, order.id)
    return order.id


def reviewer(plant: Plant) -> Reviewer:
    """Return the second person at the line, who proves who they are; the first time they are introduced."""
    if not reviewers.has_secret(plant, _REVIEWER):
        rights.grant(plant, plant.actor, Right.ADMINISTER)
        rights.grant(plant, _REVIEWER, Right.REVIEW)
        reviewers.set_secret(plant, _REVIEWER, None, _FIRST_SECRET)
        reviewers.set_secret(plant, _REVIEWER, _FIRST_SECRET, _SECRET)
    return reviewers.confirm(plant, _REVIEWER, _SECRET)


_REVIEWER: Final = "emulated reviewer"
_FIRST_SECRET, _SECRET = "first emulation", "emulation"  # of nobody, in a plant of its own
