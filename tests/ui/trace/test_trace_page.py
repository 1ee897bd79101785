"""A person traces a pack, walks its tree, goes back, lists a case and a batch, and writes a recall list."""

import io
import json
import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from desktop.changes import Changes, Kind
from desktop.operations import recall
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.operations.recall import RecallList
from desktop.operations.trace import TreePack
from desktop.packing.bills import BillKind
from desktop.products.code_pool import CodeState
from desktop.storage import kept_files, quality
from desktop.storage.kept_files import FileKind, NewKeptFile, PackCounts
from desktop.storage.pack_tables import bill, bill_code, order_job, pack, pack_event, work_order
from desktop.texts import CHINESE, say
from tests.packed_order import Packed, digits, packed_order, turn
from tests.storage.grades import a_grade
from tests.ui.people import choose_files, click, go, rest, texts, when_asked
from ui.dialogs.recall import RecallDialog
from ui.main_window import MainWindow
from ui.pages.trace import TracePage
from ui.trace.pack_list import PackList
from ui.trace.tree_rows import FoldRow, PackRow
from ui.trace.tree_view import TreeView
from ui.trace.visits import Visit, Where
from ui.workplace import Workplace

ALT, ENTER = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Return
UNIT, BUNDLE, CASE = digits(1, 1, 118), digits(2, 1, 12), digits(3, 1, 2)


@pytest.fixture
def packed(work: Workplace) -> Packed:
    """A running order of two full cases."""
    return packed_order(work.plant.store, 200)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, packed: Packed) -> TracePage:
    """The page, with nothing traced yet."""
    return go(qtbot, window, work, "trace", TracePage)


def traced(qtbot: QtBot, page: TracePage, text: str) -> TracePage:
    """Scan something into the field of the page."""
    page.field.setFocus()
    page.field.clear()
    QTest.keyClicks(page.field, text)
    QTest.keyClick(page.field, ENTER)
    rest(qtbot, page.work)
    return page


def lines(tree: TreeView) -> list[str]:
    """Return the lines of a tree as a screen reader says them."""
    return [str(tree.tree.index(at).data()) for at in range(tree.tree.rowCount())]


def seen(page: TracePage) -> str:
    return "\n".join(text for text, _ in texts(page))


def test_a_unit_is_drawn_in_its_bundle_and_case(qtbot: QtBot, page: TracePage) -> None:
    tree = traced(qtbot, page, UNIT).code_view.tree
    assert tree.isVisible()
    shown = lines(tree)
    assert shown[0].startswith("Case 8 231762")
    assert shown[1] == "… 1 before"
    assert shown[2].startswith("2. Bundle 8 131762")
    assert shown[3] == "… 2 before"
    assert shown[-1] == "… 8 more"
    now = tree.row_now()
    assert isinstance(now, PackRow)
    assert now.own
    assert now.pack.code == UNIT


def test_an_element_string_traces_the_code_in_it(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, f"(01)06932833600109(10)LOT01(21){UNIT}")
    assert page.code_view.code.code() == UNIT


def test_the_place_of_a_pack_stands_in_one_sentence(qtbot: QtBot, page: TracePage) -> None:
    assert "8 of 10, order WO-1 on Line 1" in seen(traced(qtbot, page, UNIT))


def test_enter_on_the_pack_around_traces_that_one(qtbot: QtBot, page: TracePage) -> None:
    tree = traced(qtbot, page, UNIT).code_view.tree
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Left)
    QTest.keyClick(tree, ENTER)
    rest(qtbot, page.work)
    assert page.code_view.code.code() == BUNDLE
    assert page.field.text() == BUNDLE


def test_a_click_on_a_sibling_traces_that_one(qtbot: QtBot, page: TracePage) -> None:
    tree = traced(qtbot, page, UNIT).code_view.tree
    at = next(at for at, one in enumerate(lines(tree)) if one.startswith("7. Unit"))
    room = tree.visualRect(tree.tree.index(at))
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=room.center())
    rest(qtbot, page.work)
    assert page.code_view.code.code() == digits(1, 1, 117)


def test_right_on_folded_packs_shows_them(qtbot: QtBot, page: TracePage) -> None:
    tree = traced(qtbot, page, UNIT).code_view.tree
    at = lines(tree).index("… 2 before")
    tree.setCurrentIndex(tree.tree.index(at))
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Right)
    rest(qtbot, page.work)
    places = [one.pack.place for one in tree.tree.rows if isinstance(one, PackRow) and one.depth == 2]
    assert places == list(range(1, 11))
    assert tree.currentIndex().row() == at


def test_what_is_unfolded_stays_so_while_nothing_changes(qtbot: QtBot, page: TracePage) -> None:
    tree = traced(qtbot, page, UNIT).code_view.tree
    fold = next(one for one in tree.tree.rows if isinstance(one, FoldRow))
    tree.fold_wanted.emit(fold)
    rest(qtbot, page.work)
    page.work.announce(Changes.of(Kind.CODES))
    rest(qtbot, page.work)
    assert fold not in tree.tree.rows


def test_a_pack_that_changed_is_shown_as_it_is_now(qtbot: QtBot, page: TracePage, packed: Packed) -> None:
    traced(qtbot, page, UNIT)
    turn(page.work.plant.store, packed.code_id(1, 118), CodeState.SPOILED)
    page.work.announce(Changes.of(Kind.CODES))
    rest(qtbot, page.work)
    assert page.code_view.badge.word() == "Spoiled"
    assert any(one.endswith(": Spoiled") for one in lines(page.code_view.tree))


def test_a_partial_pack_says_so(qtbot: QtBot, page: TracePage) -> None:
    packed_order(page.work.plant.store, 95, lot=2, number="WO-2")
    traced(qtbot, page, digits(2, 2, 10))
    assert page.code_view.flag.isVisible()
    assert page.code_view.flag.word() == "partial"
    assert any("partial" in one for one in lines(page.code_view.tree))


def test_the_next_scan_takes_the_place_of_the_one_before(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, UNIT)
    QTest.keyClicks(page.field, CASE)
    QTest.keyClick(page.field, ENTER)
    rest(qtbot, page.work)
    assert page.code_view.code.code() == CASE


def test_what_is_opened_from_a_list_is_worked_on_by_keys(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, "LOT01")
    QTest.keyClick(page.found_view.table.view, ENTER)
    rest(qtbot, page.work)
    cases = page.batch_view.packs.table.view
    assert cases.hasFocus()
    QTest.keyClick(cases, Qt.Key.Key_Down)
    QTest.keyClick(cases, ENTER)
    rest(qtbot, page.work)
    assert page.code_view.tree.hasFocus()
    assert page.code_view.code.code() in {digits(3, 1, 1), CASE}


def test_alt_left_and_right_go_through_what_was_traced(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, UNIT)
    traced(qtbot, page, CASE)
    QTest.keyClick(page.field, Qt.Key.Key_Left, ALT)
    rest(qtbot, page.work)
    assert page.code_view.code.code() == UNIT
    QTest.keyClick(page.field, Qt.Key.Key_Right, ALT)
    rest(qtbot, page.work)
    assert page.code_view.code.code() == CASE


def test_searches_are_offered_again_the_newest_first(qtbot: QtBot, page: TracePage) -> None:
    for text in (UNIT, CASE):
        traced(qtbot, page, text)
    page.history.menu().aboutToShow.emit()
    offered = page.history.menu().actions()
    assert [one.text() for one in offered] == [CASE, UNIT]
    offered[1].trigger()
    rest(qtbot, page.work)
    assert page.code_view.code.code() == UNIT


def test_a_search_that_finds_nothing_hides_what_was_found_before(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, UNIT)
    traced(qtbot, page, "nothing of that name")
    assert "nothing of that name" in page.notice.sentence()
    assert not page.code_view.isVisible()


def test_a_lot_lists_its_batch_and_order_and_enter_opens_its_cases(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, "LOT01")
    assert [hit.name for hit in page.found_view.table.model.rows()] == ["LOT01", "WO-1"]
    QTest.keyClick(page.found_view.table.view, ENTER)
    rest(qtbot, page.work)
    assert [pack.code for pack in page.batch_view.packs.table.model.rows()] == [digits(3, 1, 1), CASE]


def test_an_order_without_a_lot_says_that_nothing_was_packed(
    qtbot: QtBot, page: TracePage, packed: Packed
) -> None:
    with page.work.plant.store.change("lead", "order", "order") as change:
        plan = {"codes": [5], "first_article": False, "points": [], "reviewed": False, "two_people": False}
        known = change.connection.execute(work_order.select()).mappings().one()
        values = {**known, "id": 9, "number": "WO-9", "batch_id": None, "plan": json.dumps(plan)}
        change.connection.execute(insert(work_order).values(**values))
    traced(qtbot, page, "WO-9")
    assert "no lot yet" in seen(page)


def test_all_children_of_a_case_are_listed_and_exported(
    qtbot: QtBot, page: TracePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    traced(qtbot, page, CASE)
    click(qtbot, page.code_view.open_inside)
    rest(qtbot, page.work)
    view = page.inside_view
    assert [pack.place for pack in view.packs.table.model.rows()] == list(range(1, 11))
    assert not view.packs.more.isVisible()
    choose_files(monkeypatch, str(tmp_path / "case.csv"))
    click(qtbot, view.export)
    rest(qtbot, page.work)
    assert len((tmp_path / "case.csv").read_text("utf-8-sig").splitlines()) == 111
    assert view.export.isEnabled()


def test_a_long_list_comes_page_by_page(qtbot: QtBot, work: Workplace) -> None:
    packs = [
        TreePack(at, digits(1, 1, at), 1, CodeState.PACKED, 1, 7, None, at, 0, None, "LOT01")
        for at in range(1, 16)
    ]
    made = PackList(work, say("Packs in it"), places=True)
    qtbot.addWidget(made)
    made.show()
    made.show_packs(packs[:10], 15, lambda _plant, last: packs[last.place or 0 :])
    assert made.table.model.rowCount() == 10
    click(qtbot, made.more)
    rest(qtbot, work)
    assert list(made.table.model.rows()) == packs
    assert not made.more.isVisible()


def test_the_recall_list_of_a_batch_is_written_and_its_digest_shown(
    qtbot: QtBot, page: TracePage, packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "recall.csv"
    choose_files(monkeypatch, str(path))
    page.visit(Visit(Where.BATCH, batch_id=packed.batch_id))
    rest(qtbot, page.work)
    told: list[str] = []

    def write(dialog: RecallDialog) -> None:
        click(qtbot, dialog.write)
        rest(qtbot, page.work)
        told.extend(text for text, _ in texts(dialog))
        dialog.reject()

    when_asked(RecallDialog, write)
    click(qtbot, page.batch_view.recall)
    with page.work.plant.store.read() as connection:
        (kept,) = kept_files.of_order(connection, packed.order_id, FileKind.RECALL)
    assert path.exists()
    assert kept.sha256 in "".join(told).replace("\n", "")
    assert "222 packs, in 2 largest packs" in told
    assert str(path) in told


def test_a_recall_of_a_lot_without_a_work_order_is_kept_with_the_lot(
    qtbot: QtBot, page: TracePage, packed: Packed, tmp_path: Path
) -> None:
    plant = page.work.plant
    with plant.store.change("lead", "order.remove", "WO-1") as change:
        for table in (pack_event, pack, order_job, work_order):
            change.connection.execute(table.delete())
    dialog = RecallDialog(page.work, recall.outline(plant, packed.batch_id), page)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save(tmp_path / "recall.csv")
    rest(qtbot, page.work)
    assert any("with the lot, byte for byte" in text for text, _ in texts(dialog))
    page.visit(Visit(Where.CODE, digits(1, 1, 7)))
    rest(qtbot, page.work)
    assert any("recall.csv: recall list" in text for text, _ in texts(page))


def test_a_recall_overwrites_no_file(
    qtbot: QtBot, page: TracePage, packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "recall.csv"
    path.write_bytes(b"mine")
    choose_files(monkeypatch, str(path))
    dialog = RecallDialog(page.work, recall.outline(page.work.plant, packed.batch_id), page)
    qtbot.addWidget(dialog)
    dialog.show()
    click(qtbot, dialog.write)
    rest(qtbot, page.work)
    assert "exists already" in dialog.notice.sentence()
    assert path.read_bytes() == b"mine"


def test_a_recall_that_is_cancelled_says_that_nothing_was_written(
    qtbot: QtBot, page: TracePage, packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "recall.csv"
    choose_files(monkeypatch, str(path))
    monkeypatch.setattr(recall, "write", _endless)
    dialog = RecallDialog(page.work, recall.outline(page.work.plant, packed.batch_id), page)
    qtbot.addWidget(dialog)
    dialog.show()
    click(qtbot, dialog.write)
    click(qtbot, dialog.strip.cancel)
    rest(qtbot, page.work)
    assert "was not written" in dialog.notice.sentence()
    assert dialog.written is None
    assert dialog.write.isEnabled()


def _endless(_plant: Plant, _batch_id: int, _path: Path, _language: str, report: Report) -> RecallList:
    """Write nothing until somebody cancels."""
    while report(0.5):
        time.sleep(0.01)
    raise Cancelled(say("The list was not written: it was cancelled."))


def test_files_and_bills_that_know_of_a_pack_are_named(
    qtbot: QtBot, page: TracePage, packed: Packed, tmp_path: Path
) -> None:
    with page.work.plant.store.change("lead", "export", "relation") as change:
        new = NewKeptFile.of(FileKind.RELATION, "relation.xml", b"<x/>", PackCounts(222, 2, 200))
        kept_files.insert(change, packed.order_id, (new,), 1)
        values = {"kind": BillKind.SALES_OUT.value, "number": "OUT-1", "fields": "{}", "state": "open"}
        change.connection.execute(insert(bill).values(id=1, at=change.at, by="lead", **values))
        change.connection.execute(
            insert(bill_code).values(bill_id=1, code_id=packed.code_id(3, 2), at=change.at, by="韩梅梅")
        )
    told = seen(traced(qtbot, page, UNIT))
    assert "relation.xml: relation file" in told
    assert new.sha256[:32] in told
    assert "Bill OUT-1: out for sale" in told
    assert "put on the bill OUT-1: out for sale" in told
    assert "written into the file relation.xml" in told


def test_the_picture_of_a_graded_label_is_shown_with_its_grade(
    qtbot: QtBot, page: TracePage, packed: Packed
) -> None:
    png = io.BytesIO()
    Image.new("L", (320, 120), 200).save(png, "PNG")
    with page.work.plant.store.change("QC", "grade", "label") as change:
        quality.insert(change, a_grade(code=UNIT, job_id=packed.jobs[1], at=change.at), png.getvalue())
    story = traced(qtbot, page, UNIT).code_view.story
    assert story.picture.isVisible()
    assert any("passed, 3.0/06/660" in text for text, _ in texts(story))
    assert any("graded 3.0/06/660: passed" in text for text, _ in texts(story))
    middle = story.picture.grab().toImage()
    assert middle.pixelColor(middle.width() // 2, middle.height() // 2).value() == 200


def test_a_label_that_was_never_graded_has_no_picture(qtbot: QtBot, page: TracePage) -> None:
    assert not traced(qtbot, page, UNIT).code_view.story.picture.isVisible()


def test_the_tree_is_worded_in_the_chosen_language(qtbot: QtBot, page: TracePage) -> None:
    traced(qtbot, page, UNIT)
    page.work.language.choose(CHINESE)
    assert lines(page.code_view.tree)[0].startswith("箱 8 231762")


def test_the_tree_is_painted_with_the_colour_of_each_state(
    qtbot: QtBot, page: TracePage, packed: Packed
) -> None:
    turn(page.work.plant.store, packed.code_id(1, 117), CodeState.UNKNOWN)
    tree = traced(qtbot, page, UNIT).code_view.tree
    at = next(at for at, one in enumerate(lines(tree)) if one.endswith(": Unknown"))
    picture: QImage = tree.viewport().grab(tree.visualRect(tree.tree.index(at))).toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())
    }
    assert page.work.style.colours.unknown in colours
    assert page.work.style.colours.done not in colours
