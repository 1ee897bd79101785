"""What the dialogs of exports have in common: progress, time left, and leaving, which cancels."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desktop.errors import PackmarkError
from desktop.operations.plant import Report
from desktop.texts import Text, say
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.widgets.work_strip import WorkStrip
from ui.workplace import Workplace

T = TypeVar("T")


class ExportDialog(Dialog):
    """Asks how, then writes and shows how far it is; nothing is left behind by who cancels.

    Attributes:
        go: begins the export.
        leave: closes the dialog, or cancels what runs first.
    """

    def __init__(self, work: Workplace, title: Text, parent: QWidget | None) -> None:
        super().__init__(work, title, parent)
        kit = work.kit
        self.strip = WorkStrip(kit)
        self.leave = kit.button(say("Cancel"), self.reject)
        self.go = kit.button(say("Export"), self._begin, "primary", icon_name="export")
        self.go.setDefault(True)
        self._task: Task | None = None
        self._leaving = False

    def reject(self) -> None:
        """Leave; what runs is cancelled first."""
        if self._task is None:
            super().reject()
        else:
            self._leaving = True
            self._task.cancel()

    def export(self) -> None:
        """Read the fields and call ``write``; an ``InputError`` is told in the dialog."""
        raise NotImplementedError

    def write(self, do: Callable[[Report], T], done: Callable[[T], None]) -> None:
        """Write in the background; ``done`` gets the result, after which the dialog is accepted."""

        def finish(result: T) -> None:
            done(result)
            self.accept()

        self.notice.hide()
        self.go.setEnabled(False)
        self._task = self.work.background.run(
            do,
            receiver=self,
            done=finish,
            failed=self._fail,
            progress=self.strip.progress,
            ended=self._end,
        )
        self.strip.begin(say("Writing and reading back"), self._task)
        self.grow()

    def _begin(self) -> None:
        try:
            self.export()
        except PackmarkError as error:
            self._fail(error)

    def _fail(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _end(self) -> None:
        self._task = None
        self.strip.end()
        self.go.setEnabled(True)
        if self._leaving:
            super().reject()
