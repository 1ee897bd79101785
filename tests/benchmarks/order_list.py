"""How long the list of work orders takes: ``python -m tests.benchmarks.order_list [ORDERS]``."""

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.app import open_plant
from desktop.operations import order_planning, sample_plant, work_orders
from desktop.operations.plant import Plant
from tests.operations.orders import a_draft, a_line
from ui.orders.order_list import OrderList
from ui.workplace import Workplace

_SCROLLS = 200


def _fill(plant: Plant, orders: int) -> None:
    line_id = a_line(plant)
    one = order_planning.checked(plant, a_draft(plant, line_id))
    with plant.store.change(plant.actor, "order.import", "benchmark") as change:
        for number in range(orders):
            order_planning.insert(change, replace(one, number=f"WO-{number:05d}"))


def main() -> None:
    """Fill a plant and print the figures."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/plant.db", Path(folder)) as plant,
    ):
        sample_plant.load(plant)
        _fill(plant, orders)
        began = time.perf_counter()
        rows = work_orders.list_orders(plant)
        read = time.perf_counter()
        work = Workplace(app, plant, QSettings(f"{folder}/s.ini", QSettings.Format.IniFormat))
        shown = OrderList(work)
        shown.resize(330, 700)
        shown.show()
        app.processEvents()
        made = time.perf_counter()
        shown.put(rows)
        app.processEvents()
        put = time.perf_counter()
        shown.search.setText("wo-049")
        app.processEvents()
        searched = time.perf_counter()
        shown.search.clear()
        bar = shown.view.verticalScrollBar()
        slowest = 0.0
        for step in range(_SCROLLS):
            at = time.perf_counter()
            bar.setValue(bar.maximum() * step // _SCROLLS)
            app.processEvents()
            slowest = max(slowest, time.perf_counter() - at)
        print(f"{orders} orders: read {(read - began) * 1e3:.0f} ms, shown {(put - made) * 1e3:.0f} ms")
        print(f"searched {(searched - put) * 1e3:.0f} ms, slowest scroll {slowest * 1e3:.0f} ms")
        work.close()


if __name__ == "__main__":
    main()
