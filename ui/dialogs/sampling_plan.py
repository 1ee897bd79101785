"""Which labels of a job are graded, and what that means in words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QComboBox, QStackedWidget, QWidget

from desktop.changes import Changes
from desktop.errors import InputError
from desktop.operations import sampling
from desktop.operations.jobs import JobRow
from desktop.products.aql import AQLS, AqlPlan, InspectionLevel
from desktop.products.quality import Plan, SamplingPlan, plan_in_words
from desktop.products.sampling_plan import MOST_AT_ONCE, RAREST
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.kit import Button, box, column, row, segments
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_COURSE, _AQL = range(2)
_EXAMPLE = 10_000
"""Labels for which the plan of all jobs is told in words."""


class SetSamplingPlan(Dialog):
    """Shows and sets the plan of one job, or of all jobs without one of their own."""

    def __init__(
        self, work: Workplace, jobs: Sequence[JobRow], job_id: int | None, parent: QWidget | None
    ) -> None:
        super().__init__(work, say("Sampling plan"), parent)
        kit = work.kit
        self._counts: dict[int | None, int] = {None: _EXAMPLE, **{one.job.id: one.job.count for one in jobs}}
        self._asked = 0
        self.job = job_chooser(work, jobs, say("All jobs without a plan of their own"))
        self.job.setCurrentIndex(max(0, self.job.findData(job_id)))
        self.kinds = [self._kind(say("In the course of the job")), self._kind(say("By AQL (GB/T 2828.1)"))]
        group = QButtonGroup(self)
        for button in self.kinds:
            group.addButton(button)
        self.start = kit.spin_box(0, MOST_AT_ONCE, 1)
        self.every = kit.spin_box(0, RAREST, 0)
        work.language.word(self.every, say("none in between"), "setSpecialValueText")
        self.roll_change = kit.spin_box(0, MOST_AT_ONCE, 1)
        self.end = kit.spin_box(0, MOST_AT_ONCE, 1)
        self.level, self.aql = QComboBox(), QComboBox()
        for level in InspectionLevel:
            self.level.addItem(level.value, level)
        for aql in AQLS:
            self.aql.addItem(f"{aql:g} %", aql)
        self._show_aql(AqlPlan())
        self.words = kit.label(role="heading", wrap=True)
        self.words.setMinimumHeight(8 * GRID)
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._course())
        self._stack.addWidget(self._by_aql())
        self.lay_out(
            FormField(kit, say("Job"), self.job),
            row(segments(*self.kinds), 1),
            self._stack,
            self.words,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.setMinimumWidth(76 * GRID)
        self.job.currentIndexChanged.connect(lambda _index: self._read())
        for field in (self.start, self.every, self.roll_change, self.end):
            field.valueChanged.connect(lambda _value: self._tell())
        for chooser in (self.level, self.aql):
            chooser.currentIndexChanged.connect(lambda _index: self._tell())
        self._read()

    def plan(self) -> Plan:
        """Return the plan as it stands in the fields. InputError: it takes no label."""
        if self._stack.currentIndex() == _AQL:
            return AqlPlan(InspectionLevel(self.level.currentData()), self.aql.currentData())
        return SamplingPlan(
            self.start.value(), self.every.value() or None, self.roll_change.value(), self.end.value()
        )

    def show_plan(self, plan: Plan) -> None:
        """Put a plan into the fields."""
        if isinstance(plan, AqlPlan):
            self._show_aql(plan)
        else:
            self.start.setValue(plan.start)
            self.every.setValue(plan.every or 0)
            self.roll_change.setValue(plan.roll_change)
            self.end.setValue(plan.end)
        self._choose(_AQL if isinstance(plan, AqlPlan) else _COURSE)

    def _show_aql(self, plan: AqlPlan) -> None:
        self.level.setCurrentText(plan.level.value)
        self.aql.setCurrentIndex(self.aql.findData(plan.aql))

    def _course(self) -> QWidget:
        kit = self.work.kit
        fields = (
            FormField(kit, say("Labels at the start"), self.start),
            FormField(kit, say("One label of each"), self.every),
            FormField(kit, say("Labels behind each change of the roll"), self.roll_change),
            FormField(kit, say("Labels at the end"), self.end),
        )
        upper, lower = row(*fields[:2], spacing=3 * GRID), row(*fields[2:], spacing=3 * GRID)
        for line in (upper, lower):
            line.setStretch(0, 1)
            line.setStretch(1, 1)
        return box(column(upper, lower, 1))

    def _by_aql(self) -> QWidget:
        kit = self.work.kit
        line = row(
            FormField(kit, say("Inspection level"), self.level, say("II is the usual one.")),
            FormField(
                kit,
                say("Acceptance quality limit (AQL)"),
                self.aql,
                say("Share of failing labels that is still acceptable."),
            ),
            spacing=3 * GRID,
        )
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        return box(column(line, 1))

    def _kind(self, text: Text) -> Button:
        button = Button("segment")
        button.setCheckable(True)
        self.work.language.word(button, text)
        button.clicked.connect(lambda _checked: self._choose(self.kinds.index(button)))
        return button

    def _choose(self, kind: int) -> None:
        self.kinds[kind].setChecked(True)
        self._stack.setCurrentIndex(kind)
        self._tell()

    def _read(self) -> None:
        plant, job_id = self.work.plant, self.job.currentData()
        self.work.background.run(
            lambda _report: sampling.plan_of(plant, job_id),
            receiver=self,
            done=self.show_plan,
            failed=self.notice.trouble,
        )

    def _tell(self) -> None:
        """Say what the plan means; counted away from the window, for a job may have millions of labels."""
        self.notice.hide()
        self._asked += 1
        asked, labels = self._asked, self._counts[self.job.currentData()]
        try:
            plan = self.plan()
        except InputError as error:
            self.store.setEnabled(False)
            self.work.language.word(self.words, error.text)
            return
        self.store.setEnabled(True)

        def show(words: Text) -> None:
            if asked == self._asked:
                self.work.language.word(self.words, words)

        self.work.background.run(lambda _report: plan_in_words(plan, labels), receiver=self, done=show)

    def _store(self) -> None:
        plant, job_id, plan = self.work.plant, self.job.currentData(), self.plan()
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: sampling.set_plan(plant, job_id, plan),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.store.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.work.messages.done(say("The sampling plan is saved."))
        self.accept()


def job_chooser(work: Workplace, jobs: Sequence[JobRow], everything: Text) -> QComboBox:
    """Make a field to choose a job in, or all of them; the data are its number."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    fill_jobs(work, made, jobs, everything)
    return made


def fill_jobs(work: Workplace, chooser: QComboBox, jobs: Sequence[JobRow], everything: Text) -> None:
    """Offer ``jobs``, the newest first, and keep what is chosen."""
    chosen = chooser.currentData()
    chooser.blockSignals(True)
    chooser.clear()
    chooser.addItem(work.language(everything), None)
    for one in sorted(jobs, key=lambda one: -one.job.id):
        words = say("Job {id} · {product} · {lot}", id=one.job.id, product=one.product, lot=one.lot)
        chooser.addItem(work.language(words), one.job.id)
    chooser.setCurrentIndex(max(0, chooser.findData(chosen)))
    chooser.blockSignals(False)
