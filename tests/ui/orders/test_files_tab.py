"""The files of an order: steps, exports, kept files, counts of the platform, checks of files."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTableWidgetItem
from pytestqt.qtbot import QtBot

from desktop.operations import kept_files, relation_export, work_orders
from desktop.operations.kept_files import FileKind, PackCounts
from desktop.operations.plant import Plant
from desktop.operations.steps import Step
from desktop.packing.order import OrderState
from desktop.products.code_pool import CodeState
from desktop.products.version import Master
from desktop.storage import product_versions
from desktop.storage import work_orders as stored_orders
from desktop.texts import CHINESE
from tests.packed_order import Packed, digits, packed_order, turn
from tests.ui.people import choose_files, click, rest, texts, when_asked
from ui.dialogs.check_relation import CheckRelation
from ui.dialogs.export_epcis import ExportEpcis
from ui.dialogs.export_relation import ExportRelation
from ui.dialogs.export_table import ExportTable
from ui.dialogs.platform_counts import EnterPlatformCounts
from ui.kit import Button
from ui.orders.files_tab import FilesTab
from ui.wording import Mark, moment
from ui.workplace import Workplace

NAMES = re.compile(
    r"Relation_\w+\.xml|[\w.]+:[\w:.-]*|trace\.example\.com|[0-9a-f]{32}|[Pp]ackmark|root|Line 1|Excel"
)
"""Names of files, places, people and this program, which are the same in all languages."""
ENGLISH_WORD = re.compile(r"[a-z]{3}")


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """Two cases of a product that needs no filing, packed and being closed."""
    done = packed_order(plant.store, 200)
    with plant.store.change("lead", "product", "specimen") as change:
        version = product_versions.newest(change.connection, done.product_id)
        product = replace(version.product, authorized_no="SPECIMEN")
        product_versions.replace(change.connection, version.id, Master(product, version.details), None)
        stored_orders.set_state(change, done.order_id, OrderState.CLOSING)
    return done


@pytest.fixture
def tab(qtbot: QtBot, work: Workplace, packed: Packed) -> FilesTab:
    """The tab on an order that is packed."""
    made = FilesTab(work)
    qtbot.addWidget(made)
    made.resize(900, 620)
    made.show()
    made.activateWindow()
    made.show_order(work_orders.order(work.plant, packed.order_id))
    rest(qtbot, work)
    return made


@pytest.fixture
def exported(qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed) -> FilesTab:
    """The tab once the relation is exported."""
    relation_export.export_relation(work.plant, packed.order_id)
    tab.refresh()
    rest(qtbot, work)
    return tab


def cell(dialog: ExportTable, line: int, place: int) -> QTableWidgetItem:
    """Return a cell of the columns of a table."""
    found = dialog.columns.item(line, place)
    assert found is not None
    return found


def told(tab: FilesTab) -> str:
    """Return what is told below the steps."""
    QApplication.processEvents()
    return " ".join(label.text() for label in tab.steps.findChildren(QLabel) if label.isVisible())


def test_the_list_says_how_many_packs_a_file_tells_of_and_its_tip_when_it_was_written(
    exported: FilesTab,
) -> None:
    model, (shown, *_) = exported.table.model, exported.table.model.rows()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    cells = [model.index(0, titles.index(title)) for title in ("Packs", "File")]
    assert shown.file.counts is not None
    assert model.data(cells[0]) == str(shown.file.counts.all)
    assert model.data(cells[1], Qt.ItemDataRole.ToolTipRole) == f"{shown.file.name}\n{moment(shown.file.at)}"


def test_the_steps_show_what_is_done_and_what_is_waited_for(tab: FilesTab) -> None:
    assert [tab.steps.nodes[step].mark for step in Step] == [Mark.DONE] * 4 + [Mark.ATTENTION] + [
        Mark.IDLE
    ] * 2


def test_the_step_that_is_waited_for_tells_what_is_missing(tab: FilesTab) -> None:
    assert told(tab) == "The relation is not exported: export it, and upload it to the platform."


def test_a_step_that_is_chosen_tells_what_is_missing_for_it(tab: FilesTab) -> None:
    QTest.mouseClick(tab.steps.nodes[Step.WAREHOUSED], Qt.MouseButton.LeftButton)
    assert told(tab).startswith("0 of 2 largest packs are in the warehouse")


def test_the_steps_are_gone_along_by_the_arrow_keys(tab: FilesTab) -> None:
    tab.steps.nodes[Step.EXPORTED].setFocus()
    QTest.keyClick(tab.steps.nodes[Step.EXPORTED], Qt.Key.Key_Right)
    assert tab.steps.nodes[Step.WAREHOUSED].isChecked()


def test_a_relation_is_exported_with_notes_and_listed(
    qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed
) -> None:
    def act(dialog: ExportRelation) -> None:
        dialog.notes["workshop"].setText("二车间")
        click(qtbot, dialog.go)

    when_asked(ExportRelation, act)
    click(qtbot, tab.relation)
    rest(qtbot, work)
    file = tab.table.model.rows()[0].file
    assert 'workshop="二车间"' in kept_files.content(work.plant, file.id).decode()
    assert tab.notice.sentence() == "1 file is written and kept."


def test_what_stands_against_an_export_is_told_in_the_dialog(
    qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed
) -> None:
    turn(work.plant.store, packed.code_id(1, 7), CodeState.PRINTED)
    found: list[str] = []

    def act(dialog: ExportRelation) -> None:
        click(qtbot, dialog.go)
        rest(qtbot, work)
        found.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(ExportRelation, act)
    click(qtbot, tab.relation)
    assert found == ["Order WO-1: it is too early to export the relation."]


def test_an_export_that_is_left_while_it_runs_keeps_nothing(
    qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = relation_export.export_relation

    def slowly(*args: object, **named: object) -> object:
        report = named["report"]

        def told(done: float) -> bool:
            going_on = bool(report(done))  # type: ignore[operator]
            while going_on and done > 0:
                going_on = bool(report(done))  # type: ignore[operator]
            return going_on

        return export(*args, **{**named, "report": told})  # type: ignore[arg-type]

    monkeypatch.setattr(relation_export, "export_relation", slowly)

    def act(dialog: ExportRelation) -> None:
        click(qtbot, dialog.go)
        qtbot.waitUntil(dialog.strip.isVisible)
        click(qtbot, dialog.leave)

    when_asked(ExportRelation, act)
    click(qtbot, tab.relation)
    rest(qtbot, work)
    assert kept_files.files_of(work.plant, packed.order_id) == ()


def test_packs_that_a_relation_leaves_out_are_told(
    qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed
) -> None:
    turn(work.plant.store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=None)
    turn(work.plant.store, packed.code_id(2, 1), CodeState.PACKED, children=9, flag=2)
    with work.plant.store.change("lead", "order", "closed") as change:
        stored_orders.set_state(change, packed.order_id, OrderState.CLOSED)
    when_asked(ExportRelation, lambda dialog: click(qtbot, dialog.go))
    click(qtbot, tab.relation)
    rest(qtbot, work)
    assert tab.notice.sentence() == (
        "1 file is written and kept. 1 pack lies in no largest one and is not told of."
    )


def test_a_kept_file_is_saved_again_byte_for_byte(
    qtbot: QtBot, work: Workplace, exported: FilesTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    click(qtbot, exported.detail.save)
    rest(qtbot, work)
    file = exported.table.model.rows()[0].file
    assert (tmp_path / file.name).read_bytes() == kept_files.content(work.plant, file.id)


def test_a_file_that_is_there_already_is_not_overwritten(
    qtbot: QtBot, work: Workplace, exported: FilesTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    name = exported.table.model.rows()[0].file.name
    (tmp_path / name).write_text("mine")
    click(qtbot, exported.detail.save)
    rest(qtbot, work)
    assert (tmp_path / name).read_text() == "mine"
    assert "exists already" in exported.notice.sentence()


def test_the_digest_of_a_file_is_copied_whole(qtbot: QtBot, exported: FilesTab) -> None:
    click(qtbot, exported.detail.copy)
    assert QGuiApplication.clipboard().text() == exported.table.model.rows()[0].file.sha256


def test_counts_of_the_platform_that_agree_are_shown_as_taken(
    qtbot: QtBot, work: Workplace, exported: FilesTab
) -> None:
    def act(dialog: EnterPlatformCounts) -> None:
        for name, value in (("all", 222), ("largest", 2), ("smallest", 200)):
            dialog.counts[name].setValue(value)
        assert dialog.badge.mark is Mark.DONE
        click(qtbot, dialog.keep)

    when_asked(EnterPlatformCounts, act)
    click(qtbot, exported.detail.counts)
    rest(qtbot, work)
    assert exported.detail.badge.word() == "Platform: took all"


def test_a_difference_from_the_platform_is_shown_with_advice(
    qtbot: QtBot, work: Workplace, exported: FilesTab
) -> None:
    file = exported.table.model.rows()[0].file
    kept_files.enter_platform_counts(work.plant, file.id, PackCounts(221, 2, 199))
    exported.refresh()
    rest(qtbot, work)
    shown = [label.text() for label in exported.detail.findChildren(QLabel)]
    assert "all packs: the file holds 222, the platform took 221." in shown
    assert any(text.startswith("Packs are missing at the platform") for text in shown)


def test_that_nothing_is_to_be_corrected_is_told(qtbot: QtBot, work: Workplace, exported: FilesTab) -> None:
    click(qtbot, exported.corrections)
    rest(qtbot, work)
    assert exported.notice.sentence() == "Nothing is to be corrected."


def test_events_are_exported_under_the_names_that_were_chosen(
    qtbot: QtBot, work: Workplace, exported: FilesTab, packed: Packed
) -> None:
    def act(dialog: ExportEpcis) -> None:
        dialog.host.setText("trace.example.com")
        assert dialog.profile().host == "trace.example.com"
        dialog.host.setText("https://trace.example.com")
        click(qtbot, dialog.go)
        assert "is no name of a host" in dialog.notice.sentence()
        dialog.reject()

    when_asked(ExportEpcis, act)
    click(qtbot, exported.events)
    assert kept_files.files_of(work.plant, packed.order_id, FileKind.EPCIS) == ()


def test_a_table_has_the_columns_that_are_ticked_in_their_order(
    qtbot: QtBot, work: Workplace, tab: FilesTab, packed: Packed
) -> None:
    def act(dialog: ExportTable) -> None:
        for line in range(2, dialog.columns.rowCount()):
            cell(dialog, line, 0).setCheckState(Qt.CheckState.Unchecked)
        cell(dialog, 0, 1).setText("SERIAL")
        dialog.columns.setCurrentCell(1, 0)
        click(qtbot, dialog.up)
        click(qtbot, dialog.go)

    when_asked(ExportTable, act)
    click(qtbot, tab.codes)
    rest(qtbot, work)
    (file,) = kept_files.files_of(work.plant, packed.order_id, FileKind.TABLE)
    lines = kept_files.content(work.plant, file.id).decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["Pack level,SERIAL", f"3,{digits(3, 1, 1)}"]


def test_a_mapping_is_the_same_when_it_is_opened_again(
    qtbot: QtBot, work: Workplace, tab: FilesTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_files(monkeypatch, str(tmp_path / "sap.json"))

    def act(dialog: ExportTable) -> None:
        dialog.name.setText("SAP")
        cell(dialog, 3, 0).setCheckState(Qt.CheckState.Unchecked)
        before = dialog.mapping()
        click(qtbot, dialog.save)
        cell(dialog, 0, 1).setText("other")
        click(qtbot, dialog.load)
        assert dialog.mapping() == before
        dialog.reject()

    when_asked(ExportTable, act)
    click(qtbot, tab.codes)


def test_a_foreign_relation_file_is_checked_and_each_fault_has_its_line(
    qtbot: QtBot, work: Workplace, exported: FilesTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = exported.table.model.rows()[0].file
    text = kept_files.content(work.plant, file.id).decode()
    wrong = tmp_path / "theirs.xml"
    wrong.write_text(text.replace(f'curCode="{digits(1, 1, 5)}"', 'curCode="89999999999999999999"'), "utf-8")
    choose_files(monkeypatch, str(wrong))

    def act(dialog: CheckRelation) -> None:
        dialog.codes.setCurrentIndex(1)
        click(qtbot, dialog.choose)
        rest(qtbot, work)
        assert [(one.line, str(one.text)) for one in dialog.table.model.rows()] == [
            (12, "89999999999999999999 is no code of this plant.")
        ]
        assert dialog.badge.mark is Mark.STOPPED
        dialog.reject()

    when_asked(CheckRelation, act)
    click(qtbot, exported.check)


def test_a_file_that_is_no_relation_is_refused_in_one_sentence(
    qtbot: QtBot, work: Workplace, tab: FilesTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.xml"
    other.write_text("codes")
    choose_files(monkeypatch, str(other))

    def act(dialog: CheckRelation) -> None:
        click(qtbot, dialog.choose)
        rest(qtbot, work)
        assert "is no XML" in dialog.notice.sentence()
        dialog.reject()

    when_asked(CheckRelation, act)
    click(qtbot, tab.check)


def test_without_an_order_nothing_can_be_exported(qtbot: QtBot, tab: FilesTab) -> None:
    tab.show_order(None)
    assert not tab.relation.isEnabled()
    assert tab.check.isEnabled()


def test_goods_that_wait_lead_to_the_warehouse(qtbot: QtBot, work: Workplace, exported: FilesTab) -> None:
    QApplication.processEvents()
    (button,) = exported.steps.findChildren(Button)
    with qtbot.waitSignal(work.wanted) as went:
        click(qtbot, button)
    assert went.args == ["warehouse", None]


def test_files_of_an_order_and_their_dialogs_speak_chinese(
    qtbot: QtBot, work: Workplace, exported: FilesTab, packed: Packed
) -> None:
    work.language.choose(CHINESE)
    order = work_orders.order(work.plant, packed.order_id)
    file = exported.table.model.rows()[0].file
    assert file.counts is not None
    dialogs = (
        ExportRelation(work, order, exported, known=True),
        ExportEpcis(work, order, exported),
        ExportTable(work, order, exported),
        EnterPlatformCounts(work, file, file.counts, exported),
        CheckRelation(work, exported),
    )
    left = [text for text, _place in texts(exported) if ENGLISH_WORD.search(NAMES.sub("", text))]
    for dialog in dialogs:
        dialog.show()
        rest(qtbot, work)
        left += [text for text, _place in texts(dialog) if ENGLISH_WORD.search(NAMES.sub("", text))]
        dialog.close()
    assert left == []
