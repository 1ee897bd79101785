"""A picture is being graded: what is done, how far it is, the time left, and a way to cancel."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop.texts import say
from ui.background import Progress
from ui.kit import Kit, row
from ui.style import GRID
from ui.wording import Mark, duration

_ALL = 100
_TOLD_FROM_S = 0.5
"""What was spent on symbols before anything is said of the rest."""


class GradingStrip(QFrame):
    """Hidden while nothing is graded.

    How long a picture takes to open cannot be told beforehand: the bar only moves until its symbols are
    found. The time left is reckoned from the symbols alone.

    Attributes:
        cancel: the button that asks to wait no longer.

    Signals:
        cancelled: the person waits no longer.
    """

    cancelled = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._language = kit.language
        self._name = ""
        self._waiting = 0
        self._counted_from: tuple[float, float] | None = None
        self.setProperty("role", "notice")
        self.setProperty("mark", Mark.RUNNING.value)
        self.told = kit.label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID)
        kit.language.word(self.bar, say("Share of the symbols that is graded"), "setAccessibleName")
        self.left = kit.label(role="muted")
        self.cancel = kit.button(say("Cancel"), self.cancelled.emit, "quiet", icon_name="close")
        layout = row(self.told, self.bar, self.left, self.cancel, spacing=2 * GRID)
        layout.setStretch(1, 1)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self.setLayout(layout)
        self.hide()

    def begin(self, path: Path, waiting: int) -> None:
        """Show that a picture is graded while ``waiting`` others wait in the watched folder."""
        self._name, self._waiting, self._counted_from = path.name, waiting, None
        self.bar.setRange(0, 0)
        self._language.word(self.told, say("Finding the symbols of {file} …", file=self._name))
        self._show_left(None)
        self.show()

    def progress(self, progress: Progress) -> None:
        """Show how far it is; 0 is told as long as the picture is opened."""
        now, done = time.monotonic(), progress.fraction
        if not done:
            self._counted_from = now, done
            return
        if self._counted_from is None:
            self._counted_from = now, done
        since, before = self._counted_from
        percent = int(done * _ALL)
        self.bar.setRange(0, _ALL)
        self.bar.setValue(percent)
        told = say("Grading {file}: {percent} % of its symbols", file=self._name, percent=percent)
        self._language.word(self.told, told)
        known = done > before and now - since >= _TOLD_FROM_S
        self._show_left((now - since) * (1 - done) / (done - before) if known else None)

    def end(self) -> None:
        """Hide again."""
        self.hide()

    def _show_left(self, seconds: float | None) -> None:
        word = self._language.word
        if seconds is not None:
            word(self.left, say("{time} left", time=duration(seconds)))
        elif self._waiting:
            word(self.left, say("{n} more waiting", n=self._waiting))
        else:
            word(self.left, None)
