import gc
import sys
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.operations import sample_plant
from desktop.operations.plant import Plant
from desktop.texts import CHINESE
from ui.application import run_windows
from ui.main_window import MainWindow


@pytest.mark.parametrize("language", [None, CHINESE])
def test_the_windows_open_on_today_and_end_with_status_0_when_closed(
    qapp: QApplication, plant: Plant, language: str | None
) -> None:
    titles: list[str] = []
    hook = sys.excepthook

    def look() -> None:
        window = cast("MainWindow | None", qapp.activeWindow())
        if window is None or not sample_plant.is_loaded(plant):
            QTimer.singleShot(20, look)
            return
        titles.append(window.page.work.language.code)
        window.close()

    QTimer.singleShot(20, look)
    assert run_windows(plant, sample=True, language=language) == 0
    assert len(titles) == 1
    assert language is None or titles == [language]
    assert sys.excepthook is hook


def test_what_stays_while_the_windows_are_open_is_not_looked_through_for_garbage(
    qapp: QApplication, plant: Plant
) -> None:
    frozen: list[int] = []

    def look() -> None:
        window = cast("MainWindow | None", qapp.activeWindow())
        if window is None or not sample_plant.is_loaded(plant):
            QTimer.singleShot(20, look)
            return
        frozen.append(gc.get_freeze_count())
        window.close()

    QTimer.singleShot(20, look)
    run_windows(plant, sample=True)
    assert frozen[0] > 0
    assert gc.get_freeze_count() == 0
