"""Pictures of the quality page and its dialogs, for ``tests.screenshots``."""

import numpy
from PIL import Image
from PySide6.QtCore import QRect

from tests.screenshots_designer import Camera
from ui.dialogs.calibrate_reflectance import CalibrateReflectance
from ui.pages.quality import QualityPage

_PAPER, _DARK, _LIGHT = 235, 70, 210


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
