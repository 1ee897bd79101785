"""Pictures of the quality page and its dialogs, for ``tests.screenshots``."""

from pathlib import Path

import numpy
from PIL import Image
from PySide6.QtCore import QRect

from desktop.grading.model import Calibration
from desktop.operations import external_results, inspections, jobs, products, sampling
from desktop.operations.verifier_files import Column
from desktop.products.job import JobState
from desktop.products.quality import ExternalResult
from desktop.storage import codes
from tests.grading.pictures import LIGHT, saved, sheet, symbol
from tests.screenshots_designer import Camera
from ui.background import Progress
from ui.dialogs.calibrate_reflectance import CalibrateReflectance
from ui.dialogs.edit_product import EditProduct
from ui.dialogs.external_result import TypeInResult
from ui.dialogs.grade_record import ShowRecord
from ui.dialogs.import_results import ImportResults
from ui.dialogs.sampling_plan import SetSamplingPlan
from ui.pages.quality import QualityPage
from ui.quality.taking import ShowBatch, Taking

_PAPER, _DARK, _LIGHT = 235, 70, 210
_PALE = 150
_CARD = Calibration(0, 100, 0, 1, "NIST R-12 / 0417", "Li", "2026-11-22")


def photograph_quality(camera: Camera) -> None:
    """Take the graded sample scan, its bars and its matrix, and the card that is measured."""
    camera.page("quality")
    page = camera.window.page
    assert isinstance(page, QualityPage)
    page.tabs.choose(0)
    page.grading.grade_sample()
    space = page.grading.workspace
    camera.settle()
    for number, name in enumerate(("quality", "quality-matrix")):
        space.banner.symbols.setCurrentIndex(number)
        space.choose_symbol(number)
        camera.take(name)
    for number, name in ((1, "quality-samples"), (2, "quality-batches"), (3, "quality-trend")):
        page.tabs.choose(number)
        camera.settle()
        camera.take(name)
    page.tabs.choose(0)
    _samples(camera, page)
    _card(camera)


def _card(camera: Camera) -> None:
    """Measure a reflectance card."""
    picture = numpy.full((400, 700), _PAPER, numpy.uint8)
    picture[80:320, 60:300] = _DARK
    picture[80:320, 380:640] = _LIGHT
    path = camera.work.plant.data_folder / "card.png"
    Image.fromarray(picture).save(path)
    dialog = CalibrateReflectance(camera.work, camera.window)
    dialog.load(path)
    camera.settle()
    dialog.view.drawn.emit("dark", QRect(90, 110, 180, 180))
    dialog.view.drawn.emit("light", QRect(410, 110, 190, 180))
    dialog.card.setText("NIST R-12 / 0417")
    camera.take_dialog(dialog, "quality-card")


def _samples(camera: Camera, page: QualityPage) -> None:
    """Grade a pale label with a burnt dot for a sample, and take the dialogs of QA."""
    work, window, plant = camera.work, camera.window, camera.work.plant
    job = next(one for one in jobs.list_jobs(plant) if one.job.state is JobState.DONE)
    with plant.store.read() as connection:
        own = [code.value for code in codes.of_job(connection, job.job.id)]
    conditions = page.grading.workspace.conditions
    conditions.x_mm.setValue(0.25)
    conditions.set_calibration(_CARD)
    camera.settle()
    due = sampling.due(plant, job.job.id)
    if due:
        page.take(Taking.of_due(due[0]))
    page.grading.grade(_burnt(plant.data_folder, own[0]))
    camera.settle()
    camera.take("quality-causes")
    page.grading.busy.begin(Path("page-7.png"), 2)
    page.grading.busy.progress(Progress(0.45, None))
    camera.take("quality-grading")
    page.grading.busy.end()
    page.grading.samples.leave.click()
    for number, grade in ((2, 3.2), (3, 1.2)):
        result = ExternalResult("REA ScanCheck 7 / 0417", own[number], "Code 128", grade, job_id=job.job.id)
        work.announce(external_results.record_external(plant, result)[1])
    page.show_what(ShowBatch(job.job.batch_id))
    camera.settle()
    camera.take("quality-held")
    page.batches.detail.tabs.choose(1)
    camera.settle()
    camera.take("quality-records")
    page.batches.detail.tabs.choose(0)
    page.tabs.choose(3)
    camera.settle()
    camera.take("quality-trend-seen")
    page.tabs.choose(0)
    record = inspections.of_job(plant, job.job.id)[-1]
    camera.take_dialog(ShowRecord(work, record, window), "quality-record")
    camera.take_dialog(TypeInResult(work, window, beside=record), "quality-verifier")
    camera.take_dialog(SetSamplingPlan(work, jobs.list_jobs(plant), job.job.id, window), "quality-plan")
    aql = SetSamplingPlan(work, jobs.list_jobs(plant), None, window)
    camera.settle()
    aql.kinds[1].click()
    camera.take_dialog(aql, "quality-plan-aql")
    _verifier_files(camera, own)
    editor = EditProduct(work, products.product(plant, job.job.product_id), window)
    editor.show_group("codes")
    camera.take_dialog(editor, "quality-least-grade")


def _verifier_files(camera: Camera, own: list[str]) -> None:
    """Import a sound file of a verifier with a faulty row, and one with unusual headings."""
    folder, work, window = camera.work.plant.data_folder, camera.work, camera.window
    usual = folder / "verifier.csv"
    usual.write_text(
        "Data,Symbology,Overall Grade,Formal Grade,Date,SC\n"
        f"{own[4]},Code 128,3.2,3.2/06/660,2026-11-20 08:10,81\n"
        f"{own[5]},Code 128,1.1,1.1/06/660,2026-11-20 08:11,44\n"
        "81999990000000000000,Code 128,3.4,3.4/06/660,2026-11-20 08:12,80\n"
        "81999990123456789014,Code 128,3.4,3.4/06/660,2026-11-20 08:12,80\n"
        f"{own[6]},Code 128,7,7/06/660,2026-11-20 08:13,80\n",
        encoding="utf-8",
    )
    dialog = ImportResults(work, usual, window)
    camera.settle()
    dialog.device.setText("REA ScanCheck 7 / 0417")
    dialog.device.editingFinished.emit()
    dialog.calibrated.setChecked(True)
    camera.settle()
    camera.take_dialog(dialog, "quality-import-faulty")
    sound = ImportResults(work, usual, window)
    camera.settle()
    sound.device.setText("REA ScanCheck 7 / 0417")
    sound.calibrated.setChecked(True)
    camera.settle()
    sound.tabs.choose(0)
    camera.take_dialog(sound, "quality-import")
    strange = folder / "LVS-9585.csv"
    strange.write_text(
        "LVS 9585,Werk 2\n"
        "Nr.,Zeitpunkt,Inhalt,Art,ISO-Note,Blende,Kontrast,Modulation,Defekte,Decodierbarkeit\n"
        + "".join(
            f"{number},2026-11-20 08:1{number},{code},Code 128,3.{number},06,8{number},71,9,6{number}\n"
            for number, code in enumerate(own[:8])
        ),
        encoding="utf-8",
    )
    camera.take_dialog(ImportResults(work, strange, window), "quality-not-understood")
    chosen = ImportResults(work, strange, window)
    camera.settle()
    for what, heading in ((Column.DATA, "Inhalt"), (Column.GRADE, "ISO-Note"), (Column.SYMBOLOGY, "Art")):
        choice = chosen.columns.choices[what]
        choice.setCurrentText(heading)
        choice.activated.emit(choice.currentIndex())
        camera.settle()
    camera.take_dialog(chosen, "quality-columns")


def _burnt(folder: Path, code: str) -> Path:
    """Draw a pale label of which one dot of the head was burnt."""
    drawn = symbol(code, "Code128", 4)[:120]
    drawn[drawn < LIGHT] = _PALE
    drawn[60:64] = LIGHT
    return saved(sheet((drawn, 60, 60)), folder / "pale.png")
