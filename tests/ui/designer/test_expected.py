"""The grade to expect below the label: of the label as it is now, never of an older one."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.grading.model import Edition
from desktop.labels.edits import with_attribute
from desktop.labels.elements import BoxElement
from desktop.labels.live import Shown
from desktop.operations.plant import Report
from desktop.operations.prediction import ExpectedGrade, PressModel, expected_live
from desktop.products.details import Details
from desktop.texts import CHINESE, say
from tests.ui.designer.panel_people import DESIGN, press, session_of, without
from ui.designer import expecting
from ui.designer.panels.expected import ExpectedButton, ExpectedDetail
from ui.designer.session import DesignSession
from ui.wording import Mark
from ui.workplace import Workplace

BESIDE = BoxElement("beside", 2.0, 20.0, 1.5, 20.0, 0.5, filled=True)
NARROW = replace(DESIGN, elements=(*DESIGN.elements, BESIDE))
"""With a box in the quiet zone of the drug code."""
OFF = with_attribute(DESIGN, ["block"], "x_mm", 300.0)


class Reckoner:
    """Stands where grades are reckoned; keeps who asks waiting until it is let go."""

    def __init__(self) -> None:
        self.asked: list[Shown] = []
        self.go = threading.Event()

    def __call__(
        self, shown: Shown, model: PressModel, edition: Edition | None, report: Report
    ) -> tuple[ExpectedGrade, ...]:
        self.asked.append(shown)
        assert self.go.wait(10)
        return expected_live(shown, model, edition, report)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second in a test."""
    monkeypatch.setattr(expecting, "SETTLED_MS", 20)


@pytest.fixture
def reckoner(monkeypatch: pytest.MonkeyPatch) -> Reckoner:
    made = Reckoner()
    monkeypatch.setattr(expecting, "expected_live", made)
    return made


@pytest.fixture
def session(qapp: QApplication) -> DesignSession:
    return session_of()


def seen(qtbot: QtBot, work: Workplace, session: DesignSession) -> ExpectedButton:
    made = ExpectedButton(work, session)
    qtbot.addWidget(made)
    made.resize(500, 40)
    with qtbot.waitExposed(made):
        made.show()
    return made


def reckoned(qtbot: QtBot, work: Workplace, session: DesignSession) -> ExpectedButton:
    made = seen(qtbot, work, session)
    rests(qtbot, made)
    return made


def rests(qtbot: QtBot, button: ExpectedButton) -> None:
    qtbot.waitUntil(lambda: button.expecting.found is not None, timeout=10_000)


def opened(button: ExpectedButton) -> ExpectedDetail:
    button.open()
    assert button.detail is not None
    return button.detail


def said(sheet: ExpectedDetail) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_good_label_is_expected_to_pass_and_that_is_called_an_expectation(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    button = reckoned(qtbot, work, session)
    assert button.text() == "Expected grade 4.0 (A), dot gain 10 %"
    assert button.mark is Mark.DONE
    assert "This is an expectation" in button.toolTip()


def test_the_line_tells_the_symbol_that_nothing_can_be_expected_of(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    session.edit(say("Move"), OFF)
    button = reckoned(qtbot, work, session)
    assert (button.text(), button.mark) == ("No grade can be expected of block", Mark.UNKNOWN)
    assert "It reaches over the edge of the label." in said(opened(button))


def test_what_was_reckoned_of_an_older_label_is_gone_with_the_edit(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    button = reckoned(qtbot, work, session)
    session.edit(say("Move"), OFF)
    assert (button.text(), button.mark) == ("Expected grade: reckoning …", Mark.IDLE)


def test_an_answer_for_an_older_label_is_dropped(
    qtbot: QtBot, work: Workplace, session: DesignSession, reckoner: Reckoner
) -> None:
    button = seen(qtbot, work, session)
    qtbot.waitUntil(lambda: len(reckoner.asked) == 1)
    told: list[str] = []
    button.expecting.told.connect(lambda: told.append(button.text()))
    session.edit(say("Move"), OFF)
    reckoner.go.set()
    rests(qtbot, button)
    assert told == ["No grade can be expected of block"]
    assert reckoner.asked[-1] is session.preview


def test_edits_while_grades_are_reckoned_wait_and_are_reckoned_once(
    qtbot: QtBot, work: Workplace, session: DesignSession, reckoner: Reckoner
) -> None:
    button = seen(qtbot, work, session)
    qtbot.waitUntil(lambda: len(reckoner.asked) == 1)
    for x_mm in (3.0, 4.0, 5.0):
        session.edit(say("Move"), with_attribute(DESIGN, ["block"], "x_mm", x_mm))
        qtbot.wait(40)
    assert len(reckoner.asked) == 1
    reckoner.go.set()
    rests(qtbot, button)
    assert len(reckoner.asked) == 2


def test_nothing_is_reckoned_that_nobody_sees(
    qtbot: QtBot, work: Workplace, session: DesignSession, reckoner: Reckoner
) -> None:
    button = seen(qtbot, work, session)
    button.hide()
    session.edit(say("Move"), OFF)
    qtbot.wait(60)
    assert reckoner.asked == []
    reckoner.go.set()
    button.show()
    rests(qtbot, button)
    assert [shown.plan.design for shown in reckoner.asked] == [OFF]


def test_the_sheet_tells_each_symbol_the_worst_first_with_what_limits_it(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    session.edit(say("Box"), NARROW)
    sheet = opened(reckoned(qtbot, work, session))
    press(sheet.gains[20])
    qtbot.waitUntil(lambda: len(sheet.symbols) == 2, timeout=10_000)
    assert [button.text() for button in sheet.symbols] == ["block", "symbol"]
    words = said(sheet)
    assert "Code 128, GB/T 14258-2003" in words
    assert "GS1 DataMatrix, GB/T 23704-2017" in words
    assert "Nothing limits it." in words
    assert any(word.startswith("Limited by quiet zones.") for word in words)


def test_a_grade_below_what_the_symbol_needs_asks_for_a_look(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch, session: DesignSession
) -> None:
    monkeypatch.setattr("desktop.operations.needed_grade.minimum_grade", lambda _symbology: 4.1)
    button = reckoned(qtbot, work, session)
    assert button.mark is Mark.ATTENTION
    assert "The rule asks for 4.1." in button.toolTip()


def test_a_label_shown_for_a_product_is_held_against_what_the_product_asks_for(
    qtbot: QtBot, work: Workplace
) -> None:
    session = session_of(without("symbol"), 8)
    button = seen(qtbot, work, session)
    button.expecting.choose_gain(65)
    rests(qtbot, button)
    assert (button.mark, "The rule asks for 1.5." in button.toolTip()) == (Mark.DONE, True)
    session.set_values(session.values, Details.build({"least_grade": "3.5"}))
    rests(qtbot, button)
    asked = "The product asks for 3.5, more than the rule's 1.5."
    assert (button.mark, asked in button.toolTip()) == (Mark.ATTENTION, True)
    sheet = opened(button)
    assert f"Limited by decodability. {asked}" in said(sheet)
    session.set_values(None)
    rests(qtbot, button)
    assert button.mark is Mark.DONE
    assert "Limited by decodability." in said(sheet)


def test_what_a_product_asks_for_beyond_the_rule_is_told_where_it_is_met_too(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    session.set_values(session.values, Details.build({"least_grade": "3.5"}))
    button = reckoned(qtbot, work, session)
    assert button.mark is Mark.DONE
    assert "Nothing limits it. The product asks for 3.5, more than the rule's 1.5." in said(opened(button))


def test_a_dot_gain_is_remembered_and_told(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    button = reckoned(qtbot, work, session)
    press(opened(button).gains[20])
    rests(qtbot, button)
    assert button.text().endswith("dot gain 20 %")
    assert ExpectedButton(work, session).expecting.gain == 20


def test_an_edition_is_remembered_and_counts_for_symbols_of_its_kind(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    button = reckoned(qtbot, work, session)
    sheet = opened(button)
    sheet.editions.setCurrentText("ISO/IEC 15416:2016")
    sheet.editions.activated.emit(sheet.editions.currentIndex())
    rests(qtbot, button)
    found = {one.symbology: one.expectation.symbol.edition for one in button.expecting.found or ()}
    assert found == {"Code 128": Edition.ISO_15416_2016, "GS1 DataMatrix": Edition.GBT_23704_2017}
    assert ExpectedButton(work, session).expecting.edition is Edition.ISO_15416_2016


def test_a_symbol_of_the_sheet_is_shown_on_the_label(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    sheet = opened(reckoned(qtbot, work, session))
    name = sheet.symbols[0].text()
    with qtbot.waitSignal(session.revealed):
        press(sheet.symbols[0])
    assert session.selection == (name,)


def test_a_label_without_symbols_says_so(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    session.edit(say("Remove"), replace(DESIGN, elements=DESIGN.elements[:2]))
    button = reckoned(qtbot, work, session)
    assert (button.text(), button.mark) == ("No symbol", Mark.IDLE)
    assert "The label has no symbols." in said(opened(button))


def test_the_grade_is_worded_anew_in_chinese(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    button = reckoned(qtbot, work, session)
    sheet = opened(button)
    work.language.choose(CHINESE)
    assert button.text() == "预计等级 4.0 (A)，网点增大 10 %"
    assert "没有限制因素。" in said(sheet)
