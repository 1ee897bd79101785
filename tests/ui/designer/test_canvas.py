import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.labels import edits
from desktop.labels.document import Layer, Lock
from desktop.labels.elements import (
    BoxElement,
    Direction,
    Element,
    LineElement,
    LinePurpose,
    SymbolElement,
    TextElement,
)
from desktop.labels.image import rows_of
from desktop.texts import say
from tests.ui.designer.conftest import Hand
from ui.designer.designer import Designer
from ui.designer.tools import TOOLS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def element(designer: Designer, name: str) -> Element:
    return edits.element(designer.session.design, name)


def box(designer: Designer, name: str = "") -> BoxElement:
    """The box of that name, or the element that was made last."""
    found = element(designer, name) if name else designer.session.design.elements[-1]
    assert isinstance(found, BoxElement)
    return found


def place(designer: Designer, name: str) -> tuple[float, float]:
    found = element(designer, name)
    return found.x_mm, found.y_mm


def count(designer: Designer) -> int:
    return len(designer.session.design.elements)


def selected(designer: Designer) -> list[str]:
    return list(designer.session.selection)


def titles(designer: Designer) -> list[str]:
    return [step.title.in_language("en") for step in designer.session.history.steps]


def key(
    designer: Designer, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(designer.canvas, which, held)


def test_the_canvas_shows_the_very_dots_that_will_be_printed(designer: Designer) -> None:
    label = designer.canvas.board.label
    rows = rows_of(designer.session.preview.primitives, label.width, label.height)
    expected = np.unpackbits(
        np.frombuffer(rows, np.uint8).reshape(label.height, -1), axis=1, count=label.width
    )
    assert designer.canvas.picture_dots() == expected.tobytes()


def test_after_a_drag_the_canvas_still_shows_the_very_dots(designer: Designer, hand: Hand) -> None:
    hand.drag((8.0, 14.0), (31.0, 22.0))
    test_the_canvas_shows_the_very_dots_that_will_be_printed(designer)


def test_a_click_selects_and_a_click_on_the_ground_selects_nothing(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    assert selected(designer) == ["box"]
    hand.click(48.0, 28.0)
    assert selected(designer) == []


def test_shift_click_adds_and_takes_away(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    hand.click(30.0, 24.0, SHIFT)
    assert selected(designer) == ["box", "twin"]
    hand.click(8.0, 14.0, SHIFT)
    assert selected(designer) == ["twin"]


def test_ctrl_click_reaches_what_lies_below(designer: Designer, hand: Hand) -> None:
    hand.drag((30.0, 24.0), (12.0, 16.0))
    hand.click(11.0, 15.0)
    assert selected(designer) == ["twin"]
    hand.click(11.0, 15.0, CTRL)
    assert selected(designer) == ["box"]


def test_a_drag_moves_to_whole_dots_in_one_named_step(designer: Designer, hand: Hand) -> None:
    steps = len(designer.session.history.steps)
    hand.drag((8.0, 14.0), (18.07, 15.96))
    x, y = place(designer, "box")
    assert (x, y) != (5.0, 10.0)
    assert x * 12 == pytest.approx(round(x * 12), abs=0.01)
    assert y * 12 == pytest.approx(round(y * 12), abs=0.01)
    assert abs(x - 15.07) < 0.3
    assert len(designer.session.history.steps) == steps + 1
    assert titles(designer)[-1] == "Move: box"


def test_undo_and_redo_take_back_and_repeat_a_drag(designer: Designer, hand: Hand) -> None:
    hand.drag((8.0, 14.0), (18.0, 16.0))
    moved = place(designer, "box")
    key(designer, Qt.Key.Key_Z, CTRL)
    assert place(designer, "box") == (5.0, 10.0)
    key(designer, Qt.Key.Key_Z, CTRL | SHIFT)
    assert place(designer, "box") == moved


def test_escape_undoes_a_gesture_and_leaves_no_step(designer: Designer, hand: Hand) -> None:
    steps = titles(designer)
    hand.press(8.0, 14.0)
    hand.move(15.0, 20.0)
    hand.move(20.0, 20.0)
    assert place(designer, "box") != (5.0, 10.0)
    key(designer, Qt.Key.Key_Escape)
    assert place(designer, "box") == (5.0, 10.0)
    hand.release(20.0, 20.0)
    assert place(designer, "box") == (5.0, 10.0)
    assert titles(designer) == steps


def test_a_dragged_edge_snaps_to_another_element(designer: Designer, hand: Hand) -> None:
    designer.aids.switch("snap_objects", on=True)
    hand.drag((8.0, 14.0), (28.2, 14.0))
    assert place(designer, "box")[0] == 25.0


def test_alt_frees_from_snapping(designer: Designer, hand: Hand) -> None:
    designer.aids.switch("snap_objects", on=True)
    hand.drag((8.0, 14.0), (28.2, 14.0), ALT)
    assert place(designer, "box")[0] != 25.0


def test_smart_guides_stand_while_an_edge_is_aligned(designer: Designer, hand: Hand) -> None:
    designer.aids.switch("snap_objects", on=True)
    hand.press(8.0, 14.0)
    hand.move(20.0, 14.0)
    hand.move(28.2, 14.0)
    assert any(target.at == 300 for target in designer.canvas.board.hints.upright)
    hand.release(28.2, 14.0)
    assert designer.canvas.board.hints.upright == ()


def test_a_dragged_edge_snaps_to_the_grid(designer: Designer, hand: Hand) -> None:
    designer.aids.switch("snap_grid", on=True)
    hand.drag((8.0, 14.0), (18.12, 16.13))
    assert place(designer, "box") == (15.0, 12.0)


def test_a_handle_resizes(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    hand.drag((15.0, 18.0), (20.0, 20.0))
    assert place(designer, "box") == (5.0, 10.0)
    assert abs(box(designer, "box").width_mm - 15.0) < 0.2
    assert abs(box(designer, "box").height_mm - 10.0) < 0.2
    assert titles(designer)[-1] == "Resize: box"


def test_the_handles_of_several_resize_all_of_them(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    hand.click(30.0, 24.0, SHIFT)
    hand.drag((35.0, 28.0), (20.0, 19.0))
    for name in ("box", "twin"):
        assert abs(box(designer, name).width_mm - 5.0) < 0.2
    assert abs(place(designer, "twin")[0] - 15.0) < 0.2


def test_a_lasso_selects_what_lies_in_it(designer: Designer, hand: Hand) -> None:
    hand.drag((3.0, 8.5), (22.0, 28.0))
    assert selected(designer) == ["box", "line"]


def test_elements_of_locked_and_hidden_layers_cannot_be_taken(designer: Designer, hand: Hand) -> None:
    session = designer.session
    design = edits.layer_added(session.design, Layer("fixed", lock=Lock.ALL))
    design = edits.layer_added(design, Layer("hidden", shown=False))
    design = edits.to_layer(edits.to_layer(design, ("box",), "fixed"), ("twin",), "hidden")
    session.edit(say("Layers"), design)
    hand.click(8.0, 14.0)
    assert selected(designer) == []
    hand.click(30.0, 24.0)
    assert selected(designer) == []
    key(designer, Qt.Key.Key_A, CTRL)
    assert set(session.selection) == {"title", "line", "symbol"}


def test_what_a_hidden_layer_has_is_not_drawn(designer: Designer) -> None:
    session = designer.session
    design = edits.layer_added(session.design, Layer("hidden", shown=False))
    session.edit(say("Layers"), edits.to_layer(design, ("box",), "hidden"))
    label = designer.canvas.board.label
    dots = np.frombuffer(designer.canvas.picture_dots(), np.uint8).reshape(label.height, label.width)
    assert not dots[10 * 12 : 18 * 12, 5 * 12 : 15 * 12].any()


@pytest.mark.parametrize(
    ("held", "step_mm"),
    [(Qt.KeyboardModifier.NoModifier, 0.1), (CTRL, 1 / 12), (SHIFT, 1.0)],
)
def test_arrow_keys_nudge_in_one_step(
    designer: Designer, hand: Hand, held: Qt.KeyboardModifier, step_mm: float
) -> None:
    hand.click(8.0, 14.0)
    steps = len(titles(designer))
    for _ in range(3):
        key(designer, Qt.Key.Key_Right, held)
    key(designer, Qt.Key.Key_Down, held)
    x, y = place(designer, "box")
    assert x == pytest.approx(5.0 + 3 * step_mm, abs=0.001)
    assert y == pytest.approx(10.0 + step_mm, abs=0.001)
    assert len(titles(designer)) == steps + 1


def test_copy_and_paste_bring_a_second_element(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    key(designer, Qt.Key.Key_C, CTRL)
    hand.move(40.0, 15.0)
    key(designer, Qt.Key.Key_V, CTRL)
    assert count(designer) == 6
    (name,) = designer.session.selection
    assert name != "box"
    assert box(designer, name).width_mm == 10.0


def test_what_is_no_copy_of_elements_is_told_and_changes_nothing(designer: Designer, qtbot: QtBot) -> None:
    before = designer.session.design
    QApplication.clipboard().setText("half past nine")
    with qtbot.waitSignal(designer.work.messages.told):
        key(designer, Qt.Key.Key_V, CTRL)
    assert designer.session.design == before


def test_cut_duplicate_and_delete(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    key(designer, Qt.Key.Key_D, CTRL)
    assert count(designer) == 6
    key(designer, Qt.Key.Key_X, CTRL)
    assert count(designer) == 5
    hand.click(8.0, 14.0)
    key(designer, Qt.Key.Key_Delete)
    assert "box" not in [one.name for one in designer.session.design.elements]
    assert titles(designer)[-1] == "Delete: box"


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool.make], ids=lambda tool: tool.key)
def test_a_click_with_each_tool_places_an_element_that_is_then_selected(
    designer: Designer, hand: Hand, tool: object
) -> None:
    designer.rail.chosen.emit(tool)
    hand.click(10.0, 8.0)
    assert count(designer) == 6
    made = designer.session.design.elements[-1]
    assert designer.session.selection == (made.name,)
    assert made.x_mm == pytest.approx(10.0, abs=0.2)
    assert made.y_mm == pytest.approx(8.0, abs=0.2)
    assert designer.canvas.tool.key == "select"


def test_a_drag_with_a_tool_gives_the_size(designer: Designer, hand: Hand) -> None:
    key(designer, Qt.Key.Key_B)
    hand.drag((20.0, 3.0), (30.0, 9.0))
    made = box(designer)
    assert made.width_mm == pytest.approx(10.0, abs=0.2)
    assert made.height_mm == pytest.approx(6.0, abs=0.2)


def test_a_line_follows_the_longer_way_of_the_drag(designer: Designer, hand: Hand) -> None:
    key(designer, Qt.Key.Key_L)
    hand.drag((20.0, 3.0), (21.0, 15.0))
    made = designer.session.design.elements[-1]
    assert isinstance(made, LineElement)
    assert made.direction is Direction.VERTICAL
    assert made.purpose is LinePurpose.PRINTED


def test_a_guide_is_dragged_out_of_a_ruler_and_back(designer: Designer, hand: Hand) -> None:
    start = QPoint(hand.pixel(20.0, 0).x(), 8)
    QTest.mousePress(designer.canvas, Qt.MouseButton.LeftButton, pos=start)
    hand.move(20.0, 5.0)
    hand.move(20.0, 15.0)
    hand.release(20.0, 15.0)
    guides = list(designer.session.design.guides)
    assert [guide.direction for guide in guides] == [Direction.HORIZONTAL]
    assert guides[0].at_mm == pytest.approx(15.0, abs=0.2)
    hand.press(45.0, 15.0)
    hand.move(45.0, 5.0)
    hand.move(45.0, -10.0)
    hand.release(45.0, -10.0)
    assert list(designer.session.design.guides) == []


def test_a_double_click_writes_in_a_text_and_the_label_follows(designer: Designer, hand: Hand) -> None:
    hand.double_click(10.0, 4.0)
    editor = designer.canvas.editor
    assert editor.isVisible()
    QTest.keyClicks(editor, "Batch {lot}")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    text = element(designer, "title")
    assert isinstance(text, TextElement)
    assert text.text == "Batch {lot}"
    assert titles(designer)[-1] == "Write: title"


def test_half_a_field_is_told_and_not_kept(designer: Designer, hand: Hand) -> None:
    hand.double_click(10.0, 4.0)
    editor = designer.canvas.editor
    QTest.keyClicks(editor, "{lot")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert "partner" in editor.toolTip()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    text = element(designer, "title")
    assert isinstance(text, TextElement)
    assert text.text == "Title"


def test_the_data_of_a_symbol_are_written_in_place(designer: Designer, hand: Hand) -> None:
    hand.double_click(41.0, 6.0)
    QTest.keyClicks(designer.canvas.editor, "LINE 7")
    QTest.keyClick(designer.canvas.editor, Qt.Key.Key_Return)
    symbol = element(designer, "symbol")
    assert isinstance(symbol, SymbolElement)
    assert symbol.data == "LINE 7"


def test_a_group_moves_as_one_and_is_entered_by_a_double_click(designer: Designer, hand: Hand) -> None:
    hand.click(8.0, 14.0)
    hand.click(30.0, 24.0, SHIFT)
    key(designer, Qt.Key.Key_G, CTRL)
    hand.click(48.0, 2.0)
    hand.click(8.0, 14.0)
    assert selected(designer) == ["box", "twin"]
    hand.double_click(8.0, 14.0)
    assert selected(designer) == ["box"]
    key(designer, Qt.Key.Key_Escape)
    assert selected(designer) == ["box", "twin"]


def test_tab_goes_through_the_elements(designer: Designer) -> None:
    names = []
    for _ in designer.session.design.elements:
        key(designer, Qt.Key.Key_Tab)
        names.append(designer.session.selection)
    assert names == [(one.name,) for one in designer.session.design.elements]


def test_the_wheel_zooms_and_leaves_what_is_under_the_pointer(designer: Designer, hand: Hand) -> None:
    canvas = designer.canvas
    at = QPointF(hand.pixel(10.0, 10.0))
    before, scale = canvas.viewport.to_dots(at), canvas.viewport.scale
    turn = QWheelEvent(
        at, QPointF(canvas.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    canvas.wheelEvent(turn)
    assert canvas.viewport.scale > scale
    after = canvas.viewport.to_dots(at)
    assert abs(after.x() - before.x()) < 1
    assert abs(after.y() - before.y()) < 1


def test_space_and_a_drag_move_what_is_seen_and_nothing_else(designer: Designer, hand: Hand) -> None:
    design, origin = designer.session.design, designer.canvas.viewport.origin
    QTest.keyPress(designer.canvas, Qt.Key.Key_Space)
    hand.drag((8.0, 14.0), (18.0, 16.0))
    QTest.keyRelease(designer.canvas, Qt.Key.Key_Space)
    assert designer.canvas.viewport.origin != origin
    assert designer.session.design == design


def test_the_zooms_show_all_the_real_size_and_each_dot(designer: Designer) -> None:
    canvas = designer.canvas
    designer.view_bar.dots.click()
    assert canvas.viewport.scale == 12
    designer.view_bar.one_to_one.click()
    per_mm = canvas.screen().physicalDotsPerInch() / 25.4
    assert canvas.viewport.scale * 12 == pytest.approx(per_mm)
    designer.view_bar.fit.click()
    assert canvas.room().contains(canvas.viewport.room(canvas.board.label))


def test_the_place_of_the_pointer_is_told_in_mm_and_dots(designer: Designer, hand: Hand) -> None:
    hand.move(10.0, 5.0)
    told = designer.view_bar.place.text()
    assert "mm" in told
    assert "dot" in told


def test_another_resolution_lays_the_label_out_anew(designer: Designer) -> None:
    designer.resolutions[24].click()
    assert designer.canvas.board.label.width == 50 * 24
    test_the_canvas_shows_the_very_dots_that_will_be_printed(designer)


def test_ctrl_f_finds_an_element(designer: Designer) -> None:
    key(designer, Qt.Key.Key_F, CTRL)
    assert designer.elements.search.hasFocus()
