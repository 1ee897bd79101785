"""Pictures of the Warehouse page: on a plant of its own, where an order is packed."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import open_plant
from desktop.operations import bills
from desktop.operations.plant import Plant
from desktop.packing.bills import BillKind
from desktop.packing.order import OrderState
from desktop.storage.packing import StoredBook
from desktop.texts import LANGUAGES
from tests.warehouse_stock import Warehouse, packed_goods
from ui.dialogs.close_bill import CloseBill
from ui.dialogs.new_bill import NewBill
from ui.pages.warehouse import WarehousePage
from ui.warehouse.second_scan import SecondScan

if TYPE_CHECKING:
    from tests.photographer import Photographer

CHECK, SALE = "IN-2026-11-03", "SO-20261103-17"


def photograph_warehouse(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take all pictures in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/warehouse.db", Path(folder)) as plant,
    ):
        keeper = replace(plant, actor="李雷")
        _stock(keeper)
        camera = make(keeper)
        camera.work.style.choose(dark=dark)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            _photograph(camera)
        camera.window.close()


def _stock(keeper: Plant) -> None:
    """One case came in, the other is on its way, and a sale is open."""
    line = packed_goods(replace(keeper, actor="anna"))
    with StoredBook(keeper.store) as book:
        goods = Warehouse(keeper, line, book)
        goods.end(OrderState.CLOSED)
        goods.release()
        bill = goods.open(BillKind.PRODUCE_IN, CHECK)
        goods.scan(bill, goods.cases[0])
        goods.close(bill, "第二箱明天入库")
        bill = goods.open(BillKind.PRODUCE_IN, "IN-2026-11-04")
        goods.scan(bill, goods.cases[1])
        goods.sale(SALE)
        goods.open(BillKind.DESTROY_OUT, "XH-7", destroy_reason="破损")


def _photograph(camera: "Photographer") -> None:
    plant = camera.work.plant
    camera.page("warehouse")
    page = camera.window.page
    assert isinstance(page, WarehousePage)
    camera.take("warehouse")
    page.show_what(CHECK)
    camera.settle()
    page.detail.tabs.choose(2)
    camera.take("warehouse-files")
    page.detail.tabs.choose(0)
    page.show_what(SALE)
    camera.settle()
    page.scan()
    camera.take("warehouse-desk")
    case = bills.status(plant, bills.find(plant, CHECK).id).lines[0].code
    page.desk.take("81317620000000000001")
    camera.take("warehouse-refused")
    page.desk.take(case)
    camera.take("warehouse-taken")
    shown = page.desk.shown
    assert shown is not None
    second = SecondScan(camera.work, shown.stored, page)
    second.take(case)
    second.take(case)
    camera.take_dialog(second, "warehouse-second")
    second = SecondScan(camera.work, shown.stored, page)
    second.take(case)
    second.take(case)
    second.compare.click()
    camera.take_dialog(second, "warehouse-second-differs")
    camera.settle()
    camera.take_dialog(CloseBill(camera.work, page.desk.shown or shown, page), "warehouse-close")
    new = NewBill(camera.work, page)
    camera.take_dialog(new, "warehouse-kinds")
    new = NewBill(camera.work, page)
    new.choose(BillKind.SALES_OUT)
    new.special.setChecked(True)
    new.make.click()
    camera.take_dialog(new, "warehouse-new")
    bills.take_off(plant, shown.stored.id, case, "picture")
    page.desk.leave()
    camera.settle()
