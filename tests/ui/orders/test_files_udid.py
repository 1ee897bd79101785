"""Devices for UDID, exported from the page of products."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.codes.gtin import Gtin
from desktop.operations import product_saving, products
from desktop.operations.plant import Plant
from desktop.products.details import Details
from desktop.products.version import Master
from tests.ui.people import click, go, rest, when_asked
from ui.dialogs.export_udid import ExportUdid
from ui.main_window import MainWindow
from ui.pages.products import ProductsPage
from ui.workplace import Workplace

GTIN = "06932833600109"


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> ProductsPage:
    """The page of products on the sample plant."""
    return go(qtbot, window, work, "products", ProductsPage)


@pytest.fixture
def device(sample: Plant) -> None:
    """The sample product carries a UDI."""
    row = products.list_products(sample)[0]
    levels = (replace(row.product.level(1), gtin=Gtin.parse(GTIN)), *row.product.levels[1:])
    details = Details.build({**row.details.as_dict(), "schemes": "drug_code,udi", "udi_serial": "yes"})
    with sample.store.change("lead", "product", "udi") as change:
        product_saving.save(change, row.id, Master(replace(row.product, levels=levels), details))


@pytest.mark.usefixtures("device")
def test_devices_are_written_and_what_is_still_empty_is_told(
    qtbot: QtBot,
    work: Workplace,
    page: ProductsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))

    def act(dialog: ExportUdid) -> None:
        rest(qtbot, work)
        dialog.format.setCurrentIndex(1)
        click(qtbot, dialog.go)
        rest(qtbot, work)
        (file,) = tmp_path.glob("UDID_*.xml")
        assert GTIN in file.read_text("utf-8")
        assert "1 device lacks required fields" in dialog.notice.sentence()
        dialog.reject()

    when_asked(ExportUdid, act)
    page.devices.trigger()


@pytest.mark.usefixtures("device")
def test_a_device_without_a_tick_is_not_exported(qtbot: QtBot, work: Workplace, page: ProductsPage) -> None:
    def act(dialog: ExportUdid) -> None:
        rest(qtbot, work)
        dialog.devices.item(0).setCheckState(Qt.CheckState.Unchecked)
        assert dialog.chosen() == ()
        assert not dialog.go.isEnabled()
        dialog.reject()

    when_asked(ExportUdid, act)
    page.devices.trigger()


def test_a_plant_without_devices_is_told_where_a_udi_is_chosen(
    qtbot: QtBot, work: Workplace, page: ProductsPage
) -> None:
    def act(dialog: ExportUdid) -> None:
        rest(qtbot, work)
        assert dialog.devices.count() == 0
        assert not dialog.go.isEnabled()
        dialog.reject()

    when_asked(ExportUdid, act)
    page.devices.trigger()
