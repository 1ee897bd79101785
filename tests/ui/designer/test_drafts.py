import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import label_templates
from desktop.labels import edits
from desktop.labels.history import History
from desktop.operations import designs
from desktop.operations.plant import Plant
from desktop.texts import CHINESE, say
from tests.ui.designer.conftest import DESIGN
from tests.ui.people import click, go, rest, texts, when_asked
from ui.designer.designer import Designer
from ui.dialogs.freeze_design import FreezeDesign
from ui.dialogs.new_design import NewDesign
from ui.main_window import MainWindow
from ui.pages.label_designer import DesignerPage
from ui.pages.labels import LabelsPage
from ui.workplace import Workplace

NAMES = re.compile(
    r"Code 128|GS1|DataMatrix|EAN|UPC|ITF|QR Code|GTIN|SSCC|GLN|JSON|CSV|XLSX|PNG|PDF|SVG|ZPL|Packmark"
    r"|Ctrl|Alt|#[0-9a-f]{6}|SPECIMEN|SHA|[0-9a-f]{32,}|WenQuanYi[^（]*|Noto[^（]*|[{][a-z_]+[}]|new_field"
)
"""What is the same in both languages: symbologies, formats, keys, typefaces, fields."""


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> LabelsPage:
    return go(qtbot, window, work, "labels", LabelsPage)


def opened(qtbot: QtBot, work: Workplace, page: LabelsPage) -> DesignerPage:
    """The designer on a new draft."""
    draft, _ = designs.new_draft(work.plant, DESIGN)
    page.open_draft(draft.id)
    rest(qtbot, work)
    assert page.designer is not None
    return page.designer


def nudge(designer: DesignerPage) -> None:
    designer.session.select(("box",))
    QTest.keyClick(designer.canvas, Qt.Key.Key_Right)


def box_at(plant: Plant, draft_id: int) -> float:
    return edits.element(designs.open_draft(plant, draft_id).design, "box").x_mm


def test_what_was_drawn_is_saved_by_itself_with_its_history(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    designer = opened(qtbot, work, page)
    nudge(designer)
    qtbot.waitUntil(lambda: not designer.autosave.waiting, timeout=10_000)
    draft = designs.open_draft(work.plant, designer.autosave.draft.id)
    assert edits.element(draft.design, "box").x_mm == pytest.approx(5.1)
    assert len(History.load(draft.history_json).steps) == 2


def test_going_back_saves_at_once_and_shows_the_draft_in_the_list(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    designer = opened(qtbot, work, page)
    draft_id = designer.autosave.draft.id
    nudge(designer)
    click(qtbot, designer.back)
    rest(qtbot, work)
    assert page.designer is None
    assert box_at(work.plant, draft_id) == pytest.approx(5.1)
    assert page.list.item(page.list.currentRow()).text() == "Small"


def test_what_is_drawn_while_it_is_being_saved_is_saved_too(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    designer = opened(qtbot, work, page)
    draft_id = designer.autosave.draft.id
    nudge(designer)
    designer.autosave.save()
    nudge(designer)
    page.leave_designer()
    rest(qtbot, work)
    assert box_at(work.plant, draft_id) == pytest.approx(5.2)
    assert len(designs.list_designs(work.plant)) == 1


def test_undo_reaches_what_was_drawn_before_the_design_was_closed(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    designer = opened(qtbot, work, page)
    nudge(designer)
    page.leave_designer()
    page.open_draft(designer.autosave.draft.id)
    rest(qtbot, work)
    assert page.designer is not None
    QTest.keyClick(page.designer.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edits.element(page.designer.session.design, "box").x_mm == 5.0


def test_closing_the_program_saves_what_is_drawn(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    designer = opened(qtbot, work, page)
    draft_id = designer.autosave.draft.id
    nudge(designer)
    page.window().close()
    assert box_at(work.plant, draft_id) == pytest.approx(5.1)


def test_nothing_waits_to_be_saved_once_the_program_ends(work: Workplace, designer: Designer) -> None:
    designer.session.select(("box",))
    QTest.keyClick(designer.canvas, Qt.Key.Key_Right)
    waiting = [designer.autosave.waiting]
    work.closing.emit()
    waiting.append(designer.autosave.waiting)
    assert waiting == [True, False]
    assert box_at(work.plant, designer.autosave.draft.id) == pytest.approx(5.1)


def test_a_draft_that_was_open_when_the_program_died_is_offered(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    draft, _ = designs.new_draft(work.plant, DESIGN)
    designs.open_draft(work.plant, draft.id)
    with qtbot.waitSignal(work.messages.offered) as told:
        page = go(qtbot, window, work, "labels", LabelsPage)
    assert "small" in str(told.args[1])
    told.args[2].act()
    rest(qtbot, work)
    assert page.designer is not None
    assert page.designer.autosave.draft.id == draft.id


def test_two_windows_on_one_draft_lose_nothing(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    designer = opened(qtbot, work, page)
    other = designs.open_draft(work.plant, designer.autosave.draft.id)
    theirs = edits.moved(other.design, ("box",), 10.0, 0.0)
    designs.save_draft(work.plant, other.id, theirs, version=other.version)
    nudge(designer)
    page.leave_designer()
    rest(qtbot, work)
    at = sorted(edits.element(row.design, "box").x_mm for row in designs.list_designs(work.plant))
    assert at == [pytest.approx(5.1), pytest.approx(15.0)]


def test_a_new_design_is_begun_empty_in_its_size(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    def fill(dialog: NewDesign) -> None:
        dialog.name.setText("vial")
        dialog.begin.setCurrentIndex(0)
        dialog.width_mm.setValue(30.0)
        dialog.height_mm.setValue(15.0)
        dialog.draw.click()

    when_asked(NewDesign, fill)
    click(qtbot, page.new_design)
    rest(qtbot, work)
    assert page.designer is not None
    design = page.designer.session.design
    assert (design.name, design.width_mm, design.height_mm, len(design.elements)) == ("vial", 30.0, 15.0, 0)


def test_a_new_design_is_begun_from_the_chosen_template(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    def fill(dialog: NewDesign) -> None:
        dialog.name.setText("ours")
        dialog.draw.click()

    when_asked(NewDesign, fill)
    click(qtbot, page.open_design)
    rest(qtbot, work)
    assert page.designer is not None
    assert page.designer.session.design.elements
    assert label_templates.names()[0] not in [row.name for row in designs.list_designs(work.plant)]


def test_a_name_that_is_none_is_told_under_the_field(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    told = []

    def fill(dialog: NewDesign) -> None:
        dialog.draw.click()
        told.append(dialog.name_field.below())
        dialog.reject()

    when_asked(NewDesign, fill)
    click(qtbot, page.new_design)
    assert "60 characters" in told[0]


def test_a_frozen_revision_is_told_and_listed(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    designer = opened(qtbot, work, page)
    design = edits.removed(designer.session.design, ("twin", "box", "line"))
    designer.session.edit(say("Delete"), design)

    def fill(dialog: FreezeDesign) -> None:
        dialog.reason.setText("first")
        dialog.freeze.click()

    when_asked(FreezeDesign, fill)
    designer.freeze_revision()
    rest(qtbot, work)
    assert [row.revision for row in designs.revisions(work.plant, "small")] == [1]
    assert designer.session.design.font_digest


def test_the_sheet_of_shortcuts_tells_those_of_the_designer(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    designer = opened(qtbot, work, page)
    told = dict(page.shortcuts)
    assert "Ctrl+←↑↓→" in told
    assert "Ctrl+D" in told
    page.leave_designer()
    assert "Ctrl+D" not in dict(page.shortcuts)
    assert designer is not None


def test_the_designer_speaks_chinese(qtbot: QtBot, work: Workplace, page: LabelsPage) -> None:
    designer = opened(qtbot, work, page)
    work.language.choose(CHINESE)
    seen: list[str] = []
    for place in range(len(designer.tabs.buttons)):
        designer.tabs.choose(place)
        rest(qtbot, work)
        seen += [text for text, _ in texts(designer)]
    seen += [str(what.in_language(CHINESE)) for _, what in page.shortcuts]
    seen += [action.text() for menu in designer.rail.menus.values() for action in menu.actions()]
    own = {one.name for one in designer.session.design.elements} | {"Title", "Small", "small", "PACKMARK"}
    english = {text for text in seen if re.search("[A-Za-z]{3}", NAMES.sub("", text))} - own
    assert english == set()
