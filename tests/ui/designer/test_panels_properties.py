"""The property panel: what is typed is the design at once, in mm, dots and modules, and can be undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.labels.elements import Align, CodeBlock, HriPlace, LineElement, SymbolElement, TextElement
from desktop.labels.fields import GRAMMAR
from desktop.labels.primitives import Symbology, Turn
from desktop.texts import CHINESE
from desktop.units import Resolution
from tests.ui.designer.panel_people import (
    editor,
    element,
    press,
    session_of,
    shown,
    steps,
    type_over,
)
from ui.designer.panels.properties import PropertyPanel
from ui.designer.session import DesignSession
from ui.workplace import Workplace


@pytest.fixture
def session(qapp: QApplication) -> DesignSession:
    return session_of()


@pytest.fixture
def panel(qtbot: QtBot, work: Workplace, session: DesignSession) -> PropertyPanel:
    made = PropertyPanel(work, session)
    shown(qtbot, made)
    return made


def select(panel: PropertyPanel, *names: str) -> None:
    panel.session.select(names)
    panel.follow()


def test_a_length_stands_in_mm_and_dots_side_by_side(panel: PropertyPanel) -> None:
    select(panel, "lot")
    width = editor(panel, "width_mm")
    assert (width.mm.text(), width.dots.text()) == ("20", "240")


def test_typing_millimetres_changes_the_dots(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    width = editor(panel, "width_mm")
    type_over(qtbot, width.mm, "12,5")
    assert element(panel.session, TextElement, "lot").width_mm == 12.5
    assert (width.mm.text(), width.dots.text()) == ("12,5", "150")


def test_typing_dots_changes_the_millimetres(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    width = editor(panel, "width_mm")
    type_over(qtbot, width.dots, "123")
    assert element(panel.session, TextElement, "lot").width_mm == pytest.approx(10.25)
    assert width.mm.text() == "10.25"


def test_the_bars_of_a_code_are_also_measured_in_modules(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "block")
    height = editor(panel, "height_mm")
    assert height.modules.text() == "40"
    type_over(qtbot, height.modules, "48")
    assert element(panel.session, CodeBlock, "block").height_mm == pytest.approx(12.0)


def test_modules_are_counted_in_the_dots_that_are_printed(panel: PropertyPanel) -> None:
    select(panel, "block")
    panel.session.set_resolution(Resolution(24))
    assert editor(panel, "height_mm").modules.text() == "40"
    assert editor(panel, "height_mm").dots.text() == "240"


def test_arrow_keys_step_by_one_dot_and_with_shift_by_ten(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    left = editor(panel, "x_mm")
    left.mm.setFocus()
    qtbot.waitUntil(left.mm.hasFocus)
    QTest.keyClick(left.mm, Qt.Key.Key_Up)
    assert left.dots.text() == "25"
    QTest.keyClick(left.mm, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert left.dots.text() == "15"
    assert element(panel.session, TextElement, "lot").x_mm == pytest.approx(15 / 12)


def test_what_is_typed_is_one_step_that_has_a_name(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    type_over(qtbot, editor(panel, "width_mm").mm, "12.5")
    assert steps(panel.session)[1:] == ["Width of “lot”"]
    panel.session.undo()
    panel.follow()
    assert element(panel.session, TextElement, "lot").width_mm == 20.0
    assert editor(panel, "width_mm").value() == 20.0


def test_a_length_that_cannot_be_is_refused_below_its_field(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    type_over(qtbot, editor(panel, "width_mm").mm, "5000")
    assert "must be from 0.1 to 1000" in panel.rows["width_mm"].told()
    assert element(panel.session, TextElement, "lot").width_mm == 500.0


def test_half_a_number_changes_nothing(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    width = editor(panel, "width_mm")
    type_over(qtbot, width.mm, "-")
    assert len(panel.session.history.steps) == 1
    editor(panel, "x_mm").mm.setFocus()
    qtbot.waitUntil(lambda: width.mm.text() == "20")


def test_the_numbers_of_dots_that_the_rules_allow_are_buttons(panel: PropertyPanel) -> None:
    select(panel, "block")
    module = editor(panel, "module_mm")
    assert list(module.buttons) == [3, 4, 5, 6]
    assert module.buttons[3].isChecked()
    assert module.says.text() == "3 dots = 0.250 mm, allowed (0.17 to 0.5 mm)."
    press(module.buttons[4])
    panel.follow()
    assert element(panel.session, CodeBlock, "block").module_mm == pytest.approx(4 / 12)
    assert module.buttons[4].isChecked()


def test_an_x_dimension_that_is_not_allowed_says_what_is_printed(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "block")
    module = editor(panel, "module_mm")
    type_over(qtbot, module.length.mm, "0.1")
    panel.follow()
    assert module.says.text() == ("0.1 mm is not allowed (0.17 to 0.5 mm); printed are 3 dots = 0.250 mm.")


def test_another_printer_allows_other_numbers_of_dots(panel: PropertyPanel) -> None:
    select(panel, "block")
    panel.session.set_resolution(Resolution(8))
    assert list(editor(panel, "module_mm").buttons) == [2, 3, 4]


def test_a_text_shows_how_it_reads_while_it_is_typed(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    text = editor(panel, "text")
    assert text.reads.text() == "Reads: 生产批号 L02707"
    type_over(qtbot, text.field, "EXP {expiry:%Y.%m}")
    assert text.reads.text() == "Reads: EXP 2030.01"
    assert element(panel.session, TextElement, "lot").text == "EXP {expiry:%Y.%m}"
    assert steps(panel.session)[1:] == ["Text of “lot”"]


def test_a_brace_without_partner_is_told_and_the_design_keeps_the_last_good_text(
    qtbot: QtBot, panel: PropertyPanel
) -> None:
    select(panel, "lot")
    text = editor(panel, "text")
    type_over(qtbot, text.field, "LOT {")
    assert "has no partner" in text.reads.text()
    assert element(panel.session, TextElement, "lot").text == "LOT "


def test_the_menu_puts_a_field_in_where_the_cursor_is(panel: PropertyPanel) -> None:
    select(panel, "title")
    text = editor(panel, "text")
    menu = text.menu()
    titles = [action.text() for action in menu.actions()]
    assert "Lot  {lot}" in titles
    menu.actions()[titles.index("Lot  {lot}")].trigger()
    assert element(panel.session, TextElement, "title").text == "{lot}{product}"


def test_the_menu_of_fields_tells_how_they_are_written(panel: PropertyPanel) -> None:
    select(panel, "title")
    menu = editor(panel, "text").menu()
    how = menu.actions()[-1].menu()
    assert how is not None
    told = [action.text() for action in how.actions()]
    assert told[0] == "{lot}   The value of a field, as it is."
    assert len(told) == len(GRAMMAR)


def test_the_menu_offers_dates_as_they_will_look(panel: PropertyPanel) -> None:
    select(panel, "title")
    (expiry,) = [action for action in editor(panel, "text").menu().actions() if "{expiry}" in action.text()]
    menu = expiry.menu()
    assert menu is not None
    assert "2030.01.31" in [action.text() for action in menu.actions()]


def test_several_elements_share_the_attributes_that_all_have(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot", "title")
    assert panel.title.text() == "2 elements"
    assert editor(panel, "size_mm").mm.text() == ""
    type_over(qtbot, editor(panel, "size_mm").mm, "4")
    assert element(panel.session, TextElement, "lot").size_mm == 4.0
    assert element(panel.session, TextElement, "title").size_mm == 4.0
    select(panel, "lot", "line")
    assert set(panel.rows) == {"x_mm", "y_mm", "layer"}


def test_alignment_is_chosen_by_a_button(panel: PropertyPanel) -> None:
    select(panel, "lot")
    press(editor(panel, "align").buttons[Align.RIGHT])
    assert element(panel.session, TextElement, "lot").align is Align.RIGHT


def test_a_turned_text_stays_where_it_was(panel: PropertyPanel) -> None:
    select(panel, "lot")
    press(editor(panel, "turn").buttons[Turn.RIGHT])
    text = element(panel.session, TextElement, "lot")
    assert text.turn is Turn.RIGHT
    assert (text.width_mm, text.height_mm) == (4.0, 20.0)


def test_a_line_is_made_a_cut_line(panel: PropertyPanel) -> None:
    select(panel, "line")
    press(editor(panel, "purpose").buttons["cut"])
    panel.follow()
    assert element(panel.session, LineElement, "line").purpose == "cut"
    assert panel.title.text() == "Cut line"


def test_a_symbol_shows_how_its_data_read(panel: PropertyPanel) -> None:
    select(panel, "symbol")
    said = editor(panel, "data").text.reads.text().replace("\N{ZERO WIDTH SPACE}", "")
    assert said == "Reads: (01)06932833600109(17)300131(10)L02707(21)81250531278265838370"


def test_a_value_that_its_identifier_does_not_take_is_told(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "symbol")
    type_over(qtbot, editor(panel, "data").text.field, "(01){lot}")
    assert "(01)" in editor(panel, "data").text.reads.text()
    assert editor(panel, "data").text.reads.property("role") == "field-error"


def test_a_symbol_gets_another_symbology_with_data_that_suit_it(panel: PropertyPanel) -> None:
    select(panel, "symbol")
    editor(panel, "symbology").edited.emit(Symbology.EAN_13)
    panel.follow()
    assert element(panel.session, SymbolElement, "symbol").data == "{gtin}"
    assert "size" not in panel.rows
    assert "height_mm" in panel.rows


def test_the_readable_line_is_placed_by_a_button(panel: PropertyPanel) -> None:
    select(panel, "symbol")
    press(editor(panel, "hri").buttons[HriPlace.RIGHT])
    assert element(panel.session, SymbolElement, "symbol").hri is HriPlace.RIGHT


def test_an_element_is_renamed_and_stays_selected(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    type_over(qtbot, panel.name.field, "batch")
    QTest.keyClick(panel.name.field, Qt.Key.Key_Return)
    assert panel.session.selection == ("batch",)


def test_a_name_that_is_taken_is_refused(qtbot: QtBot, panel: PropertyPanel) -> None:
    select(panel, "lot")
    type_over(qtbot, panel.name.field, "title")
    QTest.keyClick(panel.name.field, Qt.Key.Key_Return)
    assert 'Two elements are named "title"' in panel.notice.sentence()
    assert panel.name.field.text() == "lot"


def test_elements_of_a_locked_layer_cannot_be_edited(panel: PropertyPanel) -> None:
    panel.session.select(("lot",))
    editor(panel, "layer").edited.emit("locked")
    panel.follow()
    assert panel.locked.isVisible()
    assert not editor(panel, "width_mm").isEnabled()
    assert editor(panel, "layer").isEnabled()


def test_without_a_selection_the_label_itself_is_edited(qtbot: QtBot, panel: PropertyPanel) -> None:
    panel.follow()
    assert panel.title.text() == "The label"
    type_over(qtbot, panel.design_form.rows["width_mm"].editor.mm, "90")
    assert panel.session.design.width_mm == 90.0
    press(panel.design_form.resolutions[8])
    assert panel.session.design.resolutions == (8,)
    type_over(qtbot, panel.design_form.notes["en"], "A proposal")
    assert panel.session.design.notes.en == "A proposal"


def test_a_colour_that_is_none_is_refused_below_its_field(qtbot: QtBot, panel: PropertyPanel) -> None:
    panel.follow()
    row = panel.design_form.rows["stock"]
    type_over(qtbot, row.editor.field.field, "yellow")
    QTest.keyClick(row.editor.field.field, Qt.Key.Key_Return)
    assert "is a colour such as #1a2b3c" in row.told()
    assert panel.session.design.stock == "#ffffff"


def test_all_fields_have_names_for_screen_readers(panel: PropertyPanel) -> None:
    select(panel, "block")
    height = editor(panel, "height_mm")
    assert height.mm.accessibleName() == "Bar height in mm"
    assert height.modules.accessibleName() == "Bar height in modules"
    assert editor(panel, "module_mm").buttons[3].accessibleName() == "3 dots a module"


def test_the_panel_speaks_chinese_as_soon_as_it_is_chosen(panel: PropertyPanel, work: Workplace) -> None:
    select(panel, "block")
    work.language.choose(CHINESE)
    panel.follow()
    assert panel.title.text() == "药品追溯码块"
    assert editor(panel, "module_mm").says.text() == "3 点 = 0.250 mm，符合要求（0.17 至 0.5 mm）。"
