from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.changes import Changes, Kind
from desktop.operations import audit, jobs
from desktop.operations.audit import AuditVerdict
from desktop.operations.codes import PoolLevel
from desktop.operations.labels import list_templates
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeCounts
from desktop.texts import CHINESE
from desktop.units import Resolution
from tests.ui.people import PATIENCE_MS, click, go, order, rest, texts
from ui.main_window import MainWindow
from ui.pages.attention import attention, audit_item
from ui.pages.jobs import JobsPage
from ui.pages.products import ProductsPage
from ui.pages.today import TodayPage
from ui.pages.trace import TracePage
from ui.wording import Mark
from ui.workplace import Workplace


def _printed(qtbot: QtBot, work: Workplace, count: int = 3) -> tuple[int, str]:
    """Print a job; return it and its last code."""
    job_id = order(work.plant, count)
    work.running.start(job_id)
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    progress = work.running.progress(job_id)
    assert progress is not None
    return job_id, progress.last_code


def test_an_empty_plant_is_welcomed_and_filled_with_the_sample_plant(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    page = go(qtbot, window, work, "today", TodayPage)
    click(qtbot, page.load)
    rest(qtbot, work)
    shown = [text for text, _ in texts(page)]
    assert "10\xa0000 left" in shown
    assert page.new_job.isVisible()


def test_today_shows_done_jobs_that_wait_to_be_closed_and_a_sound_audit_trail(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    job_id, _ = _printed(qtbot, work)
    page = go(qtbot, window, work, "today", TodayPage)
    shown = [text for text, _ in texts(page)]
    assert "3 of 3" in shown
    assert any(text.startswith(f"Job {job_id}, lot") and "not closed" in text for text in shown)
    assert any(text.startswith("Audit trail") and "nothing was altered" in text for text in shown)


def test_the_audit_trail_is_checked_at_the_start_and_then_at_most_once_an_hour(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[Plant] = []
    verify = audit.verify_audit

    def check(plant: Plant) -> AuditVerdict:
        checks.append(plant)
        return verify(plant)

    monkeypatch.setattr(audit, "verify_audit", check)
    page = go(qtbot, window, work, "today", TodayPage)
    assert len(checks) == 1
    work.announce(Changes.of(Kind.JOBS))
    rest(qtbot, work)
    assert len(checks) == 1
    page.check_audit()
    rest(qtbot, work)
    assert len(checks) == 2
    clock = _Later(work.plant, timedelta(minutes=61))
    work.plant = replace(work.plant, clock=clock)
    work.announce(Changes.of(Kind.JOBS))
    rest(qtbot, work)
    assert len(checks) == 3


class _Later:
    """The plant's clock, some time later."""

    def __init__(self, plant: Plant, by: timedelta) -> None:
        self._clock = plant.clock
        self._by = by

    def now(self) -> datetime:
        return self._clock.now() + self._by

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


def test_a_tile_leads_to_its_job(qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant) -> None:
    order(sample, 5)
    page = go(qtbot, window, work, "today", TodayPage)
    click(qtbot, page.tiles()[0].open_button)
    rest(qtbot, work)
    assert isinstance(window.page, JobsPage)
    assert window.page.view.isVisible()


def test_unknown_labels_and_low_pools_need_attention_before_what_only_waits(
    work: Workplace, sample: Plant
) -> None:
    row = jobs.job(sample, order(sample, 5))
    low = PoolLevel(1, "P", 1, "8999901", CodeCounts(available=5, verified=95))
    plenty = PoolLevel(1, "P", 2, "8999902", CodeCounts(available=50, verified=50))
    unknown = jobs.JobRow(row.job, row.product, row.lot, CodeCounts(unknown=2), None)
    items = attention(work, [row, unknown], [low, plenty])
    assert [item.mark for item in items] == [Mark.UNKNOWN, Mark.ATTENTION]
    assert "2 labels unknown" in str(items[0].sentence)
    assert "5 codes left" in str(items[1].sentence)


def test_an_altered_audit_trail_is_told_with_its_first_bad_record() -> None:
    verdict = AuditVerdict(sound=False, records=9, head="", first_bad=4, why=None)
    item = audit_item(verdict, datetime(2026, 11, 3, tzinfo=UTC))
    assert item.mark is Mark.STOPPED
    assert "4" in str(item.sentence)


def test_a_code_is_traced_with_its_story_and_its_label(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    job_id, code = _printed(qtbot, work)
    page = go(qtbot, window, work, "trace", TracePage)
    QTest.keyClicks(page.field, f"{code}\r")
    rest(qtbot, work)
    shown = [text for text, _ in texts(page)]
    assert page.code_view.badge.word() == "Printed and read back"
    assert any("imported" in text for text in shown)
    assert any("demo://zebra" in text for text in shown)
    assert page.code_view.story.view.isVisible()
    design = list_templates(sample)[0].design
    assert page.code_view.story.view.image().width() == Resolution(12).dots(design.width_mm)
    click(qtbot, page.code_view.open_job)
    rest(qtbot, work)
    assert isinstance(window.page, JobsPage)
    assert str(job_id) in window.page.view.heading()


def test_a_story_is_told_again_in_the_other_language(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    _, code = _printed(qtbot, work)
    window.go("trace", code)
    rest(qtbot, work)
    work.language.choose(CHINESE)
    assert isinstance(window.page, TracePage)
    assert window.page.code_view.badge.word() == "已打印并回读"


@pytest.mark.parametrize("text", ["12", "89999011000000000000", "８１２３"])
def test_what_is_no_known_code_is_told_in_one_sentence(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, text: str
) -> None:
    page = go(qtbot, window, work, "trace", TracePage)
    page.field.setText(text)
    click(qtbot, page.button)
    rest(qtbot, work)
    assert page.notice.isVisible()
    assert page.notice.sentence()


def test_a_traced_code_is_followed_while_its_job_goes_on(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    job_id = order(sample, 1)
    go(qtbot, window, work, "products", ProductsPage)
    work.running.start(job_id)
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    progress = work.running.progress(job_id)
    assert progress is not None
    window.go("trace", progress.last_code)
    rest(qtbot, work)
    assert isinstance(window.page, TracePage)
    assert window.page.code_view.badge.word() == "Printed and read back"
