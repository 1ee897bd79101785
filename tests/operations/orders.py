"""Work orders of the sample plant, for tests."""

from datetime import timedelta

from desktop.operations import (
    batches,
    lines,
    order_entry,
    order_gates,
    order_planning,
    printers,
    products,
    sample_plant,
    work_orders,
)
from desktop.operations.lines import StationDraft
from desktop.operations.order_planning import OrderDraft
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow

LABEL = "drug_code_b"


def a_line(plant: Plant, name: str = "Line 1") -> int:
    """Add a line with a printing station for each pack level of the sample product."""
    row, _ = lines.add_line(plant, name)
    for level in (1, 2, 3):
        address = f"tcp://192.0.2.{row.line.id * 10 + level}:9100"
        printer, _ = printers.add_printer(plant, f"{name} P{level}", address)
        lines.save_station(
            plant,
            StationDraft(None, row.line.id, f"S{level}", level=level, printer_id=printer.id, label=LABEL),
        )
    return row.line.id


def a_draft(plant: Plant, line_id: int, number: str = "WO-1", **said: object) -> OrderDraft:
    """Return an order of 20 packs of a new lot of the sample product, with nothing to be cleared."""
    product = products.find_product(plant, sample_plant.GTIN)
    made = plant.clock.now().date() - timedelta(days=1)
    expiry = batches.proposed_expiry(plant, product.id, made).day_before
    values = {"lot": "N0001", "made": made, "expiry": expiry, "units": 20, **said}
    return OrderDraft(number, product.id, line_id, **values)  # type: ignore[arg-type]


def confirmed(plant: Plant, draft: OrderDraft) -> OrderRow:
    """Plan an order and enter its lot and expiry a second time."""
    row, _ = order_planning.plan_order(plant, draft)
    assert draft.expiry is not None
    order_entry.enter(plant, row.id, draft.lot, draft.expiry)
    return work_orders.order(plant, row.id)


def running(plant: Plant, draft: OrderDraft) -> OrderRow:
    """Start an order."""
    row, _ = order_gates.start(plant, confirmed(plant, draft).id)
    return row
