"""Pictures of the sums of an order and of its end, for ``tests.screenshots``."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import open_plant
from desktop.operations import closing, reconciliation
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import Listing
from desktop.products.code_pool import CodeState
from desktop.texts import LANGUAGES
from tests.packed_order import digits, forget, packed_order, turn, with_events
from ui.dialogs.close_order import CloseOrder
from ui.dialogs.destroy_packs import DestroyPacks, Wanted
from ui.dialogs.order_report import ReportOfOrder
from ui.orders.sums_tab import SumsTab
from ui.pages.orders import OrdersPage

if TYPE_CHECKING:
    from tests.photographer import Photographer

_UNITS = 2360
_SUMS_TAB = 1


def _pack(plant: Plant) -> int:
    """Pack an order of which some packs are missing, loose, spoiled, sampled or unknown; return its id."""
    packed = packed_order(plant.store, _UNITS, number="WO-2026-0116")
    with_events(plant.store, packed, _UNITS)
    for number in (5, 17, 900):
        forget(plant.store, packed.code_id(1, number))
    states = (CodeState.VERIFIED, CodeState.SPOILED, CodeState.SAMPLED)
    for number, state in enumerate(states, start=30):
        turn(plant.store, packed.code_id(1, number), state, parent_id=None, place=None)
    closing.begin(plant, packed.order_id)
    return packed.order_id


def photograph_sums(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take the sums, a list behind them, and the dialogs that end an order, in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/sums.db", Path(folder)) as plant,
    ):
        order_id = _pack(plant)
        camera = make(plant)
        camera.work.style.choose(dark=dark)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            _photograph(camera, order_id)
        camera.window.close()


def _photograph(camera: "Photographer", order_id: int) -> None:
    work, window = camera.work, camera.window
    camera.page("orders", order_id)
    page = window.page
    assert isinstance(page, OrdersPage)
    page.tabs.choose(_SUMS_TAB)
    camera.take("order-sums")
    (view,) = page.findChildren(SumsTab)
    view.show_codes(1, Listing.PACKED)
    camera.take("order-codes")
    wanted = Wanted(order_id, OrderState.CLOSING, 1, Listing.MISSING, "", (digits(1, 1, 5),))
    camera.take_dialog(DestroyPacks(work, wanted, window), "order-destroy")
    view.codes.left.emit()
    found = reconciliation.reconciliation(work.plant, order_id)
    camera.take_dialog(CloseOrder(work, found, window), "order-close")
    camera.take_dialog(ReportOfOrder(work, order_id, window), "order-report")
