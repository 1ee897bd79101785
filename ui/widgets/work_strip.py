"""Long work as a strip: what is done, how far it is, the time left, and a way to cancel."""

from PySide6.QtWidgets import QFrame, QWidget

from desktop.texts import Text, say
from ui.background import Progress, Task
from ui.kit import Kit, row
from ui.style import GRID
from ui.widgets.level_bar import LevelBar
from ui.wording import Mark, duration


class WorkStrip(QFrame):
    """Shows one piece of long work; hidden while there is none."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("mark", Mark.RUNNING.value)
        self._language = kit.language
        self._task: Task | None = None
        self._what = kit.label()
        self._bar = LevelBar()
        self._left = kit.label(role="muted")
        self.cancel = kit.button(say("Cancel"), self._ask_to_cancel, "quiet", icon_name="close")
        layout = row(self._what, self._bar, self._left, self.cancel)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self.setLayout(layout)
        self.hide()

    def begin(self, what: Text, task: Task) -> None:
        """Show that ``task`` does ``what``."""
        self._task = task
        self._language.word(self._what, what)
        self._bar.show_level(0, Mark.RUNNING)
        self._language.word(self._left, None)
        self.cancel.setEnabled(True)
        self.show()

    def progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._bar.show_level(progress.fraction, Mark.RUNNING)
        if progress.seconds_left is not None:
            left = say("{time} left", time=duration(progress.seconds_left))
            self._language.word(self._left, left)

    def end(self) -> None:
        """Hide again."""
        self._task = None
        self.hide()

    def _ask_to_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
