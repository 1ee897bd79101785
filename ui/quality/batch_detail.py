"""One batch as QA sees it: its status, what stands against a release, its history, its grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.operations import inspections, quality_files, release, sampling
from desktop.operations.plant import Plant
from desktop.operations.release import BatchQuality
from desktop.operations.sampling import Waived
from desktop.operations.trace import CodeEvent
from desktop.products.quality import (
    BatchEvent,
    BatchStatus,
    GradeRecord,
    Obstacle,
    Obstruction,
    occasion_name,
)
from desktop.texts import Text, say
from ui.dialogs.give_reason import GiveReason
from ui.kit import box, column, emptied, row, scrolling
from ui.quality.quality_words import STATUSES
from ui.quality.records_view import RecordsView
from ui.quality.taking import ShowSamples
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.widgets.time_line import TimeLine
from ui.wording import Mark
from ui.workplace import Workplace

_RELEASE, _GRADES = range(2)


@dataclass(frozen=True, slots=True)
class _Read:
    """A batch as it stands in the store."""

    quality: BatchQuality
    events: tuple[BatchEvent, ...]
    waived: tuple[Waived, ...]
    records: tuple[GradeRecord, ...]


class BatchDetail(QFrame):
    """Shows one batch, holds and releases it.

    Signals:
        again_wanted: (Taking) a label is to be measured again.
    """

    again_wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._batch_id: int | None = None
        self._read: _Read | None = None
        self.setProperty("role", "card")
        self.badge = StateBadge(work.language)
        self.title = kit.label(role="heading", wrap=True)
        self.decided = kit.label(role="muted", wrap=True)
        self.export = kit.button(say("Export …"), self._export, "quiet", icon_name="export")
        self.hold = kit.button(say("Hold …"), self._hold, icon_name="pause")
        self.release = kit.button(say("Release …"), self._release, "primary")
        self.notice = Notice(kit)
        self.obstacles = column(spacing=GRID)
        self.history = TimeLine(kit)
        self.records = RecordsView(work)
        self.records.again_wanted.connect(self.again_wanted)
        self._no_history = kit.label(say("It was never held or released."), "muted")
        against = column(
            kit.label(say("What stands against a release"), "heading"),
            self.obstacles,
            kit.label(say("History"), "heading"),
            self._no_history,
            self.history,
            1,
        )
        self.tabs = Tabs(kit)
        self.tabs.add(say("Hold and release"), scrolling(box(against)))
        self.tabs.add(say("Grades"), self.records)
        names = box(column(self.title, self.decided, spacing=2))
        head = row(self.badge, names, self.export, self.hold, self.release, spacing=GRID)
        head.setStretch(1, 1)
        layout = column(head, self.notice, self.tabs, spacing=GRID)
        layout.setStretch(2, 1)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setLayout(layout)
        self._head = (self.badge, names, self.export, self.hold, self.release, self.tabs)
        for part in self._head:
            part.hide()
        work.language.changed.connect(self._show)

    def show_batch(self, batch_id: int) -> None:
        """Show a batch."""
        if batch_id != self._batch_id:
            self._batch_id = batch_id
            self.notice.hide()
            self.refresh()

    def refresh(self) -> None:
        """Read the batch anew."""
        if self._batch_id is None:
            return
        plant, batch_id = self._work.plant, self._batch_id
        self._work.background.run(
            lambda _report: _read(plant, batch_id), receiver=self, done=self._take, failed=self.notice.trouble
        )

    def _take(self, read: _Read) -> None:
        if read.quality.batch_id == self._batch_id:
            self._read = read
            self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        found, word = self._read.quality, self._work.language.word
        for part in self._head:
            part.show()
        self.badge.show_state(*STATUSES[found.status])
        word(self.title, say("Lot {lot} · {product}", lot=found.lot, product=found.product))
        last = found.decided
        specimen = say("It is a specimen.") if found.specimen else None
        told = specimen if last is None else say("{reason} ({by})", reason=last.reason, by=last.by)
        self.decided.setVisible(told is not None)
        if told is not None:
            word(self.decided, told)
        released = found.status is BatchStatus.RELEASED
        self.hold.setEnabled(found.status is not BatchStatus.HELD)
        self.release.setEnabled(not released and not found.obstacles)
        self._show_obstacles(found.obstacles, released=released)
        events = _history(self._read)
        self.history.show_events(events)
        self._no_history.setVisible(not events)
        self.records.show_records(self._read.records)
        word(self.tabs.buttons[_GRADES], say("Grades ({n})", n=len(self._read.records)))

    def _show_obstacles(self, found: Sequence[Obstacle], *, released: bool) -> None:
        emptied(self.obstacles)
        for one in found:
            self.obstacles.addWidget(self._obstacle(one))
        if not found:
            words = (
                say("It is released: no more labels are ordered for it unless it is held.")
                if released
                else say("Who holds the right may release it.")
            )
            mark, word = STATUSES[BatchStatus.RELEASED] if released else (Mark.DONE, say("Nothing"))
            self.obstacles.addWidget(self._line(mark, word, words))

    def _obstacle(self, obstacle: Obstacle) -> QWidget:
        go = self._work.kit.button(say("Go there"), lambda: self._go(obstacle), "quiet", icon_name="forward")
        return self._line(*_OBSTRUCTIONS[obstacle.kind], obstacle.text, go)

    def _line(self, mark: Mark, word: Text, text: Text, *others: QWidget) -> QWidget:
        kit = self._work.kit
        badge = StateBadge(kit.language)
        badge.show_state(mark, word)
        line = row(badge, kit.label(text, wrap=True), *others, spacing=GRID)
        line.setStretch(1, 1)
        return box(line)

    def _go(self, obstacle: Obstacle) -> None:
        """Show where an obstacle is taken away."""
        match obstacle.kind:
            case Obstruction.SAMPLES_DUE | Obstruction.NOTHING_GRADED:
                self._work.go("quality", ShowSamples(obstacle.job_id))
            case Obstruction.JOB_OPEN | Obstruction.UNKNOWN_CODES:
                self._work.go("jobs", obstacle.job_id)
            case _:
                self.tabs.choose(_GRADES)

    def _hold(self) -> None:
        self._ask(
            say("Hold the batch"),
            say("It is not released until what stands against it is settled and somebody releases it."),
            hold=True,
        )

    def _release(self) -> None:
        self._ask(
            say("Release the batch"),
            say("Nothing stands against it. No more labels are ordered for it from now on."),
            hold=False,
        )

    def _ask(self, title: Text, told: Text, *, hold: bool) -> None:
        if self._read is None:
            return
        plant, batch_id = self._work.plant, self._read.quality.batch_id
        act = release.hold if hold else release.release
        GiveReason(
            self._work,
            title,
            told,
            say("Hold it") if hold else say("Release it"),
            lambda reason: act(plant, batch_id, reason),
            self,
        ).ask()

    def _export(self) -> None:
        """Write the quality report of the batch, or its grades as a table."""
        if self._read is None:
            return
        found, word = self._read.quality, self._work.language
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Export grades")), f"quality-{found.lot}.pdf", "PDF (*.pdf);;CSV (*.csv)"
        )
        if not name:
            return
        plant, path, code = self._work.plant, Path(name), word.code
        write = quality_files.write_csv if path.suffix.lower() == ".csv" else quality_files.write_report

        def work(_report: object) -> None:
            path.unlink(missing_ok=True)  # the person has agreed to overwrite in the file dialog
            write(plant, found.batch_id, path, code)

        self.export.setEnabled(False)
        self._work.background.run(
            work,
            receiver=self,
            done=lambda _done: self.notice.tell(Mark.DONE, say("Exported to {path}.", path=path)),
            failed=self.notice.trouble,
            ended=lambda: self.export.setEnabled(True),
        )


_OBSTRUCTIONS = {
    Obstruction.SAMPLES_DUE: (Mark.ATTENTION, say("Samples due")),
    Obstruction.FAILED: (Mark.STOPPED, say("Failed")),
    Obstruction.NOT_MEASURABLE: (Mark.UNKNOWN, say("Not measurable")),
    Obstruction.NOTHING_GRADED: (Mark.ATTENTION, say("Nothing graded")),
    Obstruction.JOB_OPEN: (Mark.RUNNING, say("Job open")),
    Obstruction.UNKNOWN_CODES: (Mark.UNKNOWN, say("Unknown codes")),
    Obstruction.NOT_ACCEPTABLE: (Mark.STOPPED, say("Not acceptable")),
}


def _read(plant: Plant, batch_id: int) -> _Read:
    return _Read(
        release.status(plant, batch_id),
        release.history(plant, batch_id),
        sampling.waived_of_batch(plant, batch_id),
        inspections.of_batch(plant, batch_id),
    )


def _history(read: _Read) -> list[CodeEvent]:
    """Return holds, releases and samples that were not graded, the newest first."""
    events = [CodeEvent(one.at, one.reason, one.by, "") for one in read.events]
    events += [
        CodeEvent(
            one.at,
            say(
                "Not graded: label {number} of job {job} ({occasion}). {reason}",
                number=one.number,
                job=one.job_id,
                occasion=occasion_name(one.occasion),
                reason=one.reason,
            ),
            one.by,
            "",
        )
        for one in read.waived
    ]
    return sorted(events, key=lambda one: one.at, reverse=True)
