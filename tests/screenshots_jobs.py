"""Pictures of jobs as a line lead meets them, and of their dialogs, for ``tests.screenshots``."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt

from desktop.labels.ruler_card import plan_card
from desktop.operations import batches, jobs, labels, lines, printers, rights
from desktop.operations.jobs import JobOrder
from desktop.operations.lines import StationDraft
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.operations.stops import open_stops
from desktop.products.job import CoderOrder, JobState
from desktop.storage import codes
from desktop.storage.journal import open_journal
from desktop.texts import say
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from tests.reading.card_scans import Scanned, scan_of
from tests.screenshots_designer import Camera
from ui.dialogs.abort import AbortJob
from ui.dialogs.calibrate import Calibrate
from ui.dialogs.finish_job import FinishJob
from ui.dialogs.pause_at import PauseAt
from ui.dialogs.problem import ProblemDialog
from ui.dialogs.reprint import ReprintLabel
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.pages.jobs import JobsPage

LABELS_IN = 900
"""So far is a running job when its picture is taken."""
_TEN_LINES = 10


class MovieCamera(Camera, Protocol):
    """A camera that can wait for what runs."""

    def settle(self, until: Callable[[], bool] | None = None, seconds: float = 30.0) -> None:
        """Let the window work until it rests and ``until`` holds."""

    def printed(self, job_id: int) -> int:
        """Return how many labels of a job are printed so far."""


def order(
    plant: Plant, count: int, printer: str = "demo://zebra", camera: str | None = "demo://zebra"
) -> int:
    """Order a job of the sample plant and return its number."""
    return jobs.create_job(plant, _an_order(plant, count, printer, camera))[0].job.id


def run_out(camera: MovieCamera) -> int:
    """Run a job whose printer runs out of labels: some of them are unknown then."""
    with ZebraEmulator() as printer:
        printer.faults.partial_label = True
        printer.faults.media_out_after = 37
        job_id = order(camera.work.plant, 200, printer.address, printer.camera_address)
        camera.work.running.start(job_id)
        camera.settle(lambda: not camera.work.running.ids)
    return job_id


def photograph_running(camera: MovieCamera, running: int) -> str:
    """Take the pictures of a running job; return its last code."""
    camera.work.running.start(running)
    camera.page("jobs", running)
    wanted = camera.printed(running) + LABELS_IN
    camera.settle(lambda: camera.printed(running) >= wanted)
    camera.take("job-running")
    item, window = jobs.job(camera.work.plant, running), camera.window
    camera.take_dialog(FinishJob(camera.work, item, window), "job-finish-running")
    progress = camera.work.running.progress(running)
    assert progress is not None
    camera.take_dialog(PauseAt(camera.work, progress, window), "job-pause-at")
    camera.page("today")
    camera.take("today-running")
    camera.work.running.stop(running)
    camera.settle(lambda: not camera.work.running.ids)
    last = camera.work.running.progress(running)
    return last.last_code if last else ""


def photograph_jobs(camera: MovieCamera, run_out_job: int) -> None:
    """Take the pages and dialogs of jobs that do not run."""
    plant = camera.work.plant
    camera.page("jobs", _left(plant, 24, 5, 3))
    camera.take("job-two-stops")
    _question(camera, _left(plant, 24, 5))
    camera.page("jobs", _left(plant, 0, 4))
    camera.take("job-none-came-out")
    camera.page("jobs", _in_the_coder(plant))
    camera.take("job-in-the-coder")
    paused = _paused(plant)
    camera.page("jobs", paused)
    camera.take("job-paused")
    _first_article(camera)
    _dialogs(camera, paused)
    _why_not(camera)
    _calibrate(camera)
    camera.page("jobs", run_out_job)


def photograph_ten_lines(camera: MovieCamera) -> None:
    """Take Today of a plant with many stations."""
    plant = camera.work.plant
    if len(lines.overview(plant)) < _TEN_LINES:
        for number in range(3, _TEN_LINES + 1):
            made = lines.add_line(plant, f"{number} 号线")[0].line.id
            zebra, _ = printers.add_printer(plant, f"Zebra {number}", f"tcp://192.0.2.{number}:9100")
            lines.save_station(
                plant, StationDraft(None, made, "小盒赋码", printer_id=zebra.id, label="drug_code_b")
            )
    camera.page("today")
    camera.take("today-ten-lines")
    camera.page("lines")
    camera.take("ten-lines")


def _an_order(plant: Plant, count: int, printer: str, camera: str | None) -> JobOrder:
    row = batches.list_batches(plant)[0]
    label = labels.list_templates(plant)[0].name
    return JobOrder(row.product_id, row.id, 1, count, label, printer, camera)


def _left(plant: Plant, printed: int, *lost: int) -> int:
    """Return a job whose first labels are printed, and of which each stop then left so many unknown."""
    job_id = order(plant, 60)
    with open_journal(plant.store, job_id, plant.actor, "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        if printed:
            good = journal.next_codes(printed)
            journal.record(sent=good)
            journal.record(printed=good)
        for number in lost:
            left = journal.next_codes(number)
            journal.record(sent=left)
            journal.record(unknown=left)
        journal.change_state(
            JobState.STOPPED, say("The printer has run out of labels. Load a roll, then resume the job.")
        )
    return job_id


def _in_the_coder(plant: Plant) -> int:
    coder = CoderOrder("PACKMARK", (("CODE", "{code}"),))
    wanted = replace(_an_order(plant, 60, "demo://zipher", None), coder=coder)
    job_id = jobs.create_job(plant, wanted)[0].job.id
    with open_journal(plant.store, job_id, plant.actor, "demo://zipher") as journal:
        journal.change_state(JobState.RUNNING)
        good = journal.next_codes(24)
        journal.record(sent=good)
        journal.record(printed=good)
        journal.record(sent=journal.next_codes(12))
    return job_id


def _paused(plant: Plant) -> int:
    job_id = order(plant, 60)
    with open_journal(plant.store, job_id, plant.actor, "demo://zebra") as journal:
        good = journal.next_codes(24)
        journal.record(sent=good)
        journal.record(printed=good)
        journal.change_state(JobState.PAUSED)
    return job_id


def _question(camera: MovieCamera, job_id: int) -> None:
    camera.page("jobs", job_id)
    page = camera.window.page
    assert isinstance(page, JobsPage)
    settle = page.view.settle
    settle.code.setText(open_stops(camera.work.plant, job_id)[0].codes[3])
    settle.button.click()
    settle.ticks.item(1).setCheckState(Qt.CheckState.Unchecked)
    camera.take("job-settle-question")


def _first_article(camera: MovieCamera) -> None:
    plant = camera.work.plant
    wanted = replace(_an_order(plant, 60, "demo://zebra", "demo://zebra"), first_article=True)
    job_id = jobs.create_job(plant, wanted)[0].job.id
    camera.work.running.start(job_id)
    camera.settle(lambda: not camera.work.running.ids)
    camera.page("jobs", job_id)
    camera.take("job-first-article")


def _dialogs(camera: MovieCamera, job_id: int) -> None:
    work, window = camera.work, camera.window
    item = jobs.job(work.plant, job_id)
    if not rights.grants(work.plant):
        rights.grant(work.plant, work.plant.actor, Right.ADMINISTER)
        rights.grant(work.plant, work.plant.actor, Right.REPRINT)
    camera.take_dialog(ProblemDialog(work, item, window), "job-problem")
    problem = ProblemDialog(work, item, window)
    problem.pictures["problem-damaged"].click()
    camera.take_dialog(problem, "job-problem-damaged")
    with work.plant.store.read() as connection:
        label = codes.of_label(connection, job_id, 3)
    assert label is not None
    camera.take_dialog(ReprintLabel(work, job_id, label.value, "torn", window), "job-reprint")
    camera.take_dialog(FinishJob(work, item, window), "job-finish")
    camera.take_dialog(AbortJob(work, item, window), "job-abort")


def _why_not(camera: MovieCamera) -> None:
    with ZebraEmulator() as printer:
        for name, out in (("why-not", True), ("why-not-sound", False)):
            printer.faults.media_out = out
            dialog = WhyNotPrinting(camera.work, printer.address, parent=camera.window)
            dialog.show()
            camera.settle(dialog.again.isEnabled)
            camera.take_dialog(dialog, name)


def _calibrate(camera: MovieCamera) -> None:
    plant = camera.work.plant
    item = next(row for row in printers.list_printers(plant) if row.address == "demo://zebra")
    camera.take_dialog(Calibrate(camera.work, item, camera.window), "calibrate")
    path = Path(plant.data_folder) / "card.png"
    how = Scanned(dpi=300.0, border=5, scale_y=0.996, offset_x=-0.7, offset_y=0.5)
    scan_of(plan_card(Resolution(12), 40.0, 30.0), how).save(path, dpi=(how.dpi, how.dpi))
    dialog = Calibrate(camera.work, item, camera.window)
    dialog.show()
    dialog.load(path)
    camera.settle(dialog.open_scan.isEnabled)
    camera.take_dialog(dialog, "calibrate-measured")
