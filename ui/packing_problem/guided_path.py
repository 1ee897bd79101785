"""What all guided paths have in common, so that the dialog can show any of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.texts import Text
from ui.packing_problem.ways import Way
from ui.workplace import Workplace

Done = tuple[Text, Changes]
"""What happened, in a sentence, and what it changed."""


class GuidedPath(QWidget):
    """Leads a person through one way.

    Signals:
        changed: whether all is given that is needed may be otherwise now.
        failed: (PackmarkError) it could not be done.
        finished: (Text, Changes) it is done.
    """

    changed = Signal()
    failed = Signal(object)
    finished = Signal(object, object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work

    def begin(self, way: Way) -> None:
        """Begin anew, for this way."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether all is given that is needed."""
        raise NotImplementedError

    def go(self) -> None:
        """Do it."""
        raise NotImplementedError

    def _finish(self, done: Done) -> None:
        sentence, changes = done
        self.finished.emit(sentence, changes)

    def _free(self) -> None:
        self.setEnabled(True)
        self.changed.emit()
