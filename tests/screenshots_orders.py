"""Pictures of work orders and their dialogs: on a plant of their own, with three of them."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import open_plant
from desktop.operations import (
    batches,
    clearance,
    labels,
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
from desktop.texts import LANGUAGES
from ui.dialogs.clear_line import ClearLine
from ui.dialogs.enter_lot import EnterLot
from ui.dialogs.import_orders import ImportOrders
from ui.dialogs.new_order import NewOrder

if TYPE_CHECKING:
    from tests.photographer import Photographer

_LEVELS = (1, 2, 3)


def photograph_orders(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take all pictures in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/orders.db", Path(folder)) as plant,
    ):
        camera = make(plant)
        camera.work.style.choose(dark=dark)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            camera.page("orders")
            camera.take("empty-orders")
        camera.work.announce(sample_plant.load(plant))
        orders = _set_up(plant)
        camera.work.announce(work_orders.CHANGED)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            _photograph(camera, orders)
        camera.window.close()


def _set_up(plant: Plant) -> tuple[OrderRow, OrderRow, OrderRow]:
    """Plan three orders on a line of their own: one runs, one is cleared in part, one is not entered yet."""
    line, _ = lines.add_line(plant, "6 号线")
    label = labels.list_templates(plant)[0].name
    for level, name in zip(_LEVELS, ("小盒", "中包", "大箱"), strict=True):
        printer, _ = printers.add_printer(plant, f"ZT411 {name}", f"tcp://192.0.2.{60 + level}:9100")
        lines.save_station(
            plant,
            StationDraft(None, line.line.id, name, level=level, printer_id=printer.id, label=label),
        )
    running = _confirmed(plant, line.line.id, "WO-2026-0117", 1)
    order_gates.start(plant, running.id)
    waiting = _confirmed(plant, line.line.id, "WO-2026-0118", 2, clearance=_points())
    other, _ = lines.add_line(plant, "7 号线")
    planned, _ = order_planning.plan_order(
        plant, _draft(plant, other.line.id, "WO-2026-0119", 3, clearance=_points(), units=10_000)
    )
    first, second, third = (work_orders.order(plant, one.id) for one in (running, waiting, planned))
    return first, second, third


def _photograph(camera: "Photographer", orders: tuple[OrderRow, OrderRow, OrderRow]) -> None:
    work, window = camera.work, camera.window
    for order, name in zip(orders, ("running", "waiting", "planned"), strict=True):
        camera.page("orders", order.id)
        camera.take(f"order-{name}")
    _running, waiting, planned = orders
    new = NewOrder(work, window)
    camera.settle()
    new.number.setText("WO-2026-0120")
    new.units.setValue(12_345)
    camera.take_dialog(new, "order-new")
    camera.take_dialog(ImportOrders(work, _file(work.plant), window), "order-import")
    faulty = ImportOrders(work, _faulty_file(work.plant), window)
    camera.settle()
    camera.take_dialog(faulty, "order-import-faults")
    terms = ImportOrders(work, _file(work.plant), window)
    camera.settle()
    terms.tabs.choose(2)
    camera.take_dialog(terms, "order-import-terms")
    camera.take_dialog(EnterLot(work, planned, window), "order-entry")
    camera.take_dialog(ClearLine(work, waiting, window), "order-clearance")


def _points() -> tuple[str, ...]:
    return tuple(point.in_language("zh_CN") for point in clearance.standard_points())


def _draft(plant: Plant, line_id: int, number: str, days: int, **said: object) -> OrderDraft:
    product = products.find_product(plant, sample_plant.GTIN)
    values = {"units": 20, "planned_for": plant.clock.now().date() + timedelta(days=days), **said}
    return OrderDraft(number, product.id, line_id, **values)  # type: ignore[arg-type]


def _confirmed(plant: Plant, line_id: int, number: str, days: int, **said: object) -> OrderRow:
    row, _ = order_planning.plan_order(plant, _draft(plant, line_id, number, days, **said))
    known = next(one.batch for one in batches.list_batches(plant) if one.product_id == row.product_id)
    for _ in range(2):
        order_entry.enter(plant, row.id, known.lot, known.expiry)
    return row


def _file(plant: Plant) -> Path:
    path = plant.data_folder / "orders.csv"
    rows = [f"WO-2026-02{number:02d},{sample_plant.GTIN},{5_000 + number},7 号线" for number in range(12)]
    path.write_text("\n".join(("Order,Product,Units,Line", *rows)) + "\n", encoding="utf-8")
    return path


def _faulty_file(plant: Plant) -> Path:
    path = plant.data_folder / "orders-faulty.csv"
    rows = (
        f"WO-2026-0201,{sample_plant.GTIN},5 thousand,7 号线",
        f"WO-2026-0202,{sample_plant.GTIN},5000,9 号线",
        "WO-2026-0203,6932833600109000,5000,7 号线",
    )
    path.write_text("\n".join(("Order,Product,Units,Line", *rows)) + "\n", encoding="utf-8")
    return path
