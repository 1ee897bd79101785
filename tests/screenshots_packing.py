"""Pictures of a packing station: on a plant of their own, with an order that runs."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import open_plant
from desktop.operations.packing import CHANGED
from desktop.operations.plant import Plant
from desktop.texts import LANGUAGES
from tests.ui.packing.line_on_screen import PackedLine, add_reviewer, packed_line
from ui.packing.confirmed_action import MIXED, PARTIAL, RESUME, ConfirmedAction
from ui.packing.station_settings import StationSettings
from ui.packing.station_view import StationView
from ui.pages.packing import PackingPage

if TYPE_CHECKING:
    from tests.photographer import Photographer

_ROOM = 10
_UNKNOWN = "80217629999999999999"


def photograph_packing(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take all pictures in both languages."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_plant(f"sqlite:///{folder}/packing.db", Path(folder)) as plant,
    ):
        camera = make(plant)
        camera.work.style.choose(dark=dark)
        camera.work.settings.setValue("packing/muted", "true")
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            camera.page("packing")
            camera.take("empty-packing")
        line = packed_line(plant, (3 * _ROOM, 5, 2), (1, _ROOM, 4))
        add_reviewer(plant)
        camera.work.announce(CHANGED)
        for at, language in enumerate(LANGUAGES):
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            camera.take("packing-choice")
            _photograph(camera, line, at)
        camera.window.close()


def _photograph(camera: "Photographer", line: PackedLine, bundle: int) -> None:
    page = camera.window.page
    assert isinstance(page, PackingPage)
    page.choice.tiles[f"{line.order_id}/{line.bundles}"].click()
    camera.settle()
    view = page.view
    assert view is not None
    units = line.units[bundle * _ROOM : (bundle + 1) * _ROOM]
    _scan(camera, view, "packing-taken", *units[:7])
    _scan(camera, view, "packing-doubled", units[0])
    _scan(camera, view, "packing-refused", _UNKNOWN)
    for action, name in ((PARTIAL, "partial"), (MIXED, "mixed"), (RESUME, "resume")):
        dialog = ConfirmedAction(camera.work, view.queue, action, camera.window)
        camera.take_dialog(dialog, f"packing-{name}")
    settings = StationSettings(camera.work, view.speaker, in_line=False, parent=camera.window)
    camera.take_dialog(settings, "packing-settings")
    _scan(camera, view, "packing-full", *units[7:])
    _scan(camera, view, "packing-closed", line.packs[bundle])
    view.panel.back.click()
    camera.settle()


def _scan(camera: "Photographer", view: StationView, name: str, *codes: str) -> None:
    for code in codes:
        view.queue.scan(code)
    camera.take(name)
