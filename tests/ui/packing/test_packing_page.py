"""The page of packing: what a packer sees, hears and is asked."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.storage import work_orders
from tests.ui.packing.line_on_screen import REVIEWER, SECRET, PackedLine, add_reviewer
from tests.ui.people import click, go, rest, when_asked
from ui.dialogs.packing_problem import PackingProblem
from ui.main_window import MainWindow
from ui.packing.confirmed_action import ConfirmedAction
from ui.packing.station_view import StationView
from ui.packing.tones import Tone
from ui.packing.tray_view import CellState
from ui.pages.packing import PackingPage
from ui.wording import Mark
from ui.workplace import Workplace

Scan = Callable[..., None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tones(view: StationView) -> list[Tone]:
    """The tones that are asked for from now on."""
    found: list[Tone] = []
    view.speaker.asked.connect(found.append)
    return found


def test_while_no_order_runs_the_page_says_what_it_is_for(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    page = go(qtbot, window, work, "packing", PackingPage)
    assert page.to_orders.isVisible()
    assert page.choice.tiles == {}


def test_a_running_order_has_a_tile_for_each_station_that_fills_packs(
    page: PackingPage, line: PackedLine
) -> None:
    assert list(page.choice.tiles) == [f"{line.order_id}/{line.bundles}", f"{line.order_id}/{line.cases}"]


def test_the_station_is_opened_again_when_the_program_starts_again(
    qtbot: QtBot, work: Workplace, window: MainWindow, view: StationView
) -> None:
    view.close_station()
    again = PackingPage(work)
    qtbot.addWidget(again)
    again.show()
    rest(qtbot, work)
    assert again.view is not None
    assert again.view.place.station.id == view.place.station.id
    again.leave()


def test_a_taken_unit_is_shown_with_its_code_place_and_count(
    view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan(line.units[0])
    board = view.panel.board
    assert (board.badge.word(), board.badge.mark) == ("Taken", Mark.DONE)
    assert board.code.code() == line.units[0]
    assert board.sentence() == "It lies in place 1 of the tray."
    assert board.count() == "1 of 3 for a bundle"
    assert "scan the code of a unit" in board.next_step()


def test_a_full_tray_asks_for_its_pack_and_the_pack_is_shown_when_it_closes(
    view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan(*line.units[:3])
    assert view.panel.board.badge.word() == "Tray full"
    assert "now scan the code of a bundle" in view.panel.board.next_step()
    scan(line.packs[0])
    assert view.panel.board.badge.word() == "Pack closed"
    assert view.panel.labels.closed.code() == line.packs[0]
    assert view.panel.board.count() == "0 of 3 for a bundle"


def test_each_outcome_has_its_own_tone(
    view: StationView, scan: Scan, line: PackedLine, tones: list[Tone]
) -> None:
    scan(line.units[0], line.units[0], line.units[1], line.units[2], line.packs[0])
    assert tones == [Tone.TAKEN, Tone.REFUSED, Tone.TAKEN, Tone.FULL, Tone.PACKED]


def test_a_refused_scan_tints_the_ground_and_says_why(
    view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan("80217629999999999999")
    assert view.panel.ground.mark is Mark.STOPPED
    assert "not among the codes of this plant" in view.panel.board.sentence()
    assert view.panel.tray.tray.states()[CellState.WRONG] == 1


def test_a_unit_that_lies_in_the_tray_is_shown_as_doubled(
    view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan(line.units[0], line.units[0])
    assert view.panel.tray.tray.states()[CellState.DOUBLED] == 1
    assert view.panel.tray.tray.states()[CellState.WRONG] == 0


def test_what_a_scanner_types_elsewhere_on_the_page_goes_into_the_field(
    qtbot: QtBot, work: Workplace, view: StationView, line: PackedLine
) -> None:
    view.panel.partial.setFocus()
    QTest.keyClicks(view.panel.partial, line.units[0][:1])
    assert QApplication.focusWidget() is view.panel.field
    QTest.keyClicks(view.panel.field, line.units[0][1:] + "\r")
    rest(qtbot, work)
    assert view.situation.lying == 1


def test_a_click_on_a_button_leaves_the_focus_in_the_field(
    qtbot: QtBot, view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan(line.units[0])
    click(qtbot, view.panel.sound)
    assert QApplication.focusWidget() is view.panel.field


def test_undo_says_what_it_would_take_back_and_does_it_by_key(
    qtbot: QtBot, work: Workplace, view: StationView, scan: Scan, line: PackedLine
) -> None:
    scan(line.units[0])
    assert line.units[0] in view.panel.undo.text()
    QTest.keyClick(view.panel.field, Qt.Key.Key_Z, CTRL)
    rest(qtbot, work)
    qtbot.waitUntil(lambda: view.panel.board.badge.word() == "Taken back")
    assert view.situation.lying == 0
    qtbot.waitUntil(lambda: not view.panel.undo.isEnabled())


def test_twenty_scans_at_once_are_all_taken_in_their_order(
    qtbot: QtBot, work: Workplace, view: StationView, line: PackedLine, tones: list[Tone]
) -> None:
    codes = [code for at in range(5) for code in (*line.units[3 * at : 3 * at + 3], line.packs[at])]
    for code in codes:
        view.queue.scan(code)
    rest(qtbot, work)
    assert len(tones) == 20
    assert tones == [Tone.TAKEN, Tone.TAKEN, Tone.FULL, Tone.PACKED] * 5
    assert view.situation.lying == 0


def _confirm(dialog: ConfirmedAction, code: str) -> None:
    dialog.code.show_code(code)
    dialog.reason.setText("as the test asks")
    dialog.person.person.setCurrentText(REVIEWER)
    dialog.person.secret.setText(SECRET)


def test_a_pack_that_is_not_full_is_closed_with_reason_and_second_person(
    qtbot: QtBot, work: Workplace, plant: Plant, view: StationView, scan: Scan, line: PackedLine
) -> None:
    add_reviewer(plant)
    scan(line.units[0])

    def answer(dialog: ConfirmedAction) -> None:
        qtbot.waitUntil(lambda: dialog.person.person.count() == 1)
        assert not dialog.do.isEnabled()
        _confirm(dialog, line.packs[0])
        click(qtbot, dialog.do)

    when_asked(ConfirmedAction, answer)
    click(qtbot, view.panel.partial)
    rest(qtbot, work)
    qtbot.waitUntil(lambda: view.panel.board.badge.word() == "Pack closed")
    assert "holds 1 pack" in view.panel.board.sentence()


def test_closing_a_pack_that_is_not_full_asks_for_its_label(
    qtbot: QtBot,
    work: Workplace,
    view: StationView,
    scan: Scan,
    line: PackedLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        PackStation, "ask_for_label", lambda _station, *, partial=False: asked.append(partial)
    )
    scan(line.units[0])
    when_asked(ConfirmedAction, lambda dialog: dialog.reject())
    click(qtbot, view.panel.partial)
    rest(qtbot, work)
    assert asked == [True]


def test_after_an_exception_the_page_no_longer_says_what_was_scanned_before(
    qtbot: QtBot, work: Workplace, view: StationView, scan: Scan, line: PackedLine
) -> None:
    for code in (*line.units[:3], line.packs[0]):
        scan(code)
    assert view.panel.board.badge.word() == "Pack closed"
    when_asked(PackingProblem, lambda dialog: dialog.accept())
    click(qtbot, view.panel.problem)
    rest(qtbot, work)
    qtbot.waitUntil(lambda: view.panel.board.badge.word() == "Ready to scan")
    assert not view.panel.labels.closed.isEnabled()


def test_the_tiles_of_the_stations_show_their_whole_words_on_a_small_screen(
    qtbot: QtBot, window: MainWindow, work: Workplace, line: PackedLine
) -> None:
    window.resize(1366, 768)
    page = go(qtbot, window, work, "packing", PackingPage)
    for tile in page.choice.tiles.values():
        assert tile.sizeHint().width() <= tile.width()
        assert "\n" in tile.text()


def test_a_wrong_secret_is_told_in_the_dialog_and_nothing_is_closed(
    qtbot: QtBot, work: Workplace, plant: Plant, view: StationView, scan: Scan, line: PackedLine
) -> None:
    add_reviewer(plant)
    scan(line.units[0])
    told: list[str] = []

    def answer(dialog: ConfirmedAction) -> None:
        qtbot.waitUntil(lambda: dialog.person.person.count() == 1)
        _confirm(dialog, line.packs[0])
        dialog.person.secret.setText("somebody else's")
        click(qtbot, dialog.do)
        qtbot.waitUntil(dialog.notice.isVisible)
        told.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(ConfirmedAction, answer)
    click(qtbot, view.panel.partial)
    rest(qtbot, work)
    assert "not the secret" in told[0]
    assert view.situation.lying == 1


def test_mixed_lots_are_allowed_for_one_tray_and_the_page_says_so(
    qtbot: QtBot, work: Workplace, plant: Plant, view: StationView, scan: Scan, line: PackedLine
) -> None:
    add_reviewer(plant)
    scan(line.units[0])

    def answer(dialog: ConfirmedAction) -> None:
        qtbot.waitUntil(lambda: dialog.person.person.count() == 1)
        _confirm(dialog, "")
        click(qtbot, dialog.do)

    when_asked(ConfirmedAction, answer)
    click(qtbot, view.panel.mixed)
    rest(qtbot, work)
    qtbot.waitUntil(view.panel.mixed_now.isVisible)
    scan(line.units[1], line.units[2], line.packs[0])
    assert not view.panel.mixed_now.isVisible()


def test_labels_that_slipped_stop_the_station_until_a_second_person_lets_it_go_on(
    qtbot: QtBot, work: Workplace, plant: Plant, page: PackingPage, line: PackedLine
) -> None:
    add_reviewer(plant)
    work.settings.setValue(f"packing/in line/{line.bundles}", "true")
    page.choice.tiles[f"{line.order_id}/{line.bundles}"].click()
    view = page.view
    assert view is not None
    rest(qtbot, work)
    order = [*line.units[:1], *line.units[2:13]]
    for at in range(0, len(order), 3):
        for code in (*order[at : at + 3], line.packs[at // 3]):
            view.queue.scan(code)
    rest(qtbot, work)
    qtbot.waitUntil(lambda: view.panel.board.badge.word() == "Stop the line")
    told = view.panel.board.sentence()
    assert "never followed" in told
    click(qtbot, view.panel.back)
    rest(qtbot, work)
    page.choice.tiles[f"{line.order_id}/{line.bundles}"].click()
    again = page.view
    assert again is not None
    qtbot.waitUntil(again.panel.resume.isVisible)
    assert again.panel.board.sentence() == told

    def answer(dialog: ConfirmedAction) -> None:
        qtbot.waitUntil(lambda: dialog.person.person.count() == 1)
        _confirm(dialog, "")
        click(qtbot, dialog.do)

    when_asked(ConfirmedAction, answer)
    click(qtbot, again.panel.resume)
    rest(qtbot, work)
    qtbot.waitUntil(again.panel.partial.isVisible)
    assert not again.panel.resume.isVisible()


def test_an_order_that_is_being_closed_takes_nothing_and_the_page_says_so(
    plant: Plant, view: StationView, scan: Scan, line: PackedLine
) -> None:
    with plant.store.change("lead", "order.close", "order") as change:
        work_orders.set_state(change, line.order_id, OrderState.CLOSING)
    scan(line.units[0])
    assert view.panel.board.badge.word() == "Not taken"
    assert "is being closed" in view.panel.board.sentence()


def test_another_station_is_chosen_from_the_list_and_the_first_is_given_back(
    qtbot: QtBot, work: Workplace, page: PackingPage, view: StationView, line: PackedLine
) -> None:
    click(qtbot, view.panel.back)
    rest(qtbot, work)
    assert page.choice.isVisible()
    page.choice.tiles[f"{line.order_id}/{line.cases}"].click()
    rest(qtbot, work)
    assert page.view is not None
    assert page.view.panel.board.count() == "0 of 2 for a case"
