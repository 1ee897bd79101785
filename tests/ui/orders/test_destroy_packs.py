"""Packs of a list are destroyed from the list: chosen ones or all, with one reason and one second person."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.operations import pack_destruction, reconciliation
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import Listing
from desktop.products.code_pool import CodeState
from tests.packed_order import Packed, digits, forget, packed_order, turn
from tests.ui.orders.made import SECRET, let_bob_review
from tests.ui.people import click, rest, when_asked
from ui.dialogs.destroy_packs import DestroyPacks, Wanted
from ui.orders.code_list import CodeList
from ui.workplace import Workplace

GONE = range(11, 16)
"""Units of which only the label was ever seen."""


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """A running order in which five labels were printed and never scanned."""
    let_bob_review(plant)
    made = packed_order(plant.store, 100)
    for number in GONE:
        forget(plant.store, made.code_id(1, number))
    return made


@pytest.fixture
def codes(qtbot: QtBot, work: Workplace, packed: Packed) -> CodeList:
    """The list of these labels."""
    made = CodeList(work)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.show_listing(packed.order_id, 1, Listing.MISSING, OrderState.RUNNING)
    rest(qtbot, work)
    return made


def missing(plant: Plant, packed: Packed) -> list[str]:
    return [one.code for one in reconciliation.listed(plant, packed.order_id, 1, Listing.MISSING)]


def opened(qtbot: QtBot, work: Workplace, packed: Packed, chosen: tuple[str, ...] = ()) -> DestroyPacks:
    wanted = Wanted(packed.order_id, OrderState.RUNNING, 1, Listing.MISSING, "", chosen)
    dialog = DestroyPacks(work, wanted, None)
    qtbot.addWidget(dialog)
    dialog.show()
    rest(qtbot, work)
    return dialog


def confirm(dialog: DestroyPacks, secret: str = SECRET) -> None:
    dialog.grounds.reason.setEditText("spare label")
    dialog.grounds.second.person.setCurrentText("Bob")
    dialog.grounds.second.secret.setText(secret)


def test_the_chosen_rows_of_a_list_are_destroyed_and_leave_it(
    qtbot: QtBot, work: Workplace, codes: CodeList, packed: Packed
) -> None:
    for line in (1, 3):
        index = codes.table.model.index(line, 1)
        flags = codes.table.view.selectionModel().SelectionFlag
        start = flags.ClearAndSelect if line == 1 else flags.Select
        codes.table.view.selectionModel().select(index, start | flags.Rows)

    def act(dialog: DestroyPacks) -> None:
        rest(qtbot, work)
        assert dialog.do.text() == "Record 2 as destroyed"
        confirm(dialog)
        dialog.do.click()

    when_asked(DestroyPacks, act)
    click(qtbot, codes.scrap)
    rest(qtbot, work)
    assert [one.code for one in codes.table.model.rows()] == [digits(1, 1, n) for n in (11, 13, 15)]


def test_all_of_a_list_is_destroyed_with_one_secret(qtbot: QtBot, work: Workplace, packed: Packed) -> None:
    dialog = opened(qtbot, work, packed, (digits(1, 1, 11),))
    assert dialog.of_chosen.isChecked()
    dialog.of_all.click()
    confirm(dialog)
    click(qtbot, dialog.do)
    rest(qtbot, work)
    assert missing(work.plant, packed) == []
    assert not dialog.isVisible()


def test_nothing_is_destroyed_without_reason_and_second_person(
    qtbot: QtBot, work: Workplace, packed: Packed
) -> None:
    dialog = opened(qtbot, work, packed)
    assert not dialog.do.isEnabled()
    confirm(dialog)
    assert dialog.do.isEnabled()
    dialog.grounds.reason.setEditText(" ")
    assert not dialog.do.isEnabled()


def test_a_wrong_secret_destroys_nothing_and_is_told(qtbot: QtBot, work: Workplace, packed: Packed) -> None:
    dialog = opened(qtbot, work, packed)
    confirm(dialog, "guessed wrong")
    click(qtbot, dialog.do)
    rest(qtbot, work)
    assert "secret" in dialog.notice.sentence()
    assert len(missing(work.plant, packed)) == len(GONE)


def test_what_is_refused_is_told_in_the_dialog_and_the_others_are_done(
    qtbot: QtBot, work: Workplace, packed: Packed
) -> None:
    dialog = opened(qtbot, work, packed)
    turn(work.plant.store, packed.code_id(1, 12), CodeState.UNKNOWN)
    confirm(dialog)
    click(qtbot, dialog.do)
    rest(qtbot, work)
    assert dialog.notice.sentence().startswith("4 packs are recorded as destroyed. What follows was refused")
    dialog.notice.copy()
    assert digits(1, 1, 12) in QApplication.clipboard().text()
    assert not dialog.do.isEnabled()


def test_escape_while_packs_are_destroyed_ends_that_and_tells_what_was_done(
    qtbot: QtBot, work: Workplace, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_destruction, "_AT_A_TIME", 2)
    dialog = opened(qtbot, work, packed)
    confirm(dialog)
    real = pack_destruction._known

    def known(*given: object) -> object:
        dialog._task.cancel()  # type: ignore[union-attr]
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pack_destruction, "_known", known)
    click(qtbot, dialog.do)
    dialog.reject()
    assert dialog.isVisible()
    rest(qtbot, work)
    left = missing(work.plant, packed)
    assert len(left) >= 3
    assert f"before the other {len(left)}" in dialog.notice.sentence()
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("listing", "state", "offered"),
    [
        (Listing.MISSING, OrderState.CLOSING, True),
        (Listing.LOOSE, OrderState.RUNNING, True),
        (Listing.MISSING, OrderState.CLOSED, False),
        (Listing.PACKED, OrderState.RUNNING, False),
        (Listing.UNKNOWN, OrderState.RUNNING, False),
    ],
)
def test_only_good_packs_of_an_open_order_are_offered_to_be_destroyed(
    codes: CodeList, packed: Packed, listing: Listing, state: OrderState, offered: bool
) -> None:
    codes.show_listing(packed.order_id, 1, listing, state)
    assert codes.scrap.isVisible() is offered
