"""Dialogs of a work order: planned, entered blind, cleared, imported."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.errors import InputError
from desktop.operations import clearance, order_planning, sample_plant, work_orders
from desktop.operations.order_entry import Entered
from desktop.operations.order_files import PreviewedAs
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow
from tests.operations.orders import a_draft, a_line
from tests.ui.orders.made import POINTS, SECRET, let_bob_review, planned
from tests.ui.people import choose_files, click, rest, texts
from ui.dialogs.clear_line import ClearLine
from ui.dialogs.enter_lot import EnterLot
from ui.dialogs.import_orders import ImportOrders
from ui.dialogs.new_order import NewOrder
from ui.orders.day_field import typed_day
from ui.workplace import Workplace


@pytest.fixture
def new(qtbot: QtBot, work: Workplace, sample: Plant) -> NewOrder:
    """The dialog of a new order on a plant with one line."""
    a_line(sample)
    made = NewOrder(work, None)
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, work)
    made.number.setText("WO-9")
    return made


def _entry(qtbot: QtBot, work: Workplace, order: OrderRow) -> EnterLot:
    made = EnterLot(work, order, None)
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, work)
    return made


def _enter(qtbot: QtBot, work: Workplace, dialog: EnterLot, lot: str, expiry: str, made: str = "") -> None:
    dialog.lot.setText(lot)
    dialog.expiry.edit.setText(expiry)
    dialog.made.edit.setText(made)
    click(qtbot, dialog.enter)
    rest(qtbot, work)


def _clearing(qtbot: QtBot, work: Workplace, order: OrderRow) -> ClearLine:
    made = ClearLine(work, order, None)
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, work)
    return made


def _importing(qtbot: QtBot, work: Workplace, path: Path) -> ImportOrders:
    made = ImportOrders(work, path, None)
    qtbot.addWidget(made)
    made.show()
    rest(qtbot, work)
    return made


def _file(tmp_path: Path, *rows: str, headings: str = "Order,Product,Units") -> Path:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    return path


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}", f" {day:%Y.%m.%d} "):
        assert typed_day(text) == day


@given(st.text())
def test_what_is_no_day_is_refused_and_nothing_else_happens(text: str) -> None:
    try:
        found = typed_day(text, needed=True)
    except InputError:
        return
    assert found is not None


def test_a_new_order_is_planned_as_it_is_typed(
    qtbot: QtBot, work: Workplace, sample: Plant, new: NewOrder
) -> None:
    new.units.setValue(1_000)
    new.levels.spare_fields()[0].setValue(5)
    new.levels.ticks()[1].setChecked(True)
    new.day.edit.setText("2031-02-03")
    new.terms.two_people.setChecked(True)
    click(qtbot, new.plan)
    rest(qtbot, work)
    order = work_orders.find_order(sample, "WO-9")
    assert order.plan.codes == (1050, 102, 0)
    assert order.planned_for == date(2031, 2, 3)
    assert (order.plan.first_article, order.plan.reviewed, order.plan.two_people) == (True, True, True)
    assert order.plan.clearance == tuple(map(str, clearance.standard_points()))


def test_what_a_new_order_takes_is_reckoned_while_typing(
    qtbot: QtBot, work: Workplace, new: NewOrder
) -> None:
    shown = {text for text, _ in texts(new.levels)}
    assert {"10\N{NO-BREAK SPACE}000", "10\N{NO-BREAK SPACE}200"} <= shown
    new.units.setValue(95)
    shown = {text for text, _ in texts(new.levels)}
    assert {"95", "97", "10", "11", "1", "2"} <= shown
    assert any("last" in text and "5 of 10" in text for text, _ in texts(new))


def test_a_number_that_is_taken_is_told_and_the_dialog_stays(
    qtbot: QtBot, work: Workplace, sample: Plant, new: NewOrder
) -> None:
    planned(sample, "WO-9", line_id=1)
    click(qtbot, new.plan)
    rest(qtbot, work)
    assert "There is an order WO-9 already" in new.notice.sentence()
    assert new.plan.isEnabled()


def test_a_day_that_is_none_is_told_below_its_field(
    qtbot: QtBot, work: Workplace, sample: Plant, new: NewOrder
) -> None:
    new.day.edit.setText("31.02.2031")
    click(qtbot, new.plan)
    assert "is no day" in new.day.below()
    assert work_orders.list_orders(sample) == ()


def test_an_order_without_points_asks_for_no_clearance(
    qtbot: QtBot, work: Workplace, sample: Plant, new: NewOrder
) -> None:
    new.terms.points.clear()
    click(qtbot, new.plan)
    rest(qtbot, work)
    assert work_orders.find_order(sample, "WO-9").plan.clearance == ()


def test_a_new_order_is_planned_by_keys_alone(
    qtbot: QtBot, work: Workplace, sample: Plant, new: NewOrder
) -> None:
    new.number.setFocus()
    QTest.keyClicks(new.number, "-K")
    QTest.keyClick(new.number, Qt.Key.Key_Return)
    rest(qtbot, work)
    assert work_orders.find_order(sample, "WO-9-K").units == new.units.value()


def test_a_plant_without_a_line_is_told_so_at_the_field(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    dialog = NewOrder(work, None)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    assert "no line yet" in dialog.line_field.below()
    assert not dialog.plan.isEnabled()


def test_lot_and_expiry_are_entered_twice_and_then_stand(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    order = planned(sample)
    draft = a_draft(sample, order.line_id)
    dialog = _entry(qtbot, work, order)
    expiry = str(draft.expiry)
    _enter(qtbot, work, dialog, "N0001", expiry, str(draft.made))
    assert dialog.told is not None
    assert dialog.told.outcome is Entered.FIRST
    _enter(qtbot, work, dialog, "N0001", expiry.replace("-", ""))
    assert not dialog.isVisible()
    batch = work_orders.order(sample, order.id).batch
    assert batch is not None
    assert (batch.lot, batch.expiry) == ("N0001", draft.expiry)


def test_nothing_of_the_first_entry_is_seen_at_the_second(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    order = planned(sample)
    draft = a_draft(sample, order.line_id)
    dialog = _entry(qtbot, work, order)
    _enter(qtbot, work, dialog, "N0001", str(draft.expiry), str(draft.made))
    assert (dialog.lot.text(), dialog.expiry.edit.text()) == ("", "")
    assert not dialog.lot.isUndoAvailable()
    assert not dialog.expiry.edit.isUndoAvailable()
    assert not dialog.made.isVisible()
    assert not any("N0001" in text or str(draft.expiry) in text for text, _ in texts(dialog))
    again = _entry(qtbot, work, work_orders.order(sample, order.id))
    assert not any("N0001" in text or str(draft.expiry) in text for text, _ in texts(again))


def test_entries_that_differ_are_both_forgotten(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    draft = a_draft(sample, a_line(sample))
    order, _ = order_planning.plan_order(sample, draft)
    dialog = _entry(qtbot, work, order)
    _enter(qtbot, work, dialog, "N0007", str(draft.expiry))
    assert "differ" in dialog.notice.sentence()
    assert work_orders.order(sample, order.id).entered_by == ""
    assert dialog.steps.now() == 0
    assert dialog.isVisible()


def test_where_the_production_date_of_a_new_lot_is_missing_it_is_asked_for_in_its_field(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    dialog = _entry(qtbot, work, planned(sample))
    _enter(qtbot, work, dialog, "N0001", "2031-01-31")
    assert dialog.focusWidget() is dialog.made.edit
    assert "Lot N0001 is new: say on which day it was made" in dialog.made.below()
    dialog.made.edit.setText("2")
    assert "Lot N0001" not in dialog.made.below()


def test_an_entry_without_its_expiry_is_told_below_the_field(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    dialog = _entry(qtbot, work, planned(sample))
    _enter(qtbot, work, dialog, "N0001", "")
    assert "batch record" in dialog.expiry.below()
    assert dialog.told is None


def test_where_two_people_are_asked_for_another_one_proves_the_second_entry(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    let_bob_review(sample)
    draft = a_draft(sample, a_line(sample), two_people=True)
    order, _ = order_planning.plan_order(sample, draft)
    dialog = _entry(qtbot, work, order)
    assert dialog.second.isVisible()
    dialog.lot.setText("N0001")
    dialog.expiry.edit.setText(str(draft.expiry))
    assert not dialog.enter.isEnabled()
    dialog.second.secret.setText(SECRET)
    click(qtbot, dialog.enter)
    rest(qtbot, work)
    assert work_orders.order(sample, order.id).confirmed_by == "Bob"


def test_who_did_not_enter_first_needs_nobody_else(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    draft = a_draft(sample, a_line(sample), two_people=True)
    order, _ = order_planning.plan_order(replace(sample, actor="Somebody"), draft)
    assert not _entry(qtbot, work, order).second.isVisible()


def test_a_wrong_secret_leaves_the_first_entry_as_it_is(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    let_bob_review(sample)
    draft = a_draft(sample, a_line(sample), two_people=True)
    order, _ = order_planning.plan_order(sample, draft)
    dialog = _entry(qtbot, work, order)
    dialog.second.secret.setText("wrong-wrong")
    _enter(qtbot, work, dialog, "N0001", str(draft.expiry))
    assert "not the secret of Bob" in dialog.notice.sentence()
    assert dialog.lot.text() == "N0001"
    assert work_orders.order(sample, order.id).entered_by == sample.actor


def test_ticked_points_are_confirmed_by_both_people(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    let_bob_review(sample)
    order = planned(sample, clearance=POINTS)
    dialog = _clearing(qtbot, work, order)
    dialog.points[POINTS[1]].click()
    assert not dialog.confirm.isEnabled()
    assert dialog.second is not None
    dialog.second.secret.setText(SECRET)
    click(qtbot, dialog.confirm)
    rest(qtbot, work)
    (cleared,) = work_orders.order(sample, order.id).cleared
    assert (cleared.point, cleared.actor, cleared.reviewer) == (POINTS[1], sample.actor, "Bob")


def test_a_clearance_begins_at_its_first_point(qtbot: QtBot, work: Workplace, sample: Plant) -> None:
    dialog = _clearing(qtbot, work, planned(sample, clearance=POINTS))
    assert dialog.focusWidget() is dialog.points[POINTS[0]]


def test_a_clearance_that_needs_one_person_asks_for_no_second(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    order = planned(sample, clearance=POINTS, reviewed=False)
    dialog = _clearing(qtbot, work, order)
    assert dialog.second is None
    for tick in dialog.points.values():
        tick.click()
    click(qtbot, dialog.confirm)
    rest(qtbot, work)
    assert len(work_orders.order(sample, order.id).cleared) == 2


def test_a_point_that_was_confirmed_stays_so_and_tells_by_whom(
    qtbot: QtBot, work: Workplace, sample: Plant
) -> None:
    order = planned(sample, clearance=POINTS, reviewed=False)
    clearance.clear(sample, order.id, POINTS[0])
    dialog = _clearing(qtbot, work, work_orders.order(sample, order.id))
    assert dialog.points[POINTS[0]].isChecked()
    assert not dialog.points[POINTS[0]].isEnabled()
    assert any(sample.actor in text for text, _ in texts(dialog))
    assert not dialog.confirm.isEnabled()


def test_a_sound_file_is_seen_and_then_planned(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    a_line(sample)
    path = _file(tmp_path, f"A,{sample_plant.GTIN},100", f"B,{sample_plant.GTIN},200")
    dialog = _importing(qtbot, work, path)
    assert [one.outcome for one in dialog.rows.model.rows()] == [PreviewedAs.NEW] * 2
    assert work_orders.list_orders(sample) == ()
    assert dialog.focusWidget() is dialog.take
    click(qtbot, dialog.take)
    rest(qtbot, work)
    assert {one.number for one in work_orders.list_orders(sample)} == {"A", "B"}


def test_every_fault_of_a_file_is_seen_and_nothing_can_be_taken(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    a_line(sample)
    dialog = _importing(qtbot, work, _file(tmp_path, "A,nothing,100", f"B,{sample_plant.GTIN},many"))
    told = dialog.faults.toPlainText()
    assert dialog.faults.isVisible()
    assert "Line 2" in told
    assert "Line 3" in told
    assert not dialog.take.isEnabled()


def test_a_file_that_is_no_table_of_orders_is_refused_in_a_sentence(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    dialog = _importing(qtbot, work, _file(tmp_path, "1,2", headings="Apples,Pears"))
    assert "no column with the heading" in dialog.notice.sentence()
    assert not dialog.take.isEnabled()


def test_a_profile_of_the_erp_is_taken_and_remembered(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_line(sample)
    profile = tmp_path / "sap.json"
    columns = {"number": "AUFNR", "product": "MATNR", "units": "GAMNG"}
    profile.write_text(json.dumps({"name": "SAP", "columns": columns}))
    path = _file(tmp_path, f"A,{sample_plant.GTIN},100", headings="AUFNR,MATNR,GAMNG")
    dialog = _importing(qtbot, work, path)
    assert not dialog.take.isEnabled()
    choose_files(monkeypatch, str(profile))
    click(qtbot, dialog.choose_profile)
    rest(qtbot, work)
    assert dialog.take.isEnabled()
    assert _importing(qtbot, work, path).take.isEnabled()


def test_the_terms_of_an_import_hold_for_all_its_orders(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    a_line(sample, "North")
    a_line(sample, "South")
    dialog = _importing(qtbot, work, _file(tmp_path, f"A,{sample_plant.GTIN},100"))
    dialog.tabs.choose(2)
    dialog.line.setCurrentText("South")
    dialog.spare.setValue(10)
    dialog.terms.points.setPlainText("Look twice.\n\n")
    assert not dialog.take.isEnabled()
    qtbot.waitUntil(dialog.take.isEnabled)
    click(qtbot, dialog.take)
    rest(qtbot, work)
    order = work_orders.find_order(sample, "A")
    assert (order.line, order.plan.codes[0], order.plan.clearance) == ("South", 110, ("Look twice.",))


def test_orders_that_are_known_leave_nothing_to_plan(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    planned(sample, "A", units=100)
    dialog = _importing(qtbot, work, _file(tmp_path, f"A,{sample_plant.GTIN},100"))
    assert [one.outcome for one in dialog.rows.model.rows()] == [PreviewedAs.KNOWN]
    assert not dialog.take.isEnabled()


def test_a_profile_that_became_unreadable_can_be_left_again(
    qtbot: QtBot, work: Workplace, sample: Plant, tmp_path: Path
) -> None:
    a_line(sample)
    profile = tmp_path / "sap.json"
    profile.write_text("broken", encoding="utf-8")
    work.settings.setValue("orders/profile", str(profile))
    dialog = _importing(qtbot, work, _file(tmp_path, f"A,{sample_plant.GTIN},100"))
    assert "is no profile" in dialog.notice.sentence()
    assert not dialog.take.isEnabled()
    click(qtbot, dialog.own_names)
    rest(qtbot, work)
    assert dialog.take.isEnabled()
