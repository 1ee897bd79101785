"""Sums of an order: what is open leads on, each number leads to its codes, and the order is closed."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.operations import closing, reconciliation, reviewers, rights, sampling, work_orders
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.rights import Right
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import Listing, OpenItem, OpenKind
from desktop.products.code_pool import CodeState
from desktop.products.sampling_plan import SamplingPlan
from desktop.texts import say
from tests.packed_order import Packed, digits, forget, packed_order, turn
from tests.ui.people import choose_files, click, rest, texts, when_asked
from ui.dialogs.close_order import CloseOrder
from ui.dialogs.give_reason import GiveReason
from ui.dialogs.order_report import ReportOfOrder
from ui.orders.sums_tab import SumsTab
from ui.quality.taking import ShowSamples
from ui.workplace import Workplace


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """A running order of two full cases: nothing is open."""
    sampling.set_plan(plant, None, SamplingPlan(0, None, 1, 0))  # grades have tests of their own
    return packed_order(plant.store, 200)


@pytest.fixture
def tab(qtbot: QtBot, work: Workplace, packed: Packed) -> SumsTab:
    """The tab, of that order."""
    made = SumsTab(work)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    shown(qtbot, work, made, packed)
    return made


def shown(qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed) -> None:
    """Show the order as it is now, as its page does after a change."""
    tab.show_order(work_orders.order(work.plant, packed.order_id))
    rest(qtbot, work)


def state_of(plant: Plant, packed: Packed) -> OrderState:
    return reconciliation.reconciliation(plant, packed.order_id).state


def a_reviewer(plant: Plant) -> None:
    """Let Bob confirm what others do, with a secret that he chose himself."""
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, "Bob", Right.REVIEW)
    reviewers.set_secret(plant, "Bob", None, "a first secret")
    reviewers.set_secret(plant, "Bob", "a first secret", "a long secret")


def test_an_order_that_has_not_begun_says_what_is_seen_here_later(
    tab: SumsTab, work: Workplace, packed: Packed
) -> None:
    tab.show_order(replace(work_orders.order(work.plant, packed.order_id), state=OrderState.CONFIRMED))
    assert any("Nothing to count yet" in text for text, _ in texts(tab))


def test_an_order_of_which_all_is_packed_adds_up(tab: SumsTab) -> None:
    assert tab.badge.word() == "Adds up"
    assert "Nothing is open" in tab.open_list.heading.text()
    assert tab.sums.numbers[1, Listing.PACKED].text() == "200"


def test_numbers_that_are_nothing_lead_nowhere(tab: SumsTab) -> None:
    assert set(tab.sums.numbers) == {(1, Listing.PACKED), (2, Listing.PACKED), (3, Listing.PACKED)}


def test_a_missing_number_is_told_with_what_to_do_and_leads_to_packing(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    forget(work.plant.store, packed.code_id(1, 7))
    shown(qtbot, work, tab, packed)
    assert any("1 unit: printed and never scanned. Find and scan" in text for text, _ in texts(tab))
    (lead,) = tab.open_list.leads
    with qtbot.waitSignal(work.wanted) as wanted:
        click(qtbot, lead)
    assert wanted.args == ["packing", packed.order_id]


def test_an_unknown_label_leads_to_the_job_that_lost_it(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    turn(work.plant.store, packed.code_id(2, 3), CodeState.UNKNOWN)
    shown(qtbot, work, tab, packed)
    with qtbot.waitSignal(work.wanted) as wanted:
        click(qtbot, tab.open_list.leads[0])
    assert wanted.args == ["jobs", packed.jobs[2]]


def test_samples_that_are_due_lead_to_the_queue_of_samples(
    qtbot: QtBot, work: Workplace, tab: SumsTab
) -> None:
    item = OpenItem(OpenKind.QUALITY, say("Report"), None)
    with qtbot.waitSignal(work.wanted) as wanted:
        tab.open_list.lead_wanted.emit(item)
    assert wanted.args == ["quality", ShowSamples()]


def test_a_number_leads_to_its_codes_and_escape_leads_back(
    qtbot: QtBot, work: Workplace, tab: SumsTab
) -> None:
    click(qtbot, tab.sums.numbers[3, Listing.PACKED])
    rest(qtbot, work)
    assert [one.code for one in tab.codes.table.model.rows()] == [digits(3, 1, 1), digits(3, 1, 2)]
    tab.codes.left.emit()
    rest(qtbot, work)
    assert tab.count_anew.isVisible()


def test_a_code_of_a_list_leads_to_its_trace_by_enter(qtbot: QtBot, work: Workplace, tab: SumsTab) -> None:
    tab.show_codes(3, Listing.PACKED)
    rest(qtbot, work)
    with qtbot.waitSignal(work.wanted) as wanted:
        QTest.keyClick(tab.codes.table.view, Qt.Key.Key_Return)
    assert wanted.args == ["trace", digits(3, 1, 1)]


def test_a_code_of_a_list_is_found_by_some_of_its_digits(qtbot: QtBot, work: Workplace, tab: SumsTab) -> None:
    tab.show_codes(1, Listing.PACKED)
    rest(qtbot, work)
    wanted = digits(1, 1, 137)
    tab.codes.digits.setText(f"{wanted[8:16]} {wanted[16:]}")
    QTest.keyClick(tab.codes.digits, Qt.Key.Key_Return)
    rest(qtbot, work)
    assert [one.code for one in tab.codes.table.model.rows()] == [wanted]


def test_the_chosen_code_of_a_list_is_copied(qtbot: QtBot, work: Workplace, tab: SumsTab) -> None:
    tab.show_codes(3, Listing.PACKED)
    rest(qtbot, work)
    tab.codes.table.view.selectRow(1)
    click(qtbot, tab.codes.copy)
    assert QGuiApplication.clipboard().text() == digits(3, 1, 2)


def test_a_long_list_is_turned_page_by_page(
    qtbot: QtBot, work: Workplace, tab: SumsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.orders.code_list.PAGE", 90)
    tab.show_codes(1, Listing.PACKED)
    rest(qtbot, work)
    pages = []
    while True:
        pages.append([one.code for one in tab.codes.table.model.rows()])
        if not tab.codes.next.isEnabled():
            break
        click(qtbot, tab.codes.next)
        rest(qtbot, work)
    assert [len(page) for page in pages] == [90, 90, 20]
    assert list(chain.from_iterable(pages)) == [digits(1, 1, number) for number in range(1, 201)]
    click(qtbot, tab.codes.before)
    rest(qtbot, work)
    assert [one.code for one in tab.codes.table.model.rows()] == pages[1]


def test_a_whole_list_is_exported_not_only_its_page(
    qtbot: QtBot,
    work: Workplace,
    tab: SumsTab,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.orders.code_list.PAGE", 90)
    choose_files(monkeypatch, str(tmp_path / "packed.csv"))
    tab.show_codes(1, Listing.PACKED)
    rest(qtbot, work)
    click(qtbot, tab.codes.export)
    rest(qtbot, work)
    lines = (tmp_path / "packed.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 201
    assert lines[1].startswith(digits(1, 1, 1))


def test_packing_ends_once_the_person_says_so(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    when_asked(QMessageBox, lambda box: box.buttons()[0].click())
    click(qtbot, tab.end_packing)
    rest(qtbot, work)
    assert state_of(work.plant, packed) is OrderState.CLOSING


def test_packing_goes_on_if_the_person_thinks_better_of_it(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    when_asked(QMessageBox, lambda box: box.reject())
    click(qtbot, tab.end_packing)
    rest(qtbot, work)
    assert state_of(work.plant, packed) is OrderState.RUNNING


def test_an_order_that_is_being_closed_runs_again_for_a_reason(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    closing.begin(work.plant, packed.order_id)
    shown(qtbot, work, tab, packed)

    def give(dialog: GiveReason) -> None:
        assert not dialog.do.isEnabled()
        dialog.reason.setText("one more case is there")
        dialog.do.click()

    when_asked(GiveReason, give)
    click(qtbot, tab.run_again)
    rest(qtbot, work)
    assert state_of(work.plant, packed) is OrderState.RUNNING


def test_an_order_with_nothing_open_is_closed_without_a_second_person(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    closing.begin(work.plant, packed.order_id)
    shown(qtbot, work, tab, packed)
    when_asked(CloseOrder, lambda dialog: dialog.close_order.click())
    with qtbot.waitSignal(work.messages.offered):
        click(qtbot, tab.close_order)
    rest(qtbot, work)
    assert state_of(work.plant, packed) is OrderState.CLOSED


def test_what_nobody_can_accept_keeps_the_order_from_being_closed(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    turn(work.plant.store, packed.code_id(1, 7), CodeState.UNKNOWN)
    closing.begin(work.plant, packed.order_id)
    shown(qtbot, work, tab, packed)
    seen: list[str] = []

    def look(dialog: CloseOrder) -> None:
        assert not dialog.close_order.isEnabled()
        seen.extend(text for text, _ in texts(dialog))
        dialog.reject()

    when_asked(CloseOrder, look)
    click(qtbot, tab.close_order)
    assert any("nobody knows whether the label was printed" in text for text in seen)


def test_a_second_person_accepts_what_is_open_with_a_reason(
    qtbot: QtBot, work: Workplace, packed: Packed
) -> None:
    plant = work.plant
    a_reviewer(plant)
    forget(plant.store, packed.code_id(1, 7))
    closing.begin(plant, packed.order_id)
    dialog = CloseOrder(work, reconciliation.reconciliation(plant, packed.order_id), None)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    assert dialog.reviewer is not None
    assert not dialog.close_order.isEnabled()
    dialog.reviewer.person.setCurrentText("Bob")
    dialog.reviewer.secret.setText("a long secret")
    assert not dialog.close_order.isEnabled()
    dialog.reason.setText("it fell into the machine")
    click(qtbot, dialog.close_order)
    rest(qtbot, work)
    assert state_of(plant, packed) is OrderState.CLOSED


def test_a_wrong_secret_closes_nothing_and_is_told_in_the_dialog(
    qtbot: QtBot, work: Workplace, packed: Packed
) -> None:
    plant = work.plant
    a_reviewer(plant)
    forget(plant.store, packed.code_id(1, 7))
    closing.begin(plant, packed.order_id)
    dialog = CloseOrder(work, reconciliation.reconciliation(plant, packed.order_id), None)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    assert dialog.reviewer is not None
    dialog.reviewer.person.setCurrentText("Bob")
    dialog.reviewer.secret.setText("another secret")
    dialog.reason.setText("it fell into the machine")
    click(qtbot, dialog.close_order)
    rest(qtbot, work)
    assert dialog.notice.isVisible()
    assert state_of(plant, packed) is OrderState.CLOSING


def test_the_report_says_what_is_in_it_and_is_written_as_pdf(
    qtbot: QtBot,
    work: Workplace,
    packed: Packed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = ReportOfOrder(work, packed.order_id, None)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    told = [text for text, _ in texts(dialog)]
    assert any("A draft" in text for text in told)
    assert "200 codes given, 200 packed, 0 back in the pool: adds up" in told
    path = tmp_path / "report.pdf"
    choose_files(monkeypatch, str(path))
    click(qtbot, dialog.save)
    rest(qtbot, work)
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in dialog.notice.sentence()


def test_codes_that_went_back_unused_are_listed_behind_their_number(
    qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed
) -> None:
    for number in (50, 51, 120):
        forget(work.plant.store, packed.code_id(1, number))
        turn(work.plant.store, packed.code_id(1, number), CodeState.ALLOCATED)
    reviewer = Reviewer("Bob", Right.REVIEW)
    closing.close(work.plant, packed.order_id, reviewer, "three were never made")
    shown(qtbot, work, tab, packed)
    click(qtbot, tab.sums.numbers[1, Listing.RETURNED])
    rest(qtbot, work)
    assert [one.code for one in tab.codes.table.model.rows()] == [
        digits(1, 1, number) for number in (50, 51, 120)
    ]


def test_sums_are_worded_in_chinese_once_chosen(qtbot: QtBot, work: Workplace, tab: SumsTab) -> None:
    work.language.choose("zh_CN")
    QApplication.processEvents()
    assert tab.badge.word() == "数量平衡"
    assert any("指令领用码数" in text for text, _ in texts(tab))


def test_f5_counts_anew(qtbot: QtBot, work: Workplace, tab: SumsTab, packed: Packed) -> None:
    forget(work.plant.store, packed.code_id(1, 7))
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    QTest.keyClick(tab, Qt.Key.Key_F5)
    rest(qtbot, work)
    assert tab.sums.numbers[1, Listing.MISSING].text() == "1"
