from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations import jobs, printers
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.storage.journal import open_journal
from printers.emulators.zebra import ZebraEmulator
from tests.operations.orders import a_draft, a_line, running
from tests.ui.people import PATIENCE_MS, choose_files, click, go, order, rest, when_asked
from ui.dialogs import finish_job
from ui.dialogs.finish_job import FinishJob
from ui.dialogs.new_job import NewJob
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> JobsPage:
    return go(qtbot, window, work, "jobs", JobsPage)


def _open(qtbot: QtBot, work: Workplace, page: JobsPage, job_id: int) -> None:
    page.open(job_id)
    rest(qtbot, work)


def _finish(qtbot: QtBot, work: Workplace) -> None:
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    rest(qtbot, work)


def test_a_job_is_ordered_in_the_dialog_and_opened(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    hints: list[str] = []

    def fill(dialog: NewJob) -> None:
        qtbot.waitUntil(lambda: dialog.order.isEnabled())
        hints.append(dialog.count_field.below())
        dialog.count.setValue(10)
        click(qtbot, dialog.order)

    when_asked(NewJob, fill)
    click(qtbot, page.first_job)
    rest(qtbot, work)
    (row,) = jobs.list_jobs(work.plant)
    assert (row.job.count, row.job.printer, row.job.camera) == (10, "demo://zebra", "demo://zebra")
    assert "10\xa0000" in hints[0]
    assert page.view.board.state_word() == "Ready"


def test_the_dialog_asks_a_printer_who_it_is(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    told: list[str] = []

    def fill(dialog: NewJob) -> None:
        qtbot.waitUntil(lambda: dialog.order.isEnabled())
        click(qtbot, dialog.ask_printer)
        qtbot.waitUntil(lambda: dialog.ask_printer.isEnabled(), timeout=PATIENCE_MS)
        told.append(dialog.printer_field.below())
        dialog.reject()

    when_asked(NewJob, fill)
    click(qtbot, page.first_job)
    assert "12 dots/mm" in told[0]


def test_the_demonstration_s_camera_goes_with_its_printer_only(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    cameras: list[str] = []

    def fill(dialog: NewJob) -> None:
        qtbot.waitUntil(lambda: dialog.order.isEnabled())
        for address in ("tcp://192.0.2.7:9100", "demo://zebra"):
            dialog.printer.setCurrentText(address)
            cameras.append(dialog.camera.text())
        dialog.reject()

    when_asked(NewJob, fill)
    click(qtbot, page.first_job)
    assert cameras == ["", "demo://zebra"]


def test_list_and_heading_name_the_printer_as_the_plant_does_and_its_address_only_as_a_tip(
    qtbot: QtBot, work: Workplace, page: JobsPage, sample: Plant
) -> None:
    job_id = order(sample, 1)
    work.announce(printers.add_printer(sample, "Zebra on line 3", "demo://zebra")[1])
    page.refresh()
    _open(qtbot, work, page, job_id)
    assert page.view.heading() == f"Job {job_id} · Zebra on line 3"
    assert page.view.heading_tip() == "demo://zebra"
    model = page.table.model
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    cell = model.index(0, titles.index("Printer"))
    assert model.data(cell) == "Zebra on line 3"
    assert model.data(cell, Qt.ItemDataRole.ToolTipRole) == "demo://zebra"
    page.table.search.setText("demo://")
    assert model.rowCount() == 1


def test_a_job_of_ten_labels_runs_to_its_end(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id = order(work.plant, 10)
    _open(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    _finish(qtbot, work)
    row = jobs.job(work.plant, job_id)
    assert row.job.state is JobState.DONE
    assert row.counts.verified == 10
    assert page.view.board.state_word() == "Done"
    assert page.view.board.done() == "10"
    assert len(page.view.board.last_code()) == 20
    assert not page.view.start.isEnabled()


def test_a_job_pauses_and_goes_on_where_it_was(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id = order(work.plant, 120)
    _open(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    qtbot.waitUntil(lambda: page.view.board.done() not in {"0", ""}, timeout=PATIENCE_MS)
    click(qtbot, page.view.pause)
    _finish(qtbot, work)
    paused = jobs.job(work.plant, job_id)
    if paused.job.state is not JobState.DONE:  # it may have been quicker than the click
        assert paused.job.state is JobState.PAUSED
        assert page.view.board.state_word() == "Paused"
        assert page.view.start.text() == "Resume"
        click(qtbot, page.view.start)
        _finish(qtbot, work)
    row = jobs.job(work.plant, job_id)
    assert (row.job.state, row.counts.verified, row.counts.unknown) == (JobState.DONE, 120, 0)


def test_keys_alone_start_a_job(qtbot: QtBot, work: Workplace, page: JobsPage, window: MainWindow) -> None:
    job_id = order(work.plant, 2)
    _open(qtbot, work, page, job_id)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: jobs.job(work.plant, job_id).job.state is JobState.DONE, timeout=PATIENCE_MS)
    _finish(qtbot, work)


def test_a_roll_s_end_is_told_and_its_unknown_labels_are_settled(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    with ZebraEmulator() as printer:
        printer.faults.media_out_after = 5
        job_id = order(work.plant, 20, printer.address, printer.camera_address)
        _open(qtbot, work, page, job_id)
        click(qtbot, page.view.start)
        _finish(qtbot, work)
    assert page.view.board.state_word() == "Stopped"
    assert "labels" in page.view.fault.sentence()
    unknown = jobs.unknown_codes(work.plant, job_id)
    assert unknown
    assert page.view.settle.isVisible()
    assert page.view.fault.unknown.codes() == list(unknown)
    assert len(page.view.fault.safe.codes()) == jobs.job(work.plant, job_id).counts.verified
    QTest.keyClicks(page.view.settle.code, "81000210157090217447\r")
    rest(qtbot, work)
    assert "not a code of job" in page.view.settle.trouble()
    page.view.settle.code.setText(unknown[0])
    click(qtbot, page.view.settle.button)
    rest(qtbot, work)
    row = jobs.job(work.plant, job_id)
    assert row.counts.unknown == 0
    assert row.counts.void == len(unknown) - 1
    assert not page.view.settle.isVisible()


def test_a_printer_that_cannot_be_reached_is_told_on_the_job(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    with ZebraEmulator() as printer:
        address = printer.address
    job_id = order(work.plant, 5, address, None)
    _open(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    _finish(qtbot, work)
    assert page.view.fault.isVisible()
    assert address.removeprefix("tcp://") in page.view.fault.sentence()
    assert page.view.start.isEnabled()


def test_finishing_asks_first_and_gives_unused_codes_back(
    qtbot: QtBot, work: Workplace, page: JobsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = order(work.plant, 30)
    _open(qtbot, work, page, job_id)
    questions: list[str] = []

    def answer(yes: bool) -> None:
        def ask(
            _parent: object, _language: object, _title: object, question: object, *_words: object
        ) -> bool:
            questions.append(str(question))
            return yes

        monkeypatch.setattr(finish_job, "ask", ask)

    def close(dialog: FinishJob) -> None:
        click(qtbot, dialog.close_job)
        rest(qtbot, work)
        if dialog.isVisible():
            dialog.reject()

    answer(yes=False)
    when_asked(FinishJob, close)
    click(qtbot, page.view.finish)
    rest(qtbot, work)
    assert jobs.job(work.plant, job_id).job.state is JobState.READY
    answer(yes=True)
    when_asked(FinishJob, close)
    click(qtbot, page.view.finish)
    rest(qtbot, work)
    assert jobs.job(work.plant, job_id).job.state is JobState.CLOSED
    assert "30 unused codes" in questions[0]
    assert not page.view.finish.isEnabled()


def test_the_batch_report_is_written_as_pdf(
    qtbot: QtBot, work: Workplace, page: JobsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = order(work.plant, 3)
    _open(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    _finish(qtbot, work)
    choose_files(monkeypatch, str(tmp_path / "report.pdf"))
    click(qtbot, page.view.report)
    rest(qtbot, work)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_job_of_an_order_on_its_line_leads_to_that_order(
    qtbot: QtBot, work: Workplace, page: JobsPage, sample: Plant
) -> None:
    started = running(sample, a_draft(sample, a_line(sample)))
    _open(qtbot, work, page, started.jobs[0].job_id)
    with qtbot.waitSignal(work.wanted) as wanted:
        click(qtbot, page.view.order)
    assert wanted.args == ["orders", started.id]
    _open(qtbot, work, page, order(sample, 1))
    assert not page.view.order.isVisible()


def test_the_list_opens_the_chosen_job_by_enter_and_comes_back(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    first, second = order(work.plant, 3), order(work.plant, 4)
    page.refresh()
    rest(qtbot, work)
    assert [row.job.id for row in page.table.model.rows()] == [second, first]
    page.table.choose(lambda row: row.job.id == first)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    rest(qtbot, work)
    assert page.view.isVisible()
    assert page.view.board.mark() is Mark.IDLE
    page.view.left.emit()
    assert page.table.isVisible()


def test_a_job_that_died_while_it_printed_is_shown_as_interrupted(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = order(work.plant, 3)
    with open_journal(work.plant.store, job_id, "somebody", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
    _open(qtbot, work, page, job_id)
    assert page.view.board.state_word() == "Interrupted"
    assert page.view.fault.isVisible()
    assert page.view.start.text() == "Resume"
    assert page.view.start.isEnabled()


def test_labels_that_were_in_flight_when_the_program_died_can_be_settled(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = order(work.plant, 4)
    with open_journal(work.plant.store, job_id, "somebody", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        sent = journal.next_codes(2)
        journal.record(sent=sent)
    _open(qtbot, work, page, job_id)
    assert page.view.fault.unknown.codes() == [code.value for code in sent]
    assert "Press Resume first" in page.view.settle.guidance()
    page.view.settle.code.setText(sent[1].value)
    click(qtbot, page.view.settle.button)
    click(qtbot, page.view.settle.answer)
    rest(qtbot, work)
    counts = jobs.job(work.plant, job_id).counts
    assert (counts.printed, counts.unknown, counts.void) == (2, 0, 0)
