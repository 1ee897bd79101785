"""Quality: pictures of printed symbols are graded here, samples are due, batches are released."""

from collections.abc import Sequence
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
from ui.style import GRID
from ui.widgets.tabs import Tabs
from ui.wording import Mark, Offer
from ui.workplace import Workplace

_GRADING, _SAMPLES, _BATCHES, _TREND = range(4)


class QualityPage(Page):
    """The views of quality.

    Attributes:
        tabs: the views.
        grading: grades a picture, also for a sample.
        samples: what is to be graded now.
        batches: what may leave, and what stands against it.
        trend: grades over labels and time.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.QUALITY, Kind.JOBS, Kind.BATCHES})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.tabs = Tabs(kit)
        self.grading = GradingTab(work)
        self.samples = SamplesTab(work)
        self.batches = BatchesTab(work)
        self.trend = TrendTab(work)
        self.tabs.add(say("Grade a picture"), self.grading)
        self.tabs.add(say("Samples due"), self.samples)
        self.tabs.add(say("Batches"), self.batches)
        self.tabs.add(say("Trend"), self.trend)
        self.tabs.tools.insertWidget(0, kit.label(say("Quality"), "title"))
        self.tabs.tools.insertSpacing(1, 2 * GRID)
        for tool in self.grading.tools:
            self.tabs.tools.addWidget(tool)
        self.tabs.changed.connect(self._show_tools)
        self.samples.grade_wanted.connect(self.take)
        self.samples.dropped.connect(self._take_dropped)
        self.batches.again_wanted.connect(self.take)
        self.trend.again_wanted.connect(self.take)
        self.grading.samples.recorded.connect(self._tell_recorded)
        self.lay_out(self.tabs)
        self._bind_keys()

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
        self.grading.samples.show_due(due)
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
        tab, space = self.grading, self.grading.workspace
        self.shortcut("Ctrl+O", say("Open a picture and grade it"), tab.open_button)
        self.shortcut("F5", say("Grade the picture again"), space.conditions.again)
        self.shortcut("Ctrl+Shift+C", say("Copy the figures"), space.copy)
        self.shortcut("Ctrl+S", say("Export the grades as PDF or CSV"), tab.export_button)
        self.shortcut("Ctrl+G", say("Grade the chosen sample"), self.samples.grade)
        self.shortcut("Ctrl+Return", say("Put the sample on record"), tab.samples.keep)
        for number, button in enumerate(self.tabs.buttons, start=1):
            self.key(f"Alt+{number}", button.click)
        self.shortcuts.append(("Alt+1 … Alt+4", say("Grade a picture, samples due, batches, trend")))
        self.shortcut("Ctrl+W", say("Watch a folder for new pictures, or end it"), tab.watch.button)
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
