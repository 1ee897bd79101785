"""Quality: pictures of printed symbols are graded here, samples are due, batches are released."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.changes import Kind
from desktop.operations import jobs, sampling
from desktop.operations.jobs import JobRow
from desktop.operations.sampling import DueSample
from desktop.products.quality import GradeRecord, Verdict, verdict_name
from desktop.texts import say
from ui.pages.page import Page
from ui.quality.batches_tab import BatchesTab
from ui.quality.grading_tab import GradingTab
from ui.quality.quality_words import VERDICTS, label_of
from ui.quality.samples_tab import SamplesTab
from ui.quality.taking import ShowBatch, ShowSamples, Taking
from ui.quality.trend_tab import TrendTab
from ui.quality.workspace import Workspace
from ui.style import GRID
from ui.when_idle import WhenIdle
from ui.widgets.tabs import Tabs
from ui.wording import Mark, Offer
from ui.workplace import Workplace

_GRADING, _SAMPLES, _BATCHES, _TREND = range(4)


class QualityPage(Page):
    """The views of quality. All but the first are made one by one once the page is shown, or when asked for.

    Attributes:
        tabs: the views.
        grading: grades a picture, also for a sample.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.QUALITY, Kind.JOBS, Kind.BATCHES})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.tabs = Tabs(kit)
        self.grading = GradingTab(work)
        self._due: tuple[Sequence[DueSample], Sequence[JobRow]] = ((), ())
        self.tabs.add(say("Grade a picture"), self.grading)
        self.tabs.add_later(say("Samples due"), lambda: self.samples)
        self.tabs.add_later(say("Batches"), lambda: self.batches)
        self.tabs.add_later(say("Trend"), lambda: self.trend)
        self.tabs.tools.insertWidget(0, kit.label(say("Quality"), "title"))
        self.tabs.tools.insertSpacing(1, 2 * GRID)
        for tool in self.grading.tools:
            self.tabs.tools.addWidget(tool)
        self.tabs.changed.connect(self._show_tools)
        self.grading.samples.recorded.connect(self._tell_recorded)
        self.lay_out(self.tabs)
        self._bind_keys()
        self.grading.workspace_made.connect(self._bind_workspace_keys)
        WhenIdle(self).add(
            lambda: self.grading.workspace,
            *(partial(self.tabs.make_ready, number) for number in (_SAMPLES, _BATCHES, _TREND)),
        )

    @cached_property
    def samples(self) -> SamplesTab:
        """What is to be graded now."""
        made = SamplesTab(self.work)
        made.grade_wanted.connect(self.take)
        made.dropped.connect(self._take_dropped)
        made.show_samples(*self._due)
        self.shortcut("Ctrl+G", say("Grade the chosen sample"), made.grade)
        return made

    @cached_property
    def batches(self) -> BatchesTab:
        """What may leave, and what stands against it."""
        made = BatchesTab(self.work)
        made.again_wanted.connect(self.take)
        return made

    @cached_property
    def trend(self) -> TrendTab:
        """Grades over labels and time."""
        made = TrendTab(self.work)
        made.again_wanted.connect(self.take)
        return made

    def show_what(self, what: object) -> None:
        """A path is graded; samples and batches are shown."""
        match what:
            case Path():
                self.tabs.choose(_GRADING)
                self.grading.grade(what)
            case ShowSamples(job_id):
                self.tabs.choose(_SAMPLES)
                self.samples.choose_job(job_id)
            case ShowBatch(batch_id):
                self.tabs.choose(_BATCHES)
                self.batches.choose(batch_id)

    def refresh(self) -> None:
        """Read which samples are due."""
        plant = self.work.plant
        self.work.background.run(
            lambda _report: (sampling.due(plant), jobs.list_jobs(plant)),
            receiver=self,
            done=lambda found: self._show_due(*found),
        )

    def take(self, taking: Taking) -> None:
        """Grade the next picture for a sample, and let the person open it."""
        self.tabs.choose(_GRADING)
        self.grading.samples.take(taking)
        self.grading.samples.open.setFocus()

    def _take_dropped(self, taking: Taking, path: Path) -> None:
        """Grade a picture that was dropped on a sample."""
        self.take(taking)
        self.grading.grade(path)

    def _show_due(self, due: Sequence[DueSample], rows: Sequence[JobRow]) -> None:
        self._due = due, rows
        self.grading.samples.show_due(due)
        if "samples" in self.__dict__:
            self.samples.show_samples(due, rows)
        title = say("Samples due ({n})", n=len(due)) if due else say("Samples due")
        self.work.language.word(self.tabs.buttons[_SAMPLES], title)

    def _tell_recorded(self, records: Sequence[GradeRecord]) -> None:
        """Say what was put on record; a failed one leads to its batch."""
        worst = next(
            (
                one
                for verdict in (Verdict.FAILED, Verdict.NOT_MEASURABLE)
                for one in records
                if one.verdict is verdict
            ),
            records[0],
        )
        mark, word = VERDICTS[worst.verdict][0], verdict_name(worst.verdict)
        told = {
            Verdict.PASSED: say(
                "Label {label} is on record: {verdict}.", label=label_of(worst), verdict=word
            ),
            Verdict.FAILED: say(
                "Label {label} is on record: {verdict}. Its batch is held.",
                label=label_of(worst),
                verdict=word,
            ),
            Verdict.NOT_MEASURABLE: say(
                "Label {label} is on record: {verdict}. The sample is still due.",
                label=label_of(worst),
                verdict=word,
            ),
        }[worst.verdict]
        offer = None
        if mark is Mark.STOPPED and worst.job_id is not None:
            job_id = worst.job_id
            offer = Offer(say("Show the batch"), lambda: self._go_to_batch(job_id))
        self.grading.notice.tell(mark, told, offer=offer)

    def _go_to_batch(self, job_id: int) -> None:
        plant = self.work.plant
        self.work.background.run(
            lambda _report: jobs.job(plant, job_id).job.batch_id,
            receiver=self,
            done=lambda batch_id: self.show_what(ShowBatch(batch_id)),
        )

    def _bind_keys(self) -> None:
        tab = self.grading
        self.shortcut("Ctrl+O", say("Open a picture and grade it"), tab.open_button)
        self.shortcut("Ctrl+S", say("Export the grades as PDF or CSV"), tab.export_button)
        self.shortcut("Ctrl+Return", say("Put the sample on record"), tab.samples.keep)
        for number, button in enumerate(self.tabs.buttons, start=1):
            self.key(f"Alt+{number}", button.click)
        self.shortcuts.append(("Alt+1 … Alt+4", say("Grade a picture, samples due, batches, trend")))
        self.shortcut("Ctrl+W", say("Watch a folder for new pictures, or end it"), tab.watch.button)

    def _bind_workspace_keys(self, space: Workspace) -> None:
        self.shortcut("F5", say("Grade the picture again"), space.conditions.again)
        self.shortcut("Ctrl+Shift+C", say("Copy the figures"), space.copy)
        for keys, what, act in (
            ("F", say("Show the whole picture"), space.picture.fit),
            ("S", say("Show the chosen symbol alone"), space.picture.fit_symbol),
            ("PgDown", say("Next symbol"), lambda: space.banner.step(1)),
            ("PgUp", say("Previous symbol"), lambda: space.banner.step(-1)),
        ):
            made = QShortcut(QKeySequence(keys), space)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)
            self.shortcuts.append((keys, what))
        self.shortcuts.append(("← →", say("Previous or next scan, in the profile or its bar of grades")))

    def _show_tools(self, number: int) -> None:
        self.grading.show_tools(shown=number == _GRADING)
