from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations import external_results, inspections, jobs, release, rights, sampling
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.operations.verifier_files import Column
from desktop.products.job import JobState
from desktop.products.quality import (
    AqlPlan,
    BatchStatus,
    ExternalResult,
    Occasion,
    SamplingPlan,
    Source,
    Verdict,
)
from desktop.storage.journal import open_journal
from tests.operations.test_quality_work import CARD, picture
from tests.operations.test_stricter_grades import ask_for
from tests.ui.people import DEMO, PATIENCE_MS, choose_files, click, go, order, rest, texts, when_asked
from ui.background import Progress
from ui.dialogs.external_result import TypeInResult
from ui.dialogs.give_reason import GiveReason
from ui.dialogs.grade_record import ShowRecord
from ui.dialogs.import_results import ImportResults
from ui.dialogs.sampling_plan import SetSamplingPlan
from ui.kit import Button
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.pages.quality import QualityPage
from ui.pages.today import TodayPage
from ui.quality.taking import ShowBatch, Taking
from ui.wording import Mark
from ui.workplace import Workplace

_PALE = 150


class Printed:
    """A job whose labels are all printed: its first and last are due."""

    def __init__(self, plant: Plant, count: int = 5) -> None:
        self.plant = plant
        self.id = order(plant, count)
        with open_journal(plant.store, self.id, "lead", DEMO) as journal:
            labels = journal.next_codes(count)
            journal.record(sent=labels, printed=labels)
            journal.change_state(JobState.DONE)
        self.codes = [label.value for label in labels]
        self.batch_id = jobs.job(plant, self.id).job.batch_id

    def verified(self, label: int, grade: float, sample: tuple[Occasion, int] | None = None) -> None:
        """Put a verifier's grade of a label on record."""
        occasion, number = sample or (Occasion.EXTRA, None)
        code = self.codes[label - 1]
        result = ExternalResult(
            "REA 7", code, "Code 128", grade, job_id=self.id, occasion=occasion, number=number
        )
        external_results.record_external(self.plant, result)

    def due(self) -> list[int]:
        return [one.number for one in sampling.due(self.plant, self.id)]


@pytest.fixture
def job(sample: Plant) -> Printed:
    return Printed(sample)


@pytest.fixture
def page(qtbot: QtBot, job: Printed, window: MainWindow, work: Workplace) -> QualityPage:
    """The quality page, on a job of which two samples are due."""
    return go(qtbot, window, work, "quality", QualityPage)


def _show(qtbot: QtBot, page: QualityPage, tab: int) -> None:
    click(qtbot, page.tabs.buttons[tab])
    rest(qtbot, page.work)


def _calibrate(page: QualityPage) -> None:
    conditions = page.grading.workspace.conditions
    conditions.x_mm.setValue(0.25)
    conditions.set_calibration(CARD)


def _grade(qtbot: QtBot, page: QualityPage, path: Path) -> None:
    page.grading.grade(path)
    rest(qtbot, page.work)


def _give(reason: str) -> None:
    """Give a reason in the next dialog that asks for one."""

    def answer(dialog: GiveReason) -> None:
        assert not dialog.do.isEnabled()
        dialog.reason.setText(reason)
        dialog.do.click()

    when_asked(GiveReason, answer)


def test_samples_that_are_due_are_listed_and_counted_on_their_tab(qtbot: QtBot, page: QualityPage) -> None:
    _show(qtbot, page, 1)
    assert [one.number for one in page.samples.table.model.rows()] == [1, 5]
    assert "(2)" in page.tabs.buttons[1].text()
    assert page.samples.grade.isEnabled()


def test_the_grade_tab_offers_the_next_sample_and_takes_its_picture(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = page.grading.samples
    assert strip.badge.mark is Mark.ATTENTION
    assert "label 1" in strip.title.text()
    _calibrate(page)
    choose_files(monkeypatch, str(picture(tmp_path, job.codes[0])))
    click(qtbot, strip.open)
    rest(qtbot, page.work)
    assert strip.badge.word() == "Passes"
    assert page.grading.workspace.graded is not None
    click(qtbot, strip.keep)
    rest(qtbot, page.work)
    (record,) = inspections.of_job(job.plant, job.id)
    assert (record.number, record.verdict, record.occasion) == (1, Verdict.PASSED, Occasion.START)
    assert job.due() == [5]
    assert "label 5" in strip.title.text()


def test_a_product_that_needs_a_better_grade_says_so_wherever_its_sample_is_graded(
    qtbot: QtBot, sample: Plant, window: MainWindow, work: Workplace, tmp_path: Path
) -> None:
    ask_for(sample, "2.5")
    job = Printed(sample)
    page = go(qtbot, window, work, "quality", QualityPage)
    _calibrate(page)
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, job.codes[0], grey=100))
    banner = page.grading.workspace.banner
    assert banner.needed.text() == "needed: 2.5"
    assert banner.badge.mark is Mark.STOPPED
    assert page.grading.samples.badge.word() == "Fails"
    assert "needed 2.5" in page.grading.samples.told.text()


def test_while_a_picture_is_graded_its_share_and_the_time_left_are_shown(
    qtbot: QtBot, page: QualityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter((10.0, 14.0))
    monkeypatch.setattr("ui.quality.grading_strip.time.monotonic", lambda: next(seconds))
    strip = page.grading.busy
    strip.begin(Path("page.png"), 3)
    assert strip.left.text() == "3 more waiting"
    assert strip.bar.maximum() == 0
    strip.progress(Progress(0.0, None))
    strip.progress(Progress(0.4, None))
    assert strip.told.text() == "Grading page.png: 40 % of its symbols"
    assert (strip.bar.value(), strip.left.text()) == (40, "6 s left")


def test_a_picture_that_was_graded_for_nothing_can_become_the_sample(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    strip = page.grading.samples
    assert not strip.use.isVisible()
    _calibrate(page)
    _grade(qtbot, page, picture(tmp_path, job.codes[0]))
    assert not strip.keep.isVisible()
    click(qtbot, strip.use)
    rest(qtbot, page.work)
    assert strip.badge.word() == "Passes"
    assert strip.keep.isVisible()
    assert inspections.of_job(job.plant, job.id) == ()


def test_a_sample_that_failed_holds_its_batch_and_leads_to_it(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    _calibrate(page)
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, job.codes[0], grey=_PALE))
    strip = page.grading.samples
    assert strip.badge.word() == "Fails"
    assert "holds the batch" in strip.told.text()
    click(qtbot, strip.keep)
    rest(qtbot, page.work)
    click(qtbot, page.grading.notice.action)
    rest(qtbot, page.work)
    assert page.batches.detail.badge.word() == "Held"
    assert not page.batches.detail.release.isEnabled()


def test_a_sample_without_calibration_does_not_pass_and_says_what_to_do(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, job.codes[0]))
    assert page.grading.samples.badge.mark is Mark.UNKNOWN
    assert "measure a reflectance card" in page.grading.samples.told.text()


def test_the_label_of_another_job_is_told_with_what_to_do(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    other = Printed(job.plant)
    _calibrate(page)
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, other.codes[0]))
    assert page.grading.samples.badge.word() == "Fails"
    assert other.codes[0] in page.grading.samples.told.text()


def test_another_label_than_the_one_that_is_due_is_told(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    _calibrate(page)
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, job.codes[2]))
    assert "It is label 3, and 1 is due" in page.grading.samples.told.text()


def test_a_sample_that_is_left_is_offered_again(qtbot: QtBot, page: QualityPage, job: Printed) -> None:
    page.take(Taking(job.id, Occasion.END, 5, "L"))
    click(qtbot, page.grading.samples.leave)
    assert page.grading.samples.taking is None
    assert "Next" in page.grading.samples.title.text()


def test_a_picture_that_is_dropped_on_the_samples_is_graded_for_the_chosen_one(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    _show(qtbot, page, 1)
    _calibrate(page)
    page.samples.table.choose(lambda one: one.number == 5)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, job.codes[4])))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.samples.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    rest(qtbot, page.work)
    assert page.tabs.current() == 0
    assert page.grading.samples.badge.word() == "Passes"
    assert page.grading.samples.taking is not None
    assert page.grading.samples.taking.number == 5


def test_the_work_of_qa_can_be_done_by_keys(
    qtbot: QtBot, page: QualityPage, job: Printed, window: MainWindow, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.tabs.current() == 1
    QTest.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.tabs.current() == 0, timeout=PATIENCE_MS)
    _calibrate(page)
    _grade(qtbot, page, picture(tmp_path, job.codes[0]))
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: job.due() == [5], timeout=PATIENCE_MS)
    rest(qtbot, page.work)


def test_a_sample_is_waived_with_a_reason(qtbot: QtBot, page: QualityPage, job: Printed) -> None:
    _show(qtbot, page, 1)
    _give("the label is torn")
    click(qtbot, page.samples.waive)
    rest(qtbot, page.work)
    assert [one.reason for one in sampling.waived(job.plant, job.id)] == ["the label is torn"]
    assert [one.number for one in page.samples.table.model.rows()] == [5]


def test_a_changed_roll_is_noted_for_a_job_that_still_prints(
    qtbot: QtBot, page: QualityPage, work: Workplace, job: Printed
) -> None:
    _show(qtbot, page, 1)
    assert not page.samples.roll.isEnabled()
    open_job = order(job.plant, 5)
    page.refresh()
    rest(qtbot, work)
    page.samples.choose_job(open_job)
    when_asked(GiveReason, lambda dialog: dialog.do.click())
    click(qtbot, page.samples.roll)
    rest(qtbot, work)
    with open_journal(job.plant.store, open_job, "lead", DEMO) as journal:
        labels = journal.next_codes(1)
        journal.record(sent=labels, printed=labels)
    assert [one.number for one in sampling.due(job.plant, open_job)] == [1]


def test_without_samples_the_tab_says_what_it_is_for(qtbot: QtBot, page: QualityPage, job: Printed) -> None:
    for occasion, number in ((Occasion.START, 1), (Occasion.END, 5)):
        sampling.waive(job.plant, job.id, occasion, number, "torn")
    page.refresh()
    _show(qtbot, page, 1)
    assert page.samples.first_plan.isVisible()
    assert not page.samples.grade.isVisible()
    assert not page.grading.samples.isVisibleTo(page.grading)


def test_a_sampling_plan_says_what_it_means_and_is_stored(
    qtbot: QtBot, page: QualityPage, work: Workplace, job: Printed, window: MainWindow
) -> None:
    rows = jobs.list_jobs(job.plant)
    dialog = SetSamplingPlan(work, rows, job.id, window)
    qtbot.addWidget(dialog)
    rest(qtbot, work)
    assert dialog.plan() == SamplingPlan()
    dialog.every.setValue(2)
    rest(qtbot, work)
    assert "Of 5 labels 4 are graded" in dialog.words.text()
    dialog.kinds[1].click()
    rest(qtbot, work)
    assert "AQL 0.65 %" in dialog.words.text()
    dialog.store.click()
    rest(qtbot, work)
    assert sampling.plan_of(job.plant, job.id) == AqlPlan()
    assert sampling.plan_of(job.plant) == SamplingPlan()


def test_a_plan_that_takes_no_label_cannot_be_saved(
    qtbot: QtBot, page: QualityPage, work: Workplace, window: MainWindow
) -> None:
    dialog = SetSamplingPlan(work, (), None, window)
    qtbot.addWidget(dialog)
    rest(qtbot, work)
    for field in (dialog.start, dialog.every, dialog.roll_change, dialog.end):
        field.setValue(0)
    assert not dialog.store.isEnabled()
    assert "at least one label" in dialog.words.text()


def test_what_stands_against_a_release_is_listed_and_leads_to_where_it_is_settled(
    qtbot: QtBot, page: QualityPage, job: Printed
) -> None:
    page.show_what(ShowBatch(job.batch_id))
    rest(qtbot, page.work)
    detail = page.batches.detail
    assert detail.badge.word() == "Under test"
    assert any("2 samples are due" in text for text, _ in texts(detail))
    go_there = next(
        one for one in detail.findChildren(Button) if one.text() == "Go there" and one.isVisible()
    )
    click(qtbot, go_there)
    rest(qtbot, page.work)
    assert page.tabs.current() == 1
    assert page.samples.job.currentData() == job.id


def test_a_batch_is_held_and_released_with_reasons_that_stand_in_its_history(
    qtbot: QtBot, page: QualityPage, job: Printed
) -> None:
    plant, detail = job.plant, page.batches.detail
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, plant.actor, Right.RELEASE)
    job.verified(1, 3.0, (Occasion.START, 1))
    job.verified(5, 3.1, (Occasion.END, 5))
    page.show_what(ShowBatch(job.batch_id))
    rest(qtbot, page.work)
    _give("a complaint")
    click(qtbot, detail.hold)
    rest(qtbot, page.work)
    assert detail.badge.word() == "Held"
    _give("all samples passed")
    click(qtbot, detail.release)
    rest(qtbot, page.work)
    assert release.status(plant, job.batch_id).status is BatchStatus.RELEASED
    assert detail.badge.word() == "Released"
    assert not detail.release.isEnabled()
    told = [text for text, _ in texts(detail.history)]
    assert any("a complaint" in text for text in told)
    assert any("all samples passed" in text for text in told)


def test_a_release_that_is_refused_is_told_in_the_dialog(
    qtbot: QtBot, page: QualityPage, job: Printed
) -> None:
    plant = job.plant
    rights.grant(plant, "chief", Right.ADMINISTER)
    job.verified(1, 3.0, (Occasion.START, 1))
    job.verified(5, 3.1, (Occasion.END, 5))
    page.show_what(ShowBatch(job.batch_id))
    rest(qtbot, page.work)
    seen: list[str] = []

    def answer(dialog: GiveReason) -> None:
        dialog.reason.setText("good")
        dialog.do.click()
        qtbot.waitUntil(dialog.notice.isVisible, timeout=PATIENCE_MS)
        seen.append(dialog.notice.sentence())
        dialog.reject()

    when_asked(GiveReason, answer)
    click(qtbot, page.batches.detail.release)
    assert seen
    assert release.status(plant, job.batch_id).status is BatchStatus.UNDER_TEST


def test_the_grades_of_a_batch_are_found_and_opened_with_picture_and_figures(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    _calibrate(page)
    page.take(Taking(job.id, Occasion.START, 1, "L"))
    _grade(qtbot, page, picture(tmp_path, job.codes[0]))
    click(qtbot, page.grading.samples.keep)
    rest(qtbot, page.work)
    job.verified(1, 3.2)
    page.show_what(ShowBatch(job.batch_id))
    page.batches.detail.tabs.choose(1)
    page.batches.refresh()
    rest(qtbot, page.work)
    table = page.batches.detail.records.table
    assert [one.source for one in table.model.rows()] == [Source.VERIFIER, Source.PACKMARK]
    table.search.setText("REA")
    assert table.model.rowCount() == 1
    table.search.clear()
    table.choose(lambda one: one.source is Source.PACKMARK)
    seen: list[int] = []

    def look(dialog: ShowRecord) -> None:
        qtbot.waitUntil(lambda: not dialog.picture.pixmap().isNull(), timeout=PATIENCE_MS)
        names = {dialog.work.language(one.name) for one in dialog.figures.model.rows()}
        assert "symbol contrast SC" in names
        assert [one.grade for one in dialog.others.model.rows()] == [3.2]
        seen.append(dialog.record.id)
        dialog.reject()

    when_asked(ShowRecord, look)
    click(qtbot, page.batches.detail.records.open)
    assert seen


def test_a_label_is_measured_again_with_a_reason(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path
) -> None:
    job.verified(1, 0.5, (Occasion.START, 1))
    page.show_what(ShowBatch(job.batch_id))
    page.batches.detail.tabs.choose(1)
    rest(qtbot, page.work)

    def again(dialog: ShowRecord) -> None:
        when_asked(GiveReason, _answer_again)
        dialog.measure_again.click()

    def _answer_again(dialog: GiveReason) -> None:
        dialog.reason.setText("glass was dirty")
        dialog.do.click()

    when_asked(ShowRecord, again)
    click(qtbot, page.batches.detail.records.open)
    assert page.tabs.current() == 0
    _calibrate(page)
    _grade(qtbot, page, picture(tmp_path, job.codes[0]))
    click(qtbot, page.grading.samples.keep)
    rest(qtbot, page.work)
    first, second = inspections.of_job(job.plant, job.id)
    assert (second.repeat_of, second.reason, second.verdict) == (first.id, "glass was dirty", Verdict.PASSED)


def test_the_report_of_a_batch_is_written(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job.verified(1, 3.2)
    page.show_what(ShowBatch(job.batch_id))
    rest(qtbot, page.work)
    for name, start in (("report.pdf", b"%PDF"), ("grades.csv", b"\xef\xbb\xbf")):
        choose_files(monkeypatch, str(tmp_path / name))
        click(qtbot, page.batches.detail.export)
        rest(qtbot, page.work)
        assert (tmp_path / name).read_bytes().startswith(start)


def test_a_verifier_s_result_settles_a_sample_only_with_a_valid_calibration(
    qtbot: QtBot, page: QualityPage, job: Printed
) -> None:
    _show(qtbot, page, 1)
    for calibrated, due in ((False, [1, 5]), (True, [5])):

        def type_in(dialog: TypeInResult, calibrated: bool = calibrated) -> None:
            assert not dialog.store.isEnabled()
            dialog.device.setText("REA 7 / 0417")
            dialog.data.setText(job.codes[0])
            dialog.grade.setValue(3.2)
            dialog.calibrated.setChecked(calibrated)
            dialog.store.click()

        when_asked(TypeInResult, type_in)
        click(qtbot, page.samples.verifier)
        rest(qtbot, page.work)
        assert job.due() == due


def test_a_verifier_s_file_is_seen_with_every_faulty_row_before_it_is_taken(
    qtbot: QtBot, page: QualityPage, job: Printed, tmp_path: Path, window: MainWindow, work: Workplace
) -> None:
    file = tmp_path / "results.csv"
    file.write_text(
        "Device,Data,Overall Grade,Symbology\n"
        f"REA 7,{job.codes[0]},3.2,Code 128\nREA 7,{job.codes[1]},9,Code 128\n"
    )
    dialog = ImportResults(work, file, window)
    qtbot.addWidget(dialog)
    rest(qtbot, work)
    assert dialog.badge.mark is Mark.ATTENTION
    assert [one.line for one in dialog.faulty.model.rows()] == [3]
    dialog.calibrated.setChecked(True)
    rest(qtbot, work)
    dialog.store.click()
    rest(qtbot, work)
    (record,) = inspections.of_job(job.plant, job.id)
    assert (record.grade, record.verdict, record.source) == (3.2, Verdict.PASSED, Source.VERIFIER)


def test_an_unusual_file_is_read_by_choosing_its_columns_and_the_mapping_is_kept(
    qtbot: QtBot,
    page: QualityPage,
    job: Printed,
    tmp_path: Path,
    window: MainWindow,
    work: Workplace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, kept = tmp_path / "results.csv", tmp_path / "line 2.json"
    file.write_text(f"Report\nGerät,Inhalt,Note,Art\nREA 7,{job.codes[0]},3.2,Code 128\n", encoding="utf-8")
    dialog = ImportResults(work, file, window)
    qtbot.addWidget(dialog)
    rest(qtbot, work)
    assert dialog.tabs.current() == 2
    assert dialog.badge.word() == "Not understood"
    assert dialog.columns.line.currentData() == 2
    for what, text in (("data", "Inhalt"), ("grade", "Note"), ("symbology", "Art"), ("device", "Gerät")):
        choice = dialog.columns.choices[Column(what)]
        choice.setCurrentText(text)
        choice.activated.emit(choice.currentIndex())
        rest(qtbot, work)
    assert [one.taken.result.device for one in dialog.rows.model.rows()] == ["REA 7"]
    heading = dialog.columns.rows.horizontalHeaderItem(2)
    assert heading is not None
    assert heading.text() == "Note\n= Grade"
    choose_files(monkeypatch, str(kept))
    dialog.columns.save.click()
    rest(qtbot, work)
    dialog.reject()
    again = ImportResults(work, file, window)
    qtbot.addWidget(again)
    rest(qtbot, work)
    assert not again.store.isEnabled()
    again.columns.open.click()
    rest(qtbot, work)
    assert again.store.isEnabled()
    again.store.click()
    rest(qtbot, work)
    (record,) = inspections.of_job(job.plant, job.id)
    assert (record.device, record.grade) == ("REA 7", 3.2)


def test_a_column_that_is_chosen_for_something_else_is_moved(
    qtbot: QtBot, page: QualityPage, tmp_path: Path, window: MainWindow, work: Workplace
) -> None:
    file = tmp_path / "results.csv"
    file.write_text("Data,Grade,Formal\n81,3.2,3.2/06/660\n", encoding="utf-8")
    dialog = ImportResults(work, file, window)
    qtbot.addWidget(dialog)
    rest(qtbot, work)
    choices = dialog.columns.choices
    assert choices[Column.FORMAL].currentText() == "Formal"
    choices[Column.EDITION].setCurrentText("Formal")
    choices[Column.EDITION].activated.emit(choices[Column.EDITION].currentIndex())
    rest(qtbot, work)
    assert choices[Column.FORMAL].currentData() == ""
    assert choices[Column.EDITION].currentData() == "Formal"


def test_the_trend_has_a_mark_for_each_grade_and_opens_its_record(
    qtbot: QtBot, page: QualityPage, job: Printed
) -> None:
    for label, grade in ((1, 3.0), (2, 1.0), (3, 3.4)):
        job.verified(label, grade)
    _show(qtbot, page, 3)
    chart = page.trend.chart
    assert [(point.x, point.y) for point in chart.points()] == [(1, 3.0), (2, 1.0), (3, 3.4)]
    assert "Fails" in chart.told(chart.points()[1].record)
    seen: list[float | None] = []

    def look(dialog: ShowRecord) -> None:
        seen.append(dialog.record.grade)
        dialog.reject()

    when_asked(ShowRecord, look)
    where: QPointF = chart.place_of(chart.points()[1])
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=where.toPoint())
    when_asked(ShowRecord, look)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert seen == [1.0, 3.4]


def test_printers_keep_their_colours_whatever_is_shown(qtbot: QtBot, page: QualityPage, job: Printed) -> None:
    other = Printed(job.plant)
    job.verified(1, 3.0)
    other.verified(1, 2.0)
    _show(qtbot, page, 3)
    both = {point.record.printer: point.printer for point in page.trend.chart.points()}
    page.trend.job.setCurrentIndex(page.trend.job.findData(other.id))
    rest(qtbot, page.work)
    (point,) = page.trend.chart.points()
    assert point.record.job_id == other.id
    assert point.printer == both[point.record.printer]


def test_today_tells_samples_and_held_batches_and_leads_to_them(
    qtbot: QtBot, job: Printed, window: MainWindow, work: Workplace
) -> None:
    job.verified(2, 0.5)
    today = go(qtbot, window, work, "today", TodayPage)
    seen = {text for text, _ in texts(today.needs)}
    assert {"Held", "Samples due", "Grade them"} <= seen
    click(qtbot, next(one for one in today.needs.findChildren(Button) if one.text() == "Grade them"))
    rest(qtbot, work)
    assert isinstance(window.page, QualityPage)
    assert window.page.tabs.current() == 1


def test_the_job_says_how_many_samples_are_due(
    qtbot: QtBot, job: Printed, window: MainWindow, work: Workplace
) -> None:
    jobs_page = go(qtbot, window, work, "jobs", JobsPage)
    work.go("jobs", job.id)
    rest(qtbot, work)
    button = jobs_page.view.samples
    assert button.text().startswith("2 samples due")
    click(qtbot, button)
    rest(qtbot, work)
    assert isinstance(window.page, QualityPage)
    assert window.page.samples.job.currentData() == job.id
