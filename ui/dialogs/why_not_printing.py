"""Why is it not printing? The questions with their answers, as they come."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.operations.answers import Answer, State
from desktop.operations.diagnosis import diagnose
from desktop.operations.plant import Report
from desktop.texts import Text, say, say_count
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import emptied, scrolling
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark
from ui.workplace import Workplace

STATES: dict[State, tuple[Mark, Text]] = {
    State.GOOD: (Mark.DONE, say("In order")),
    State.BAD: (Mark.STOPPED, say("Not in order")),
    State.UNKNOWN: (Mark.UNKNOWN, say("Not said")),
    State.NOT_ASKED: (Mark.IDLE, say("Not asked")),
}
_LOOK_MS = 100
_MOST_ROWS = 50
_WIDTH_PX = 860
_LIST_PX = 470


class WhyNotPrinting(Dialog):
    """Asks a device, and the job that is to be printed there, one question after the other.

    Attributes:
        answers: what has come so far.
    """

    def __init__(
        self, work: Workplace, address: str, job_id: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(work, say("Why is it not printing?"), parent)
        kit = work.kit
        self.answers: list[Answer] = []
        self._address, self._job_id = address, job_id
        self._task: Task | None = None
        about = say("{address}", address=address)
        if job_id is not None:
            about = say("Job {job} on {address}", job=job_id, address=address)
        self.badge = StateBadge(kit.language)
        self._list = QWidget()
        self._rows = QGridLayout(self._list)
        self._rows.setContentsMargins(0, 0, GRID, 0)
        self._rows.setHorizontalSpacing(2 * GRID)
        self._rows.setVerticalSpacing(GRID)
        self._rows.setColumnStretch(2, 1)
        self._rows.setRowStretch(_MOST_ROWS, 1)
        self._shown = 0
        area = scrolling(self._list)
        area.setMinimumHeight(_LIST_PX)
        self.again = kit.button(say("Ask again"), self.ask_again, icon_name="refresh")
        close = kit.button(say("Close"), self.reject, "primary")
        self.lay_out(kit.label(about, "muted"), self.badge, area, buttons=(self.again, close))
        self.setMinimumWidth(_WIDTH_PX)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.ask_again)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_new)
        self.ask_again()

    def ask_again(self) -> None:
        """Put all questions anew."""
        if self._task is not None:
            return
        plant, address, job_id = self.work.plant, self._address, self._job_id
        answers: list[Answer] = []
        self.answers = answers
        self._clear()
        self.notice.hide()
        self.again.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Asking …"))

        def work(report: Report) -> tuple[Answer, ...]:
            return diagnose(plant, address, job_id=job_id, report=report, told=answers.append)

        self._task = self.work.background.run(
            work,
            receiver=self,
            done=self._show_all,
            failed=self.notice.trouble,
            ended=self._rest,
        )
        self._timer.start()

    def reject(self) -> None:
        """Ask nothing more and leave."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _rest(self) -> None:
        self._task = None
        self._timer.stop()
        self.again.setEnabled(True)
        if self.badge.mark is Mark.RUNNING:
            self.badge.show_state(Mark.STOPPED, say("Nothing could be asked"))

    def _show_new(self) -> None:
        for answer in self.answers[self._shown :]:
            self._add(answer)

    def _show_all(self, answers: tuple[Answer, ...]) -> None:
        """Show the answers in the order of their questions, and what they come to."""
        self.answers = list(answers)
        self._clear()
        for answer in answers:
            self._add(answer)
        bad = sum(answer.state is State.BAD for answer in answers)
        if bad:
            found = say_count("{n} thing keeps it from printing", "{n} things keep it from printing", n=bad)
            self.badge.show_state(Mark.STOPPED, found)
        elif any(answer.state is State.UNKNOWN for answer in answers):
            self.badge.show_state(Mark.UNKNOWN, say("Nothing wrong was found, but not all was said"))
        else:
            self.badge.show_state(Mark.DONE, say("Nothing was found that would keep it from printing"))

    def _clear(self) -> None:
        emptied(self._rows)
        self._shown = 0

    def _add(self, answer: Answer) -> None:
        kit, line = self.work.kit, self._shown
        self._shown += 1
        badge = StateBadge(kit.language)
        badge.show_state(*STATES[answer.state])
        top = Qt.AlignmentFlag.AlignTop
        self._rows.addWidget(badge, line, 0, top)
        question = kit.label(answer.question, "heading" if answer.state is State.BAD else "")
        self._rows.addWidget(_dropped(question), line, 1, top)
        found = kit.label(
            answer.found if answer.what_to_do is None else _both(answer.found, answer.what_to_do),
            "muted" if answer.state is State.NOT_ASKED else "",
            wrap=True,
        )
        found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(_dropped(found), line, 2, top)


def _both(found: Text, what_to_do: Text) -> Text:
    return say("{found}\n→ {what_to_do}", found=found, what_to_do=what_to_do)


def _dropped(label: QLabel) -> QLabel:
    """Put the first line of a label at the height of a badge's word."""
    label.setContentsMargins(0, GRID // 2, 0, 0)
    return label
