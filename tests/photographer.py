"""Drives the main window on a plant and takes its pictures."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog

from desktop.operations.plant import Plant
from ui.main_window import MainWindow
from ui.workplace import Workplace


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
        while rest < 12:
            self.app.processEvents()
            time.sleep(0.02)
            busy = self.work.background.busy and not self.work.running.ids
            rest = 0 if busy or (until is not None and not until()) else rest + 1
            if time.monotonic() > end:
                raise TimeoutError

    def printed(self, job_id: int) -> int:
        """Return how many labels of a job are printed so far."""
        progress = self.work.running.progress(job_id)
        return progress.printed if progress else 0

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
