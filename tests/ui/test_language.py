import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.operations import codes, product_exchange
from desktop.operations.plant import Plant
from desktop.texts import CHINESE, ENGLISH, say
from tests.ui.lines_of_sample import add_line, add_printer
from tests.ui.people import order, rest, texts
from ui.dialogs.complete_product import CompleteProduct
from ui.dialogs.di_change import DiChangeDialog
from ui.dialogs.edit_printer import EditPrinter
from ui.dialogs.edit_product import EditProduct
from ui.dialogs.edit_station import EditStation
from ui.dialogs.explain import ExplainCode
from ui.dialogs.go_to import GoTo
from ui.dialogs.import_codes import ImportCodes
from ui.dialogs.import_products import ImportProducts
from ui.dialogs.licensed_prefixes import LicensedPrefixes
from ui.dialogs.name_line import NameLine
from ui.dialogs.new_batch import NewBatch
from ui.dialogs.new_job import NewJob
from ui.dialogs.plan_codes import PlanCodes
from ui.dialogs.prove_uniqueness import ProveUniqueness
from ui.dialogs.retire_gtin import RetireGtin
from ui.dialogs.return_codes import ReturnCodes
from ui.dialogs.set_filing import SetFiling
from ui.dialogs.set_threshold import SetThreshold
from ui.dialogs.shortcuts import ShortcutSheet
from ui.language import Language
from ui.main_window import MainWindow
from ui.pages.catalogue import PAGES
from ui.pages.products import ProductsPage
from ui.workplace import Workplace

NOT_WORDS = re.compile(
    r"Packmark|English|ERP|products\.xml|orders\.csv|(demo|(scan\+)?tcp|usb|serial|zipher|queue)://[\w./?=]*|USB"
    r"|codes_level\d\.txt|SPECIMEN|Code 128|GTIN|CSV|PDF"
    r"|PNG|TIFF|BMP|JPEG|dpi|SVG|ZPL|XLSX|XML|UDI-DI|DI|SHA|JSON|GS1|(Ctrl|Shift)\+\w+|Ctrl|F\d|S\d{6}|L02707|Enter|Esc|UTC"
    r"|EAN|UPC|ITF|SSCC|DataMatrix|QR( Code)?|UDI|DI|PI|DSCSA|FMD|MDLP|Digital Link|HRI|mm"
    r"|YYMMDD|USE BY or EXPIRY|<[^>]*>|[0-9a-f]{32}"
)
"""What is the same in both languages: names, formats, keys, addresses, lots."""


@pytest.fixture
def language(qapp: QApplication, settings: QSettings) -> object:
    settings.setValue("language", ENGLISH)
    made = Language(settings)
    yield made
    made.close()


def test_a_worded_widget_is_worded_again_after_a_switch(qtbot: QtBot, language: Language) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    language.word(label, say("Products"))
    assert label.text() == "Products"
    language.choose(CHINESE)
    assert label.text() == "产品"


def test_a_deleted_widget_does_not_disturb_a_switch(qtbot: QtBot, language: Language) -> None:
    label = QLabel()
    language.word(label, say("Products"))
    delete(label)
    language.choose(CHINESE)
    assert language.code == CHINESE


def test_the_chosen_language_is_remembered(language: Language, settings: QSettings) -> None:
    language.choose(CHINESE)
    again = Language(settings)
    assert again.code == CHINESE
    again.close()


def test_a_remembered_language_that_is_none_is_not_used(qapp: QApplication, settings: QSettings) -> None:
    settings.setValue("language", "xx")
    made = Language(settings)
    assert made.code in {ENGLISH, CHINESE}
    made.close()


def test_qt_s_own_buttons_speak_the_chosen_language(qtbot: QtBot, language: Language) -> None:
    language.choose(CHINESE)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_no_english_is_left_on_an_empty_plant(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    _visit_all(qtbot, window, work)
    work.language.choose(CHINESE)
    assert _english(qtbot, window, work) == []


def test_no_english_is_left_where_jobs_have_run(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    job_id = order(sample, 3)
    work.running.start(job_id)
    qtbot.waitUntil(lambda: not work.running.ids, timeout=30_000)
    code = work.running.progress(job_id)
    assert code is not None
    _visit_all(qtbot, window, work)
    window.go("jobs", job_id)
    window.go("trace", code.last_code)
    rest(qtbot, work)
    work.language.choose(CHINESE)
    assert _english(qtbot, window, work) == []


def test_switching_back_and_forth_gives_the_same_english(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    _visit_all(qtbot, window, work)
    before = _seen(qtbot, window, work)
    work.language.choose(CHINESE)
    work.language.choose(ENGLISH)
    assert _seen(qtbot, window, work) == before


def test_the_dialogs_speak_chinese(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    work.language.choose(CHINESE)
    exported = tmp_path / "products.xml"
    product_exchange.export_products(sample, exported)
    window.go("products")
    rest(qtbot, work)
    page = window.page
    assert isinstance(page, ProductsPage)
    item = page.table.chosen_row()
    assert item is not None
    dialogs: list[QDialog] = [
        NewJob(work, window),
        NewBatch(work, item, window),
        CompleteProduct(work, item, window),
        EditProduct(work, item, window),
        EditProduct(work, None, window),
        SetFiling(work, item, window),
        DiChangeDialog(work, item, window),
        RetireGtin(work, item, window),
        LicensedPrefixes(work, window),
        ImportProducts(work, exported, window),
        ImportCodes(work, [exported], window),
        PlanCodes(work, window),
        ReturnCodes(work, window),
        ProveUniqueness(work, window),
        SetThreshold(work, codes.pool_levels(sample)[0], window),
        ExplainCode(work, "89999011000000011756", window),
        ExplainCode(work, "(01)06932833600108(17)20200131", window),
        GoTo(work, window),
        NameLine(work, None, window),
        EditPrinter(work, None, window),
        EditPrinter(work, add_printer(sample, "1"), window),
        EditStation(work, add_line(sample, "1").line, None, window),
        ShortcutSheet(work, page.shortcuts, window),
    ]
    left: list[tuple[str, str]] = []
    for dialog in dialogs:
        dialog.show()
        rest(qtbot, work)
        left += [(text, place) for text, place in texts(dialog) if has_english(text, work)]
        dialog.close()
    assert left == []


def _visit_all(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    for entry in PAGES:
        window.go(entry.name)
        rest(qtbot, work)


def _seen(qtbot: QtBot, window: MainWindow, work: Workplace) -> list[tuple[str, str]]:
    seen: list[tuple[str, str]] = []
    for entry in PAGES:
        window.go(entry.name)
        rest(qtbot, work)
        seen += list(texts(window))
    return seen


def _english(qtbot: QtBot, window: MainWindow, work: Workplace) -> list[tuple[str, str]]:
    return [(text, place) for text, place in _seen(qtbot, window, work) if has_english(text, work)]


def has_english(text: str, work: Workplace) -> bool:
    for name in (work.plant.actor, work.plant.data_folder.name):
        text = text.replace(name, "")
    return re.search(r"[A-Za-z]{2}", NOT_WORDS.sub("", text)) is not None
