"""Pausing behind a certain label: at the end of a roll, a case, a shift."""

from PySide6.QtWidgets import QWidget

from desktop.products.job import JobProgress
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import number
from ui.workplace import Workplace


class PauseAt(Dialog):
    """Asks behind which label a running job pauses."""

    def __init__(self, work: Workplace, progress: JobProgress, parent: QWidget) -> None:
        super().__init__(work, say("Pause behind a label"), parent)
        kit = work.kit
        self._job_id = progress.job_id
        sent = progress.printed + progress.in_flight + progress.unknown
        first = min(sent + 1, progress.wanted)
        self.label = kit.spin_box(first, progress.wanted, min(progress.pause_at or first, progress.wanted))
        field = FormField(
            kit,
            say("Number of the last label before the pause"),
            self.label,
            say("{n} labels have left for the printer already.", n=number(sent)),
        )
        self.pause = kit.button(say("Pause there"), self._pause, "primary")
        self.pause.setDefault(True)
        self.go_on = kit.button(say("Do not pause there"), self._go_on)
        self.go_on.setVisible(progress.pause_at is not None)
        self.lay_out(field, buttons=(kit.button(say("Cancel"), self.reject), self.go_on, self.pause))
        self.setMinimumWidth(56 * GRID)

    def _pause(self) -> None:
        self.work.running.pause_at(self._job_id, self.label.value())
        self.accept()

    def _go_on(self) -> None:
        self.work.running.pause_at(self._job_id, None)
        self.accept()
