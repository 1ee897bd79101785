"""Takes pictures of every page in both languages: ``python -m tests.screenshots FOLDER``.

For people to look at, and for README. Works without a screen; Chinese needs a Chinese typeface.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog

import label_templates
from desktop.app import open_plant
from desktop.operations import batches, jobs, labels, sample_plant
from desktop.operations.jobs import JobOrder
from desktop.operations.plant import Plant
from desktop.texts import LANGUAGES, say
from printers.emulators.zebra import ZebraEmulator
from ui.dialogs.go_to import GoTo
from ui.dialogs.new_batch import NewBatch
from ui.dialogs.new_job import NewJob
from ui.dialogs.shortcuts import ShortcutSheet
from ui.main_window import MainWindow
from ui.pages.jobs import JobsPage
from ui.pages.labels import LabelsPage
from ui.pages.products import ProductsPage
from ui.wording import Mark
from ui.workplace import Workplace

_PAGES = ("today", "products", "labels", "jobs", "trace")


class Photographer:
    """Drives a window and takes its pictures."""

    def __init__(self, plant: Plant, folder: Path, size: tuple[int, int]) -> None:
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        self.app = app
        self.folder = folder
        settings = QSettings(str(plant.data_folder / "look.ini"), QSettings.Format.IniFormat)
        self.work = Workplace(app, plant, settings)
        self.window = MainWindow(self.work)
        self.window.resize(*size)
        self.window.show()
        self.prefix = ""

    def settle(self, until: Callable[[], bool] | None = None, seconds: float = 30.0) -> None:
        """Let the window work until it rests and ``until`` holds."""
        end = time.monotonic() + seconds
        rest = 0
        while rest < 3:
            self.app.processEvents()
            time.sleep(0.02)
            busy = self.work.background.busy and not self.work.running.ids
            rest = 0 if busy or (until is not None and not until()) else rest + 1
            if time.monotonic() > end:
                raise TimeoutError

    def take(self, name: str) -> None:
        """Save a picture of the window."""
        self.settle()
        self.window.grab().save(str(self.folder / f"{self.prefix}{name}.png"))

    def take_dialog(self, dialog: QDialog, name: str) -> None:
        """Save a picture of a dialog."""
        dialog.show()
        self.settle()
        dialog.grab().save(str(self.folder / f"{self.prefix}{name}.png"))
        dialog.close()
        dialog.deleteLater()

    def page(self, name: str, what: object = None) -> None:
        """Go to a page and wait until it rests."""
        self.window.go(name, what)
        self.settle()


def _order(plant: Plant, count: int, printer: str = "demo://zebra", camera: str = "demo://zebra") -> int:
    row = batches.list_batches(plant)[0]
    label = labels.list_templates(plant)[0].name
    order = JobOrder(row.product_id, row.id, 1, count, label, printer, camera)
    return jobs.create_job(plant, order)[0].job.id


def _run_out(camera: Photographer) -> int:
    """Run a job whose printer runs out of labels: some of them are unknown then."""
    with ZebraEmulator() as printer:
        printer.faults.partial_label = True
        printer.faults.media_out_after = 37
        job_id = _order(camera.work.plant, 200, printer.address, printer.camera_address)
        camera.work.running.start(job_id)
        camera.settle(lambda: not camera.work.running.ids)
    return job_id


def _low_bars(folder: Path) -> Path:
    """Write a design that breaks rules."""
    design = json.loads(label_templates.read_text("drug_code_b"))
    block = next(element for element in design["elements"] if element["type"] == "code_block")
    block |= {"height_mm": 5.0, "x_mm": 2.0}
    path = folder / "low_bars.json"
    path.write_text(json.dumps(design), encoding="utf-8")
    return path


def _empty_pages(camera: Photographer) -> None:
    for name in ("today", "products", "jobs", "trace"):
        camera.page(name)
        camera.take(f"empty-{name}")


def _full_pages(camera: Photographer, running: int, run_out: int, code: str) -> None:
    for name in _PAGES[:3]:
        camera.page(name)
        camera.take(name)
    page = camera.window.page
    assert isinstance(page, LabelsPage)
    page.load(str(_low_bars(camera.work.plant.data_folder)))
    camera.settle()
    page.preview.findings.view.selectRow(0)
    camera.take("labels-findings")
    camera.page("jobs")
    job_page = camera.window.page
    assert isinstance(job_page, JobsPage)
    job_page.view.left.emit()
    camera.take("jobs")
    camera.page("jobs", running)
    camera.take("job")
    camera.page("jobs", run_out)
    camera.take("job-unknown")
    camera.page("trace", code)
    camera.take("trace")
    _dialogs(camera)


def _dialogs(camera: Photographer) -> None:
    camera.take_dialog(NewJob(camera.work, camera.window), "new-job")
    camera.take_dialog(GoTo(camera.work, camera.window), "go-to")
    camera.page("products")
    products = camera.window.page
    assert isinstance(products, ProductsPage)
    item = products.table.chosen_row()
    assert item is not None
    camera.take_dialog(NewBatch(camera.work, item, camera.window), "new-batch")
    camera.take_dialog(ShortcutSheet(camera.work, products.shortcuts, camera.window), "shortcuts")
    camera.work.messages.tell(
        Mark.STOPPED,
        say("Import code files"),
        tuple(say("{n} labels/s", n=n) for n in range(40)),
    )
    camera.take("message")
    camera.work.messages.clear()


def _photograph(plant: Plant, folder: Path, size: tuple[int, int], *, dark: bool) -> None:
    camera = Photographer(plant, folder, size)
    camera.work.style.choose(dark=dark)
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        _empty_pages(camera)
    camera.work.announce(sample_plant.load(plant))
    done = _order(plant, 12)
    camera.work.running.start(done)
    camera.settle(lambda: not camera.work.running.ids)
    running = _order(plant, 6000)
    run_out = _run_out(camera)
    code = ""
    for language in LANGUAGES:
        camera.work.language.choose(language)
        camera.prefix = f"{language}-"
        camera.work.running.start(running)
        camera.page("jobs", running)
        camera.settle(lambda: camera.work.running.picture(running) is not None)
        last = camera.work.running.progress(running)
        code = code or (last.last_code if last else "")
        camera.take("job-running")
        camera.page("today")
        camera.take("today-running")
        camera.work.running.stop(running)
        camera.settle(lambda: not camera.work.running.ids)
        _full_pages(camera, running, run_out, code)
    camera.window.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--dark", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, chosen.size.split("x"))
    with (
        tempfile.TemporaryDirectory() as temporary,
        open_plant(f"sqlite:///{temporary}/plant.db", _made(Path(temporary) / "Sample")) as plant,
    ):
        _photograph(plant, chosen.folder, (width, height), dark=chosen.dark)


if __name__ == "__main__":
    main()
