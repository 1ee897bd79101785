"""Jobs: all print orders, and the one that is open, as the line lead sees it."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from desktop.changes import Kind
from desktop.operations import jobs, products
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.texts import say
from ui.dialogs.new_job import NewJob
from ui.kit import row
from ui.pages.job_view import JobView
from ui.pages.page import Page
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.wording import JOB_STATES, Mark, level_name, moment
from ui.workplace import Workplace

_LIST, _EMPTY, _ONE = range(3)


class JobsPage(Page):
    """The list of jobs, and in its place the job that is open."""

    kinds: ClassVar[frozenset[Kind]] = frozenset(
        {Kind.JOBS, Kind.CODES, Kind.PRODUCTS, Kind.QUALITY, Kind.PRINTERS}
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.new_job = kit.button(say("New job"), self._new_job, "primary", icon_name="add")
        self.open_job = kit.button(say("Open"), self._open_chosen)
        self.table: Table[JobRow] = Table(work, say("Jobs"), self._columns())
        self.table.opened.connect(lambda item: self.open(item.job.id))
        self.table.chosen.connect(lambda _item: self.open_job.setEnabled(True))
        self.view = JobView(work)
        self.view.left.connect(self._back)
        to_products = kit.button(say("Go to products"), lambda: work.go("products"))
        self.first_job = kit.button(say("New job"), self._new_job, "primary", icon_name="add")
        self._has_products = False
        self._to_products = to_products
        empty = EmptyPage(
            kit,
            "jobs",
            say("No jobs yet"),
            say(
                "A job prints the labels of one batch on one printer. It takes codes from the pool, prints "
                "each exactly once, reads it back and accounts for every one."
            ),
            self.first_job,
            to_products,
        )
        self._list_tools = row(self.open_job, self.new_job)
        self._title = kit.label(say("Jobs"), "title")
        self._stack = QStackedWidget()
        self._stack.addWidget(kit.card(self.table))
        self._stack.addWidget(empty)
        self._stack.addWidget(self.view)
        self.lay_out(row(self._title, 1, self._list_tools), self._stack)
        self.shortcut("Ctrl+N", say("New job"), self.new_job)
        self.shortcuts += [("Enter", say("Open the chosen job"))]
        self.shortcut("F5", say("Start or resume the job"), self.view.start)
        self.shortcut("F6", say("Pause the job"), self.view.pause)
        self.shortcut("F7", say("Report a problem"), self.view.problem)
        self.shortcut("F8", say("Stop or finish the job"), self.view.finish)
        self.shortcuts += [("Esc", say("Back to all jobs"))]
        work.running.changed.connect(lambda _job_id: self.outdate())

    def refresh(self) -> None:
        """Read the jobs anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)
        self.view.refresh()

    def reword(self) -> None:
        """Word the open job anew."""
        self.view.reword()

    def show_what(self, what: object) -> None:
        """Open a job by its id; ``"new"`` orders a new one."""
        if what == "new":
            self._new_job()
        elif isinstance(what, int):
            self.open(what)

    def open(self, job_id: int) -> None:
        """Show one job."""
        self.view.show_job(job_id)
        self._switch(_ONE)

    def _columns(self) -> tuple[Column[JobRow], ...]:
        return (
            Column(say("State"), lambda item: JOB_STATES[item.job.state][1], mark=self._mark),
            Column(say("Job"), lambda item: item.job.id),
            Column(say("Product"), lambda item: item.product, wide=True),
            Column(say("Lot"), lambda item: item.lot, code=True),
            Column(say("Level"), lambda item: level_name(item.job.level)),
            Column(say("Good"), lambda item: item.counts.good),
            Column(say("Wanted"), lambda item: item.job.count),
            Column(say("Unknown"), lambda item: item.counts.unknown),
            Column(say("Printer"), lambda item: item.printer, tip=lambda item: item.job.printer),
            Column(say("Ordered"), lambda item: moment(item.job.created_at)),
        )

    def _mark(self, item: JobRow) -> Mark:
        if item.job.state is JobState.RUNNING and not self.work.running.is_running(item.job.id):
            return Mark.ATTENTION
        return JOB_STATES[item.job.state][0]

    def _show(self, read: tuple[tuple[JobRow, ...], bool]) -> None:
        rows, self._has_products = read
        self.table.put(rows, same=lambda one, other: one.job.id == other.job.id)
        self.open_job.setEnabled(self.table.chosen_row() is not None)
        self.first_job.setVisible(self._has_products)
        self._to_products.setVisible(not self._has_products)
        if self._stack.currentIndex() != _ONE:
            self._switch(_LIST if rows else _EMPTY)

    def _switch(self, which: int) -> None:
        self._stack.setCurrentIndex(which)
        self._title.setVisible(which != _ONE)
        self.new_job.setVisible(which == _LIST)
        self.open_job.setVisible(which == _LIST)

    def _back(self) -> None:
        self._switch(_LIST if self.table.model.rowCount() else _EMPTY)
        self.refresh()

    def _open_chosen(self) -> None:
        item = self.table.chosen_row()
        if item is not None:
            self.open(item.job.id)

    def _new_job(self) -> None:
        dialog = NewJob(self.work, self)
        if dialog.ask() and dialog.created is not None:
            self.open(dialog.created.job.id)


def _read(plant: Plant) -> tuple[tuple[JobRow, ...], bool]:
    return jobs.list_jobs(plant), bool(products.list_products(plant))
