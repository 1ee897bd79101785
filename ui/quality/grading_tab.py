"""Grade a picture: it is dropped or opened, graded in the background, and shown with every figure."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.errors import PackmarkError
from desktop.grading.model import Calibration
from desktop.operations import grade_files, grading, inspections, sample_scan
from desktop.operations.grading import GradingRequest
from desktop.operations.inspections import Inspection
from desktop.operations.plant import Cancelled, Report
from desktop.operations.watched_folder import Faulty
from desktop.texts import say
from ui.background import Progress, Task
from ui.kit import column
from ui.quality.conditions import of_sample
from ui.quality.grading_strip import GradingStrip
from ui.quality.looked import Looked, look_at, looked_of
from ui.quality.picture_view import dropped_file
from ui.quality.sample_strip import SampleStrip
from ui.quality.watch_strip import WatchStrip
from ui.quality.workspace import Workspace
from ui.style import GRID
from ui.widgets.empty import EmptyPage
from ui.widgets.notice import Notice
from ui.wording import Mark
from ui.workplace import Workplace

T = TypeVar("T")

_EMPTY, _FULL = range(2)
_CARD = "quality/card"
"""Setting: the calibration record that this computer grades with."""


class GradingTab(QWidget):
    """Takes pictures and shows what their symbols are worth.

    Attributes:
        samples: the sample that pictures are graded for.
        process: opens pictures, and stays warm from one to the next.

    Signals:
        graded: (Graded) a picture was graded and is shown.
        workspace_made: (Workspace) the workspace is there from now on.
    """

    graded = Signal(object)
    workspace_made = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self.process = grading.picture_process()
        self._path: Path | None = None
        self._sample: GradingRequest | None = None
        self._task: Task | None = None
        self.notice = Notice(kit)
        self.open_button = kit.button(say("Open picture"), self.choose_file, "primary", icon_name="import")
        self.export_button = kit.button(say("Export"), self.export, "quiet", icon_name="export")
        self.watch = WatchStrip(work, lambda: self._task is None)
        self.watch.wanted.connect(self.grade)
        self.watch.refused.connect(self._refused)
        self.tools = (self.watch.button, self.export_button, self.open_button)
        self.samples = SampleStrip(work)
        self.samples.open_wanted.connect(self.choose_file)
        self.samples.regrade_wanted.connect(self.grade_again)
        self.samples.failed.connect(self.notice.trouble)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self.busy = GradingStrip(kit)
        self.busy.cancelled.connect(self.cancel)
        layout = column(self.samples, self.notice, self.busy, self.watch, self._stack, spacing=GRID)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self.setAcceptDrops(True)
        remembered = str(work.settings.value(_CARD, ""))
        if remembered:
            self._use_record(Path(remembered))
        work.closing.connect(self._close)
        self.show_tools()

    @cached_property
    def workspace(self) -> Workspace:
        """What is shown of the last picture."""
        made = Workspace(self._work)
        made.picture.dropped.connect(self.grade)
        made.banner.calibrate_wanted.connect(self.calibrate)
        made.conditions.changed.connect(self.grade_again)
        made.conditions.again_wanted.connect(self.grade_again)
        made.conditions.record_wanted.connect(self._choose_record)
        made.conditions.calibrate_wanted.connect(self.calibrate)
        made.conditions.left.connect(lambda: self._work.settings.remove(_CARD))
        self._stack.insertWidget(_FULL, made)
        self.workspace_made.emit(made)
        return made

    def choose_file(self) -> None:
        """Let the person choose a picture."""
        word = self._work.language
        name, _ = QFileDialog.getOpenFileName(
            self,
            word(say("Picture of symbols to grade")),
            "",
            word(say("Pictures (*.png *.tif *.tiff *.bmp *.jpg *.jpeg)")),
        )
        if name:
            self.grade(Path(name))

    def grade(self, path: Path) -> None:
        """Grade a picture under the conditions that are set."""
        self._sample = None
        self._start(path, self.workspace.conditions.request())

    def grade_again(self) -> None:
        """Grade the same picture anew, under the conditions as they are set now."""
        if self._path is None:
            return
        request = self.workspace.conditions.request()
        self._start(self._path, request if self._sample is None else of_sample(request, self._sample))

    def grade_sample(self) -> None:
        """Draw a sample scan and grade it."""
        plant = self._work.plant

        def drawn(made: tuple[Path, GradingRequest]) -> None:
            path, self._sample = made
            self._start(path, self._sample)

        self._begin(Path(sample_scan.NAME), partial(sample_scan.write_sample_scan, plant), drawn)

    def cancel(self) -> None:
        """Wait no longer: what is shown stays."""
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self.busy.end()

    def _close(self) -> None:
        self.cancel()  # else the window would wait for a picture that is being opened
        self.process.close()

    def _refused(self, faulty: Faulty) -> None:
        told = say("{file} is not graded: {reason}.", file=faulty.path.name, reason=faulty.reason)
        self.notice.tell(Mark.ATTENTION, told)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Grade the file."""
        file = dropped_file(event)
        if file is not None:
            event.acceptProposedAction()
            self.grade(file)

    def calibrate(self) -> None:
        """Measure a reflectance card, and grade with it from now on."""
        from ui.dialogs.calibrate_reflectance import CalibrateReflectance  # noqa: PLC0415 (start-up)

        linear = self.workspace.conditions.request().linear
        dialog = CalibrateReflectance(self._work, self, linear)
        if dialog.ask() and dialog.path is not None:
            self._use_record(dialog.path)

    def export(self) -> None:
        """Write the grades into a file: a report to file away, or a table."""
        word = self._work.language
        if self._stack.currentIndex() != _FULL or (graded := self.workspace.graded) is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Export grades")), f"{graded.path.stem}-grades.pdf", "PDF (*.pdf);;CSV (*.csv)"
        )
        if not name:
            return
        plant, path, code, needed = self._work.plant, Path(name), word.code, self.workspace.needed

        def work(_report: object) -> None:
            if path.suffix.lower() == ".csv":
                grade_files.write_csv((graded,), path, code, minimum=needed)
            else:
                grade_files.write_report(plant, (graded,), path, code, minimum=needed)

        self.export_button.setEnabled(False)
        self._work.background.run(
            work,
            receiver=self,
            done=lambda _done: self.notice.tell(Mark.DONE, say("Exported to {path}.", path=path)),
            failed=self.notice.trouble,
            ended=lambda: self.export_button.setEnabled(True),
        )

    def _start(self, path: Path, request: GradingRequest) -> None:
        taking, same = self.samples.taking, path == self._path
        plant, process = self._work.plant, self.process

        def look(report: Report) -> tuple[Looked, Inspection | None]:
            if taking is None:
                return look_at(path, request, process, report), None
            found = inspections.inspect(
                plant, path, request, job_id=taking.job_id, process=process, report=report
            )
            return looked_of(found.graded, found.asked), found

        def show(result: tuple[Looked, Inspection | None]) -> None:
            looked, inspection = result
            self._path = path
            self.show_result(looked, same=same)
            self.samples.show_inspection(inspection if self.samples.taking is taking else None)

        self._begin(path, look, show)
        self.samples.begin()

    def _begin(self, path: Path, work: Callable[[Report], T], show: Callable[[T], None]) -> None:
        """Work on a picture and show what comes of it, unless the person waits no longer by then."""
        self.cancel()
        self.notice.hide()
        self.busy.begin(path, self.watch.watching.waiting())

        def done(result: T | None) -> None:
            if result is not None and self._task is task:
                show(result)

        def fail(error: PackmarkError) -> None:
            if self._task is task:
                self.notice.trouble(error)

        def end() -> None:
            if self._task is task:
                self._task = None
                self.busy.end()

        def tell(progress: Progress) -> None:
            if self._task is task:
                self.busy.progress(progress)

        task = self._task = self._work.background.run(
            partial(_unless_cancelled, work), receiver=self, done=done, failed=fail, progress=tell, ended=end
        )

    def show_result(self, looked: Looked, *, same: bool) -> None:
        """Show a graded picture; ``same``: the one before under other conditions."""
        self.workspace.show_graded(looked, same=same)
        self._stack.setCurrentIndex(_FULL)
        self.show_tools()
        self.graded.emit(looked.graded)

    def show_tools(self, *, shown: bool = True) -> None:
        """Show the tools beside the tabs, where there is something to use them on."""
        full = self._stack.currentIndex() == _FULL
        for tool in self.tools:
            tool.setVisible(full and shown)

    def _choose_record(self) -> None:
        word = self._work.language
        name, _ = QFileDialog.getOpenFileName(
            self, word(say("Calibration record")), "", word(say("Calibration records (*.json)"))
        )
        if name:
            self._use_record(Path(name))

    def _use_record(self, path: Path) -> None:
        """Grade with a calibration record from now on, also when the program is started next."""

        def use(record: Calibration) -> None:
            self._work.settings.setValue(_CARD, str(path))
            self.workspace.conditions.set_calibration(record)

        self._work.background.run(
            lambda _report: grading.read_calibration(path),
            receiver=self,
            done=use,
            failed=self.notice.trouble,
        )

    def _make_empty(self) -> QWidget:
        kit = self._work.kit
        self.first_open = kit.button(say("Open picture"), self.choose_file, "primary", icon_name="import")
        self.first_watch = kit.button(say("Watch a folder"), self.watch.toggle, icon_name="eye")
        self.first_card = kit.button(say("Measure a card …"), self.calibrate, icon_name="report")
        self.first_sample = kit.button(say("Grade a sample scan"), self.grade_sample, icon_name="quality")
        return EmptyPage(
            kit,
            "quality",
            say("How good is the print?"),
            say(
                "Drop a scan or a camera picture of printed symbols here, or open one: PNG, TIFF, BMP or "
                "JPEG, 600 dpi or more. Each bar code and DataMatrix in it is measured and graded; you see "
                "every figure at its place. For absolute contrast, measure a reflectance card once."
            ),
            self.first_open,
            self.first_watch,
            self.first_card,
            self.first_sample,
        )


def _unless_cancelled(work: Callable[[Report], T], report: Report) -> T | None:
    try:
        return work(report)
    except Cancelled:
        return None  # the page has gone on already, to another picture or to none
