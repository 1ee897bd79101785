from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations.explain import explain
from desktop.operations.plant import Plant
from desktop.operations.product_versions import save_product, versions
from desktop.operations.products import find_product
from desktop.products.code_pool import CodeState
from desktop.products.details import Details
from desktop.texts import CHINESE
from tests.ui.people import go, rest, texts, when_asked
from ui.dialogs.explain import ExplainCode
from ui.dialogs.new_batch import NewBatch
from ui.main_window import MainWindow
from ui.pages.products import ProductsPage
from ui.pages.trace import TracePage
from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier
CODE = "89999011000000137571"
SOURCE = "(01)06932833600109(10)L02707(17)20200131(21)81250531278265838370"


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, work: Workplace) -> ExplainCode:
    made = ExplainCode(work, "", window)
    qtbot.addWidget(made)
    made.show()
    return made


def _explain(qtbot: QtBot, work: Workplace, dialog: ExplainCode, text: str) -> list[str]:
    dialog.field.show_code(text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    rest(qtbot, work)
    return [shown for shown, _ in texts(dialog)]


def test_a_code_of_the_pool_is_explained_with_its_state_and_product(sample: Plant) -> None:
    found = explain(sample, CODE)
    (known,) = found.memberships
    assert (known.state, known.level, known.is_code) == (CodeState.AVAILABLE, 1, True)
    assert known.product.startswith("蒙脱石散")


def test_a_code_with_a_known_prefix_that_no_file_held_is_not_in_the_pool(sample: Plant) -> None:
    (known,) = explain(sample, "89999010000000000000").memberships
    assert known.state is None
    assert known.is_code


def test_a_gtin_of_the_plant_is_known_however_many_digits_it_has(sample: Plant) -> None:
    for text in ("6932833600109", "06932833600109", "(01)06932833600109(21)1"):
        (known,) = explain(sample, text).memberships
        assert (known.level, known.is_code) == (1, False)


def test_a_pool_code_that_stands_as_serial_number_is_found(sample: Plant) -> None:
    found = explain(sample, f"(01)06932833600109(21){CODE}")
    assert {known.value for known in found.memberships} == {"06932833600109", CODE}


def test_a_device_is_held_against_its_udid_record(
    qtbot: QtBot, work: Workplace, dialog: ExplainCode, sample: Plant
) -> None:
    product = find_product(sample, "06932833600109")
    master = versions(sample, product.id)[0].version.master
    flags = {"schemes": "udi", "udi_lot": "yes", "udi_serial": "yes", "udi_made": "no", "udi_expiry": "no"}
    save_product(sample, product.id, replace(master, details=Details.build(flags)))
    shown = _explain(qtbot, work, dialog, "(01)06932833600109(10)L1")
    assert any(line.startswith("The serial number (21) is missing on the label") for line in shown)
    shown = _explain(qtbot, work, dialog, "(01)06932833600109(10)L1(21)S1")
    assert any(line.endswith("agrees with its UDID record.") for line in shown)


def test_faults_are_told_only_of_what_is_meant_as_an_element_string(sample: Plant) -> None:
    assert explain(sample, SOURCE).elements is not None
    assert explain(sample, CODE).elements is None
    assert explain(sample, "(01)06932833600109").elements is None


def test_the_wrong_part_is_marked_and_what_would_be_right_is_offered(
    qtbot: QtBot, work: Workplace, dialog: ExplainCode
) -> None:
    shown = _explain(qtbot, work, dialog, SOURCE)
    assert any(">20200131</b>" in text for text in shown)
    (mend,) = dialog.cards.mends
    assert mend.text() == "Write 200131"
    mend.click()
    rest(qtbot, work)
    assert dialog.field.code() == SOURCE.replace("20200131", "200131")
    assert "GS1 element string" in [text for text, _ in texts(dialog)]


def test_damage_is_named_and_mended_only_when_asked(
    qtbot: QtBot, work: Workplace, dialog: ExplainCode
) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in CODE)
    shown = _explain(qtbot, work, dialog, wide)
    assert any("full width" in text for text in shown)
    assert dialog.field.code() == wide
    dialog.cards.mends[0].click()
    rest(qtbot, work)
    assert dialog.field.code() == CODE


def test_every_other_kind_is_refused_with_its_reason_when_asked(
    qtbot: QtBot, work: Workplace, dialog: ExplainCode
) -> None:
    assert not any("other kinds" in text for text in _explain(qtbot, work, dialog, CODE))
    dialog.others.click()
    shown = [text for text, _ in texts(dialog)]
    assert any("other kinds" in text for text in shown)
    assert "SSCC" in shown


def test_what_is_no_code_says_at_once_why_it_is_none(
    qtbot: QtBot, work: Workplace, dialog: ExplainCode
) -> None:
    shown = _explain(qtbot, work, dialog, "hello world")
    assert "It is no code of any kind that Packmark knows." in shown
    assert any("other kinds" in text for text in shown)


def test_the_explanation_leads_to_the_trace_of_the_code(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    dialog = ExplainCode(work, CODE, window)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    dialog.cards.opens[0].click()
    rest(qtbot, work)
    assert isinstance(window.page, TracePage)
    assert window.page.field.text() == CODE


def test_control_e_explains_what_is_selected(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    page = go(qtbot, window, work, "trace", TracePage)
    page.field.setText(CODE)
    page.field.setFocus()
    page.field.selectAll()
    asked: list[str] = []

    def read(dialog: ExplainCode) -> None:
        asked.append(dialog.field.code())
        dialog.reject()

    when_asked(ExplainCode, read)
    QTest.keyClick(page.field, Qt.Key.Key_E, CTRL)
    assert asked == [CODE]


def test_control_e_explains_what_was_copied(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    go(qtbot, window, work, "trace", TracePage)
    QGuiApplication.clipboard().setText(CODE)
    asked: list[str] = []

    def read(dialog: ExplainCode) -> None:
        asked.append(dialog.field.code())
        dialog.reject()

    when_asked(ExplainCode, read)
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    assert asked == [CODE]


def test_control_e_works_inside_a_dialog_too(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    page = go(qtbot, window, work, "products", ProductsPage)
    asked: list[str] = []

    def read(dialog: ExplainCode) -> None:
        asked.append(dialog.field.code())
        dialog.reject()

    def look(dialog: NewBatch) -> None:
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog.lot.setText("L02707")
        dialog.lot.selectAll()
        dialog.lot.setFocus()
        when_asked(ExplainCode, read)
        QTest.keyClick(dialog.lot, Qt.Key.Key_E, CTRL)
        dialog.reject()

    when_asked(NewBatch, look)
    page.detail.new_batch.click()
    assert asked == ["L02707"]


def test_the_explanation_is_worded_in_the_chosen_language(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    work.language.choose(CHINESE)
    dialog = ExplainCode(work, SOURCE, window)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    assert "GS1 单元数据串有误" in [text for text, _ in texts(dialog)]
