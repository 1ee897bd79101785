from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import resources
from desktop.operations import batches, codes, products
from desktop.operations.plant import Plant
from tests.ui.people import choose_files, click, go, rest, when_asked
from ui.dialogs.complete_product import CompleteProduct
from ui.dialogs.new_batch import NewBatch
from ui.main_window import MainWindow
from ui.pages.products import ProductsPage
from ui.widgets.notice import Notice
from ui.workplace import Workplace

GTIN = "06932833600109"


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> ProductsPage:
    return go(qtbot, window, work, "products", ProductsPage)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The sample plant's files, as the platform gives them."""
    for name in ("products.xml", "codes_level1.txt", "codes_level2.txt", "codes_level3.txt"):
        (tmp_path / name).write_bytes(resources.read_bytes(f"sample_plant/{name}"))
    return tmp_path


def test_products_and_codes_are_imported_from_chosen_files(
    qtbot: QtBot,
    work: Workplace,
    page: ProductsPage,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_files(monkeypatch, str(files / "products.xml"))
    QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    page.imports.ask_products()
    rest(qtbot, work)
    assert [item.product.name for item in page.table.model.rows()] == ["蒙脱石散"]
    choose_files(monkeypatch, *(str(files / f"codes_level{level}.txt") for level in (1, 2, 3)))
    click(qtbot, page.import_codes)
    rest(qtbot, work)
    assert [level.counts.available for level in codes.pool_levels(work.plant)] == [10_000, 1_000, 100]
    shown = page.detail.levels.model
    assert [shown.data(shown.index(line, 2)) for line in range(3)] == ["10\xa0000", "1\xa0000", "100"]


def test_files_go_in_with_products_first_however_they_are_chosen(
    qtbot: QtBot, work: Workplace, page: ProductsPage, files: Path
) -> None:
    page.imports.take([files / "codes_level1.txt", files / "products.xml"])
    rest(qtbot, work)
    assert codes.pool_levels(work.plant)[0].counts.available == 10_000


def test_every_bad_line_of_a_file_is_shown_and_nothing_is_kept(
    qtbot: QtBot, window: MainWindow, work: Workplace, page: ProductsPage, files: Path
) -> None:
    lines = (files / "codes_level1.txt").read_text(encoding="utf-8").splitlines()
    for number in (5, 9, 12):
        lines[number] = "no code"
    (files / "bad.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    page.imports.take([files / "products.xml", files / "bad.txt"])
    rest(qtbot, work)
    notice = next(found for found in window.findChildren(Notice) if found.isVisible())
    notice.copy()
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    told = QGuiApplication.clipboard().text()
    for number in (6, 10, 13):
        assert str(number) in told
    assert codes.pool_levels(work.plant)[0].counts.issued == 0


def test_an_import_can_be_cancelled_and_leaves_nothing(
    qtbot: QtBot, work: Workplace, page: ProductsPage, files: Path
) -> None:
    products.import_products(work.plant, files / "products.xml")
    with qtbot.waitSignal(work.messages.told, timeout=20_000):
        page.imports.take([files / "codes_level1.txt"])
        click(qtbot, page.strip.cancel)
    rest(qtbot, work)
    assert codes.pool_levels(work.plant)[0].counts.issued == 0
    assert not page.strip.isVisible()


def test_the_sample_plant_can_be_loaded_from_the_empty_page(
    qtbot: QtBot, work: Workplace, page: ProductsPage
) -> None:
    click(qtbot, page.load_sample)
    rest(qtbot, work)
    assert page.table.model.rowCount() == 1
    assert page.detail.batches.model.rowCount() == 2


def test_a_new_batch_shows_both_expiries_before_one_is_used(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    seen: list[tuple[str, str]] = []

    def fill(dialog: NewBatch) -> None:
        QTest.keyClicks(dialog.lot, "T7001")
        dialog.made.setDate(QDate(2017, 2, 13))
        qtbot.waitUntil(lambda: dialog.create_button.isEnabled())
        seen.append((dialog.day_before.text(), dialog.month_end.text()))
        dialog.month_end.click()
        click(qtbot, dialog.create_button)

    when_asked(NewBatch, fill)
    click(qtbot, page.detail.new_batch)
    rest(qtbot, work)
    assert seen[0][0].startswith("2021-02-12")
    assert seen[0][1].startswith("2021-01")
    assert "2021-01-31" in seen[0][1]
    created = next(row.batch for row in batches.list_batches(sample) if row.batch.lot == "T7001")
    assert (created.made, created.expiry) == (date(2017, 2, 13), date(2021, 1, 31))
    assert [row.batch.lot for row in page.detail.batches.model.rows()].count("T7001") == 1


def test_a_bad_lot_is_told_under_its_field_and_the_dialog_stays(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    told: list[str] = []

    def fill(dialog: NewBatch) -> None:
        qtbot.waitUntil(lambda: dialog.create_button.isEnabled())
        QTest.keyClicks(dialog.lot, "L 1")
        click(qtbot, dialog.create_button)
        told.append(dialog.lot_field.below())
        dialog.reject()

    when_asked(NewBatch, fill)
    click(qtbot, page.detail.new_batch)
    assert "character 2" in told[0]
    assert len(batches.list_batches(sample)) == 2


def test_a_lot_that_exists_already_is_refused_inside_the_dialog(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    told: list[str] = []

    def fill(dialog: NewBatch) -> None:
        qtbot.waitUntil(lambda: dialog.create_button.isEnabled())
        QTest.keyClicks(dialog.lot, "L02707")
        click(qtbot, dialog.create_button)
        qtbot.waitUntil(lambda: dialog.notice.isVisible())
        told.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(NewBatch, fill)
    click(qtbot, page.detail.new_batch)
    assert "L02707" in told[0]


def test_a_product_without_shelf_life_is_completed_before_its_first_batch(
    qtbot: QtBot, work: Workplace, files: Path, page: ProductsPage
) -> None:
    page.imports.take([files / "products.xml"])
    rest(qtbot, work)

    def complete(dialog: CompleteProduct) -> None:
        dialog.gtin.setText(GTIN)
        dialog.months.setValue(48)
        when_asked(NewBatch, lambda batch: batch.reject())
        click(qtbot, dialog.store)

    when_asked(CompleteProduct, complete)
    click(qtbot, page.detail.new_batch)
    rest(qtbot, work)
    product = products.list_products(work.plant)[0].product
    assert product.shelf_life_months == 48
    assert product.level(1).gtin is not None


def test_a_wrong_gtin_is_told_inside_the_dialog(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    told: list[str] = []

    def complete(dialog: CompleteProduct) -> None:
        dialog.gtin.setText("06932833600108")
        click(qtbot, dialog.store)
        qtbot.waitUntil(lambda: dialog.notice.isVisible())
        told.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(CompleteProduct, complete)
    click(qtbot, page.detail.complete)
    assert "06932833600108" in told[0]
