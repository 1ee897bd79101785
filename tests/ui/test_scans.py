"""A hand scanner is a keyboard that types quickly; time is told by the test."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import InputError
from desktop.texts import say
from tests.ui.people import rest, texts, when_asked
from ui.dialogs.explain import ExplainCode
from ui.main_window import MainWindow
from ui.scans import CodeField, ScanWatch, takes_scans
from ui.widgets.gtin_entry import GtinEntry
from ui.widgets.notice import Notice
from ui.workplace import Workplace

CODE = "81000210157090217447"
GTIN = "6932833600109"
SCANNER_S = 0.01
PERSON_S = 0.2


class Time:
    """The time between two keys, as often as somebody asks."""

    def __init__(self, apart: float) -> None:
        self.apart = apart
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.apart
        return self.now


class Fields(QWidget):
    """A form with fields of several kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.lot, self.code, self.count, self.choice = QLineEdit("L1"), QLineEdit(), QSpinBox(), QComboBox()
        self.choice.setEditable(True)
        self.choice.setEditText("tcp://x")
        takes_scans(self.code)
        layout = QVBoxLayout(self)
        for field in (self.lot, self.code, self.count, self.choice):
            layout.addWidget(field)


@pytest.fixture
def fields(qtbot: QtBot) -> Fields:
    made = Fields()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _watch(qtbot: QtBot, fields: Fields, apart: float) -> list[str]:
    watch = ScanWatch(fields, Time(apart))
    scans: list[str] = []
    watch.scanned.connect(scans.append)
    return scans


def _type(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_scan_is_taken_out_of_a_field_that_takes_none(qtbot: QtBot, fields: Fields) -> None:
    scans = _watch(qtbot, fields, SCANNER_S)
    pressed: list[QObject] = []
    fields.lot.returnPressed.connect(lambda: pressed.append(fields.lot))
    _type(fields.lot, CODE)
    assert scans == [CODE]
    assert fields.lot.text() == "L1"
    assert pressed == []


@pytest.mark.parametrize("name", ["count", "choice"])
def test_numbers_and_addresses_stay_as_they_were(qtbot: QtBot, fields: Fields, name: str) -> None:
    scans = _watch(qtbot, fields, SCANNER_S)
    field = getattr(fields, name)
    _type(field, CODE)
    assert scans == [CODE]
    assert fields.count.value() == 0
    assert fields.choice.currentText() == "tcp://x"


def test_a_scan_stays_in_a_field_that_takes_codes(qtbot: QtBot, fields: Fields) -> None:
    scans = _watch(qtbot, fields, SCANNER_S)
    _type(fields.code, CODE)
    assert scans == []
    assert fields.code.text() == CODE


def test_what_a_person_types_is_no_scan(qtbot: QtBot, fields: Fields) -> None:
    scans = _watch(qtbot, fields, PERSON_S)
    _type(fields.lot, CODE)
    assert scans == []
    assert fields.lot.text() == "L1" + CODE


def test_a_few_quick_keys_are_no_scan(qtbot: QtBot, fields: Fields) -> None:
    scans = _watch(qtbot, fields, SCANNER_S)
    _type(fields.lot, "1234567")
    assert scans == []


def test_a_field_for_codes_keeps_the_group_separator(qtbot: QtBot) -> None:
    field = CodeField()
    qtbot.addWidget(field)
    field.show_code("10L1\x1d21X")
    assert "\x1d" not in field.text()
    QTest.keyClick(field, Qt.Key.Key_End)
    separator = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, "\x1d"
    )
    QApplication.sendEvent(field, separator)
    assert field.code() == "10L1\x1d21X\x1d"


def _entry(qtbot: QtBot, work: Workplace, apart: float) -> GtinEntry:
    entry = GtinEntry(work.kit, None, Time(apart))
    qtbot.addWidget(entry)
    entry.show()
    return entry


def test_a_gtin_that_is_typed_is_typed_twice(qtbot: QtBot, work: Workplace) -> None:
    entry = _entry(qtbot, work, PERSON_S)
    QTest.keyClicks(entry.field, GTIN)
    assert entry.again.isVisible()
    with pytest.raises(InputError, match="second time"):
        entry.value()
    QTest.keyClicks(entry.again, GTIN)
    assert entry.verdict() == "Both entries agree."
    value = entry.value()
    assert value is not None
    assert value.value == GTIN


def test_a_swap_that_the_check_digit_does_not_see_is_found(qtbot: QtBot, work: Workplace) -> None:
    entry = _entry(qtbot, work, PERSON_S)
    QTest.keyClicks(entry.field, "6920161234561")
    QTest.keyClicks(entry.again, "6920611234561")
    assert "digit 5 is 1 in the first and 6 in the second" in entry.verdict()
    with pytest.raises(InputError, match="digit 5"):
        entry.value()


def test_a_gtin_that_is_scanned_is_taken_at_once(qtbot: QtBot, work: Workplace) -> None:
    entry = _entry(qtbot, work, SCANNER_S)
    QTest.keyClicks(entry.field, GTIN)
    QTest.keyClick(entry.field, Qt.Key.Key_Return)
    assert not entry.again.isVisible()
    value = entry.value()
    assert value is not None
    assert value.value == GTIN


def test_no_gtin_is_no_fault(qtbot: QtBot, work: Workplace) -> None:
    assert _entry(qtbot, work, PERSON_S).value() is None


def test_a_scan_where_none_belongs_is_offered_to_be_explained(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    window.go("today")
    rest(qtbot, work)
    window.explaining.watch.scanned.emit(CODE)
    (notice,) = (found for found in window.findChildren(Notice) if found.isVisible())
    assert "8 100021 015709021 7447" in notice.sentence()
    seen: list[str] = []

    def read(dialog: ExplainCode) -> None:
        rest(qtbot, work)
        seen.extend(text for text, _ in texts(dialog))
        dialog.reject()

    when_asked(ExplainCode, read)
    notice.action.click()
    assert "8 100021 015709021 7447" in seen
    work.messages.done(say("Save"))
    assert not notice.action.isVisible()
