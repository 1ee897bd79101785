"""People: rights granted and taken away, secrets set and changed, at the screen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.operations import reviewers, rights
from desktop.operations.plant import Plant
from desktop.operations.reviewers import SecretState
from desktop.operations.rights import Right
from desktop.texts import ENGLISH
from tests.ui.people import click, go, rest, when_asked
from ui.dialogs.choose_secret import ChooseSecret
from ui.dialogs.people import PeopleDialog
from ui.main_window import MainWindow
from ui.pages.lines import LinesPage
from ui.widgets.second_person import SecondPerson
from ui.workplace import Workplace

FIRST, OWN = "the first one", "green apples"


@pytest.fixture
def work(qapp: QApplication, plant: Plant, settings: QSettings) -> Iterator[Workplace]:
    """Anna works at the keyboard."""
    settings.setValue("language", ENGLISH)
    settings.setValue("dark", "false")
    made = Workplace(qapp, replace(plant, actor="anna"), settings)
    yield made
    made.close()
    made.language.close()


@pytest.fixture
def begun(plant: Plant) -> Plant:
    """Anna grants rights; Bob may confirm."""
    own = replace(plant, actor="anna")
    rights.grant(own, "anna", Right.ADMINISTER)
    rights.grant(own, "Bob", Right.REVIEW)
    return own


def opened(qtbot: QtBot, work: Workplace, behind: QWidget) -> PeopleDialog:
    dialog = PeopleDialog(work, behind)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(qtbot, work)
    return dialog


@pytest.fixture
def behind(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def shown(top: QWidget) -> str:
    return "\n".join(label.text() for label in top.findChildren(QLabel) if label.isVisible())


def tick(qtbot: QtBot, work: Workplace, dialog: PeopleDialog, right: Right) -> None:
    box = dialog.rights[right]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().center() / 2)
    rest(qtbot, work)


def held(plant: Plant) -> set[tuple[str, Right]]:
    return {(one.person, one.right) for one in rights.grants(plant)}


def secret_of(plant: Plant, person: str) -> SecretState:
    return reviewers.secret_of(plant, person).state


def choose(qtbot: QtBot, dialog: ChooseSecret, old: str, new: str) -> None:
    qtbot.waitUntil(lambda: (dialog.old if old else dialog.new).hasFocus())
    QTest.keyClicks(dialog.old, old)
    QTest.keyClicks(dialog.new, new)
    QTest.keyClicks(dialog.again, new)
    click(qtbot, dialog.do)


def test_an_empty_plant_says_how_rights_begin(qtbot: QtBot, work: Workplace, behind: QWidget) -> None:
    dialog = opened(qtbot, work, behind)
    assert "Nobody grants rights here yet" in shown(dialog)
    tick(qtbot, work, dialog, Right.ADMINISTER)
    assert held(work.plant) == {("anna", Right.ADMINISTER)}
    assert "Nobody grants rights here yet" not in shown(dialog)


def test_a_right_is_granted_and_taken_away_by_its_tick(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    dialog.choose("Bob")
    tick(qtbot, work, dialog, Right.REPRINT)
    assert ("Bob", Right.REPRINT) in held(begun)
    tick(qtbot, work, dialog, Right.REPRINT)
    assert ("Bob", Right.REPRINT) not in held(begun)


def test_the_tick_that_was_set_by_a_key_keeps_the_focus(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    dialog.choose("Bob")
    box = dialog.rights[Right.REPRINT]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    rest(qtbot, work)
    assert ("Bob", Right.REPRINT) in held(begun)
    assert dialog.focusWidget() is box


def test_a_refused_change_is_told_and_its_tick_goes_back(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    dialog.choose("anna")
    tick(qtbot, work, dialog, Right.ADMINISTER)
    assert "the last who may grant rights" in dialog.notice.sentence()
    assert dialog.rights[Right.ADMINISTER].isChecked()


def test_who_granted_a_right_and_when_is_told(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    dialog.choose("Bob")
    assert "by anna." in shown(dialog)


def test_somebody_new_is_added_and_gets_a_right(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    QTest.keyClicks(dialog.new, "Li\r")
    tick(qtbot, work, dialog, Right.RELEASE)
    assert ("Li", Right.RELEASE) in held(begun)


def test_adding_nobody_says_what_is_missing(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    click(qtbot, dialog.add)
    assert "Type the login" in shown(dialog)


def test_an_administrator_sets_a_first_secret_which_the_person_changes(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    dialog.choose("Bob")
    when_asked(ChooseSecret, lambda asked: choose(qtbot, asked, "", FIRST))
    click(qtbot, dialog.secret)
    rest(qtbot, work)
    assert secret_of(begun, "Bob") is SecretState.FIRST
    assert "confirms nothing until Bob has chosen another" in shown(dialog)
    when_asked(ChooseSecret, lambda asked: choose(qtbot, asked, FIRST, OWN))
    click(qtbot, dialog.secret)
    rest(qtbot, work)
    assert secret_of(begun, "Bob") is SecretState.OWN


def test_an_administrator_chooses_their_own_secret_at_once(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = opened(qtbot, work, behind)
    when_asked(ChooseSecret, lambda asked: choose(qtbot, asked, "", OWN))
    click(qtbot, dialog.secret)
    rest(qtbot, work)
    assert secret_of(begun, "anna") is SecretState.OWN


def test_a_forgotten_secret_is_replaced_without_the_old_one(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    reviewers.set_secret(begun, "Bob", None, FIRST)
    reviewers.set_secret(begun, "Bob", FIRST, OWN)
    dialog = opened(qtbot, work, behind)
    dialog.choose("Bob")
    when_asked(ChooseSecret, lambda asked: choose(qtbot, asked, "", "another one"))
    click(qtbot, dialog.forgotten)
    rest(qtbot, work)
    assert secret_of(begun, "Bob") is SecretState.FIRST


def test_a_wrong_old_secret_is_told_and_nothing_is_set(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    reviewers.set_secret(begun, "Bob", None, FIRST)
    dialog = ChooseSecret(work, "Bob", behind)
    dialog.show()
    rest(qtbot, work)
    dialog.activateWindow()
    choose(qtbot, dialog, "wrong one", OWN)
    rest(qtbot, work)
    assert "not the secret of Bob" in dialog.notice.sentence()
    assert secret_of(begun, "Bob") is SecretState.FIRST


def test_a_new_secret_is_typed_twice_alike(
    qtbot: QtBot, begun: Plant, work: Workplace, behind: QWidget
) -> None:
    dialog = ChooseSecret(work, "Bob", behind)
    dialog.show()
    rest(qtbot, work)
    dialog.new.setText(OWN)
    dialog.again.setText("green pears")
    assert "not the same" in shown(dialog)
    assert not dialog.do.isEnabled()


def test_a_second_person_without_a_secret_is_told_who_sets_one(
    qtbot: QtBot, begun: Plant, work: Workplace
) -> None:
    second = SecondPerson(work)
    qtbot.addWidget(second)
    second.show()
    rest(qtbot, work)
    assert "Bob has no secret yet" in shown(second)
    assert not second.choose.isVisible()


def test_a_second_person_chooses_their_own_secret_where_they_are_asked_for_it(
    qtbot: QtBot, begun: Plant, work: Workplace
) -> None:
    reviewers.set_secret(begun, "Bob", None, FIRST)
    second = SecondPerson(work)
    qtbot.addWidget(second)
    second.show()
    rest(qtbot, work)
    when_asked(ChooseSecret, lambda asked: choose(qtbot, asked, FIRST, OWN))
    click(qtbot, second.choose)
    rest(qtbot, work)
    assert not second.choose.isVisible()
    second.secret.setText(OWN)
    assert second.take()(begun).name == "Bob"


def test_people_are_opened_from_the_packing_lines(qtbot: QtBot, work: Workplace, window: MainWindow) -> None:
    page = go(qtbot, window, work, "lines", LinesPage)
    seen: list[str] = []

    def close(dialog: PeopleDialog) -> None:
        rest(qtbot, work)
        seen.append(dialog.list.item(0).text())
        dialog.accept()

    when_asked(PeopleDialog, close)
    click(qtbot, page.people)
    assert seen == ["anna"]
