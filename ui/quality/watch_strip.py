"""A watched folder: its button, what is told of it, and the pictures that are waiting."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.texts import Text, say
from ui.kit import row
from ui.quality.watching import Watching
from ui.style import GRID
from ui.workplace import Workplace


class WatchStrip(QWidget):
    """Hidden while nothing is watched.

    Attributes:
        button: begins and ends watching; it stands elsewhere.
        watching: looks into the folder.

    Signals:
        wanted: (Path) a picture is to be graded.
        refused: (Faulty) a file that can never be graded, and why.
    """

    wanted = Signal(object)
    refused = Signal(object)

    def __init__(self, work: Workplace, free: Callable[[], bool]) -> None:
        """Make it; ``free`` tells whether a picture that comes may be graded at once."""
        super().__init__()
        kit = work.kit
        self._language, self._free = work.language, free
        self.button = kit.button(say("Watch a folder"), self.toggle, "quiet", icon_name="eye")
        self.next_button = kit.button(say("Next picture"), self._take, icon_name="forward")
        self.next_button.hide()
        self._told = kit.label(role="muted")
        self.watching = Watching(work, self)
        self.watching.came.connect(self._came)
        self.watching.refused.connect(self.refused)
        self.watching.troubled.connect(self._show)
        self.setLayout(row(self._told, self.next_button, 1, spacing=2 * GRID))
        self.hide()

    def toggle(self) -> None:
        """Begin to watch a folder, or end it."""
        if self.watching.folder is not None:
            self.watching.stop()
        else:
            name = QFileDialog.getExistingDirectory(self, self._language(say("Folder to watch")))
            if name:
                self.watching.start(Path(name))
        self._show()

    def _show(self, trouble: Text | None = None) -> None:
        folder, word = self.watching.folder, self._language.word
        self.setVisible(folder is not None)
        word(self.button, say("Watch a folder") if folder is None else say("Stop watching"))
        if folder is None:
            return
        word(self._told, trouble or say("New pictures in {folder} are graded as they come.", folder=folder))
        waiting = self.watching.waiting()
        self.next_button.setVisible(waiting > 0)
        word(self.next_button, say("Next picture ({n})", n=waiting))

    def _came(self) -> None:
        """Let the first that came be graded; others wait for the person."""
        if self._free() and self.next_button.isHidden():
            self._take()
        self._show()

    def _take(self) -> None:
        path = self.watching.take()
        self._show()
        if path is not None:
            self.wanted.emit(path)
