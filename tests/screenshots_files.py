"""Pictures of the files of an order and of their dialogs, for ``tests.screenshots``."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import open_plant
from desktop.exchange.relation_profile import RelationProfile
from desktop.operations import kept_files, relation_export, table_export, work_orders
from desktop.operations.kept_files import KeptFile, PackCounts
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.products.version import Master
from desktop.storage import product_versions
from desktop.storage import work_orders as stored_orders
from desktop.texts import LANGUAGES
from tests.packed_order import digits, packed_order
from ui.dialogs.check_relation import CheckRelation
from ui.dialogs.export_epcis import ExportEpcis
from ui.dialogs.export_relation import ExportRelation
from ui.dialogs.export_table import ExportTable
from ui.dialogs.export_udid import ExportUdid
from ui.dialogs.platform_counts import EnterPlatformCounts
from ui.pages.orders import OrdersPage

if TYPE_CHECKING:
    from tests.photographer import Photographer

_FILES_TAB = 2


def photograph_files(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take all pictures in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/files.db", Path(folder)) as plant,
    ):
        order_id = _pack(plant)
        camera = make(plant)
        camera.work.style.choose(dark=dark)
        _each_language(camera, lambda: _tab(camera, order_id, "order-no-files"))
        files = _export(plant, order_id)
        _each_language(camera, lambda: _photograph(camera, order_id, files, Path(folder)))
        camera.window.close()


def _each_language(camera: "Photographer", take: Callable[[], None]) -> None:
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        take()


def _pack(plant: Plant) -> int:
    """Pack an order of a product that needs no filing, and end its packing."""
    packed = packed_order(plant.store, 1200, number="WO-20261105")
    with plant.store.change("lead", "product", "specimen") as change:
        version = product_versions.newest(change.connection, packed.product_id)
        product = replace(version.product, authorized_no="SPECIMEN")
        product_versions.replace(change.connection, version.id, Master(product, version.details), None)
        stored_orders.set_state(change, packed.order_id, OrderState.CLOSING)
    return packed.order_id


def _export(plant: Plant, order_id: int) -> tuple[KeptFile, ...]:
    """Export three parts of a relation, of which the platform took the first, and less of the second."""
    files = relation_export.export_relation(plant, order_id, RelationProfile(limit=60_000)).files
    for file, taken in zip(files, (PackCounts(555, 5, 500), PackCounts(554, 5, 499)), strict=False):
        kept_files.enter_platform_counts(plant, file.id, taken)
    table_export.export_table(plant, order_id)
    return files


def _tab(camera: "Photographer", order_id: int, name: str) -> None:
    camera.page("orders", order_id)
    page = camera.window.page
    assert isinstance(page, OrdersPage)
    page.tabs.choose(_FILES_TAB)
    camera.take(name)


def _photograph(camera: "Photographer", order_id: int, files: tuple[KeptFile, ...], folder: Path) -> None:
    work, window = camera.work, camera.window
    _tab(camera, order_id, "order-files")
    order = work_orders.order(work.plant, order_id)
    camera.take_dialog(ExportRelation(work, order, window, known=True), "order-relation")
    camera.take_dialog(ExportEpcis(work, order, window), "order-epcis")
    camera.take_dialog(ExportTable(work, order, window), "order-table")
    camera.take_dialog(ExportUdid(work, window), "udid")
    own = files[0].counts
    assert own is not None
    counts = EnterPlatformCounts(work, files[0], own, window)
    for name, value in (("all", 554), ("largest", 5), ("smallest", 499)):
        counts.counts[name].setValue(value)
    camera.take_dialog(counts, "order-platform-counts")
    path = folder / "their relation.xml"
    text = kept_files.content(work.plant, files[0].id).decode()
    path.write_text(text.replace(f'curCode="{digits(1, 1, 5)}"', 'curCode="89999999999999999999"'), "utf-8")
    check = CheckRelation(work, window)
    check.codes.setCurrentIndex(1)
    check.take(path)
    camera.take_dialog(check, "order-check")
