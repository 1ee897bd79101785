"""What a line lead does on the page of a job: problems, first label, reprint, pause at a label, giving up."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations import audit, batches, first_articles, jobs, labels, reprints, rights
from desktop.operations.jobs import JobOrder
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.products.job import FirstArticle, JobState
from desktop.storage.journal import open_journal
from printers.emulators.zebra import ZebraEmulator
from tests.ui.people import DEMO, PATIENCE_MS, click, go, order, rest, when_asked
from ui.dialogs.abort import AbortJob
from ui.dialogs.finish_job import FinishJob
from ui.dialogs.pause_at import PauseAt
from ui.dialogs.problem import PROBLEMS, ProblemDialog
from ui.dialogs.reprint import ReprintLabel
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.kit import Button
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> JobsPage:
    return go(qtbot, window, work, "jobs", JobsPage)


@pytest.fixture
def printer() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as emulator:
        yield emulator


def shown(qtbot: QtBot, work: Workplace, page: JobsPage, job_id: int) -> None:
    page.open(job_id)
    rest(qtbot, work)


def ended(qtbot: QtBot, work: Workplace) -> None:
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    rest(qtbot, work)


def printed(work: Workplace, address: str = DEMO) -> tuple[int, list[str]]:
    """A paused job with three printed labels, as far as its journal knows."""
    job_id = order(work.plant, 5, address, None)
    with open_journal(work.plant.store, job_id, "somebody", address) as journal:
        sent = journal.next_codes(3)
        journal.record(sent=sent, printed=sent)
        journal.change_state(JobState.PAUSED)
    return job_id, [code.value for code in sent]


@pytest.mark.parametrize("picture", ["problem-unreadable", "problem-damaged", "problem-wrong"])
def test_a_bad_label_is_taken_out_in_two_steps(
    qtbot: QtBot, work: Workplace, page: JobsPage, picture: str
) -> None:
    job_id, codes = printed(work)
    shown(qtbot, work, page, job_id)

    def walk(dialog: ProblemDialog) -> None:
        click(qtbot, dialog.pictures[picture])
        QTest.keyClicks(dialog.code, codes[1])
        click(qtbot, dialog.act)

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    rest(qtbot, work)
    counts = jobs.job(work.plant, job_id).counts
    assert (counts.printed, counts.spoiled) == (2, 1)


def test_a_sample_is_taken_by_a_scan_alone(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id, codes = printed(work)
    shown(qtbot, work, page, job_id)

    def walk(dialog: ProblemDialog) -> None:
        click(qtbot, dialog.pictures["problem-sample"])
        QTest.keyClicks(dialog.code, f"{codes[0]}\r")

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    rest(qtbot, work)
    assert jobs.job(work.plant, job_id).counts.sampled == 1


@pytest.mark.parametrize("picture", ["problem-roll", "problem-other"])
def test_what_happened_at_the_printer_is_noted(
    qtbot: QtBot, work: Workplace, page: JobsPage, picture: str
) -> None:
    job_id, _ = printed(work)
    shown(qtbot, work, page, job_id)

    def walk(dialog: ProblemDialog) -> None:
        click(qtbot, dialog.pictures[picture])
        QTest.keyClicks(dialog.reason, "roll 17")
        click(qtbot, dialog.act)

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    rest(qtbot, work)
    assert (audit.list_audit(work.plant, 1)[0].action, audit.list_audit(work.plant, 1)[0].reason) == (
        "job.note",
        "roll 17",
    )


def test_a_wrong_scan_is_told_in_the_dialog(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id, _ = printed(work)
    shown(qtbot, work, page, job_id)
    told: list[str] = []

    def walk(dialog: ProblemDialog) -> None:
        click(qtbot, dialog.pictures["problem-damaged"])
        click(qtbot, dialog.act)
        QTest.keyClicks(dialog.code, "81000210157090217447")
        click(qtbot, dialog.act)
        qtbot.waitUntil(lambda: dialog.notice.isVisible(), timeout=PATIENCE_MS)
        told.append(dialog.notice.sentence())
        assert not dialog.again.isVisible()  # nobody may reprint here
        dialog.reject()

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    assert "not known here" in told[0]


def test_who_may_reprint_is_led_to_it_from_the_damaged_label(
    qtbot: QtBot, work: Workplace, page: JobsPage, printer: ZebraEmulator
) -> None:
    rights.grant(work.plant, work.plant.actor, Right.ADMINISTER)
    rights.grant(work.plant, work.plant.actor, Right.REPRINT)
    job_id, codes = printed(work, printer.address)
    shown(qtbot, work, page, job_id)

    def print_again(dialog: ReprintLabel) -> None:
        assert dialog.code.code() == codes[0]
        assert not dialog.print.isEnabled()
        dialog.is_destroyed.setChecked(True)
        click(qtbot, dialog.print)

    def walk(dialog: ProblemDialog) -> None:
        click(qtbot, dialog.pictures["problem-damaged"])
        qtbot.waitUntil(lambda: not work.background.busy, timeout=PATIENCE_MS)
        click(qtbot, dialog.back)
        click(qtbot, dialog.pictures["problem-damaged"])
        QTest.keyClicks(dialog.code, codes[0])
        when_asked(ReprintLabel, print_again)
        click(qtbot, dialog.again)

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    rest(qtbot, work)
    (row,) = reprints.of_job(work.plant, job_id)
    assert (row.code, row.outcome) == (codes[0], "printed")
    assert len(printer.physical) == 1


def test_the_problem_dialog_asks_why_it_does_not_print(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id, _ = printed(work)
    shown(qtbot, work, page, job_id)
    opened: list[str] = []

    def read(dialog: WhyNotPrinting) -> None:
        opened.append(dialog.windowTitle())
        dialog.reject()

    def walk(dialog: ProblemDialog) -> None:
        when_asked(WhyNotPrinting, read)
        click(qtbot, dialog.why)
        dialog.reject()

    when_asked(ProblemDialog, walk)
    click(qtbot, page.view.problem)
    rest(qtbot, work)
    assert opened == ["Why is it not printing?"]


def test_a_running_job_is_to_be_paused_before_a_reprint(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id = order(work.plant, 3000)
    shown(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    qtbot.waitUntil(lambda: page.view.board.done() not in {"0", ""}, timeout=PATIENCE_MS)
    dialog = ReprintLabel(work, job_id, "89999011000000017286", "torn", page)
    dialog.show()
    dialog.is_destroyed.setChecked(True)
    assert "Pause the job first" in dialog.notice.sentence()
    assert not dialog.print.isEnabled()
    dialog.reject()
    click(qtbot, page.view.pause)
    ended(qtbot, work)


def test_a_line_lead_has_exactly_three_buttons_that_gloves_can_press(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    job_id, _ = printed(work)
    shown(qtbot, work, page, job_id)
    large = [
        button
        for button in page.view.findChildren(Button)
        if button.isVisible() and str(button.property("role")).startswith("touch")
    ]
    assert len(large) == 3
    assert all(button.height() / button.logicalDpiY() * 25.4 >= 12 for button in large)


def test_six_problems_are_offered() -> None:
    assert len({problem.picture for problem in PROBLEMS}) == 6


def test_the_first_label_is_shown_scanned_and_the_job_goes_on(
    qtbot: QtBot, work: Workplace, page: JobsPage
) -> None:
    batch = batches.list_batches(work.plant)[0]
    label = labels.list_templates(work.plant)[0].name
    wanted = JobOrder(batch.product_id, batch.id, 1, 5, label, DEMO, DEMO, first_article=True)
    job_id = jobs.create_job(work.plant, wanted)[0].job.id
    shown(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    ended(qtbot, work)
    first = first_articles.waiting(work.plant, job_id)
    assert first is not None
    panel = page.view.first_article
    assert panel.isVisible()
    assert not page.view.start.isEnabled()
    QTest.keyClicks(panel.code, "81000210157090217447\r")
    rest(qtbot, work)
    assert "not known here" in panel.trouble()
    panel.code.show_code(first)
    click(qtbot, panel.confirm)
    rest(qtbot, work)
    assert jobs.job(work.plant, job_id).job.first_article is FirstArticle.PASSED
    assert not panel.isVisible()
    click(qtbot, page.view.start)
    ended(qtbot, work)
    assert jobs.job(work.plant, job_id).counts.verified == 5


def test_a_running_job_is_paused_behind_a_label(qtbot: QtBot, work: Workplace, page: JobsPage) -> None:
    job_id = order(work.plant, 3000)
    shown(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    qtbot.waitUntil(lambda: page.view.board.done() not in {"0", ""}, timeout=PATIENCE_MS)
    chosen: list[int] = []

    def at(dialog: PauseAt) -> None:
        dialog.label.setValue(dialog.label.minimum() + 60)
        chosen.append(dialog.label.value())
        click(qtbot, dialog.pause)

    def finish(dialog: FinishJob) -> None:
        when_asked(PauseAt, at)
        click(qtbot, dialog.pause_at)

    when_asked(FinishJob, finish)
    click(qtbot, page.view.finish)
    ended(qtbot, work)
    row = jobs.job(work.plant, job_id)
    assert (row.job.state, row.counts.verified) == (JobState.PAUSED, chosen[0])


@pytest.mark.parametrize("running", [False, True])
def test_a_job_is_given_up_for_good_with_a_reason(
    qtbot: QtBot, work: Workplace, page: JobsPage, running: bool
) -> None:
    job_id = order(work.plant, 3000)
    shown(qtbot, work, page, job_id)
    if running:
        click(qtbot, page.view.start)
        qtbot.waitUntil(lambda: page.view.board.done() not in {"0", ""}, timeout=PATIENCE_MS)

    def say_why(dialog: AbortJob) -> None:
        click(qtbot, dialog.give_up)
        assert dialog.isVisible()
        QTest.keyClicks(dialog.reason, "wrong lot")
        click(qtbot, dialog.give_up)

    def finish(dialog: FinishJob) -> None:
        when_asked(AbortJob, say_why)
        click(qtbot, dialog.abort)

    when_asked(FinishJob, finish)
    click(qtbot, page.view.finish)
    ended(qtbot, work)
    assert jobs.job(work.plant, job_id).job.state is JobState.ABORTED
    assert "wrong lot" in {record.reason for record in audit.list_audit(work.plant, 5)}
    assert not page.view.start.isEnabled()


@pytest.mark.parametrize(
    ("fault", "advice"),
    [("head_open", "Close the head"), ("ribbon_out", "ribbon of the same kind"), ("media_out", "roll")],
)
def test_a_fault_says_what_to_do_at_the_machine(
    qtbot: QtBot, work: Workplace, page: JobsPage, printer: ZebraEmulator, fault: str, advice: str
) -> None:
    setattr(printer.faults, fault, True)
    job_id = order(work.plant, 5, printer.address, None)
    shown(qtbot, work, page, job_id)
    click(qtbot, page.view.start)
    ended(qtbot, work)
    assert page.view.board.state_word() == "Stopped"
    assert advice in " ".join(page.view.fault.steps())
