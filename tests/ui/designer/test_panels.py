"""Findings, layers, elements, history and the buttons that arrange: by what a person does there."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from desktop.labels import edits
from desktop.labels.document import Lock
from desktop.labels.edits import Order, Side
from desktop.labels.elements import CodeBlock, Direction, LineElement, TextElement
from desktop.labels.primitives import Area
from desktop.texts import say
from tests.ui.designer.panel_people import (
    DESIGN,
    element,
    press,
    session_of,
    shown,
    steps,
    type_over,
)
from ui.designer.panels.align import AlignBar
from ui.designer.panels.elements import ElementsList
from ui.designer.panels.findings import FindingsPanel
from ui.designer.panels.history import HistoryPanel
from ui.designer.panels.layers import LayersPanel
from ui.designer.panels.panel import Panel
from ui.designer.session import DesignSession
from ui.workplace import Workplace


@pytest.fixture
def session(qapp: QApplication) -> DesignSession:
    return session_of()


Show = Callable[[type[Panel]], Panel]


@pytest.fixture
def low_bars(qapp: QApplication) -> DesignSession:
    """A design whose bars are too low and whose lot reaches over the edge."""
    return session_of(
        edits.with_attribute(edits.with_attribute(DESIGN, ["block"], "height_mm", 5.0), ["lot"], "x_mm", 70.0)
    )


def findings_of(qtbot: QtBot, work: Workplace, session: DesignSession) -> FindingsPanel:
    panel = FindingsPanel(work, session)
    shown(qtbot, panel)
    QApplication.processEvents()
    return panel


def rules(panel: FindingsPanel) -> list[str]:
    panel.follow()
    return [card.finding.rule for card in panel.cards if card.finding]


def test_a_label_that_keeps_every_rule_says_so(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = findings_of(qtbot, work, session)
    assert (panel.verdict.word(), panel.cards) == ("Keeps every rule", [])
    assert not panel.mend_all.isVisible()


def test_a_finding_says_what_was_measured_and_what_is_required_by_whom(
    qtbot: QtBot, work: Workplace, low_bars: DesignSession
) -> None:
    panel = findings_of(qtbot, work, low_bars)
    (card,) = [card for card in panel.cards if card.finding and card.finding.rule == "bar-height"]
    assert card.facts.text().startswith("Forbids printing. Measured 5 mm, required 8 mm. Source: ")
    assert card.accessibleName().startswith("Forbids printing: ")


def test_a_click_on_a_finding_selects_its_element_and_shows_the_place(
    qtbot: QtBot, work: Workplace, low_bars: DesignSession
) -> None:
    panel = findings_of(qtbot, work, low_bars)
    revealed: list[Area] = []
    low_bars.revealed.connect(revealed.append)
    card = panel.cards[0]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 40))
    assert card.finding is not None
    assert low_bars.selection == (card.finding.element.partition(".")[0],)
    assert revealed == [card.finding.area]


def test_enter_on_a_finding_does_what_a_click_does(
    qtbot: QtBot, work: Workplace, low_bars: DesignSession
) -> None:
    panel = findings_of(qtbot, work, low_bars)
    panel.cards[0].setFocus()
    QTest.keyClick(panel.cards[0], Qt.Key.Key_Return)
    assert low_bars.selection != ()


def test_a_mend_is_one_step_of_the_history_and_takes_the_finding_away(
    qtbot: QtBot, work: Workplace, low_bars: DesignSession
) -> None:
    panel = findings_of(qtbot, work, low_bars)
    (card,) = [card for card in panel.cards if card.finding and card.finding.rule == "bar-height"]
    assert card.finding is not None
    assert card.finding.mend is not None
    name = str(card.finding.mend.title)
    press(card.mend)
    assert "bar-height" not in rules(panel)
    assert element(low_bars, CodeBlock, "block").height_mm >= 8.0
    assert steps(low_bars)[1:] == [f"Mend: {name}"]
    low_bars.undo()
    assert "bar-height" in rules(panel)


def test_all_that_can_be_mended_is_mended_by_one_step(
    qtbot: QtBot, work: Workplace, low_bars: DesignSession
) -> None:
    panel = findings_of(qtbot, work, low_bars)
    press(panel.mend_all)
    assert rules(panel) == []
    assert steps(low_bars)[1:] == ["Mend all that can be"]
    low_bars.undo()
    assert element(low_bars, TextElement, "lot").x_mm == 70.0


def test_findings_follow_while_something_is_dragged(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = findings_of(qtbot, work, session)
    session.propose(edits.moved(session.design, ["lot"], 70.0, 0.0))
    qtbot.waitUntil(lambda: "off-label" in [card.finding.rule for card in panel.cards if card.finding])
    session.withdraw()
    qtbot.waitUntil(lambda: not panel.cards)


def layers_of(qtbot: QtBot, work: Workplace, session: DesignSession) -> LayersPanel:
    panel = LayersPanel(work, session)
    shown(qtbot, panel)
    QApplication.processEvents()
    return panel


def test_layers_stand_as_they_lie_the_ground_below(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = layers_of(qtbot, work, session)
    assert [card.name for card in panel.cards] == ["locked", "texts", ""]


def test_a_layer_is_hidden_kept_from_print_and_locked(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    card = layers_of(qtbot, work, session).card("texts")
    press(card.shown)
    press(card.printed)
    card.lock.setFocus()
    QTest.keyClick(card.lock, Qt.Key.Key_Down)
    card.lock.activated.emit(card.lock.currentIndex())
    layer = next(one for one in session.design.layers if one.name == "texts")
    assert (layer.shown, layer.printed, layer.lock) == (False, False, Lock.ENGINEER)
    assert steps(session)[1:3] == ["Show: layer “texts”", "Print: layer “texts”"]


def test_a_layer_is_moved_below_another(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = layers_of(qtbot, work, session)
    press(panel.card("locked").down)
    panel.follow()
    assert [card.name for card in panel.cards] == ["texts", "locked", ""]
    assert not panel.card("locked").down.isEnabled()


def test_a_layer_is_renamed_in_place(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = layers_of(qtbot, work, session)
    type_over(qtbot, panel.card("texts").title, "words")
    QTest.keyClick(panel.card("texts").title, Qt.Key.Key_Return)
    assert [layer.name for layer in session.design.layers] == ["words", "locked"]
    assert element(session, TextElement, "title").layer == "words"


def test_a_layer_name_that_is_taken_is_refused(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = layers_of(qtbot, work, session)
    type_over(qtbot, panel.card("texts").title, "locked")
    QTest.keyClick(panel.card("texts").title, Qt.Key.Key_Return)
    assert 'Two layers are named "locked"' in panel.notice.sentence()
    assert panel.card("texts").title.text() == "texts"


def test_a_layer_that_is_removed_leaves_its_elements_on_the_ground(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = layers_of(qtbot, work, session)
    press(panel.card("texts").take_out)
    assert element(session, TextElement, "title").layer == ""
    panel.follow()
    assert not panel.card("locked").take_out.isEnabled()


def test_the_selection_is_moved_to_a_layer(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = layers_of(qtbot, work, session)
    assert not panel.card("texts").take_selection.isVisible()
    session.select(("lot", "line"))
    panel.follow()
    QApplication.processEvents()
    press(panel.card("texts").take_selection)
    assert element(session, TextElement, "lot").layer == "texts"
    assert element(session, LineElement, "line").layer == "texts"


def test_a_new_layer_gets_the_name_that_is_asked_for(
    qtbot: QtBot, work: Workplace, session: DesignSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = layers_of(qtbot, work, session)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: ("print", True))
    press(panel.add)
    assert [layer.name for layer in session.design.layers] == ["texts", "locked", "print"]


def tree_of(qtbot: QtBot, work: Workplace, session: DesignSession) -> ElementsList:
    panel = ElementsList(work, session)
    shown(qtbot, panel)
    return panel


def item(panel: ElementsList, name: str) -> QTreeWidgetItem:
    found = panel.tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    assert len(found) == 1
    return found[0]


def click_item(
    panel: ElementsList, name: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    place = panel.tree.visualItemRect(item(panel, name)).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_elements_stand_below_their_layers_and_groups(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = tree_of(qtbot, work, session)
    parent = item(panel, "line").parent()
    assert parent is not None
    assert parent.text(0) == "frame"
    assert panel.shown() == ["title", "box", "line", "block", "symbol", "lot"]


def test_a_click_in_the_tree_selects_on_the_label(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = tree_of(qtbot, work, session)
    click_item(panel, "lot")
    assert session.selection == ("lot",)
    click_item(panel, "block", Qt.KeyboardModifier.ControlModifier)
    assert set(session.selection) == {"lot", "block"}


def test_a_click_on_a_group_selects_what_is_in_it(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = tree_of(qtbot, work, session)
    click_item(panel, "frame")
    assert set(session.selection) == {"line", "box"}


def test_what_is_selected_on_the_label_is_marked_in_the_tree(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = tree_of(qtbot, work, session)
    session.select(("symbol",))
    panel.follow()
    assert [one.text(0) for one in panel.tree.selectedItems()] == ["symbol"]


def test_elements_are_found_by_name_text_and_value(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = tree_of(qtbot, work, session)
    type_over(qtbot, panel.search, "L02707")
    assert panel.shown() == ["symbol", "lot"]
    type_over(qtbot, panel.search, "bloc")
    assert panel.shown() == ["block"]


def test_an_element_is_renamed_in_the_tree(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    panel = tree_of(qtbot, work, session)
    item(panel, "lot").setText(0, "batch")  # what the editor of the tree does in the end
    assert session.selection == ("batch",)
    panel.follow()
    item(panel, "batch").setText(0, "title")
    assert 'Two elements are named "title"' in panel.notice.sentence()
    assert "batch" in panel.shown()


def history_of(qtbot: QtBot, work: Workplace, session: DesignSession) -> HistoryPanel:
    panel = HistoryPanel(work, session)
    session.edit(say("Move"), edits.moved(session.design, ["lot"], 1.0, 0.0))
    session.edit(say("Move"), edits.moved(session.design, ["lot"], 2.0, 0.0))
    shown(qtbot, panel)
    return panel


def test_the_history_names_its_steps_and_shows_where_the_design_is(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = history_of(qtbot, work, session)
    assert panel.titles() == ["Opened", "Move", "Move"]
    assert panel.list.currentRow() == 2


def test_a_click_on_a_step_goes_back_to_it_and_forward_again(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = history_of(qtbot, work, session)
    place = panel.list.visualItemRect(panel.list.item(0)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert element(session, TextElement, "lot").x_mm == 2.0
    panel.follow()
    assert panel.list.item(2).font().italic()
    assert not panel.undo.isEnabled()
    press(panel.redo)
    assert element(session, TextElement, "lot").x_mm == 3.0


def bar_of(qtbot: QtBot, work: Workplace, session: DesignSession, *names: str) -> AlignBar:
    bar = AlignBar(work, session)
    session.select(names)
    shown(qtbot, bar, height=120)
    return bar


def test_two_texts_are_aligned_on_the_left(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    session.edit(say("Move"), edits.moved(session.design, ["title"], 7.0, 0.0))
    bar = bar_of(qtbot, work, session, "lot", "title")
    press(bar.buttons[Side.LEFT])
    extents = session.preview.extents
    assert extents["lot"].x == extents["title"].x
    assert steps(session)[-1] == "Align left edges"


def test_gaps_need_three_elements(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    bar = bar_of(qtbot, work, session, "lot", "title")
    assert not bar.buttons[Direction.VERTICAL].isEnabled()
    session.select(("lot", "title", "block"))
    bar.follow()
    assert bar.buttons[Direction.VERTICAL].isEnabled()


def test_an_element_is_brought_to_the_front(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    bar = bar_of(qtbot, work, session, "lot")
    press(bar.buttons[Order.FRONT])
    assert session.design.elements[-1].name == "lot"


def test_elements_are_grouped_and_ungrouped(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    bar = bar_of(qtbot, work, session, "lot", "block")
    press(bar.buttons["group"])
    group = element(session, TextElement, "lot").group
    assert group != ""
    assert element(session, CodeBlock, "block").group == group
    bar.follow()
    press(bar.buttons["ungroup"])
    assert element(session, TextElement, "lot").group == ""


def test_nothing_is_arranged_on_a_locked_layer(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    session.edit(say("Move"), edits.to_layer(session.design, ["lot"], "locked"))
    bar = bar_of(qtbot, work, session, "lot")
    assert not any(button.isEnabled() for button in bar.buttons.values())


def test_every_button_of_the_bar_says_its_name(qtbot: QtBot, work: Workplace, session: DesignSession) -> None:
    bar = bar_of(qtbot, work, session, "lot")
    names = [button.accessibleName() for button in bar.buttons.values()]
    assert all(names)
    assert len(set(names)) == len(names) == 14


def test_a_design_without_elements_has_nothing_to_show(
    qtbot: QtBot, work: Workplace, qapp: QApplication
) -> None:
    empty = session_of(replace(DESIGN, elements=()))
    assert tree_of(qtbot, work, empty).shown() == []
    assert findings_of(qtbot, work, empty).verdict.word() == "Keeps every rule"
