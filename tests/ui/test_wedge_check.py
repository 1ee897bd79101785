"""Keys of a scanner are taken as they come, compared with the sheet, and judged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.packing.wedge import GS, SHEET
from tests.ui.people import click, rest
from ui.dialogs.wedge_check import WedgeCheck
from ui.main_window import MainWindow
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, work: Workplace) -> Iterator[WedgeCheck]:
    made = WedgeCheck(work, window)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.keys.hasFocus)
    yield made
    made.reject()


def press(widget: QWidget, text: str, key: Qt.Key = Qt.Key.Key_unknown) -> None:
    """Press one key as the window system delivers it: asked for shortcuts first."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def scan(dialog: WedgeCheck, text: str) -> None:
    """Type as a scanner does, key by key, and let it be quiet then."""
    keys = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
    for one in text:
        if one == GS:
            QTest.keyClick(dialog.keys, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
        else:
            press(dialog.keys, one, keys.get(one, Qt.Key.Key_unknown))
    dialog.keys.finish()


def test_a_scanner_that_types_every_symbol_rightly_is_fit(dialog: WedgeCheck) -> None:
    for place, symbol in enumerate(SHEET):
        assert dialog.steps.now() == place
        assert not dialog.is_fit()
        scan(dialog, symbol.data + "\r")
    assert dialog.is_fit()
    assert "This scanner is fit:" in dialog.answer.sentence()
    assert dialog.answer.property("mark") == Mark.DONE.value


def test_a_reading_is_over_when_the_keys_are_quiet(qtbot: QtBot, dialog: WedgeCheck) -> None:
    QTest.keyClicks(dialog.keys, SHEET[0].data)
    QTest.keyClick(dialog.keys, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.steps.now() == 1)
    assert dialog.came.text() == SHEET[0].data + "<CR>"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (SHEET[0].data, "Nothing ends the reading"),
        (f"{SHEET[0].data}\t", "ends with TAB"),
        (f"{SHEET[0].data}\r{SHEET[0].data}\r", "came twice"),
        (f"]C0{SHEET[0].data}\r", "stands before the reading"),
    ],
)
def test_what_is_wrong_is_told_and_the_symbol_stays(dialog: WedgeCheck, typed: str, told: str) -> None:
    scan(dialog, typed)
    assert told in dialog.answer.sentence()
    assert dialog.steps.now() == 0
    scan(dialog, SHEET[0].data + "\r")
    assert dialog.steps.now() == 1


def test_a_scanner_that_loses_separators_is_fit_for_digits_only(dialog: WedgeCheck) -> None:
    scan(dialog, SHEET[0].data + "\r")
    scan(dialog, SHEET[1].data.replace(GS, "") + "\r")
    assert "separators (GS)" in dialog.answer.sentence()
    dialog.skip.click()
    scan(dialog, SHEET[2].data + "\r")
    assert "for codes of digits only" in dialog.answer.sentence()
    assert "separators (GS)" in dialog.answer.sentence()
    assert not dialog.is_fit()


def test_symbols_that_are_all_skipped_make_no_scanner_fit(dialog: WedgeCheck) -> None:
    for _ in SHEET:
        dialog.skip.click()
    assert "not fit yet" in dialog.answer.sentence()
    assert dialog.answer.sentence().count("Nothing was typed") == 1


def test_keys_that_an_input_method_took_are_told_as_such(dialog: WedgeCheck) -> None:
    press(dialog.keys, "8")
    QApplication.sendEvent(dialog.keys, QInputMethodEvent("lot", []))
    event = QInputMethodEvent("", [])
    event.setCommitString("裸体")
    QApplication.sendEvent(dialog.keys, event)
    dialog.keys.finish()
    assert "input method took the keys" in dialog.answer.sentence()


def test_keys_that_stay_in_an_input_method_are_told_as_such(dialog: WedgeCheck) -> None:
    QApplication.sendEvent(dialog.keys, QInputMethodEvent(SHEET[0].data, []))
    dialog.keys.finish()
    assert "input method took the keys" in dialog.answer.sentence()


def test_function_keys_in_place_of_separators_are_told_by_their_name(dialog: WedgeCheck) -> None:
    scan(dialog, SHEET[0].data + "\r")
    before, *rest_of_it = SHEET[1].data.split(GS)
    QTest.keyClicks(dialog.keys, before)
    for part in rest_of_it:
        QTest.keyClick(dialog.keys, Qt.Key.Key_F8)
        QTest.keyClicks(dialog.keys, part)
    QTest.keyClick(dialog.keys, Qt.Key.Key_Return)
    dialog.keys.finish()
    assert "'<F8>' is typed in place of the separator" in dialog.answer.sentence()


def test_tab_leaves_the_field_unless_a_scanner_types_it(dialog: WedgeCheck) -> None:
    QTest.keyClick(dialog.keys, Qt.Key.Key_Tab)
    assert not dialog.keys.hasFocus()


def test_escape_closes_the_check_up(dialog: WedgeCheck) -> None:
    QTest.keyClick(dialog.keys, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_prefix_that_is_wanted_is_asked_for_from_the_first_symbol_on(dialog: WedgeCheck) -> None:
    scan(dialog, SHEET[0].data + "\r")
    dialog.prefix.setFocus()
    QTest.keyClicks(dialog.prefix, "~S")
    QTest.keyClick(dialog.prefix, Qt.Key.Key_Return)
    assert dialog.steps.now() == 0
    scan(dialog, SHEET[0].data + "\r")
    assert "prefix '~S' is missing" in dialog.answer.sentence()
    scan(dialog, f"~S{SHEET[0].data}\r")
    assert dialog.steps.now() == 1


def test_tab_may_be_the_end_that_is_wanted(dialog: WedgeCheck) -> None:
    dialog.end.setCurrentIndex(dialog.end.findData("\t"))
    scan(dialog, SHEET[0].data + "\t")
    assert dialog.steps.now() == 1


def test_beginning_again_forgets_what_was_wrong(dialog: WedgeCheck) -> None:
    scan(dialog, "nonsense\r")
    click_again = dialog.back
    click_again.click()
    for symbol in SHEET:
        scan(dialog, symbol.data + "\r")
    assert dialog.is_fit()


def test_the_sheet_is_saved_as_a_file(
    qtbot: QtBot, dialog: WedgeCheck, work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    click(qtbot, dialog.save)
    rest(qtbot, work)
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in dialog.notice.sentence()
