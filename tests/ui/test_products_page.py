from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import resources
from desktop.operations import batches, product_exchange, product_rules, product_versions, products
from desktop.operations.plant import Plant
from desktop.products.filing import FilingStatus
from tests.ui.people import choose_files, click, go, order, rest, texts, when_asked
from ui.dialogs.complete_product import CompleteProduct
from ui.dialogs.di_change import DiChangeDialog
from ui.dialogs.edit_product import EditProduct
from ui.dialogs.import_codes import ImportCodes
from ui.dialogs.import_products import ImportProducts
from ui.dialogs.licensed_prefixes import LicensedPrefixes
from ui.dialogs.new_batch import NewBatch
from ui.dialogs.retire_gtin import RetireGtin
from ui.dialogs.set_filing import SetFiling
from ui.main_window import MainWindow
from ui.pages.product_detail import BATCHES, FIELDS, VERSIONS
from ui.pages.products import ProductsPage
from ui.workplace import Workplace

GTIN = "06932833600109"
SWAPPED = "06920611234561"
"""Passes the check digit, as does 06920161234561: its neighbours 1 and 6 are swapped."""


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> ProductsPage:
    return go(qtbot, window, work, "products", ProductsPage)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The sample plant's files, as the platform gives them."""
    for name in ("products.xml", "codes_level1.txt", "codes_level2.txt", "codes_level3.txt"):
        (tmp_path / name).write_bytes(resources.read_bytes(f"sample_plant/{name}"))
    return tmp_path


@pytest.fixture
def merchandise(work: Workplace, files: Path) -> Plant:
    """A plant with the sample product as if it were merchandise: it needs a filing."""
    path = files / "products.xml"
    text = path.read_text(encoding="utf-8").replace("样张 SPECIMEN", "国药准字Z44023408")
    path.write_text(text, encoding="utf-8")
    products.import_products(work.plant, path)
    return work.plant


def _import_all(qtbot: QtBot, work: Workplace) -> Callable[[ImportProducts], None]:
    def act(dialog: ImportProducts) -> None:
        rest(qtbot, work)
        click(qtbot, dialog.go)
        rest(qtbot, work)

    return act


def _type(dialog: EditProduct, values: dict[str, str]) -> None:
    for key, value in values.items():
        editor = dialog.entries[key].editor
        editor.setText(value)  # type: ignore[attr-defined]  # a line


def test_a_products_file_is_seen_before_it_is_imported(
    qtbot: QtBot, work: Workplace, page: ProductsPage, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def look(dialog: ImportProducts) -> None:
        rest(qtbot, work)
        seen.extend(text for text, _ in texts(dialog))
        assert products.list_products(work.plant) == ()
        click(qtbot, dialog.go)
        rest(qtbot, work)

    choose_files(monkeypatch, str(files / "products.xml"))
    when_asked(ImportProducts, look)
    page.ask_products()
    rest(qtbot, work)
    assert "1 case = 10 bundles = 100 units" in seen
    assert [item.product.name for item in page.table.model.rows()] == ["蒙脱石散"]


def test_control_i_imports_products(
    qtbot: QtBot,
    window: MainWindow,
    work: Workplace,
    sample: Plant,
    page: ProductsPage,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_files(monkeypatch, str(files / "products.xml"))
    asked: list[ImportProducts] = []

    def leave(dialog: ImportProducts) -> None:
        asked.append(dialog)
        rest(qtbot, work)
        dialog.reject()

    when_asked(ImportProducts, leave)
    QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(asked))
    rest(qtbot, work)


def test_dropped_files_go_in_with_products_before_codes(
    qtbot: QtBot, work: Workplace, page: ProductsPage, files: Path
) -> None:
    asked: list[str] = []

    def take_products(dialog: ImportProducts) -> None:
        asked.append("products")
        when_asked(ImportCodes, take_codes)
        _import_all(qtbot, work)(dialog)

    def take_codes(dialog: ImportCodes) -> None:
        rest(qtbot, work)
        asked.extend(item.path.name for item in dialog.rows())
        dialog.reject()

    when_asked(ImportProducts, take_products)
    page.take([files / "codes_level1.txt", files / "products.xml"])
    assert asked == ["products", "codes_level1.txt"]


def test_a_damaged_table_is_mended_only_where_the_person_agrees(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage, tmp_path: Path
) -> None:
    path = tmp_path / "products.csv"
    product_exchange.export_products(sample, path)
    text = path.read_text(encoding="utf-8-sig").replace(GTIN, GTIN.lstrip("0"))
    text = text.replace("9990001001", "9990001002").replace("89999", "89998")
    path.write_text(text.replace(GTIN.lstrip("0"), "6932833600109.0"), encoding="utf-8-sig")
    offers: list[int] = []

    def mend(dialog: ImportProducts) -> None:
        rest(qtbot, work)
        offers.append(dialog.mends.count())
        assert not dialog.go.isEnabled()
        dialog.tabs.choose(2)
        click(qtbot, dialog.all_mends)
        rest(qtbot, work)
        assert dialog.preview is not None
        offers.append(dialog.preview.problem_count)
        dialog.reject()

    when_asked(ImportProducts, mend)
    page.take([path])
    assert offers[0] > 0


def test_the_sample_plant_can_be_loaded_from_the_empty_page(
    qtbot: QtBot, work: Workplace, page: ProductsPage
) -> None:
    click(qtbot, page.load_sample)
    rest(qtbot, work)
    assert page.table.model.rowCount() == 1
    assert page.detail.batches.model.rowCount() == 2


def test_the_pack_hierarchy_is_drawn_and_said_in_words(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    rest(qtbot, work)
    drawn = page.detail.drawing.sentences()
    assert [words.splitlines()[:2] for words in drawn] == [
        ["Case", "10 bundles"],
        ["Bundle", "10 units"],
        ["Unit", "smallest sales pack"],
    ]
    assert GTIN in drawn[2]
    shown = [text for text, _ in texts(page)]
    assert "1 case = 10 bundles = 100 units" in shown
    assert any(text.startswith("1:10:100:") for text in shown)
    assert any(text.startswith("1:10:10:") for text in shown)


def test_what_is_missing_is_named_and_leads_into_the_form(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    rest(qtbot, work)
    assert "required fields" in page.detail.meter.words()
    before = products.list_products(sample)[0].completeness
    assert "manufacturer" in before.missing_keys

    def fill(dialog: EditProduct) -> None:
        rest(qtbot, work)
        _type(dialog, {"manufacturer": "示例制药有限公司"})
        assert dialog.meter.words().startswith(f"{before.done + 1} of")
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(EditProduct, fill)
    page.detail.tabs.choose(FIELDS)
    page.detail.fields.wanted.emit("company")
    rest(qtbot, work)
    assert products.list_products(sample)[0].details.get("manufacturer") == "示例制药有限公司"
    assert "示例制药有限公司" in [text for text, _ in texts(page.detail.fields)]


def test_a_wrong_value_is_told_under_its_field_and_cannot_be_saved(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    told: list[str] = []

    def fill(dialog: EditProduct) -> None:
        rest(qtbot, work)
        _type(dialog, {"standard_code": "86904879000125"})
        form = dialog.entries["standard_code"].form
        assert form is not None
        told.append(form.below())
        assert not dialog.store.isEnabled()
        dialog.reject()

    when_asked(EditProduct, fill)
    click(qtbot, page.detail.edit)
    assert "6" in told[0]


def test_a_new_product_is_made_by_hand(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    def fill(dialog: EditProduct) -> None:
        _type(
            dialog,
            {"name": "阿莫西林胶囊", "code": "8112345", "type_no": "8112345001", "form": "胶囊剂"},
        )
        dialog.show_group("levels")
        dialog.levels.ratio.setText("1:2:10")
        click(qtbot, dialog.levels.use_ratio)
        for line, prefix in zip(dialog.levels.lines, ("8112345", "8112346", "8112347"), strict=True):
            line.prefix.setText(prefix)
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(EditProduct, fill)
    click(qtbot, page.new_product)
    rest(qtbot, work)
    (made,) = (item.product for item in products.list_products(sample) if item.product.code == "8112345")
    assert [level.children for level in made.levels] == [1, 5, 2]
    chosen = page.table.chosen_row()
    assert chosen is not None
    assert chosen.product == made


def test_a_ratio_is_shown_in_words_in_both_readings_before_it_is_taken_over(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    seen: list[str] = []

    def read(dialog: EditProduct) -> None:
        dialog.show_group("levels")
        levels = dialog.levels
        levels.ratio.setText("1:2:10")
        seen.extend(text for text, _ in texts(levels))
        levels.reading.setCurrentIndex(1)
        seen.extend(text for text, _ in texts(levels))
        levels.ratio.setText("1:3:10")
        levels.reading.setCurrentIndex(0)
        assert not levels.use_ratio.isEnabled()
        dialog.reject()

    when_asked(EditProduct, read)
    click(qtbot, page.new_product)
    assert "1 case = 2 bundles = 10 units" in seen
    assert "1 case = 2 bundles = 20 units" in seen


def test_the_gtin_of_a_higher_pack_is_computed_from_the_unit(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    made: list[str] = []

    def derive(dialog: EditProduct) -> None:
        dialog.show_group("levels")
        bundle = dialog.levels.lines[1]
        assert bundle.derive is not None
        click(qtbot, bundle.derive)
        made.append(bundle.gtin.field.text())
        dialog.reject()

    when_asked(EditProduct, derive)
    click(qtbot, page.detail.edit)
    assert made == ["16932833600106"]


def test_what_a_job_froze_is_succeeded_by_a_version_with_its_reason(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    order(sample, 3)
    rest(qtbot, work)

    def edit(dialog: EditProduct) -> None:
        rest(qtbot, work)
        _type(dialog, {"manufacturer": "示例制药"})
        assert not dialog.store.isEnabled()
        dialog.reason.setText("new company name")
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(EditProduct, edit)
    click(qtbot, page.detail.edit)
    rest(qtbot, work)
    item = products.list_products(sample)[0]
    assert [row.version.number for row in product_versions.versions(sample, item.id)] == [2, 1]
    page.detail.tabs.choose(VERSIONS)
    rest(qtbot, work)
    (difference,) = page.detail.versions.differences.model.rows()
    assert (difference.field, difference.old, difference.new) == ("manufacturer", "", "示例制药")


def test_the_filing_opens_the_gate_for_jobs(
    qtbot: QtBot, window: MainWindow, work: Workplace, merchandise: Plant
) -> None:
    page = go(qtbot, window, work, "products", ProductsPage)
    item = products.list_products(merchandise)[0]
    assert product_rules.filing_gate(merchandise, item.id) is not None
    assert any("cannot be printed yet" in text for text, _ in texts(page))
    told: list[str] = []

    def complete(dialog: EditProduct) -> None:
        dialog.entries["shelf_life_months"].editor.setValue(48)  # type: ignore[attr-defined]
        _type(dialog, {"manufacturer": "示例制药"})
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(EditProduct, complete)
    click(qtbot, page.detail.edit)
    rest(qtbot, work)

    def pass_it(dialog: SetFiling) -> None:
        click(qtbot, dialog.statuses[FilingStatus.PASSED])
        click(qtbot, dialog.store)
        told.extend(text for text, _ in texts(dialog))
        dialog.number.setText("BA-2026-001")
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(SetFiling, pass_it)
    click(qtbot, page.detail.set_filing)
    rest(qtbot, work)
    assert any("has a number" in text for text in told)
    assert product_rules.filing_gate(merchandise, item.id) is None
    assert "passed" in page.detail.filing.word()


def test_the_identifier_dialogue_ends_with_a_verdict_and_its_source(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    seen: list[str] = []

    def answer(dialog: DiChangeDialog) -> None:
        for button in (dialog.no, dialog.yes, dialog.no, dialog.no, dialog.no):
            click(qtbot, button)
        click(qtbot, dialog.back)
        click(qtbot, dialog.no)
        click(qtbot, dialog.yes)
        rest(qtbot, work)
        seen.append(dialog.badge.word())
        seen.extend(text for text, _ in texts(dialog))
        click(qtbot, dialog.store)
        rest(qtbot, work)

    rest(qtbot, work)
    when_asked(DiChangeDialog, answer)
    page.detail.change_di.trigger()
    assert seen[0] == "New DI needed"
    assert any("rule 3" in text for text in seen)
    assert any("unit of use" in text.lower() for text in seen)


def test_company_prefixes_are_added_and_withdrawn(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    def work_list(dialog: LicensedPrefixes) -> None:
        dialog.holder.setText("示例制药")
        dialog.prefix.setText("69")
        click(qtbot, dialog.add)
        assert any("69" in text for text, _ in texts(dialog))
        dialog.prefix.setText("6932833")
        click(qtbot, dialog.add)
        rest(qtbot, work)
        assert [row.prefix for row in product_rules.licensed_prefixes(sample)] == ["6932833"]
        dialog.table.choose(lambda _row: True)
        click(qtbot, dialog.withdraw)
        rest(qtbot, work)
        dialog.reject()

    when_asked(LicensedPrefixes, work_list)
    click(qtbot, page.prefixes)
    assert product_rules.licensed_prefixes(sample) == ()


def test_a_retired_gtin_is_listed_with_its_reason_and_can_come_back_unchanged(
    qtbot: QtBot, work: Workplace, sample: Plant, page: ProductsPage
) -> None:
    rest(qtbot, work)

    def retire(dialog: RetireGtin) -> None:
        assert not dialog.retire.isEnabled()
        dialog.reason.setText("withdrawn from the market")
        click(qtbot, dialog.retire)
        rest(qtbot, work)

    when_asked(RetireGtin, retire)
    page.detail.retire.trigger()
    rest(qtbot, work)
    assert [row.gtin.as_14 for row in product_rules.retired_gtins(sample)] == [GTIN]

    def relaunch(dialog: RetireGtin) -> None:
        rest(qtbot, work)
        dialog.table.choose(lambda _row: True)
        dialog.reason.setText("comes back unchanged")
        click(qtbot, dialog.relaunch)
        rest(qtbot, work)

    when_asked(RetireGtin, relaunch)
    page.detail.retire.trigger()
    rest(qtbot, work)
    assert product_rules.retired_gtins(sample) == ()


@pytest.mark.parametrize("ending", ["xml", "csv", "xlsx"])
def test_products_are_exported_in_each_format(
    qtbot: QtBot,
    work: Workplace,
    sample: Plant,
    page: ProductsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    rest(qtbot, work)
    choose_files(monkeypatch, str(tmp_path / "out"))
    for action in page.export.menu().actions():
        if action.text() == ending.upper():
            action.trigger()
    rest(qtbot, work)
    assert (tmp_path / f"out.{ending}").stat().st_size > 0


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
    assert page.detail.tabs.current() == BATCHES
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
    qtbot: QtBot, window: MainWindow, work: Workplace, merchandise: Plant
) -> None:
    page = go(qtbot, window, work, "products", ProductsPage)

    def complete(dialog: CompleteProduct) -> None:
        dialog.gtin.field.setText(GTIN)
        dialog.months.setValue(48)
        when_asked(NewBatch, lambda batch: batch.reject())
        click(qtbot, dialog.store)

    when_asked(CompleteProduct, complete)
    click(qtbot, page.detail.new_batch)
    rest(qtbot, work)
    product = products.list_products(merchandise)[0].product
    assert product.shelf_life_months == 48
    assert product.level(1).gtin is not None


def test_a_wrong_gtin_is_told_inside_the_dialog(
    qtbot: QtBot, window: MainWindow, work: Workplace, merchandise: Plant
) -> None:
    page = go(qtbot, window, work, "products", ProductsPage)
    told: list[str] = []

    def complete(dialog: CompleteProduct) -> None:
        dialog.gtin.field.setText("06932833600108")
        told.append(dialog.gtin.verdict())
        click(qtbot, dialog.store)
        told.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(CompleteProduct, complete)
    click(qtbot, page.detail.new_batch)
    assert all("must be 9" in sentence for sentence in told)
