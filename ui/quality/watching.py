"""Looks into a folder for new pictures, in the background, and tells each once."""

from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.operations.watched_folder import Faulty, WatchedFolder
from ui.workplace import Workplace

_LOOK_MS = 1000


class Watching(QObject):
    """Watches one folder at a time.

    Signals:
        came: pictures are waiting; ``take`` gives the oldest.
        refused: (Faulty) a file that can never be graded, and why.
        troubled: (Text or None) why the folder cannot be looked at now.
    """

    came = Signal()
    refused = Signal(object)
    troubled = Signal(object)

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._folder: WatchedFolder | None = None
        self._waiting: deque[Path] = deque()
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._folder.folder if self._folder else None

    def start(self, folder: Path) -> None:
        """Watch a folder; what is in it already is not new."""
        self._folder = WatchedFolder(folder, self._work.plant.clock)
        self._waiting.clear()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch no longer; what is waiting is forgotten."""
        self._timer.stop()
        self._folder = None
        self._waiting.clear()

    def waiting(self) -> int:
        """Count the pictures that nobody took yet."""
        return len(self._waiting)

    def take(self) -> Path | None:
        """Return the oldest picture that is waiting."""
        return self._waiting.popleft() if self._waiting else None

    def look(self) -> None:
        """Look once, unless a look is under way: a folder in a network can be slow."""
        folder = self._folder
        if folder is None or self._looking:
            return
        self._looking = True
        self._work.background.run(
            lambda _report: (folder.poll(), folder.faulty),
            receiver=self,
            done=lambda found: self._found(folder, *found),
            ended=self._rest,
        )

    def _rest(self) -> None:
        self._looking = False

    def _found(self, folder: WatchedFolder, pictures: tuple[Path, ...], faulty: tuple[Faulty, ...]) -> None:
        if folder is not self._folder:
            return
        for one in faulty:
            self.refused.emit(one)
        self.troubled.emit(folder.trouble)
        if pictures:
            self._waiting.extend(pictures)
            self.came.emit()
