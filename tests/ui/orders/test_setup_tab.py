"""The set-up of an order: each gate tells what it lacks and leads there; then the order starts."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.changes import Changes, Kind
from desktop.operations import clearance, lines, order_entry, order_planning, work_orders
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from tests.operations.orders import a_draft, a_line, confirmed, running
from tests.ui.orders.made import POINTS, planned
from tests.ui.people import click, go, rest, when_asked
from ui.dialogs.enter_lot import EnterLot
from ui.dialogs.give_reason import GiveReason
from ui.main_window import MainWindow
from ui.orders.setup_tab import SetupTab
from ui.pages.jobs import JobsPage
from ui.pages.lines import LinesPage
from ui.pages.orders import OrdersPage
from ui.wording import Mark
from ui.workplace import Workplace

ENTRY, _PRODUCT, CODES, STATIONS, LINE, CLEARANCE = range(6)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> OrdersPage:
    return go(qtbot, window, work, "orders", OrdersPage)


def _show(qtbot: QtBot, work: Workplace, page: OrdersPage, order: OrderRow) -> SetupTab:
    work.announce(Changes.of(Kind.ORDERS, Kind.LINES))
    rest(qtbot, work)
    page.list.choose(order.id)
    rest(qtbot, work)
    return page.setup


def _marks(tab: SetupTab) -> list[Mark]:
    return [line.badge.mark for line in tab.lines]


def test_an_order_whose_gates_are_open_is_started_and_has_its_jobs(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    order = confirmed(sample, a_draft(sample, a_line(sample)))
    tab = _show(qtbot, work, page, order)
    assert set(_marks(tab)) == {Mark.DONE}
    click(qtbot, tab.start)
    rest(qtbot, work)
    started = work_orders.order(sample, order.id)
    assert started.state is OrderState.RUNNING
    assert page.head.badge.mark is Mark.RUNNING
    assert not tab.start.isVisible()
    assert tab.pack.isVisible()
    next_step = tab.first_article.button
    assert next_step.hasFocus() if next_step.isVisible() else tab.pack.hasFocus()
    assert len(tab.job_buttons()) == len(started.jobs) == 3


def test_a_print_job_of_the_order_is_opened(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, running(sample, a_draft(sample, a_line(sample))))
    click(qtbot, tab.job_buttons()[0])
    rest(qtbot, work)
    assert isinstance(window.page, JobsPage)


def test_an_order_does_not_start_before_lot_and_expiry_are_entered_twice(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, planned(sample))
    assert tab.lines[ENTRY].badge.mark is Mark.ATTENTION
    assert tab.lines[ENTRY].button.isVisible()
    assert not tab.start.isEnabled()


def test_the_gate_of_the_entry_opens_the_entry(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, planned(sample))
    opened: list[str] = []

    def read(dialog: EnterLot) -> None:
        opened.append(dialog.windowTitle())
        dialog.reject()

    when_asked(EnterLot, read)
    click(qtbot, tab.lines[ENTRY].button)
    assert opened == ["Lot and expiry of order WO-1"]


def test_codes_that_the_pool_lacks_are_counted(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, planned(sample, units=50_000))
    assert tab.lines[CODES].badge.mark is Mark.STOPPED
    assert "Unit: 41\N{NO-BREAK SPACE}000 missing" in tab.lines[CODES].text.text()


def test_a_missing_station_leads_to_the_line(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    line, _ = lines.add_line(sample, "Bare")
    tab = _show(qtbot, work, page, planned(sample, line_id=line.line.id))
    assert "prints these labels: Unit, Bundle, Case" in tab.lines[STATIONS].text.text()
    click(qtbot, tab.lines[STATIONS].button)
    assert isinstance(window.page, LinesPage)


def test_a_line_that_is_taken_leads_to_the_order_that_has_it(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    line = a_line(sample)
    running(sample, a_draft(sample, line, "FIRST"))
    tab = _show(qtbot, work, page, planned(sample, "SECOND", line_id=line))
    click(qtbot, tab.lines[LINE].button)
    assert page.head.number.text() == "FIRST"


def test_the_clearance_counts_its_points_and_waits_for_a_line_that_is_taken(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    line = a_line(sample)
    running(sample, a_draft(sample, line, "FIRST"))
    tab = _show(qtbot, work, page, planned(sample, "SECOND", line_id=line, clearance=POINTS))
    assert tab.lines[CLEARANCE].text.text() == "0 of 2 points are confirmed."
    assert not tab.lines[CLEARANCE].button.isVisible()


def test_a_change_elsewhere_opens_a_gate_while_the_page_is_shown(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    order = planned(sample, clearance=POINTS[:1], reviewed=False)
    tab = _show(qtbot, work, page, order)
    assert tab.lines[CLEARANCE].badge.mark is Mark.ATTENTION
    work.announce(clearance.clear(sample, order.id, POINTS[0]))
    rest(qtbot, work)
    assert tab.lines[CLEARANCE].badge.mark is Mark.DONE


def test_a_start_that_somebody_forestalled_is_told_beside_the_button(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    line = a_line(sample)
    tab = _show(qtbot, work, page, confirmed(sample, a_draft(sample, line)))
    running(sample, a_draft(sample, line, "FASTER", lot="N0002"))
    click(qtbot, tab.start)
    rest(qtbot, work)
    assert tab.notice.isVisible()
    assert "WO-1 cannot start yet" in tab.notice.sentence()


def test_an_order_that_was_not_started_is_taken_out_with_a_reason(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, planned(sample))

    def give(dialog: GiveReason) -> None:
        dialog.reason.setText("planned twice")
        click(qtbot, dialog.do)

    when_asked(GiveReason, give)
    click(qtbot, tab.withdraw)
    rest(qtbot, work)
    assert work_orders.list_orders(sample) == ()
    assert page.first_order.isVisible()


def test_an_order_that_runs_cannot_be_taken_out(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    tab = _show(qtbot, work, page, running(sample, a_draft(sample, a_line(sample))))
    assert not tab.withdraw.isVisible()


def test_an_entry_that_is_made_elsewhere_is_seen(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    draft = a_draft(sample, a_line(sample))
    order = order_planning.plan_order(sample, draft)[0]
    tab = _show(qtbot, work, page, order)
    assert tab.lines[ENTRY].button.text() == "Enter them again"
    assert draft.expiry is not None
    work.announce(order_entry.enter(sample, order.id, draft.lot, draft.expiry)[1])
    rest(qtbot, work)
    assert tab.lines[ENTRY].badge.mark is Mark.DONE
    assert "N0001" in tab.lines[ENTRY].text.text()


def test_first_labels_that_wait_are_told_and_lead_to_their_job(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    order = running(sample, a_draft(sample, a_line(sample), not_printed=frozenset({3})))
    tab = _show(qtbot, work, page, order)
    assert tab.first_article.badge.mark is Mark.ATTENTION
    assert "Unit, Bundle" in tab.first_article.text.text()
    click(qtbot, tab.first_article.button)
    rest(qtbot, work)
    assert isinstance(window.page, JobsPage)


def test_an_order_that_asks_for_no_first_label_says_so(
    qtbot: QtBot, work: Workplace, sample: Plant, page: OrdersPage
) -> None:
    order = running(sample, a_draft(sample, a_line(sample), first_article=False))
    tab = _show(qtbot, work, page, order)
    assert tab.first_article.badge.mark is Mark.IDLE
    assert not tab.first_article.button.isVisible()
