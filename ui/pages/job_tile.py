"""A job as a tile of the Today page: its state, how far it is, and the way to it."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.operations.jobs import JobRow
from desktop.products.job import JobState
from desktop.texts import Text, say
from ui.kit import column, row
from ui.pages.job_words import pace, the_others
from ui.style import GRID
from ui.widgets.level_bar import LevelBar
from ui.widgets.state_badge import StateBadge
from ui.wording import JOB_STATES, Mark, number
from ui.workplace import Workplace


class JobTile(QFrame):
    """One job; ``tick`` shows how far a running one has come."""

    def __init__(self, work: Workplace, item: JobRow) -> None:
        super().__init__()
        self._work = work
        self._item = item
        kit = work.kit
        self.setProperty("role", "card")
        self._badge = StateBadge(kit.language)
        self._done = kit.label(role="number")
        self._bar = LevelBar()
        self._speed = kit.label(role="muted", wrap=True)
        product = kit.label(wrap=True)
        product.setText(item.product)
        self.open_button = kit.button(say("Open"), lambda: work.go("jobs", item.job.id), "quiet")
        number_label = kit.label(say("Job {id} · lot {lot}", id=item.job.id, lot=item.lot), "muted")
        lowest = row(self._speed, self.open_button)
        lowest.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.addLayout(
            column(
                row(self._badge, 1, number_label),
                product,
                self._done,
                self._bar,
                lowest,
                spacing=GRID,
            )
        )
        self.tick()

    def tick(self) -> None:
        """Show the present state."""
        job = self._item.job
        runs = self._work.running.is_running(job.id)
        progress = self._work.running.progress(job.id) if runs else None
        if progress is not None:
            self._show(JOB_STATES[JobState.RUNNING], progress.printed)
            self._work.language.word(self._speed, pace(progress))
            return
        state = JOB_STATES[job.state]
        if job.state is JobState.RUNNING and not runs:
            state = (Mark.ATTENTION, say("Interrupted"))
        self._show(state, self._item.counts.good)
        unknown = self._item.counts.unknown
        words = say("{n} unknown", n=number(unknown)) if unknown else None
        words = the_others(self._item) or words or say("{printer}", printer=self._item.printer)
        self._work.language.word(self._speed, words)

    def told(self) -> str:
        """Return what is told below the bar: how fast it is, what became of the rest, or its printer."""
        return self._speed.text()

    def _show(self, state: tuple[Mark, Text], done: int) -> None:
        wanted = self._item.job.count
        self._badge.show_state(*state)
        self._work.language.word(
            self._done, say("{done} of {wanted}", done=number(done), wanted=number(wanted))
        )
        mark = Mark.RUNNING if state[0] is Mark.IDLE else state[0]
        self._bar.show_level(done / wanted, mark)
