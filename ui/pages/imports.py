"""Bringing files in: products.xml and code files, several at once, with progress and cancel."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.changes import Changes, Kind
from desktop.errors import PackmarkError
from desktop.operations import codes, products
from desktop.operations.plant import Plant, Report
from desktop.texts import Text, say, say_count
from ui.widgets.work_strip import WorkStrip
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace


@dataclass(slots=True)
class _Imported:
    """What became of the files: those that went in, and the trouble that ended it."""

    done: list[Text] = field(default_factory=list)
    trouble: PackmarkError | None = None


class Imports(QObject):
    """Asks for files, imports them one after the other, and tells what became of them."""

    def __init__(self, work: Workplace, strip: WorkStrip, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._strip = strip
        self._window = parent

    def ask_products(self) -> None:
        """Ask for a products.xml and import it."""
        self._ask(say("Import products.xml"), say("Products of the platform (*.xml)"))

    def ask_codes(self) -> None:
        """Ask for code files and import them."""
        self._ask(say("Import code files"), say("Code files of the platform (*.txt *.csv);;All files (*)"))

    def take(self, paths: Sequence[Path]) -> None:
        """Import ``paths``: products first, since codes belong to products."""
        if not paths:
            return
        ordered = sorted(paths, key=lambda path: (path.suffix.lower() != ".xml", path.name))
        plant = self._work.plant
        self._work.messages.clear()
        task = self._work.background.run(
            lambda report: _import(plant, ordered, report),
            receiver=self,
            done=self._tell,
            progress=self._strip.progress,
            ended=self._strip.end,
        )
        what = say_count("Importing {name}", "Importing {n} files", n=len(ordered), name=ordered[0].name)
        self._strip.begin(what, task)

    def _ask(self, title: Text, kinds: Text) -> None:
        word = self._work.language
        names, _ = QFileDialog.getOpenFileNames(self._window, word(title), "", word(kinds))
        self.take([Path(name) for name in names])

    def _tell(self, imported: _Imported) -> None:
        self._work.announce(Changes.of(Kind.PRODUCTS, Kind.CODES))
        if imported.trouble is not None:
            error = imported.trouble
            self._work.messages.tell(Mark.STOPPED, error.text, (*error.details, *imported.done))
        elif len(imported.done) == 1:
            self._work.messages.done(imported.done[0])
        else:
            n = len(imported.done)
            self._work.messages.tell(
                Mark.DONE, say_count("{n} file imported.", "{n} files imported.", n=n), tuple(imported.done)
            )


def _import(plant: Plant, paths: Sequence[Path], report: Report) -> _Imported:
    imported = _Imported()
    for place, path in enumerate(paths):

        def report_of_file(fraction: float, place: int = place) -> bool:
            return report((place + fraction) / len(paths))

        try:
            imported.done.append(_import_one(plant, path, report_of_file))
        except PackmarkError as error:
            imported.trouble = error
            break
    return imported


def _import_one(plant: Plant, path: Path, report: Report) -> Text:
    if path.suffix.lower() == ".xml":
        found = products.import_products(plant, path)
        return say(
            "{file}: {added} products added, {unchanged} known already.",
            file=path.name,
            added=found.added,
            unchanged=found.unchanged,
        )
    result = codes.import_codes(plant, path, report)
    return say(
        "{file}: {count} codes for {product}, {level}.",
        file=path.name,
        count=number(result.count),
        product=result.product,
        level=level_name(result.level),
    )
