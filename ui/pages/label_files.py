"""Files of a label: pictures, PDF, a printer's language, and the design itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.labels.layout import Values
from desktop.operations import designs, labels
from desktop.operations.labels import Preview
from desktop.operations.plant import Plant
from desktop.texts import say
from ui.workplace import Workplace

_KINDS_OF_FILE = ("png", "pdf", "svg", "zpl", "json")

What = Callable[[], tuple[Preview | None, Values | None]]


class LabelFiles:
    """Saves a label as a file.

    Attributes:
        menu: one entry a kind of file.
        formats: the entries by their endings; ``json`` is the design, all others its label.
    """

    def __init__(self, work: Workplace, parent: QWidget, what: What) -> None:
        self._work = work
        self._parent = parent
        self._what = what
        self.menu = QMenu(parent)
        self.formats: dict[str, QAction] = {}
        for ending in _KINDS_OF_FILE:
            action = self.formats[ending] = self.menu.addAction(ending.upper())
            action.triggered.connect(lambda _checked, ending=ending: self.save(ending))
        work.language.word(self.formats["json"], say("Design file (JSON)"))

    def save(self, ending: str) -> None:
        """Ask where to, and write the file there."""
        shown, values = self._what()
        if shown is None:
            return
        word = self._work.language
        name, _ = QFileDialog.getSaveFileName(
            self._parent,
            word(say("Save the label as a file")),
            f"{shown.design.name}.{ending}",
            f"{ending.upper()} (*.{ending})",
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() != f".{ending}":
            path = path.with_name(f"{path.name}.{ending}")
        plant, work = self._work.plant, self._work
        work.background.run(
            lambda _report: _write(plant, shown, values, path),
            receiver=self._parent,
            done=lambda _done: work.messages.done(say("The label was written to {path}.", path=path)),
        )


def _write(plant: Plant, shown: Preview, values: Values | None, path: Path) -> None:
    # The person has agreed to overwrite in the file dialog.
    path.unlink(missing_ok=True)
    if path.suffix.lower() == ".json":
        designs.export_design(plant, shown.design, path)
    else:
        labels.render(plant, shown, values, path)
