"""PROBLEM at a packing line, worked as a person does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.operations import audit, pack_exceptions, pack_preview
from desktop.operations.pack_boxes import Fate
from desktop.operations.pack_preview import Foreseen
from desktop.packing.model import PackFlag
from desktop.products.code_pool import CodeState
from desktop.storage import codes
from desktop.texts import CHINESE
from tests.operations.packing_line import WHY, PackingLine
from tests.storage.pack_stock import add_order
from tests.storage.stock import code_values
from tests.ui.packing_problem.conftest import SECRET
from tests.ui.people import click, rest, when_asked
from ui.dialogs.packing_problem import PackingProblem
from ui.dialogs.return_codes import ReturnCodes
from ui.packing_problem.grounds import Grounds
from ui.packing_problem.pack_picture import PackPicture
from ui.widgets.six_pictures import PICTURES
from ui.workplace import Workplace


class Person:
    """Works the dialog."""

    def __init__(self, qtbot: QtBot, work: Workplace, dialog: PackingProblem) -> None:
        self.qtbot, self.work, self.dialog = qtbot, work, dialog

    def go_to(self, picture: str, way: str = "") -> None:
        """Press a picture, and what is to be done."""
        click(self.qtbot, self.dialog.pictures[picture])
        if way:
            click(self.qtbot, self.dialog.choices[way])
        self.rest()

    def scan(self, first: str, second: str = "") -> None:
        """Scan one or two packs."""
        scan = self.dialog.scan
        QTest.keyClicks(scan.first, f"{first}\r")
        self.rest()
        if second:
            QTest.keyClicks(scan.second, f"{second}\r")
            self.rest()

    def give_grounds(self, grounds: Grounds, reason: str = "as the test asks", secret: str = SECRET) -> None:
        """Say why, and let Bob confirm."""
        grounds.reason.setEditText(reason)
        QTest.keyClicks(grounds.second.secret, secret)

    def do(self) -> None:
        """Press the button that does it."""
        click(self.qtbot, self.dialog.act)
        self.rest()

    def rest(self) -> None:
        """Wait until everything is shown."""
        rest(self.qtbot, self.work)


@pytest.fixture
def person(qtbot: QtBot, work: Workplace, dialog: PackingProblem) -> Person:
    return Person(qtbot, work, dialog)


def look(packed: PackingLine, code: str) -> Foreseen:
    return pack_preview.look(packed.plant, packed.order_id, code)


def shown(dialog: PackingProblem) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_six_pictures_are_those_of_the_job_page(dialog: PackingProblem) -> None:
    assert list(dialog.pictures) == list(PICTURES)


@pytest.mark.parametrize(
    ("picture", "way", "codes", "state"),
    [
        ("problem-sample", "", ("u0",), CodeState.SAMPLED),
        ("problem-sample", "", ("u9",), CodeState.SAMPLED),
        ("problem-unreadable", "problem-unreadable", ("u0",), CodeState.SPOILED),
        ("problem-wrong", "pack-scrap", ("u0",), CodeState.SPOILED),
        ("problem-other", "pack-out", ("u0",), CodeState.VERIFIED),
        ("problem-other", "pack-apart", ("b0",), CodeState.SPOILED),
        ("problem-damaged", "pack-replace", ("u0", "u9"), CodeState.SPOILED),
        ("problem-damaged", "pack-new-label", ("u0", "u9"), CodeState.SPOILED),
    ],
)
def test_an_exception_is_done_once_it_was_seen_and_confirmed(
    person: Person,
    packed: PackingLine,
    picture: str,
    way: str,
    codes: tuple[str, ...],
    state: CodeState,
) -> None:
    found = [packed.line.codes["ubc".index(one[0])][int(one[1])] for one in codes]
    person.go_to(picture, way)
    person.scan(*found)
    person.give_grounds(person.dialog.scan.grounds)
    person.do()
    assert not person.dialog.isVisible()
    seen = look(packed, found[0])
    assert (seen.pack.state, seen.path) == (state, ())
    record = audit.list_audit(packed.plant, 1)[0]
    assert record.reason == "as the test asks"


def test_a_loose_pack_fills_a_free_place(person: Person, packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[3], **WHY)
    bundle = packed.line.codes[1][1]
    person.go_to("problem-other", "pack-in")
    person.scan(packed.units[9], bundle)
    person.give_grounds(person.dialog.scan.grounds)
    person.do()
    assert look(packed, packed.units[9]).path == (bundle,)


def test_a_pack_moves_where_there_is_room(person: Person, packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[3], **WHY)
    bundle = packed.line.codes[1][1]
    person.go_to("problem-other", "pack-move")
    person.scan(packed.units[0], bundle)
    person.give_grounds(person.dialog.scan.grounds)
    person.do()
    assert look(packed, packed.units[0]).path == (bundle,)


def test_what_will_change_is_shown_before_anything_is_done(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-wrong", "pack-scrap")
    person.scan(packed.units[0])
    (box,) = person.dialog.scan.card.picture.boxes()
    assert [cell.fate for cell in box.cells] == [Fate.GONE, Fate.STAYS, Fate.STAYS]
    assert "spoiled from then on" in person.dialog.scan.card.changes()
    assert look(packed, packed.units[0]).pack.state is CodeState.PACKED


def test_the_first_of_two_packs_is_shown_before_the_second_is_scanned(
    person: Person, packed: PackingLine
) -> None:
    person.go_to("problem-other", "pack-move")
    person.scan(packed.units[0])
    assert person.dialog.scan.card.picture.boxes()
    assert not person.dialog.scan.card.changes()
    assert person.dialog.scan.second.hasFocus()


def test_nothing_is_done_without_a_reason_and_a_second_person(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-sample")
    assert not person.dialog.act.isEnabled()
    person.scan(packed.units[0])
    assert not person.dialog.act.isEnabled()
    person.dialog.scan.grounds.reason.setEditText("for the laboratory")
    assert not person.dialog.act.isEnabled()
    QTest.keyClicks(person.dialog.scan.grounds.second.secret, SECRET)
    assert person.dialog.act.isEnabled()


def test_another_code_in_the_field_must_be_seen_first(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-sample")
    person.scan(packed.units[0])
    person.give_grounds(person.dialog.scan.grounds)
    person.dialog.scan.first.setText(packed.units[1])
    assert not person.dialog.act.isEnabled()


def test_a_wrong_secret_changes_nothing_and_is_told(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-sample")
    person.scan(packed.units[0])
    person.give_grounds(person.dialog.scan.grounds, secret="red apples")
    person.do()
    assert "not the secret of Bob" in person.dialog.notice.sentence()
    assert look(packed, packed.units[0]).pack.state is CodeState.PACKED


def test_a_pack_in_the_wrong_state_is_told_under_its_field(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-other", "pack-out")
    person.scan(packed.units[9])
    assert "is in no other pack" in person.dialog.scan.first_field.below()
    assert person.dialog.scan.card.picture.boxes()
    assert not person.dialog.act.isEnabled()


def test_what_is_wrong_with_the_second_pack_is_told_under_the_second_field(
    person: Person, packed: PackingLine
) -> None:
    person.go_to("problem-other", "pack-move")
    person.scan(packed.units[0], packed.line.codes[1][1])
    assert "is full" in person.dialog.scan.second_field.below()


def test_a_text_that_is_no_code_is_refused_in_words(person: Person) -> None:
    person.go_to("problem-sample")
    person.scan("hello")
    assert person.dialog.scan.first_field.below()
    assert not person.dialog.act.isEnabled()


def test_the_sentence_of_what_happened_is_told(
    qtbot: QtBot, person: Person, work: Workplace, packed: PackingLine
) -> None:
    told: list[str] = []
    work.messages.told.connect(lambda _mark, text, _details: told.append(str(text)))
    person.go_to("problem-sample")
    person.scan(packed.units[0])
    person.give_grounds(person.dialog.scan.grounds)
    person.do()
    assert told
    assert packed.units[0] in told[-1]


def test_an_event_is_taken_back(person: Person, packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY)
    person.go_to("problem-other", "undo")
    back = person.dialog.taking_back
    back.table.view.selectRow(0)
    person.rest()
    assert back.card.picture.boxes()[0].cells[0].fate is Fate.IN
    person.give_grounds(back.grounds)
    person.do()
    assert look(packed, packed.units[0]).pack.state is CodeState.PACKED


def test_an_event_whose_packs_went_on_cannot_be_taken_back(person: Person, packed: PackingLine) -> None:
    pack_exceptions.remove(packed.plant, packed.order_id, packed.units[0], **WHY)
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY)
    person.go_to("problem-other", "undo")
    back = person.dialog.taking_back
    back.table.view.selectRow(1)
    person.give_grounds(back.grounds)
    person.rest()
    assert "no longer" in shown(person.dialog)
    assert not person.dialog.act.isEnabled()


def test_the_events_of_one_pack_are_found_by_a_scan(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-other", "undo")
    back = person.dialog.taking_back
    assert back.table.model.rowCount() > 1
    QTest.keyClicks(back.code, f"{packed.line.codes[1][0]}\r")
    person.rest()
    assert back.table.model.rowCount() == 1
    back.code.clear()
    person.rest()
    assert back.table.model.rowCount() > 1


def test_a_new_roll_is_noted_at_the_job_that_prints(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-roll")
    QTest.keyClicks(person.dialog.noting.text, "roll 17")
    person.do()
    record = audit.list_audit(packed.plant, 1)[0]
    assert (record.action, record.reason) == ("job.note", "roll 17")


def test_what_happened_must_be_said_to_be_noted(person: Person) -> None:
    person.go_to("problem-other", "problem-other")
    assert not person.dialog.act.isEnabled()
    QTest.keyClicks(person.dialog.noting.text, "a pallet fell over")
    assert person.dialog.act.isEnabled()


def test_a_code_of_no_job_is_not_printed_again(person: Person) -> None:
    person.go_to("problem-damaged", "printer")
    QTest.keyClicks(person.dialog.reprinting.code, "81111111111111111111")
    person.do()
    assert "No job printed a label with this code" in shown(person.dialog)


def test_unused_codes_are_returned_from_here(person: Person) -> None:
    click(person.qtbot, person.dialog.pictures["problem-other"])
    asked: list[bool] = []

    def close(returning: ReturnCodes) -> None:
        asked.append(True)
        returning.reject()

    when_asked(ReturnCodes, close)
    click(person.qtbot, person.dialog.choices["export"])
    assert asked


def test_back_leads_from_a_path_to_the_choice_and_on_to_the_pictures(person: Person) -> None:
    person.go_to("problem-damaged", "pack-new-label")
    click(person.qtbot, person.dialog.back)
    assert person.dialog.choices["pack-replace"].isVisible()
    click(person.qtbot, person.dialog.back)
    assert person.dialog.pictures["problem-roll"].isVisible()


def test_a_second_code_of_a_former_path_is_not_taken_along(person: Person, packed: PackingLine) -> None:
    person.go_to("problem-other", "pack-move")
    person.scan(packed.units[0], packed.line.codes[1][1])
    click(person.qtbot, person.dialog.back)
    click(person.qtbot, person.dialog.choices["pack-scrap"])
    person.rest()
    assert not person.dialog.scan.first.text()
    assert not person.dialog.scan.second.isVisible()


def test_partial_and_mixed_packs_are_said_to_be_approved_on_the_packing_page(person: Person) -> None:
    click(person.qtbot, person.dialog.pictures["problem-other"])
    assert "approved on the packing page" in shown(person.dialog)


def test_a_sample_is_taken_by_the_keyboard_alone(person: Person, packed: PackingLine) -> None:
    dialog = person.dialog
    dialog.pictures["problem-sample"].setFocus()
    QTest.keyClick(dialog.pictures["problem-sample"], Qt.Key.Key_Space)
    person.rest()
    person.scan(packed.units[0])
    grounds = dialog.scan.grounds
    QTest.keyClicks(focused(), "for the laboratory")
    assert grounds.why() == "for the laboratory"
    for _ in range(2):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert grounds.second.secret.hasFocus()
    QTest.keyClicks(grounds.second.secret, SECRET)
    QTest.keyClick(grounds.second.secret, Qt.Key.Key_Return)
    person.rest()
    assert look(packed, packed.units[0]).pack.state is CodeState.SAMPLED


def test_a_place_tells_what_lies_there_when_it_is_pointed_at(
    qtbot: QtBot, work: Workplace, packed: PackingLine
) -> None:
    picture = PackPicture(work.language)
    qtbot.addWidget(picture)
    picture.show_boxes(look(packed, packed.line.codes[1][0]).boxes)
    picture.resize(picture.sizeHint())
    with qtbot.waitExposed(picture):
        picture.show()
    told = set()
    for x in range(0, picture.width(), 6):
        at = QPointF(x, picture.height() / 2)
        nothing = Qt.MouseButton.NoButton
        moved = QMouseEvent(QEvent.Type.MouseMove, at, at, nothing, nothing, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(picture, moved)
        told.add(picture.toolTip()[:2])
    assert told >= {"1:", "2:", "3:"}


def test_a_picture_without_room_is_drawn_without_a_fault(
    qtbot: QtBot, work: Workplace, packed: PackingLine
) -> None:
    picture = PackPicture(work.language)
    qtbot.addWidget(picture)
    (box,) = look(packed, packed.line.codes[1][0]).boxes
    picture.show_boxes((box, replace(box, cells=box.cells * 400)))
    for size in (QSize(5, 5), QSize(300, 20), QSize(900, 400)):
        picture.resize(size)
        picture.grab()


def test_the_dialog_speaks_chinese(person: Person, work: Workplace, packed: PackingLine) -> None:
    person.go_to("problem-sample")
    person.scan(packed.units[0])
    work.language.choose(CHINESE)
    assert "将发生的变化" in shown(person.dialog)


def test_mixed_lots_are_approved_only_once_the_rules_ask_for_it(person: Person, packed: PackingLine) -> None:
    store, product = packed.plant.store, packed.line.order.product_id
    other = tuple(code_values(1, first=500))
    codes.import_file(store, "engineer", codes.NewFile("more", "more", product, 1), [other])
    add_order(store, product, packed.line.order.packing, (other,), lot="L2")
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[3], **WHY)
    bundle = packed.line.codes[1][1]
    person.go_to("problem-other", "pack-in")
    scan = person.dialog.scan
    assert not scan.mixed.isVisible()
    person.scan(other[0], bundle)
    assert "another batch" in scan.first_field.below()
    click(person.qtbot, scan.mixed)
    person.rest()
    person.give_grounds(scan.grounds)
    person.do()
    assert look(packed, bundle).pack.flag is PackFlag.MIXED
