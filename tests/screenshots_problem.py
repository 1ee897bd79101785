"""Pictures of the problems of a packing line and of people, for ``tests.screenshots``."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.operations import pack_exceptions, reviewers, rights
from desktop.operations.packing import PackStation
from desktop.operations.plant import Plant
from desktop.operations.rights import Right
from desktop.texts import LANGUAGES
from tests.operations.packing_line import WHY, PackingLine, packing_line
from ui.dialogs.choose_secret import ChooseSecret
from ui.dialogs.packing_problem import PackingProblem
from ui.dialogs.people import PeopleDialog

if TYPE_CHECKING:
    from tests.photographer import Photographer

_SECRETS = ("first secret", "own secret")


def photograph_problem(make: "Callable[[Plant], Photographer]", *, dark: bool) -> None:
    """Take the six pictures, what is behind them, and the people, in both languages."""
    with tempfile.TemporaryDirectory() as folder, packing_line(Path(folder)) as packed:
        _prepare(packed)
        camera = make(packed.plant)
        camera.work.style.choose(dark=dark)
        for language in LANGUAGES:
            camera.work.language.choose(language)
            camera.prefix = f"{language}-"
            _photograph(camera, packed)
            camera.take_dialog(PeopleDialog(camera.work, camera.window), "people")
            camera.take_dialog(ChooseSecret(camera.work, "李雷", camera.window), "choose-secret")
        camera.window.close()


def _prepare(packed: PackingLine) -> None:
    """Fill two bundles, scrap a unit of one, and let one person confirm."""
    plant, bundles = packed.plant, packed.line.codes[1]
    with PackStation(plant, packed.order_id, packed.bundles) as station:
        for number in range(2):
            for code in (*packed.units[3 * number : 3 * number + 3], bundles[number]):
                station.scan(code)
    pack_exceptions.scrap(plant, packed.order_id, packed.units[3], **WHY)
    rights.grant(plant, plant.actor, Right.ADMINISTER)
    rights.grant(plant, "王丽", Right.REVIEW)
    rights.grant(plant, "李雷", Right.RELEASE)
    reviewers.set_secret(plant, "王丽", None, _SECRETS[0])
    reviewers.set_secret(plant, "王丽", *_SECRETS)
    reviewers.set_secret(plant, "李雷", None, _SECRETS[0])


def _photograph(camera: "Photographer", packed: PackingLine) -> None:
    units, bundles = packed.units, packed.line.codes[1]
    camera.take_dialog(_problem(camera, packed), "packing-problem")
    for picture in ("problem-other", "problem-damaged", "problem-roll"):
        camera.take_dialog(_problem(camera, packed, picture), f"packing-{picture}")
    shown: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
        ("sample", "problem-sample", "", (units[0],)),
        ("move", "problem-other", "pack-move", (units[1], bundles[1])),
        ("relabel", "problem-damaged", "pack-new-label", (bundles[0], bundles[3])),
        ("wrong-state", "problem-other", "pack-out", (units[9],)),
    )
    for name, picture, way, codes in shown:
        dialog = _problem(camera, packed, picture, way)
        for field, code in zip((dialog.scan.first, dialog.scan.second), codes, strict=False):
            field.setText(code)
            field.returnPressed.emit()
        camera.take_dialog(dialog, f"packing-problem-{name}")
    dialog = _problem(camera, packed, "problem-other", "undo")
    dialog.taking_back.table.view.selectRow(0)
    camera.take_dialog(dialog, "packing-problem-take-back")


def _problem(camera: "Photographer", packed: PackingLine, picture: str = "", way: str = "") -> PackingProblem:
    dialog = PackingProblem(camera.work, packed.order_id, packed.bundles, camera.window)
    dialog.show()
    camera.settle()
    if picture:
        dialog.pictures[picture].click()
    if way:
        dialog.choices[way].click()
    camera.settle()
    return dialog
