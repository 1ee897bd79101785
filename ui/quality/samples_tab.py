"""Samples due: the labels that are to be graded now, and what is done with each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.operations import sampling
from desktop.operations.jobs import JobRow
from desktop.operations.sampling import DueSample
from desktop.products.job import JobState
from desktop.products.quality import occasion_name
from desktop.texts import say
from ui.dialogs.give_reason import GiveReason
from ui.dialogs.sampling_plan import SetSamplingPlan, fill_jobs, job_chooser
from ui.kit import column, row
from ui.quality.picture_view import dropped_file
from ui.quality.taking import Taking
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.wording import Mark, clock
from ui.workplace import Workplace

_FULL, _EMPTY = range(2)
_PRODUCT_PX = 20 * GRID


class SamplesTab(QWidget):
    """Lists samples, the first ones to grade on top.

    Signals:
        grade_wanted: (Taking) the person wants to grade a sample.
        dropped: (Taking, Path) the picture of a sample was dropped here.
    """

    grade_wanted = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._due: tuple[DueSample, ...] = ()
        self._jobs: tuple[JobRow, ...] = ()
        self._wanted: int | None = None
        self.job = job_chooser(work, (), say("All jobs"))
        self.job.setMinimumWidth(40 * GRID)
        work.language.word(self.job, say("Job"), "setAccessibleName")
        self.job.currentIndexChanged.connect(lambda _index: self._show())
        self.table: Table[DueSample] = Table(work, say("Samples due"), _columns())
        self.grade = kit.button(say("Grade it"), self._grade, "primary", icon_name="quality")
        self.verifier = kit.button(say("Verifier's result …"), self._type_in, icon_name="edit")
        self.waive = kit.button(say("Do not grade …"), self._waive, icon_name="close")
        self.roll = kit.button(say("Roll changed …"), self._roll_changed, icon_name="refresh")
        self.plan = kit.button(say("Sampling plan …"), self._plan, icon_name="edit")
        head = row(self.job, 1, self.plan, self.roll, self.waive, self.verifier, self.grade, spacing=GRID)
        self.nothing = self._make_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(kit.card(self.table))
        self._stack.addWidget(self.nothing)
        layout = column(head, self._stack, spacing=GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setAcceptDrops(True)
        self.table.opened.connect(lambda _row: self._grade())
        self.table.chosen.connect(lambda _row: self._enable())
        work.language.changed.connect(self._fill)
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the picture of a sample."""
        if self.table.chosen_row() is not None and dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Grade the picture for the chosen sample."""
        chosen, file = self.table.chosen_row(), dropped_file(event)
        if chosen is not None and file is not None:
            event.acceptProposedAction()
            self.dropped.emit(Taking.of_due(chosen), file)

    def show_samples(self, due: Sequence[DueSample], jobs: Sequence[JobRow]) -> None:
        """Show what is due, and offer the jobs that are not closed or have a sample due."""
        waiting = {one.job_id for one in due}
        self._due = tuple(due)
        self._jobs = tuple(
            one for one in jobs if one.job.state is not JobState.CLOSED or one.job.id in waiting
        )
        self._fill()
        self._show()

    def choose_job(self, job_id: int | None) -> None:
        """Show the samples of one job, or of all; also of one that was not read yet."""
        found = self.job.findData(job_id)
        self._wanted = job_id if found < 0 else None
        self.job.setCurrentIndex(max(0, found))

    def _fill(self) -> None:
        fill_jobs(self._work, self.job, self._jobs, say("All jobs"))
        wanted = self.job.findData(self._wanted) if self._wanted is not None else -1
        if wanted >= 0:
            self._wanted = None
            self.job.setCurrentIndex(wanted)

    def _show(self) -> None:
        job_id = self.job.currentData()
        rows = [one for one in self._due if job_id in {None, one.job_id}]
        self.table.put(rows, same=_same)
        if rows and self.table.chosen_row() is None:
            self.table.view.selectRow(0)
        self._stack.setCurrentIndex(_FULL if rows else _EMPTY)
        self._enable()

    def _enable(self) -> None:
        chosen = self.table.chosen_row() is not None
        for button in (self.grade, self.waive, self.verifier):
            button.setVisible(self._stack.currentIndex() == _FULL)
            button.setEnabled(chosen)
        self.roll.setEnabled(self._open_job() is not None)

    def _job_id(self) -> int | None:
        """Return the job that is chosen, or that of the chosen sample."""
        chosen = self.table.chosen_row()
        job_id: int | None = self.job.currentData()
        return job_id if job_id is not None or chosen is None else chosen.job_id

    def _open_job(self) -> JobRow | None:
        job_id = self._job_id()
        ended = {JobState.CLOSED, JobState.DONE, JobState.ABORTED}
        return next((one for one in self._jobs if one.job.id == job_id and one.job.state not in ended), None)

    def _grade(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is not None:
            self.grade_wanted.emit(Taking.of_due(chosen))

    def _type_in(self) -> None:
        from ui.dialogs.external_result import TypeInResult  # noqa: PLC0415 (start-up)

        chosen = self.table.chosen_row()
        if chosen is not None:
            TypeInResult(self._work, self, sample=Taking.of_due(chosen)).ask()

    def _waive(self) -> None:
        chosen, plant = self.table.chosen_row(), self._work.plant
        if chosen is None:
            return
        told = say(
            "{sample} It counts as not graded; a batch of which nothing was graded is not released.",
            sample=Taking.of_due(chosen).title(),
        )
        GiveReason(
            self._work,
            say("Do not grade a sample"),
            told,
            say("Do not grade it"),
            lambda reason: sampling.waive(plant, chosen.job_id, chosen.occasion, chosen.number, reason),
            self,
        ).ask()

    def _roll_changed(self) -> None:
        found, plant = self._open_job(), self._work.plant
        if found is None:
            return
        job_id = found.job.id
        told = say(
            "Job {job}, lot {lot}: the labels that come next are from a new roll, and are graded as the "
            "sampling plan says.",
            job=job_id,
            lot=found.lot,
        )
        GiveReason(
            self._work,
            say("The roll was changed"),
            told,
            say("Note it"),
            lambda note: sampling.roll_changed(plant, job_id, note),
            self,
            needed=False,
        ).ask()

    def _plan(self) -> None:
        SetSamplingPlan(self._work, self._jobs, self._job_id(), self).ask()

    def _make_empty(self) -> QWidget:
        kit = self._work.kit
        self.first_plan = kit.button(say("Sampling plan …"), self._plan, "primary", icon_name="edit")
        self.first_job = kit.button(say("Jobs"), lambda: self._work.go("jobs"), icon_name="jobs")
        return EmptyPage(
            kit,
            "quality",
            say("No sample is due"),
            say(
                "As labels come out of a printer, the sampling plan says which of them are graded: at the "
                "start, one of so many, behind a new roll, at the end. They wait here until a picture of "
                "each is graded, and then their batch can be released."
            ),
            self.first_plan,
            self.first_job,
        )


def _same(one: DueSample, other: DueSample) -> bool:
    return (one.job_id, one.number) == (other.job_id, other.number)


def _columns() -> tuple[Column[DueSample], ...]:
    return (
        Column(say("Why"), lambda one: occasion_name(one.occasion), mark=lambda _one: Mark.ATTENTION),
        Column(say("Label"), lambda one: one.number),
        Column(say("Job"), lambda one: one.job_id),
        Column(say("Product"), lambda one: one.product, wide=True),
        Column(say("Lot"), lambda one: one.lot, code=True),
        Column(say("Packing line"), lambda one: one.line or "–"),
        Column(say("Printer"), lambda one: one.printer, width=_PRODUCT_PX),
        Column(say("Needed"), lambda one: f"{one.needed:.1f}"),
        Column(say("Printed at"), lambda one: "–" if one.since is None else clock(one.since)),
    )
